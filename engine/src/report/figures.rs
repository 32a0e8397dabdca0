//! Figures in the exchange format (RULES 10.2).

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::disclosure::Disclosure;
use super::sharing::{MarkCount, hide, is_small};
use super::value::CellValue;
use crate::ambition::{ExpectedPupils, SimilarValues};
use crate::cohort::PupilGroups;
use crate::cohort::school_slices::school_slices;
use crate::guidance::{Edition, Measure};
use crate::measures::evaluated::{GroupFigure, total};
use crate::measures::groupings::{UNRECORDED, grouped};
use crate::measures::{Bases, Basis, Evaluated, Figure, count_by_group, evaluate};
use crate::text::csv::CsvStart;

/// The columns.
pub const HEADINGS: [&str; 11] = [
    "edition", "school", "group_by", "group", "measure", "basis", "achieved", "eligible", "missing", "left_out",
    "value",
];
/// The basis of expected pupils.
const EXPECTED: &str = "expected";
/// The basis of similar pupils nationally.
const SIMILAR: &str = "similar";

/// The grouping of those who are in no group.
const ALL: &str = "all";

/// One row.
struct FigureRow {
    /// Edition, school, grouping, group, measure and basis.
    key: [String; 6],
    /// Pupils in the group.
    pupils: u64,
    figure: Figure,
}

/// What makes figures of groups.
enum FigureSource<'a> {
    Evaluated(Evaluated<'a>),
    Expected(ExpectedPupils),
    Similar(SimilarValues<'a>),
}

impl FigureSource<'_> {
    fn by_group(&self, grouping: &str, groups: &PupilGroups, pupils: Option<&[u32]>) -> Vec<GroupFigure> {
        match self {
            Self::Evaluated(evaluated) => evaluated.by_group(groups, pupils),
            Self::Expected(expectation) => {
                let histograms = count_by_group(&expectation.classified, groups, pupils);
                histograms.iter().map(|histogram| (total(histogram), expectation.figure(histogram))).collect()
            }
            Self::Similar(values) => values.by_group(grouping, groups, pupils),
        }
    }
}

/// Every basis of a measure that the file has columns for, then the expectation and similar pupils.
fn figure_sources<'a>(
    measure: &'a Measure,
    names: &'a [Basis],
    bases: &Bases<'a>,
) -> impl Iterator<Item = (&'a str, FigureSource<'a>)> {
    let evaluate = |basis: &'a Basis| Some((basis.name(), FigureSource::Evaluated(evaluate(measure, basis, bases)?)));
    let shares = names.iter().filter_map(evaluate).collect::<Vec<_>>();
    let expected =
        ExpectedPupils::from_measure(measure, bases).map(|expectation| (EXPECTED, FigureSource::Expected(expectation)));
    let similar = SimilarValues::new(measure, bases).map(|values| (SIMILAR, FigureSource::Similar(values)));
    shares.into_iter().chain(expected).chain(similar)
}

/// All figures of an edition, with every group where `by_group`, sorted by the first six columns. `bases` are of the
/// pupils who count, `file` of all pupils of the file, whom some measures are about whatever year group is picked
/// (RULES 2.1).
pub fn rows(edition: &Edition, bases: &Bases, file: &Bases, by_group: bool) -> Vec<[String; 11]> {
    figure_rows(edition, bases, file, by_group).into_iter().map(cells).collect()
}

fn figure_rows(edition: &Edition, bases: &Bases, file: &Bases, by_group: bool) -> Vec<FigureRow> {
    let (of_all_years, of_year) = edition.figures().partition::<Vec<_>, _>(|measure| measure.kind.is_of_all_years());
    let mut rows = Vec::new();
    add_figures(&mut rows, edition, &of_year, bases, by_group);
    let has = |measure: &&Measure| measure.outcome.iter().all(|result| file.has(result, &Basis::Actual));
    // Most files have no column for these: do not group their pupils again.
    if of_all_years.iter().any(has) {
        add_figures(&mut rows, edition, &of_all_years, file, by_group);
    }
    rows.sort_unstable_by(|one, other| one.key.cmp(&other.key));
    rows
}

/// The figures of some measures, for the whole and each school.
fn add_figures(rows: &mut Vec<FigureRow>, edition: &Edition, measures: &[&Measure], bases: &Bases, by_group: bool) {
    let (cohort, guidance) = (bases.cohort(), bases.guidance());
    let parts = if cohort.is_empty() { Vec::new() } else { school_slices(cohort, guidance) };
    let mut groupings = vec![(ALL, PupilGroups::everyone(cohort))];
    if by_group {
        let all = guidance.fields.groupings.iter();
        groupings.extend(all.map(|grouping| {
            (grouping.name.as_str(), PupilGroups::reported(cohort, guidance, grouping, |code| bases.reported(code)))
        }));
    }
    let by_prior = if by_group { edition.figures_by.as_slice() } else { &[] };
    let names = Basis::all_bases(guidance);
    for measure in measures {
        let of_measure = by_prior.iter().map(|name| (name.as_str(), prior_groups(name, edition, measure, bases)));
        let of_measure = of_measure.collect::<Vec<_>>();
        for (basis, counted) in figure_sources(measure, &names, bases) {
            for part in &parts {
                for (name, groups) in groupings.iter().chain(&of_measure) {
                    let key = [&edition.id, &part.school, *name, &measure.id, basis];
                    push_rows(rows, key, groups, &counted, part.pupils.as_deref());
                }
            }
        }
    }
}

