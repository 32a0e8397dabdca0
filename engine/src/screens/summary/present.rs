//! What is open.

use std::sync::Arc;

use ambition_columns::lookup::any_blank;

use super::school::{name_alone, title};
use crate::cohort::{LabelColumn, school_slices};
use crate::guidance::edition::KeyStage;
use crate::guidance::edition::PagePart;
use crate::guidance::measure::MeasurePopulation;
use crate::guidance::{Edition, Measure};
use crate::intake::diagnostic::Severity;
use crate::report::disclosure::Disclosure;
use crate::screens::ambition::numbers::figure_words;
use crate::screens::check::columns;
use crate::screens::check::open_file::OpenFile;
use crate::screens::check::present::{holds_results, last_results_hold};
use crate::screens::check::touched::{severity, spellings_to_settle, unknown_spellings};
use crate::screens::method::present::glossary;
use crate::screens::scene::Scene;
use crate::screens::tables::sharing_rule;
use crate::screens::{Choice, CurrentInput, CurrentView, FileSubject, Summary, SwitchView};
use crate::session::command::{EntryId, SheetTopic};
use crate::session::detect_stage::contents;
use crate::session::filter;
use crate::session::settings::{ALL_YEARS, IMPORTED, typed};
use crate::text::phrases::{count, list, thousands};

pub(crate) fn summary(scene: &Scene) -> Summary {
    let disclosure = scene.document.disclosure();
    let everything = everything(scene);
    if disclosure.is_on() { to_share(everything, scene, disclosure) } else { everything }
}

/// Without exact counts, and without words that may name a pupil.
fn to_share(everything: Summary, scene: &Scene, disclosure: Disclosure) -> Summary {
    const STEP: &str = "a change, not named in views to share";
    let pupils = scene.document.cohort().len() as u64;
    let too_small_to_share = scene.document.is_too_small_to_share();
    let current = everything.current;
    let inputs = current.inputs.into_iter().map(|input| CurrentInput { from_file: String::new(), ..input });
    Summary {
        pupils: match too_small_to_share {
            true => "number of pupils not shared".into(),
            false => count(disclosure.rounded(pupils), "pupil"),
        },
        too_small_to_share,
        set_aside: String::new(),
        to_check: 0,
        is_remarkable: false,
        undo: everything.undo.map(|_| STEP.into()),
        redo: everything.redo.map(|_| STEP.into()),
        changed: 0,
        excepted: 0,
        current: CurrentView { inputs: inputs.collect(), holds: String::new(), ..current },
        ..everything
    }
}

fn everything(scene: &Scene) -> Summary {
    let aside = scene.document.account.rejected.len() as u64;
    Summary {
        title: title(scene),
        file: scene.document.name.clone(),
        school_name: name_alone(scene),
        year_group: year_group(scene),
        edition: scene.edition.name.clone(),
        pupils: count(scene.document.cohort().len() as u64, "pupil"),
        set_aside: if aside == 0 { String::new() } else { format!("{} not counted", count(aside, "row")) },
        to_check: to_check(scene),
        is_remarkable: is_remarkable(scene),
        questions_open: questions_open(scene),
        undo: scene.document.log.done.last().map(|change| change.words.clone()),
        redo: scene.document.log.undone.last().map(|change| change.words.clone()),
        changed: u32::try_from(filter::changed_targets(scene.document).len()).unwrap_or(u32::MAX),
        memory: columns::memory(scene),
        excepted: u32::try_from(scene.document.excepted().len()).unwrap_or(u32::MAX),
        editions: editions(scene),
        stages: stages(scene),
        years: years(scene),
        schools: schools(scene),
        switches: switches(scene),
        current: current(scene),
        topics: crate::screens::sheets::topics(scene),
        has_care: scene.edition.has(PagePart::Care),
        has_needs: scene.edition.has(PagePart::Needs),
        has_return: scene.edition.has(PagePart::Return),
        about: about(scene),
        names_children_in_care: names_children_in_care(scene),
        conversions: conversions(scene),
        sharing: sharing(scene),
        sharing_rule: sharing_rule(scene.document.disclosure()),
        glossary: glossary(scene.guidance),
        too_small_to_share: false,
    }
}

