//! Prior attainment: the whole level a pupil starts from (RULES 1.4, 2.2).

use super::{Cell, Coded, Cohort};
use crate::guidance::Guidance;

/// The prior level of a pupil who has none: absent, disapplied, blank, below the test, …
pub const NO_LEVEL: u8 = u8::MAX;

/// The prior whole level of every pupil in one subject; [`NO_LEVEL`] where there is none.
///
/// One heading: that result's whole level. Several (KS1 reading and writing): the level of their average points, and
/// none unless every one of them is usable. `None`: the file lacks a column.
pub fn prior_levels(cohort: &Cohort, guidance: &Guidance, headings: &[String]) -> Option<Vec<u8>> {
    let columns = headings.iter().map(|heading| cohort.coded_by_heading(&guidance.fields, heading));
    let columns = columns.collect::<Option<Vec<_>>>()?;
    match columns.as_slice() {
        [] => None,
        [only] => Some(single(only, guidance)),
        several => Some(averaged(several, guidance, cohort.len())),
    }
}

fn single(column: &Coded, guidance: &Guidance) -> Vec<u8> {
    let level = column.table(|cell| match cell {
        Cell::Known(code) => guidance.codes.whole_level(code).unwrap_or(NO_LEVEL),
        Cell::Blank | Cell::Unknown => NO_LEVEL,
    });
    column.codes().iter().map(|code| level.get(usize::from(*code)).copied().unwrap_or(NO_LEVEL)).collect()
}

/// More points than any sum of real ones: a result in it is unusable.
const UNUSABLE: u16 = 1 << 12;

fn averaged(columns: &[&Coded], guidance: &Guidance, pupils: usize) -> Vec<u8> {
    let mut sums = vec![0_u16; pupils];
    for column in columns {
        let points = column.table(|cell| match cell {
            Cell::Known(code) => guidance.codes.points(code).map_or(UNUSABLE, u16::from),
            Cell::Blank | Cell::Unknown => UNUSABLE,
        });
        for (sum, code) in sums.iter_mut().zip(column.codes()) {
            *sum += points.get(usize::from(*code)).copied().unwrap_or(UNUSABLE);
        }
    }
    let results = u16::try_from(columns.len()).unwrap_or(u16::MAX);
    let level = |sum: u16| guidance.codes.average_level(sum, results).unwrap_or(NO_LEVEL);
    let levels = (0..UNUSABLE).take(usize::from(results) * 256).map(level).collect::<Vec<_>>();
    sums.iter().map(|sum| levels.get(usize::from(*sum)).copied().unwrap_or(NO_LEVEL)).collect()
}
