//! What is open.

use ambition_columns::lookup::any_blank;

use super::card::figure_words;
use crate::cohort::parts;
use crate::guidance::{Edition, Guidance, Measure};
use crate::intake::diagnostic::Severity;
use crate::session::filter;
use crate::session::open::Open;
use crate::session::settings::{IMPORTED, typed};
use crate::session::stage::contents;
use crate::session::view::{Choice, CurrentInput, CurrentView, Summary, SwitchView};
use crate::text::phrases::{count, thousands};

pub(in crate::session) fn summary(open: &Open, guidance: &Guidance, edition: &Edition) -> Summary {
    let aside = open.account.set_aside.len() as u64;
    Summary {
        title: title(open, guidance),
        edition: edition.name.clone(),
        pupils: count(open.cohort().len() as u64, "pupil"),
        set_aside: if aside == 0 { String::new() } else { format!("{} set aside", count(aside, "row")) },
        to_check: to_check(open),
        undo: open.log.done.last().map(|change| change.words.clone()),
        redo: open.log.undone.last().map(|change| change.words.clone()),
        changed: u32::try_from(filter::changed_targets(open, guidance).len()).unwrap_or(u32::MAX),
        memory: super::columns::memory(open, guidance),
        excepted: u32::try_from(open.excepted().len()).unwrap_or(u32::MAX),
        editions: editions(edition, guidance),
        stages: stages(open, guidance, edition),
        years: years(open, guidance),
        schools: schools(open, guidance),
        switches: switches(open, guidance, edition),
        current: current(open, edition),
        topics: super::sheets::topics(open, guidance, edition),
        conversions: conversions(open, edition),
    }
}

/// The school that is shown, by its name where the file has one for it; of a file of many schools the file's name.
pub(super) fn title(open: &Open, guidance: &Guidance) -> String {
    match &open.settings.school {
        Some(school) => school_name(open, school, guidance),
        None if open.several_schools(guidance) => open.name.clone(),
        None if open.file.school_name().is_empty() => open.name.clone(),
        None => open.file.school_name().to_owned(),
    }
}

/// The heading of the names of schools.
const SCHOOL_NAME: &str = "SchoolName";

/// "2001 Hillview Primary"; the code alone where the file has no name for it.
pub(super) fn school_name(open: &Open, school: &str, guidance: &Guidance) -> String {
    let names = guidance.fields.by_heading(SCHOOL_NAME).and_then(|field| open.file.labels(field));
    let first = names.and_then(|names| {
        let pupil = *open.file.in_school(guidance, school).first()?;
        Some(names.label(pupil)).filter(|name| !name.is_empty())
    });
    first.map_or_else(|| school.to_owned(), |name| format!("{school} {name}"))
}

/// So many schools can be chosen from a list; of a file with more of them they are chosen under Schools.
const SCHOOLS: usize = 600;

/// The schools to choose from, the first of them all together; empty: the file has one school or names none.
fn schools(open: &Open, guidance: &Guidance) -> Vec<Choice> {
    if !open.several_schools(guidance) {
        return Vec::new();
    }
    let chosen = open.settings.school.as_deref();
    let choice = |id: &str, title: String| {
        let chosen = chosen.unwrap_or_default() == id;
        Choice { id: id.to_owned(), title, chosen, remark: String::new() }
    };
    let labels = guidance.fields.by_heading(parts::SCHOOL).and_then(|field| open.file.labels(field));
    // The first text is that of pupils without a school, where there are any.
    let nobody = labels.is_some_and(|labels| !any_blank(labels.ids()));
    let texts = labels.map(|labels| labels.texts()).unwrap_or_default();
    let texts = texts.get(usize::from(nobody)..).unwrap_or_default();
    let mut all = choice("", "All schools".into());
    let listed = if texts.len() > SCHOOLS { &[] } else { texts };
    if listed.is_empty() {
        all.remark = format!("{}: choose one under Schools", count(texts.len() as u64, "school"));
    }
    let names = listed.iter().map(|text| parts::school(text));
    let names = names.map(|name| choice(name, name.to_owned())).collect::<Vec<_>>();
    let other = chosen.filter(|chosen| !chosen.is_empty() && names.iter().all(|choice| choice.id != *chosen));
    let other = other.map(|other| choice(other, other.to_owned()));
    std::iter::once(all).chain(other).chain(names).collect()
}

/// Spellings still without a meaning, rows set aside, and warnings.
fn to_check(open: &Open) -> u32 {
    let unknown = open.file.coded_columns().flat_map(|(_, column)| column.unknown());
    let unknown = unknown.filter(|unknown| unknown.meaning.is_none() && unknown.cells > 0).count();
    let warnings = open.account.diagnostics.iter().filter(|note| note.severity == Severity::Warning).count();
    u32::try_from(unknown + open.questions.len() + open.account.set_aside.len() + warnings).unwrap_or(u32::MAX)
}

