// Compiled by tsc --strict: every call with its types.
import { readFile } from "node:fs/promises";
import { createReadStream } from "node:fs";
import { Session, type Command, type FigureRow, type Outcome, type Problem, type View } from "@ambition/engine";

const session: Session = new Session();
const opened = await session.open(await readFile("cohort.csv"), { name: "cohort.csv", edition: 2027, year: 6 });
if (!opened.ok) {
  const problem: Problem = opened.error;
  throw new Error(`${problem.code} ${problem.place}: ${problem.what} ${problem.remedy}`);
}
const pupils: number = opened.value.pupils;
for (const question of opened.value.questions) {
  const answer: Command = { answer: { answer: question.choices[0]!.answer } };
  session.command(answer);
}
await session.openStream(createReadStream("cohort.csv"), { size: 1000 });
await session.openStream(new Blob([]).stream());
await session.openCurrent("UPN", { name: "last.csv" });
const figures: Outcome<FigureRow[]> = session.figures({ groups: true });
const shares = figures.ok ? figures.value.map((row) => row.value ?? 0) : [];
const view: Outcome<View> = session.view({ tables: { about: "groups", measure: "", basis: "", by: "", groups: "", sort: null, descending: false, page: 0 } });
if (view.ok && typeof view.value === "object" && "ambition" in view.value) {
  console.log(view.value.ambition.targets.map((target) => target.percent), pupils, shares);
}
const file = session.view({ export: { screen: "ambition", form: { Csv: 0 } } });
if (file.ok && typeof file.value === "object" && "file" in file.value) {
  const bytes: Uint8Array = file.value.file.bytes;
  console.log(bytes.length);
}
console.log(session.figuresCsv(), session.findings(), session.findingsCsv(), session.tables("challenge"), session.memory);
// @ts-expect-error there is no such edition of the options
await session.open("", { editon: 2027 });
// @ts-expect-error there is no such command
session.command("redoo");
session.close();
