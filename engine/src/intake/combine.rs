//! Combines several files: joined by UPN or name if they have the same pupils (results in one, targets in the other), else
//! appended (several schools, or classes of one).
//!
//! Row and column numbers of a later file continue those of the file before it, so that every place stays unique. Every
//! pupil of every file occurs once.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::account::{Account, PupilSetAside, RejectReason, RejectedRow};
use super::cohort_reader::{CohortReader, ReadFile};
use super::decisions::{FileRelation, ReadingAnswer, ReadingChoice, ReadingDecision, ReadingQuestion};
use super::diagnostic::{CannotRead, Diagnostic, Severity};
use super::doubtful_pupils;
use super::made_columns;
use super::table::is_no_upn;
use crate::cohort::{Cohort, RowNumbers};
use crate::guidance::fields::{FieldKind, KnownField};
use crate::guidance::{FieldId, Guidance};
use crate::text::cell::name_key;
use crate::text::csv::CsvText;
use crate::text::phrases::list;

/// Text of a column that is not read: without it, the row of a pupil with no data would be blank.
const FILLER: &str = "-";

/// A pupil's cells as written, by field.
struct PupilCells {
    row: u32,
    upn: String,
    /// As files are compared ([`name_key`]).
    name: String,
    /// The school's own number; empty: none.
    number: String,
    cells: BTreeMap<FieldId, String>,
}

/// Combines files in the order given.
///
/// Files of the same pupils are joined: by UPN, else by name. Whether files of other pupils are schools or parts of one is
/// asked, unless they name their schools.
///
/// # Errors
/// When there is no file, or the combined table cannot be read.
pub fn combine_files(files: Vec<(String, ReadFile)>, guidance: &Arc<Guidance>) -> Result<ReadFile, CannotRead> {
    combine(files, CombinedParts::Files, guidance)
}

/// Combines sheets of one workbook in the same way; their names are not schools.
///
/// # Errors
/// When there is no sheet, or the combined table cannot be read.
pub fn combine_sheets(sheets: Vec<(String, ReadFile)>, guidance: &Arc<Guidance>) -> Result<ReadFile, CannotRead> {
    combine(sheets, CombinedParts::Sheets, guidance)
}

/// What is combined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CombinedParts {
    Files,
    Sheets,
}

fn combine(
    files: Vec<(String, ReadFile)>,
    parts: CombinedParts,
    guidance: &Arc<Guidance>,
) -> Result<ReadFile, CannotRead> {
    let files = with_names_of_their_own(files);
    let family = files.iter().find_map(|(_, opened)| opened.account.family.clone());
    let names = files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    let named = files.iter().any(|(_, opened)| opened.cohort.schools(guidance).is_some());
    let mut files = files.into_iter();
    let Some((name, first)) = files.next() else {
        return Err(CannotRead::new("No file was chosen.", "Choose one."));
    };
    if files.len() == 0 {
        return Ok(first);
    }
    let mut lines = lines(&first, 0, guidance);
    let mut account = first.account;
    account.family = family;
    account.read_as.family = None;
    let by_default = guidance;
    let guidance = &account.guidance_read_by(by_default);
    let said = account.read_as.answers.iter().find_map(|answer| match answer {
        ReadingAnswer::Files(relation) => Some(*relation),
        _ => None,
    });
    let by_name = !account.read_as.answers.contains(&ReadingAnswer::JoinByName(false));
    let mut appended = Vec::new();
    let mut schools = vec![(name.clone(), lines.len())];
    for (index, (name, opened)) in files.enumerate() {
        let rows = account.last_row;
        let more = self::lines(&opened, rows, by_default);
        let before = names.get(..=index).unwrap_or_default();
        account.note(note_row_offset(&name, before, rows));
        let key = JoinKey::find(&lines, &more, by_name, guidance);
        match key {
            Some(key) => {
                if key != JoinKey::Upn && !account.read_as.answers.contains(&ReadingAnswer::JoinByName(true)) {
                    account.decisions.push(joined_without_upns(key, before, &name));
                }
                merge_pupils(&mut lines, more, key, (before, &name), &mut account, guidance);
                // Whoever is in this file only belongs to the file before it.
                schools.iter_mut().next_back().into_iter().for_each(|(_, end)| *end = lines.len());
            }
            None => {
                appended.push(name.clone());
                lines.extend(more);
                schools.push((name, lines.len()));
            }
        }
        append_account(&mut account, opened.account, rows, key.is_none());
    }
    if let (false, false, CombinedParts::Files) = (named, appended.is_empty(), parts) {
        let proposed = proposed_relation(&lines, &schools, guidance);
        if said.is_none() {
            account.questions.push(question_about_files(&names, &appended, proposed));
        }
        if said.unwrap_or(proposed) == FileRelation::Schools {
            name_schools(&mut lines, guidance.fields.school, &schools);
        }
    }
    set_aside(&mut lines, &mut account);
    read_combined(&lines, account, guidance)
}

