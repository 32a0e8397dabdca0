//! Figures in the exchange format (RULES 10.2).

use crate::ambition::ExpectedPupils;
use crate::cohort::PupilGroups;
use crate::cohort::school_slices::school_slices;
use crate::guidance::{Edition, Measure};
use crate::measures::evaluated::{GroupFigure, total};
use crate::measures::{Bases, Basis, Evaluated, count_by_group, evaluate};
use crate::text::csv::CsvStart;

/// The columns.
pub const HEADINGS: [&str; 11] = [
    "edition", "school", "group_by", "group", "measure", "basis", "achieved", "eligible", "missing", "left_out",
    "value",
];
/// The basis of expected pupils.
const EXPECTED: &str = "expected";

/// What makes figures of groups.
enum FigureSource<'a> {
    Evaluated(Evaluated<'a>),
    Expected(ExpectedPupils),
}

impl FigureSource<'_> {
    fn by_group(&self, groups: &PupilGroups, pupils: Option<&[u32]>) -> Vec<GroupFigure> {
        match self {
            Self::Evaluated(evaluated) => evaluated.by_group(groups, pupils),
            Self::Expected(expectation) => {
                let histograms = count_by_group(&expectation.classified, groups, pupils);
                histograms.iter().map(|histogram| (total(histogram), expectation.figure(histogram))).collect()
            }
        }
    }
}

/// Every basis of a measure that the file has columns for, then the expectation.
fn figure_sources<'a>(
    measure: &'a Measure,
    names: &'a [Basis],
    bases: &Bases<'a>,
) -> impl Iterator<Item = (&'a str, FigureSource<'a>)> {
    let evaluate = |basis: &'a Basis| Some((basis.name(), FigureSource::Evaluated(evaluate(measure, basis, bases)?)));
    let shares = names.iter().filter_map(evaluate).collect::<Vec<_>>();
    let expected =
        ExpectedPupils::from_measure(measure, bases).map(|expectation| (EXPECTED, FigureSource::Expected(expectation)));
    shares.into_iter().chain(expected)
}

/// All figures of an edition, with every group where `by_group`, sorted by the first six columns. `bases` are of the
/// pupils who count, `file` of all pupils of the file, whom some measures are about whatever year group is picked
/// (RULES 2.1).
pub fn rows(edition: &Edition, bases: &Bases, file: &Bases, by_group: bool) -> Vec<[String; 11]> {
    let (of_all_years, of_year) = edition.figures().partition::<Vec<_>, _>(|measure| measure.kind.is_of_all_years());
    let mut rows = Vec::new();
    add_figures(&mut rows, edition, &of_year, bases, by_group);
    let has = |measure: &&Measure| measure.outcome.iter().all(|result| file.has(result, &Basis::Actual));
    // Most files have no column for these: do not group their pupils again.
    if of_all_years.iter().any(has) {
        add_figures(&mut rows, edition, &of_all_years, file, by_group);
    }
    rows.sort_unstable();
    rows
}

/// The figures of some measures, for the whole and each school.
fn add_figures(rows: &mut Vec<[String; 11]>, edition: &Edition, measures: &[&Measure], bases: &Bases, by_group: bool) {
    let (cohort, guidance) = (bases.cohort(), bases.guidance());
    let parts = if cohort.is_empty() { Vec::new() } else { school_slices(cohort, guidance) };
    let mut groupings = vec![("all", PupilGroups::everyone(cohort))];
    if by_group {
        let all = guidance.fields.groupings.iter();
        groupings.extend(all.map(|grouping| {
            (grouping.name.as_str(), PupilGroups::reported(cohort, guidance, grouping, |code| bases.reported(code)))
        }));
    }
    let names = Basis::all_bases(guidance);
    for measure in measures {
        for (basis, counted) in figure_sources(measure, &names, bases) {
            for part in &parts {
                for (name, groups) in &groupings {
                    let key = [&edition.id, &part.school, *name, &measure.id, basis];
                    push_rows(rows, key, groups, &counted, part.pupils.as_deref());
                }
            }
        }
    }
}

/// One row for each group that has pupils.
fn push_rows(
    rows: &mut Vec<[String; 11]>,
    [edition, school, group_by, measure, basis]: [&str; 5],
    groups: &PupilGroups,
    counted: &FigureSource<'_>,
    pupils: Option<&[u32]>,
) {
    let figures = counted.by_group(groups, pupils);
    for (name, (pupils, figure)) in groups.names.iter().zip(figures) {
        if pupils == 0 {
            continue;
        }
        let number = |number: u64| number.to_string();
        rows.push([
            edition.to_owned(),
            school.to_owned(),
            group_by.to_owned(),
            name.clone().into_owned(),
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

/// All figures as CSV, of the pupils of [`rows`].
pub fn figures_csv(begin: CsvStart, edition: &Edition, bases: &Bases, file: &Bases, by_group: bool) -> String {
    let mut csv = begin(&HEADINGS);
    for row in rows(edition, bases, file, by_group) {
        csv.row(&row);
    }
    csv.finish()
}
