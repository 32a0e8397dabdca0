// Unpacks the engine and starts it, on the page and in its workers.
//
// The page is one file, so everything it needs is text inside it, inert and packed (gzip in base64): the style
// (script #style), the glue that wasm-bindgen wrote (script #glue; it defines `wasm_bindgen`), the compiled engine
// (script #wasm) and the notices of the libraries (script #licences, unpacked in place).
// Written without recent syntax, because an old browser must get as far as being told that it is old. ASCII only.
"use strict";

(function () {
  // Marks for the benchmark and the tests: milliseconds since navigation began, and whether a second reader waits.
  var times = { started: performance.now(), ready: null, spare: false };
  globalThis.ambitionBoot = times;
  performance.mark("ambition-start");

  // Held now, because Yew empties the body when it mounts.
  var screen = document.getElementById("boot");
  var packedStyle = document.getElementById("style").textContent;
  var packedGlue = document.getElementById("glue").textContent;
  var licences = document.getElementById("licences");
  var glue;
  var packed = document.getElementById("wasm").textContent;
  var spreadsheets = document.getElementById("spreadsheets");

  // A way out that no policy closes: browsers do not know its directive `webrtc` yet. Nothing here uses it. An empty frame
  // has its own; tests/browser/silence.rs lists what stays open.
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

  function isRecent() {
    return typeof WebAssembly === "object" && typeof DecompressionStream === "function" && hasSimd();
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

  // Base64 as xtask/src/page.rs writes it: with padding, without line breaks.
  function decode(text) {
    return Uint8Array.fromBase64 ? Uint8Array.fromBase64(text) : decodeByTable(text);
  }

  // For browsers from before 2025.
  function decodeByTable(text) {
    var digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    var values = new Uint8Array(128);
    for (var value = 0; value < 64; value++) values[digits.charCodeAt(value)] = value;
    var bytes = new Uint8Array(text.length / 4 * 3);
    // One loop without a function in it, because it runs a million times before the page starts.
    for (var from = 0, to = 0; from < text.length; from += 4, to += 3) {
      var held = values[text.charCodeAt(from)] << 18 | values[text.charCodeAt(from + 1)] << 12 |
        values[text.charCodeAt(from + 2)] << 6 | values[text.charCodeAt(from + 3)];
      bytes[to] = held >> 16;
      bytes[to + 1] = held >> 8;
      bytes[to + 2] = held;
    }
    var padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
    return bytes.subarray(0, bytes.length - padding);
  }

  // Bytes inflated at a time: the browser compiles what comes out while the rest is inflated.
  var PIECE = 65536;

  // What goes wrong is reported by whatever reads the stream.
  function ignore() {}

  // (By way of a Blob the bytes would travel to the browser's own process and back.)
  function unpack(text, type) {
    var unpacking = new DecompressionStream("gzip"), packed = unpacking.writable.getWriter(), bytes = decode(text);
    for (var from = 0; from < bytes.length; from += PIECE) packed.write(bytes.subarray(from, from + PIECE)).catch(ignore);
    packed.close().catch(ignore);
    return new Response(unpacking.readable, { headers: { "content-type": type } });
  }

  // Compiles while it unpacks.
  function compile() {
    return WebAssembly.compileStreaming(unpack(packed, "application/wasm"));
  }

  // The policy knows the style by its hash.
  function addStyle(text) {
    var style = document.createElement("style");
    style.textContent = text;
    document.head.appendChild(style);
  }

  // Runs the glue, which the policy knows by its hash. Its newer syntax does not parse in an old browser.
  function runGlue(text) {
    glue = text;
    var script = document.createElement("script");
    script.textContent = text;
    document.head.appendChild(script);
    if (typeof wasm_bindgen !== "function") throw "old";
  }

  // ---- what reads workbooks, unpacked by spreadsheets.js when it is wanted

  globalThis.ambitionPacked = function () { return decode(spreadsheets.textContent); };

  function giveSpreadsheets(event) {
    if (event.data && event.data.spreadsheets) event.data.spreadsheets.postMessage(globalThis.ambitionPacked());
  }

  // ---- what a worker cannot read

  // Reads a slice of a file for a worker that cannot.
  function relay(event) {
    var port = event.data && event.data.relay;
    if (!port) return;
    var bytes = event.data.bytes;
    bytes.arrayBuffer().then(function (buffer) { port.postMessage({ buffer: buffer }, [buffer]); }, function () {
      // Not every browser says here why it fails, but a FileReader does.
      var again = new FileReader();
      again.onloadend = function () {
        if (!again.error) return port.postMessage({ buffer: again.result }, [again.result]);
        port.postMessage({ error: { name: again.error.name, message: again.error.message } });
      };
      again.readAsArrayBuffer(bytes);
    });
  }

  // ---- encrypting

  // By the browser's own cryptography; throws where there is none.
  globalThis.ambitionRandom = function (length) { return crypto.getRandomValues(new Uint8Array(length)); };

  // No script gets the bytes of the key: it is not extractable.
  globalThis.ambitionKey = function (passphrase, salt, rounds) {
    var subtle = crypto.subtle;
    // Different systems write the same letter in two ways.
    var letters = new TextEncoder().encode(passphrase.normalize("NFC"));
    return subtle.importKey("raw", letters, "PBKDF2", false, ["deriveKey"]).then(function (raw) {
      var by = { name: "PBKDF2", hash: "SHA-256", salt: salt, iterations: rounds };
      return subtle.deriveKey(by, raw, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    });
  };

  globalThis.ambitionCipher = function (direction, key, iv, head, content) {
    return crypto.subtle[direction]({ name: "AES-GCM", iv: iv, additionalData: head }, key, content);
  };

  // ---- workers

  // Milliseconds before a worker is started that nobody has asked for yet: not while the page starts, or a file is read.
  var AFTER_START = 200, AFTER_READING = 3000;

  // Runs in the worker, after the glue; sent there as text, so it sees nothing of this file.
  // The first message is the compiled module. Later ones wait until the engine's `main` has set `self.onmessage`. One that
  // has the port to another worker makes this one that worker's second reader.
  function workerMain() {
    var out = self, waiting = [];
    function keep(event) { waiting.push(event); }
    self.ambitionSend = function (message, transferables) { out.postMessage(message, transferables); };
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
    }
    self.addEventListener("message", function (event) {
      if (event.data && event.data.serves) beSecond(event.data.serves);
    });
    // The page does not listen to a second reader.
    self.addEventListener("error", function (event) { if (out !== self) report(event.message); });
    // Asks the page for a second reader, and gives the port to it. (Started from here, it would not begin to run before
    // this worker is idle, and in Chromium not at all from file:// with the address that the page made.)
    self.ambitionSecondReader = function () {
      var channel = new MessageChannel();
      self.postMessage({ second: channel.port2 }, [channel.port2]);
      return channel.port1;
    };
    // Asks the page for a slice of a file, which this worker may not read itself.
    self.ambitionRelayed = function (bytes) {
      var channel = new MessageChannel(), port = channel.port1;
      self.postMessage({ relay: channel.port2, bytes: bytes }, [channel.port2]);
      return new Promise(function (done, failed) {
        port.onmessage = function (event) {
          port.close();
          if (event.data.error) failed(event.data.error);
          else done(event.data.buffer);
        };
      });
    };
    function handOver() {
      if (self.onmessage === keep) throw new Error("the engine does not listen in the worker");
      waiting.forEach(function (event) { self.onmessage(event); });
    }
    self.onmessage = function (event) {
      self.onmessage = keep;
      wasm_bindgen({ module_or_path: event.data[0] }).then(handOver).catch(report);
    };
  }

  // A new worker with the engine in it, ready for messages at once.
  function workerMaker(module) {
    var text = glue + "\n(" + workerMain + ")();";
    var address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    function start(name) {
      var worker = new Worker(address, { name: name });
      worker.addEventListener("message", relay);
      worker.postMessage([module]);
      return worker;
    }
    // A second reader takes some 30 ms to start, so one waits until it is wanted.
    var spare = null;
    function keepSpare(delay) {
      var idle = globalThis.requestIdleCallback || setTimeout;
      setTimeout(idle, delay, function () {
        try { spare = spare || start("second"); } catch (refused) { return; }
        times.spare = true;
      });
    }
    function giveSecond(event) {
      var port = event.data && event.data.second;
      if (!port) return;
      try {
        (spare || start("second")).postMessage({ serves: port }, [port]);
      } catch (refused) {
        port.postMessage({ panic: String(refused) });
      }
      spare = null;
      times.spare = false;
      keepSpare(AFTER_READING);
    }
    keepSpare(AFTER_START);
    return function () {
      var worker = start("engine");
      worker.addEventListener("message", giveSpreadsheets);
      worker.addEventListener("message", giveSecond);
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

  // The engine compiles while style and glue are unpacked.
  function bootUp() {
    var compiled = compile();
    var styled = unpack(packedStyle, "text/plain").text().then(addStyle);
    var glued = unpack(packedGlue, "text/plain").text().then(runGlue);
    var noticed = unpack(licences.textContent, "text/plain").text().then(function (text) { licences.textContent = text; });
    return Promise.all([styled, glued, compiled, noticed]).then(function (all) { return start(all[2]); });
  }

  if (isRecent()) {
    bootUp().catch(function (reason) {
      if (reason === "old") show("boot-old");
      else fail(reason);
    });
  } else show("boot-old");
})();
