//! Which pupils a count counts.

use std::collections::{BTreeMap, BTreeSet};

use super::command::{ExpectationRate, FigurePart, Filter};
use super::document::Document;
use super::lists;
use super::log::InverseChange;
use super::tried;
use super::words::{basis_words, group_words};
use crate::ambition::SimilarValues;
use crate::ambition::checks::{CheckClasses, SHORT};
use crate::ambition::conversion::import;
use crate::ambition::expected::NO_PRIOR;
use crate::ambition::{ExpectedPupils, Finding, benchmarks, findings, pace};
use crate::cohort::CodedColumn;
use crate::cohort::prior::prior_levels;
use crate::guidance::Measure;
use crate::guidance::check::CohortCheck;
use crate::measures::{Bases, Basis, Class, classify, groupings};
use crate::text::phrases::uncapitalise;

/// The basis of expected pupils.
pub(crate) const EXPECTED: &str = "expected";

/// The pupils of a filter, in the file's order; none where the filter makes no sense here.
pub(crate) fn pupils(document: &Document, filter: &Filter) -> Vec<u32> {
    find_pupils(document, filter).unwrap_or_default()
}

/// Of what the guidance expects: those it counts on (`Reached`), those without a usable prior result, and of these those
/// who reach the mark by target all the same (`LeftOut`: they are not held against the expected pupils, RULES 5.1).
fn expected_pupils(measure: &Measure, part: FigurePart, bases: &Bases) -> Option<Vec<u32>> {
    let expected = ExpectedPupils::from_prior(measure, bases)?;
    let counted_on = expected.counted_on();
    let mut pupils = expected.classified.pupils(|class| match part {
        FigurePart::Reached => counted_on.get(usize::from(class)).copied().unwrap_or_default(),
        _ => class == NO_PRIOR,
    });
    if part == FigurePart::LeftOut {
        let target = classify(measure, &Basis::Moderated, bases)?;
        pupils.retain(|pupil| target.class(*pupil as usize) == Some(Class::Reached.number()));
    }
    Some(pupils)
}

/// The pupils expected to reach a measure at a rate: all of them (`Eligible`), those who reach it by target, those who do not
/// (`Short`, whatever their target is), or those of another class of its figure.
fn expected_at(measure: &Measure, rate: ExpectationRate, part: FigurePart, bases: &Bases) -> Option<Vec<u32>> {
    let expected = ExpectedPupils::from_prior(measure, bases)?;
    let target = classify(measure, &Basis::Moderated, bases)?;
    let (least, most) = expected.classes_at(rate);
    let mut pupils = expected.classified.pupils(|class| (least..=most).contains(&class));
    pupils.retain(|pupil| {
        let class = target.class(*pupil as usize);
        match part {
            FigurePart::Eligible => true,
            FigurePart::Short => class != Some(Class::Reached.number()),
            part => class.is_some_and(|class| has(part, class)),
        }
    });
    Some(pupils)
}

/// The pupils that a check is about, or those of them who reach it by target or do not.
fn of_check(check: &CohortCheck, part: FigurePart, document: &Document, bases: &Bases) -> Option<Vec<u32>> {
    let checked = CheckClasses::new(check, &document.edition, &Basis::Moderated, bases)?;
    Some(checked.classified.pupils(|class| match part {
        FigurePart::Short => class == SHORT,
        FigurePart::Reached => class > SHORT,
        _ => class >= SHORT,
    }))
}

/// The band of the pupils who are in none.
pub(crate) const NO_BAND: &str = "none";

/// The pupils of a band of prior attainment, or those of them who reach the mark by target or do not.
fn similar_pupils(measure: &Measure, band: &str, part: FigurePart, bases: &Bases) -> Option<Vec<u32>> {
    let similar = SimilarValues::new(measure, bases)?;
    let target = classify(measure, &Basis::Moderated, bases)?;
    let mut pupils = match band {
        NO_BAND => similar.pupils_without(),
        band => similar.pupils_in(Some(band).filter(|band| !band.is_empty())),
    };
    pupils.retain(|pupil| {
        let reached = target.class(*pupil as usize) == Some(Class::Reached.number());
        match part {
            FigurePart::Reached => reached,
            FigurePart::Short => !reached,
            _ => true,
        }
    });
    Some(pupils)
}

