//! The targets against what the guidance expects.

use super::averages;
use super::card::card;
use super::numbers::{CardFigures, TargetStanding};
use crate::screens::scene::Scene;
use crate::screens::summary::present::{chosen_readings, pupils_number, year_groups};
use crate::screens::{AmbitionPage, Chip, Tone};
use crate::session::command::Filter;
use crate::text::phrases::{capitalise, count, list, number_in_words};

/// Changes named in the margin.
const HISTORY: usize = 6;
/// And so many that are folded away.
const EARLIER: usize = 500;

pub(crate) fn ambition(scene: &Scene) -> AmbitionPage {
    let findings = scene.document.findings();
    let of_stage = scene.edition.shown(&scene.document.settings.stage);
    let cards = of_stage.map(|measure| (measure, card(scene, measure, findings)));
    let (statutory, others): (Vec<_>, Vec<_>) = cards.partition(|(measure, _)| measure.is_main());
    let standings = statutory.iter().map(|(_, (_, standing))| *standing).collect::<Vec<_>>();
    let stage = scene.document.settings.stage.as_str();
    let mut history = scene.document.log.newest().map(|change| change.words.clone());
    let (history, earlier) = (history.by_ref().take(HISTORY).collect(), history.take(EARLIER).collect());
    let before = scene.document.log.done.len().saturating_sub(HISTORY);
    AmbitionPage {
        headline: headline(scene, stage, &standings),
        notes: notes(scene),
        remarks: remarks(scene),
        targets: statutory.into_iter().map(|(_, (card, _))| card).collect(),
        others: others.into_iter().map(|(_, (card, _))| card).collect(),
        others_note: if scene.edition.has_expectations() {
            "not statutory in this edition"
        } else {
            "of this key stage"
        }
        .into(),
        averages: averages::offer(scene),
        history,
        earlier_title: if before == 0 {
            String::new()
        } else {
            format!("{} before these", count(before as u64, "change"))
        },
        earlier,
    }
}

/// One sentence on all statutory targets, and on the expectations of part of the cohort.
fn headline(scene: &Scene, stage: &str, standings: &[TargetStanding]) -> String {
    let findings = scene.document.findings();
    let missed = findings.iter().filter(|finding| scene.edition.check_by_id(&finding.measure).is_some()).count();
    let of_some = match missed {
        0 => return of_targets(scene, stage, standings),
        1 => "one expectation for some of them is not met".to_owned(),
        several => format!("{} expectations for some of them are not met", number_in_words(several)),
    };
    if standings.iter().all(|standing| *standing == TargetStanding::Unknown) {
        return format!("For {}, {of_some} by target.", pupils_in_words(scene));
    }
    let but = if standings.contains(&TargetStanding::Short) { "and" } else { "but" };
    format!("{}, {but} {of_some}.", of_targets(scene, stage, standings).trim_end_matches('.'))
}

fn pupils_in_words(scene: &Scene) -> String {
    if scene.document.cohort().len() == 1 {
        "this one pupil".into()
    } else {
        format!("these {} pupils", pupils_number(scene))
    }
}

/// One sentence on all statutory targets.
fn of_targets(scene: &Scene, stage: &str, standings: &[TargetStanding]) -> String {
    let pupils = pupils_in_words(scene);
    let how_many = |wanted: TargetStanding| standings.iter().filter(|standing| **standing == wanted).count();
    let (short, judged) = (how_many(TargetStanding::Short), standings.len() - how_many(TargetStanding::Unknown));
    if scene.document.cohort().is_empty() {
        return "The file has headings and no pupils.".into();
    }
    if judged == 0 && !scene.document.questions.is_empty() {
        return "Nothing to compare yet: some columns need your answer under Check.".into();
    }
    if judged == 0 && !scene.edition.has_expectations() {
        return beside_england(scene, stage, &pupils);
    }
    if judged == 0 {
        return format!("Nothing to compare yet. Add targets or earlier results for {pupils}.");
    }
    let judgeable = if judged == standings.len() { "" } else { " that can be judged" };
    let number = number_in_words(judged);
    let whose = match (short, judged) {
        (_, 1) => format!("The {stage} target{judgeable}"),
        (0 | 2, 2) => format!("Both {stage} targets{judgeable}"),
        (0, _) => format!("All {number} {stage} targets{judgeable}"),
        (short, judged) if short == judged => format!("All {number} {stage} targets{judgeable}"),
        (short, _) => format!("{} of the {number} {stage} targets{judgeable}", capitalise(&number_in_words(short))),
    };
    if !scene.edition.has_expectations() {
        // What similar pupils reached is no rule that these should.
        let is = if judged == 1 || short == 1 { "is" } else { "are" };
        let not = if short == 0 { " not" } else { "" };
        return format!("{whose} {is}{not} below what similar pupils reached nationally.");
    }
    let compared = match (short, judged) {
        (0, 1) => "meets what the guidance expects",
        (0, _) => "meet what the guidance expects",
        (1, _) => "is below what the guidance expects",
        _ => "are below what the guidance expects",
    };
    format!("{whose} {compared} of {pupils}.")
}

