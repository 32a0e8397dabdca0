//! Which pupils a count stands for.

use std::collections::BTreeSet;

use super::command::{Filter, Part};
use super::lists;
use super::log::Inverse;
use super::open::Open;
use super::tried;
use crate::ambition::conversion::import;
use crate::ambition::{Expectation, benchmarks, findings, pace};
use crate::cohort::Coded;
use crate::cohort::prior::prior_levels;
use crate::guidance::{Edition, Guidance};
use crate::measures::{Basis, Class, classify, groupings};
use crate::text::phrases::capital;

/// The basis of expected pupils.
pub(super) const EXPECTED: &str = "expected";

/// The pupils of a filter, in the file's order; none where the filter makes no sense here.
pub(super) fn pupils(open: &Open, filter: &Filter, guidance: &Guidance, edition: &Edition) -> Vec<u32> {
    found(open, filter, guidance, edition).unwrap_or_default()
}

fn found(open: &Open, filter: &Filter, guidance: &Guidance, edition: &Edition) -> Option<Vec<u32>> {
    let bases = open.bases(guidance);
    match filter {
        Filter::All => Some((0..u32::try_from(open.cohort().len()).ok()?).collect()),
        Filter::Figure { measure, basis, part } if basis == EXPECTED => {
            let expectation = Expectation::from_prior(edition.measure(measure)?, &bases)?;
            let counted_on = expectation.counted_on();
            let wanted = |class: u8| match part {
                Part::Reached => counted_on.get(usize::from(class)).copied().unwrap_or_default(),
                _ => class == 0,
            };
            Some(expectation.classified.pupils(wanted))
        }
        Filter::Figure { measure, basis, part } => {
            let classified = classify(edition.measure(measure)?, &Basis::new(basis), &bases)?;
            Some(classified.pupils(|class| has(*part, class)))
        }
        Filter::Group { groups, measure, basis, part } => {
            let within = groupings::combined(groups, edition, &open.settings.stage, &bases)?;
            let mut pupils = match measure.is_empty() {
                true => (0..u32::try_from(within.len()).ok()?).collect(),
                false => {
                    let classified = classify(edition.measure(measure)?, &Basis::new(basis), &bases)?;
                    classified.pupils(|class| has(*part, class))
                }
            };
            pupils.retain(|pupil| within.get(*pupil as usize) == Some(&true));
            Some(pupils)
        }
        Filter::Finding { measure, code } => findings::pupils(code, measure, edition, &bases, open.evidence()),
        Filter::Benchmark { measure, title, reached } => {
            let measure = edition.measure(measure)?;
            let concerned = benchmarks::concerned(benchmarks::by_title(measure, title)?, &bases)?;
            let mut pupils = concerned.pupils(|class| class == 1);
            if *reached {
                let target = classify(measure, &Basis::moderated(), &bases)?;
                pupils.retain(|pupil| target.class(*pupil as usize) == Some(Class::Reached.number()));
            }
            Some(pupils)
        }
        Filter::Value { field, value } => with_value(open, field, value, guidance),
        Filter::Row { row } => {
            let row = row.parse::<u32>().ok()?;
            let mut all = 0..u32::try_from(open.cohort().len()).ok()?;
            all.find(|pupil| open.cohort().row(*pupil as usize) == row).map(|pupil| vec![pupil])
        }
        Filter::Prior { result, level } => {
            let rule = open.conversion_prior(result, edition)?;
            let wanted = import::key(level, &rule, guidance)?;
            let levels = prior_levels(open.cohort(), guidance, &rule)?;
            Some((0_u32..).zip(levels).filter(|(_, level)| *level == wanted).map(|(pupil, _)| pupil).collect())
        }
        Filter::Way { measure, side } => pace::on_side(edition.measure(measure)?, side, edition, &bases),
        Filter::Borderline { measure } => pace::borderline(edition.measure(measure)?, &Basis::moderated(), &bases),
        Filter::Tried { list, measure, which } => tried::pupils(open, (list, measure, which), guidance, edition),
        Filter::Programme { name } => {
            let pupils = open.settings.programmes.get(name)?.pupils.iter();
            Some(pupils.filter_map(|pupil| open.position(*pupil)).collect())
        }
        Filter::Sheet { topic, part, .. } => lists::pupils(open, *topic, part, guidance, edition),
        Filter::Excepted => Some(open.excepted().iter().copied().collect()),
        Filter::Changed => Some(changed(open, guidance)),
        Filter::Unknown { field, spelling } => {
            let field = guidance.fields.by_heading(field)?;
            if let Some(numbers) = open.cohort().numbers(field) {
                return Some(numbers.with_unknown(spelling));
            }
            let column = open.cohort().coded(field)?;
            Some(with_code(column, column.code_of_unknown(spelling)?))
        }
    }
}

