//! Children in care, for the targets of the local authority (RULES 4.3, S0 ¶65).

use std::collections::BTreeSet;
use std::rc::Rc;

use ambition_columns::classes::code_table::raise;

use super::count::table;
use super::{Bases, Basis, Class, PupilClasses, PupilSet};
use crate::cohort::{CodedCell, NumberCell};
use crate::guidance::measure::CareCriteria;

/// Flagged.
pub const YES: u8 = 1;
/// Flagged as not so.
pub const NO: u8 = 2;

/// A flag of every pupil: [`YES`], [`NO`], 0 where it is not recorded; `None` where the file lacks the column.
pub fn flagged(heading: &str, bases: &Bases) -> Option<PupilClasses> {
    let column = bases.cohort().coded_by_heading(&bases.guidance().fields, heading)?;
    let yes = bases.codes().list(column.code_list)?.yes?;
    Some(PupilClasses(column.classes(|cell| match cell {
        CodedCell::Known(code) if code == yes => YES,
        CodedCell::Known(_) => NO,
        CodedCell::Blank | CodedCell::Unknown => 0,
    })))
}

/// A figure of children in care alone. One whose day is not understood is left out; one who came later is none.
pub fn only_in_care(care: &CareCriteria, mut classified: PupilClasses, bases: &Bases) -> Option<PupilClasses> {
    let flags = flagged(&care.flag, bases)?;
    let since = care.since.as_ref().and_then(|since| bases.numbers(since, &Basis::Actual));
    let elsewhere = elsewhere(care, bases);
    // No class is above that of pupils whom the measure is not about.
    raise(&mut classified.0, &flags.0, &table(|flag| if flag == YES { 0 } else { Class::NotAbout.number() }));
    for pupil in PupilSet::new(Rc::new(flags), YES..=YES).pupils() {
        let pupil = pupil as usize;
        let since = since.map_or(NumberCell::Blank, |since| since.cell(pupil));
        let Some(class) = classified.0.get_mut(pupil) else { continue };
        *class = match since {
            _ if elsewhere.as_ref().is_some_and(|elsewhere| elsewhere.contains(&pupil)) => Class::NotAbout.number(),
            NumberCell::Known(day) if day > care.latest => Class::NotAbout.number(),
            NumberCell::Unknown => Class::LeftOut.number(),
            NumberCell::Known(_) | NumberCell::Blank => *class,
        };
    }
    Some(classified)
}

/// Pupils in care of another authority than the one chosen; `None`: none is chosen, or the file does not say.
fn elsewhere(care: &CareCriteria, bases: &Bases) -> Option<BTreeSet<usize>> {
    let labels = bases.cohort().label_column(bases.guidance().fields.by_heading(care.authority.as_deref()?)?)?;
    let authority = Some(bases.authority()).filter(|authority| !authority.is_empty())?;
    let other = |pupil: &usize| !matches!(labels.label(*pupil), label if label.is_empty() || label == authority);
    Some((0..labels.ids().len()).filter(other).collect())
}
