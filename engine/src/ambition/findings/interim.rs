//! Pupils ahead of the way to their target, by their latest interim result (S1 ¶23).

use std::cmp::Ordering;

use crate::cohort::CodedColumn;
use crate::guidance::measure::{Measure, MeasureKind};
use crate::guidance::{CodeList, Edition};
use crate::measures::{Bases, Basis, PupilClasses};

/// An interim result's column and the year group at whose end it was recorded.
struct InterimColumn<'a> {
    column: &'a CodedColumn,
    year: i64,
}

/// The straight way from prior result to target, in points, between two year groups.
#[derive(Clone, Copy)]
struct StraightPath {
    /// Sum and number of the prior results' points.
    prior: Option<(i64, i64)>,
    target: i64,
    starts: i64,
    ends: i64,
}

/// Pupils whose latest interim result is at the target's level or grade, or above the way to it by this many points.
pub(super) fn ahead_of_target(
    points: u16,
    measure: &Measure,
    edition: &Edition,
    bases: &Bases,
) -> Option<PupilClasses> {
    let interim = interim_columns(measure, bases);
    let target = bases.column(measure.outcome.first()?, &Basis::Moderated).filter(|_| !interim.is_empty())?;
    let stage = edition.stage(&measure.stage)?;
    let list = bases.codes().list(target.code_list)?;
    let prior = PriorColumns::new(measure, bases);
    let of_pupil = |pupil: usize| {
        let (code, year) = latest_code(&interim, pupil, list)?;
        let wanted = target.cell(pupil).code().filter(|code| list.rank(*code).is_some())?;
        if list.rank(code) >= list.rank(wanted) {
            return Some(true);
        }
        let way = StraightPath {
            prior: prior.as_ref().and_then(|prior| prior.points(pupil, list)),
            target: i64::from(list.points(wanted)?),
            starts: i64::from(stage.starts),
            ends: i64::from(stage.ends),
        };
        Some(way.is_below(i64::from(list.points(code)?) - i64::from(points), year))
    };
    let pupils = 0..bases.cohort().len();
    Some(PupilClasses(pupils.map(|pupil| u8::from(of_pupil(pupil).unwrap_or_default())).collect()))
}

/// The interim results on the way to a measure's outcome, in the order of years.
fn interim_columns<'a>(measure: &Measure, bases: &Bases<'a>) -> Vec<InterimColumn<'a>> {
    let interim = measure.interim.iter().filter(|interim| !interim.only_shown).filter_map(|interim| {
        Some(InterimColumn { column: bases.column(&interim.result, &Basis::Actual)?, year: i64::from(interim.year) })
    });
    interim.collect()
}

/// The latest result that is a level, with its year.
fn latest_code(interim: &[InterimColumn], pupil: usize, list: &CodeList) -> Option<(u8, i64)> {
    interim.iter().rev().find_map(|interim| {
        let code = interim.column.cell(pupil).code()?;
        list.rank(code).map(|_| (code, interim.year))
    })
}

/// The prior results that the line starts from.
struct PriorColumns<'a> {
    columns: Vec<&'a CodedColumn>,
    one_is_enough: bool,
}

impl<'a> PriorColumns<'a> {
    /// `None`: the file lacks one of them, or the outcome is on another scale.
    fn new(measure: &Measure, bases: &Bases<'a>) -> Option<Self> {
        let MeasureKind::Progress(_) = measure.kind else { return None };
        let rule = measure.prior.as_ref()?;
        let columns = rule.results.iter().map(|result| bases.column(result, &Basis::Actual));
        Some(Self { columns: columns.collect::<Option<_>>()?, one_is_enough: rule.one_is_enough })
    }

    /// Sum and number of a pupil's points; `None`: there is no prior level (RULES 1.4).
    fn points(&self, pupil: usize, list: &CodeList) -> Option<(i64, i64)> {
        let points = |column: &&CodedColumn| {
            let code = column.cell(pupil).code().filter(|code| list.rank(*code).is_some())?;
            list.points(code).map(i64::from)
        };
        let usable = self.columns.iter().filter_map(points).collect::<Vec<_>>();
        let enough = !usable.is_empty() && (self.one_is_enough || usable.len() == self.columns.len());
        enough.then_some((usable.iter().sum(), i64::try_from(usable.len()).ok()?))
    }
}

