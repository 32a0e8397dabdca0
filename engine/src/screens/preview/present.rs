//! What a rule for targets would change, before it is applied.

use crate::measures::{Basis, Figure};
use crate::screens::ambition::numbers::{figure, figure_words};
use crate::screens::scene::Scene;
use crate::screens::{FigureLink, PreviewFigure, RulePreview};
use crate::session::apply::FigureChange;
use crate::session::command::{FigurePart, Filter, RuleApplication, TriedList};
use crate::session::document::Document;
use crate::text::phrases::{capitalise, count};

/// What a rule would change; nothing is changed.
pub(crate) fn preview(document: &mut Document, apply: &RuleApplication) -> RulePreview {
    let targets = match document.targets_by(apply) {
        Ok(targets) => targets,
        Err(words) => return RulePreview { words, ..RulePreview::default() },
    };
    if targets.is_empty() {
        return RulePreview { words: "No target would change.".into(), ..RulePreview::default() };
    }
    let changes = document.if_put(&apply.result, &targets);
    let scene = &Scene::new(document);
    let source = scene.guidance.sheets.part("rule").map_or("", |line| line.source.as_str());
    RulePreview {
        words: capitalise(&format!("{} would change.", count(targets.len() as u64, "target"))),
        pupils: Some(by_rule(None, apply)),
        paragraph: scene.guidance.cite(source),
        figures: moved(scene, &changes, apply),
    }
}

fn by_rule(measure: Option<&str>, rule: &RuleApplication) -> Filter {
    Filter::Tried(TriedList::Rule { measure: measure.map(str::to_owned), rule: Box::new(rule.clone()) })
}

/// Figures as they are, and as they would be by a rule; each opens the pupils who reach it.
fn moved(scene: &Scene, changes: &[FigureChange], rule: &RuleApplication) -> Vec<PreviewFigure> {
    let moved = |change: &FigureChange| {
        let measure = scene.edition.measure(&change.measure)?;
        let link = |figure: Option<Figure>, filter: Filter| {
            let anybody = figure.and_then(|figure| figure.achieved).is_some_and(|reached| reached > 0);
            let words = figure.map(|figure| figure_words(measure, &figure)).unwrap_or_default();
            FigureLink { words, pupils: Some(filter).filter(|_| anybody) }
        };
        Some(PreviewFigure {
            measure: measure.id.clone(),
            title: measure.title.clone(),
            paragraph: scene.guidance.cite(&measure.source),
            now: link(change.now, figure(measure, Basis::Moderated.name(), FigurePart::Reached)),
            then: link(change.then, by_rule(Some(&measure.id), rule)),
        })
    };
    changes.iter().filter_map(moved).collect()
}
