//! The pupils of a group, or of one class of a measure in it.

use crate::cohort::PupilGroups;
use crate::guidance::fields::Grouping;
use crate::guidance::{Edition, Guidance};
use crate::measures::groupings::group_by_columns;
use crate::measures::{Bases, Basis, Class, evaluate};
use crate::session::command::{GroupPupils, MeasureClass};

/// All pupils, as a group.
pub const ALL: &str = "all";

/// The groupings of the figures, and those of the sheets, of which the file has a column.
pub fn groupings<'a>(bases: &Bases, guidance: &'a Guidance) -> Vec<&'a Grouping> {
    let has = |heading: &String| {
        let field = guidance.fields.by_heading(heading);
        field.is_some_and(|field| bases.cohort().has(field) || bases.cohort().label_column(field).is_some())
    };
    let all = guidance.fields.groupings.iter().chain(&guidance.sheets.groupings);
    all.filter(|grouping| grouping.fields.iter().any(has)).collect()
}

/// The pupils of a group, or those of them in a class of a measure's results.
pub fn pupils(who: &GroupPupils, edition: &Edition, bases: &Bases) -> Option<Vec<u32>> {
    let GroupPupils { of, grouping, group } = who;
    let measure = of.as_ref().and_then(|of| Some((edition.measure(&of.measure)?, of.class)));
    let evaluated = match measure {
        Some((measure, class)) => Some((evaluate(measure, &Basis::Actual, bases)?, class)),
        None => None,
    };
    let fits = |pupil: usize| {
        let Some((evaluated, wanted)) = &evaluated else { return true };
        evaluated.classified.class(pupil).is_some_and(|class| match wanted {
            MeasureClass::Reached => class == Class::Reached.number(),
            MeasureClass::InFigure => class != Class::LeftOut.number() && class != Class::NotAbout.number(),
        })
    };
    let everyone = PupilGroups::everyone(bases.cohort());
    let all = groupings(bases, bases.guidance());
    let groups = match all.iter().find(|of| of.name == *grouping) {
        Some(grouping) => group_by_columns(grouping, bases).groups,
        None if grouping == ALL => everyone,
        None => return None,
    };
    let place = groups.names.iter().position(|name| name == group)?;
    let here = |pupil: usize| groups.by_pupil.get(pupil).is_some_and(|of| usize::from(*of) == place);
    let pupils = (0..bases.cohort().len()).filter(|pupil| here(*pupil) && fits(*pupil));
    Some(pupils.filter_map(|pupil| u32::try_from(pupil).ok()).collect())
}
