// What crosses the edge, declared from the Rust types by `crates/package/tests/types.rs`. Not edited by hand.

/**
 * A statutory figure at the head of the agenda.
 */
export type AgendaFigure = {
/**
 * "Both 4+".
 */
title: string,
/**
 * Current performance: "64.0%", or a dash.
 */
current: string,
/**
 * "71.2%", or a dash.
 */
target: string,
/**
 * "41 of 58".
 */
of: string,
/**
 * "78.4%", or a dash.
 */
expected: string,
/**
 * "4 fewer than expected".
 */
verdict: string,
/**
 * Its tone.
 */
tone: Tone, };

/**
 * One thing to raise.
 */
export type AgendaItem = {
/**
 * The measure's or check's id.
 */
measure: string,
/**
 * The finding's code.
 */
code: string,
/**
 * "Below expectation".
 */
title: string,
/**
 * What was found.
 */
found: string,
/**
 * What the guidance asks next.
 */
follows: string,
/**
 * Its paragraph.
 */
paragraph: Paragraph,
/**
 * "10 pupils"; or what it is about where that is nobody: "Absence as a whole", "3 schools".
 */
count: string,
/**
 * The pupils; `None`: it is about none.
 */
filter: Filter | null,
/**
 * The first of them.
 */
pupils: Array<AgendaPupil>,
/**
 * "and 12 more", or empty.
 */
more: string,
/**
 * The user's note; empty: none.
 */
note: string, };

/**
 * What is raised, pupil by pupil.
 */
export type AgendaMatrix = {
/**
 * "36 pupils, those with the most points first".
 */
caption: string,
/**
 * What [`AgendaPupil::from_to`] has: "KS1 reading, KS1 writing, KS1 maths → English, Maths".
 */
ways: string,
/**
 * The kinds of points: "Below expectation".
 */
columns: Array<string>,
/**
 * The pupils.
 */
rows: Array<MatrixRow>,
/**
 * So many of them are on paper.
 */
on_paper: number,
/**
 * "and 12 pupils more", or empty.
 */
more: string,
/**
 * The same on paper.
 */
more_on_paper: string, };

/**
 * A pupil on the agenda.
 */
export type AgendaPupil = {
/**
 * Position in the file, for commands.
 */
pupil: number,
/**
 * "Okafor, Amara".
 */
name: string,
/**
 * Earlier results, then targets: "2c → 3", "2, 1 → 4, 3".
 */
from_to: string,
/**
 * What to know of the pupil: "SEN P", "in care".
 */
context: Array<string>,
/**
 * The evidence of an agreed exception; empty: no exception.
 */
exception: string, };

/**
 * Everything to raise on one target.
 */
export type AgendaTarget = {
/**
 * "Level 4 or above in English and in maths".
 */
title: string,
/**
 * Its paragraph.
 */
paragraph: Paragraph,
/**
 * "statutory target", "check", or empty.
 */
standing: string,
/**
 * What to raise.
 */
items: Array<AgendaItem>, };

/**
 * An exception agreed for a pupil.
 */
export type AgreedException = {
/**
 * It can be recorded: the pupil has a special educational need.
 */
offered: boolean,
/**
 * The evidence; empty: none is agreed.
 */
evidence: string, };

/**
 * The statutory targets against what the guidance expects of this cohort.
 */
export type AmbitionPage = {
/**
 * "Two of the three Key Stage 2 targets ask less than the guidance expects of these 62 pupils."
 */
headline: string,
/**
 * What to know of all figures: what the edition may say, which one it is and why, what cannot be known yet.
 */
notes: Array<Chip>,
/**
 * Remarks on this cohort, which touch the figures: other readings, year groups counted together, changed targets, …
 */
remarks: Array<Chip>,
/**
 * One card for each statutory target, in the edition's order.
 */
targets: Array<TargetCard>,
/**
 * The other measures of the key stage, not statutory in this edition.
 */
others: Array<TargetCard>,
/**
 * What these others are: "not statutory in this edition".
 */
others_note: string,
/**
 * Where averages of similar pupils may come from; `None`: they are not needed.
 */
averages: AveragesOffer | null,
/**
 * The changes made so far, newest first, as sentences (at most a handful).
 */
history: Array<string>,
/**
 * "17 changes before these", or empty.
 */
earlier_title: string,
/**
 * The changes before these, newest first; of very many the newest.
 */
earlier: Array<string>, };

/**
 * Averages of similar pupils from another file.
 */
export type AveragesOffer = {
/**
 * What they are, as a sentence.
 */
words: string,
/**
 * "ks2pupils.csv: 14 prior results"; empty: none were given yet.
 */
imported: string,
/**
 * The pupils whose prior result is not in the file; `None`: nobody.
 */
without: Chip | null, };

/**
 * A bullet graph. Positions are percentages of the axis (0–100) as SVG text: "70.69%".
 */
export type BulletGraph = {
/**
 * What a screen reader says of it.
 */
description: string,
/**
 * Length of the target's bar.
 */
target: string | null,
/**
 * The bar is of results, as there are no targets.
 */
of_results: boolean,
/**
 * Where the bar could reach if all missing targets were met, when some are missing.
 */
at_most: string | null,
/**
 * The expectation.
 */
expected: GraphMarker | null,
/**
 * From target to expectation, where the target is short: start and width.
 */
shortfall: [string, string] | null,
/**
 * Results, floor, FFT D and others, from left to right.
 */
markers: Array<GraphMarker>, };

/**
 * A timetable wanted.
 */
export type CalendarQuery = {
/**
 * The day, as in [`SheetQuery`].
 */
today: string, };

/**
 * A line of a pupil's card: a column of the table.
 */
export type CardLine = {
/**
 * The subject; empty: none.
 */
band: string,
/**
 * The heading of the column.
 */
title: string,
/**
 * It is a target.
 */
is_target: boolean,
/**
 * What the table shows.
 */
cell: PupilCell, };

/**
 * How a pupil stands to a figure, or a point to discuss.
 */
export type CardVerdict = {
/**
 * "Both 4+", or the kind of point.
 */
title: string,
/**
 * "target reaches it", or what the point is on.
 */
words: string,
/**
 * How loudly.
 */
tone: Tone,
/**
 * What the guidance expects or asks; may be empty.
 */
expected: string,
/**
 * Its paragraph.
 */
paragraph: Paragraph, };

/**
 * What can be typed or chosen in place of a cell's value.
 */
export type CellInput = { "AuthorityTarget": {
/**
 * The measure's id.
 */
measure: string, } } | { "EthnicCode": {
/**
 * The code.
 */
code: string,
/**
 * The main codes, and as usual.
 */
choices: Array<Choice>, } };

/**
 * A value of a cell.
 */
export type CellValue = { "Text": string } | { "Count": number } | { "Percent": number } | { "Points": number } | { "Difference": {
/**
 * The distance.
 */
tenths: number,
/**
 * It is less.
 */
negative: boolean, } } | { "Date": Date } | { "Number": string } | "Hidden";

/**
 * What a School Improvement Partner raises, as an agenda.
 */
export type ChallengePage = {
/**
 * The school, or the file's name.
 */
school: string,
/**
 * "Year 6, 62 pupils", "62 pupils".
 */
cohort: string,
/**
 * "Key Stage 2, targets for 2009".
 */
edition: string,
/**
 * "3 things to raise on 2 targets."
 */
headline: string,
/**
 * The points that matter most, in words, at most three of different kinds; empty: there is no choice.
 */
first: Array<FirstPoint>,
/**
 * What is not judged, and why: "Current performance is not known, so …".
 */
not_judged: Array<string>,
/**
 * What the figures are held against: "Expected", "Similar pupils".
 */
held_against: string,
/**
 * The main figures at the head of the page.
 */
figures: Array<AgendaFigure>,
/**
 * The same pupil by pupil; `None`: no point lists pupils.
 */
by_pupil: AgendaMatrix | null,
/**
 * One part for each target with something to raise, in the edition's order.
 */
targets: Array<AgendaTarget>,
/**
 * "Contains personal data. …"
 */
notice: string, };

/**
 * A group or a school, at its place.
 */
export type ChartDot = {
/**
 * Across and down.
 */
at: [string, string],
/**
 * Where it comes from, joined to it by a line.
 */
from: [string, string] | null,
/**
 * Who it is, and its figures.
 */
words: string,
/**
 * To be looked at.
 */
warns: boolean, };

/**
 * How the file was read.
 */
