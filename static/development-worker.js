// Development only (index.html): the engine in a worker, with what its glue asks for. The packed page has
// static/boot.js.
"use strict";

// What comes before the engine listens.
const waiting = [];

self.onmessage = event => waiting.push(event.data);
self.ambitionSend = (message, transferables) => self.postMessage(message, transferables);
self.ambitionListen = listener => {
  self.onmessage = event => listener(event.data);
};

importScripts("ambition-worker.js");
wasm_bindgen({ module_or_path: "ambition-worker_bg.wasm" }).then(() => {
  waiting.forEach(data => self.onmessage({ data }));
});
