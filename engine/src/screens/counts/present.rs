//! Counts the pupils of chosen measures and groupings.

use std::collections::BTreeMap;

use ambition_columns::classes::count::count_groups;

use crate::guidance::Measure;
use crate::measures::evaluated::GroupFigure;
use crate::measures::groupings::{GroupedPupils, grouped};
use crate::measures::{Basis, Figure, evaluate};
use crate::screens::scene::Scene;
use crate::screens::{CountedGrouping, CountsPage, CountsQuery, FigureCounts, MeasureCounts, ProgressCount};
use crate::session::lists::progress::ProgressMatrix;

pub(crate) fn counts(scene: &Scene, query: &CountsQuery) -> CountsPage {
    let stage = &scene.document.settings.stage;
    let groupings = query.by.iter().filter_map(|name| grouped(name, scene.edition, stage, &scene.bases));
    let groupings = groupings.collect::<Vec<_>>();
    let bases = Basis::all_bases(scene.guidance);
    let bases = bases.iter().filter(|basis| is_wanted(&query.bases, basis.name())).collect::<Vec<_>>();
    let of_stage = scene.edition.figures().filter(|measure| measure.stage == *stage);
    let of_year = of_stage.filter(|measure| !measure.kind.is_of_all_years());
    let measures = of_year.filter(|measure| is_wanted(&query.measures, &measure.id));
    let of_measure = |measure| {
        let (groupings, bases) = (&groupings, &bases);
        bases.iter().filter_map(move |basis| measure_counts(scene, measure, basis, groupings))
    };
    CountsPage {
        pupils: number(scene.bases.cohort().len() as u64),
        groupings: groupings.iter().map(counted_grouping).collect(),
        measures: measures.flat_map(of_measure).collect(),
    }
}

fn is_wanted(wanted: &[String], name: &str) -> bool {
    wanted.is_empty() || wanted.iter().any(|wanted| wanted == name)
}

fn counted_grouping(grouped: &GroupedPupils) -> CountedGrouping {
    let mut pupils = vec![0; grouped.groups.names.len()];
    count_groups(&grouped.groups.by_pupil, &mut pupils);
    let groups = grouped.groups.names.iter().map(|name| name.clone().into_owned()).collect();
    CountedGrouping { name: grouped.name.clone(), groups, pupils }
}

/// `None`: the file lacks a column for it.
fn measure_counts(
    scene: &Scene,
    measure: &Measure,
    basis: &Basis,
    groupings: &[GroupedPupils],
) -> Option<MeasureCounts> {
    let evaluated = evaluate(measure, basis, &scene.bases)?;
    let by_group = |grouped: &GroupedPupils| {
        let figures = evaluated.by_group(&grouped.groups, None);
        figures.iter().map(|(_, figure): &GroupFigure| figure_counts(figure)).collect()
    };
    Some(MeasureCounts {
        measure: measure.id.clone(),
        basis: basis.name().to_owned(),
        all: figure_counts(&evaluated.figure(None)),
        by_group: groupings.iter().map(by_group).collect(),
        progress: progress_counts(scene, measure, basis),
    })
}

fn figure_counts(figure: &Figure) -> FigureCounts {
    FigureCounts {
        achieved: figure.achieved.map(number),
        eligible: number(figure.eligible),
        missing: number(figure.missing),
        left_out: number(figure.left_out),
    }
}

/// As many cells as have pupils; none of a measure that is not of progress.
fn progress_counts(scene: &Scene, measure: &Measure, basis: &Basis) -> Vec<ProgressCount> {
    let Some(matrix) = ProgressMatrix::new(measure, basis, &scene.bases) else { return Vec::new() };
    let mut cells = BTreeMap::<(u8, u8), u64>::new();
    for alike in matrix.alike() {
        *cells.entry((matrix.prior(alike.first), matrix.column(alike.first))).or_default() += alike.count;
    }
    let count = |((prior, column), pupils): ((u8, u8), u64)| ProgressCount {
        from: matrix.prior_title(prior),
        to: matrix.name(column),
        pupils: number(pupils),
    };
    cells.into_iter().map(count).collect()
}

/// A count of pupils: there are never more than a file can have rows.
fn number(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
