// What the benchmark measures inside the browser: the limit, and the engine in a worker of its own. All times are
// milliseconds.
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

  // What the engine says that nobody has asked for, or says to boot.js.
  function isUnasked(said) { return said[0] === "progress" || said.listens || said.second || said.spreadsheets; }

  function ask(worker, message, wanted) {
    return new Promise(function (done, failed) {
      worker.onmessage = function (event) {
        if (event.data[0] === wanted) done(event.data);
        else if (!isUnasked(event.data)) failed("the engine says " + JSON.stringify(event.data));
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

  // The engine opens a file and answers these queries.
  function open(worker, file, queries) {
    return ask(worker, ["files", 1, [file], false, JSON.stringify(queries), [null]], "opened");
  }

  // Until a second reader waits to be wanted, as it does for all who take longer than a benchmark to choose a file.
  async function rest() {
    while (!ambitionBoot.spare) await pause(100);
    await pause(200);
  }

  function pause(time) { return new Promise(function (done) { setTimeout(done, time); }); }

  // A fresh engine, and how long it took until it answered.
  async function begin() {
    if (bench.worker) bench.worker.terminate();
    var begun = performance.now();
    bench.worker = ambitionEngine();
    var empty = await memory();
    return { started: performance.now() - begun, empty: empty };
  }

  // The engine opens a file, and then answers these queries; how long each took, from the choice.
  async function openFile(file, queries) {
    await rest();
    var begun = performance.now();
    await open(bench.worker, file, []);
    var opened = performance.now();
    await exchange(bench.worker, null, queries);
    return { opened: opened - begun, answered: performance.now() - begun };
  }

  // The engine opens a file and answers these queries at once; how long that took, and the bytes of its answer.
  async function openAndAnswer(file, queries) {
    await rest();
    var begun = performance.now();
    var said = await open(bench.worker, file, queries);
    return { answered: performance.now() - begun, bytes: Array.from(said[2]) };
  }

  // How long the engine last opened takes for each of these queries.
  async function timesOfAnswers(queries) {
    var times = [];
    for (var query of queries) {
      var begun = performance.now();
      await exchange(bench.worker, null, [query]);
      times.push(performance.now() - begun);
    }
    return times;
  }

  // A fresh engine opens a file and shows the first screens.
  async function engine(file) {
    await rest();
    var fresh = await begin();
    var times = await openFile(file, [SUMMARY, AMBITION, PUPILS]);
    return Object.assign(times, { empty: fresh.empty, memory: await memory() });
  }

  async function memory() { return (await ask(bench.worker, ["memory"], "memory"))[1]; }

  // The bytes of the answer of the engine last opened to these queries.
  async function answer(queries) { return Array.from((await exchange(bench.worker, null, queries))[2]); }

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

  // An input to choose the benchmark's own files in.
  function addInput(id) {
    var input = document.createElement("input");
    input.type = "file";
    input.id = id;
    document.documentElement.appendChild(input);
  }

  return { timeOfLimit: timeOfLimit, addInput: addInput, useQueries: useQueries, pause: pause, rest: rest, begin: begin,
    openFile: openFile, openAndAnswer: openAndAnswer, timesOfAnswers: timesOfAnswers, engine: engine, answer: answer,
    engineEdits: engineEdits };
})();