fn find_pupils(document: &Document, filter: &Filter) -> Option<Vec<u32>> {
    let bases = document.bases();
    match filter {
        Filter::All => Some((0..u32::try_from(document.cohort().len()).ok()?).collect()),
        Filter::Figure { measure, basis, part } if basis == EXPECTED => {
            expected_pupils(document.edition.measure(measure)?, *part, &bases)
        }
        Filter::Figure { measure, basis, part } => {
            let classified = classify(document.edition.measure(measure)?, &Basis::from_name(basis), &bases)?;
            Some(classified.pupils(|class| has(*part, class)))
        }
        Filter::Group { groups, measure, basis, part } => {
            let within = groupings::combined(groups, &document.edition, &document.settings.stage, &bases)?;
            let mut pupils = match measure.is_empty() {
                true => (0..u32::try_from(within.len()).ok()?).collect(),
                false => {
                    let classified = classify(document.edition.measure(measure)?, &Basis::from_name(basis), &bases)?;
                    classified.pupils(|class| has(*part, class))
                }
            };
            pupils.retain(|pupil| within.get(*pupil as usize) == Some(&true));
            Some(pupils)
        }
        Filter::Expectation { measure, rate, part } => match document.edition.check_by_id(measure) {
            Some(check) => of_check(check, *part, document, &bases),
            None => expected_at(document.edition.measure(measure)?, *rate, *part, &bases),
        },
        Filter::Finding { measure, code } => {
            findings::finding_pupils(code, measure, &document.edition, &bases, document.evidence())
        }
        Filter::Raised { code } => {
            let raised = document.findings().iter().filter(|finding| code.is_empty() || finding.code == *code);
            let listed = |finding: &Finding| {
                let Finding { code, measure, .. } = finding;
                findings::finding_pupils(code, measure, &document.edition, &bases, document.evidence())
            };
            let mut is_listed = vec![false; document.cohort().len()];
            for pupil in raised.filter(|finding| finding.pupils > 0).filter_map(listed).flatten() {
                is_listed.get_mut(pupil as usize).into_iter().for_each(|listed| *listed = true);
            }
            Some((0_u32..).zip(is_listed).filter(|(_, listed)| *listed).map(|(pupil, _)| pupil).collect())
        }
        Filter::Similar { measure, band, part } => {
            similar_pupils(document.edition.measure(measure)?, band, *part, &bases)
        }
        Filter::Benchmark { measure, title, reached } => {
            let measure = document.edition.measure(measure)?;
            let concerned = benchmarks::pupils_of_benchmark(benchmarks::benchmark_by_title(measure, title)?, &bases)?;
            let mut pupils = concerned.pupils(|class| class == 1);
            if *reached {
                let target = classify(measure, &Basis::Moderated, &bases)?;
                pupils.retain(|pupil| target.class(*pupil as usize) == Some(Class::Reached.number()));
            }
            Some(pupils)
        }
        Filter::Value { field, value } => with_value(document, field, value),
        Filter::Row { row } => {
            let row = row.parse::<u32>().ok()?;
            let mut all = 0..u32::try_from(document.cohort().len()).ok()?;
            all.find(|pupil| document.cohort().row(*pupil as usize) == row).map(|pupil| vec![pupil])
        }
        Filter::Prior { result, level } => {
            let rule = document.conversion_prior(result)?;
            let wanted = import::level_key(level, &rule, &document.guidance)?;
            let levels = prior_levels(document.cohort(), &document.guidance, &rule)?;
            Some((0_u32..).zip(levels).filter(|(_, level)| *level == wanted).map(|(pupil, _)| pupil).collect())
        }
        Filter::Way { measure, side } => {
            pace::pupils_on_side(document.edition.measure(measure)?, *side, &document.edition, &bases)
        }
        Filter::Borderline { measure } => {
            pace::borderline(document.edition.measure(measure)?, &Basis::Moderated, &bases)
        }
        Filter::Tried(list) => tried::pupils(document, list),
        Filter::Programme { name } => {
            let pupils = document.settings.programmes.get(name)?.pupils.iter();
            Some(pupils.filter_map(|pupil| document.position(*pupil)).collect())
        }
        Filter::Sheet(list) => lists::pupils(document, &list.pupils),
        Filter::Excepted => Some(document.excepted().iter().copied().collect()),
        Filter::Changed => Some(changed(document)),
        Filter::Unknown { field, spelling } => {
            let field = document.guidance.fields.by_heading(field)?;
            if let Some(numbers) = document.cohort().number_column(field) {
                return Some(numbers.with_unknown(spelling));
            }
            let column = document.cohort().coded_column(field)?;
            Some(with_code(column, column.code_of_unknown(spelling)?))
        }
    }
}

