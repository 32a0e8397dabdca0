//! A card beside similar pupils: by band of prior attainment, how many pupils there are, how many of as many pupils in
//! England reached it, and how many do here by target. The rows add up to the verdict (RULES_2027 C.4).

use super::card_pupils::CardPupils;
use super::numbers::CardFigures;
use crate::ambition::similar::{SimilarComparison, SimilarValues};
use crate::guidance::Measure;
use crate::measures::Class;
use crate::screens::scene::Scene;
use crate::screens::{LinkedCount, PriorRow, PriorTable, Tone};
use crate::session::command::{FigurePart, Filter};
use crate::session::filter::NO_BAND;
use crate::text::phrases::{count, thousands};

/// The table of a measure; `None`: it counts no pupils, or nothing is compared.
pub(super) fn similar_table(scene: &Scene, pupils: &CardPupils, numbers: &CardFigures) -> Option<PriorTable> {
    let measure = pupils.measure;
    let whole = numbers.similar?;
    let similar_sum = whole.similar?;
    let similar = SimilarValues::new(measure, &scene.bases)?;
    let target = pupils.target()?;
    let classes = target.classified.0.as_slice();
    let row = |band: &str, pupils: &[u32]| {
        let reached = pupils.iter().filter(|pupil| classes.get(**pupil as usize) == Some(&Class::Reached.number()));
        let reached = reached.count() as u64;
        let linked = |number: u64, part| {
            let filter = Filter::Similar { measure: measure.id.clone(), band: band.to_owned(), part };
            LinkedCount { words: thousands(number), pupils: (number > 0).then_some(filter) }
        };
        let all = pupils.len() as u64;
        PriorRow {
            title: band.to_owned(),
            pupils: linked(all, FigurePart::Eligible),
            reached: linked(reached, FigurePart::Reached),
            below: linked(all - reached, FigurePart::Short),
            ..PriorRow::default()
        }
    };
    let rule = similar.rule();
    let bands = rule.bands()?.bands.iter().rev().map(|band| (band, similar.pupils_in(Some(&band.name))));
    let rows = bands.filter(|(_, pupils)| !pupils.is_empty()).map(|(band, pupils)| {
        let compared = similar.compare(target, Some(&pupils));
        let (difference, tone) = compared.map_or_else(Default::default, exact_difference);
        let expected = compared.and_then(|compared| compared.similar).map_or_else(String::new, |sum| sum.decimals(1));
        let rate = compared.map_or_else(String::new, |compared| compared.national.percent());
        PriorRow { expected, rate, difference, tone, ..row(&band.name, &pupils) }
    });
    let rows = rows.collect();
    let (difference, tone) = exact_difference(whole);
    let with_prior = similar.pupils_in(None);
    let total = PriorRow {
        title: rule.with_prior.clone(),
        expected: similar_sum.decimals(1),
        rate: whole.national.percent(),
        difference,
        tone,
        ..row("", &with_prior)
    };
    let none = similar.pupils_without();
    let without = (!none.is_empty()).then(|| PriorRow {
        title: rule.without_prior.clone(),
        expected: "\u{2013}".into(),
        difference: "not compared".into(),
        ..row(NO_BAND, &none)
    });
    Some(PriorTable {
        head: rule.prior_title.clone(),
        held_against: format!("Similar pupils, {}", rule.year),
        rows,
        total,
        without,
        note: None,
    })
}

/// "1.4 fewer", "0.3 more".
fn exact_difference(compared: SimilarComparison) -> (String, Tone) {
    let (Some(reached), Some(similar)) = (compared.reached, compared.similar) else { return Default::default() };
    let (distance, fewer) = crate::measures::Exact { numerator: reached.into(), denominator: 1 }.distance(similar);
    let tone = if fewer && distance.floor() > 0 { Tone::Warn } else { Tone::Plain };
    (format!("{} {}", distance.decimals(1), if fewer { "fewer" } else { "more" }), tone)
}

/// The verdict: "3 pupils fewer than similar pupils", "1.9 points below similar pupils".
pub(super) fn verdict(compared: &SimilarComparison) -> String {
    match compared.pupils() {
        Some((0, _)) => "As many as similar pupils".into(),
        Some((pupils, true)) => format!("{} fewer than similar pupils", count(pupils, "pupil")),
        Some((pupils, false)) => format!("{} more than similar pupils", count(pupils, "pupil")),
        None => {
            let (points, below) = compared.points();
            format!("{} points {} similar pupils", points.decimals(1), if below { "below" } else { "above" })
        }
    }
}

/// "Similar pupils in England in 2023/24: 65.2%, 29.3 of 45 pupils."
pub(super) fn sentence(measure: &Measure, compared: &SimilarComparison) -> String {
    let year = measure.similar.as_ref().map_or("", |similar| similar.year.as_str());
    match compared.similar {
        Some(pupils) => format!(
            "Similar pupils in England in {year}: {}, or {} of these pupils.",
            compared.national.percent(),
            pupils.decimals(1)
        ),
        None => format!("Similar pupils in England in {year}: {} points.", compared.national.decimals(1)),
    }
}