/// Numbers files of the same name, which lie in different folders: they are not one school for it.
fn with_names_of_their_own(files: Vec<(String, ReadFile)>) -> Vec<(String, ReadFile)> {
    let mut seen = HashMap::<String, u32>::new();
    let number = |(name, file): (String, ReadFile)| {
        let times = seen.entry(name.clone()).and_modify(|times| *times += 1).or_insert(1);
        let name = match name.rsplit_once('.') {
            _ if *times == 1 => name,
            Some((stem, ending)) => format!("{stem} ({times}).{ending}"),
            None => format!("{name} ({times})"),
        };
        (name, file)
    };
    files.into_iter().map(number).collect()
}

/// Takes out the pupils whom a flag in another file takes out of the results.
fn set_aside(lines: &mut Vec<PupilCells>, account: &mut Account) {
    let (with_upn, without) = account.set_aside.iter().partition::<Vec<_>, _>(|gone| !gone.upn.is_empty());
    let by_name = |gone: &&&PupilSetAside| !gone.name.is_empty();
    let upns = with_upn.iter().map(|gone| (gone.upn.as_str(), gone.reason)).collect::<HashMap<_, _>>();
    // By name only where one of the two has no UPN.
    let all = with_upn.iter().chain(&without).filter(by_name);
    let all = all.map(|gone| (gone.name.as_str(), gone.reason)).collect::<HashMap<_, _>>();
    let without = without.iter().filter(by_name).map(|gone| (gone.name.as_str(), gone.reason));
    let without = without.collect::<HashMap<_, _>>();
    let mut rejected = Vec::new();
    lines.retain(|line| {
        let by_name = if line.upn.is_empty() { &all } else { &without };
        let reason = upns.get(line.upn.as_str()).or_else(|| by_name.get(line.name.as_str()));
        rejected.extend(reason.map(|reason| RejectedRow { row: line.row, reason: *reason }));
        reason.is_none()
    });
    account.rejected.extend(rejected);
}

/// By what the pupils of two files are found to be the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum JoinKey {
    Upn,
    /// The number that the school gives to its pupils.
    Number,
    Name,
}

impl JoinKey {
    /// The key that at least half of the pupils of the smaller file share, a name only if they may be found `by_name`;
    /// `None`: the files have other pupils.
    fn find(lines: &[PupilCells], more: &[PupilCells], by_name: bool, guidance: &Guidance) -> Option<Self> {
        let shares = |key: &Self| {
            let known = lines.iter().filter_map(|line| Some((key.of_pupil(line, guidance)?, line)));
            let known = known.collect::<HashMap<_, _>>();
            let is_other =
                |line: &PupilCells, there: &PupilCells| *key != Self::Upn && key.is_of_others(line, there, guidance);
            let is_shared = |line: &&PupilCells| {
                let there = key.of_pupil(line, guidance).and_then(|key| known.get(&key));
                there.is_some_and(|there| !is_other(line, there))
            };
            let shared = more.iter().filter(is_shared).count();
            shared > 0 && 2 * shared >= more.len().min(lines.len())
        };
        [Self::Upn, Self::Number, Self::Name].into_iter().filter(|key| by_name || *key == Self::Upn).find(shares)
    }

