//! What was noticed while reading that shown figures rest on: it stands beside those figures, too.

use crate::cohort::{Cohort, UnknownSpelling};
use crate::guidance::measure::MeasurePopulation;
use crate::guidance::{FieldId, KnownField, Measure};
use crate::intake::account::Account;
use crate::intake::column_questions::FieldQuestion;
use crate::intake::diagnostic::{Diagnostic, Severity};
use crate::intake::made_columns::LONE_OUTCOME;
use crate::measures::Basis;
use crate::screens::scene::Scene;
use crate::screens::{Chip, Tone};
use crate::text::phrases::{count, list};

/// Codes of what is about every figure, whichever row it is said of.
const OF_THE_FILE: [&str; 5] =
    ["files-together", "file-of-other-edition", "ctf-not-read", "sheet-not-read", "formula-without-value"];
/// The code of a row that ends early, which is about every figure where most rows do.
const SHORT_ROW: &str = "short-row";

/// True if every figure may rest on a remark, so that it has to be looked at.
pub(crate) fn touches_all(note: &Diagnostic, account: &Account) -> bool {
    match note.code {
        // Files that were joined pupil by pupil are as the user means them.
        "files-together" => account.joined == 0,
        SHORT_ROW => {
            let listed = account.diagnostics.iter().filter(|other| other.code == SHORT_ROW).count();
            2 * (listed + account.not_listed_of(SHORT_ROW)) > account.rows as usize
        }
        code => OF_THE_FILE.contains(&code),
    }
}

/// How serious a remark is for the figures.
pub(crate) fn severity(note: &Diagnostic, account: &Account) -> Severity {
    if touches_all(note, account) { Severity::Warning } else { note.severity }
}

/// What is to be known about the figures of a measure, each as a sentence.
pub(crate) fn of_measure(scene: &Scene, measure: &Measure) -> Vec<String> {
    of_fields(scene, &fields_of(scene, measure))
}

/// The fields that the figures of a measure rest on.
fn fields_of(scene: &Scene, measure: &Measure) -> Vec<FieldId> {
    let headings = measure.outcome.iter().flat_map(|heading| [(heading, Basis::Target), (heading, Basis::Actual)]);
    let priors = measure.priors().flat_map(|prior| &prior.results).map(|heading| (heading, Basis::Actual));
    let about = measure.about.iter().flat_map(MeasurePopulation::fields).map(|heading| (heading, Basis::Actual));
    let fields = headings.chain(priors).chain(about);
    let fields = fields.filter_map(|(heading, basis)| scene.guidance.fields.on_basis(heading, basis.name()));
    let mut fields = fields.collect::<Vec<_>>();
    fields.sort_unstable();
    fields.dedup();
    fields
}

/// The same in one line: "1 column not confirmed, 2 spellings not understood (5 pupils)."; empty: nothing.
pub(crate) fn in_a_line(scene: &Scene, measure: &Measure) -> String {
    let fields = fields_of(scene, measure);
    let unknown = fields.iter().map(|id| unknown_in(&scene.document.file, *id)).collect::<Vec<_>>();
    let spellings = unknown.iter().map(|unknown| unknown.len() as u64).sum::<u64>();
    let cells = unknown.iter().flatten().map(|unknown| u64::from(unknown.cells)).sum::<u64>();
    let columns = questions_about(scene, &fields).count() as u64;
    let errors = error_cells(scene, &fields);
    let lone = lone_outcomes(scene, &fields).len() as u64;
    let parts = [
        (columns, format!("{} not confirmed", count(columns, "column"))),
        (spellings, format!("{} not understood ({})", count(spellings, "spelling"), count(cells, "cell"))),
        (errors, format!("{} with spreadsheet errors", count(errors, "cell"))),
        (lone, format!("{} of outcomes without the scores", count(lone, "column"))),
    ];
    let parts = parts.into_iter().filter(|(number, _)| *number > 0).map(|(_, words)| words);
    let parts = parts.chain(of_the_file(&scene.document.account)).collect::<Vec<_>>().join(", ");
    if parts.is_empty() || parts.ends_with('.') { parts } else { format!("{parts}.") }
}

/// The same about several measures, as remarks.
pub(crate) fn chips<'a>(scene: &Scene, measures: impl IntoIterator<Item = &'a Measure>) -> Vec<Chip> {
    let mut words: Vec<String> = Vec::new();
    for said in measures.into_iter().flat_map(|measure| of_measure(scene, measure)) {
        if !words.contains(&said) {
            words.push(said);
        }
    }
    let chip = |words: String| Chip {
        tone: Tone::Warn,
        words: format!("{} See Check.", words),
        count: String::new(),
        pupils: None,
        paragraph: None,
    };
    words.into_iter().map(chip).collect()
}

/// What is to be known about figures that rest on some fields.
fn of_fields(scene: &Scene, fields: &[FieldId]) -> Vec<String> {
    let asked = asked(scene, fields).into_iter().chain(not_understood(scene, fields));
    let asked = asked.chain(lone_outcomes(scene, fields));
    asked.chain(cells_with_errors(scene, fields)).chain(of_the_file(&scene.document.account)).collect()
}

/// A column that may be one of these fields waits for an answer.
fn asked(scene: &Scene, fields: &[FieldId]) -> Option<String> {
    let texts = &scene.document.account.headings.texts;
    let asked = questions_about(scene, fields).filter_map(|question| texts.get(question.column));
    let asked = asked.map(|text| format!("\u{201c}{text}\u{201d}")).collect::<Vec<_>>();
    match asked.as_slice() {
        [] => None,
        [one] => Some(format!("The column {one} may be needed here and is not read yet.")),
        several => Some(format!("The columns {} may be needed here and are not read yet.", list(several))),
    }
}