impl StraightPath {
    /// Whether it passes at or below `points` at the end of this year group. All in whole numbers: the points times the
    /// number of prior results times the years of the way.
    fn is_below(self, points: i64, year: i64) -> bool {
        let Some((sum, results)) = self.prior else { return false };
        let (years, gone) = (self.ends - self.starts, year - self.starts);
        points * results * years >= sum * years + (self.target * results - sum) * gone
    }
}

/// The paths of all pupils to their targets in one subject (RULES 7.2), each computed on demand.
pub struct PupilPaths<'a> {
    interim: Vec<InterimColumn<'a>>,
    prior: PriorColumns<'a>,
    target: &'a CodedColumn,
    list: &'a CodeList,
    years: (i64, i64),
    margin: i64,
}

/// Where a pupil is on the path.
pub struct PathPosition {
    /// Below the line by a sub-level or more, on it, or above it.
    pub side: Ordering,
    /// The code of the latest interim result, and the year group at whose end it was recorded.
    pub latest: (u8, i64),
    /// The line from prior result to target: year group, points, and the number of results that they sum up.
    pub line: [(i64, i64, i64); 2],
    /// The interim results: year group and points.
    pub results: Vec<(i64, i64)>,
}

impl<'a> PupilPaths<'a> {
    /// Of a measure of progress; `None`: the file has no interim results of its subject, or no targets.
    pub fn new(measure: &Measure, edition: &Edition, bases: &Bases<'a>) -> Option<Self> {
        let interim = Some(interim_columns(measure, bases)).filter(|interim| !interim.is_empty())?;
        let target = bases.column(measure.outcome.first()?, &Basis::Moderated)?;
        let stage = edition.stage(&measure.stage)?;
        Some(Self {
            interim,
            prior: PriorColumns::new(measure, bases)?,
            target,
            list: bases.codes().list(target.code_list)?,
            years: (i64::from(stage.starts), i64::from(stage.ends)),
            margin: edition.findings.iter().find_map(|rule| rule.kind.points_ahead())?.into(),
        })
    }

    /// The position of one pupil; `None`: no prior level, interim level or target.
    pub fn position_of(&self, pupil: usize) -> Option<PathPosition> {
        let (code, year) = latest_code(&self.interim, pupil, self.list)?;
        let target = i64::from(self.list.points(self.target.cell(pupil).code()?)?);
        let (sum, results) = self.prior.points(pupil, self.list)?;
        let (starts, ends) = self.years;
        let (years, gone) = (ends - starts, year - starts);
        let way = sum * years + (target * results - sum) * gone;
        let above = i64::from(self.list.points(code)?) * results * years - way;
        let margin = self.margin * results * years;
        let side = if above >= margin {
            Ordering::Greater
        } else if above <= -margin {
            Ordering::Less
        } else {
            Ordering::Equal
        };
        let point = |interim: &InterimColumn| {
            Some((interim.year, i64::from(self.list.points(interim.column.cell(pupil).code()?)?)))
        };
        Some(PathPosition {
            side,
            latest: (code, year),
            line: [(starts, sum, results), (ends, target, 1)],
            results: self.interim.iter().filter_map(point).collect(),
        })
    }
}

/// Pupils with an interim result whose target is lower than the file's own (S1 box after ¶23).
pub(super) fn lowered_after_test(measure: &Measure, bases: &Bases) -> Option<PupilClasses> {
    let interim =
        Some(interim_columns(measure, bases)).filter(|interim| measure.kind.is_progress() && !interim.is_empty())?;
    let result = measure.outcome.first()?;
    let (now, before) = (bases.column(result, &Basis::Moderated)?, bases.column(result, &Basis::Target)?);
    let list = bases.codes().list(now.code_list)?;
    let ranks = |column: &CodedColumn| column.each(|cell| cell.code().and_then(|code| list.rank(code)));
    let lowered = |(pupil, (now, before)): (usize, (Option<u8>, Option<u8>))| {
        let lower = now.zip(before).is_some_and(|(now, before)| now < before);
        u8::from(lower && latest_code(&interim, pupil, list).is_some())
    };
    Some(PupilClasses(ranks(now).into_iter().zip(ranks(before)).enumerate().map(lowered).collect()))
}