export type CheckPage = {
/**
 * "Comma separated, UTF-8, headings in row 1."
 */
how: string,
/**
 * "64 rows read = 62 pupils + 2 set aside".
 */
account: string,
/**
 * What that was found from, to be changed.
 */
layout: LayoutView,
/**
 * What the file leaves open: to be answered before a figure is trusted.
 */
questions: Array<QuestionView>,
/**
 * What the reader decided by itself.
 */
decisions: Array<DecisionView>,
/**
 * What the user answered, which can be taken back.
 */
answers: Array<ChoiceButton>,
/**
 * Columns that may serve a field: to be asked.
 */
column_questions: Array<ColumnQuestion>,
/**
 * The columns read, with the field each one serves.
 */
columns: Array<ColumnRead>,
/**
 * Columns that serve no field.
 */
unread: Array<ColumnRead>,
/**
 * Headings looked for and not found: canonical heading, title, and what cannot be shown without it.
 */
absent: Array<[string, string, string]>,
/**
 * The same of what the file is complete without, such as results before the summer.
 */
complete_without: Array<[string, string, string]>,
/**
 * All fields that a column can be given to: canonical heading and title.
 */
fields: Array<[string, string]>,
/**
 * Rows set aside, by reason.
 */
set_aside: Array<SetAside>,
/**
 * Spellings not understood, one for each kind of value and spelling.
 */
unknown: Array<UnknownValue>,
/**
 * Takes every suggestion for a spelling that has no meaning yet; `None`: there are fewer than two.
 */
accept_all: Command | null,
/**
 * How many suggestions that would be, in words: "Accept all 5 sure ones".
 */
accept_words: string,
/**
 * Takes every sure suggestion for a column, as one change; `None`: there are fewer than two.
 */
accept_columns: Command | null,
/**
 * "Accept all 3 sure ones".
 */
accept_columns_words: string,
/**
 * What is left to settle, of the pupils' file and that of last results together.
 */
settling: SettlingView,
/**
 * Everything else noticed, by what mends it.
 */
problems: Array<ProblemGroup>,
/**
 * "and 12 more like it" remarks where a list is cut; empty: nothing is cut.
 */
cut: string,
/**
 * The file of last results, where one is current performance.
 */
last_results: LastResults | null, };

/**
 * A short remark, with the pupils it is about where there are any.
 */
export type Chip = {
/**
 * How loud.
 */
tone: Tone,
/**
 * The words before the count: "Below expectation:".
 */
words: string,
/**
 * "10 pupils", shown as a link to `pupils`; empty where the words are all.
 */
count: string,
/**
 * The pupils behind the count.
 */
pupils: Filter | null,
/**
 * Where it comes from.
 */
paragraph: Paragraph | null, };

/**
 * Something to choose.
 */
export type Choice = {
/**
 * What the command wants.
 */
id: string,
/**
 * "Key Stage 2".
 */
title: string,
/**
 * "no results or targets in this file", or empty.
 */
remark: string,
/**
 * It is the one chosen.
 */
chosen: boolean, };

/**
 * A button of Check: its words, and what pressing it does.
 */
export type ChoiceButton = {
/**
 * "Count them as pupils".
 */
label: string,
/**
 * What it does.
 */
command: Command, };

/**
 * An answer to choose.
 */
export type ChoiceLine = {
/**
 * In words.
 */
label: string,
/**
 * For the command `answer`.
 */
answer: ReadingAnswer, };

/**
 * What a [`TableChooser`] changes.
 */
export type ChooserPart = "Measure" | "Basis" | "By" | "Groups" | "Authority";

/**
 * A column that may serve a field.
 */
export type ColumnQuestion = {
/**
 * The column.
 */
column: ColumnRead,
/**
 * What it may be, the likeliest first: canonical heading, title, and what it is needed for.
 */
offered: Array<[string, string, string]>,
/**
 * It can hardly be anything else: taken along with all others that are sure.
 */
is_sure: boolean, };

/**
 * A column of the file.
 */
export type ColumnRead = {
/**
 * The column's letters as a spreadsheet shows them: "C".
 */
place: string,
/**
 * The heading in the file.
 */
heading: string,
/**
 * Which of the columns with this heading, for `Command::ReadColumn`.
 */
nth: number,
/**
 * What we take it for: "Key Stage 2 English target"; empty: it is not read.
 */
field: string,
/**
 * The canonical heading: "Target_KS2_English".
 */
canonical: string,
/**
 * What it is needed for, in a few words.
 */
why: string,
/**
 * The user said so.
 */
by_hand: boolean,
/**
 * Up to three different values from the file.
 */
samples: Array<string>, };

/**
 * A change to the session. Every accepted command goes into the log and can be undone.
 */
export type Command = { "set-target": {
/**
 * The pupil, by position in the file (`PupilRow::pupil`).
 */
pupil: number,
/**
 * The canonical heading of the result aimed at, such as `KS2_English`.
 */
result: string,
/**
 * The level as the user typed it.
 */
value: string, } } | { "apply": RuleApplication } | { "map-value": {
/**
 * The canonical heading of the column.
 */
field: string,
/**
 * The spelling in the file, trimmed.
 */
spelling: string,
/**
 * One of the choices offered (`UnknownValue::choices`); `None` leaves it unknown again.
 */
meaning: string | null, } } | { "map-values": {
/**
 * What each of them means.
 */
meanings: Array<ValueMeaning>, } } | { "read-as": {
/**
 * What is said something about.
 */
about: ReadSetting,
/**
 * One of the choices offered (`LayoutDecision::options`), empty to find out again; for `columns` a saved text.
 */
is: string, } } | { "read-column": {
/**
 * The column's heading as written.
 */
heading: string,
/**
 * Which of the columns with this heading, counted from 0.
 */
nth: number,
/**
 * The canonical heading of the field; empty: the column is not read.
 */
field: string, } } | { "answer": {
/**
 * One of the answers offered (`ReadingChoice::answer`).
 */
answer: ReadingAnswer, } } | { "withdraw-answer": {
/**
 * The answer, as it was given.
 */
answer: ReadingAnswer, } } | { "set-current-file": {
/**
 * The number under which it was kept.
 */
file: number | null, } } | { "of-current-file": {
/**
 * The number under which it was kept.
 */
file: number,
/**
 * What would be said of the first file: a column, a sheet, an answer, or what spellings mean.
 */
change: Command, } } | { "set-edition": {
/**
 * Its id, such as `2009`.
 */
edition: string, } } | { "use-edition": {
/**
 * The text of its file, as a program packed it.
 */
packed: string, } } | { "set-stage": {
/**
 * Its name, such as `Key Stage 2`.
 */
stage: string, } } | { "set-year": {
/**
 * As in the file.
 */
year: string, } } | { "set-switch": {
/**
 * Its id.
 */
switch: string,
/**
 * On or off.
 */
on: boolean, } } | { "set-current": {
/**
 * The measure's id.
 */
measure: string,
/**
 * In percent, or in points.
 */
value: string, } } | { "set-goal": {
/**
 * The measure's id.
 */
measure: string,
/**
 * The year to be there.
 */
year: number,
/**
 * In percent.
 */
value: string, } } | { "set-exception": {
/**
 * The pupil (`PupilRow::pupil`).
 */
pupil: number,
/**
 * Why the mark is unlikely.
 */
evidence: string, } } | { "set-conversion": {
/**
 * Which schools: a `ConversionRule`'s id; empty: generate none.
 */
conversion: string, } } | { "set-note": {
/**
 * The measure's or check's id.
 */
measure: string,
/**
 * The finding's code.
 */
code: string,
/**
 * The note.
 */
note: string, } } | { "set-targets": {
/**
 * The canonical heading of the result aimed at.
 */
result: string,
/**
 * The pupils (`PupilRow::pupil`) and the values as pasted.
 */
targets: Array<[number, string]>, } } | { "set-reason": {
/**
 * The pupil (`PupilRow::pupil`).
 */
pupil: number,
/**
 * The canonical heading of the result aimed at.
 */
result: string,
/**
 * The reason.
 */
reason: string, } } | { "import-conversion": {
/**
 * The file's name.
 */
name: string,
/**
 * The result that a table without a column of its own for it leads to; empty: none.
 */
result: string,
/**
 * The file.
 */
text: string, } } | { "import-averages": {
/**
 * The file's name.
 */
name: string,
/**
 * The file.
 */
text: string, } } | { "set-programme": {
/**
 * Its name.
 */
name: string,
/**
 * The canonical heading of the result that it is about.
 */
result: string,
/**
 * How many levels or grades more.
 */
steps: number, } } | { "tag": {
/**
 * The programme's name.
 */
programme: string,
/**
 * The pupils (`PupilRow::pupil`).
 */
pupils: Array<number>,
/**
 * Into it.
 */
on: boolean, } } | { "set-school": {
/**
 * As in the file.
 */
school: string, } } | { "set-school-name": {
/**
 * The name.
 */
name: string, } } | { "set-authority": {
/**
 * As in the file.
 */
authority: string, } } | { "set-la-target": {
/**
 * The measure's id.
 */
measure: string,
/**
 * In percent, or in points.
 */
value: string, } } | { "set-ethnic-code": {
/**
 * The code.
 */
code: string,
/**
 * A main code.
 */
reported_as: string, } } | { "set-sharing": {
/**
 * One of the numbers offered, in digits.
 */
fewer_than: string, } } | { "enter": {
/**
 * Which field.
 */
what: EntryId,
/**
 * Its name (`SheetField::label`), for the words of Undo.
 */
label: string,
/**
 * As typed.
 */
value: string, } } | "undo" | "redo";

