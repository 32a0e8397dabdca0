//! RULES 3.4: absence, over all pupils of the file whatever year group is picked (RULES 2.1).

use super::ReferenceFigure;
use super::exact::whole_number;
use super::table::ReferencePupil;

pub const COLUMNS: [&str; 3] = ["Sessions_Possible", "Sessions_Authorised", "Sessions_Unauthorised"];

/// Absent and possible sessions of a pupil; None (left out) without possible sessions, or where a number cannot be
/// read.
fn sessions(pupil: &ReferencePupil) -> Option<(i128, i128)> {
    let possible = whole_number(pupil.cell("Sessions_Possible")).filter(|possible| *possible > 0)?;
    let authorised = blank_as_0(pupil.cell("Sessions_Authorised"))?;
    let unauthorised = blank_as_0(pupil.cell("Sessions_Unauthorised"))?;
    Some((authorised + unauthorised, possible))
}

/// RULES 3.4: absent is authorised + unauthorised, a blank of either counting 0.
fn blank_as_0(text: &str) -> Option<i128> {
    if text.is_empty() { Some(0) } else { whole_number(text) }
}

/// `attendance.absence` (S0 ¶89): RULES 10.2 has absent sessions in `achieved` and possible sessions in `eligible`.
pub fn absence(pupils: &[&ReferencePupil]) -> ReferenceFigure {
    let (mut absent_sessions, mut possible_sessions, mut left_out) = (0, 0, 0);
    for pupil in pupils {
        match sessions(pupil) {
            None => left_out += 1,
            Some((absent, possible)) => {
                absent_sessions += absent;
                possible_sessions += possible;
            }
        }
    }
    ReferenceFigure::share(absent_sessions, possible_sessions, 0, left_out)
}

/// `attendance.persistent` (S0 ¶81): default switch of RULES 3.4, 5 × absent ≥ possible.
pub fn persistent(pupils: &[&ReferencePupil]) -> ReferenceFigure {
    let (mut achieved, mut eligible, mut left_out) = (0, 0, 0);
    for pupil in pupils {
        match sessions(pupil) {
            None => left_out += 1,
            Some((absent, possible)) => {
                eligible += 1;
                if 5 * absent >= possible {
                    achieved += 1;
                }
            }
        }
    }
    ReferenceFigure::share(achieved, eligible, 0, left_out)
}
