// In the worker of a peer: the figures of a cohort, from rows of text as a CSV parser gives them (RULES 1.4, 2.1, 2.2).
"use strict";

var PRIOR_ROWS = ["W or below", "1", "2c", "2b", "2a", "3", "4", "no level"], PRIOR_LEVELS = [0, 1, 2, 2, 2, 3, 4];
var NO_PRIOR = 7;
// An outcome is its whole level, or one of these.
var NOT_MADE = -1, BLANK = -2, NO_OUTCOME = -3, OUTCOMES = 16;
var GROUPINGS = { sex: "Sex", ethnicity: "Ethnicity", fsm: "FSM", sen: "SEN", care: "InCare", eal: "EAL",
  gifted: "GiftedTalented", class: "Class" };
var SHARES = ["ks2.both4", "ks2.english4", "ks2.maths4"], PROGRESS = ["ks2.progress.english", "ks2.progress.maths"];
// By target, and by result. Of each: a bit for each share, and two for each measure of progress (counts, and is made).
var BASES = ["moderated", "actual"], BITS = 7;

// A text of at most two letters as a number: a table is looked up in a fraction of the time of a `Map` of texts.
function packed(text) {
  return text.length === 0 ? 0 : text.length === 1 ? text.charCodeAt(0) : text.charCodeAt(0) | text.charCodeAt(1) << 7;
}

function tableOf(otherwise, values) {
  var table = new Int8Array(1 << 14).fill(otherwise);
  Object.keys(values).forEach(function (text) { table[packed(text)] = values[text]; });
  return table;
}

// Key Stage 1 as points, and as a row of the matrix; and outcomes.
var POINTS = tableOf(0, { W: 3, 1: 9, "2c": 13, "2b": 15, "2a": 17, 3: 21 });
var ROWS = tableOf(NO_PRIOR, { W: 0, 1: 1, "2c": 2, "2b": 3, "2a": 4, 3: 5 });
var LEVELS = tableOf(NO_OUTCOME, { "": BLANK, B: NOT_MADE, N: NOT_MADE, W: 0 });
for (var level = 1; level <= 8; level++) {
  ["", "a", "b", "c"].forEach(function (part) { LEVELS[packed(level + part)] = level; });
}

// KS1 English is the mean of reading and writing, by points.
function priorEnglish(reading, writing) {
  var one = POINTS[packed(reading)], other = POINTS[packed(writing)], twice = one + other;
  if (one === 0 || other === 0) return NO_PRIOR;
  return twice < 12 ? 0 : twice < 24 ? 1 : twice < 28 ? 2 : twice < 32 ? 3 : twice < 36 ? 4 : twice < 48 ? 5 : 6;
}

function progressBits(prior, outcome, isTarget) {
  var counts = prior !== NO_PRIOR && (outcome >= NOT_MADE || outcome === BLANK && isTarget);
  return !counts ? 0 : outcome >= PRIOR_LEVELS[prior] + 2 ? 3 : 1;
}

function bitsOf(priorE, priorM, english, maths, isTarget) {
  var shares = (english >= 4 && maths >= 4 ? 1 : 0) | (english >= 4 ? 2 : 0) | (maths >= 4 ? 4 : 0);
  return shares | progressBits(priorE, english, isTarget) << 3 | progressBits(priorM, maths, isTarget) << 5;
}

// Counts pupils by what they reach: few of the kinds of pupils that there could be are met.
function Cohort(header) {
  var at = this.at = {};
  header.forEach(function (heading, index) { at[heading] = index; });
  this.columns = Object.values(GROUPINGS).map(function (heading) { return at[heading]; });
  this.outcomes = [[at.Target_KS2_English, at.Target_KS2_Maths], [at.KS2_English, at.KS2_Maths]];
  // Of each grouping by the text in the file: how many of each kind.
  this.groups = this.columns.map(function () { return new Map(); });
  this.all = [];
  this.masks = [];
  this.kinds = new Int32Array(1 << 2 * BITS).fill(-1);
  this.matrices = [0, 1, 2, 3].map(function () { return new Int32Array(8 * OUTCOMES); });
}

