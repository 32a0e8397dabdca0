// What the benchmark measures inside the browser; `benchmark.rs` calls it and prints. All times are milliseconds.
"use strict";

// Of the window, because Firefox runs each script of a test in a global object of its own.
window.bench = (function () {
  // ---- the limit: a worker that only reads a file and passes over its bytes once

  function limitWorker() {
    var views = { bytes: Uint8Array, words: Int32Array, doubles: Float64Array, quads: BigUint64Array };
    var passes = {
      none: function () { return 0; },
      bytes: function (all) { var sum = 0; for (var i = 0; i < all.length; i++) sum = sum + all[i] | 0; return sum; },
      words: function (all) { var sum = 0; for (var i = 0; i < all.length; i++) sum = sum + all[i] | 0; return sum; },
      doubles: function (all) { var sum = 0; for (var i = 0; i < all.length; i++) sum += all[i]; return sum; },
      quads: function (all) {
        var sum = 0n;
        for (var i = 0; i < all.length; i++) sum = BigInt.asUintN(64, sum + all[i]);
        return sum;
      }
    };
    // The few bytes at a chunk's end that make no whole number are left out.
    function view(kind, chunk) {
      var View = views[kind] || Uint8Array, size = View.BYTES_PER_ELEMENT;
      if (chunk.byteOffset % size !== 0) chunk = chunk.slice();
      return new View(chunk.buffer, chunk.byteOffset, Math.floor(chunk.byteLength / size));
    }
    self.onmessage = async function (event) {
      var file = event.data[0], kind = event.data[1], sums = [];
      var reader = file.stream().getReader();
      for (var next = await reader.read(); !next.done; next = await reader.read()) {
        sums.push(passes[kind](view(kind, next.value)));
      }
      self.postMessage(sums.length);
    };
  }

  var limit = new Worker(URL.createObjectURL(new Blob(["(" + limitWorker + ")()"])));

  function timeOfLimit(file, kind) {
    var begun = performance.now();
    return new Promise(function (done) {
      limit.onmessage = function () { done(performance.now() - begun); };
      limit.postMessage([file, kind]);
    });
  }

  // ---- the engine in a worker of its own

  function ask(worker, message, wanted) {
    return new Promise(function (done, failed) {
      worker.onmessage = function (event) {
        if (event.data[0] === wanted) done(event.data);
        else if (event.data[0] !== "progress" && !event.data.second && !event.data.spreadsheets) failed("the engine says " + JSON.stringify(event.data));
      };
      worker.onerror = function (event) { failed("the engine breaks down: " + event.message); };
      worker.postMessage(message);
    });
  }

  // What a view asks the engine, as the program writes it: `benchmark.rs` says.
  var SUMMARY, AMBITION, PUPILS;

  function useQueries(summary, ambition, pupils) {
    SUMMARY = summary;
    AMBITION = ambition;
    PUPILS = pupils;
  }

  function exchange(worker, command, queries) {
    return ask(worker, ["exchange", 1, JSON.stringify({ command: command, queries: queries })], "answer");
  }

  // Until a second reader waits to be wanted, as it does for all who take longer than a benchmark to choose a file.
  async function rest() {
    while (!ambitionBoot.spare) await pause(100);
    await pause(200);
  }

  // A fresh engine opens the file and shows it.
  async function engine(file) {
    await rest();
    if (bench.worker) bench.worker.terminate();
    var worker = ambitionWorker();
    var empty = (await ask(worker, ["memory"], "memory"))[1];
    var begun = performance.now();
    await ask(worker, ["files", 1, [file], false], "opened");
    var opened = performance.now();
    await exchange(worker, null, [SUMMARY, AMBITION, PUPILS]);
    var answered = performance.now();
    var memory = (await ask(worker, ["memory"], "memory"))[1];
    bench.worker = worker;
    return { opened: opened - begun, answered: answered - begun, memory: memory, empty: empty };
  }

  // Rounds of a changed target in the engine last opened.
  async function engineEdits(count) {
    var times = [];
    for (var i = 0; i < count; i++) {
      var change = { "set-target": { pupil: i, result: "KS2_English", value: "1" + "abc"[i % 3] } };
      var begun = performance.now();
      await exchange(bench.worker, change, [SUMMARY, PUPILS]);
      times.push(performance.now() - begun);
    }
    return times;
  }

  // ---- the page itself

  // Waits until the page, after one of its changes, gives something other than null or false; with the time of that.
  function seen(look) {
    return new Promise(function (done) {
      function check() {
        var found = look();
        if (!found) return;
        observer.disconnect();
        done(performance.now());
      }
      var observer = new MutationObserver(check);
      var everything = { subtree: true, childList: true, characterData: true, attributes: true };
      observer.observe(document.documentElement, everything);
      check();
    });
  }

  function element(css) { return document.querySelector(css); }
  function says(css, words) { var it = element(css); return it !== null && it.textContent.includes(words); }
  function frame() { return new Promise(function (done) { requestAnimationFrame(function () { done(performance.now()); }); }); }
  function pause(time) { return new Promise(function (done) { setTimeout(done, time); }); }

  async function toFiles() {
    location.hash = "#/file";
    await seen(function () { return element("#choose"); });
    await frame();
  }

  async function openSample() {
    await toFiles();
    if (says(".opened-file", "62 pupils")) return;
    element(".samples .historical button").click();
    await seen(function () { return says(".opened-file", "62 pupils"); });
    await pause(50);
  }

  // Watches the main thread until told to stop: its longest task (0: none over 50 ms; null: the browser does not say) and
  // longest time between frames.
  function watch() {
    var tells = PerformanceObserver.supportedEntryTypes.includes("longtask");
    var longest = tells ? 0 : null, gap = 0, last = performance.now(), on = true;
    function note(list) {
      list.forEach(function (entry) { if (entry.startTime >= begun) longest = Math.max(longest, entry.duration); });
    }
    var begun = performance.now();
    var observer = new PerformanceObserver(function (list) { note(list.getEntries()); });
    if (tells) observer.observe({ type: "longtask" });
    function tick() {
      var now = performance.now();
      gap = Math.max(gap, now - last);
      last = now;
      if (on) requestAnimationFrame(tick);
    }
    requestAnimationFrame(tick);
    return async function () {
      on = false;
      await pause(100);
      note(observer.takeRecords());
      observer.disconnect();
      return { task: longest, gap: gap };
    };
  }

  // Opens a file by the page's own input, after the sample.
  async function page(file, pupils) {
    await openSample();
    await toFiles();
    await rest();
    var files = new DataTransfer();
    files.items.add(file);
    var input = element("#choose");
    var stop = watch();
    var begun = performance.now();
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    var named = await seen(function () { return says(".opened-file", pupils); });
    var figures = await seen(function () { return element(".target-card .percent") || element(".view-head .lead strong"); });
    var painted = await frame();
    var thread = await stop();
    return { named: named - begun, figures: figures - begun, painted: painted - begun, view: element("h1").textContent,
      task: thread.task, gap: thread.gap };
  }

  // Changes targets on the page: from Enter to the question to the engine, to its answer, to the new figures above the
  // table, and to the next frame.
  async function pageEdits(count) {
    location.hash = "#/pupils";
    await seen(function () { return element("input[id^='target-'][id$='-KS2_English']"); });
    // The new view takes the focus to its heading first.
    await pause(100);
    var times = [];
    for (var i = 0; i < count; i++) {
      var input = document.querySelectorAll("input[id^='target-'][id$='-KS2_English']")[i];
      input.focus();
      input.value = "1" + "abc"[i % 3];
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
      await pause(60);
      var before = element(".strip").textContent;
      var begun = performance.now();
      input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
      var shown = await seen(function () { return element(".strip").textContent !== before; });
      var next = await frame();
      times.push({ asked: ambitionTalk.asked - begun, answered: ambitionTalk.answered - begun, shown: shown - begun,
        framed: next - begun });
    }
    return times;
  }

  // Notes when one of the page's workers was asked last, and when one answered.
  function noteTalk() {
    var talk = window.ambitionTalk = { asked: 0, answered: 0 }, heard = new WeakSet(), post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message, handedOver) {
      if (!heard.has(this)) {
        heard.add(this);
        this.addEventListener("message", function () { talk.answered = performance.now(); });
      }
      talk.asked = performance.now();
      post.call(this, message, handedOver || []);
    };
  }

  // An input to choose the benchmark's own files in.
  function addInput(id) {
    var input = document.createElement("input");
    input.type = "file";
    input.id = id;
    document.documentElement.appendChild(input);
  }

  return { timeOfLimit: timeOfLimit, engine: engine, engineEdits: engineEdits, page: page, pageEdits: pageEdits,
    addInput: addInput, noteTalk: noteTalk, useQueries: useQueries };
})();