fn editions(edition: &Edition, guidance: &Guidance) -> Vec<Choice> {
    let choice = |known: &Edition| Choice {
        id: known.id.clone(),
        title: known.name.clone(),
        remark: String::new(),
        chosen: known.id == edition.id,
    };
    guidance.editions.iter().map(choice).collect()
}

fn stages(open: &Open, guidance: &Guidance, edition: &Edition) -> Vec<Choice> {
    let remark = |name: &str| match contents(name, &open.file, guidance, edition) {
        0 => "nothing of it in this file",
        1 => "no results or targets in this file",
        2 => "no targets in this file",
        _ => "",
    };
    let choice = |name: &String| Choice {
        id: name.clone(),
        title: name.clone(),
        remark: remark(name).into(),
        chosen: *name == open.settings.stage,
    };
    edition.stages.iter().map(|stage| choice(&stage.name)).collect()
}

/// The year groups of the file, as written.
pub(super) fn year_groups(open: &Open, guidance: &Guidance) -> Vec<String> {
    let labels = guidance.fields.by_heading("NCYear").and_then(|field| open.file.labels(field));
    let texts = labels.map(|labels| labels.texts()).unwrap_or_default();
    let mut years = texts.iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>();
    years.sort_by_key(|year| (year.parse::<u32>().unwrap_or(u32::MAX), year.clone()));
    years
}

fn years(open: &Open, guidance: &Guidance) -> Vec<Choice> {
    let years = year_groups(open, guidance);
    if years.len() < 2 && open.settings.year.is_none() {
        return Vec::new();
    }
    let chosen = open.settings.year.as_deref();
    let all =
        Choice { title: "All year groups".into(), chosen: chosen.is_none(), id: String::new(), remark: String::new() };
    let choice = |year: String| Choice {
        title: format!("Year {year}"),
        chosen: chosen == Some(year.as_str()),
        remark: String::new(),
        id: year,
    };
    [all].into_iter().chain(years.into_iter().map(choice)).collect()
}

/// The other readings chosen, as far as they matter at this key stage.
pub(super) fn chosen_readings(open: &Open, guidance: &Guidance, edition: &Edition) -> Vec<SwitchView> {
    switches(open, guidance, edition).into_iter().filter(|switch| switch.on).collect()
}

fn switches(open: &Open, guidance: &Guidance, edition: &Edition) -> Vec<SwitchView> {
    let matter = edition.switches.iter().filter(|switch| switch.stages.contains(&open.settings.stage));
    matter.map(|switch| super::method::switch(switch, &open.settings.switches, guidance)).collect()
}

fn current(open: &Open, edition: &Edition) -> CurrentView {
    let year = edition.current_year.to_string();
    let file = open.current_file.as_ref().map(|(name, _)| name.clone()).unwrap_or_default();
    let inputs = edition.shown(&open.settings.stage);
    let input = |measure: &Measure| CurrentInput {
        measure: measure.id.clone(),
        title: measure.title.clone(),
        typed: typed(open.settings.current.get(&open.settings.key(&measure.id)).copied()),
        from_file: open
            .current
            .figure(&measure.id, "")
            .map(|figure| figure_words(measure, &figure))
            .unwrap_or_default(),
        unit: if measure.kind.is_share() { "%".into() } else { "points".into() },
    };
    let words = match (file.is_empty(), open.settings.typed_current().next().is_none()) {
        (false, _) => format!("Results in {file}"),
        (true, false) => "As typed in".into(),
        (true, true) => "Not known: what compares with it is not judged".into(),
    };
    CurrentView { words, year, file, inputs: inputs.map(input).collect() }
}

/// Tables need results, and a choice of schools needs more than one.
pub(super) fn conversions(open: &Open, edition: &Edition) -> Vec<Choice> {
    let imported = open.settings.imported.as_ref();
    if open.current_file.is_none() && imported.is_none() {
        return Vec::new();
    }
    let choice = |id: &str, title: &str| Choice {
        id: id.to_owned(),
        title: title.to_owned(),
        remark: String::new(),
        chosen: open.settings.conversion == id,
    };
    let built = edition.conversions.iter().filter(|_| open.current_file.is_some());
    let built = built.map(|rule| choice(&rule.id, &rule.title));
    let imported = imported.map(|imported| choice(IMPORTED, &format!("Imported: {}", imported.name)));
    [choice("", "No generated targets")].into_iter().chain(built).chain(imported).collect()
}

/// "62 pupils", for sentences that need the number alone: "62".
pub(super) fn pupils_number(open: &Open) -> String {
    thousands(open.cohort().len() as u64)
}
