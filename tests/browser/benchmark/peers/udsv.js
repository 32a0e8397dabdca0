// In a worker: uDSV, fed with the decoded stream of a file, gives rows of text one by one.
"use strict";

importScripts(ORIGIN + "uDSV.iife.min.js");

peer.figures = async function (file) {
  var reader = file.stream().pipeThrough(new TextDecoderStream()).getReader(), parser = null, cohort = null;
  function add(row) { cohort.add(row); }
  for (var next = await reader.read(); !next.done; next = await reader.read()) {
    if (!parser) {
      var schema = uDSV.inferSchema(next.value);
      parser = uDSV.initParser(schema);
      cohort = new Cohort(schema.cols.map(function (column) { return column.name; }));
    }
    parser.chunk(next.value, parser.stringArrs, add);
  }
  parser.end();
  return cohort.done();
};
