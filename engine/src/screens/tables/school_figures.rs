//! What the tables of schools are made from: each school with its figures, and what is hidden of them.

use super::TablesScene;
use super::suppression::hide_groups;
use crate::ambition::Finding;
use crate::guidance::Measure;
use crate::measures::evaluated::GroupFigure;
use crate::measures::{Evaluated, Exact, Figure};
use crate::report::sharing::HiddenCounts;

pub(super) const NOBODY: Figure = Figure { achieved: Some(0), eligible: 0, missing: 0, left_out: 0, value: None };

/// A school's figures.
pub(super) struct SchoolFigures {
    pub name: String,
    pub title: String,
    pub pupils: u64,
    /// One for each measure.
    pub target: Vec<Option<Figure>>,
    pub current: Vec<Option<Exact>>,
    pub findings: Vec<Finding>,
}

/// A statutory measure and its targets.
pub(super) struct StatutoryMeasure<'a> {
    pub measure: &'a Measure,
    pub target: Option<Evaluated<'a>>,
}

/// What is hidden of the schools, on each measure; and of their current performance.
pub(super) struct HiddenFigures {
    pub target: HiddenCounts,
    current: Vec<Vec<bool>>,
}

impl HiddenFigures {
    pub fn new(context: &TablesScene, measures: &[StatutoryMeasure], lines: &[SchoolFigures]) -> Self {
        let figure = |line: &SchoolFigures, index: usize| line.target.get(index).copied().flatten().unwrap_or(NOBODY);
        let of = |index: usize| lines.iter().map(|line| (line.pupils, figure(line, index))).collect::<Vec<_>>();
        let figures = (0..measures.len()).map(of).collect::<Vec<Vec<GroupFigure>>>();
        let target = hide_groups(&figures.iter().map(Vec::as_slice).collect::<Vec<_>>(), context.hides());
        let current = |of: &StatutoryMeasure| {
            let figure = |line: &SchoolFigures| {
                context.scene.document.current.figure(&of.measure.id, &line.name).unwrap_or(NOBODY)
            };
            let figures = lines.iter().map(|line| (figure(line).eligible, figure(line))).collect::<Vec<_>>();
            hide_groups(&[&figures], context.hides()).reached.into_iter().next().unwrap_or_default()
        };
        Self { target, current: measures.iter().map(current).collect() }
    }

    pub fn row(&self, line: usize) -> bool {
        self.target.rows.get(line).copied().unwrap_or_default()
    }

    pub fn target(&self, measure: usize, line: usize) -> bool {
        self.target.reached.get(measure).and_then(|rows| rows.get(line)).copied().unwrap_or_default()
    }

    pub fn current(&self, measure: usize, line: usize) -> bool {
        self.current.get(measure).and_then(|rows| rows.get(line)).copied().unwrap_or_default()
    }
}

/// The target of a school on a measure.
pub(super) fn target_of(line: &SchoolFigures, measure: usize) -> Option<Exact> {
    line.target.get(measure).copied().flatten()?.value
}
