//! A file that is open with its account, as Check tells of it: the pupils' own, or one of last results.

use crate::cohort::Cohort;
use crate::guidance::{Edition, Guidance};
use crate::intake::account::Account;
use crate::intake::column_questions::FieldQuestion;
use crate::screens::scene::Scene;
use crate::session::FileRole;
use crate::session::command::Command;
use crate::session::current_file::CurrentFile;

/// One file, and what it is read by.
#[derive(Clone, Copy)]
pub(crate) struct OpenFile<'a> {
    pub guidance: &'a Guidance,
    pub edition: &'a Edition,
    /// The name of the key stage shown.
    pub stage: &'a str,
    pub cohort: &'a Cohort,
    pub account: &'a Account,
    /// Columns that may serve a field.
    pub questions: &'a [FieldQuestion],
    pub role: FileRole,
}

impl<'a> OpenFile<'a> {
    /// The pupils' own file.
    pub fn of_pupils(scene: &Scene<'a>) -> Self {
        let document = scene.document;
        Self {
            guidance: scene.guidance,
            edition: scene.edition,
            stage: &document.settings.stage,
            cohort: &document.file,
            account: &document.account,
            questions: &document.questions,
            role: FileRole::Pupils,
        }
    }

    /// A file of last results.
    pub fn of_last_results(scene: &Scene<'a>, number: u32, kept: &'a CurrentFile) -> Self {
        Self {
            cohort: &kept.cohort,
            account: &kept.account,
            questions: &kept.questions,
            role: FileRole::Current(number),
            ..Self::of_pupils(scene)
        }
    }

    /// A change to how this file is read or understood.
    pub fn command(&self, change: Command) -> Command {
        match self.role {
            FileRole::Pupils => change,
            FileRole::Current(file) => Command::OfCurrentFile { file, change: Box::new(change) },
        }
    }
}
