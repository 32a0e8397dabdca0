//! How the file was read.

use super::columns;
use super::decisions;
use super::layout;
use super::open_file::OpenFile;
use super::problems;
use super::values;
use crate::intake::account::SourceWorkbook;
use crate::intake::headings::separator_name;
use crate::report::reading;
use crate::screens::scene::Scene;
use crate::screens::{CheckPage, LastResults, SetAside, SettlingView};
use crate::session::FileRole;
use crate::session::current_file::CurrentFile;
use crate::session::detect_stage::contents;
use crate::text::phrases::{capitalise, count, list, number_in_words, thousands};

/// Rows named for one reason.
const PLACES: usize = 12;
/// Headings named that serve no field.
const UNREAD: usize = 40;

pub(crate) fn check(scene: &Scene) -> CheckPage {
    let document = scene.document;
    let last = document.current_number.zip(document.current_file());
    let of_pupils = check_file(&OpenFile::of_pupils(scene));
    let last_results = last.map(|(number, kept)| Box::new(last_results(scene, number, kept)));
    let counts = std::iter::once(&of_pupils).chain(last_results.iter().map(|last| &last.check)).map(settled);
    let (done, left) = counts.fold((0, 0), |(done, left), (more, open)| (done + more, left + open));
    CheckPage { settling: settling(done, left), last_results, ..of_pupils }
}

/// How many questions about a file are settled, and how many are left: about its rows, its columns, and its values. What can
/// only be corrected in the file is no question.
fn settled(check: &CheckPage) -> (u32, u32) {
    let values = check.unknown.iter().filter(|value| !value.choices.is_empty());
    let (said, open): (Vec<_>, Vec<_>) = values.partition(|value| value.meaning.is_some());
    let by_hand = check.columns.iter().chain(&check.unread).filter(|column| column.by_hand).count();
    let left = check.questions.len() + check.column_questions.len() + open.len();
    let done = check.answers.len() + by_hand + said.len();
    (u32::try_from(done).unwrap_or(u32::MAX), u32::try_from(left).unwrap_or(u32::MAX))
}

fn settling(done: u32, left: u32) -> SettlingView {
    let all = done.saturating_add(left);
    let things = |number: u32| match number {
        1 => "one thing".to_owned(),
        number => format!("{} things", number_in_words(number as usize)),
    };
    SettlingView {
        title: match (all, left) {
            (0, _) => String::new(),
            (_, 0) => "Everything is settled".into(),
            (_, left) => format!("{} to settle", capitalise(&things(left))),
        },
        words: if all == 0 { String::new() } else { format!("{done} of {all} settled") },
        done,
        all,
        onward: match left {
            0 => "See the targets".into(),
            1 => "See the targets (one thing is still to settle)".into(),
            left => format!("See the targets ({} are still to settle)", things(left)),
        },
    }
}

fn check_file(file: &OpenFile) -> CheckPage {
    let unread = columns::unread(file).count();
    let cut = unread.saturating_sub(UNREAD);
    let unknown = values::unknown(file);
    let (accept_all, accept_words) = values::accept_all(&unknown);
    let column_questions = columns::questions(file);
    let (accept_columns, accept_columns_words) = columns::accept_sure(file, &column_questions);
    let [absent, complete_without] = absent(file);
    CheckPage {
        settling: SettlingView::default(),
        how: how(file),
        account: account(file),
        layout: layout::layout(file.account),
        questions: decisions::questions(file),
        decisions: decisions::decisions(file),
        answers: decisions::answers(file),
        column_questions,
        accept_columns,
        accept_columns_words,
        columns: columns::read(file),
        unread: columns::unread(file).take(UNREAD).collect(),
        absent,
        complete_without,
        fields: columns::fields(file),
        set_aside: set_aside(file),
        unknown,
        accept_all: accept_all.map(|command| file.command(command)),
        accept_words,
        problems: problems::problems(file.account),
        cut: if cut == 0 { String::new() } else { format!("and {} more", thousands(cut as u64)) },
        last_results: None,
    }
}

/// What the file of last results holds, and how it was read.
fn last_results(scene: &Scene, number: u32, kept: &CurrentFile) -> LastResults {
    let file = OpenFile::of_last_results(scene, number, kept);
    let stages = scene.edition.stages.iter().map(|stage| stage.name.as_str());
    let with_results = stages.filter(|stage| has_results(&file, stage)).map(str::to_owned).collect::<Vec<_>>();
    let years = year_groups(&file);
    let years = if years.is_empty() { String::new() } else { format!(", year group {}", list(&years)) };
    let holds = match with_results.as_slice() {
        [] => "no results were found in it".to_owned(),
        stages => format!("results of {}", list(stages)),
    };
    let mut remarks = scene.document.doubts_about_current().to_vec();
    if !with_results.is_empty() && !has_results(&file, file.stage) {
        remarks.push(format!("It has no results for {}, which is shown.", file.stage));
    }
    LastResults {
        file: number,
        name: kept.name.clone(),
        holds: format!("{}{years}: {holds}.", count(kept.cohort.len() as u64, "pupil")),
        year: format!("They are used as the results of {}.", scene.edition.current_year),
        remarks,
        check: check_file(&file),
    }
}

/// What the file of last results holds: "70 pupils, year group 6: results of Key Stage 2."; empty: none is open.
pub(crate) fn last_results_hold(scene: &Scene) -> String {
    let kept = scene.document.current_number.zip(scene.document.current_file());
    kept.map(|(number, kept)| last_results(scene, number, kept).holds).unwrap_or_default()
}