/**
 * A benchmark beside a target.
 */
export type ComparisonView = {
/**
 * "Top quarter of schools, level 2c".
 */
title: string,
/**
 * What it is, as a sentence.
 */
words: string,
/**
 * What it comes to here: "Here, by target".
 */
here: string,
/**
 * "5 of 8 pupils": those who reach the mark, and all the pupils it is about; or "1 more pupil".
 */
count: CountOf,
/**
 * "62.5%; there 88%", or what one step more would be.
 */
value: string,
/**
 * How loudly: below the benchmark is a warning.
 */
tone: Tone,
/**
 * Its paragraph.
 */
paragraph: Paragraph, };

/**
 * A count out of another, "41 of 58 pupils", each opening its pupils.
 */
export type CountOf = {
/**
 * "41"; or all that there is to say: "no targets yet".
 */
part: string,
/**
 * The pupils behind `part`.
 */
part_pupils: Filter | null,
/**
 * "58 pupils"; empty: `part` is all that there is to say.
 */
whole: string,
/**
 * The pupils behind `whole`.
 */
whole_pupils: Filter | null, };

/**
 * A grouping and its groups.
 */
export type CountedGrouping = {
/**
 * "sex".
 */
name: string,
/**
 * The names of its groups, as in the exchange format; also those that nobody is in, or too few to be shown.
 */
groups: Array<string>,
/**
 * How many pupils are in each.
 */
pupils: Array<number>, };

/**
 * Figures of the pupils who count, as numbers.
 */
export type CountsPage = {
/**
 * How many pupils count.
 */
pupils: number,
/**
 * The groupings, in the order asked for.
 */
groupings: Array<CountedGrouping>,
/**
 * Each measure on each basis.
 */
measures: Array<MeasureCounts>, };

/**
 * Which figures of the key stage shown are wanted as numbers. Left out of the answer are measures, bases and groupings
 * that are not known by their names, measures that the file has no columns for, and those that are about all year groups
 * whichever is picked (absence).
 */
export type CountsQuery = {
/**
 * The measures by their ids; empty: all of the key stage.
 */
measures: Array<string>,
/**
 * The bases by their names: "moderated", "actual"; empty: all that the file has.
 */
bases: Array<string>,
/**
 * The groupings by their names: "sex", "fsm". By one that the file has no column for, everyone is in the group
 * "unknown".
 */
by: Array<string>, };

/**
 * Current performance of one measure.
 */
export type CurrentInput = {
/**
 * The measure's id.
 */
measure: string,
/**
 * Its title.
 */
title: string,
/**
 * As typed; empty: nothing.
 */
typed: string,
/**
 * What the file says ("68.5%, 37 of 54 pupils"), which goes before what is typed; empty: nothing.
 */
from_file: string,
/**
 * "%" or "points".
 */
unit: string, };

/**
 * Where current performance comes from.
 */
export type CurrentView = {
/**
 * "Results of 2007 from last-year.csv", "as typed", or what to do.
 */
words: string,
/**
 * What is to be settled about that file: "2 spellings are not understood."; empty: nothing.
 */
to_check: string,
/**
 * "2007": the year whose results are current performance.
 */
year: string,
/**
 * The name of the file it comes from; empty: none is open.
 */
file: string,
/**
 * The year groups of that file to choose from; empty: it has one, or names none.
 */
years: Array<Choice>,
/**
 * "70 pupils, year group 6: results of Key Stage 2."; empty: no file, or its count is not shared.
 */
holds: string,
/**
 * What can be typed: one for each measure of the key stage.
 */
inputs: Array<CurrentInput>, };

/**
 * A day of the Gregorian calendar, in a year of four digits.
 *
 * A library of dates would bring time zones and arithmetic of which nothing is needed here.
 */
export type Date = { year: number, month: number, day: number, };

/**
 * Something that was decided against appearances.
 */
export type DecisionLine = {
/**
 * What kind of decision.
 */
code: string,
/**
 * What was decided.
 */
what: string,
/**
 * How it is taken back; `null`: it cannot be.
 */
instead: ChoiceLine | null, };

/**
 * Something that the reader decided by itself.
 */
export type DecisionView = {
/**
 * A stable code, such as `second-table`.
 */
code: string,
/**
 * One line.
 */
what: string,
/**
 * The rows concerned.
 */
rows: RowsInView,
/**
 * How it is taken back; `None`: it cannot be.
 */
instead: ChoiceButton | null, };

/**
 * Something that was noticed.
 */
export type DiagnosticLine = {
/**
 * What kind of thing.
 */
code: string,
/**
 * `remark` or `warning`.
 */
severity: string,
/**
 * The row, as a spreadsheet shows it; 0: the file as a whole.
 */
row: number,
/**
 * The column, as a spreadsheet shows it; empty: the whole row.
 */
column: string,
/**
 * What.
 */
what: string,
/**
 * What to do.
 */
remedy: string, };

/**
 * A field of a sheet. Parts of it that are measures, half terms, actions or questions are ids of the data.
 *
 * It is written as its form, a stroke, and what it is: `percent/target/attendance.absence`. The written forms are kept by
 * saved work and do not change.
 */
export type EntryId = string;

/**
 * What the conversion tables say of this cohort.
 */
export type EstimatesPage = {
/**
 * What they are about, in a sentence.
 */
words: string,
/**
 * The conversion tables that can be chosen.
 */
choices: Array<Choice>,
/**
 * What an imported table may be about: the results of the key stage.
 */
results: Array<Choice>,
/**
 * What they say.
 */
grids: Array<GridTable>, };

/**
 * A rate at which the guidance expects pupils to reach a measure.
 */
export type ExpectationRate = string;

/**
 * What tables are given away as.
 */
export type ExportForm = { "Csv": number } | "Workbook" | "Clipboard";

/**
 * The tables of a screen wanted.
 */
export type ExportQuery = {
/**
 * The screen.
 */
screen: Query,
/**
 * As what.
 */
form: ExportForm, };

/**
 * A sentence of the guidance.
 */
export type FactView = {
/**
 * The sentence.
 */
words: string,
/**
 * Its paragraph.
 */
paragraph: Paragraph, };

/**
 * A chart.
 */
export type FigureChart = {
/**
 * What a screen reader says of it.
 */
description: string,
/**
 * What its signs mean, in one line; empty: they are beside it.
 */
key: string,
/**
 * Its height in lines of text; empty: as usual.
 */
height: string,
/**
 * Lines by kind: SVG points in a box of 100 × 100, the origin at the top left.
 */
lines: Array<[string, string]>,
/**
 * Labels under the axis: (position across, year or term).
 */
years: Array<[string, string]>,
/**
 * Labels beside the axis: (position down, percentage).
 */
percents: Array<[string, string]>,
/**
 * Names over rows: (position down, name).
 */
rows: Array<[string, string]>,
/**
 * Groups or schools.
 */
dots: Array<ChartDot>,
/**
 * The target: its place, and its words.
 */
target: [string, string, string] | null, };

/**
 * The numbers behind a figure (RULES 10.2).
 */
export type FigureCounts = {
/**
 * Pupils who reach the mark; nothing where the figure is not such a count.
 */
achieved: number | null,
/**
 * Pupils in the figure.
 */
eligible: number,
/**
 * Pupils who would reach the mark if their empty cells did.
 */
missing: number,
/**
 * Pupils not in the figure.
 */
left_out: number, };

/**
 * A figure in words, and the pupils who reach its mark.
 */
export type FigureLink = {
/**
 * "69.4%, 43 of 62 pupils".
 */
words: string,
/**
 * The pupils; `None`: no pupils.
 */
pupils: Filter | null, };

/**
 * The classes that a figure divides pupils into, and [`FigurePart::Eligible`], all who are in it.
 */
export type FigurePart = "reached" | "short" | "missing" | "left-out" | "eligible" | "not-about";

/**
 * How many reach what, on one basis.
 */
export type FigureRow = {
/**
 * The edition.
 */
edition: string,
/**
 * The school; empty: all of them together.
 */
school: string,
/**
 * The grouping; `all`: everybody.
 */
group_by: string,
/**
 * The group.
 */
group: string,
/**
 * The measure's id.
 */
measure: string,
/**
 * The basis, such as `target`.
 */
basis: string,
/**
 * Pupils who reach it; `null` where the figure is no share.
 */
achieved: number | null,
/**
 * Pupils whom it is about.
 */
eligible: number | null,
/**
 * Pupils of them without a result; `null`: not told.
 */
missing: number | null,
/**
 * Pupils whom it is not about; `null`: not told.
 */
left_out: number | null,
/**
 * In percent, or in points; `null`: nobody is eligible.
 */
value: number | null, };

/**
 * What files of different pupils are.
 */
export type FileRelation = "OneSchool" | "Schools";

/**
 * What most of a file is about.
 */
export type FileSubject = "KeyStages" | "EarlyYears" | "Attendance";

/**
 * The set of pupils behind a count.
 */
