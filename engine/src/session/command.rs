//! What the page, the examples and the tests may ask of a session.

mod columns;
mod entry_id;
mod filter;
mod sheet_list;
mod tried_list;

use serde::{Deserialize, Serialize};

pub use columns::{PupilsColumn, SchoolsColumn};
pub use entry_id::{EntryForm, EntryId};
pub use filter::{ExpectationRate, FigurePart, Filter, FilterChoice, FilterList};
pub use sheet_list::{
    AttendancePupils, EarlyYearsPupils, GroupPupils, ItemPupils, MeasureClass, MeasurePupils, ProgressPupils,
    SheetList, SheetPupils,
};
pub use tried_list::TriedList;

use crate::intake::decisions::ReadingAnswer;

/// A change to the session. Every accepted command goes into the log and can be undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Give a pupil's target another value; an empty value takes the target away.
    SetTarget {
        /// The pupil, by position in the file (`PupilRow::pupil`).
        pupil: u32,
        /// The canonical heading of the result aimed at, such as `KS2_English`.
        result: String,
        /// The level as the user typed it.
        value: String,
    },
    /// Give the targets of a selection of pupils the values of a rule. It is one change, undone at once.
    Apply(RuleApplication),
    /// Say what an unknown spelling in one column means; an empty meaning is "no result".
    MapValue {
        /// The canonical heading of the column.
        field: String,
        /// The spelling in the file, trimmed.
        spelling: String,
        /// One of the choices offered (`UnknownValue::choices`); `None` leaves it unknown again.
        meaning: Option<String>,
    },
    /// Say what several unknown spellings mean, as one change.
    MapValues {
        /// What each of them means.
        meanings: Vec<ValueMeaning>,
    },
    /// Read the file again, with something said about how.
    ReadAs {
        /// What is said something about.
        about: ReadSetting,
        /// One of the choices offered (`LayoutDecision::options`), empty to find out again; for `columns` a saved text.
        is: String,
    },
    /// Read the file again, with a column given to another field.
    ReadColumn {
        /// The column's heading as written.
        heading: String,
        /// Which of the columns with this heading, counted from 0.
        nth: u32,
        /// The canonical heading of the field; empty: the column is not read.
        field: String,
    },
    /// Read the file again with an answer to a question of the reader, or with one of its decisions taken back.
    Answer {
        /// One of the answers offered (`ReadingChoice::answer`).
        answer: ReadingAnswer,
    },
    /// Read the file again without an answer given before: the reader asks or decides anew.
    WithdrawAnswer {
        /// The answer, as it was given.
        answer: ReadingAnswer,
    },
    /// Take the results of another file for current performance (RULES 2.6); `None`: of no file.
    SetCurrentFile {
        /// The number under which it was kept.
        file: Option<u32>,
    },
    /// Say something about how a file of last results is read or understood.
    OfCurrentFile {
        /// The number under which it was kept.
        file: u32,
        /// What would be said of the first file: a column, a sheet, an answer, or what spellings mean.
        change: Box<Command>,
    },
    /// Work by another edition.
    SetEdition {
        /// Its id, such as `2009`.
        edition: String,
    },
    /// Work by an edition of one's own.
    UseEdition {
        /// The text of its file, as a program packed it.
        packed: String,
    },
    /// Show another key stage.
    SetStage {
        /// Its name, such as `Key Stage 2`.
        stage: String,
    },
    /// Count one year group only; empty: every pupil of the file.
    SetYear {
        /// As in the file.
        year: String,
    },
    /// Choose another reading of the guidance.
    SetSwitch {
        /// Its id.
        switch: String,
        /// On or off.
        on: bool,
    },
    /// Current performance of a measure, as typed; empty: not known.
    SetCurrent {
        /// The measure's id.
        measure: String,
        /// In percent, or in points.
        value: String,
    },
    /// A goal for the trajectory of a measure, as typed; empty: none.
    SetGoal {
        /// The measure's id.
        measure: String,
        /// The year to be there.
        year: u16,
        /// In percent.
        value: String,
    },
    /// An exception agreed for a pupil, with its evidence; empty: none.
    SetException {
        /// The pupil (`PupilRow::pupil`).
        pupil: u32,
        /// Why the mark is unlikely.
        evidence: String,
    },
    /// Generate targets from a conversion table built of the results given as current performance (RULES 6.3).
    SetConversion {
        /// Which schools: a `ConversionRule`'s id; empty: generate none.
        conversion: String,
    },
    /// A note on a finding; empty: none.
    SetNote {
        /// The measure's or check's id.
        measure: String,
        /// The finding's code.
        code: String,
        /// The note.
        note: String,
    },
    /// Give several pupils' targets a value each, as pasted or filled down: one change. What is not understood stays
    /// as it was, and `PupilsPage::not_taken` says so.
    SetTargets {
        /// The canonical heading of the result aimed at.
        result: String,
        /// The pupils (`PupilRow::pupil`) and the values as pasted.
        targets: Vec<(u32, String)>,
    },
    /// Why a pupil's target is another than the file's; empty: no reason.
    SetReason {
        /// The pupil (`PupilRow::pupil`).
        pupil: u32,
        /// The canonical heading of the result aimed at.
        result: String,
        /// The reason.
        reason: String,
    },
    /// Read conversion tables from a text (RULES 6.3); empty: no imported ones.
    ImportConversion {
        /// The file's name.
        name: String,
        /// The result that a table without a column of its own for it leads to; empty: none.
        result: String,
        /// The file.
        text: String,
    },
    /// Read national averages of similar pupils from the Department's pupil file of last year (RULES_2027 C.5); empty: none.
    ImportAverages {
        /// The file's name.
        name: String,
        /// The file.
        text: String,
    },
    /// A programme (RULES 7.5): what it is expected to add. No steps: it is not known.
    SetProgramme {
        /// Its name.
        name: String,
        /// The canonical heading of the result that it is about.
        result: String,
        /// How many levels or grades more.
        steps: u8,
    },
    /// Put pupils into a programme, or take them out.
    Tag {
        /// The programme's name.
        programme: String,
        /// The pupils (`PupilRow::pupil`).
        pupils: Vec<u32>,
        /// Into it.
        on: bool,
    },
    /// Show one school as the school would see it; empty: all of them again.
    SetSchool {
        /// As in the file.
        school: String,
    },
    /// What the school shown is called, on the screen, on paper and in the names of files; empty: as the file says.
    SetSchoolName {
        /// The name.
        name: String,
    },
    /// Count the children in care of one authority only; empty: of any.
    SetAuthority {
        /// As in the file.
        authority: String,
    },
    /// The local authority's own target for a measure, as typed; empty: none.
    SetLaTarget {
        /// The measure's id.
        measure: String,
        /// In percent, or in points.
        value: String,
    },
    /// Say what an extended ethnicity code is reported as; empty: as the code list says, or not understood.
    SetEthnicCode {
        /// The code.
        code: String,
        /// A main code.
        reported_as: String,
    },
    /// Make every view, print, export and copy fit to share: no names, and no count below a number; 0: show everything.
    SetSharing {
        /// One of the numbers offered, in digits.
        fewer_than: String,
    },
    /// Something typed or chosen on a sheet; empty: nothing.
    Enter {
        /// Which field.
        what: EntryId,
        /// Its name (`SheetField::label`), for the words of Undo.
        label: String,
        /// As typed.
        value: String,
    },
    /// Take back the last change.
    Undo,
    /// Make the change taken back last once more.
    Redo,
}