    /// By what a pupil is looked for, in order: a name that several have is told apart by date of birth and class.
    fn ways(self, line: &PupilCells, guidance: &Guidance) -> Vec<String> {
        let Some(key) = self.of_pupil(line, guidance) else { return Vec::new() };
        if self != Self::Name {
            return vec![key];
        }
        let birth = guidance.fields.by_heading(&guidance.exports.birth.field);
        let groups = guidance.fields.groupings.iter().flat_map(|grouping| &grouping.fields);
        let is_label =
            |field: &FieldId| guidance.fields.get(*field).is_some_and(|field| field.kind == FieldKind::Label);
        let class = groups.filter_map(|heading| guidance.fields.by_heading(heading)).find(is_label);
        let with = |field: Option<FieldId>| {
            let text = line.cells.get(&field?)?;
            Some(format!("{key}\n{text}"))
        };
        with(birth).into_iter().chain(with(class)).chain([key.clone()]).collect()
    }

    /// True if two rows with one key are of two pupils: namesakes, or of two schools that count their pupils alike.
    fn is_of_others(self, one: &PupilCells, other: &PupilCells, guidance: &Guidance) -> bool {
        born_on_other_days(one, other, guidance) || self == Self::Number && have_other_names(one, other)
    }

    fn of_pupil(self, line: &PupilCells, guidance: &Guidance) -> Option<String> {
        match self {
            Self::Upn => Some(line.upn.clone()).filter(|upn| !upn.is_empty() && !is_no_upn(upn, guidance)),
            Self::Number => Some(line.number.clone()).filter(|number| !number.is_empty()),
            Self::Name => Some(line.name.clone()).filter(|name| !name.is_empty()),
        }
    }
}

/// Schools, unless the names of the files are those of classes in them, or one file holds results and another targets.
fn proposed_relation(lines: &[PupilCells], schools: &[(String, usize)], guidance: &Guidance) -> FileRelation {
    let labels = guidance.fields.iter().filter(|(_, field)| field.kind == FieldKind::Label).map(|(id, _)| id);
    let labels = labels.collect::<Vec<_>>();
    let mut from = 0;
    let mut bases = Vec::new();
    let mut are_classes = true;
    for (name, end) in schools {
        let rows = lines.get(from..*end).unwrap_or_default();
        let stem = stem(name);
        let names_label =
            |line: &PupilCells| labels.iter().any(|id| line.cells.get(id).is_some_and(|text| text == stem));
        are_classes &= rows.iter().any(names_label);
        let filled = rows.iter().flat_map(|line| line.cells.keys()).filter_map(|id| guidance.fields.get(*id));
        let basis = |field: &KnownField| field.derived_from.as_ref().map(|(_, basis)| basis.clone());
        bases.push(
            filled.filter(|field| matches!(field.kind, FieldKind::Coded(_))).filter_map(basis).collect::<HashSet<_>>(),
        );
        from = *end;
    }
    let same_bases = bases.windows(2).all(|pair| pair.first() == pair.last());
    if are_classes || !same_bases { FileRelation::OneSchool } else { FileRelation::Schools }
}

fn question_about_files(names: &[String], appended: &[String], proposed: FileRelation) -> ReadingQuestion {
    let mut choices = vec![
        ReadingChoice::new("Each file is a school", ReadingAnswer::Files(FileRelation::Schools)),
        ReadingChoice::new("They are parts of one school", ReadingAnswer::Files(FileRelation::OneSchool)),
    ];
    let until = match proposed {
        FileRelation::Schools => "each file is counted as a school",
        _ => {
            choices.reverse();
            "they are counted as one school"
        }
    };
    let before = names.iter().filter(|name| !appended.contains(name)).cloned().collect::<Vec<_>>();
    ReadingQuestion {
        code: "files-of-other-pupils",
        what: format!(
            "No pupil of {} is in {}, neither by UPN nor by name. How do the files belong together? \
             Until you answer, {until}.",
            list(appended),
            list(&before)
        ),
        rows: Vec::new(),
        choices,
    }
}

