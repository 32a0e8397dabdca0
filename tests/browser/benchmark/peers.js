// What the benchmark does with other programs, each in a worker of its own, after `engine.js`: `peers.rs` has their
// scripts. All times are milliseconds.
"use strict";

Object.assign(window.bench, (function () {
  var workers = {};

  function ask(worker, message) {
    return new Promise(function (done, failed) {
      worker.onmessage = function (event) {
        if (event.data.failed) failed(event.data.failed);
        else done(event.data.answer);
      };
      worker.onerror = function (event) { failed("the peer breaks down: " + event.message); };
      worker.postMessage(message);
    });
  }

  // A fresh worker with the peer; how long it took until it answered.
  async function startPeer(name, script) {
    if (workers[name]) workers[name].terminate();
    var text = "var ORIGIN = " + JSON.stringify(location.origin + "/") + ";\n" + script;
    var begun = performance.now();
    workers[name] = new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
    await ask(workers[name], "start");
    return performance.now() - begun;
  }

  // From the file to the figures by the engine, and the bytes of its answer.
  async function engineFigures(file, queries) {
    var done = await bench.openAndAnswer(file, queries);
    return { answered: done.answered, figures: done.bytes };
  }

  // From the file to the figures, when nothing has been done for as long as before the engine opens it.
  async function peerFigures(name, file) {
    await bench.rest();
    var begun = performance.now();
    var figures = await ask(workers[name], file);
    return { answered: performance.now() - begun, figures: figures };
  }

  // How long a fresh engine takes until it answers.
  async function startEngine() { return (await bench.begin()).started; }

  // The bytes of a file of the server, as it is and in gzip.
  async function shipped(name) {
    var whole = await (await fetch(name)).blob();
    var packed = await new Response(whole.stream().pipeThrough(new CompressionStream("gzip"))).blob();
    return [whole.size, packed.size];
  }

  return { startPeer: startPeer, engineFigures: engineFigures, peerFigures: peerFigures, startEngine: startEngine, shipped: shipped };
})());
