//! RULES 7: what is raised, on whom, and how many pupils are listed; from the rules alone. Nothing that a user types, and
//! no agreed exceptions.
//!
//! * `subject`: the measures, and what a pupil's target says of each
//! * `listed`: findings that list pupils for what their own target or result is
//! * `compared`: findings that compare figures
//! * `authority`: findings on an authority: ethnic groups, maths and English
//! * `checks`: expectations that hold for part of a cohort

mod authority;
mod checks;
mod compared;
mod listed;
mod subject;

use super::table::{self, ReferenceCohort, ReferencePupil};
use super::{is_in_year, school_of, schools};
use subject::Subject;

/// `school,measure,code,pupils`, of the columns of RULES 10.3.
pub type FindingRow = [String; 4];

/// The codes that are computed here.
pub fn codes() -> Vec<&'static str> {
    [listed::CODES, compared::CODES, authority::CODES].concat()
}

/// A file's pupils, or those of one of its schools, and the last results.
pub struct Part<'a> {
    edition: &'a str,
    cohort: &'a ReferenceCohort,
    school: String,
    pupils: Vec<&'a ReferencePupil>,
    /// All pupils of the file.
    everybody: Vec<&'a ReferencePupil>,
    current: Option<CurrentPart<'a>>,
    /// RULES 8: one file may hold many schools.
    of_an_authority: bool,
}

/// RULES 2.6: last results, of the same school.
pub struct CurrentPart<'a> {
    cohort: &'a ReferenceCohort,
    pupils: Vec<&'a ReferencePupil>,
}

/// What is raised on a file with these last results (if any), on all of its pupils or on those of a year group.
pub fn findings(text: &str, current: Option<&str>, edition: &str, year: Option<&str>) -> Vec<FindingRow> {
    let cohort = table::read(text);
    let last = current.map(table::read);
    let cohort_pupils: Vec<&ReferencePupil> = cohort.pupils.iter().filter(|pupil| is_in_year(pupil, year)).collect();
    let mut last_pupils: Vec<&ReferencePupil> = last.iter().flat_map(|last| &last.pupils).collect();
    if last_pupils.iter().any(|pupil| is_in_year(pupil, year)) {
        last_pupils.retain(|pupil| is_in_year(pupil, year));
    }
    let mut schools = schools(&cohort);
    schools.retain(|school| school.is_empty() || cohort_pupils.iter().any(|pupil| school_of(pupil) == *school));
    let mut rows = Vec::new();
    for school in &schools {
        let of_school = |pupil: &&ReferencePupil| school.is_empty() || school_of(pupil) == *school;
        let same_school = |pupil: &&ReferencePupil| {
            school.is_empty() || table::school_key(&school_of(pupil)) == table::school_key(school)
        };
        let current = last.as_ref().map(|last| CurrentPart {
            cohort: last,
            pupils: last_pupils
                .iter()
                .copied()
                .filter(|_| school.is_empty() || last.has("School"))
                .filter(same_school)
                .collect(),
        });
        let part = Part {
            edition,
            cohort: &cohort,
            school: school.clone(),
            pupils: cohort_pupils.iter().copied().filter(of_school).collect(),
            everybody: cohort_pupils.clone(),
            current,
            // The file, and more than one school; pupils without a school are of none.
            of_an_authority: schools.iter().filter(|school| *school != "unknown").count() > 2,
        };
        part.add_to(&mut rows);
    }
    rows.sort();
    rows
}

impl Part<'_> {
    fn add_to(&self, rows: &mut Vec<FindingRow>) {
        for subject in Subject::of_edition(self) {
            let mut raise = |code: &str, pupils: usize| {
                rows.push([self.school.clone(), subject.measure.id.to_string(), code.to_string(), pupils.to_string()]);
            };
            listed::raise(&subject, &mut raise);
            compared::raise(&subject, &mut raise);
            authority::raise(&subject, &mut raise);
        }
        for (check, short) in checks::missed(self) {
            rows.push([self.school.clone(), check.to_string(), "below-expectation".to_string(), short.to_string()]);
        }
    }

    /// The file as a whole is of several schools (RULES 7, "whom they are raised on").
    fn is_whole_authority(&self) -> bool {
        self.school.is_empty() && self.of_an_authority
    }
}