/// True if both have a UPN or a name, and it is not the same.
fn have_other_names(one: &PupilCells, other: &PupilCells) -> bool {
    let differ = |one: &str, other: &str| !one.is_empty() && !other.is_empty() && one != other;
    differ(&one.upn, &other.upn) || differ(&one.name, &other.name)
}

fn joined_without_upns(key: JoinKey, before: &[String], name: &str) -> ReadingDecision {
    let instead = ReadingChoice::new("They are other pupils", ReadingAnswer::JoinByName(false));
    let by = if key == JoinKey::Number { "admission numbers" } else { "names" };
    ReadingDecision {
        code: if key == JoinKey::Number { "joined-by-number" } else { "joined-by-name" },
        what: format!("The pupils of {name} were found in {} by their {by}: the files share no UPNs.", list(before)),
        rows: Vec::new(),
        instead: Some(instead),
    }
}

/// The pupils of a file as written; `rows` is added to their row numbers. What is made of other columns is left out: it is
/// made again.
fn lines(file: &ReadFile, rows: u32, guidance: &Arc<Guidance>) -> Vec<PupilCells> {
    let (cohort, guidance) = (&file.cohort, &file.account.guidance_read_by(guidance));
    let of_file =
        |(id, field): &(FieldId, &KnownField)| field.best_of.is_empty() || file.account.headings.column(*id).is_some();
    let line = |pupil: usize| {
        let cells = guidance.fields.iter().filter(of_file).map(|(id, field)| {
            let text = cohort.text(id, pupil, guidance);
            (home_of_outcome(field, &text, guidance).unwrap_or(id), text)
        });
        let cells = cells.filter(|(_, text)| !text.is_empty()).collect();
        let name = name_key(&cohort.people().name(pupil));
        let number = file.account.local_numbers.get(&cohort.row(pupil)).cloned().unwrap_or_default();
        PupilCells { row: cohort.row(pupil) + rows, number, upn: cohort.people().upn(pupil).into_owned(), name, cells }
    };
    (0..cohort.len()).map(line).collect()
}

/// Merges a file by a key: fills empty cells, and reports pupils who are in one of the files only. A key that several
/// pupils of a file have is nobody's.
fn merge_pupils(
    lines: &mut Vec<PupilCells>,
    more: Vec<PupilCells>,
    key: JoinKey,
    (before, name): (&[String], &str),
    account: &mut Account,
    guidance: &Guidance,
) {
    let places = places_by_key(lines, key, guidance);
    let unique = places_by_key(&more, key, guidance);
    let mut met = vec![false; lines.len()];
    let mut only_here = Vec::new();
    for line in more {
        let ways = key.ways(&line, guidance).into_iter().filter(|way| unique.contains_key(way));
        let place = ways.filter_map(|way| places.get(&way)).next();
        let there = place.and_then(|index| Some((lines.get_mut(*index)?, met.get_mut(*index)?)));
        let is_other = |there: &PupilCells| key.is_of_others(there, &line, guidance);
        match there.filter(|(there, _)| !is_other(there)) {
            Some((there, met)) => {
                *met = true;
                account.joined += 1;
                fill_gaps(there, line, account, guidance);
            }
            None => only_here.push(line),
        }
    }
    let missed = lines.iter().zip(met).filter(|(_, met)| !met).map(|(line, _)| line);
    missed.for_each(|line| account.note(note_only_in(line.row, &list(before), name)));
    only_here.iter().for_each(|line| account.note(note_only_in(line.row, name, &list(before))));
    lines.extend(only_here);
}

/// The place of each pupil by what no other pupil of the file has.
fn places_by_key(lines: &[PupilCells], key: JoinKey, guidance: &Guidance) -> HashMap<String, usize> {
    let mut places = HashMap::new();
    let mut shared = HashSet::new();
    for (index, line) in lines.iter().enumerate() {
        for way in key.ways(line, guidance) {
            if places.insert(way.clone(), index).is_some() {
                shared.insert(way);
            }
        }
    }
    places.retain(|key, _| !shared.contains(key));
    places
}