/// A grouping worked out from prior attainment at a measure's key stage; where there is none, nobody's group is known.
fn prior_groups<'a>(name: &str, edition: &'a Edition, measure: &Measure, bases: &Bases<'a>) -> PupilGroups<'a> {
    let grouped = grouped(name, edition, &measure.stage, bases).map(|grouped| grouped.groups);
    grouped.unwrap_or_else(|| PupilGroups {
        names: vec![Cow::Borrowed(UNRECORDED)],
        by_pupil: Cow::Owned(vec![0; bases.cohort().len()]),
    })
}

/// One row for each group that has pupils.
fn push_rows(
    rows: &mut Vec<FigureRow>,
    [edition, school, group_by, measure, basis]: [&str; 5],
    groups: &PupilGroups,
    counted: &FigureSource<'_>,
    pupils: Option<&[u32]>,
) {
    let figures = counted.by_group(group_by, groups, pupils);
    for (name, (pupils, figure)) in groups.names.iter().zip(figures) {
        if pupils == 0 {
            continue;
        }
        let key = [edition, school, group_by, name, measure, basis].map(str::to_owned);
        rows.push(FigureRow { key, pupils, figure });
    }
}

fn cells(row: FigureRow) -> [String; 11] {
    let [edition, school, group_by, group, measure, basis] = row.key;
    let number = |number: u64| number.to_string();
    let figure = row.figure;
    [
        edition,
        school,
        group_by,
        group,
        measure,
        basis,
        figure.achieved.map(number).unwrap_or_default(),
        number(figure.eligible),
        number(figure.missing),
        number(figure.left_out),
        figure.value.map(|value| value.decimals(4)).unwrap_or_default(),
    ]
}

/// The figures fit to share, as CSV: of the whole by group, and of each school together. Not what is expected, which tells
/// how many pupils have which prior level; nor the groups of each school, nor who is missing or left out.
pub fn shared_figures_csv(
    begin: CsvStart,
    edition: &Edition,
    bases: &Bases,
    file: &Bases,
    disclosure: Disclosure,
) -> String {
    let mut tables = BTreeMap::<_, Vec<FigureRow>>::new();
    for row in figure_rows(edition, bases, file, true) {
        let [_, school, group_by, _, measure, basis] = &row.key;
        if basis != EXPECTED && basis != SIMILAR && (school.is_empty() || group_by == ALL) {
            let table = (school.is_empty(), group_by.clone(), measure.clone(), basis.clone());
            tables.entry(table).or_default().push(row);
        }
    }
    let mut rows = tables.into_values().flat_map(|table| shared_cells(table, disclosure)).collect::<Vec<_>>();
    rows.sort_unstable();
    let mut csv = begin(&HEADINGS);
    rows.iter().for_each(|row| csv.row(row));
    csv.finish()
}

/// The rows of a table that add up to a total, or the total itself.
fn shared_cells(table: Vec<FigureRow>, disclosure: Disclosure) -> Vec<[String; 11]> {
    let sizes = table.iter().map(|row| row.pupils).collect::<Vec<_>>();
    let counts = table.iter().map(|row| MarkCount::from(&row.figure)).collect::<Vec<_>>();
    let is_total = table.iter().all(|row| row.key.get(1..3).is_some_and(|key| key == ["", ALL]));
    let hidden = match (is_total, counts.as_slice()) {
        (true, [count]) => vec![is_small(*count, disclosure.hidden_below())],
        _ => hide(&sizes, &[counts], disclosure.hidden_below()).reached.into_iter().next().unwrap_or_default(),
    };
    let shown = table.into_iter().zip(hidden).map(|(row, hidden)| {
        let figure = disclosure.figure(row.figure);
        // A mean of four decimals tells of how many it is.
        let places = if figure.achieved.is_some() { 4 } else { 1 };
        let [edition, school, group_by, group, measure, basis, achieved, eligible, ..] =
            cells(FigureRow { figure, ..row });
        let value = figure.value.map(|value| value.decimals(places)).unwrap_or_default();
        let [achieved, eligible, value] = match hidden {
            true => [CellValue::HIDDEN; 3].map(str::to_owned),
            false => [achieved, eligible, value],
        };
        let none = String::new;
        [edition, school, group_by, group, measure, basis, achieved, eligible, none(), none(), value]
    });
    shown.collect()
}

/// All figures as CSV, of the pupils of [`rows`].
pub fn figures_csv(begin: CsvStart, edition: &Edition, bases: &Bases, file: &Bases, by_group: bool) -> String {
    let mut csv = begin(&HEADINGS);
    for row in rows(edition, bases, file, by_group) {
        csv.row(&row);
    }
    csv.finish()
}
