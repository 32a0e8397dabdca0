// Which targets of these schools are below last year's results? One line for each, worst first.
//
//   node below-current.mjs last-year.csv school-a.csv school-b.xlsx …
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { Session } from "@ambition/engine";

const [last, ...schools] = process.argv.slice(2);
const session = new Session();
const lines = [];
for (const school of schools) {
  const outcomes = [
    await session.open(await readFile(school), { name: basename(school) }),
    await session.openCurrent(await readFile(last), { name: basename(last) }),
  ];
  const failed = outcomes.find((outcome) => !outcome.ok);
  if (failed) {
    console.error(`${failed.error.place}: ${failed.error.what} ${failed.error.remedy}`);
    process.exitCode = 2;
    continue;
  }
  const found = session.findings().value.filter((finding) => finding.code === "below-current" && finding.school === "");
  lines.push(...found.map(({ pupils, measure, message }) => ({ pupils, line: `${basename(school)} ${measure}: ${message}` })));
}
lines.sort((one, other) => other.pupils - one.pupils);
console.log(lines.map(({ line }) => line).join("\n") || "No target is below last year's results.");