fn born_on_other_days(one: &PupilCells, other: &PupilCells, guidance: &Guidance) -> bool {
    let birth = |line: &PupilCells| {
        let field = guidance.fields.by_heading(&guidance.exports.birth.field)?;
        line.cells.get(&field).cloned()
    };
    birth(one).zip(birth(other)).is_some_and(|(one, other)| one != other)
}

/// Fills what is empty, and tells what differs. A name that is the same as a whole stays as it is divided.
fn fill_gaps(there: &mut PupilCells, line: PupilCells, account: &mut Account, guidance: &Guidance) {
    let is_one_name = !there.name.is_empty() && there.name == line.name;
    let is_name = |field: &FieldId| {
        guidance.fields.get(*field).is_some_and(|field| matches!(field.kind, FieldKind::Surname | FieldKind::Forename))
    };
    if there.name.is_empty() {
        there.name = line.name;
    }
    if there.upn.is_empty() {
        there.upn = line.upn;
    }
    for (field, text) in line.cells.into_iter().filter(|(field, _)| !(is_one_name && is_name(field))) {
        let known = there.cells.entry(field).or_insert_with(|| text.clone());
        if *known != text {
            let what = format!("{text} here, but {known} for the same pupil in row {}.", there.row);
            let remedy = "The first of the two is counted. Correct the one that is wrong.";
            account.note(noted("files-differ", Severity::Warning, line.row, what, remedy));
        }
    }
}

/// Uses the file names as schools, if no file names its school.
fn name_schools(lines: &mut [PupilCells], school: FieldId, schools: &[(String, usize)]) {
    for (index, line) in lines.iter_mut().enumerate() {
        let file = schools.iter().find(|(_, end)| index < *end).map_or("", |(name, _)| name.as_str());
        line.cells.insert(school, stem(file).to_owned());
    }
}

