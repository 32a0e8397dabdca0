//! RULES_2027 D: what is raised, and how many pupils are listed. Nothing that a user types.

use super::columns;
use super::measures::{
    ACTUAL, BASES, TARGET, TodayBasis, TodayClass, TodayMark, TodayMeasure, all, goals_at_2, met_the_standard, sessions,
};
use super::results::TodayResult;
use super::similar::{self, Whose};
use crate::reference::exact::{ReferenceFraction, number};
use crate::reference::findings::FindingRow;
use crate::reference::groups::yes_or_no;
use crate::reference::table::{self, ReferenceCohort, ReferencePupil};
use crate::reference::{is_in_year, school_of, schools};

const CODES: [&str; 14] = [
    "target-missing",
    "target-missed",
    "target-exceeded",
    "below-current",
    "no-improvement",
    "below-similar",
    "below-estimate",
    "disadvantaged-below-national",
    "gap-not-narrowing",
    "one-subject-short",
    "standard-at-ks2-not-4",
    "gld-one-short",
    "near-persistent",
    "groups-alike",
];

/// The codes that are computed here.
pub fn codes() -> Vec<&'static str> {
    CODES.to_vec()
}

/// TODAY 4.1: disadvantaged pupils in England; Key Stage 2 of 2024, the others of 2025.
const DISADVANTAGED_NATIONALLY: [(&str, &str); 5] =
    [("phonics.y1", "67"), ("ks2.rwm", "45"), ("ks4.em5", "25.8"), ("ks4.em4", "43.8"), ("ks4.a8", "34.9")];

/// A file's pupils, or those of one of its schools, and the last results of the same.
struct Part<'a> {
    cohort: &'a ReferenceCohort,
    pupils: Vec<&'a ReferencePupil>,
    last: Option<(&'a ReferenceCohort, Vec<&'a ReferencePupil>)>,
}