/// Pupils whose cell in a column shows this.
fn with_value(open: &Open, field: &str, value: &str, guidance: &Guidance) -> Option<Vec<u32>> {
    let id = guidance.fields.by_heading(field)?;
    let pupils = 0..open.cohort().len();
    let shown = |pupil: usize| open.cohort().cell_text(id, pupil, &guidance.codes);
    let is = |pupil: &usize| match open.cohort().labels(id) {
        Some(labels) => labels.label(*pupil) == value,
        None => shown(*pupil) == value,
    };
    open.cohort().labels(id).map(drop).or_else(|| open.cohort().coded(id).map(drop))?;
    Some(pupils.filter(is).filter_map(|pupil| u32::try_from(pupil).ok()).collect())
}

fn has(part: Part, class: u8) -> bool {
    let is = |wanted: Class| class == wanted.number();
    match part {
        Part::Reached => is(Class::Reached),
        Part::Short => is(Class::Short) || is(Class::Missing),
        Part::Missing => is(Class::Missing),
        Part::LeftOut => is(Class::LeftOut),
        Part::Eligible => !is(Class::LeftOut) && !is(Class::NotAbout),
        Part::NotAbout => is(Class::NotAbout) || is(Class::LeftOut),
    }
}

fn with_code(column: &Coded, wanted: u8) -> Vec<u32> {
    let cells = (0_u32..).zip(column.codes());
    cells.filter(|(_, code)| **code == wanted).map(|(pupil, _)| pupil).collect()
}

/// Pupils who count with a target that is not the file's.
pub(super) fn changed(open: &Open, guidance: &Guidance) -> Vec<u32> {
    let targets = changed_targets(open, guidance);
    let mut pupils = targets.into_iter().filter_map(|(pupil, _)| open.position(pupil)).collect::<Vec<_>>();
    pupils.dedup();
    pupils
}

/// Targets that are not the file's: the pupil's position in the file, and the result. Only those in the log can be;
/// one that was set back is none.
pub(super) fn changed_targets<'a>(open: &'a Open, guidance: &Guidance) -> BTreeSet<(u32, &'a str)> {
    let targets = open.log.done.iter().flat_map(|change| match &change.inverse {
        Inverse::Targets { result, codes, .. } => codes.iter().map(|(pupil, _)| (*pupil, result.as_str())).collect(),
        Inverse::Numbers { result, stored, .. } => stored.iter().map(|(pupil, _)| (*pupil, result.as_str())).collect(),
        _ => Vec::new(),
    });
    let differs = |(pupil, result): &(u32, &str)| {
        open.target_of(*pupil, result, guidance) != of_file(open, *pupil, result, guidance)
    };
    targets.filter(differs).collect()
}

/// A pupil's target in the file, by position in it.
pub(super) fn of_file(open: &Open, pupil: u32, result: &str, guidance: &Guidance) -> String {
    let field = guidance.fields.on_basis(result, Basis::target().name());
    let coded = field.and_then(|field| open.file.coded(field));
    let numbers = || Some(open.file.numbers(field?)?.text(pupil as usize));
    coded.map_or_else(|| numbers().unwrap_or_default(), |column| column.text(pupil as usize, &guidance.codes))
}