/// The name of a file without its ending.
fn stem(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// Appends another file's account, with its row and column numbers shifted.
fn append_account(account: &mut Account, other: Account, rows: u32, of_other_pupils: bool) {
    let columns = account.headings.texts.len();
    account.rows += other.rows;
    account.last_row = rows + other.last_row;
    account.rejected.extend(other.rejected.iter().map(|rejected| {
        let reason = match rejected.reason {
            RejectReason::Repeated { of } => RejectReason::Repeated { of: of + rows },
            RejectReason::PutTogether { of } => RejectReason::PutTogether { of: of + rows },
            RejectReason::OtherRowCounts { of } => RejectReason::OtherRowCounts { of: of + rows },
            RejectReason::BeyondHeadings { column } => RejectReason::BeyondHeadings { column: column + columns },
            RejectReason::UnclosedQuote { column } => RejectReason::UnclosedQuote { column: column + columns },
            reason => reason,
        };
        RejectedRow { row: rejected.row + rows, reason }
    }));
    for note in other.diagnostics {
        // Row 0 is the file as a whole.
        let row = if note.row == 0 { 0 } else { note.row + rows };
        let column = note.column.map(|column| column + columns);
        account.note(Diagnostic { row, column, ..note });
    }
    account.set_aside.extend(other.set_aside);
    account.asked_together.extend(other.asked_together);
    account.decisions.extend(other.decisions.into_iter().map(|decision| decision.shifted(rows)));
    account.questions.extend(other.questions.into_iter().map(|question| question.shifted(rows)));
    account.headings.extend(other.headings, of_other_pupils);
}

fn note_row_offset(name: &str, before: &[String], rows: u32) -> Diagnostic {
    let what = format!("{name} was read together with {}: its row 1 is shown as row {}.", list(before), rows + 1);
    noted("files-together", Severity::Remark, 0, what, "No action needed. Columns are numbered on in the same way.")
}

fn note_only_in(row: u32, here: &str, not_there: &str) -> Diagnostic {
    let what = format!("This pupil is in {here} only, not in {not_there}.");
    let remedy = "The pupil is counted with the results there are. Check that the UPN is the same in both files.";
    noted("only-in-one-file", Severity::Warning, row, what, remedy)
}

fn noted(code: &'static str, severity: Severity, row: u32, what: String, remedy: &str) -> Diagnostic {
    Diagnostic { code, severity, row, column: None, what, remedy: remedy.into() }
}

/// Reads the combined pupils as one table; each keeps the row number of its first occurrence.
fn read_combined(lines: &[PupilCells], mut account: Account, guidance: &Arc<Guidance>) -> Result<ReadFile, CannotRead> {
    let used = |id: &FieldId| lines.iter().any(|line| line.cells.contains_key(id));
    let known = |id: &FieldId| account.headings.fields.contains(&Some(*id));
    let fields = guidance.fields.iter().filter(|(id, _)| used(id) || known(id)).collect::<Vec<_>>();
    let headings = fields.iter().map(|(_, field)| field.heading.as_str()).chain([FILLER]);
    let mut csv = CsvText::new(&headings.collect::<Vec<_>>());
    for line in lines {
        let cell = |(id, _): &(FieldId, _)| line.cells.get(id).map_or("", String::as_str);
        csv.row(&fields.iter().map(cell).chain([FILLER]).collect::<Vec<_>>());
    }
    let ReadFile { mut cohort, account: again } =
        CohortReader::read_plain_table(guidance.clone(), csv.finish().as_bytes())?;
    // Maps rows of the combined text to rows of the files; its row 1 is the headings.
    let row = |row: u32| lines.get((row as usize).saturating_sub(2)).map_or(0, |line| line.row);
    account.rejected.extend(again.rejected.iter().map(|rejected| {
        let reason = match rejected.reason {
            RejectReason::Repeated { of } => RejectReason::Repeated { of: row(of) },
            RejectReason::PutTogether { of } => RejectReason::PutTogether { of: row(of) },
            reason => reason,
        };
        RejectedRow { row: row(rejected.row), reason }
    }));
    account.rejected.sort_unstable_by_key(|rejected| rejected.row);
    account.diagnostics.sort_by_key(|note| note.row);
    cohort.rows = RowNumbers::from_rows((0..cohort.len()).map(|pupil| row(cohort.row(pupil))));
    cohort.coded.values_mut().flat_map(|column| &mut column.unknown).for_each(|unknown| {
        unknown.first_row = row(unknown.first_row);
    });
    doubtful_pupils::ask(&cohort, &mut account, guidance);
    made_columns::note_lone_outcomes(&cohort, &mut account, guidance);
    Ok(ReadFile { cohort, account })
}

/// The column beside that of a result, for an outcome that is read only there.
fn home_of_outcome(field: &KnownField, text: &str, guidance: &Guidance) -> Option<FieldId> {
    let (Some(beside), FieldKind::Coded(list)) = (&field.outcome_in, field.kind) else { return None };
    let is_only_there = guidance.codes.list(list).is_some_and(|list| list.is_only_beside(text));
    guidance.fields.by_heading(&beside.heading).filter(|_| is_only_there)
}

impl Cohort {
    /// The text of a pupil's cell; empty if it is blank or the file has no such column.
    pub(crate) fn text(&self, id: FieldId, pupil: usize, guidance: &Guidance) -> String {
        match guidance.fields.get(id).map(|field| field.kind) {
            Some(FieldKind::Upn) => self.people.upn(pupil).into_owned(),
            Some(FieldKind::Surname) => self.people.surname(pupil).into_owned(),
            Some(FieldKind::Forename) => self.people.forename(pupil).into_owned(),
            Some(FieldKind::Text | FieldKind::Label) => {
                self.label_column(id).map_or("", |labels| labels.label(pupil)).to_owned()
            }
            Some(FieldKind::Number(_)) => self.number_column(id).map(|numbers| numbers.text(pupil)).unwrap_or_default(),
            Some(FieldKind::Coded(list)) => self.coded_text(id, pupil, list, guidance).unwrap_or_default(),
            None => String::new(),
        }
    }

    fn coded_text(&self, id: FieldId, pupil: usize, list: usize, guidance: &Guidance) -> Option<String> {
        let column = self.coded_column(id)?;
        let code = *column.codes().get(pupil)?;
        let known = guidance.codes.list(list).and_then(|list| list.entry(code)).map(|entry| entry.code.clone());
        known.or_else(|| column.spelling(code).map(str::to_owned))
    }
}
