//! What the tables of schools are made from: each school with its figures, and what is hidden of them.

use super::TablesScene;
use super::suppression::{hide_groups, too_few};
use crate::ambition::Finding;
use crate::guidance::Measure;
use crate::measures::evaluated::GroupFigure;
use crate::measures::{Basis, Evaluated, Exact, Figure, evaluate};
use crate::report::sharing::HiddenCounts;

pub(super) const NOBODY: Figure = Figure { achieved: Some(0), eligible: 0, missing: 0, left_out: 0, value: None };

/// A school's figures.
#[derive(Clone)]
pub(super) struct SchoolFigures {
    pub name: String,
    pub title: String,
    pub pupils: u64,
    /// One for each measure.
    pub target: Vec<Option<Figure>>,
    pub current: Vec<Option<Exact>>,
    pub findings: Vec<Finding>,
}

/// A statutory measure and its targets; where an edition expects nothing and there are none, its results.
pub(super) struct StatutoryMeasure<'a> {
    pub measure: &'a Measure,
    /// What the figures are of.
    pub basis: Basis,
    pub target: Option<Evaluated<'a>>,
}

impl<'a> StatutoryMeasure<'a> {
    /// Of all schools. To share, there are no results in the place of targets.
    pub fn new(measure: &'a Measure, context: &TablesScene<'a>) -> Self {
        let on = |basis: &Basis| evaluate(measure, basis, &context.scene.bases);
        let target = on(&Basis::Moderated);
        if target.is_none() && context.hides() == 0 && !context.scene.edition.has_expectations() {
            return Self { measure, basis: Basis::Actual, target: on(&Basis::Actual) };
        }
        Self { measure, basis: Basis::Moderated, target }
    }

    /// The targets, not the results in their place.
    pub fn targets(&self) -> Option<&Evaluated<'a>> {
        self.target.as_ref().filter(|_| !self.basis.is_results())
    }
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

    /// Whether anything of a school is hidden.
    pub fn any(&self) -> bool {
        let reached = self.target.reached.iter().flatten();
        self.target.rows.iter().chain(reached).any(|hidden| *hidden)
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

/// The schools with their figures as they are shown: what is worked out of them, such as ranks and the order, gives
/// nothing away. To share, nothing is raised of a school.
pub(super) fn as_shown(
    context: &TablesScene,
    measures: &[StatutoryMeasure],
    lines: &[SchoolFigures],
) -> Vec<SchoolFigures> {
    if context.hides() == 0 {
        return lines.to_vec();
    }
    let shown = |line: &SchoolFigures| SchoolFigures {
        name: line.name.clone(),
        title: line.title.clone(),
        pupils: context.disclosure().rounded(line.pupils),
        target: line.target.iter().map(|figure| figure.map(|figure| context.shown(figure))).collect(),
        current: measures.iter().map(|of| current(context, of, &line.name)).collect(),
        findings: Vec::new(),
    };
    lines.iter().map(shown).collect()
}

/// Current performance as it is shown, of a school or of all (empty); `None`: not known, or of too few pupils to share.
pub(super) fn current(context: &TablesScene, of: &StatutoryMeasure, school: &str) -> Option<Exact> {
    let current = &context.scene.document.current;
    match current.figure(&of.measure.id, school) {
        Some(figure) if too_few(&figure, context.hides()) => None,
        Some(figure) => context.shown(figure).value,
        None => current.value(&of.measure.id, school),
    }
}

/// The target of a school on a measure.
pub(super) fn target_of(line: &SchoolFigures, measure: usize) -> Option<Exact> {
    line.target.get(measure).copied().flatten()?.value
}