Cohort.prototype.kindOf = function (mask) {
  if (this.kinds[mask] < 0) this.kinds[mask] = this.masks.push(mask) - 1;
  return this.kinds[mask];
};

Cohort.prototype.add = function (row) {
  var at = this.at, mask = 0;
  var priorE = priorEnglish(row[at.KS1_Reading], row[at.KS1_Writing]), priorM = ROWS[packed(row[at.KS1_Maths])];
  for (var basis = 0; basis < 2; basis++) {
    var english = LEVELS[packed(row[this.outcomes[basis][0]])], maths = LEVELS[packed(row[this.outcomes[basis][1]])];
    mask |= bitsOf(priorE, priorM, english, maths, basis === 0) << basis * BITS;
    this.matrices[2 * basis][priorE * OUTCOMES + english + 3]++;
    this.matrices[2 * basis + 1][priorM * OUTCOMES + maths + 3]++;
  }
  var kind = this.kindOf(mask);
  this.all[kind] = (this.all[kind] || 0) + 1;
  for (var i = 0; i < this.columns.length; i++) {
    var text = row[this.columns[i]], counts = this.countsOf(i, text.length < 3 ? packed(text) : text, text);
    counts[kind] = (counts[kind] || 0) + 1;
  }
};

// Of a grouping, by its place: how many pupils of each kind a group has.
Cohort.prototype.countsOf = function (grouping, key, name) {
  var group = this.groups[grouping].get(key);
  if (group) return group.counts;
  // What is not obtained is no group of its own.
  group = { name: name === "NOBT" ? "unclassified" : name || "unknown", counts: [] };
  this.groups[grouping].set(key, group);
  return group.counts;
};

// How many pupils of a group have a bit.
Cohort.prototype.having = function (counts, bit) {
  return this.masks.reduce(function (sum, mask, kind) { return mask >> bit & 1 ? sum + (counts[kind] || 0) : sum; }, 0);
};

// The size of a group, and for each measure on each basis how many reach it, of how many.
Cohort.prototype.figures = function (counts) {
  var size = counts.reduce(function (sum, count) { return sum + count; }, 0), figures = {};
  BASES.forEach(function (basis, number) {
    var first = number * BITS;
    SHARES.forEach(function (measure, index) {
      figures[measure + " " + basis] = [this.having(counts, first + index), size];
    }, this);
    PROGRESS.forEach(function (measure, index) {
      var bit = first + SHARES.length + 2 * index;
      figures[measure + " " + basis] = [this.having(counts, bit + 1), this.having(counts, bit)];
    }, this);
  }, this);
  return { size: size, figures: figures };
};

function cellsOf(counts, nothing) {
  var cells = {};
  counts.forEach(function (count, place) {
    var outcome = place % OUTCOMES - 3, to = outcome < NOT_MADE ? nothing : outcome === NOT_MADE ? "B/N" : outcome;
    var name = PRIOR_ROWS[Math.floor(place / OUTCOMES)] + " to " + to;
    if (count > 0) cells[name] = (cells[name] || 0) + count;
  });
  return cells;
}

Cohort.prototype.done = function () {
  var groups = { "": this.figures(this.all) }, matrices = {};
  Object.keys(GROUPINGS).forEach(function (grouping, index) {
    this.groups[index].forEach(function (group) {
      groups[grouping + ":" + group.name] = this.figures(group.counts);
    }, this);
  }, this);
  this.matrices.forEach(function (counts, index) {
    var basis = BASES[index >> 1], nothing = basis === "actual" ? "no result" : "no target";
    matrices[PROGRESS[index & 1] + " " + basis] = cellsOf(counts, nothing);
  });
  return { groups: groups, matrices: matrices };
};