fn sharing(scene: &Scene) -> Vec<Choice> {
    let choice = |number: u64| Choice {
        id: number.to_string(),
        title: if number == 0 { "Everything".into() } else { format!("To share: no names, no numbers below {number}") },
        remark: String::new(),
        chosen: number == scene.document.disclosure().fewer_than(),
    };
    [0].into_iter().chain(scene.edition.local.sharing.iter().copied()).map(choice).collect()
}

/// So many schools can be chosen from a list; of a file with more of them they are chosen under Schools.
pub(crate) const SCHOOLS: usize = 600;

/// The schools to choose from, the first of them all together; empty: the file has one school or names none. Pupils without
/// a school can be chosen as well.
fn schools(scene: &Scene) -> Vec<Choice> {
    let ids = scene.document.file.schools(scene.guidance).map(LabelColumn::ids).unwrap_or_default();
    if ids.iter().all(|id| Some(id) == ids.first()) {
        return Vec::new();
    }
    let chosen = scene.document.settings.school.as_deref();
    let choice = |id: &str, title: String| {
        let chosen = chosen.unwrap_or_default() == id;
        Choice { id: id.to_owned(), title, chosen, remark: String::new() }
    };
    let labels = scene.document.file.schools(scene.guidance);
    // The first text is that of pupils without a school, where there are any.
    let nobody = labels.is_some_and(|labels| !any_blank(labels.ids()));
    let texts = labels.map(|labels| labels.texts()).unwrap_or_default();
    let texts = texts.get(usize::from(nobody)..).unwrap_or_default();
    let mut all = choice("", "All schools".into());
    let listed = if texts.len() > SCHOOLS { &[] } else { texts };
    if listed.is_empty() {
        all.remark = format!("{}: choose one under Schools", count(texts.len() as u64, "school"));
    }
    let names = listed.iter().map(|text| school_slices::school_name(text));
    let names = names.map(|name| choice(name, name.to_owned())).collect::<Vec<_>>();
    let other = chosen.filter(|chosen| !chosen.is_empty() && names.iter().all(|choice| choice.id != *chosen));
    let other = other.map(|other| choice(other, other.to_owned()));
    std::iter::once(all).chain(other).chain(names).collect()
}

/// "2 questions about the file are open"; empty: none is.
fn questions_open(scene: &Scene) -> String {
    let of_pupils = scene.document.account.questions.len() as u64;
    let of_last = scene.document.current_file().map_or(0, |file| file.account.questions.len() as u64);
    let about = match (of_pupils, of_last) {
        (0, 0) => return String::new(),
        (_, 0) => "the file",
        (0, _) => "the file of last year\u{2019}s results",
        _ => "the files",
    };
    let open = of_pupils + of_last;
    format!("{} about {about} {} open", count(open, "question"), if open == 1 { "is" } else { "are" })
}

/// "2 spellings are not understood, 1 column waits for your answer."; empty: nothing is to be settled about the file of last
/// results, or there is none.
fn last_results_to_check(scene: &Scene) -> String {
    let Some(file) = scene.document.current_file() else { return String::new() };
    let spellings = unknown_spellings(&file.cohort) as u64;
    let (questions, columns) = (file.account.questions.len() as u64, file.questions.len() as u64);
    let doubts = scene.document.doubts_about_current().len() as u64;
    let parts = [
        (doubts, "remark", "needs a look", "need a look"),
        (questions, "question", "is open", "are open"),
        (spellings, "spelling", "is not understood", "are not understood"),
        (columns, "column", "needs your answer", "need your answer"),
    ];
    let parts = parts.into_iter().filter(|(number, ..)| *number > 0);
    let parts = parts.map(|(number, what, one, several)| {
        format!("{} {}", count(number, what), if number == 1 { one } else { several })
    });
    let parts = parts.collect::<Vec<_>>();
    if parts.is_empty() { String::new() } else { format!("{}.", list(&parts)) }
}

/// "It names no pupil of Year 6, at the end of Key Stage 2."; empty: it does, or names no year group.
fn other_year_group(scene: &Scene) -> String {
    let Some((file, stage)) = scene.document.current_file().zip(scene.edition.stage(&scene.document.settings.stage))
    else {
        return String::new();
    };
    let names_years =
        file.cohort.year_groups(scene.guidance).is_some_and(|years| years.texts().iter().any(|year| !year.is_empty()));
    let Some(year) = stage.year() else { return String::new() };
    if names_years && file.cohort.in_year(scene.guidance, &year).is_empty() {
        format!("It names no pupil of Year {year}, at the end of {}.", stage.name)
    } else {
        String::new()
    }
}

