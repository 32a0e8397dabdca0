// In a worker: DuckDB-Wasm by its usual interface, with the engine in a worker of its own. SQL is `duckdb.sql`.
"use strict";

// The packages are CommonJS modules; the only one that another asks for is Arrow.
function load(name) {
  self.module = { exports: {} };
  self.exports = self.module.exports;
  importScripts(ORIGIN + name);
  return self.module.exports;
}

var arrow = load("Arrow.es2015.min.js");
self.require = function () { return arrow; };
var duckdb = load("duckdb-browser.cjs");
var STATEMENTS = SQL.replace(/--.*$/gm, "").split(";").slice(0, 3), FILE = "FILE";
var db, connection;

peer.begin = async function () {
  db = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), new Worker(ORIGIN + "duckdb-browser-eh.worker.js"));
  await db.instantiate(ORIGIN + "duckdb-eh.wasm");
  connection = await db.connect();
  await connection.query("SELECT 1");
};

// The counts of SQL, folded as those of `figures.js` are.
function cohortOf(groups, cells) {
  var cohort = new Cohort([]), names = Object.keys(GROUPINGS);
  groups.forEach(function (row) {
    var grouping = names.indexOf(row.grouping), kind = cohort.kindOf(row.mask);
    var counts = grouping < 0 ? cohort.all : cohort.countsOf(grouping, row.name, row.name);
    counts[kind] = row.pupils;
  });
  cells.forEach(function (cell) {
    cohort.matrices[cell.matrix][cell.prior * OUTCOMES + cell.outcome + 3] = cell.pupils;
  });
  return cohort;
}

peer.figures = async function (file) {
  await db.registerFileHandle(FILE, file, duckdb.DuckDBDataProtocol.BROWSER_FILEREADER, true);
  await connection.query(STATEMENTS[0]);
  var groups = await connection.query(STATEMENTS[1]), cells = await connection.query(STATEMENTS[2]);
  await db.dropFile(FILE);
  return cohortOf(groups.toArray(), cells.toArray()).done();
};
