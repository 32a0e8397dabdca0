// What the benchmark measures of the page itself, after `engine.js`. All times are milliseconds.
"use strict";

Object.assign(window.bench, (function () {
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

  async function toFiles() {
    location.hash = "#/file";
    await seen(function () { return element("#choose"); });
    await frame();
  }

  async function openSample() {
    await toFiles();
    if (says(".opened-file", "62 pupils")) return;
    element(".samples .historical button").click();
    function there() { return says(".opened-file", "62 pupils"); }
    // The page asks first when targets were changed.
    await seen(function () { return there() || element("#open-unsaved"); });
    if (element("#open-unsaved")) element("#open-unsaved").click();
    await seen(there);
    await bench.pause(50);
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
      await bench.pause(100);
      note(observer.takeRecords());
      observer.disconnect();
      return { task: longest, gap: gap };
    };
  }

  // Opens a file by the page's own input, after the sample.
  async function page(file, pupils) {
    await openSample();
    await toFiles();
    await bench.rest();
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
    await bench.pause(100);
    var times = [];
    for (var i = 0; i < count; i++) {
      // The rows of the page in turn, another level each time round.
      var inputs = document.querySelectorAll("input[id^='target-'][id$='-KS2_English']");
      var input = inputs[i % inputs.length];
      input.focus();
      input.value = "15"[Math.floor(i / inputs.length) % 2] + "abc"[i % 3];
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
      await bench.pause(60);
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

  return { page: page, pageEdits: pageEdits, noteTalk: noteTalk };
})());
