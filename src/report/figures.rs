//! Figures in the exchange format (RULES 10.2).

use std::borrow::Cow;

use super::csv::Csv;
use crate::ambition::Expectation;
use crate::cohort::{Cohort, Groups};
use crate::guidance::{Edition, Guidance, Measure};
use crate::measures::{Bases, Basis, Classified, Figure, Histogram, classify, count_by_group};

/// The columns.
pub const HEADINGS: [&str; 11] = [
    "edition", "school", "group_by", "group", "measure", "basis", "achieved", "eligible", "missing", "left_out",
    "value",
];
/// The basis of expected pupils.
const EXPECTED: &str = "expected";

/// Pupils whose figures stand together: a whole file, or one of its schools.
#[derive(Clone, Debug)]
pub struct Part {
    /// The school; empty: all of the file.
    pub school: String,
    /// Its pupils; `None`: all.
    pub pupils: Option<Vec<u32>>,
}

/// The whole, and each school where the file has the column.
pub fn parts(cohort: &Cohort, guidance: &Guidance) -> Vec<Part> {
    let mut parts = vec![Part { school: String::new(), pupils: None }];
    let schools = guidance.fields.by_heading("School").and_then(|field| cohort.labels(field));
    if let Some(schools) = schools {
        let mut pupils = vec![Vec::new(); schools.texts().len()];
        for (pupil, school) in (0_u32..).zip(schools.ids()) {
            if let Some(of_school) = pupils.get_mut(usize::from(*school)) {
                of_school.push(pupil);
            }
        }
        let name = |text: &String| if text.is_empty() { "unknown".to_owned() } else { text.clone() };
        let schools = schools.texts().iter().zip(pupils).filter(|(_, pupils)| !pupils.is_empty());
        parts.extend(schools.map(|(text, pupils)| Part { school: name(text), pupils: Some(pupils) }));
    }
    parts
}

/// One class a pupil, and what makes a figure of a count of them.
enum Counted {
    Share(Classified),
    Expected(Expectation),
}

impl Counted {
    fn classified(&self) -> &Classified {
        match self {
            Self::Share(classified) => classified,
            Self::Expected(expectation) => &expectation.classified,
        }
    }

    fn figure(&self, histogram: &Histogram) -> Figure {
        match self {
            Self::Share(_) => Figure::share(histogram),
            Self::Expected(expectation) => expectation.figure(histogram),
        }
    }
}

/// Every basis of a measure that the file has columns for, then the expectation.
fn counted<'a>(measure: &'a Measure, all: &'a [Basis], bases: &'a Bases) -> impl Iterator<Item = (&'a str, Counted)> {
    let shares = all.iter().filter_map(|basis| Some((basis.name(), Counted::Share(classify(measure, basis, bases)?))));
    let expected = Expectation::of(measure, bases).map(|expectation| (EXPECTED, Counted::Expected(expectation)));
    shares.chain(expected)
}

/// All figures of an edition, with every group where `by_group`, sorted by the first six columns.
pub fn rows(edition: &Edition, bases: &Bases, by_group: bool) -> Vec<[String; 11]> {
    let (cohort, guidance) = (bases.cohort(), bases.guidance());
    let parts = if cohort.is_empty() { Vec::new() } else { parts(cohort, guidance) };
    let mut groupings = vec![("all", Groups::everyone(cohort))];
    if by_group {
        let all = guidance.fields.groupings.iter();
        groupings.extend(all.map(|grouping| (grouping.name.as_str(), Groups::new(cohort, guidance, grouping))));
    }
    let all = Basis::all(guidance);
    let mut rows = Vec::new();
    for measure in &edition.measures {
        for (basis, counted) in counted(measure, &all, bases) {
            for part in &parts {
                for (name, groups) in &groupings {
                    let key = [&edition.id, &part.school, *name, &measure.id, basis];
                    push(&mut rows, key, groups, &counted, part.pupils.as_deref());
                }
            }
        }
    }
    rows.sort_unstable();
    rows
}

/// One row for each group that has pupils.
fn push(
    rows: &mut Vec<[String; 11]>,
    [edition, school, group_by, measure, basis]: [&str; 5],
    groups: &Groups,
    counted: &Counted,
    pupils: Option<&[u32]>,
) {
    let histograms = count_by_group(counted.classified(), groups, pupils);
    for (name, histogram) in groups_by_name(groups, &histograms) {
        let figure = counted.figure(&histogram);
        if figure.pupils() == 0 {
            continue;
        }
        let number = |number: u64| number.to_string();
        rows.push([
            edition.to_owned(),
            school.to_owned(),
            group_by.to_owned(),
            name.into_owned(),
            measure.to_owned(),
            basis.to_owned(),
            figure.achieved.map(number).unwrap_or_default(),
            number(figure.eligible),
            number(figure.missing),
            number(figure.left_out),
            figure.value.map(|value| value.decimals(4)).unwrap_or_default(),
        ]);
    }
}

/// Groups of one name are one group: a class that is called "unknown" is not told from a blank one.
fn groups_by_name<'a>(groups: &Groups<'a>, histograms: &[Histogram]) -> Vec<(Cow<'a, str>, Histogram)> {
    let mut by_name: Vec<(Cow<'a, str>, Histogram)> = Vec::with_capacity(histograms.len());
    for (index, (name, histogram)) in groups.names.iter().zip(histograms).enumerate() {
        let twin = if index > 0 && name == "unknown" { by_name.first_mut() } else { None };
        match twin {
            Some((_, sum)) => sum.iter_mut().zip(histogram).for_each(|(sum, count)| *sum += count),
            None => by_name.push((name.clone(), *histogram)),
        }
    }
    by_name
}

/// All figures as CSV.
pub fn csv(edition: &Edition, bases: &Bases, by_group: bool) -> String {
    let mut csv = Csv::new(&HEADINGS);
    for row in rows(edition, bases, by_group) {
        csv.row(&row);
    }
    csv.finish()
}
