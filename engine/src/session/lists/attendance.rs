//! Absence: who has a mark in the register, and who is near persistent absence (RULES 3.4, 3.6).

use super::groups::pupils as of_group;
use crate::ambition::findings;
use crate::cohort::register;
use crate::guidance::{Edition, Measure, MeasureKind};
use crate::measures::attendance::SessionColumns;
use crate::measures::{Bases, Basis};
use crate::session::command::AttendancePupils;
use crate::session::document::Document;

pub fn persistent(edition: &Edition) -> Option<&Measure> {
    let is =
        |kind: &MeasureKind| matches!(kind, MeasureKind::PersistentAbsence(_) | MeasureKind::PersistentSessions(_));
    edition.measures.iter().find(|measure| is(&measure.kind))
}

pub fn pupils(document: &Document, who: &AttendancePupils, bases: &Bases) -> Option<Vec<u32>> {
    match who {
        AttendancePupils::Reason(mark) => {
            let labels = register::register_column(bases.cohort(), bases.guidance())?;
            let has = |pupil: &u32| {
                let marks = register::marks_of(labels.label(*pupil as usize), &bases.guidance().sheets);
                marks.into_iter().any(|of_pupil| of_pupil.eq_ignore_ascii_case(mark))
            };
            Some((0..u32::try_from(bases.cohort().len()).ok()?).filter(has).collect())
        }
        AttendancePupils::Near(pupil) => {
            let near = NearPersistent::new(persistent(&document.edition)?, bases)?;
            let wanted = pupil.map(|pupil| document.position(pupil).unwrap_or(u32::MAX));
            let pupils =
                near.0.into_iter().map(|(_, pupil)| pupil).filter(|pupil| wanted.is_none_or(|wanted| wanted == *pupil));
            let mut pupils = pupils.collect::<Vec<_>>();
            pupils.sort_unstable();
            Some(pupils)
        }
        AttendancePupils::Finding { measure, code } => {
            findings::finding_pupils(code, measure, &document.edition, bases, document.evidence())
        }
        AttendancePupils::Group(group) => of_group(group, &document.edition, bases),
    }
}

/// Pupils short of persistent absence by few sessions: sessions left, and who.
pub struct NearPersistent(pub Vec<(u64, u32)>);

impl NearPersistent {
    pub fn new(measure: &Measure, bases: &Bases) -> Option<Self> {
        let sessions = SessionColumns::new(measure, &Basis::Actual, bases)?;
        let near = bases.guidance().sheets.near("sessions");
        let left = |pupil: u32| {
            let (absent, _) = sessions.sessions_of(pupil as usize)?;
            let left = sessions.persistent_from(&measure.kind, pupil as usize)?.checked_sub(absent)?;
            (1..=near).contains(&left).then_some((left, pupil))
        };
        let mut near = (0..u32::try_from(sessions.pupils()).ok()?).filter_map(left).collect::<Vec<_>>();
        near.sort_unstable();
        Some(Self(near))
    }
}