impl Command {
    /// True if it changes settings only, so that nothing has to be worked out before another such command.
    pub(crate) fn is_setting(&self) -> bool {
        use Command::{
            Apply, MapValue, MapValues, OfCurrentFile, Redo, SetCurrentFile, SetReason, SetTarget, SetTargets, Undo,
        };
        !self.rereads()
            && !matches!(
                self,
                SetTarget { .. }
                    | Apply(_)
                    | SetTargets { .. }
                    | SetReason { .. }
                    | MapValue { .. }
                    | MapValues { .. }
                    | SetCurrentFile { .. }
                    | OfCurrentFile { .. }
                    | Undo
                    | Redo
            )
    }

    /// True if the first file has to be read again for it.
    pub fn rereads(&self) -> bool {
        use Command::{Answer, ReadAs, ReadColumn, WithdrawAnswer};
        matches!(self, ReadAs { .. } | ReadColumn { .. } | Answer { .. } | WithdrawAnswer { .. })
    }
}

/// What an unknown spelling in one column means.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct ValueMeaning {
    /// The canonical heading of the column.
    pub field: String,
    /// The spelling in the file, trimmed.
    pub spelling: String,
    /// One of the choices offered; empty: no result; `None` leaves it unknown.
    pub meaning: Option<String>,
}

/// Something about how a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum ReadSetting {
    /// Which sheet of a workbook.
    Sheet,
    /// How letters are written as bytes.
    Encoding,
    /// The delimiter.
    Separator,
    /// The row of the headings.
    HeadingRow,
    /// All columns given to fields by hand, as saved by `Query::ColumnsFile`.
    Columns,
}

/// A rule for the targets of a selection of pupils.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct RuleApplication {
    /// The canonical heading of the result aimed at.
    pub result: String,
    /// Whose targets.
    pub pupils: Filter,
    /// The rule.
    pub by: TargetRule,
    /// A target that is as high already stays.
    pub raise_only: bool,
    /// Only those of them with this in their name or UPN; empty: all.
    #[serde(default)]
    pub search: String,
}

/// How a target is found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum TargetRule {
    /// The most likely outcome by the conversion table.
    Generated,
    /// The progress that the measure of this result asks: two levels, or the grade worth as much.
    Progress,
    /// One level or grade more than the target now.
    OneMore,
    /// An estimate, by its basis.
    Estimate {
        /// Such as `estimate:FFT D`.
        basis: String,
    },
    /// The same for everybody.
    Value {
        /// As typed.
        value: String,
    },
}

/// What a sheet is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum SheetTopic {
    /// From prior attainment to outcome (S0 ¶23).
    #[default]
    Progress,
    /// The Foundation Stage Profile (S0 ¶50).
    EarlyYears,
    /// Absence (S0 ¶80).
    Attendance,
    /// Who does what by when (RULES 9.1).
    Timetable,
    /// Partnership targets (RULES 9.2).
    Partnership,
    /// The questions of governors and School Improvement Partners (S1 ¶13).
    Questions,
    /// A test, question by question (RULES 7.3).
    Items,
}

/// Which pupils, in which order, which page of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct PupilsQuery {
    /// Which pupils are meant.
    pub filter: Filter,
    /// Part of a name or UPN, in any letter case; empty for all.
    pub search: String,
    /// The column to sort by; `None`: the file's own order.
    pub sort: Option<PupilsColumn>,
    /// From the highest down.
    pub descending: bool,
    /// The page, counted from 0.
    pub page: u32,
    /// Rows on a page; 0: as usual.
    #[serde(default)]
    pub rows: u32,
    /// The pupil whose card is open (`PupilRow::pupil`).
    #[serde(default)]
    pub card: Option<u32>,
}
