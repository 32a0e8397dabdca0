// In a worker: PapaParse reads a file by itself and gives rows of text chunk by chunk.
"use strict";

importScripts(ORIGIN + "papaparse.min.js");

peer.figures = function (file) {
  var cohort = null;
  function add(row) {
    if (cohort) cohort.add(row);
    else cohort = new Cohort(row);
  }
  return new Promise(function (done, failed) {
    Papa.parse(file, {
      skipEmptyLines: true,
      chunk: function (results) { results.data.forEach(add); },
      complete: function () { done(cohort.done()); },
      error: failed
    });
  });
};
