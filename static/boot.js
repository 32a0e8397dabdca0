// Unpacks the page and starts it, then the engine in a worker.
//
// The page is one file, so everything it needs is text inside it, inert and packed (gzip in base85): the style
// (script #style), the notices of the libraries (script #licences), and two WebAssembly modules with the glue that
// wasm-bindgen wrote for them: the page's (scripts #page-glue, which defines `wasm_bindgen`, and #page) and the
// engine's (scripts #engine-glue, which defines `ambitionEngineGlue`, and #engine). A third module reads workbooks
// (spreadsheets.js). This script stands between the page's parts and the engine's: the page starts while the browser
// reads the rest, and the engine is unpacked when the page's first view is there.
// Written without recent syntax, because an old browser must get as far as being told that it is old. ASCII only.
"use strict";

(function () {
  // Marks for the benchmark and the tests: milliseconds since navigation began until the first view was there, and
  // until an engine listened; and whether a second reader waits.
  var times = { started: performance.now(), ready: null, engine: null, spare: false };
  globalThis.ambitionBoot = times;
  performance.mark("ambition-start");

  // Held now, because Yew takes it out of the document when it mounts.
  var screen = document.getElementById("boot");

  // Resolved when the browser has read all of the file, and when the first view is there.
  var isRead = new Promise(function (resolve) { document.addEventListener("DOMContentLoaded", resolve); });
  var showFirst, isShown = new Promise(function (resolve) { showFirst = resolve; });

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

  // The digits of base85, in the order of RFC 1924.
  var DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";

  // Base85 as xtask/src/page.rs writes it: five digits for four bytes, and one digit more than bytes at the end.
  function decode(text) {
    var values = new Uint8Array(128), last = DIGITS.length - 1;
    for (var value = 0; value <= last; value++) values[DIGITS.charCodeAt(value)] = value;
    var length = Math.floor(text.length / 5) * 4 + Math.max(text.length % 5 - 1, 0);
    for (var whole = text; whole.length % 5; whole += DIGITS[last]);
    var bytes = new Uint8Array(whole.length / 5 * 4), words = new DataView(bytes.buffer);
    // One loop without a function of ours in it, because it runs 100,000 times before the page starts.
    for (var from = 0, to = 0; from < whole.length; from += 5, to += 4) {
      words.setUint32(to, (((values[whole.charCodeAt(from)] * 85 + values[whole.charCodeAt(from + 1)]) * 85 +
        values[whole.charCodeAt(from + 2)]) * 85 + values[whole.charCodeAt(from + 3)]) * 85 +
        values[whole.charCodeAt(from + 4)]);
    }
    return bytes.subarray(0, length);
  }

  // Bytes inflated at a time: the browser compiles what comes out while the rest is inflated.
  var PIECE = 65536;

  // What goes wrong is reported by whatever reads the stream.
  function ignore() {}

  // (By way of a Blob the bytes would travel to the browser's own process and back.)
  function packed(id) {
    return decode(document.getElementById(id).textContent);
  }

  function unpack(id, type) {
    var unpacking = new DecompressionStream("gzip"), writer = unpacking.writable.getWriter(), bytes = packed(id);
    for (var from = 0; from < bytes.length; from += PIECE) {
      writer.write(bytes.subarray(from, from + PIECE)).catch(ignore);
    }
    writer.close().catch(ignore);
    return new Response(unpacking.readable, { headers: { "content-type": type } });
  }

  function unpackText(id) {
    return unpack(id, "text/plain").text();
  }

  // Compiles while it unpacks.
  function compile(id) {
    return WebAssembly.compileStreaming(unpack(id, "application/wasm"));
  }

  // The policy knows the style by its hash.
  function addStyle(text) {
    var style = document.createElement("style");
    style.textContent = text;
    document.head.appendChild(style);
  }

  // Runs glue, which the policy knows by its hash.
  function run(text) {
    var script = document.createElement("script");
    script.textContent = text;
    document.head.appendChild(script);
  }

  // Newer syntax in it does not parse in an old browser.
  function runPageGlue(text) {
    run(text);
    if (typeof wasm_bindgen !== "function") throw "old";
  }

  // In place, where the page finds them.
  function unpackLicences() {
    var element = document.getElementById("licences");
    return unpackText("licences").then(function (text) { element.textContent = text; });
  }

  // ---- what reads workbooks, unpacked by spreadsheets.js when it is wanted

  globalThis.ambitionPacked = function () { return packed("spreadsheets"); };

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

  // ---- the engine

  // Milliseconds before a worker is started that nobody has asked for yet: not while the page starts, or a file is read.
  var AFTER_START = 200, AFTER_READING = 3000;

  // The engine unpacked, once: what workers run, the glue in it, and the compiled module.
  var unpacked = null;

  function unpackEngine() {
    unpacked = unpacked || Promise.all([isShown, isRead]).then(function () {
      return Promise.all([unpackText("engine-glue"), compile("engine"), unpackLicences()]);
    }).then(function (all) {
      var text = all[0] + "\n(" + workerMain + ")();";
      var address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
      keepSpare(AFTER_START);
      return { address: address, glue: all[0], module: all[1] };
    });
    return unpacked;
  }

  // Runs in the worker, after the glue; sent there as text, so it sees nothing of this file.
  // The first message is the compiled module. Later ones wait until the engine listens. One that has the port to
  // another worker makes this one that worker's second reader.
  function workerMain() {
    var out = self, waiting = [];
    function keep(event) { waiting.push(event); }
    // Of the worker, because spreadsheets.js uses it, too.
    self.ambitionSend = function (message, transferables) { out.postMessage(message, transferables); };
    function listen(listener) {
      self.onmessage = function (event) { listener(event.data); };
    }
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
      self.postMessage({ listens: true });
      waiting.forEach(function (event) { self.onmessage(event); });
    }
    self.onmessage = function (event) {
      self.onmessage = keep;
      ambitionEngineGlue(self.ambitionSend, listen)({ module_or_path: event.data[0] }).then(handOver).catch(report);
    };
  }

  function startWorker(engine, name) {
    var worker = new Worker(engine.address, { name: name });
    worker.addEventListener("message", relay);
    worker.postMessage([engine.module]);
    return worker;
  }

  function noteListening(event) {
    if (event.data && event.data.listens) times.engine = times.engine || performance.now();
  }

  function startInWorker(engine) {
    var worker = startWorker(engine, "engine");
    [noteListening, giveSpreadsheets, giveSecond].forEach(function (listener) {
      worker.addEventListener("message", listener);
    });
    return worker;
  }

  // An engine on the page's own thread, with a worker's interface. A channel delivers messages in order, and in later
  // tasks.
  function startOnThisThread(engine) {
    var host = { onmessage: null, onerror: null }, channel = new MessageChannel(), listener = null;
    function send(message, transferables) { channel.port2.postMessage(message, transferables); }
    function report(reason) { send({ panic: String(reason) }, []); }
    // A panic inside a promise reaches nobody else.
    function reportRejection(event) { report(event.reason); }
    function hear(event) {
      try {
        listener(event.data);
      } catch (error) {
        console.error(error);
        report(error);
      }
    }
    if (typeof ambitionEngineGlue !== "function") run(engine.glue);
    channel.port1.onmessage = function (event) { host.onmessage(event); };
    addEventListener("unhandledrejection", reportRejection);
    host.postMessage = function (message, transferables) { channel.port1.postMessage(message, transferables); };
    host.terminate = function () {
      removeEventListener("unhandledrejection", reportRejection);
      channel.port1.close();
    };
    var start = ambitionEngineGlue(send, function (listens) { listener = listens; });
    start({ module_or_path: engine.module }).then(function () {
      send(["own-thread"], []);
      // What came before waits in the port.
      channel.port2.onmessage = hear;
    }).catch(report);
    return host;
  }

  // Milliseconds between two signs of life of an engine that is not there yet: the page takes 20 s of silence for a
  // breakdown, and on a slow line the file takes longer.
  var BEAT = 5000;

  // What the page talks to: takes messages before the engine is there, and passes on what it says.
  globalThis.ambitionEngine = function () {
    var engine = null, waiting = [], ended = false;
    var beat = setInterval(function () { host.onmessage(new MessageEvent("message", { data: ["beat"] })); }, BEAT);
    var host = {
      onmessage: null,
      onerror: null,
      postMessage: function (message, transferables) {
        if (engine) engine.postMessage(message, transferables);
        else waiting.push([message, transferables]);
      },
      terminate: function () {
        ended = true;
        clearInterval(beat);
        if (engine) engine.terminate();
      }
    };
    unpackEngine().then(function (unpacked) {
      if (ended) return;
      clearInterval(beat);
      try {
        engine = startInWorker(unpacked);
      } catch (refused) {
        engine = startOnThisThread(unpacked);
      }
      engine.onmessage = function (event) { if (host.onmessage) host.onmessage(event); };
      engine.onerror = function (event) { if (host.onerror) host.onerror(event); };
      waiting.forEach(function (message) { engine.postMessage(message[0], message[1]); });
    }).catch(fail);
    return host;
  };

  // A second reader takes some 30 ms to start, so one waits until it is wanted.
  var spare = null;

  function keepSpare(delay) {
    var idle = globalThis.requestIdleCallback || setTimeout;
    setTimeout(idle, delay, function () {
      unpackEngine().then(function (engine) {
        try { spare = spare || startWorker(engine, "second"); } catch (refused) { return; }
        times.spare = true;
      });
    });
  }

  function giveSecond(event) {
    var port = event.data && event.data.second;
    if (!port) return;
    unpackEngine().then(function (engine) {
      try {
        (spare || startWorker(engine, "second")).postMessage({ serves: port }, [port]);
      } catch (refused) {
        port.postMessage({ panic: String(refused) });
      }
      spare = null;
      times.spare = false;
      keepSpare(AFTER_READING);
    });
  }

  // ---- start

  // Runs something when whatever the user does would be answered: before the browser reads on, where it can be told so.
  function nextTurn(then) {
    if (globalThis.scheduler && scheduler.postTask) scheduler.postTask(then, { priority: "user-blocking" });
    else setTimeout(then);
  }

  // A turn of the event loop later, the first view is in the page. Another one later, what it does not need is
  // unpacked.
  function ready() {
    nextTurn(function () {
      times.ready = performance.now();
      performance.mark("ambition-ready");
      document.documentElement.setAttribute("data-ambition", "ready");
      setTimeout(showFirst);
    });
  }

  // The page compiles while style and glue are unpacked.
  function bootUp() {
    var compiled = compile("page");
    var styled = unpackText("style").then(addStyle);
    var glued = unpackText("page-glue").then(runPageGlue);
    return Promise.all([styled, glued, compiled]).then(function (all) {
      return wasm_bindgen({ module_or_path: all[2] });
    }).then(ready);
  }

  if (isRecent()) {
    bootUp().catch(function (reason) {
      if (reason === "old") show("boot-old");
      else fail(reason);
    });
  } else show("boot-old");
})();