/// Where no comparison by prior attainment was published.
fn beside_england(scene: &Scene, stage: &str, pupils: &str) -> String {
    let mut measures = scene.edition.shown(stage).filter(|measure| measure.is_main());
    let has_figure = measures.any(|measure| CardFigures::new(scene, measure).target.is_some());
    if has_figure {
        format!("The figures of {pupils}, beside the last ones of England.")
    } else {
        format!("No targets yet. Add targets for {pupils}, in the file or under Pupils.")
    }
}

/// By which edition the file is read, and why.
fn edition_words(scene: &Scene) -> String {
    let (account, name) = (&scene.document.account, &scene.edition.name);
    let why = match (&account.read_as.edition, &account.family) {
        (Some(_), _) => "chosen above",
        (None, Some(family)) => match scene.guidance.edition_of(family) {
            Some(found) if found.id != scene.edition.id => "chosen above",
            _ => "by the columns of the file; change it above",
        },
        (None, None) if scene.guidance.newest_edition().is_some_and(|newest| newest.id != scene.edition.id) => {
            "chosen above"
        }
        (None, None) => "the newest, as nothing in the file tells; change it above",
    };
    format!("Edition: {name} ({why}).")
}

/// What to know of all figures, in a few lines.
fn notes(scene: &Scene) -> Vec<Chip> {
    let stage = scene.edition.stage(&scene.document.settings.stage);
    let facts = scene.edition.notice.iter().chain(stage.and_then(|stage| stage.remark.as_ref()));
    let facts = facts.map(|fact| Chip {
        paragraph: Some(scene.guidance.cite(&fact.source)),
        ..plain(Tone::Plain, fact.words.clone())
    });
    std::iter::once(plain(Tone::Plain, edition_words(scene))).chain(facts).collect()
}

fn plain(tone: Tone, words: String) -> Chip {
    Chip { tone, words, count: String::new(), pupils: None, paragraph: None }
}

/// What touches the figures of this cohort.
fn remarks(scene: &Scene) -> Vec<Chip> {
    let mut remarks = Vec::new();
    for reading in chosen_readings(scene) {
        let words = format!("Another reading of the guidance is used: {}", reading.title);
        remarks.push(Chip { paragraph: Some(reading.paragraph), ..plain(Tone::Warn, words) });
    }
    let years = year_groups(scene);
    if years.len() > 1 && scene.document.settings.year.is_none() {
        remarks.push(plain(Tone::Warn, format!("The file has year groups {}; all of them are counted", list(&years))));
    }
    let unknown = scene.document.file.coded_columns().flat_map(|(_, column)| column.unknown());
    let unknown = unknown.filter(|unknown| unknown.meaning.is_none() && unknown.cells > 0).count() as u64;
    if unknown > 0 {
        remarks.push(plain(
            Tone::Warn,
            format!(
                "{} not understood and counted as no {}: settle under Check",
                count(unknown, "spelling"),
                if scene.edition.has_expectations() { "level" } else { "result" }
            ),
        ));
    }
    let changed = crate::session::filter::changed(scene.document).len() as u64;
    if changed > 0 {
        let (words, count) = ("Targets changed here:".into(), count(changed, "pupil"));
        remarks.push(Chip { tone: Tone::Plain, words, count, pupils: Some(Filter::Changed), paragraph: None });
    }
    remarks
}