/// The questions about columns that may be one of these fields.
fn questions_about<'a>(scene: &'a Scene, fields: &'a [FieldId]) -> impl Iterator<Item = &'a FieldQuestion> {
    let questions = scene.document.questions.iter();
    questions.filter(|question| question.fields.iter().any(|field| fields.contains(field)))
}

/// "2 spellings in Key Stage 2 English target are not understood: 5 pupils count as without it."
fn not_understood(scene: &Scene, fields: &[FieldId]) -> Vec<String> {
    let words = |id: &FieldId| {
        let field = scene.guidance.fields.get(*id)?;
        let unknown = unknown_in(&scene.document.file, *id);
        let pupils = unknown.iter().map(|unknown| u64::from(unknown.cells)).sum::<u64>();
        (pupils > 0).then(|| not_understood_words(field, unknown.len() as u64, pupils))
    };
    fields.iter().filter_map(words).collect()
}

fn not_understood_words(field: &KnownField, spellings: u64, pupils: u64) -> String {
    let (are, count_as) = (if spellings == 1 { "is" } else { "are" }, if pupils == 1 { "counts" } else { "count" });
    let (spellings, pupils) = (count(spellings, "spelling"), count(pupils, "pupil"));
    format!("{spellings} in {} {are} not understood: {pupils} {count_as} as without it.", field.title)
}

/// The spellings of a field that are without a meaning.
fn unknown_in(cohort: &Cohort, field: FieldId) -> Vec<&UnknownSpelling> {
    let coded = cohort.coded_column(field).map(|column| column.unknown()).unwrap_or_default();
    let numbers = cohort.number_column(field).map(|column| column.unknown()).unwrap_or_default();
    coded.iter().chain(numbers).filter(|unknown| unknown.meaning.is_none() && unknown.cells > 0).collect()
}

/// How many spellings of a file are without a meaning.
pub(crate) fn unknown_spellings(cohort: &Cohort) -> usize {
    let (coded, numbers) = (cohort.coded_columns(), cohort.number_columns());
    let columns = coded.map(|(field, _)| field).chain(numbers.map(|(field, _)| field));
    columns.map(|field| unknown_in(cohort, field).len()).sum()
}

/// How many spellings a user can give a meaning, each counted once where several columns of one kind have it.
pub(crate) fn spellings_to_settle(cohort: &Cohort, account: &Account) -> usize {
    let columns = cohort.coded_columns().map(|(_, column)| column);
    let open = columns.flat_map(|column| {
        let unknown = column.unknown().iter().filter(|unknown| unknown.meaning.is_none() && unknown.cells > 0);
        // One of the questions about the file asks about them.
        let unknown = unknown.filter(|unknown| !account.asked_together.contains(&unknown.spelling));
        unknown.map(|unknown| (column.code_list, unknown.spelling.as_str()))
    });
    open.collect::<std::collections::BTreeSet<_>>().len()
}

/// A column waits for an answer that may hold targets of a measure.
pub(crate) fn asks_for_targets(scene: &Scene, measure: &Measure) -> bool {
    let fields = measure.outcome.iter().filter_map(|heading| scene.guidance.fields.on_basis(heading, "target"));
    asked(scene, &fields.collect::<Vec<_>>()).is_some()
}

/// The file says how these results came out, and does not have them.
fn lone_outcomes(scene: &Scene, fields: &[FieldId]) -> Vec<String> {
    let (account, known) = (&scene.document.account, &scene.guidance.fields);
    let beside = |id: &FieldId| {
        let beside = known.get(*id)?.outcome_in.as_ref()?;
        account.headings.column(known.by_heading(&beside.heading)?)
    };
    let columns = fields.iter().filter_map(beside).collect::<Vec<_>>();
    let notes = account.diagnostics.iter().filter(|note| note.code == LONE_OUTCOME);
    let notes = notes.filter(|note| note.column.is_some_and(|column| columns.contains(&column)));
    notes.map(|note| note.what.clone()).collect()
}

/// Cells that the workbook itself marks as errors.
fn cells_with_errors(scene: &Scene, fields: &[FieldId]) -> Option<String> {
    let cells = error_cells(scene, fields);
    (cells > 0).then(|| format!("{} of its columns have a spreadsheet error.", count(cells, "cell")))
}

fn error_cells(scene: &Scene, fields: &[FieldId]) -> u64 {
    let account = &scene.document.account;
    let columns = fields.iter().filter_map(|field| account.headings.column(*field)).collect::<Vec<_>>();
    let concerned =
        |note: &&Diagnostic| note.code == "error-cell" && note.column.is_some_and(|column| columns.contains(&column));
    account.diagnostics.iter().filter(concerned).count() as u64
}

/// What is about every figure, each kind once.
fn of_the_file(account: &Account) -> Vec<String> {
    let mut codes = Vec::new();
    let mut words = Vec::new();
    for note in account.diagnostics.iter().filter(|note| touches_all(note, account)) {
        if !codes.contains(&note.code) {
            codes.push(note.code);
            words.push(match note.code {
                SHORT_ROW => "Most rows end before the last column: the missing cells count as empty.".into(),
                _ => note.what.clone(),
            });
        }
    }
    words
}
