//! What the tables of groups are made from: the groups shown, and the figures of all pupils to compare theirs with.

use ambition_columns::classes::count::count_groups;

use super::TablesScene;
use super::suppression::too_few;
use crate::guidance::Measure;
use crate::measures::evaluated::{Evaluated, GroupFigure};
use crate::measures::groupings::{GroupedPupils, grouped, offered};
use crate::measures::{Basis, Figure, evaluate};
use crate::screens::scene::Scene;

/// Groupings with more groups than these are shown only when they are asked for.
const MANY: usize = 24;

/// A grouping, and those of its groups that have pupils, with how many.
pub(super) struct PresentGroups<'a> {
    pub grouped: GroupedPupils<'a>,
    pub present: Vec<(usize, u64)>,
}

/// Every grouping that the file can be divided by.
pub(super) fn groupings<'a>(scene: &'a Scene<'a>) -> Vec<PresentGroups<'a>> {
    let (edition, stage) = (scene.edition, scene.document.settings.stage.as_str());
    let names = offered(edition, stage, &scene.bases).into_iter().map(|(name, _)| name);
    let grouped = names.filter_map(|name| grouped(&name, edition, stage, &scene.bases));
    grouped.map(|grouped| PresentGroups { present: present(&grouped), grouped }).collect()
}

fn present(grouped: &GroupedPupils) -> Vec<(usize, u64)> {
    let mut sizes = vec![0; grouped.groups.names.len()];
    count_groups(&grouped.groups.by_pupil, &mut sizes);
    let worked_out = grouped.more_than > 0;
    let shown = |(number, size): &(usize, u64)| *size > grouped.more_than && !(worked_out && *number == 0);
    let mut shown = sizes.into_iter().map(u64::from).enumerate().filter(shown).collect::<Vec<_>>();
    // Pupils without a record come last.
    if shown.first().is_some_and(|(number, _)| *number == 0) {
        shown.rotate_left(1);
    }
    shown
}

/// The groupings shown, as asked for or all with few groups.
pub(super) fn shown<'c>(context: &'c TablesScene) -> impl Iterator<Item = &'c PresentGroups<'c>> {
    let by = context.query.by.as_str();
    context.groupings.iter().filter(move |groups| match by {
        "" => groups.present.len() <= MANY,
        by => groups.grouped.name == by,
    })
}

/// One measure on one basis, here and in current performance.
pub(super) struct ComparedMeasure<'a> {
    pub measure: &'a Measure,
    pub basis: &'a Basis,
    pub here: Evaluated<'a>,
    /// As it is shown.
    pub all: Figure,
    /// The figure of all pupils may not be shown, and so no gap to it.
    pub hides_all: bool,
    /// Current performance, and the figure of all pupils in it.
    pub then: Option<(Evaluated<'a>, Figure)>,
}

impl<'a> ComparedMeasure<'a> {
    pub fn new(context: &TablesScene<'a>, measure: &'a Measure, basis: &'a Basis) -> Option<Self> {
        let here = evaluate(measure, basis, &context.scene.bases)?;
        let then = context.then.as_ref().and_then(|then| {
            let results = evaluate(measure, &Basis::Actual, then)?;
            let all = results.figure(None);
            Some((results, all))
        });
        let all = here.figure(None);
        let too_few = |figure: &Figure| too_few(figure, context.hides());
        let hides_all = too_few(&all) || then.as_ref().is_some_and(|(_, all)| too_few(all));
        let then = then.map(|(results, all)| (results, context.shown(all)));
        Some(Self { measure, basis, here, all: context.shown(all), hides_all, then })
    }

    /// The figures of groups in current performance, in the order of the groups here.
    pub fn then_by_group(&self, context: &TablesScene, grouped_here: &GroupedPupils) -> Vec<Option<GroupFigure>> {
        let then = context.then.as_ref().zip(self.then.as_ref());
        let of = then.and_then(|(bases, (results, _))| {
            let groups = grouped(&grouped_here.name, context.scene.edition, context.stage(), bases)?;
            let figures = results.by_group(&groups.groups, None);
            let of = |name: &str| figures.get(usize::from(groups.number(name)?)).copied();
            Some(grouped_here.groups.names.iter().map(|name| of(name)).collect())
        });
        of.unwrap_or_else(|| vec![None; grouped_here.groups.names.len()])
    }
}
