//! The share of a cohort expected to reach a mark by conversion tables, pupil by pupil.

use std::collections::BTreeMap;

use super::{ConversionTable, ConversionTables};
use crate::cohort::prior::prior_levels;
use crate::guidance::fields::FieldKind;
use crate::guidance::measure::{Measure, MeasureKind};
use crate::measures::progress::ProgressRule;
use crate::measures::{Bases, Exact};

/// Sums are kept in these parts of a pupil: shares of very different tables have no small common denominator.
const PARTS: u128 = 1_000_000_000_000;
/// Subjects of a measure at most.
const SUBJECTS: usize = 2;

/// The sum of shares, each of a number of pupils; and the number of all those pupils.
pub fn sum_shares(rows: impl Iterator<Item = (Exact, u64)>) -> (Exact, u64) {
    let (parts, of) = rows.fold((0, 0), |(parts, of), (share, pupils)| {
        let part = (PARTS * share.numerator * u128::from(pupils) + share.denominator / 2) / share.denominator;
        (parts + part, of + pupils)
    });
    (Exact { numerator: parts, denominator: PARTS }.lowest_terms(), of)
}

/// Of a measure: the pupils to expect, and how many pupils the tables cover. Where two results have to reach
/// a mark, the lower of a pupil's two chances counts, as with the guidance's rates (RULES 5.1). `None`: no table
/// for one of the results, or the measure is no share of levels.
pub fn expected_by_tables(measure: &Measure, conversion: &ConversionTables, bases: &Bases) -> Option<(Exact, u64)> {
    let subjects = subjects(measure, conversion, bases)?;
    let mut alike = BTreeMap::<OutlookKey, u64>::new();
    for pupil in 0..bases.cohort().len() {
        *alike.entry(outlook_key(&subjects, pupil)).or_default() += 1;
    }
    Some(sum_shares(alike.iter().filter_map(|(key, pupils)| Some((chance(&subjects, key)?, *pupils)))))
}

/// The pupils whom the tables cover, by position; as many as [`expected_by_tables`] counts.
pub fn pupils(measure: &Measure, conversion: &ConversionTables, bases: &Bases) -> Option<Vec<u32>> {
    let subjects = subjects(measure, conversion, bases)?;
    let all = 0..u32::try_from(bases.cohort().len()).ok()?;
    Some(all.filter(|pupil| chance(&subjects, &outlook_key(&subjects, *pupil as usize)).is_some()).collect())
}

/// For each result of a measure the prior level of a pupil and the rank wanted.
type OutlookKey = [(u8, u8); SUBJECTS];

fn outlook_key(subjects: &[OutlookSubject], pupil: usize) -> OutlookKey {
    let mut key = [(0, 0); SUBJECTS];
    for (place, subject) in key.iter_mut().zip(subjects) {
        *place = subject.levels.get(pupil).copied().zip(subject.wanted.get(pupil).copied()).unwrap_or_default();
    }
    key
}

/// The lowest of the chances in each result; `None`: a table does not cover it.
fn chance(subjects: &[OutlookSubject], key: &OutlookKey) -> Option<Exact> {
    let shares = subjects.iter().zip(key).map(|(subject, (level, wanted))| subject.table.row(*level)?.share(*wanted));
    shares.collect::<Option<Vec<_>>>()?.into_iter().min_by(|one, other| one.compare(*other))
}

fn subjects<'a>(measure: &Measure, conversion: &'a ConversionTables, bases: &Bases) -> Option<Vec<OutlookSubject<'a>>> {
    let subject = |(index, result): (usize, &String)| subject(measure, index, conversion.table(result)?, bases);
    let subjects = measure.outcome.iter().enumerate().map(subject).collect::<Option<Vec<_>>>();
    subjects.filter(|subjects| (1..=SUBJECTS).contains(&subjects.len()))
}

/// One result of a measure: for each pupil the level that the table goes by, and the rank wanted.
struct OutlookSubject<'a> {
    table: &'a ConversionTable,
    levels: Vec<u8>,
    wanted: Vec<u8>,
}

fn subject<'a>(
    measure: &Measure,
    index: usize,
    table: &'a ConversionTable,
    bases: &Bases,
) -> Option<OutlookSubject<'a>> {
    let FieldKind::Coded(number) = bases.guidance().fields.get_heading(measure.outcome.get(index)?)?.kind else {
        return None;
    };
    let levels = prior_levels(bases.cohort(), bases.guidance(), &table.prior)?;
    let wanted = match &measure.kind {
        MeasureKind::Threshold(marks) => {
            vec![bases.codes().list(number)?.rank_of(marks.get(index)?)?; levels.len()]
        }
        kind if kind.is_progress() => {
            let rule = ProgressRule::new(measure, number, false, bases.codes())?;
            let prior = bases.prior(measure.prior.as_ref()?)?;
            prior.iter().map(|level| rule.wanted(*level).unwrap_or(u8::MAX)).collect()
        }
        _ => return None,
    };
    Some(OutlookSubject { table, levels, wanted })
}
