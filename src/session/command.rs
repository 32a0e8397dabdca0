//! What the page, the examples and the tests may ask of a session.

use serde::{Deserialize, Serialize};

/// One message to the engine: at most one change, then what is to be shown of the result.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Exchange {
    /// The change, where there is one.
    pub command: Option<Command>,
    /// The views wanted after it, answered in this order.
    pub queries: Vec<Query>,
}

/// A change to the session. Every accepted command goes into the log and can be undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Give a pupil's target another value; an empty value takes the target away.
    SetTarget {
        /// The pupil, by position in the cohort (`PupilRow::pupil`).
        pupil: u32,
        /// The canonical heading of the result aimed at, such as `KS2_English`.
        result: String,
        /// The level as the user typed it.
        value: String,
    },
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
        meanings: Vec<Meaning>,
    },
    /// Read the file again, with something said about how.
    ReadAs {
        /// What is said something about.
        about: About,
        /// One of the choices offered (`Choice::options`), empty to find out again; for `columns` a saved text.
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
    /// Take back the last change.
    Undo,
    /// Make the change taken back last once more.
    Redo,
}

/// What an unknown spelling in one column means.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meaning {
    /// The canonical heading of the column.
    pub field: String,
    /// The spelling in the file, trimmed.
    pub spelling: String,
    /// One of the choices offered; empty: no result; `None` leaves it unknown.
    pub meaning: Option<String>,
}

/// Something about how a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum About {
    /// Which sheet of a workbook.
    Sheet,
    /// How letters are written as bytes.
    Encoding,
    /// What stands between cells.
    Separator,
    /// The row of the headings.
    HeadingRow,
    /// All columns given to fields by hand, as saved by [`Query::ColumnsFile`].
    Columns,
}

/// A view wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Query {
    /// What is open, for the frame of the page.
    Summary,
    /// How the file was read.
    Check,
    /// The statutory targets against what the guidance expects.
    Ambition,
    /// One page of the pupils.
    Pupils(PupilsQuery),
    /// Every measure with its rule, conventions and paragraphs.
    Method,
    /// The figures as CSV (RULES 10.2).
    FiguresCsv,
    /// The columns given to fields by hand, as a text for [`About::Columns`]: headings and fields, nothing of a pupil.
    ColumnsFile,
    /// Everything noticed while the file was read, as CSV.
    ProblemsCsv,
}

/// Which pupils, in which order, which page of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PupilsQuery {
    /// Which pupils are meant.
    pub filter: Filter,
    /// Part of a name or UPN, in any letter case; empty for all.
    pub search: String,
    /// The column to sort by (`Column::id`); empty for the file's own order.
    pub sort: String,
    /// From the highest down.
    pub descending: bool,
    /// The page, counted from 0.
    pub page: u32,
}

/// A set of pupils that a count elsewhere stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "kebab-case")]
pub enum Filter {
    /// Every pupil of the cohort.
    #[default]
    All,
    /// The pupils behind one part of one figure.
    Figure {
        /// The measure's id, such as `ks2.both4`.
        measure: String,
        /// The basis, such as `moderated` (RULES 2.5).
        basis: String,
        /// Which part of the figure.
        part: Part,
    },
    /// The pupils of one finding.
    Finding {
        /// The measure's id.
        measure: String,
        /// The finding's code (RULES 7).
        code: String,
    },
    /// Pupils whose target was changed in this session.
    Changed,
    /// Pupils with this spelling, not yet understood, in this column.
    Unknown {
        /// The canonical heading of the column.
        field: String,
        /// The spelling in the file.
        spelling: String,
    },
}

/// The four parts of which a figure's pupils are made, and the pupils the guidance counts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Reaches the mark.
    Reached,
    /// Is in the figure and does not reach it.
    Short,
    /// Would reach it if the empty cells did.
    Missing,
    /// Is not in the figure (RULES 2.2).
    LeftOut,
    /// Is in the figure.
    Eligible,
}
