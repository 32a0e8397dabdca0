//! Whether a file of last results can be what it is taken for (RULES 2.6).

use std::collections::{BTreeSet, HashSet};

use crate::cohort::school_slices::school_slices;
use crate::cohort::{CodedColumn, Cohort};
use crate::guidance::{Edition, FieldId, Guidance};
use crate::text::cell::code_key;
use crate::text::phrases::{count, list};

/// What speaks against taking the results of `current` for those of the year before `cohort`, in words for the user: it
/// lacks the results that the cohort has targets for, nobody in it is of the year group chosen, its pupils are those of
/// the cohort, its schools are others, or it has several where the cohort is of one. Empty: nothing does.
pub fn doubts_about_current(
    current: &Cohort,
    cohort: &Cohort,
    year: Option<&str>,
    guidance: &Guidance,
    edition: &Edition,
) -> Vec<String> {
    let doubts = [
        missing_results(current, cohort, guidance, edition),
        missing_year(current, year, guidance),
        same_pupils(current, cohort),
        other_schools(current, cohort, guidance),
        more_schools(current, cohort, guidance),
    ];
    doubts.into_iter().flatten().collect()
}

/// It has no results where the cohort has targets or results.
fn missing_results(current: &Cohort, cohort: &Cohort, guidance: &Guidance, edition: &Edition) -> Option<String> {
    let field = |heading: &str| guidance.fields.by_heading(heading);
    let is_about = |heading: &&String| {
        let derived = guidance
            .fields
            .iter()
            .filter(|(_, known)| known.derived_from.as_ref().is_some_and(|(result, _)| result == *heading));
        derived.map(|(field, _)| field).chain(field(heading)).any(|field| has_results(cohort, field))
    };
    let outcomes = edition.figures().flat_map(|measure| &measure.outcome).collect::<BTreeSet<_>>();
    let missing = outcomes.into_iter().filter(is_about).filter_map(|heading| field(heading));
    let missing = missing.filter(|field| !has_results(current, *field));
    let titles = missing.filter_map(|field| guidance.fields.get(field)).map(|known| known.title.clone());
    let titles = titles.collect::<Vec<_>>();
    (!titles.is_empty()).then(|| format!("It has no results in {}, which the cohort is about.", list(&titles)))
}

fn has_results(cohort: &Cohort, field: FieldId) -> bool {
    let is_known = |column: &CodedColumn| (0..cohort.len()).any(|pupil| column.cell(pupil).code().is_some());
    cohort.coded_column(field).is_some_and(is_known) || cohort.number_column(field).is_some()
}

fn missing_year(current: &Cohort, year: Option<&str>, guidance: &Guidance) -> Option<String> {
    let year = year.filter(|year| current.in_year(guidance, year).is_empty())?;
    Some(format!("No pupil in it is in year group {year}; all of its pupils were taken."))
}

/// At least half of the smaller file are in both.
fn same_pupils(current: &Cohort, cohort: &Cohort) -> Option<String> {
    let (here, there) = (upns(cohort), upns(current));
    let shared = there.iter().filter(|upn| here.contains(*upn)).count();
    (shared > 0 && 2 * shared >= here.len().min(there.len())).then(|| {
        let pupils = count(shared as u64, "pupil");
        format!("{pupils} of it are in the file of targets too; last results are of other pupils, a year older.")
    })
}

/// The pupil numbers of a cohort: as a number where they have the usual form, else as a text.
fn upns(cohort: &Cohort) -> HashSet<(u64, String)> {
    let people = cohort.people();
    let upn = |pupil: usize| match people.upn_number(pupil) {
        0 => None,
        _ if people.has_unusual_upn(pupil) => Some((0, people.upn(pupil).into_owned())),
        number => Some((number, String::new())),
    };
    (0..cohort.len()).filter_map(upn).collect()
}

