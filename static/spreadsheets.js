// Unpacks what reads workbooks and Common Transfer Files, when such a file is opened, and gives it to the engine.
//
// It is a WebAssembly module of its own, packed in the page like the engine (script #spreadsheets: gzip in base85, inert). This
// script follows the engine's glue, so it runs on the page and in its workers; a worker asks the page for the bytes.
// xtask puts `ambitionSpreadsheetsGlue` before it: what wasm-bindgen wrote for the module, as a function, because every file
// gets a new instance. ASCII only.
"use strict";

(function () {
  // The compiled module, once it was wanted.
  var compiled = null;

  // The module says that it is at work, which nobody else can while it is: the page waits only so long for a word. On the
  // page's own thread nobody waits.
  var BEAT = 1000, said = 0;
  globalThis.ambitionBeat = function () {
    var now = Date.now();
    if (typeof ambitionSend !== "function" || now - said < BEAT) return;
    said = now;
    ambitionSend(["beat"], []);
  };

  // From the page itself, or asked of it.
  function packed() {
    if (globalThis.ambitionPacked) return Promise.resolve(globalThis.ambitionPacked());
    return new Promise(function (done) {
      var channel = new MessageChannel();
      channel.port1.onmessage = function (event) { done(event.data); };
      self.postMessage({ spreadsheets: channel.port2 }, [channel.port2]);
    });
  }

  // By a response, because no worker of WebKit's reads a Blob on a page from file://, not even one it has made.
  function compile(bytes) {
    var stream = new Response(bytes).body.pipeThrough(new DecompressionStream("gzip"));
    return WebAssembly.compileStreaming(new Response(stream, { headers: { "content-type": "application/wasm" } }));
  }

  function instance(module) {
    var spreadsheets = ambitionSpreadsheetsGlue();
    return spreadsheets({ module_or_path: module }).then(function () { return spreadsheets; });
  }

  globalThis.ambitionSpreadsheets = function () {
    compiled = compiled || packed().then(compile);
    // What failed once is tried again the next time.
    compiled.catch(function () { compiled = null; });
    return compiled.then(instance);
  };
})();