/// The filter in words.
pub(super) fn title(filter: &Filter, guidance: &Guidance, edition: &Edition) -> String {
    let measure_title = |id: &str| {
        let check = edition.check_by_id(id).map(|check| &check.title);
        edition.measure(id).map(|measure| &measure.title).or(check).map_or(id.to_owned(), Clone::clone)
    };
    match filter {
        Filter::All => "All pupils".into(),
        Filter::Figure { measure, basis, part } => format!("{}: {}", measure_title(measure), part_words(basis, *part)),
        Filter::Group { groups, measure, basis, part } => {
            let of = group_words(groups, guidance, edition);
            if measure.is_empty() {
                of
            } else {
                format!("{of}: {}, {}", measure_title(measure), part_words(basis, *part))
            }
        }
        Filter::Benchmark { measure, title, reached } => {
            let part = if *reached { ", reach it by target" } else { "" };
            format!("{}: {}{part}", measure_title(measure), title.to_lowercase())
        }
        Filter::Value { field, value } => {
            let title = guidance.fields.get_heading(field).map_or(field.as_str(), |field| field.title.as_str());
            format!("{title}: {}", if value.is_empty() { "not recorded" } else { value })
        }
        Filter::Row { row } => format!("The pupil in row {row}"),
        Filter::Prior { result, level } => {
            let short = guidance.fields.get_heading(result).map_or(result.as_str(), |field| field.short.as_str());
            format!("Level {level} before, in {short}")
        }
        Filter::Way { measure, side } => {
            let side = pace::SIDES.iter().find(|(id, _)| id == side).map_or(side.as_str(), |(_, words)| words);
            format!("{}: {side}", measure_title(measure))
        }
        Filter::Borderline { measure } => format!("{}: one step short of it by target", measure_title(measure)),
        Filter::Tried { list, measure, which } => {
            let measure = if measure.is_empty() { String::new() } else { measure_title(measure) };
            tried::title(list, &measure, which, guidance, edition)
        }
        Filter::Programme { name } => format!("Programme {name}"),
        Filter::Sheet { title, .. } => title.clone(),
        Filter::Excepted => "Pupils with an agreed exception".into(),
        Filter::Finding { measure, code } => {
            let title = edition.finding(code).map_or(code.as_str(), |rule| rule.title.as_str());
            format!("{}: {}", measure_title(measure), title.to_lowercase())
        }
        Filter::Changed => "Pupils whose target you have changed".into(),
        Filter::Unknown { field, spelling } => {
            let field = guidance.fields.by_heading(field).and_then(|id| guidance.fields.get(id));
            format!("\u{201c}{spelling}\u{201d} in {}", field.map_or("", |field| field.title.as_str()))
        }
    }
}

/// "Sex F, free school meals Y".
pub(super) fn group_words(groups: &str, guidance: &Guidance, edition: &Edition) -> String {
    let named = |grouping: &str| {
        let read = guidance.fields.groupings.iter().find(|known| known.name == grouping).map(|known| &known.title);
        let worked = edition.local.derived.iter().find(|known| known.name == grouping).map(|known| &known.title);
        read.or(worked).map_or_else(|| capital(grouping), Clone::clone)
    };
    let of_book = |grouping: &str, group: &str| {
        let grouping = guidance.fields.groupings.iter().find(|known| known.name == grouping)?;
        let field = guidance.fields.get_heading(grouping.fields.first()?)?;
        let crate::guidance::fields::Kind::Coded(book) = field.kind else { return None };
        let book = guidance.codes.book(book)?;
        Some(book.entry(book.parse(group.as_bytes())?)?.words.clone())
    };
    let words = groupings::pairs(groups).map(|(grouping, group)| {
        let group = of_book(grouping, group).unwrap_or_else(|| group.to_owned());
        format!("{}: {group}", named(grouping))
    });
    words.collect::<Vec<_>>().join("; ")
}

fn part_words(basis: &str, part: Part) -> String {
    match basis {
        EXPECTED if part == Part::Reached => "counted on by the guidance".into(),
        EXPECTED => "no usable prior result".into(),
        basis => format!("{} {}", part_word(part), basis_words(basis)),
    }
}

/// "By target".
pub(super) fn basis_words(basis: &str) -> String {
    match basis {
        "actual" => "by result".into(),
        "moderated" | "target" => "by target".into(),
        other => format!("by {}", other.trim_start_matches("estimate:")),
    }
}

fn part_word(part: Part) -> &'static str {
    match part {
        Part::Reached => "reach it",
        Part::Short => "short of it",
        Part::Missing => "nothing entered",
        Part::LeftOut => "left out",
        Part::Eligible => "in the figure",
        Part::NotAbout => "not counted",
    }
}

/// Leaves the pupils with this in their name or UPN.
pub(crate) fn keep_found(open: &Open, search: &str, pupils: &mut Vec<u32>) {
    let search = search.trim().to_lowercase();
    if !search.is_empty() {
        pupils.retain(|pupil| matches(open, *pupil as usize, &search));
    }
}

fn matches(open: &Open, pupil: usize, search: &str) -> bool {
    let people = open.cohort().people();
    let [surname, forename, upn] =
        [people.surname(pupil), people.forename(pupil), people.upn(pupil)].map(|text| text.to_lowercase());
    [format!("{surname}, {forename}"), format!("{forename} {surname}"), upn].iter().any(|text| text.contains(search))
}
