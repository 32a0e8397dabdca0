//! RULES 3.3: the Foundation Stage Profile.

use super::ReferenceFigure;
use super::exact::ReferenceFraction;
use super::table::ReferencePupil;

/// RULES 3.3: the 7 scales of PSED (DA, SD, ED) and CLL (LCT, LSL, R, W), then the other 6.
pub const SCALES: [&str; 13] = [
    "FSP_DA", "FSP_SD", "FSP_ED", "FSP_LCT", "FSP_LSL", "FSP_R", "FSP_W", "FSP_NLC", "FSP_C", "FSP_SSM", "FSP_KUW",
    "FSP_PD", "FSP_CD",
];

/// The child's 13 points; None (left out) where any scale is blank or not a whole number 0–9 (RULES 3.3).
fn scales(pupil: &ReferencePupil) -> Option<Vec<i128>> {
    SCALES.iter().map(|heading| scale(pupil.cell(heading))).collect()
}

fn scale(text: &str) -> Option<i128> {
    super::exact::whole_number(text).filter(|_| text.len() == 1)
}

/// `fsp.good` (S0 ¶50): ≥ 78 points over the 13 scales and ≥ 6 in each of the 7 PSED and CLL scales.
pub fn good(pupils: &[&ReferencePupil]) -> ReferenceFigure {
    let (mut achieved, mut eligible, mut left_out) = (0, 0, 0);
    for pupil in pupils {
        match scales(pupil) {
            None => left_out += 1,
            Some(points) => {
                eligible += 1;
                let total: i128 = points.iter().sum();
                if total >= 78 && points[..7].iter().all(|point| *point >= 6) {
                    achieved += 1;
                }
            }
        }
    }
    ReferenceFigure::share(achieved, eligible, 0, left_out)
}

/// `fsp.gap` (S0 ¶50): (median − mean of the lowest 20 %) ÷ median, as %.
pub fn gap(pupils: &[&ReferencePupil]) -> ReferenceFigure {
    let mut totals: Vec<i128> = pupils.iter().filter_map(|pupil| scales(pupil)).map(|s| s.iter().sum()).collect();
    totals.sort();
    let eligible = totals.len() as i128;
    ReferenceFigure::value(gap_of(&totals), eligible, pupils.len() as i128 - eligible)
}

/// The gap of sorted totals. With lowest sum L of k children and twice the median M it is 100 × (M k − 2 L) ÷ (M k).
fn gap_of(totals: &[i128]) -> Option<ReferenceFraction> {
    let n = totals.len();
    if n == 0 {
        return None;
    }
    let twice_the_median = totals[(n - 1) / 2] + totals[n / 2]; // RULES 3.3: even count, mean of the middle two
    let lowest = n.div_ceil(5); // RULES 3.3: the ⌈n ÷ 5⌉ lowest totals
    let lowest_sum: i128 = totals[..lowest].iter().sum();
    let median_times_lowest = twice_the_median * lowest as i128;
    ReferenceFraction::ratio(100 * (median_times_lowest - 2 * lowest_sum), median_times_lowest) // blank at a median of 0
}