/// Pupils whose cell in a column shows this.
fn with_value(document: &Document, field: &str, value: &str) -> Option<Vec<u32>> {
    let id = document.guidance.fields.by_heading(field)?;
    let pupils = 0..document.cohort().len();
    let shown = |pupil: usize| document.cohort().cell_text(id, pupil, &document.guidance.codes);
    let is = |pupil: &usize| match document.cohort().label_column(id) {
        Some(labels) => labels.label(*pupil) == value,
        None => shown(*pupil) == value,
    };
    document.cohort().label_column(id).map(drop).or_else(|| document.cohort().coded_column(id).map(drop))?;
    Some(pupils.filter(is).filter_map(|pupil| u32::try_from(pupil).ok()).collect())
}

fn has(part: FigurePart, class: u8) -> bool {
    let is = |wanted: Class| class == wanted.number();
    match part {
        FigurePart::Reached => is(Class::Reached),
        FigurePart::Short => is(Class::Short) || is(Class::Missing),
        FigurePart::Missing => is(Class::Missing),
        FigurePart::LeftOut => is(Class::LeftOut),
        FigurePart::Eligible => !is(Class::LeftOut) && !is(Class::NotAbout),
        FigurePart::NotAbout => is(Class::NotAbout) || is(Class::LeftOut),
    }
}

fn with_code(column: &CodedColumn, wanted: u8) -> Vec<u32> {
    let cells = (0_u32..).zip(column.codes());
    cells.filter(|(_, code)| **code == wanted).map(|(pupil, _)| pupil).collect()
}

/// Pupils who count with a target that is not the file's.
pub(crate) fn changed(document: &Document) -> Vec<u32> {
    let targets = changed_targets(document);
    let mut pupils = targets.into_iter().filter_map(|(pupil, _)| document.position(pupil)).collect::<Vec<_>>();
    pupils.dedup();
    pupils
}

/// Targets that are not the file's: the pupil's position in the file, and the result. Only those in the log can be;
/// one that was set back is none.
pub(crate) fn changed_targets(document: &Document) -> BTreeSet<(u32, &str)> {
    let targets = document.log.done.iter().flat_map(|change| match &change.inverse {
        InverseChange::Targets { result, codes, .. } => {
            codes.iter().map(|(pupil, _)| (*pupil, result.as_str())).collect()
        }
        InverseChange::Numbers { result, stored, .. } => {
            stored.iter().map(|(pupil, _)| (*pupil, result.as_str())).collect()
        }
        _ => Vec::new(),
    });
    let differs =
        |(pupil, result): &(u32, &str)| document.target_of(*pupil, result) != target_in_file(document, *pupil, result);
    targets.filter(differs).collect()
}

/// A pupil's target in the file, by position in it.
pub(crate) fn target_in_file(document: &Document, pupil: u32, result: &str) -> String {
    let field = document.guidance.fields.on_basis(result, Basis::Target.name());
    let coded = field.and_then(|field| document.file.coded_column(field));
    let numbers = || Some(document.file.number_column(field?)?.text(pupil as usize));
    coded.map_or_else(|| numbers().unwrap_or_default(), |column| column.text(pupil as usize, &document.guidance.codes))
}

