// In the worker of a peer, after `figures.js`: what all of them answer. The peer's own file says how.
"use strict";

var peer = { begin: function () {}, figures: function (file) { throw new Error("no figures of " + file.name); } };

self.onmessage = async function (event) {
  try {
    self.postMessage({ answer: await (event.data === "start" ? peer.begin() : peer.figures(event.data)) });
  } catch (error) {
    self.postMessage({ failed: String(error && error.stack || error) });
  }
};