/// What is raised on a file with these last results (if any), on all of its pupils or on those of a year group.
pub fn findings(text: &str, current: Option<&str>, year: Option<&str>) -> Vec<FindingRow> {
    let cohort = columns::read(text);
    let last = current.map(columns::read);
    let of_year: Vec<&ReferencePupil> = cohort.pupils.iter().filter(|pupil| is_in_year(pupil, year)).collect();
    let mut last_pupils: Vec<&ReferencePupil> = last.iter().flat_map(|last| &last.pupils).collect();
    if last_pupils.iter().any(|pupil| is_in_year(pupil, year)) {
        last_pupils.retain(|pupil| is_in_year(pupil, year));
    }
    let mut rows = Vec::new();
    for school in schools(&cohort) {
        let is_here = |pupil: &&ReferencePupil| {
            school.is_empty() || table::school_key(&school_of(pupil)) == table::school_key(&school)
        };
        let pupils_of = |pupils: &[&'_ ReferencePupil]| pupils.iter().copied().filter(is_here).count();
        if !school.is_empty() && pupils_of(&of_year) == 0 {
            continue;
        }
        let last = last.as_ref().map(|last| {
            let compared = school.is_empty() || last.has("School");
            (last, last_pupils.iter().copied().filter(|_| compared).filter(is_here).collect())
        });
        let part = Part { cohort: &cohort, pupils: of_year.iter().copied().filter(is_here).collect(), last };
        for measure in all().iter().filter(|measure| !measure.of_care) {
            for (code, pupils) in part.raised(measure) {
                rows.push([school.clone(), measure.id.to_string(), code.to_string(), pupils.to_string()]);
            }
        }
    }
    rows.sort();
    rows
}

impl Part<'_> {
    fn raised(&self, measure: &TodayMeasure) -> Vec<(&'static str, usize)> {
        let mut raised = self.listed(measure);
        raised.retain(|(_, pupils)| *pupils > 0);
        if measure.is_in(TARGET, self.cohort) {
            raised.extend(self.points_against_target(measure));
            raised.extend(self.against_last_results(measure));
            raised.extend(self.below_similar(measure));
            raised.extend(self.below_estimate(measure));
            raised.extend(self.disadvantaged(measure));
        }
        raised
    }

    fn count(&self, is_meant: impl Fn(&ReferencePupil) -> bool) -> usize {
        self.pupils.iter().filter(|pupil| is_meant(pupil)).count()
    }

    /// Raised when somebody is listed.
    fn listed(&self, measure: &TodayMeasure) -> Vec<(&'static str, usize)> {
        let mut listed = Vec::new();
        if measure.is_headline() && measure.is_in(TARGET, self.cohort) {
            listed.push(("target-missing", self.target_missing(measure)));
            if measure.is_share() && measure.is_in(ACTUAL, self.cohort) {
                let moved = |was, is| {
                    self.count(|pupil| measure.class(TARGET, pupil) == was && measure.class(ACTUAL, pupil) == is)
                };
                listed.push(("target-missed", moved(TodayClass::Reached, TodayClass::Short)));
                listed.push(("target-exceeded", moved(TodayClass::Short, TodayClass::Reached)));
            }
        }
        match measure.id {
            "ks2.rwm" if measure.is_in(TARGET, self.cohort) => {
                listed.push(("one-subject-short", self.count(|pupil| is_one_subject_short(measure, pupil))));
            }
            "eyfsp.gld" if measure.is_in(TARGET, self.cohort) => {
                listed.push(("gld-one-short", self.count(|pupil| goals_at_2(TARGET.1, 12, pupil) == Some(11))));
            }
            "ks4.em4" if measure.is_in(TARGET, self.cohort) && self.has_prior() => {
                let is_short = |pupil: &ReferencePupil| {
                    met_the_standard(pupil) && measure.class(TARGET, pupil) != TodayClass::Reached
                };
                listed.push(("standard-at-ks2-not-4", self.count(is_short)));
            }
            "attendance.persistent" if measure.is_in(ACTUAL, self.cohort) => {
                // Within five sessions of a tenth of the pupil's own, or over it.
                let is_near = |pupil: &ReferencePupil| {
                    sessions(pupil).is_some_and(|(absent, possible)| 10 * (absent + 5) >= possible)
                };
                listed.push(("near-persistent", self.count(is_near)));
            }
            _ => (),
        }
        listed
    }

    fn has_prior(&self) -> bool {
        similar::PRIOR.iter().all(|column| self.cohort.has(column))
    }

    fn target_missing(&self, measure: &TodayMeasure) -> usize {
        let is_blank = |pupil: &ReferencePupil, column: &str| pupil.cell(&format!("Target_{column}")).is_empty();
        self.count(|pupil| match measure.id {
            "eyfsp.gld" => columns::goals(12).iter().any(|goal| is_blank(pupil, goal)),
            "ks4.a8" => is_blank(pupil, "KS4_A8"),
            _ => measure.marks().iter().any(|mark| mark.result(TARGET.1, pupil) == TodayResult::Blank),
        })
    }

    fn value(&self, measure: &TodayMeasure, basis: TodayBasis) -> Option<ReferenceFraction> {
        if measure.is_in(basis, self.cohort) { measure.figure(basis, &self.pupils).value } else { None }
    }

    /// RULES 2.6: the results of the file given as current, of those pupils that are meant.
    fn current(&self, measure: &TodayMeasure, is_meant: impl Fn(&ReferencePupil) -> bool) -> Option<ReferenceFraction> {
        let (cohort, pupils) = self.last.as_ref()?;
        let pupils: Vec<&ReferencePupil> = pupils.iter().copied().filter(|pupil| is_meant(pupil)).collect();
        if measure.is_in(ACTUAL, cohort) { measure.figure(ACTUAL, &pupils).value } else { None }
    }

    fn is_short(&self, measure: &TodayMeasure, pupil: &ReferencePupil) -> bool {
        measure.is_share() && matches!(measure.class(TARGET, pupil), TodayClass::Short | TodayClass::Missing)
    }

    /// A value measure misses or exceeds its target without a list.
    fn points_against_target(&self, measure: &TodayMeasure) -> Option<(&'static str, usize)> {
        let (target, result) = (self.value(measure, TARGET)?, self.value(measure, ACTUAL)?);
        match measure.is_headline() && !measure.is_share() {
            true if result.is_less_than(target) => Some(("target-missed", 0)),
            true if target.is_less_than(result) => Some(("target-exceeded", 0)),
            _ => None,
        }
    }

    fn against_last_results(&self, measure: &TodayMeasure) -> Option<(&'static str, usize)> {
        let (target, current) = (self.value(measure, TARGET)?, self.current(measure, |_| true)?);
        let is_most = measure.is_share() && target == ReferenceFraction::whole(100);
        let code = match measure.is_headline() {
            true if target.is_less_than(current) => "below-current",
            true if target == current && !is_most => "no-improvement",
            _ => return None,
        };
        Some((code, self.count(|pupil| self.is_short(measure, pupil))))
    }

    /// C.4: of the pupils with a usable prior, by a whole pupil or more; Attainment 8 by any.
    fn below_similar(&self, measure: &TodayMeasure) -> Option<(&'static str, usize)> {
        if !similar::is_in(measure.id, self.cohort) {
            return None;
        }
        let is_usable = |pupil: &ReferencePupil| similar::value(measure.id, Whose::All, pupil).is_some();
        let usable: Vec<&ReferencePupil> = self.pupils.iter().copied().filter(|pupil| is_usable(pupil)).collect();
        let nationally = similar::figure(measure.id, Whose::All, &usable).value?;
        let target = measure.figure(TARGET, &usable);
        let difference = if measure.is_share() {
            let pupils = usable.len() as i128;
            let reached = target.achieved?;
            // In pupils: reached − rate × pupils ÷ 100.
            ReferenceFraction::whole(100 * reached).minus(times(nationally, pupils))
        } else {
            target.value?.minus(nationally)
        };
        let is_below = if measure.is_share() {
            !ReferenceFraction::whole(-100).is_less_than(difference)
        } else {
            difference.is_less_than(ReferenceFraction::whole(0))
        };
        is_below.then(|| ("below-similar", self.count(|pupil| is_usable(pupil) && self.is_short(measure, pupil))))
    }

    /// Fewer reach it by target than by the columns of most challenge present.
    fn below_estimate(&self, measure: &TodayMeasure) -> Option<(&'static str, usize)> {
        let estimate = BASES.into_iter().rev().take(3).find(|basis| measure.is_in(*basis, self.cohort))?;
        if !measure.is_share() {
            return None;
        }
        let reached = |basis| measure.figure(basis, &self.pupils).achieved;
        let short = self.count(|pupil| self.is_short(measure, pupil));
        (reached(TARGET) < reached(estimate) && short > 0).then_some(("below-estimate", short))
    }

    /// What is said of disadvantaged pupils and the others.
    fn disadvantaged(&self, measure: &TodayMeasure) -> Vec<(&'static str, usize)> {
        let mut raised = Vec::new();
        let is = |flag: &'static str| move |pupil: &ReferencePupil| group(pupil).as_deref() == Some(flag);
        let of = |flag| {
            let pupils: Vec<&ReferencePupil> = self.pupils.iter().copied().filter(|pupil| is(flag)(pupil)).collect();
            measure.figure(TARGET, &pupils)
        };
        let (theirs, others) = (of("Y"), of("N"));
        let short = self.count(|pupil| is("Y")(pupil) && self.is_short(measure, pupil));
        let national = DISADVANTAGED_NATIONALLY.iter().find(|(id, _)| *id == measure.id);
        if let (Some(value), Some(national)) = (theirs.value, national.and_then(|(_, value)| number(value)))
            && value.is_less_than(national)
        {
            raised.push(("disadvantaged-below-national", short));
        }
        let (Some(value), Some(of_others)) = (theirs.value, others.value) else { return raised };
        if !measure.is_headline() {
            return raised;
        }
        if let (Some(now), Some(now_others)) = (self.current(measure, is("Y")), self.current(measure, is("N")))
            && value.is_less_than(of_others)
            && !of_others.minus(value).is_less_than(now_others.minus(now))
        {
            raised.push(("gap-not-narrowing", short));
        }
        let fewest = theirs.eligible.min(others.eligible);
        let one = ReferenceFraction::ratio(100, fewest).expect("a group with a value has pupils");
        let alike = |one_value: ReferenceFraction, other| !one.is_less_than(one_value.minus(other));
        if measure.is_share() && alike(value, of_others) && alike(of_others, value) {
            let in_either = |pupil: &ReferencePupil| group(pupil).is_some() && self.is_short(measure, pupil);
            raised.push(("groups-alike", self.count(in_either)));
        }
        raised
    }
}

fn group(pupil: &ReferencePupil) -> Option<String> {
    yes_or_no(pupil.cell("Disadvantaged"))
}

fn times(fraction: ReferenceFraction, number: i128) -> ReferenceFraction {
    (0..number).fold(ReferenceFraction::whole(0), |sum, _| sum.plus(fraction))
}

/// Two of reading, writing and maths reach the expected standard by target, the third does not.
fn is_one_subject_short(measure: &TodayMeasure, pupil: &ReferencePupil) -> bool {
    let results: Vec<(&TodayMark, TodayResult)> =
        measure.marks().iter().map(|mark| (mark, mark.result(TARGET.1, pupil))).collect();
    let reached = results.iter().filter(|(mark, result)| mark.is_reached_by(*result)).count();
    reached == 2 && results.iter().all(|(_, result)| !matches!(result, TodayResult::Out))
}