/// The file of last results holds any.
pub(crate) fn holds_results(scene: &Scene) -> bool {
    let kept = scene.document.current_number.zip(scene.document.current_file());
    kept.is_some_and(|(number, kept)| {
        let file = OpenFile::of_last_results(scene, number, kept);
        scene.edition.stages.iter().any(|stage| has_results(&file, &stage.name))
    })
}

/// A pupil has a result that a measure of the key stage counts.
fn has_results(file: &OpenFile, stage: &str) -> bool {
    let outcomes = file.edition.shown(stage).flat_map(|measure| &measure.outcome);
    let mut fields = outcomes.filter_map(|heading| file.guidance.fields.by_heading(heading));
    fields.any(|field| {
        let coded = file.cohort.coded_column(field);
        let known = |pupil: usize| coded.is_some_and(|column| column.cell(pupil).code().is_some());
        (0..file.cohort.len()).any(known) || file.cohort.number_column(field).is_some()
    })
}

/// The year groups of a file.
fn year_groups(file: &OpenFile) -> Vec<String> {
    let texts = file.cohort.year_groups(file.guidance).map(|labels| labels.texts()).unwrap_or_default();
    texts.iter().filter(|text| !text.is_empty()).take(PLACES).cloned().collect()
}

fn how(file: &OpenFile) -> String {
    if let Some(workbook) = &file.account.workbook {
        return how_book(workbook, file.account.heading_row);
    }
    let separated = capitalise(separator_name(file.account.separator));
    let encoding = file.account.encoding.name();
    format!("{separated} separated, {encoding}, headings in row {}.", file.account.heading_row)
}

/// "Excel workbook, sheet “Year 6” of 3, headings in row 4."
fn how_book(workbook: &SourceWorkbook, heading_row: u32) -> String {
    let quoted = |name: &str| format!("\u{201c}{name}\u{201d}");
    let sheet = match (workbook.names_read().as_slice(), workbook.sheets.len()) {
        ([name], 1) if !name.is_empty() => format!(", sheet {}", quoted(name)),
        ([name], sheets) if sheets > 1 => format!(", sheet {} of {sheets}", quoted(name)),
        (names @ [_, _, ..], _) => {
            format!(", sheets {}", list(&names.iter().map(|name| quoted(name)).collect::<Vec<_>>()))
        }
        _ => return format!("{}.", workbook.is),
    };
    format!("{}{sheet}, headings in row {heading_row}.", workbook.is)
}

fn account(file: &OpenFile) -> String {
    let rows = count(u64::from(file.account.rows), "row");
    let pupils = count(file.cohort.len() as u64, "pupil");
    let joined = match file.account.joined {
        0 => String::new(),
        joined => format!(" + {} joined to a pupil of another file", thousands(joined.into())),
    };
    format!("{rows} read = {pupils} + {} not counted{joined}", thousands(file.account.rejected.len() as u64))
}

/// Headings that the edition's measures want and the file lacks, with what cannot be shown without them; and those that it
/// is complete without: results, and targets where others or results are there.
fn absent(file: &OpenFile) -> [Vec<(String, String, String)>; 2] {
    let has_outcomes = contents(file.stage, file.cohort, file.guidance, file.edition) > 1;
    let (mut absent, mut complete_without) = (Vec::new(), Vec::new());
    let without_prior = match file.edition.has_expectations() {
        true => "progress, and what the guidance expects of these pupils",
        false => "figures by prior attainment",
    };
    let mut want = |heading: &str, basis: &str, without: &str, is_optional: bool| {
        let to: &mut Vec<(String, String, String)> = if is_optional { &mut complete_without } else { &mut absent };
        let Some(id) = file.guidance.fields.on_basis(heading, basis) else { return };
        let Some(field) = file.guidance.fields.get(id) else { return };
        if !file.cohort.has(id) && !to.iter().any(|(known, ..)| *known == field.heading) {
            to.push((field.heading.clone(), field.title.clone(), without.to_owned()));
        }
    };
    for measure in file.edition.shown(file.stage) {
        let of_pupils = file.role == FileRole::Pupils;
        let prior = measure.priors().filter(|_| of_pupils).flat_map(|prior| &prior.results);
        prior.for_each(|heading| want(heading, "actual", without_prior, false));
        let targets = "targets; you can also set them here, pupil by pupil";
        let outcome = || measure.outcome.iter();
        outcome().filter(|_| of_pupils).for_each(|heading| want(heading, "target", targets, has_outcomes));
        outcome().for_each(|heading| want(heading, "actual", "results, once you have them", of_pupils));
    }
    [absent, complete_without]
}

fn set_aside(file: &OpenFile) -> Vec<SetAside> {
    let mut groups: Vec<SetAside> = Vec::new();
    for row in &file.account.rejected {
        let title = reading::title(row.reason);
        let place = format!("row {}: {}", row.row, reading::reason(row.reason));
        match groups.iter_mut().find(|group| group.reason == title) {
            Some(group) => {
                group.rows += 1;
                if group.places.len() < PLACES {
                    group.places.push(place);
                }
            }
            None => groups.push(SetAside {
                reason: title.into(),
                remedy: reading::remedy(row.reason).into(),
                rows: 1,
                places: vec![place],
            }),
        }
    }
    groups
}
