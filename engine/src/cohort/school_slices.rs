//! The slices that figures are computed for: the whole file, and each of its schools.

use super::Cohort;
use crate::guidance::Guidance;

/// The name of a blank school.
const UNRECORDED: &str = "unknown";

/// The pupils of a whole file, or of one of its schools.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SchoolSlice {
    /// Name of the school; empty: the whole file.
    pub school: String,
    /// Positions of its pupils, ascending; `None`: all.
    pub pupils: Option<Vec<u32>>,
}

/// The whole file, and each school if the file has the column (RULES 10.2).
pub fn school_slices(cohort: &Cohort, guidance: &Guidance) -> Vec<SchoolSlice> {
    let mut parts = vec![SchoolSlice::default()];
    let Some(schools) = cohort.schools(guidance) else { return parts };
    let mut pupils = vec![Vec::new(); schools.texts().len()];
    for (pupil, school) in (0_u32..).zip(schools.ids()) {
        if let Some(of_school) = pupils.get_mut(usize::from(*school)) {
            of_school.push(pupil);
        }
    }
    let schools = schools.texts().iter().zip(pupils).filter(|(_, pupils)| !pupils.is_empty());
    parts.extend(
        schools.map(|(text, pupils)| SchoolSlice { school: school_name(text).to_owned(), pupils: Some(pupils) }),
    );
    parts
}

/// The name of a school as figures have it.
pub fn school_name(text: &str) -> &str {
    if text.is_empty() { UNRECORDED } else { text }
}
