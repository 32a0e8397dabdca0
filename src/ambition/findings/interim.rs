//! Pupils ahead of the way to their target, by their latest interim result (S1 ¶23).

use crate::cohort::{Cell, Coded};
use crate::guidance::measure::{Measure, MeasureKind};
use crate::guidance::{Book, Edition, FindingRule};
use crate::measures::{Bases, Basis, Classified};

/// An interim result's column and the year group it stands at the end of.
struct Interim<'a> {
    column: &'a Coded,
    year: i64,
}

/// The straight way from prior result to target, in points, between two year groups.
#[derive(Clone, Copy)]
struct Way {
    /// Sum and number of the prior results' points.
    prior: Option<(i64, i64)>,
    target: i64,
    starts: i64,
    ends: i64,
}

/// Pupils whose latest interim result is at the target's level, or above the way to it by the rule's points.
pub(super) fn ahead(rule: &FindingRule, measure: &Measure, edition: &Edition, bases: &Bases) -> Option<Classified> {
    let MeasureKind::Progress(_) = measure.kind else { return None };
    let interim = columns(measure, bases);
    let target = bases.column(measure.outcome.first()?, &Basis::moderated()).filter(|_| !interim.is_empty())?;
    let stage = edition.stage(&measure.stage)?;
    let book = bases.codes().book(target.book)?;
    let prior = measure.prior.as_ref()?.results.iter();
    let prior = prior.filter_map(|result| bases.column(result, &Basis::results())).collect::<Vec<_>>();
    let of_pupil = |pupil: usize| {
        let (code, year) = latest(&interim, pupil, book)?;
        let wanted = known(target.cell(pupil)).filter(|code| book.rank(*code).is_some())?;
        if book.rank(code) >= book.rank(wanted) {
            return Some(true);
        }
        let way = Way {
            prior: points_of(&prior, pupil, book),
            target: i64::from(book.points(wanted)?),
            starts: i64::from(stage.starts),
            ends: i64::from(stage.ends),
        };
        Some(way.is_below(i64::from(book.points(code)?) - i64::from(rule.points), year))
    };
    let pupils = 0..bases.cohort().len();
    Some(Classified(pupils.map(|pupil| u8::from(of_pupil(pupil).unwrap_or_default())).collect()))
}

/// The interim results of a measure's subject, in the order of years.
fn columns<'a>(measure: &Measure, bases: &Bases<'a>) -> Vec<Interim<'a>> {
    let interim = measure.interim.iter().filter_map(|interim| {
        Some(Interim { column: bases.column(&interim.result, &Basis::results())?, year: i64::from(interim.year) })
    });
    interim.collect()
}

fn known(cell: Cell) -> Option<u8> {
    if let Cell::Known(code) = cell { Some(code) } else { None }
}

/// The latest result that is a level, with its year.
fn latest(interim: &[Interim], pupil: usize, book: &Book) -> Option<(u8, i64)> {
    interim.iter().rev().find_map(|interim| {
        let code = known(interim.column.cell(pupil))?;
        book.rank(code).map(|_| (code, interim.year))
    })
}

fn points_of(prior: &[&Coded], pupil: usize, book: &Book) -> Option<(i64, i64)> {
    let points = prior.iter().map(|column| book.points(known(column.cell(pupil))?).map(i64::from));
    let points = points.collect::<Option<Vec<_>>>().filter(|points| !points.is_empty())?;
    Some((points.iter().sum(), i64::try_from(points.len()).ok()?))
}

impl Way {
    /// It passes at or below so many points at the end of this year group. All in whole numbers: the points times the
    /// number of prior results times the years of the way.
    fn is_below(self, points: i64, year: i64) -> bool {
        let Some((sum, results)) = self.prior else { return false };
        let (years, gone) = (self.ends - self.starts, year - self.starts);
        points * results * years >= sum * years + (self.target * results - sum) * gone
    }
}
