//! The pupils of a card by prior attainment: how many the guidance expects, how many reach it by target, and the
//! difference. The rows add up to the verdict (RULES 5.1: like is compared with like).

use super::card_pupils::{CardPupils, CountsByExpectation};
use super::numbers::CardFigures;
use crate::ambition::ExpectedPupils;
use crate::guidance::Measure;
use crate::guidance::measure::ExpectedRates;
use crate::measures::evaluated::total;
use crate::measures::{Class, ClassCounts};
use crate::screens::scene::Scene;
use crate::screens::{Chip, LinkedCount, PriorRow, PriorTable, Tone};
use crate::session::command::{ExpectationRate, FigurePart, Filter};
use crate::text::phrases::{count, list_or, thousands};

/// The table of a measure; `None`: nothing is compared.
pub(super) fn prior_table(scene: &Scene, pupils: &CardPupils, numbers: &CardFigures) -> Option<PriorTable> {
    let (_, whole) = numbers.expected?;
    let difference = numbers.against()?;
    let (measure, expected, whole) = (pupils.measure, pupils.expected()?, whole.floor());
    let compared = ComparedPupils { measure, expected, counts: pupils.by_expectation()? };
    let rates = expected.rates_with_pupils();
    let shares = expected.whole_pupils(whole);
    let rows = rates.iter().rev().map(|rate| {
        let share = shares.iter().find(|(of, _)| of == rate).map_or(0, |(_, share)| *share);
        compared.row(level_words(measure, *rate), ExpectationRate::Percent(*rate), Some((share, *rate)))
    });
    let rows = rows.collect::<Vec<_>>();
    let mut total = compared.row("With a prior result".into(), ExpectationRate::Any, None);
    total.expected = thousands(whole);
    (total.difference, total.tone) = difference_words(difference);
    Some(PriorTable {
        head: stage_of_prior(scene, measure),
        held_against: "Expected".into(),
        rows,
        total,
        without: compared.without_prior(),
        note: compared.not_levels(),
    })
}

/// Pupils by the rate of the expectation and what their targets reach.
struct ComparedPupils<'a> {
    measure: &'a Measure,
    expected: &'a ExpectedPupils,
    counts: CountsByExpectation,
}

impl ComparedPupils<'_> {
    /// Number of pupils at a rate in each class by target.
    fn counts_at(&self, rate: ExpectationRate) -> ClassCounts {
        let (least, most) = self.expected.classes_at(rate);
        let at_rate = (0_u8..).zip(&self.counts).filter(|(class, _)| (least..=most).contains(class));
        at_rate.fold(ClassCounts::default(), |mut sum, (_, counts)| {
            sum.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
            sum
        })
    }

    fn linked(&self, number: u64, rate: ExpectationRate, part: FigurePart) -> LinkedCount {
        let filter = Filter::Expectation { measure: self.measure.id.clone(), rate, part };
        LinkedCount { words: thousands(number), pupils: (number > 0).then_some(filter) }
    }

    fn row(&self, title: String, rate: ExpectationRate, share: Option<(u64, u16)>) -> PriorRow {
        let counts = self.counts_at(rate);
        let (all, reached) = (total(&counts), Class::Reached.count_in(&counts));
        let (expected, percent) = share.unwrap_or_default();
        let difference = share.map(|(expected, _)| reached.cast_signed() - expected.cast_signed());
        let (difference, tone) = difference.map(difference_words).unwrap_or_default();
        PriorRow {
            title,
            pupils: self.linked(all, rate, FigurePart::Eligible),
            expected: thousands(expected),
            rate: if share.is_some() { format!("{percent}%") } else { String::new() },
            reached: self.linked(reached, rate, FigurePart::Reached),
            below: self.linked(all - reached, rate, FigurePart::Short),
            difference,
            tone,
        }
    }

    /// The pupils without a usable prior result, who are compared with nothing.
    fn without_prior(&self) -> Option<PriorRow> {
        let row = self.row("No usable prior result".into(), ExpectationRate::NoPrior, None);
        (row.pupils.pupils.is_some()).then(|| PriorRow {
            expected: "\u{2013}".into(),
            difference: "not compared".into(),
            ..row
        })
    }

    /// Pupils who are expected to reach it and whose target is no level, so that they are not in the percentage.
    fn not_levels(&self) -> Option<Chip> {
        let pupils = Class::LeftOut.count_in(&self.counts_at(ExpectationRate::Any));
        let part = FigurePart::LeftOut;
        let filter = Filter::Expectation { measure: self.measure.id.clone(), rate: ExpectationRate::Any, part };
        (pupils > 0).then(|| Chip {
            tone: Tone::Plain,
            words: "Target is not a level, so expected but not in the percentage:".into(),
            count: count(pupils, "pupil"),
            pupils: Some(filter),
            paragraph: None,
        })
    }
}

/// "5 short", "met", "2 above".
fn difference_words(difference: i64) -> (String, Tone) {
    let by = thousands(difference.unsigned_abs());
    match difference {
        ..0 => (format!("{by} short"), Tone::Warn),
        0 => ("met".into(), Tone::Good),
        _ => (format!("{by} above"), Tone::Good),
    }
}

/// "Key Stage 1": where the prior results come from.
fn stage_of_prior(scene: &Scene, measure: &Measure) -> String {
    let heading = measure.expected.first().and_then(|expected| expected.prior.results.first());
    let field = heading.and_then(|heading| scene.guidance.fields.get_heading(heading));
    let stage = field.and_then(|field| field.title.rsplit_once(' ')).map(|(stage, _)| stage.to_owned());
    stage.unwrap_or_else(|| "Prior result".into())
}

/// Which prior levels have a rate: "level 2 or above in both", "level 1 in one or both", "level 3 in maths".
fn level_words(measure: &Measure, rate: u16) -> String {
    let subjects = measure.expected.iter().filter_map(|subject| Some((subject, range_words(subject, rate)?)));
    let subjects = subjects.collect::<Vec<_>>();
    let highest = measure.expected.iter().all(|subject| subject.rates.first().is_some_and(|of| of.percent == rate));
    let Some((_, range)) = subjects.first() else { return String::new() };
    let alike = subjects.iter().all(|(_, other)| other == range) && subjects.len() == measure.expected.len();
    match (measure.expected.len(), alike) {
        (1, _) => range.clone(),
        (_, true) if highest => format!("{range} in both"),
        (_, true) => format!("{range} in one or both"),
        _ => list_or(&subjects.iter().map(|(of, range)| format!("{range} in {}", of.subject)).collect::<Vec<_>>()),
    }
}

/// The prior levels of one subject at a rate: "level 2 or above", "level 1", "below level 1".
fn range_words(subject: &ExpectedRates, rate: u16) -> Option<String> {
    let lowest = subject.rates.last()?.level;
    let Some(place) = subject.rates.iter().position(|of| of.percent == rate) else {
        return (rate == 0 && lowest > 0).then(|| format!("below level {lowest}"));
    };
    let level = subject.rates.get(place)?.level;
    let above = place.checked_sub(1).and_then(|place| subject.rates.get(place)).map(|of| of.level);
    Some(match (level, above) {
        (0, None) => "any level".into(),
        (level, None) => format!("level {level} or above"),
        (0, Some(above)) => format!("below level {above}"),
        (level, Some(above)) if level + 1 == above => format!("level {level}"),
        (level, Some(above)) => format!("levels {level} to {}", above - 1),
    })
}
