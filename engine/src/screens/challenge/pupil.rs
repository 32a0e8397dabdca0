//! A pupil on the agenda: from which results to which targets, and what to know besides.

use crate::guidance::benchmark::SimilarPupils;
use crate::measures::Basis;
use crate::screens::AgendaPupil;
use crate::screens::pupils::row::context;
use crate::screens::scene::Scene;

/// The results that pupils come from, and those that their targets are of, by heading.
pub(super) type EarlierAndTargets<'a> = (Vec<&'a String>, Vec<&'a String>);

/// The results a pupil comes from and aims at, for a measure or a check.
pub(super) fn results<'a>(scene: &'a Scene<'a>, id: &str) -> EarlierAndTargets<'a> {
    let check = scene.edition.check_by_id(id);
    let of_check = check.into_iter().flat_map(|check| &check.reach).filter_map(|id| scene.edition.measure(id));
    let measures = scene.edition.measure(id).into_iter().chain(of_check).collect::<Vec<_>>();
    let ranges = check.into_iter().flat_map(|check| &check.from).filter_map(|range| range.prior.as_ref());
    let priors = measures.iter().flat_map(|measure| {
        let expected = measure.expected.iter().map(|expected| &expected.prior);
        measure.prior.iter().chain(expected)
    });
    let mut from = Vec::new();
    let similar = measures.iter().filter_map(|measure| measure.similar.as_ref()).flat_map(SimilarPupils::prior_results);
    for result in ranges.chain(priors).flat_map(|prior| &prior.results).chain(similar) {
        if !from.contains(&result) {
            from.push(result);
        }
    }
    (from, measures.iter().flat_map(|measure| &measure.outcome).collect())
}

/// Whether there is a column of a result on a basis.
pub(super) fn has_cells(scene: &Scene, result: &str, basis: &Basis) -> bool {
    scene.bases.column(result, basis).is_some() || scene.bases.numbers(result, basis).is_some()
}

pub(super) fn agenda_pupil(scene: &Scene, pupil: u32, (from, to): &EarlierAndTargets) -> AgendaPupil {
    let place = pupil as usize;
    let in_file = scene.document.in_file(pupil);
    let said = |result: &&String, basis: &Basis| match scene.bases.column(result, basis) {
        Some(column) => Some(column.text(place, &scene.guidance.codes)),
        None => scene.bases.numbers(result, basis).map(|numbers| numbers.text(place)),
    };
    let words = |results: &[&String], basis: &Basis| {
        let cells = results.iter().filter_map(|result| said(result, basis));
        let cells = cells.map(|text| if text.is_empty() { "\u{2013}".to_owned() } else { text });
        cells.collect::<Vec<_>>().join(", ")
    };
    let (from, to) = (words(from, &Basis::Actual), words(to, &Basis::Moderated));
    AgendaPupil {
        pupil: in_file,
        name: scene.document.file.pupil_name(in_file as usize),
        from_to: if from.is_empty() { to } else { format!("{from} \u{2192} {to}") },
        context: context(scene, place),
        exception: scene.document.settings.exceptions.get(&in_file).cloned().unwrap_or_default(),
    }
}