export type Filter = "all" | { "figure": {
/**
 * The measure's id, such as `ks2.both4`.
 */
measure: string,
/**
 * The basis, such as `moderated` (RULES 2.5).
 */
basis: string,
/**
 * Which part of the figure.
 */
part: FigurePart, } } | { "group": {
/**
 * The combination.
 */
groups: GroupSelection,
/**
 * The measure's id; empty: all pupils of the groups.
 */
measure: string,
/**
 * The basis.
 */
basis: string,
/**
 * Which part of the figure.
 */
part: FigurePart, } } | { "expectation": {
/**
 * The measure's id.
 */
measure: string,
/**
 * The rate.
 */
rate: ExpectationRate,
/**
 * Which of them: all (`Eligible`), those who reach it, or those who do not.
 */
part: FigurePart, } } | { "finding": {
/**
 * The measure's or check's id.
 */
measure: string,
/**
 * The finding's code (RULES 7).
 */
code: string, } } | { "raised": {
/**
 * The finding's code (RULES 7); empty: any.
 */
code: string, } } | { "similar": {
/**
 * The measure's id.
 */
measure: string,
/**
 * The band's name; empty: any; `none`: those in no band.
 */
band: string,
/**
 * All of them (`Eligible`), those who reach the mark by target, or those who do not.
 */
part: FigurePart, } } | { "benchmark": {
/**
 * The measure's id.
 */
measure: string,
/**
 * The benchmark's title.
 */
title: string,
/**
 * Only those who reach the mark by target.
 */
reached: boolean, } } | { "value": {
/**
 * The canonical heading of the column.
 */
field: string,
/**
 * What it says.
 */
value: string, } } | { "row": {
/**
 * As a spreadsheet counts, in digits.
 */
row: string, } } | { "prior": {
/**
 * The canonical heading of the result.
 */
result: string,
/**
 * As the table names it: "2c".
 */
level: string, } } | { "way": {
/**
 * The measure's id.
 */
measure: string,
/**
 * Which.
 */
side: WaySide, } } | { "borderline": {
/**
 * The measure's id.
 */
measure: string, } } | { "programme": {
/**
 * Its name.
 */
name: string, } } | { "tried": TriedList } | { "sheet": SheetList } | "excepted" | "changed" | { "unknown": {
/**
 * The canonical heading of the column.
 */
field: string,
/**
 * The spelling in the file.
 */
spelling: string, } };

/**
 * A way to narrow the list of pupils.
 */
export type FilterChoice = {
/**
 * "Both 4+: short of it by target".
 */
words: string,
/**
 * The pupils.
 */
filter: Filter, };

/**
 * A list of ways to narrow the list of pupils.
 */
export type FilterList = {
/**
 * Its name: "Findings".
 */
title: string,
/**
 * They are offered as buttons.
 */
at_hand: boolean,
/**
 * What there is in it.
 */
choices: Array<FilterChoice>, };

/**
 * Something to raise.
 */
export type FindingRow = {
/**
 * The edition.
 */
edition: string,
/**
 * The school; empty: all of them together.
 */
school: string,
/**
 * The measure's or check's id.
 */
measure: string,
/**
 * What kind of finding.
 */
code: string,
/**
 * Pupils behind it.
 */
pupils: number,
/**
 * The paragraph of the guidance.
 */
paragraph: string,
/**
 * In words.
 */
message: string, };

/**
 * A point to talk about first.
 */
export type FirstPoint = {
/**
 * "Both 4+".
 */
about: string,
/**
 * What was found.
 */
found: string,
/**
 * "10 pupils", or what it is about where that is nobody.
 */
count: string,
/**
 * The pupils; `None`: it is about none.
 */
filter: Filter | null,
/**
 * Its paragraph.
 */
paragraph: Paragraph, };

/**
 * What the guidance expects of some of the pupils.
 */
export type FurtherExpectation = {
/**
 * "Level 4 in English to level 6".
 */
title: string,
/**
 * What the guidance says.
 */
words: string,
/**
 * "12 of 30 pupils", by target.
 */
count: CountOf,
/**
 * How many of them do not reach it.
 */
below: LinkedCount,
/**
 * "met", "6 short", "nothing to compare".
 */
verdict: string,
/**
 * Its tone.
 */
tone: Tone,
/**
 * Its paragraph.
 */
paragraph: Paragraph, };

/**
 * A mark on the axis of a graph.
 */
export type GraphMarker = {
/**
 * `expected`, `floor`, `estimate`, `results`, …: chooses the shape.
 */
kind: string,
/**
 * "floor 65".
 */
label: string,
/**
 * The position: "65%".
 */
at: string,
/**
 * `start`, `middle` or `end`: which side of its place the label leans to.
 */
anchor: string,
/**
 * The line of labels it is in, from 0, so that labels do not overlap.
 */
line: number,
/**
 * Where it comes from, with a plain sentence on what it is.
 */
source: string, };

/**
 * A table of a kind.
 */
export type GridTable = {
/**
 * Which table it is: `shares`, `chances`, `nearest`, `programmes`.
 */
kind: string,
/**
 * The table, with its title, and its convention in words.
 */
table: TableView, };

/**
 * A group against all pupils, on a line from 0 to 100: places in percent of its length.
 */
export type GroupDots = {
/**
 * What it shows, in words.
 */
words: string,
/**
 * All pupils.
 */
all: string,
/**
 * The group.
 */
group: string,
/**
 * The group in current performance, where known.
 */
current: string | null, };

/**
 * Groups of different groupings; who is in all of them is meant. Empty: everybody.
 *
 * It is written as `sex:F`, with U+001F between groups.
 */
export type GroupSelection = string;

/**
 * The file of last results, and how it was read.
 */
export type LastResults = {
/**
 * Its number, for `Command::OfCurrentFile`.
 */
file: number,
/**
 * Its own name.
 */
name: string,
/**
 * "70 pupils, year group 6: results of Key Stage 2."
 */
holds: string,
/**
 * The year whose results they are taken for, as a sentence.
 */
year: string,
/**
 * What is odd about that.
 */
remarks: Array<string>,
/**
 * How it was read.
 */
check: CheckPage, };

/**
 * Something that the user may decide.
 */
export type LayoutDecision = {
/**
 * What it is about, for `Command::ReadAs`.
 */
about: ReadSetting,
/**
 * "Separator".
 */
label: string,
/**
 * The value chosen; empty: it was found out.
 */
value: string,
/**
 * The values, with words; the first one, empty, finds out.
 */
options: Array<[string, string]>, };

/**
 * How the table was found in the file, and its first rows.
 */
export type LayoutView = {
/**
 * Encoding, separator and heading row.
 */
choices: Array<LayoutDecision>,
/**
 * The letters of the columns shown.
 */
letters: Array<string>,
/**
 * The first rows.
 */
rows: Array<PreviewRow>,
/**
 * "The first 6 of 40 columns.", or empty.
 */
cut: string, };

/**
 * A number that opens its pupils.
 */
export type LinkedCount = {
/**
 * "33".
 */
words: string,
/**
 * The pupils; `None`: there are none.
 */
pupils: Filter | null, };

/**
 * A kind of point at a pupil.
 */
export type MatrixMark = {
/**
 * A dot, or how often it is raised; empty: not at all.
 */
sign: string,
/**
 * On what: "English 2 levels, Maths 2 levels".
 */
words: string, };

/**
 * A pupil's points.
 */
export type MatrixRow = {
/**
 * Who it is.
 */
pupil: AgendaPupil,
/**
 * One for each column.
 */
marks: Array<MatrixMark>, };

/**
 * A measure on a basis.
 */
export type MeasureCounts = {
/**
 * The measure's id.
 */
measure: string,
/**
 * The basis.
 */
basis: string,
/**
 * Of all pupils.
 */
all: FigureCounts,
/**
 * For each grouping, of each of its groups.
 */
by_group: Array<Array<FigureCounts>>,
/**
 * Of a measure of progress: how many pupils come from where to where, where there are any.
 */
progress: Array<ProgressCount>, };

/**
 * What may be remembered on this computer: never anything of a pupil.
 */
export type MemoryView = {
/**
 * Stands for this set of headings; they cannot be read from it.
 */
key: string,
/**
 * The columns given to fields by hand, for `ReadSetting::Columns`; empty: none.
 */
columns: string, };

/**
 * One measure.
 */
export type MethodEntry = {
/**
 * Its id.
 */
measure: string,
/**
 * Its title.
 */
title: string,
/**
 * "Key Stage 2".
 */
stage: string,
/**
 * "statutory target for schools", or empty.
 */
standing: string,
/**
 * The rule.
 */
rule: RuleInWords, };

/**
 * Every rule, generated from the data that computes it.
 */
