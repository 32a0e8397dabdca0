// Figures and findings beside those of the example evaluate, on files of which most are damaged (the folder `files`, which
// xtask fills).
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import { Session } from "@ambition/engine";

const files = readdirSync("files").filter((name) => !/\.(figures|findings|refused)$/.test(name));
const expected = (name, kind) => {
  try {
    return readFileSync(`files/${name}.${kind}`, "utf8");
  } catch {
    return undefined;
  }
};

test("figures and findings are byte for byte those of evaluate", async () => {
  const read = { figures: 0, refused: 0 };
  for (const name of files) {
    const session = new Session();
    const opened = await session.open(readFileSync(`files/${name}`), { name });
    const refused = expected(name, "refused");
    if (refused === undefined) {
      assert.ok(opened.ok, `${name}: ${JSON.stringify(opened.error)}`);
      assert.equal(session.figuresCsv({ groups: true }).value, expected(name, "figures"), name);
      assert.equal(session.findingsCsv().value, expected(name, "findings"), name);
      read.figures += 1;
    } else {
      assert.equal(opened.ok, false, name);
      assert.equal(`${opened.error.what} ${opened.error.remedy}`, refused, name);
      assert.deepEqual([opened.error.code, opened.error.place], ["cannot-read", name]);
      read.refused += 1;
    }
    session.close();
  }
  console.log(`${read.figures} files read, ${read.refused} refused`);
  assert.ok(read.figures > read.refused && read.refused > 0);
});

test("a stream gives what the whole file gives, however it is cut", async () => {
  for (const name of files.slice(0, 40)) {
    const bytes = readFileSync(`files/${name}`);
    for (const length of [7, 700, 1 << 20]) {
      const pieces = async function* () {
        for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
      };
      const [whole, cut] = [new Session(), new Session()];
      const opened = await whole.open(bytes, { name });
      assert.deepEqual(await cut.openStream(pieces(), { name, size: bytes.length }), opened, `${name} by ${length}`);
      if (opened.ok) assert.equal(cut.figuresCsv().value, whole.figuresCsv().value, name);
    }
  }
});
