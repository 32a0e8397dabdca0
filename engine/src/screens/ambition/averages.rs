//! Where the averages of similar pupils come from, and whom they leave out (RULES_2027 C.5).

use std::collections::BTreeSet;

use crate::ambition::SimilarValues;
use crate::cohort::number_column::{NumberCell, number_text};
use crate::guidance::Measure;
use crate::guidance::benchmark::{SimilarAverage, SimilarBy, SimilarPupils};
use crate::measures::Basis;
use crate::screens::scene::Scene;
use crate::screens::{AveragesOffer, Chip, Tone};
use crate::session::command::{FigurePart, Filter};
use crate::session::filter::NO_BAND;
use crate::text::phrases::{count, list};

/// What is offered at the key stage; `None`: nothing of it goes by averages, or the file has its own.
pub(super) fn offer(scene: &Scene) -> Option<AveragesOffer> {
    let of_stage = scene.edition.shown(&scene.document.settings.stage);
    let (measure, similar, rule) = of_stage.filter_map(by_average).next()?;
    if scene.bases.has(&rule.column, &Basis::Actual) {
        return None;
    }
    let imported = scene.document.settings.averages.as_ref();
    Some(AveragesOffer {
        words: similar.words.clone(),
        imported: imported.map(|imported| format!("{}: {}", imported.name, imported.extent())).unwrap_or_default(),
        without: imported.and_then(|_| without(scene, measure, similar, rule)),
    })
}

fn by_average(measure: &Measure) -> Option<(&Measure, &SimilarPupils, &SimilarAverage)> {
    let similar = measure.similar.as_ref()?;
    match &similar.by {
        SimilarBy::Average(rule) => Some((measure, similar, rule)),
        SimilarBy::Bands(_) => None,
    }
}

/// The pupils whose prior result the imported file does not have, with these results.
fn without(scene: &Scene, measure: &Measure, similar: &SimilarPupils, rule: &SimilarAverage) -> Option<Chip> {
    let pupils = SimilarValues::new(measure, &scene.bases)?.pupils_without();
    let column = scene.bases.numbers(&rule.prior, &Basis::Actual)?;
    let results = pupils.iter().filter_map(|pupil| match column.cell(*pupil as usize) {
        NumberCell::Known(result) => Some(result),
        NumberCell::Blank | NumberCell::Unknown => None,
    });
    let results = results.collect::<BTreeSet<_>>().into_iter().map(number_text).collect::<Vec<_>>();
    let words = match results.as_slice() {
        [] => format!("{}:", similar.without_prior),
        some => format!("{}, {} of {} among them:", similar.without_prior, similar.prior_title, list(some)),
    };
    (!pupils.is_empty()).then(|| Chip {
        tone: Tone::Plain,
        words,
        count: count(pupils.len() as u64, "pupil"),
        pupils: Some(Filter::Similar {
            measure: measure.id.clone(),
            band: NO_BAND.to_owned(),
            part: FigurePart::Eligible,
        }),
        paragraph: None,
    })
}