export type MethodPage = {
/**
 * "Targets for 2009".
 */
edition: string,
/**
 * The document it is taken from.
 */
document: string,
/**
 * One entry for each measure of the edition.
 */
measures: Array<MethodEntry>,
/**
 * Conventions that hold for all of them.
 */
conventions: Array<string>,
/**
 * The other readings that can be chosen.
 */
switches: Array<SwitchView>,
/**
 * Expectations for part of a cohort: title, what is expected, paragraph.
 */
checks: Array<[string, string, Paragraph]>,
/**
 * The findings that are looked for: code, what raises it, paragraph.
 */
findings: Array<[string, string, Paragraph]>,
/**
 * The words that the page explains.
 */
glossary: Array<TermView>, };

/**
 * How to open a file.
 */
export type OpenOptions = {
/**
 * What the file is called.
 */
name?: string,
/**
 * The edition of the guidance; without it the columns of the file choose.
 */
edition?: string,
/**
 * Count the pupils of one year group only.
 */
year?: string,
/**
 * Open it also if no heading is known.
 */
anyway?: boolean, };

/**
 * A file that was opened.
 */
export type OpenedFile = {
/**
 * The edition that it is held against, as in `edition` of every figure and finding.
 */
edition: string,
/**
 * That edition in words.
 */
edition_name: string,
/**
 * Rows read: pupils, and rows not counted.
 */
rows: number,
/**
 * Pupils.
 */
pupils: number,
/**
 * Rows that are not counted, each with its reason.
 */
rejected: Array<RejectedLine>,
/**
 * What was decided against appearances.
 */
decisions: Array<DecisionLine>,
/**
 * What was noticed.
 */
diagnostics: Array<DiagnosticLine>,
/**
 * What is to be answered: send the command `{ answer: { answer } }` with one of the choices. Columns and spellings
 * that are not understood are in the view `check`.
 */
questions: Array<QuestionLine>, };

/**
 * A pupil's row on paper alone.
 */
export type PaperRow = {
/**
 * Position in the file.
 */
pupil: number,
/**
 * As in [`PupilRow`].
 */
name: string,
/**
 * As in [`PupilRow`], joined.
 */
context: string,
/**
 * What each cell says.
 */
cells: Array<string>, };

/**
 * A paragraph of the guidance.
 */
export type Paragraph = {
/**
 * "¶26a".
 */
short: string,
/**
 * "Guidance on targets for 2009, paragraph 26a".
 */
long: string, };

/**
 * A figure.
 */
export type PeopleFigure = {
/**
 * Its label: the outcome.
 */
mark: string,
/**
 * Who or what it is, on pointing at it.
 */
hint: string,
/**
 * Its pupils.
 */
pupils: Filter, };

/**
 * A row of figures.
 */
export type PeopleRow = {
/**
 * "2 levels".
 */
title: string,
/**
 * "33 of 58 pupils · 56.9%".
 */
count: string,
/**
 * Its pupils.
 */
pupils: Filter,
/**
 * How far the row is up, from 0: chooses the colour.
 */
step: number,
/**
 * The figures.
 */
people: Array<PeopleFigure>, };

/**
 * A figure before and after.
 */
export type PreviewFigure = {
/**
 * The measure's id.
 */
measure: string,
/**
 * Its title.
 */
title: string,
/**
 * Its paragraph.
 */
paragraph: Paragraph,
/**
 * The figure as it is.
 */
now: FigureLink,
/**
 * The figure with the rule.
 */
then: FigureLink, };

/**
 * One of the first rows.
 */
export type PreviewRow = {
/**
 * As a spreadsheet counts.
 */
number: number,
/**
 * It holds the headings.
 */
headings: boolean,
/**
 * It is above the headings and not read.
 */
above: boolean,
/**
 * Its first cells.
 */
cells: Array<string>, };

/**
 * Pupils with one prior attainment.
 */
export type PriorRow = {
/**
 * "level 2 or above".
 */
title: string,
/**
 * How many.
 */
pupils: LinkedCount,
/**
 * How many of them the guidance expects to reach it.
 */
expected: string,
/**
 * The rate that comes from: "45%"; empty: none.
 */
rate: string,
/**
 * How many reach it by target.
 */
reached: LinkedCount,
/**
 * How many do not.
 */
below: LinkedCount,
/**
 * "6 short", "met", "2 above".
 */
difference: string,
/**
 * Its tone.
 */
tone: Tone, };

/**
 * The pupils of a card by prior attainment.
 */
export type PriorTable = {
/**
 * "Key Stage 1".
 */
head: string,
/**
 * What they are held against: "Expected", "Similar pupils, 2023/24".
 */
held_against: string,
/**
 * A row for each rate of the expectation, the highest first.
 */
rows: Array<PriorRow>,
/**
 * The rows together.
 */
total: PriorRow,
/**
 * The pupils without a usable prior result, who are not compared; `None`: there are none.
 */
without: PriorRow | null,
/**
 * Who of them is not in the percentage; `None`: nobody.
 */
note: Chip | null, };

/**
 * Why something was not done.
 */
export type Problem = {
/**
 * What kind of problem it is. It does not change.
 */
code: ProblemCode,
/**
 * Where: a file, an option, or part of a message; empty: nowhere in particular.
 */
place: string,
/**
 * What is wrong, in words for a person.
 */
what: string,
/**
 * What to do about it, in words for a person.
 */
remedy: string, };

/**
 * A kind of problem.
 */
export type ProblemCode = "cannot-read" | "unknown-edition" | "wrong-edition" | "nothing-open" | "refused" | "not-understood" | "stream-is-gone" | "withheld" | "closed" | "breakdown";

/**
 * Diagnostics that the same thing mends.
 */
export type ProblemGroup = {
/**
 * "To mend in the file".
 */
title: string,
/**
 * What that means.
 */
why: string,
/**
 * The diagnostics, one for each code.
 */
problems: Array<ProblemView>, };

/**
 * Diagnostics of one code.
 */
export type ProblemView = {
/**
 * How bad.
 */
tone: Tone,
/**
 * A stable code, such as `stray-quote`.
 */
code: string,
/**
 * What is wrong; empty where each place says it.
 */
what: string,
/**
 * What to do.
 */
remedy: string,
/**
 * "Row 12, column C", with what is wrong there where it differs.
 */
places: Array<string>,
/**
 * "and 31 more", or empty.
 */
more: string, };

/**
 * Pupils with one prior attainment and one outcome.
 */
export type ProgressCount = {
/**
 * "2b", "W or below"; "no level" where prior attainment is not known.
 */
from: string,
/**
 * "4", "B/N"; "no target" or "no result" where there is none.
 */
to: string,
/**
 * How many they are.
 */
pupils: number, };

/**
 * All that is known of a pupil.
 */
export type PupilCard = {
/**
 * Position in the file.
 */
pupil: number,
/**
 * "Okafor, Amara".
 */
name: string,
/**
 * "FSM", "UPN A123", "row 12 of the file".
 */
about: Array<string>,
/**
 * Prior results, estimates, results and targets, subject by subject.
 */
lines: Array<CardLine>,
/**
 * How the targets stand to the main figures.
 */
verdicts: Array<CardVerdict>,
/**
 * The points to discuss that list the pupil.
 */
points: Array<CardVerdict>,
/**
 * The evidence of an agreed exception; empty: none is agreed.
 */
exception: string, };

/**
 * A cell of the table.
 */
export type PupilCell = {
/**
 * What it shows.
 */
text: string,
/**
 * How loudly.
 */
tone: Tone,
/**
 * What a symbol or a tone means, in words for everyone; empty where the text is all.
 */
hint: string,
/**
 * For an editable cell: the result aimed at (`Command::SetTarget::result`).
 */
target: string | null,
/**
 * For a changed target: what the file has ("3", or "none").
 */
was: string | null,
/**
 * For a changed target: why; empty: no reason is given.
 */
reason: string,
/**
 * The way from prior result to target and the results on it, as points of two SVG lines in a box of 60 by 20; both
 * empty: nothing to draw.
 */
way: [string, string], };

/**
 * A column of the table.
 */
export type PupilColumn = {
/**
 * Which it is.
 */
id: PupilsColumn,
/**
 * The heading, short: "Target English".
 */
title: string,
/**
 * The subject over it and its neighbours: "English"; empty: none.
 */
band: string,
/**
 * The heading under the subject: "Target"; empty: `title`.
 */
short: string,
/**
 * The heading in full, for a tooltip and the screen reader.
 */
long: string,
/**
 * Cells of this column can be edited.
 */
editable: boolean,
/**
 * For editable columns: what a target may be, for the input's suggestions.
 */
choices: Array<string>, };

/**
 * A pupil's row.
 */
export type PupilRow = {
/**
 * Position in the file, for commands.
 */
pupil: number,
/**
 * The row in the user's file.
 */
row: number,
/**
 * "Okafor, Amara"; "row 12" where the file has no names.
 */
name: string,
/**
 * The UPN, or empty.
 */
upn: string,
/**
 * "EAL", "SEN P", "in care", "FSM".
 */
context: Array<string>,
/**
 * The exception agreed for the pupil (RULES 5.3).
 */
exception: AgreedException,
/**
 * One for each column.
 */
cells: Array<PupilCell>, };