/// Both files name their schools, and most of those of the cohort are not in it.
fn other_schools(current: &Cohort, cohort: &Cohort, guidance: &Guidance) -> Option<String> {
    let schools = |cohort: &Cohort| {
        let named = school_slices(cohort, guidance).into_iter().map(|slice| slice.school);
        named.filter(|school| !school.is_empty()).collect::<Vec<_>>()
    };
    let (here, there) = (schools(cohort), schools(current));
    let known = there.iter().map(|school| code_key(school)).collect::<BTreeSet<_>>();
    let without = here.iter().filter(|school| !known.contains(&code_key(school))).collect::<Vec<_>>();
    let (first, other) = without.first().zip(there.first())?;
    (2 * without.len() > here.len()).then(|| {
        format!(
            "It has no results of {} of {} in the file of targets: that calls one \u{201c}{first}\u{201d}, this one \
             \u{201c}{other}\u{201d}. Use the same names or numbers in both.",
            without.len(),
            count(here.len() as u64, "school"),
        )
    })
}

/// It has the results of several schools, and the cohort is of one: its figures as a whole are of other schools too.
fn more_schools(current: &Cohort, cohort: &Cohort, guidance: &Guidance) -> Option<String> {
    let several = |cohort: &Cohort| cohort.has_several_schools(guidance);
    (several(current) && !several(cohort)).then(|| {
        "It has the results of several schools, and the file of targets is of one: as a whole that is held against all \
         of them. Open the results of that school alone."
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::intake::CohortReader;

    fn doubts(cohort: &str, current: &str, year: Option<&str>) -> Vec<String> {
        let guidance = Arc::new(Guidance::shipped().unwrap());
        let read = |text: &str| {
            let text = text.replace(' ', "\n");
            CohortReader::read_all(guidance.clone(), text.as_bytes()).unwrap().cohort
        };
        doubts_about_current(&read(current), &read(cohort), year, &guidance, guidance.edition("2009").unwrap())
    }

    const TARGETS: &str =
        "UPN,School,NCYear,KS1_Maths,Target_KS2_Maths P926999904001,2001,6,2,4 D926999904002,2002,6,2,4";

    #[test]
    fn last_results_of_the_same_schools_are_not_doubted() {
        let last = "UPN,School,NCYear,KS2_Maths T926999904003,2001,6,4 G926999904004,926/2002,6,4";
        assert_eq!(doubts(TARGETS, last, Some("6")), Vec::<String>::new());
        assert_eq!(doubts(TARGETS, &last.replace("926/2002", "0"), Some("6")), Vec::<String>::new(), "one has closed");
    }

    #[test]
    fn results_of_several_schools_for_targets_of_one() {
        let last = "UPN,School,NCYear,KS2_Maths T926999904003,2001,6,4 G926999904004,2002,6,4";
        let one = TARGETS.replace("2002", "2001");
        for targets in [one.as_str(), "UPN,NCYear,KS1_Maths,Target_KS2_Maths P926999904001,6,2,4"] {
            let said = doubts(targets, last, Some("6"));
            assert!(matches!(said.as_slice(), [one] if one.starts_with("It has the results of several")), "{said:?}");
        }
        assert_eq!(doubts(&one, &last.replace("2002", "2001"), Some("6")), Vec::<String>::new());
    }

    #[test]
    fn schools_by_name_in_one_and_by_number_in_the_other() {
        let last = "UPN,School,NCYear,KS2_Maths T926999904003,Alder,6,4 G926999904004,Beech,6,4";
        let said = doubts(TARGETS, last, None);
        assert!(matches!(said.as_slice(), [one] if one.starts_with("It has no results of 2 of 2 schools")), "{said:?}");
    }

    #[test]
    fn other_subjects_years_and_the_same_pupils() {
        let said = doubts(TARGETS, &TARGETS.replace("Target_KS2_Maths", "KS2_English"), Some("6"));
        let [results, pupils] = said.as_slice() else { panic!("{said:?}") };
        assert!(results.starts_with("It has no results in Key Stage 2 maths,"), "{results}");
        assert!(pupils.starts_with("2 pupils of it are in the file of targets"), "{pupils}");
        let last = "UPN,NCYear,KS2_Maths T926999904003,5,4";
        assert_eq!(
            doubts(TARGETS, last, Some("6")),
            ["No pupil in it is in year group 6; all of its pupils were taken."]
        );
    }
}
