//! The targets and the typed figures that the engine did not take, and which cell was answered last.

use yew::prelude::*;

use super::actions::TargetCell;

/// A value that was not taken.
#[derive(Clone, Debug, PartialEq)]
pub struct RefusedTarget {
    /// The cell.
    pub place: TargetCell,
    /// Why, in the engine's words.
    pub reason: String,
}

/// What became of the targets typed in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RefusedTargets {
    list: Vec<RefusedTarget>,
    last: Option<(u32, TargetCell)>,
}

impl RefusedTargets {
    /// Notes the answer, the `serial`th, to a change of a cell.
    pub fn answered(&mut self, serial: u32, place: TargetCell, refused: Option<String>) {
        self.forget(&place);
        if let Some(reason) = refused {
            self.list.push(RefusedTarget { place: place.clone(), reason });
        }
        self.last = Some((serial, place));
    }

    /// Forgets that a value was refused.
    pub fn forget(&mut self, place: &TargetCell) {
        self.list.retain(|refusal| refusal.place != *place);
    }

    /// All of them, in the order they came.
    pub fn list(&self) -> &[RefusedTarget] {
        &self.list
    }

    /// Whether the value in this cell was refused.
    pub fn holds(&self, place: &TargetCell) -> bool {
        self.list.iter().any(|refusal| refusal.place == *place)
    }

    /// Whether both say the same of a pupil's cells.
    pub fn same_for(&self, other: &RefusedTargets, pupil: u32) -> bool {
        let of = |refusals: &RefusedTargets| {
            let refused = refusals.list.iter().map(|refusal| refusal.place.clone());
            let last = refusals.last.clone().filter(|(_, place)| place.pupil == pupil);
            (refused.filter(|place| place.pupil == pupil).collect::<Vec<_>>(), last)
        };
        of(self) == of(other)
    }

    /// The number of the last answer if it was about this cell, else 0.
    pub fn settled(&self, place: &TargetCell) -> u32 {
        match &self.last {
            Some((serial, last)) if last == place => *serial,
            _ => 0,
        }
    }
}

/// What became of the figures typed into fields, handed to the fields as a context.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FieldAnswers {
    /// The number of the last answer.
    serial: u32,
    /// Why a value was not taken, by the field's id.
    refused: Vec<(String, String)>,
}

impl FieldAnswers {
    /// Notes the answer, the `serial`th, to what was typed into a field.
    pub fn answered(&mut self, serial: u32, field: &str, refused: Option<String>) {
        self.serial = serial;
        self.refused.retain(|(known, _)| known != field);
        self.refused.extend(refused.map(|reason| (field.to_owned(), reason)));
    }
}

/// The number of the last answer to any field, and why this field's value was not taken, where it was not.
#[hook]
pub fn use_answer(field: &str) -> (u32, Option<String>) {
    let answers = use_context::<FieldAnswers>().unwrap_or_default();
    let refused = answers.refused.into_iter().find(|(known, _)| known == field);
    (answers.serial, refused.map(|(_, reason)| reason))
}
