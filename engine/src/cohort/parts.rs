//! The whole file, and each of its schools: pupils whose figures stand together.

use super::Cohort;
use crate::guidance::Guidance;

/// The heading of the column of schools.
pub const SCHOOL: &str = "School";
/// The name of a blank school.
const UNRECORDED: &str = "unknown";

/// Pupils whose figures stand together: a whole file, or one of its schools.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// The school; empty: all of the file.
    pub school: String,
    /// Its pupils; `None`: all.
    pub pupils: Option<Vec<u32>>,
}

/// The whole, and each school where the file has the column (RULES 10.2).
pub fn parts(cohort: &Cohort, guidance: &Guidance) -> Vec<Part> {
    let mut parts = vec![Part::default()];
    let schools = guidance.fields.by_heading(SCHOOL).and_then(|field| cohort.labels(field));
    let Some(schools) = schools else { return parts };
    let mut pupils = vec![Vec::new(); schools.texts().len()];
    for (pupil, school) in (0_u32..).zip(schools.ids()) {
        if let Some(of_school) = pupils.get_mut(usize::from(*school)) {
            of_school.push(pupil);
        }
    }
    let schools = schools.texts().iter().zip(pupils).filter(|(_, pupils)| !pupils.is_empty());
    parts.extend(schools.map(|(text, pupils)| Part { school: school(text).to_owned(), pupils: Some(pupils) }));
    parts
}

/// The name of a school as figures have it.
pub fn school(text: &str) -> &str {
    if text.is_empty() { UNRECORDED } else { text }
}