/// What is left to settle under Check.
fn to_check(scene: &Scene) -> u32 {
    let file = &scene.document.file;
    let own = scene.document.account.questions.len()
        + scene.document.questions.len()
        + spellings_to_settle(file, &scene.document.account);
    let last = scene.document.current_file().map_or(0, |file| {
        file.account.questions.len() + file.questions.len() + spellings_to_settle(&file.cohort, &file.account)
    });
    u32::try_from(own + last).unwrap_or(u32::MAX)
}

/// What was read without a question is worth a look, and so is a file none of whose results was understood.
fn is_remarkable(scene: &Scene) -> bool {
    let account = &scene.document.account;
    let has_unread = || columns::unread(&OpenFile::of_pupils(scene)).next().is_some();
    !account.rejected.is_empty()
        || !account.decisions.is_empty()
        || !holds_key_stage(scene) && has_unread()
        || account.diagnostics.iter().any(|note| severity(note, account) == Severity::Warning)
}

fn editions(scene: &Scene) -> Vec<Choice> {
    // The header may have no room for the end of a name, where it is said that nobody's guidance is meant.
    let own = |id: &String| if scene.guidance.own_editions.contains_key(id) { "Own: " } else { "" };
    let choice = |known: &Arc<Edition>| Choice {
        id: known.id.clone(),
        title: format!("{}{}", own(&known.id), known.name),
        remark: String::new(),
        chosen: known.id == scene.edition.id,
    };
    scene.guidance.editions.iter().map(choice).collect()
}

fn stages(scene: &Scene) -> Vec<Choice> {
    let remark = |name: &str| match contents(name, &scene.document.file, scene.guidance, scene.edition) {
        0 => "not in this file",
        1 => "no results or targets in this file",
        2 => "no targets in this file",
        _ => "",
    };
    let choice = |name: &String| Choice {
        id: name.clone(),
        title: name.clone(),
        remark: remark(name).into(),
        chosen: *name == scene.document.settings.stage,
    };
    scene.edition.stages.iter().map(|stage| choice(&stage.name)).collect()
}

/// The year groups of the file, as written.
pub(crate) fn year_groups(scene: &Scene) -> Vec<String> {
    let labels = scene.document.file.year_groups(scene.guidance);
    let texts = labels.map(|labels| labels.texts()).unwrap_or_default();
    let mut years = texts.iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>();
    years.sort_by_key(|year| (year.parse::<u32>().unwrap_or(u32::MAX), year.clone()));
    years
}