/**
 * A column of the table of pupils.
 */
export type PupilsColumn = "Name" | { "File": string } | { "Target": string } | { "Generated": string } | { "Levels": string } | { "Way": string };

/**
 * The pupils of the pages before and after the one on the screen. They are asked for apart from it, because laying
 * out a whole year group after each change would keep the user waiting.
 */
export type PupilsOnPaper = {
/**
 * Before and after; both empty where a list is too long to be printed at once.
 */
rows: [Array<PaperRow>, Array<PaperRow>], };

/**
 * One page of the pupils.
 */
export type PupilsPage = {
/**
 * Which pupils these are, in words: "Two levels of progress in English: short of it by target".
 */
title: string,
/**
 * "10 of 58 pupils".
 */
count: string,
/**
 * The current figures, one for each statutory target.
 */
strip: Array<StripFigure>,
/**
 * The columns, from left to right (after the pupil's name).
 */
columns: Array<PupilColumn>,
/**
 * The rows of this page.
 */
rows: Array<PupilRow>,
/**
 * Whether the whole list fits on paper, which then has the pupils of the other pages, too.
 */
is_printed_whole: boolean,
/**
 * This page, counted from 0.
 */
page: number,
/**
 * How many pages there are.
 */
pages: number,
/**
 * The pupils of the list from this page on, a school's at most, by position in the file: for pasting a column.
 */
order: Array<number>,
/**
 * What was pasted last and not taken: whose, and why.
 */
not_taken: Array<string>,
/**
 * Ways to narrow the list.
 */
filters: Array<FilterList>,
/**
 * Results whose targets a rule can set: canonical heading, title.
 */
results: Array<[string, string]>,
/**
 * Rules that have something to go by: `generated`, `progress`, `one-more`, `value` or an estimate's basis; and words.
 */
rules: Array<[string, string]>,
/**
 * Programmes that pupils can be put into.
 */
programmes: Array<string>,
/**
 * "1–25 of 58".
 */
range: string,
/**
 * How many rows a page can have: words, the number for the query, and whether it is the one chosen.
 */
sizes: Array<[string, number, boolean]>,
/**
 * The column sorted by; `None`: the file's order.
 */
sort: PupilsColumn | null,
/**
 * From the highest down.
 */
descending: boolean,
/**
 * The card that is open.
 */
card: PupilCard | null, };

/**
 * Which pupils, in which order, which page of them.
 */
export type PupilsQuery = {
/**
 * Which pupils are meant.
 */
filter: Filter,
/**
 * Part of a name or UPN, in any letter case; empty for all.
 */
search: string,
/**
 * The column to sort by; `None`: the file's own order.
 */
sort: PupilsColumn | null,
/**
 * From the highest down.
 */
descending: boolean,
/**
 * The page, counted from 0.
 */
page: number,
/**
 * Rows on a page; 0: as usual.
 */
rows: number,
/**
 * The pupil whose card is open (`PupilRow::pupil`).
 */
card: number | null, };

/**
 * A view wanted.
 */
export type Query = "summary" | "check" | "ambition" | { "pupils": PupilsQuery } | { "pupils-on-paper": PupilsQuery } | { "preview": RuleApplication } | "estimates" | { "what-if": WhatIfQuery } | "challenge" | "trajectories" | { "tables": TablesQuery } | { "sheet": SheetQuery } | { "counts": CountsQuery } | "method" | { "export": ExportQuery } | { "calendar": CalendarQuery } | "figures-csv" | "targets-csv" | "columns-file" | "problems-csv" | "findings-csv";

/**
 * A question about a file.
 */
export type QuestionLine = {
/**
 * What kind of question.
 */
code: string,
/**
 * The question.
 */
what: string,
/**
 * The answers to choose from.
 */
choices: Array<ChoiceLine>, };

/**
 * A question that the file leaves open.
 */
export type QuestionView = {
/**
 * A stable code, such as `row-without-name`.
 */
code: string,
/**
 * The question, with what is done until it is answered.
 */
what: string,
/**
 * The rows in question.
 */
rows: RowsInView,
/**
 * The answers, the likeliest first.
 */
choices: Array<ChoiceButton>, };

/**
 * Something about how a file is read.
 */
export type ReadSetting = "sheet" | "encoding" | "separator" | "heading-row" | "columns";

/**
 * How a question of the reader is answered, or one of its decisions taken back.
 */
export type ReadingAnswer = { "ArePupils": Array<number> } | { "AreNotPupils": Array<number> } | { "CountRowsWith": {
/**
 * The heading of the column, which need not be one that is read.
 */
heading: string,
/**
 * The value, as the file has it.
 */
value: string, } } | { "CountRepeated": RepeatedRow } | { "AddSessions": boolean } | { "LeaveOutColumns": boolean } | { "CommaIsDecimal": {
/**
 * The heading of the column's field.
 */
field: string,
/**
 * Before the decimals.
 */
decimal: boolean, } } | { "MonthIsFirst": {
/**
 * The heading of the column's field.
 */
field: string,
/**
 * Month/day/year, where a date can be both.
 */
month_first: boolean, } } | { "AreChances": {
/**
 * The heading of the column's field.
 */
field: string,
/**
 * They are.
 */
chances: boolean, } } | "AsItStands" | { "Files": FileRelation } | { "JoinByName": boolean } | { "ReadRowsAs": {
/**
 * The heading of the column.
 */
heading: string,
/**
 * The value, as the file has it.
 */
value: string,
/**
 * What they hold.
 */
kind: RowKind, } } | { "JoinNames": boolean } | { "BlankMeansNo": boolean } | { "ReadForms": {
/**
 * The name of the code list.
 */
list: string,
/**
 * They are.
 */
read: boolean, } } | { "SheetsTogether": boolean };

/**
 * A row that is not counted.
 */
export type RejectedLine = {
/**
 * Its number, as a spreadsheet shows it.
 */
row: number,
/**
 * What kind of reason.
 */
code: string,
/**
 * Why.
 */
what: string,
/**
 * What to do.
 */
remedy: string, };

/**
 * Which of several rows of a pupil counts.
 */
export type RepeatedRow = "First" | "Last";

/**
 * What rows of a kind hold.
 */
export type RowKind = "Results" | "Targets" | "NotRead";

/**
 * Some rows of the file as a table.
 */
export type RowsInView = {
/**
 * The headings of the columns shown: "Surname", or "C" where a column has none. Empty: no rows are shown.
 */
headings: Array<string>,
/**
 * The rows, with a cell for each heading.
 */
rows: Array<PreviewRow>, };

/**
 * A rule for the targets of a selection of pupils.
 */
export type RuleApplication = {
/**
 * The canonical heading of the result aimed at.
 */
result: string,
/**
 * Whose targets.
 */
pupils: Filter,
/**
 * The rule.
 */
by: TargetRule,
/**
 * A target that is as high already stays.
 */
raise_only: boolean,
/**
 * Only those of them with this in their name or UPN; empty: all.
 */
search: string, };

/**
 * A rule in words.
 */
export type RuleInWords = {
/**
 * What is counted.
 */
definition: string,
/**
 * Out of which pupils.
 */
denominator: string,
/**
 * What the guidance expects, rate by rate, as sentences.
 */
expectation: Array<string>,
/**
 * Conventions of ours that it rests on.
 */
conventions: Array<string>,
/**
 * All paragraphs it draws on.
 */
paragraphs: Array<Paragraph>, };

/**
 * What a rule would change.
 */
export type RulePreview = {
/**
 * "12 targets would change", or why none would.
 */
words: string,
/**
 * The pupils whose targets these are.
 */
pupils: Filter | null,
/**
 * Where such rules come from.
 */
paragraph: Paragraph,
/**
 * Each figure of the key stage that would move.
 */
figures: Array<PreviewFigure>, };

/**
 * A column that a table of schools or children is sorted by.
 */
export type SchoolsColumn = "Name" | "Pupils" | "Findings" | { "Measure": string };

/**
 * A table of a screen.
 */
export type ScreenTable = {
/**
 * Its title.
 */
title: string,
/**
 * Its columns.
 */
columns: Array<string>,
/**
 * Its rows, cell by cell as they are shown.
 */
rows: Array<Array<string>>, };

/**
 * Rows set aside for one reason.
 */
export type SetAside = {
/**
 * "Same UPN and school as an earlier row".
 */
reason: string,
/**
 * What the user can do about it.
 */
remedy: string,
/**
 * How many rows, all of them.
 */
rows: number,
/**
 * The first of them: "row 31 (same as row 12)".
 */
places: Array<string>, };

/**
 * How far the questions about the files are settled.
 */
export type SettlingView = {
/**
 * "Three things to settle", "Everything is settled"; empty: nothing was asked.
 */
title: string,
/**
 * "2 of 5 settled".
 */
words: string,
/**
 * Settled so far.
 */
done: number,
/**
 * Of so many.
 */
all: number,
/**
 * What leads on, and what is left then: "See the targets; 2 things are still to settle".
 */
onward: string, };

