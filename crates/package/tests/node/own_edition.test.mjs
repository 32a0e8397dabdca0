// An edition of one's own.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { Session } from "@ambition/engine";

const text = readFileSync("own-edition.toml", "utf8");
const cohort = readFileSync("cohort.csv");

test("an edition of one's own adds measures and names itself in every row", async () => {
  const session = new Session({ name: "local.toml", text });
  const opened = await session.open(cohort);
  assert.deepEqual([opened.value.edition, opened.value.edition_name], ["2027-anytown", "Anytown Trust 2027"]);
  const rows = session.figures().value;
  assert.ok(rows.every((row) => row.edition === "2027-anytown"));
  assert.ok(rows.some((row) => row.measure === "anytown.ks2.maths105"));
  // Those that ship are as they were.
  const official = new Session();
  await official.open(cohort, { edition: 2027 });
  await session.open(cohort, { edition: 2027 });
  assert.equal(session.figuresCsv({ groups: true }).value, official.figuresCsv({ groups: true }).value);
  assert.equal(session.findingsCsv().value, official.findingsCsv().value);
});

test("one that is wrong is a problem with file, line and remedy", async () => {
  const session = new Session({ name: "local.toml", text: text.replace("KS2_Maths_Score", "KS2_Math_Score") });
  for (const { ok, error } of [await session.open(cohort), session.figures(), session.view("method")]) {
    assert.equal(ok, false);
    assert.deepEqual([error.code, error.place], ["wrong-edition", "local.toml:17:12"]);
    assert.match(error.what, /no column KS2_Math_Score/);
    assert.match(error.remedy, /docs\/own-edition\.md/);
  }
  assert.equal((await new Session("local.toml").open(cohort)).error.code, "not-understood");
});
