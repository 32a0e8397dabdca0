//! Findings on an authority: ethnic groups on its file as a whole, and schools whose maths is below their English.

use super::compared::one_pupil;
use super::subject::{PupilClass, Subject, target};
use crate::reference::add_new;
use crate::reference::exact::ReferenceFraction;
use crate::reference::groups::group_of;
use crate::reference::measures::of_edition;
use crate::reference::table::ReferencePupil;

pub const CODES: &[&str] =
    &["ethnic-not-above-current", "ethnic-gap-not-narrowing", "ethnic-flat", "maths-below-english"];

pub fn raise(subject: &Subject, raise: &mut impl FnMut(&str, usize)) {
    maths_below_english(subject, raise);
    if !subject.part.is_whole_authority() || !subject.is_statutory() || !subject.is_share() || !subject.has(&target()) {
        return;
    }
    let groups = reportable(subject);
    let all = subject.value(&target());
    let not_above: Vec<&Group> =
        groups.iter().filter(|group| group.current.is_some_and(|current| !current.is_less_than(group.value))).collect();
    raise_on(subject, "ethnic-not-above-current", &not_above, raise);
    let minority = groups.iter().filter(|group| group.code != "WBRI" && group.code != "unclassified");
    let not_narrowing: Vec<&Group> = minority
        .filter(|group| match (all, subject.current(), group.current) {
            (Some(all), Some(all_now), Some(now)) => {
                group.value.is_less_than(all) && !all.minus(group.value).is_less_than(all_now.minus(now))
            }
            _ => false,
        })
        .collect();
    raise_on(subject, "ethnic-gap-not-narrowing", &not_narrowing, raise);
    if is_flat(&groups) {
        raise_on(subject, "ethnic-flat", &groups.iter().collect::<Vec<_>>(), raise);
    }
}

/// RULES 4.2: a group with more than 30 pupils in the cohort.
struct Group {
    code: String,
    eligible: i128,
    value: ReferenceFraction,
    current: Option<ReferenceFraction>,
}

fn is_in(code: &str, pupil: &ReferencePupil) -> bool {
    group_of(pupil, "ethnicity") == code
}

fn reportable(subject: &Subject) -> Vec<Group> {
    let mut codes = Vec::new();
    for pupil in &subject.part.pupils {
        add_new(&mut codes, group_of(pupil, "ethnicity"));
    }
    codes.retain(|code| code != "unknown");
    let mut groups = Vec::new();
    for code in codes {
        let pupils: Vec<&ReferencePupil> =
            subject.part.pupils.iter().copied().filter(|pupil| is_in(&code, pupil)).collect();
        let figure = subject.measure.figure(&target(), subject.part.edition, &pupils);
        if let (true, Some(value)) = (pupils.len() > 30, figure.value) {
            let current = subject.current_of(|pupil| is_in(&code, pupil));
            groups.push(Group { code, eligible: figure.eligible, value, current });
        }
    }
    groups
}

/// S0 ¶75: they differ by no more than one pupil of the smallest.
fn is_flat(groups: &[Group]) -> bool {
    let Some(smallest) = groups.iter().map(|group| group.eligible).min().filter(|_| groups.len() > 1) else {
        return false;
    };
    let one = ReferenceFraction::ratio(100, smallest).expect("a group has pupils");
    groups.iter().all(|one_group| groups.iter().all(|other| !one.is_less_than(one_group.value.minus(other.value))))
}

fn raise_on(subject: &Subject, code: &str, groups: &[&Group], raise: &mut impl FnMut(&str, usize)) {
    let is_short = |pupil: &ReferencePupil| {
        matches!(subject.class(&target(), pupil), PupilClass::Short | PupilClass::Missing)
            && groups.iter().any(|group| is_in(&group.code, pupil))
    };
    if !groups.is_empty() {
        raise(code, subject.count(is_short));
    }
}

/// S1, examples after ¶25: a school's maths is lower than its English, and by more than the authority's own difference
/// and one pupil.
fn maths_below_english(subject: &Subject, raise: &mut impl FnMut(&str, usize)) {
    let english = match subject.measure.id {
        "ks2.maths4" => "ks2.english4",
        "ks3.maths5" => "ks3.english5",
        _ => return,
    };
    let part = subject.part;
    if part.school.is_empty() || !part.of_an_authority {
        return;
    }
    let english = of_edition(part.edition).into_iter().find(|measure| measure.id == english).expect("it is in both");
    let english = Subject { part, measure: english, is_guidance: false };
    let (Some(maths_here), Some(english_here)) = (subject.value(&target()), english.value(&target())) else { return };
    let everybody: Vec<&ReferencePupil> = part.everybody.clone();
    let of_all = |subject: &Subject| subject.measure.figure(&target(), part.edition, &everybody).value;
    let (Some(maths_of_all), Some(english_of_all)) = (of_all(subject), of_all(&english)) else { return };
    let lower = english_here.minus(maths_here);
    let usual = english_of_all.minus(maths_of_all);
    if maths_here.is_less_than(english_here) && usual.plus(one_pupil(subject)).is_less_than(lower) {
        raise("maths-below-english", subject.short_by_target());
    }
}