/**
 * Something that can be typed or chosen: `Command::Enter` with the same `what` and `label`.
 */
export type SheetField = {
/**
 * What it is.
 */
what: EntryId,
/**
 * Its name.
 */
label: string,
/**
 * The name is read out only: it is shown beside the field already.
 */
quiet: boolean,
/**
 * As typed.
 */
value: string,
/**
 * "%", "sessions", or empty.
 */
unit: string,
/**
 * What there is to choose from: (value, words).
 */
choices: Array<[string, string]>,
/**
 * The suggestion shown in it.
 */
suggested: string, };

/**
 * The pupils behind a number on a sheet, with a title.
 */
export type SheetList = { topic: SheetTopic, part: string, title: string, };

/**
 * A sheet.
 */
export type SheetPage = {
/**
 * What it is about.
 */
topic: SheetTopic,
/**
 * Its heading.
 */
title: string,
/**
 * What it is, in a sentence or two.
 */
lead: string,
/**
 * Remarks on the whole.
 */
chips: Array<Chip>,
/**
 * At the foot of each printed page, where it names pupils.
 */
notice: string,
/**
 * Its parts.
 */
parts: Array<SheetPart>,
/**
 * Other readings of the guidance that matter here.
 */
switches: Array<SwitchView>, };

/**
 * A part of a sheet.
 */
export type SheetPart = {
/**
 * Its heading.
 */
title: string,
/**
 * Where it comes from.
 */
paragraph: Paragraph,
/**
 * Sentences before everything else.
 */
words: Array<string>,
/**
 * Remarks.
 */
chips: Array<Chip>,
/**
 * What can be typed in here.
 */
fields: Array<SheetField>,
/**
 * A chart of figures, row by row.
 */
people: Array<PeopleRow>,
/**
 * A line chart.
 */
chart: FigureChart,
/**
 * Its table, under the heading of the part.
 */
table: TableView,
/**
 * Sentences after everything else.
 */
after: Array<string>, };

/**
 * A sheet wanted.
 */
export type SheetQuery = {
/**
 * The topic.
 */
topic: SheetTopic,
/**
 * The day, such as `2008-01-31`: the engine has no clock.
 */
today: string, };

/**
 * What a sheet is about.
 */
export type SheetTopic = "progress" | "early-years" | "attendance" | "timetable" | "partnership" | "questions" | "items";

/**
 * A figure in the strip above the table.
 */
export type StripFigure = {
/**
 * The measure's id.
 */
measure: string,
/**
 * "Both 4+".
 */
short_title: string,
/**
 * "70.7%".
 */
percent: string,
/**
 * Pupils above or below the expectation: "−4", "0", "+2"; empty: no expectation.
 */
against: string,
/**
 * Its tone.
 */
tone: Tone, };

/**
 * What is open, for the frame of the page.
 */
export type Summary = {
/**
 * The school's name and remark, or the file's name where the file names no school.
 */
title: string,
/**
 * The file's own name.
 */
file: string,
/**
 * The school's name alone, to be changed: as the user gave it, or as the file has it; empty: neither did.
 */
school_name: string,
/**
 * "Targets for 2009".
 */
edition: string,
/**
 * "Year 6": the year group of all pupils shown; empty: they are of several, or the file names none.
 */
year_group: string,
/**
 * "62 pupils".
 */
pupils: string,
/**
 * "2 rows not counted", or empty.
 */
set_aside: string,
/**
 * How many things on the Check view want the user's eye.
 */
to_check: number,
/**
 * The reader set rows aside, decided something or warns of something: a file that is opened shows that first.
 */
is_remarkable: boolean,
/**
 * "2 questions about the file are open"; empty: none is. Figures may change with the answers.
 */
questions_open: string,
/**
 * What Undo would take back, in words, newest change first; `None`: nothing.
 */
undo: string | null,
/**
 * What Redo would make again.
 */
redo: string | null,
/**
 * How many targets differ from the file.
 */
changed: number,
/**
 * What may be remembered of how this file's columns are read; `None`: nothing may.
 */
memory: MemoryView | null,
/**
 * How many pupils who count have an agreed exception.
 */
excepted: number,
/**
 * The editions to choose from.
 */
editions: Array<Choice>,
/**
 * The key stages to choose from; those of which the file holds nothing say so.
 */
stages: Array<Choice>,
/**
 * The year groups to choose from, the first of them all together; empty: the file names none, or one only.
 */
years: Array<Choice>,
/**
 * The schools to choose from, the first of them all together; empty: the file names none, or one only.
 */
schools: Array<Choice>,
/**
 * Other readings of the guidance that matter at this key stage.
 */
switches: Array<SwitchView>,
/**
 * Current performance: where it comes from.
 */
current: CurrentView,
/**
 * The sheets that have something to show for this file.
 */
topics: Array<SheetTopic>,
/**
 * The edition has targets of children in care, of pupils with special needs, and a return.
 */
has_care: boolean,
/**
 * As [`Summary::has_care`], of special needs.
 */
has_needs: boolean,
/**
 * As [`Summary::has_care`], of the return.
 */
has_return: boolean,
/**
 * What the file is about.
 */
about: FileSubject,
/**
 * The file says which children are in care.
 */
names_children_in_care: boolean,
/**
 * Whether views are made fit to share, and below which number no count is shown.
 */
sharing: Array<Choice>,
/**
 * What that means, in words; empty: everything is shown.
 */
sharing_rule: string,
/**
 * Nothing may be shared of the school or the year group chosen: it, or another, has few pupils.
 */
too_small_to_share: boolean,
/**
 * The conversion tables that can be built; empty while there are no results to build them from.
 */
conversions: Array<Choice>,
/**
 * The words that screens explain.
 */
glossary: Array<TermView>, };

/**
 * A switch.
 */
export type SwitchView = {
/**
 * What the command wants.
 */
id: string,
/**
 * "Not entered is left out".
 */
title: string,
/**
 * What it does.
 */
words: string,
/**
 * The paragraph that can be read so.
 */
paragraph: Paragraph,
/**
 * It is on.
 */
on: boolean, };

/**
 * A cell of a table.
 */
export type TableCell = {
/**
 * What it shows.
 */
value: CellValue,
/**
 * More, in small letters; empty: nothing.
 */
small: CellValue,
/**
 * How loudly.
 */
tone: Tone,
/**
 * What a symbol or a tone means, in words; empty: the value says it.
 */
hint: string,
/**
 * A share, drawn as a bar of this percentage; empty: no bar.
 */
bar: string,
/**
 * The pupils it counts or names.
 */
pupils: Filter | null,
/**
 * Where it comes from.
 */
paragraph: Paragraph | null,
/**
 * A picture in place of the value.
 */
dots: GroupDots | null,
/**
 * What can be typed or chosen in place of the value.
 */
input: CellInput | null,
/**
 * What can be typed in here besides.
 */
fields: Array<SheetField>, };

/**
 * Something to choose that is part of the query.
 */
export type TableChooser = {
/**
 * What is chosen.
 */
part: ChooserPart,
/**
 * Its label.
 */
label: string,
/**
 * What there is; the ids are values of that part.
 */
choices: Array<Choice>, };

/**
 * A column of a table.
 */
export type TableColumn = {
/**
 * The heading, short; empty: of a column of pictures.
 */
title: string,
/**
 * The heading in full, for a tooltip and the screen reader; may be empty.
 */
long: string,
/**
 * What sorts by it, in a table with pages; `None`: it cannot be sorted by.
 */
sort: SchoolsColumn | null, };

/**
 * A row.
 */
export type TableRow = {
/**
 * What heads it: whose row it is.
 */
head: TableCell,
/**
 * What its head does: shows a school.
 */
command: Command | null,
/**
 * One for each column; those beyond the columns are not shown.
 */
cells: Array<TableCell>,
/**
 * It is the row of all others.
 */
total: boolean, };

/**
 * Rows that belong together.
 */
export type TableSection = {
/**
 * Their heading; empty: none.
 */
title: string,
/**
 * A remark on them.
 */
words: string,
/**
 * Where they come from.
 */
paragraph: Paragraph | null,
/**
 * The rows.
 */
rows: Array<TableRow>, };

/**
 * A table; without rows only what is said of it is shown.
 */
export type TableView = {
/**
 * Its heading; may be empty where the table is part of something with a heading.
 */
title: string,
/**
 * What it shows, in a sentence or two; may be empty.
 */
words: string,
/**
 * Where it comes from.
 */
paragraph: Paragraph | null,
/**
 * The column of the cells that head the rows.
 */
head: TableColumn,
/**
 * The columns after it.
 */
columns: Array<TableColumn>,
/**
 * The rows.
 */
sections: Array<TableSection>,
/**
 * Below the table.
 */
notes: Array<string>,
/**
 * "1–50 of 150", where there are pages.
 */
range: string,
/**
 * How many pages there are; 0: no pages.
 */
pages: number,
/**
 * The rows of the pages before and after this one, for paper; empty where they are too many.
 */
on_paper: [Array<TableRow>, Array<TableRow>],
/**
 * It is folded up at first.
 */
folded: boolean,
/**
 * The same as a picture.
 */
chart: FigureChart, };

