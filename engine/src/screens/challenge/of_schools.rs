//! Points on single schools that are asked of an authority, in the agenda of the whole file: the absence of each school
//! (S0 ¶85).

use super::notes::note;
use crate::ambition::Finding;
use crate::screens::scene::Scene;
use crate::screens::sheets::school_absence::raised_on_schools;
use crate::screens::{AgendaItem, AgendaTarget};
use crate::text::phrases::count;

/// Adds a point for each kind, with what was found in each school.
pub(super) fn add(scene: &Scene, targets: &mut Vec<AgendaTarget>) {
    let mut items: Vec<(AgendaItem, u64)> = Vec::new();
    for (school, finding) in raised_on_schools(scene) {
        let found = format!("{school}: {}", finding.found);
        match items.iter_mut().find(|(item, _)| item.code == finding.code) {
            Some((item, schools)) => {
                item.found = format!("{} {found}", item.found);
                *schools += 1;
            }
            None => items.push((item(scene, &finding, found), 1)),
        }
    }
    for (item, schools) in items {
        add_item(scene, targets, AgendaItem { count: count(schools, "school"), ..item });
    }
}

fn item(scene: &Scene, finding: &Finding, found: String) -> AgendaItem {
    AgendaItem {
        measure: finding.measure.clone(),
        code: finding.code.clone(),
        title: scene.edition.finding(&finding.code).map(|rule| rule.title.clone()).unwrap_or_default(),
        found,
        follows: finding.follows.clone(),
        paragraph: scene.guidance.cite(&finding.source),
        note: note(scene, finding),
        ..AgendaItem::default()
    }
}

/// Puts a point under its target; one that is raised on the file as a whole already says so of the schools too.
fn add_item(scene: &Scene, targets: &mut Vec<AgendaTarget>, item: AgendaItem) {
    let Some(measure) = scene.edition.measure(&item.measure) else { return };
    let Some(target) = targets.iter_mut().find(|target| target.title == measure.title) else {
        let paragraph = scene.guidance.cite(&measure.source);
        targets.push(AgendaTarget {
            title: measure.title.clone(),
            paragraph,
            standing: String::new(),
            items: vec![item],
        });
        return;
    };
    match target.items.iter_mut().find(|known| known.code == item.code) {
        Some(known) => known.found = format!("{} {}: {}", known.found, item.count, item.found),
        None => target.items.push(item),
    }
}