/// The filter in words.
pub(crate) fn title(document: &Document, filter: &Filter) -> String {
    let measure_title = |id: &str| {
        let check = document.edition.check_by_id(id).map(|check| &check.title);
        document.edition.measure(id).map(|measure| &measure.title).or(check).map_or(id.to_owned(), Clone::clone)
    };
    match filter {
        Filter::All => "All pupils".into(),
        Filter::Figure { measure, basis, part } => format!("{}: {}", measure_title(measure), part_words(basis, *part)),
        Filter::Group { groups, measure, basis, part } => {
            let of = group_words(document, groups);
            if measure.is_empty() {
                of
            } else {
                format!("{of}: {}, {}", measure_title(measure), part_words(basis, *part))
            }
        }
        Filter::Similar { measure, band, part } => {
            let part = match part {
                FigurePart::Reached => ", target reaches it",
                FigurePart::Short => ", target below it",
                _ => "",
            };
            let similar = document.edition.measure(measure).and_then(|measure| measure.similar.as_ref());
            let band = match (band.as_str(), similar) {
                ("", Some(similar)) => uncapitalise(&similar.with_prior),
                (NO_BAND, Some(similar)) => uncapitalise(&similar.without_prior),
                (band, similar) => {
                    let title = similar.map_or("", |similar| similar.prior_title.as_str());
                    format!("{} {band}", uncapitalise(title))
                }
            };
            format!("{}: {band}{part}", measure_title(measure))
        }
        Filter::Benchmark { measure, title, reached } => {
            let part = if *reached { ", target reaches it" } else { "" };
            format!("{}: {}{part}", measure_title(measure), title.to_lowercase())
        }
        Filter::Value { field, value } => {
            let title =
                document.guidance.fields.get_heading(field).map_or(field.as_str(), |field| field.title.as_str());
            format!("{title}: {}", if value.is_empty() { "not recorded" } else { value })
        }
        Filter::Row { row } => format!("The pupil in row {row}"),
        Filter::Prior { result, level } => {
            let short =
                document.guidance.fields.get_heading(result).map_or(result.as_str(), |field| field.short.as_str());
            format!("Level {level} before, in {short}")
        }
        Filter::Way { measure, side } => format!("{}: {}", measure_title(measure), side.words()),
        Filter::Borderline { measure } => format!("{}: one step below it by target", measure_title(measure)),
        Filter::Tried(list) => tried::title(document, list, measure_title),
        Filter::Programme { name } => format!("Programme {name}"),
        Filter::Sheet(list) => list.title.clone(),
        Filter::Excepted => "Pupils with an agreed exception".into(),
        Filter::Expectation { measure, rate, part } => {
            let part = match part {
                FigurePart::Eligible => String::new(),
                FigurePart::Reached => ", target reaches it".into(),
                FigurePart::Short => ", target below it".into(),
                part => format!(", {} {}", part_word(*part), basis_words(Basis::Moderated.name())),
            };
            format!("{}: {}{part}", measure_title(measure), rate_words(*rate))
        }
        Filter::Finding { measure, code } => {
            let title = document.edition.finding(code).map_or(code.as_str(), |rule| rule.title.as_str());
            format!("{}: {}", measure_title(measure), title.to_lowercase())
        }
        Filter::Raised { code } if code.is_empty() => "Pupils with a point to discuss".into(),
        Filter::Raised { code } => document.edition.finding(code).map_or(code.clone(), |rule| rule.title.clone()),
        Filter::Changed => "Pupils whose target you have changed".into(),
        Filter::Unknown { field, spelling } => {
            let field = document.guidance.fields.by_heading(field).and_then(|id| document.guidance.fields.get(id));
            format!("\u{201c}{spelling}\u{201d} in {}", field.map_or("", |field| field.title.as_str()))
        }
    }
}

fn rate_words(rate: ExpectationRate) -> String {
    match rate {
        ExpectationRate::Percent(percent) => format!("pupils of whom {percent}% are expected to reach it"),
        ExpectationRate::Any => "pupils with a usable prior result".into(),
        ExpectationRate::NoPrior => "pupils without a usable prior result".into(),
    }
}

fn part_words(basis: &str, part: FigurePart) -> String {
    match basis {
        EXPECTED if part == FigurePart::Reached => "expected by the guidance".into(),
        EXPECTED if part == FigurePart::LeftOut => "no usable prior result, target reaches it".into(),
        EXPECTED => "no usable prior result".into(),
        basis => format!("{} {}", part_word(part), basis_words(basis)),
    }
}

fn part_word(part: FigurePart) -> &'static str {
    match part {
        FigurePart::Reached => "reach it",
        FigurePart::Short => "short of it",
        FigurePart::Missing => "nothing entered",
        FigurePart::LeftOut => "left out",
        FigurePart::Eligible => "in the figure",
        FigurePart::NotAbout => "not counted",
    }
}

/// Leaves the pupils with this in their name or UPN.
pub(crate) fn keep_found(document: &Document, search: &str, pupils: &mut Vec<u32>) {
    let letters = &document.guidance.exports.plain_letters;
    let search = plain_text(search.trim(), letters);
    if !search.is_empty() {
        pupils.retain(|pupil| matches(document, *pupil as usize, &search, letters));
    }
}

/// In small letters without marks, as it is typed on any keyboard.
fn plain_text(text: &str, letters: &BTreeMap<String, String>) -> String {
    let text = text.to_lowercase();
    if text.is_ascii() {
        return text;
    }
    let plain = |letter: char| letters.iter().find(|(_, marked)| marked.contains(letter)).map(|(plain, _)| plain);
    let mut plain_text = String::new();
    for letter in text.chars() {
        match plain(letter).filter(|_| !letter.is_ascii()) {
            Some(plain) => plain_text.push_str(plain),
            None => plain_text.push(letter),
        }
    }
    plain_text
}

fn matches(document: &Document, pupil: usize, search: &str, letters: &BTreeMap<String, String>) -> bool {
    let people = document.cohort().people();
    let [surname, forename, upn] =
        [people.surname(pupil), people.forename(pupil), people.upn(pupil)].map(|text| plain_text(&text, letters));
    [format!("{surname}, {forename}"), format!("{forename} {surname}"), upn].iter().any(|text| text.contains(search))
}