/**
 * What tables are about.
 */
export type TablesAbout = "groups" | "care" | "needs" | "schools" | "moderation" | "return";

/**
 * Some tables and what is said of them.
 */
export type TablesPage = {
/**
 * What they answer.
 */
query: TablesQuery,
/**
 * The heading of the view.
 */
title: string,
/**
 * What they show, in a sentence.
 */
lead: string,
/**
 * Remarks.
 */
remarks: Array<Chip>,
/**
 * What can be chosen: each changes a part of the query.
 */
choosers: Array<TableChooser>,
/**
 * The rule by which counts are hidden; empty: nothing is.
 */
rule: string,
/**
 * The tables.
 */
tables: Array<TableView>, };

/**
 * Which tables, and what they show; what is empty is as usual.
 */
export type TablesQuery = {
/**
 * Which.
 */
about: TablesAbout,
/**
 * The measure's id.
 */
measure: string,
/**
 * The basis.
 */
basis: string,
/**
 * The grouping's name.
 */
by: string,
/**
 * A combination of groups.
 */
groups: GroupSelection,
/**
 * The column sorted by; `None`: as usual.
 */
sort: SchoolsColumn | null,
/**
 * From the highest down.
 */
descending: boolean,
/**
 * The page, counted from 0.
 */
page: number, };

/**
 * One measure, its target and what it is held against.
 */
export type TargetCard = {
/**
 * The measure's id.
 */
measure: string,
/**
 * "Level 4 or above in English and in maths".
 */
title: string,
/**
 * Where the measure is defined.
 */
paragraph: Paragraph,
/**
 * "70.7%", or of a mean "346.2"; a dash without pupils in the figure or without targets.
 */
percent: string,
/**
 * "points" of a mean; empty: none.
 */
unit: string,
/**
 * "41 of 58 pupils": those who reach the mark, of those in the figure.
 */
of: CountOf,
/**
 * The judgement in words: "4 pupils short", "Met", "2 pupils above", "Nothing to compare: …".
 */
verdict: string,
/**
 * What was noticed while reading that it rests on, in one line, to be looked at under Check; empty: nothing.
 */
to_check: string,
/**
 * Its tone.
 */
tone: Tone,
/**
 * The full sentence: "Target 70.7%, 41 of 58 pupils. Expected 77.6%: 45 pupils."
 */
sentence: string,
/**
 * Current performance in words: "Current performance 68.5%, 37 of 54 pupils"; empty: not known.
 */
current: string,
/**
 * The bullet graph.
 */
graph: BulletGraph,
/**
 * The pupils by prior attainment, adding up to the verdict; `None`: nothing is compared.
 */
by_prior: PriorTable | null,
/**
 * What the guidance expects of some of the pupils besides.
 */
expectations: Array<FurtherExpectation>,
/**
 * What other schools reach, and what one step more would be.
 */
beside: Array<ComparisonView>,
/**
 * What the guidance says to compare with.
 */
facts: Array<FactView>,
/**
 * Remarks: findings, range while targets are missing, one pupil's worth, left out.
 */
chips: Array<Chip>,
/**
 * How it is worked out.
 */
rule: RuleInWords, };

/**
 * How a target is found.
 */
export type TargetRule = { "rule": "generated" } | { "rule": "progress" } | { "rule": "one-more" } | { "rule": "estimate",
/**
 * Such as `estimate:FFT D`.
 */
basis: string, } | { "rule": "value",
/**
 * As typed.
 */
value: string, };

/**
 * A word of the glossary.
 */
export type TermView = {
/**
 * What screens name it by: `floor`.
 */
id: string,
/**
 * The word as written.
 */
word: string,
/**
 * What it means.
 */
meaning: string,
/**
 * Where that comes from; empty: nowhere.
 */
paragraph: Paragraph, };

/**
 * How loudly something is said. The words say it too: never colour alone.
 */
export type Tone = "plain" | "good" | "warn" | "bad";

/**
 * The ways from current performance to the goals.
 */
export type TrajectoriesPage = {
/**
 * What these are, or what is missing for them.
 */
words: string,
/**
 * One for each measure that is a share, those that are statutory first; and goals for what no file holds.
 */
measures: Array<Trajectory>, };

/**
 * The ways of one measure.
 */
export type Trajectory = {
/**
 * The measure's id.
 */
measure: string,
/**
 * Its title.
 */
title: string,
/**
 * "Current performance 50.0%, results of 2007"; or that it is not known.
 */
start: string,
/**
 * The typed goal: the year, and the percentage as typed; empty: none.
 */
goal: [number, string],
/**
 * Years that a goal can be typed for.
 */
years: Array<number>,
/**
 * Results of each year, to be typed in.
 */
results: Array<SheetField>,
/**
 * The ways, and the results typed in.
 */
ways: Array<TrajectoryPath>,
/**
 * The chart, drawn in a box of 100 × 100.
 */
chart: FigureChart, };

/**
 * One way.
 */
export type TrajectoryPath = {
/**
 * "To the floor of 65% by 2010".
 */
title: string,
/**
 * Where it comes from.
 */
paragraph: Paragraph | null,
/**
 * `floor`, `expected`, `results`, `goal`: chooses the line's style.
 */
kind: string,
/**
 * One a year: "2007", "50.0%", "30 pupils".
 */
steps: Array<[string, string, string]>,
/**
 * What the target of the edition's year is against it: "The target for 2009, 63.0%, is above the way (60.0%)".
 */
against: string,
/**
 * Its tone.
 */
tone: Tone, };

/**
 * A list of pupils that something tried, or a pace, comes to.
 */
export type TriedList = { list: string, measure: string, which: string, };

/**
 * A spelling that was not understood; it counts as no result until the user says what it means.
 */
export type UnknownValue = {
/**
 * The canonical headings of the columns with it, all of one kind of value.
 */
fields: Array<string>,
/**
 * Those columns in words.
 */
title: string,
/**
 * The spelling.
 */
spelling: string,
/**
 * For each column "3 pupils in Key Stage 1 maths, first in row 14", and those pupils where they can be listed.
 */
counts: Array<[string, Filter | null]>,
/**
 * What the user has said it means; `None`: nothing yet.
 */
meaning: string | null,
/**
 * What it can mean, spelling and words: ("4b", "level 4b"); empty: it is no number or no date, and can only be mended
 * in the file.
 */
choices: Array<[string, string]>,
/**
 * What it probably means, spelling and words; never taken without the user.
 */
suggestion: [string, string] | null,
/**
 * It can hardly mean anything else: taken along with all others that are sure.
 */
is_sure: boolean, };

/**
 * What an unknown spelling in one column means.
 */
export type ValueMeaning = {
/**
 * The canonical heading of the column.
 */
field: string,
/**
 * The spelling in the file, trimmed.
 */
spelling: string,
/**
 * One of the choices offered; empty: no result; `None` leaves it unknown.
 */
meaning: string | null, };

/**
 * One view.
 */
export type View = "empty" | "withheld" | { "summary": Summary } | { "check": CheckPage } | { "ambition": AmbitionPage } | { "pupils": PupilsPage } | { "pupils-on-paper": PupilsOnPaper } | { "preview": RulePreview } | { "estimates": EstimatesPage } | { "what-if": WhatIfPage } | { "challenge": ChallengePage } | { "trajectories": TrajectoriesPage } | { "tables": TablesPage } | { "sheet": SheetPage } | { "counts": CountsPage } | { "method": MethodPage } | { "file": {
/**
 * Its name.
 */
name: string,
/**
 * Its bytes.
 */
bytes: Uint8Array, } } | { "text": {
/**
 * A file name for it.
 */
name: string,
/**
 * The text itself.
 */
text: string, } };

/**
 * Where pupils are on the way to their target by their latest interim result, or how fast they move by target.
 */
export type WaySide = "behind" | "on" | "ahead" | "fast" | "slow" | "none";

/**
 * What a higher target would take.
 */
export type WhatIfPage = {
/**
 * What it would take, in a sentence.
 */
words: string,
/**
 * What is found, in a few words each.
 */
chips: Array<Chip>,
/**
 * The measures that can be chosen.
 */
choices: Array<Choice>,
/**
 * Where a programme belongs: the results of the key stage.
 */
results: Array<Choice>,
/**
 * Pupils by position in the file, and names; those chosen are left out.
 */
pupils: Array<[number, Choice]>,
/**
 * The percentage tried.
 */
percent: number,
/**
 * The tables.
 */
grids: Array<GridTable>, };

/**
 * A target to try.
 */
export type WhatIfQuery = {
/**
 * The measure's id; empty: the first statutory one.
 */
measure: string,
/**
 * The percentage wanted, in whole percent; `None`: the guidance's, or the target itself.
 */
percent: number | null,
/**
 * Pupils left out to see the effect, by position in the file.
 */
without: Array<number>, };
