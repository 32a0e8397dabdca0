// Unpacks the engine and starts it, on the page and in its workers.
//
// The page is one file, so everything it needs is text inside it: the glue that wasm-bindgen wrote (script #glue,
// already run: it defines `wasm_bindgen`) and the compiled engine (script #wasm: gzip in base64, inert).
// Written without recent syntax, because an old browser must get as far as being told that it is old. ASCII only.
"use strict";

(function () {
  // Marks for the benchmark and the tests: milliseconds since navigation began.
  var times = { started: performance.now(), ready: null };
  globalThis.ambitionBoot = times;
  performance.mark("ambition-start");

  // Held now, because Yew empties the body when it mounts.
  var screen = document.getElementById("boot");
  var glue = document.getElementById("glue").textContent;
  var packed = document.getElementById("wasm").textContent;
  var books = document.getElementById("books");

  // The one way out that the policy cannot close: browsers do not know its directive `webrtc` yet. Nothing here uses it.
  ["RTCPeerConnection", "webkitRTCPeerConnection"].forEach(function (name) {
    Object.defineProperty(globalThis, name, { value: undefined });
  });

  // ---- what the browser must have

  // The smallest module with a SIMD instruction in it; the engine is compiled with them.
  function hasSimd() {
    return WebAssembly.validate(new Uint8Array([
      0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11
    ]));
  }

  // `wasm_bindgen` is missing when the glue's newer syntax did not parse.
  function isRecent() {
    return typeof WebAssembly === "object" && typeof DecompressionStream === "function" &&
      typeof wasm_bindgen === "function" && hasSimd();
  }

  // ---- what is said when it does not work

  // Shows one of the sentences that are in the page already, also after Yew has taken the body over.
  function show(id) {
    document.documentElement.setAttribute("data-ambition", id);
    if (!screen.isConnected) document.body.replaceChildren(screen);
    screen.querySelector("#boot-wait").hidden = true;
    screen.querySelector("#" + id).hidden = false;
  }

  function fail(reason) {
    console.error(reason);
    screen.querySelector("#boot-reason").textContent = String(reason);
    show("boot-failed");
  }

  // ---- unpacking

  // For browsers without Uint8Array.fromBase64: four letters make three bytes.
  function decodeByTable(text) {
    var letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    var value = new Uint8Array(128);
    for (var i = 0; i < 64; i++) value[letters.charCodeAt(i)] = i;
    var padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
    var bytes = new Uint8Array(text.length / 4 * 3 - padding);
    for (var from = 0, to = 0; from < text.length; from += 4, to += 3) {
      var bits = value[text.charCodeAt(from)] << 18 | value[text.charCodeAt(from + 1)] << 12 |
        value[text.charCodeAt(from + 2)] << 6 | value[text.charCodeAt(from + 3)];
      bytes[to] = bits >> 16;
      bytes[to + 1] = bits >> 8;
      bytes[to + 2] = bits;
    }
    return bytes;
  }

  function decode(text) {
    return Uint8Array.fromBase64 ? Uint8Array.fromBase64(text) : decodeByTable(text);
  }

  // Compiles while it unpacks.
  function compile() {
    var stream = new Blob([decode(packed)]).stream().pipeThrough(new DecompressionStream("gzip"));
    return WebAssembly.compileStreaming(new Response(stream, { headers: { "content-type": "application/wasm" } }));
  }

  // ---- what reads workbooks, unpacked by books.js when it is wanted

  globalThis.ambitionPacked = function () { return decode(books.textContent); };

  function giveBooks(event) {
    if (event.data && event.data.books) event.data.books.postMessage(globalThis.ambitionPacked());
  }

  // ---- workers

  // Runs in the worker, after the glue; sent there as text, so it sees nothing of this file.
  // The first message is the compiled module and, for a second reader, the port to the worker that asked for it. Later
  // ones wait until the engine's `main` has set `self.onmessage`.
  function workerMain() {
    var out = self, waiting = [];
    function keep(event) { waiting.push(event); }
    self.ambitionTell = function (message, handedOver) { out.postMessage(message, handedOver); };
    function report(reason) {
      out.postMessage({ panic: String(reason && reason.stack || reason) });
    }
    // A panic inside a promise reaches nobody else.
    self.addEventListener("unhandledrejection", function (event) { report(event.reason); });
    function beSecond(port) {
      out = port;
      port.onmessage = function (event) {
        if (event.data === "close") self.close();
        else self.onmessage(event);
      };
      // The page does not listen to a second reader.
      self.addEventListener("error", function (event) { report(event.message); });
    }
    // Asks the page for a second reader, and gives the port to it. (Started from here, it would not begin to run before
    // this worker is idle, and in Chromium not at all from file:// with the address that the page made.)
    self.ambitionSecond = function () {
      var channel = new MessageChannel();
      self.postMessage({ second: channel.port2 }, [channel.port2]);
      return channel.port1;
    };
    function handOver() {
      if (self.onmessage === keep) throw new Error("the engine does not listen in the worker");
      waiting.forEach(function (event) { self.onmessage(event); });
    }
    self.onmessage = function (event) {
      self.onmessage = keep;
      if (event.data[1]) beSecond(event.data[1]);
      wasm_bindgen({ module_or_path: event.data[0] }).then(handOver).catch(report);
    };
  }

  // A new worker with the engine in it, ready for messages at once.
  function workerMaker(module) {
    var text = glue + "\n(" + workerMain + ")();";
    var address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    function startSecond(event) {
      var port = event.data && event.data.second;
      if (!port) return;
      try {
        new Worker(address).postMessage([module, port], [port]);
      } catch (refused) {
        port.postMessage({ panic: String(refused) });
      }
    }
    return function () {
      var worker = new Worker(address);
      worker.addEventListener("message", giveBooks);
      worker.addEventListener("message", startSecond);
      worker.postMessage([module]);
      return worker;
    };
  }

  // ---- start

  // A turn of the event loop later, the first view is in the page.
  function ready() {
    setTimeout(function () {
      times.ready = performance.now();
      performance.mark("ambition-ready");
      document.documentElement.setAttribute("data-ambition", "ready");
    });
  }

  function start(module) {
    globalThis.ambitionWorker = workerMaker(module);
    return wasm_bindgen({ module_or_path: module }).then(ready);
  }

  if (isRecent()) compile().then(start).catch(fail);
  else show("boot-old");
})();
