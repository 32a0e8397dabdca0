//! A pupil's card: who it is, what the pupil comes from and aims at, and what is raised.

use super::row::{ColumnContent, ShownColumn, row};
use crate::ambition::{ExpectedPupils, Finding, findings};
use crate::guidance::Measure;
use crate::measures::{Basis, Class, classify};
use crate::screens::scene::Scene;
use crate::screens::{CardLine, CardVerdict, PupilCard, Tone};

/// The card of a pupil, by position in the file; `None`: the pupil does not count.
pub(super) fn card(scene: &Scene, in_file: u32, columns: &[ShownColumn]) -> Option<PupilCard> {
    let pupil = scene.document.position(in_file)?;
    let row = row(scene, pupil as usize, columns);
    let lines = columns.iter().zip(&row.cells).map(|(shown, cell)| CardLine {
        band: shown.column.band.clone(),
        title: shown.column.title.clone(),
        is_target: matches!(shown.shows, ColumnContent::Target(_)),
        cell: cell.clone(),
    });
    let lines = lines.filter(|line| line.is_target || !line.cell.text.is_empty()).collect();
    let upn = Some(row.upn).filter(|upn| !upn.is_empty()).map(|upn| format!("UPN {upn}"));
    let of_file = format!("row {} of the file", row.row);
    Some(PupilCard {
        pupil: in_file,
        name: row.name,
        about: row.context.into_iter().chain(upn).chain([of_file]).collect(),
        lines,
        verdicts: verdicts(scene, pupil),
        points: points(scene, pupil),
        exception: row.exception.evidence,
    })
}

/// How the targets of a pupil stand to each main figure that counts the pupil.
fn verdicts(scene: &Scene, pupil: u32) -> Vec<CardVerdict> {
    let shares = scene.edition.shown(&scene.document.settings.stage);
    let shares = shares.filter(|measure| measure.is_main() && measure.kind.is_share());
    shares.filter_map(|measure| verdict(scene, measure, pupil as usize)).collect()
}

fn verdict(scene: &Scene, measure: &Measure, pupil: usize) -> Option<CardVerdict> {
    let class = classify(measure, &Basis::Moderated, &scene.bases)?.class(pupil)?;
    let is = |wanted: Class| class == wanted.number();
    let rate = ExpectedPupils::from_measure(measure, &scene.bases).and_then(|expected| expected.rate(pupil));
    let (words, tone) = match rate {
        _ if is(Class::NotAbout) => return None,
        _ if is(Class::LeftOut) => ("not counted", Tone::Plain),
        _ if is(Class::Reached) => ("target reaches it", Tone::Good),
        _ if is(Class::Missing) => ("no target", Tone::Warn),
        Some(1..) => ("target below it", Tone::Warn),
        _ => ("target below it", Tone::Plain),
    };
    let expected = match rate {
        Some(rate) => format!("The guidance expects it of {rate}% of pupils with these results."),
        None if measure.expected.is_empty() => String::new(),
        None => "No usable prior result, so nothing is expected.".into(),
    };
    Some(CardVerdict {
        title: measure.short.clone(),
        words: words.into(),
        tone,
        expected,
        paragraph: scene.guidance.cite(&measure.source),
    })
}

/// The points that list a pupil.
fn points(scene: &Scene, pupil: u32) -> Vec<CardVerdict> {
    let evidence = || scene.document.evidence();
    let lists = |finding: &&Finding| {
        let (code, measure) = (&finding.code, &finding.measure);
        let listed = findings::finding_pupils(code, measure, scene.edition, &scene.bases, evidence());
        finding.pupils > 0 && listed.is_some_and(|pupils| pupils.contains(&pupil))
    };
    let point = |finding: &Finding| {
        let measure = scene.edition.measure(&finding.measure).map(|measure| &measure.short);
        let check = || scene.edition.check_by_id(&finding.measure).map(|check| &check.title);
        CardVerdict {
            title: scene.edition.finding(&finding.code).map(|rule| rule.title.clone()).unwrap_or_default(),
            words: measure.or_else(check).cloned().unwrap_or_default(),
            tone: Tone::Warn,
            expected: finding.follows.clone(),
            paragraph: scene.guidance.cite(&finding.source),
        }
    };
    scene.document.findings().iter().filter(lists).map(point).collect()
}
