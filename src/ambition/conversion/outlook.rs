//! The share of a cohort that conversion tables let expect at a mark, pupil by pupil.

use std::collections::BTreeMap;

use super::{Conversion, Table};
use crate::cohort::prior::prior_levels;
use crate::guidance::fields::Kind;
use crate::guidance::measure::{Measure, MeasureKind};
use crate::measures::progress::Rule;
use crate::measures::{Bases, Exact};

/// Sums are kept in these parts of a pupil: shares of very different tables have no small common denominator.
const PARTS: u128 = 1_000_000_000_000;
/// Subjects of a measure at most.
const SUBJECTS: usize = 2;

/// Adds up shares of so many pupils each; and all those pupils.
pub fn sum(rows: impl Iterator<Item = (Exact, u64)>) -> (Exact, u64) {
    let (parts, of) = rows.fold((0, 0), |(parts, of), (share, pupils)| {
        let part = (PARTS * share.numerator * u128::from(pupils) + share.denominator / 2) / share.denominator;
        (parts + part, of + pupils)
    });
    (Exact { numerator: parts, denominator: PARTS }.lowest_terms(), of)
}

/// Of a measure: the pupils to expect, and how many pupils the tables say something of. Where two results have to reach
/// a mark, the lower of a pupil's two chances counts, as with the guidance's rates (RULES 5.1). `None`: there is no table
/// for one of the results, or the measure is no share of levels.
pub fn of_measure(measure: &Measure, conversion: &Conversion, bases: &Bases) -> Option<(Exact, u64)> {
    let subjects = measure
        .outcome
        .iter()
        .enumerate()
        .map(|(index, result)| subject(measure, index, conversion.table(result)?, bases));
    let subjects = subjects.collect::<Option<Vec<_>>>().filter(|subjects| (1..=SUBJECTS).contains(&subjects.len()))?;
    let mut alike = BTreeMap::<[(u8, u8); SUBJECTS], u64>::new();
    for pupil in 0..bases.cohort().len() {
        let mut key = [(0, 0); SUBJECTS];
        for (place, subject) in key.iter_mut().zip(&subjects) {
            *place = subject.levels.get(pupil).copied().zip(subject.wanted.get(pupil).copied()).unwrap_or_default();
        }
        *alike.entry(key).or_default() += 1;
    }
    let share = |(key, pupils): (&[(u8, u8); SUBJECTS], &u64)| {
        let shares =
            subjects.iter().zip(key).map(|(subject, (level, wanted))| subject.table.row(*level)?.share(*wanted));
        let lowest = shares.collect::<Option<Vec<_>>>()?.into_iter().min_by(|one, other| one.compare(*other))?;
        Some((lowest, *pupils))
    };
    Some(sum(alike.iter().filter_map(share)))
}

/// One result of a measure: for each pupil the level that the table goes by, and the rank wanted.
struct Subject<'a> {
    table: &'a Table,
    levels: Vec<u8>,
    wanted: Vec<u8>,
}

fn subject<'a>(measure: &Measure, index: usize, table: &'a Table, bases: &Bases) -> Option<Subject<'a>> {
    let Kind::Coded(number) = bases.guidance().fields.get_heading(measure.outcome.get(index)?)?.kind else {
        return None;
    };
    let levels = prior_levels(bases.cohort(), bases.guidance(), &table.prior)?;
    let wanted = match &measure.kind {
        MeasureKind::Threshold(marks) => {
            vec![bases.codes().book(number)?.rank_of(marks.get(index)?)?; levels.len()]
        }
        kind if kind.is_progress() => {
            let rule = Rule::new(measure, number, false, bases.codes())?;
            let prior = bases.prior(measure.prior.as_ref()?)?;
            prior.iter().map(|level| rule.wanted(*level).unwrap_or(u8::MAX)).collect()
        }
        _ => return None,
    };
    Some(Subject { table, levels, wanted })
}
