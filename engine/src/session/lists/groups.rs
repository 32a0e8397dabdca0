//! The pupils of a group, or of one class of a measure in it.

use crate::cohort::Groups;
use crate::guidance::fields::Grouping;
use crate::guidance::{Edition, Guidance};
use crate::measures::groupings::of_columns;
use crate::measures::{Bases, Basis, Class, evaluate};

/// All pupils, as a group.
pub const ALL: &str = "all";

/// The groupings of the figures, and those of the sheets, of which the file has a column.
pub fn groupings<'a>(bases: &Bases, guidance: &'a Guidance) -> Vec<&'a Grouping> {
    let has = |heading: &String| {
        let field = guidance.fields.by_heading(heading);
        field.is_some_and(|field| bases.cohort().has(field) || bases.cohort().labels(field).is_some())
    };
    let all = guidance.fields.groupings.iter().chain(&guidance.sheets.groupings);
    all.filter(|grouping| grouping.fields.iter().any(has)).collect()
}

/// The pupils of a part `measure|class|grouping|group`; no measure: whatever their class.
pub fn pupils(part: &str, edition: &Edition, bases: &Bases) -> Option<Vec<u32>> {
    let mut words = part.splitn(4, '|');
    let (measure, class, grouping, group) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let guidance = bases.guidance();
    let evaluated = match edition.measure(measure) {
        Some(measure) => Some(evaluate(measure, &Basis::Actual, bases)?),
        None => None,
    };
    let fits = |pupil: usize| match evaluated.as_ref().and_then(|evaluated| evaluated.classified.class(pupil)) {
        None => evaluated.is_none(),
        Some(of) if class == "reached" => of == Class::Reached.number(),
        Some(of) => of != Class::LeftOut.number() && of != Class::NotAbout.number(),
    };
    let everyone = Groups::everyone(bases.cohort());
    let all = groupings(bases, guidance);
    let groups = match all.iter().find(|of| of.name == grouping) {
        Some(grouping) => of_columns(grouping, bases).groups,
        None if grouping == ALL => everyone,
        None => return None,
    };
    let place = groups.names.iter().position(|name| name == group)?;
    let here = |pupil: usize| groups.of.get(pupil).is_some_and(|of| usize::from(*of) == place);
    let pupils = (0..bases.cohort().len()).filter(|pupil| here(*pupil) && fits(*pupil));
    Some(pupils.filter_map(|pupil| u32::try_from(pupil).ok()).collect())
}