fn years(scene: &Scene) -> Vec<Choice> {
    let years = year_groups(scene);
    if years.len() < 2 && scene.document.settings.year.is_none() {
        return Vec::new();
    }
    let chosen = scene.document.settings.year.as_deref();
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

/// "Year 6"; empty: pupils of several year groups are shown, or the file names none.
fn year_group(scene: &Scene) -> String {
    let of_file = || <[String; 1]>::try_from(year_groups(scene)).ok().map(|[year]| year);
    let year = scene.document.settings.year.clone().or_else(of_file);
    year.map(|year| if year.parse::<u32>().is_ok() { format!("Year {year}") } else { year }).unwrap_or_default()
}

/// What the file is about: a key stage before all else.
fn about(scene: &Scene) -> FileSubject {
    let topics = crate::screens::sheets::topics(scene);
    match holds_key_stage(scene) {
        false if topics.contains(&SheetTopic::EarlyYears) => FileSubject::EarlyYears,
        false if topics.contains(&SheetTopic::Attendance) => FileSubject::Attendance,
        _ => FileSubject::KeyStages,
    }
}

/// Whether the file has anything of a key stage.
fn holds_key_stage(scene: &Scene) -> bool {
    let holds = |stage: &KeyStage| contents(&stage.name, &scene.document.file, scene.guidance, scene.edition) > 0;
    scene.edition.stages.iter().any(holds)
}

/// Whether the file has the column that says who is in care.
fn names_children_in_care(scene: &Scene) -> bool {
    let flags = scene.edition.figures().filter_map(|measure| match &measure.about {
        Some(MeasurePopulation::InCare(care)) => scene.guidance.fields.by_heading(&care.flag),
        _ => None,
    });
    flags.into_iter().any(|flag| scene.document.file.has(flag))
}

/// The other readings chosen, as far as they matter at this key stage.
pub(crate) fn chosen_readings(scene: &Scene) -> Vec<SwitchView> {
    switches(scene).into_iter().filter(|switch| switch.on).collect()
}

fn switches(scene: &Scene) -> Vec<SwitchView> {
    let matter = scene.edition.switches.iter().filter(|switch| switch.stages.contains(&scene.document.settings.stage));
    matter
        .map(|switch| {
            crate::screens::method::present::switch(switch, &scene.document.settings.switches, scene.guidance)
        })
        .collect()
}

fn current(scene: &Scene) -> CurrentView {
    let year = scene.edition.current_year.to_string();
    let file = scene.document.current_file().map(|file| file.name.clone()).unwrap_or_default();
    let inputs = scene.edition.shown(&scene.document.settings.stage);
    let input = |measure: &Measure| CurrentInput {
        measure: measure.id.clone(),
        title: measure.title.clone(),
        typed: typed(scene.document.settings.current.get(&scene.document.settings.key(measure.id.clone())).copied()),
        from_file: scene
            .document
            .current
            .figure(&measure.id, "")
            .map(|figure| figure_words(measure, &figure))
            .unwrap_or_default(),
        unit: if measure.kind.is_share() { "%".into() } else { "points".into() },
    };
    let words = match (file.is_empty(), scene.document.settings.typed_current().next().is_none()) {
        (false, _) if !holds_results(scene) => format!("No results were found in {file}"),
        (false, _) => format!("Results in {file}"),
        (true, false) => "Typed in".into(),
        (true, true) => "No results from last year yet, so improvement cannot be judged".into(),
    };
    let to_check = [last_results_to_check(scene), other_year_group(scene)];
    let to_check = to_check.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let years = results_years(scene);
    CurrentView {
        words,
        to_check,
        year,
        file,
        years,
        holds: last_results_hold(scene),
        inputs: inputs.map(input).collect(),
    }
}

/// The year groups of the file of last results: that of the pupils first, and all of them last.
fn results_years(scene: &Scene) -> Vec<Choice> {
    let labels = scene.document.current_file().and_then(|file| file.cohort.year_groups(scene.guidance));
    let texts = labels.map(|labels| labels.texts()).unwrap_or_default();
    let mut years = texts.iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>();
    if years.len() < 2 {
        return Vec::new();
    }
    years.sort_by_key(|year| (year.parse::<u32>().unwrap_or(u32::MAX), year.clone()));
    let own = scene.document.settings.year.as_deref();
    let chosen = scene.document.settings.entry(&EntryId::ResultsYear);
    let choice =
        |id: &str, title: String| Choice { chosen: chosen == id, id: id.to_owned(), title, remark: String::new() };
    let as_pupils = own.map(|year| choice("", format!("Year {year}, as the pupils")));
    let others = years.iter().filter(|year| Some(year.as_str()) != own);
    let others = others.map(|year| choice(year, format!("Year {year}")));
    let all = choice(if own.is_some() { ALL_YEARS } else { "" }, "All year groups".into());
    as_pupils.into_iter().chain(others).chain([all]).collect()
}

/// Tables need results, and a choice of schools needs more than one.
pub(crate) fn conversions(scene: &Scene) -> Vec<Choice> {
    let imported = scene.document.settings.imported.as_ref();
    if scene.document.current_file().is_none() && imported.is_none() {
        return Vec::new();
    }
    let choice = |id: &str, title: &str| Choice {
        id: id.to_owned(),
        title: title.to_owned(),
        remark: String::new(),
        chosen: scene.document.settings.conversion == id,
    };
    let built = scene.edition.conversions.iter().filter(|_| scene.document.current_file().is_some());
    let built = built.map(|rule| choice(&rule.id, &rule.title));
    let imported = imported.map(|imported| choice(IMPORTED, &format!("Imported: {}", imported.name)));
    [choice("", "No generated targets")].into_iter().chain(built).chain(imported).collect()
}

/// "62 pupils", for sentences that need the number alone: "62".
pub(crate) fn pupils_number(scene: &Scene) -> String {
    thousands(scene.document.cohort().len() as u64)
}
