//! The file of last results: a second file with an account of its own, whose results are current performance
//! (RULES 2.6).

use crate::cohort::Cohort;
use crate::guidance::Guidance;
use crate::intake::ReadFile;
use crate::intake::account::Account;
use crate::intake::column_questions::{FieldQuestion, questions};

/// A file of last results that was read.
#[derive(Clone, Debug)]
pub struct CurrentFile {
    /// Its own name.
    pub name: String,
    /// Its pupils.
    pub cohort: Cohort,
    /// How it was read.
    pub account: Account,
    /// Columns that may serve a field.
    pub questions: Vec<FieldQuestion>,
}

impl CurrentFile {
    /// Of a file that was read.
    pub fn new(opened: ReadFile, name: &str, guidance: &Guidance) -> Self {
        let account = opened.account;
        let questions = questions(&account.headings, &account.first_rows, account.heading_row, guidance);
        Self { name: name.to_owned(), cohort: opened.cohort, account, questions }
    }
}
