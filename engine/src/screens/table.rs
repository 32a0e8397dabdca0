//! Tables: columns, sections of rows, and cells that know what they show and which pupils they count. The page lays
//! every table of figures out from this one form.

use serde::{Deserialize, Serialize};

use crate::guidance::{Measure, Paragraph};
use crate::report::value::CellValue;
use crate::screens::{Choice, FigureChart, SheetField, Tone};
use crate::session::command::{Command, Filter, SchoolsColumn};

/// A table; without rows only what is said of it is shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct TableView {
    /// Its heading; may be empty where the table is part of something with a heading.
    pub title: String,
    /// What it shows, in a sentence or two; may be empty.
    pub words: String,
    /// Where it comes from.
    pub paragraph: Option<Paragraph>,
    /// The column of the cells that head the rows.
    pub head: TableColumn,
    /// The columns after it.
    pub columns: Vec<TableColumn>,
    /// The rows.
    pub sections: Vec<TableSection>,
    /// Below the table.
    pub notes: Vec<String>,
    /// "1–50 of 150", where there are pages.
    pub range: String,
    /// How many pages there are; 0: no pages.
    pub pages: u32,
    /// The rows of the pages before and after this one, for paper; empty where they are too many.
    pub on_paper: [Vec<TableRow>; 2],
    /// It is folded up at first.
    pub folded: bool,
    /// The same as a picture.
    pub chart: FigureChart,
}

impl TableView {
    /// A table without sections; the first heading is that of the cells that head the rows.
    pub fn new(headings: impl IntoIterator<Item = impl Into<String>>, rows: Vec<TableRow>) -> Self {
        let mut columns =
            headings.into_iter().map(|title| TableColumn { title: title.into(), ..TableColumn::default() });
        Self {
            head: columns.next().unwrap_or_default(),
            columns: columns.collect(),
            sections: vec![TableSection { rows, ..TableSection::default() }],
            ..Self::default()
        }
    }

    /// The rows of all sections.
    pub fn rows(&self) -> impl Iterator<Item = &TableRow> {
        self.sections.iter().flat_map(|section| &section.rows)
    }

    /// There is something under the headings.
    pub fn has_rows(&self) -> bool {
        self.sections.iter().any(TableSection::has_rows)
    }
}

/// A column of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct TableColumn {
    /// The heading, short; empty: of a column of pictures.
    pub title: String,
    /// The heading in full, for a tooltip and the screen reader; may be empty.
    pub long: String,
    /// What sorts by it, in a table with pages; `None`: it cannot be sorted by.
    pub sort: Option<SchoolsColumn>,
}

impl From<&str> for TableColumn {
    fn from(title: &str) -> Self {
        Self { title: title.to_owned(), ..Self::default() }
    }
}

/// Rows that belong together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct TableSection {
    /// Their heading; empty: none.
    pub title: String,
    /// A remark on them.
    pub words: String,
    /// Where they come from.
    pub paragraph: Option<Paragraph>,
    /// The rows.
    pub rows: Vec<TableRow>,
}

impl TableSection {
    /// There is something under the heading.
    pub fn has_rows(&self) -> bool {
        !self.rows.is_empty()
    }
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct TableRow {
    /// What heads it: whose row it is.
    pub head: TableCell,
    /// What its head does: shows a school.
    pub command: Option<Command>,
    /// One for each column; those beyond the columns are not shown.
    pub cells: Vec<TableCell>,
    /// It is the row of all others.
    pub total: bool,
}

impl TableRow {
    /// A row of these cells.
    pub fn new(head: TableCell, cells: Vec<TableCell>) -> Self {
        Self { head, cells, ..Self::default() }
    }

    /// A row that is headed by a name alone.
    pub fn named(name: impl Into<CellValue>, cells: Vec<TableCell>) -> Self {
        Self::new(TableCell::new(name), cells)
    }

    /// What heads it, as it is shown.
    pub fn name(&self) -> String {
        self.head.value.to_string()
    }
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct TableCell {
    /// What it shows.
    pub value: CellValue,
    /// More, in small letters; empty: nothing.
    pub small: CellValue,
    /// How loudly.
    pub tone: Tone,
    /// What a symbol or a tone means, in words; empty: the value says it.
    pub hint: String,
    /// A share, drawn as a bar of this percentage; empty: no bar.
    pub bar: String,
    /// The pupils it counts or names.
    pub pupils: Option<Filter>,
    /// Where it comes from.
    pub paragraph: Option<Paragraph>,
    /// A picture in place of the value.
    pub dots: Option<GroupDots>,
    /// What can be typed or chosen in place of the value.
    pub input: Option<CellInput>,
    /// What can be typed in here besides.
    pub fields: Vec<SheetField>,
}

impl TableCell {
    /// A cell with this alone.
    pub fn new(value: impl Into<CellValue>) -> Self {
        Self { value: value.into(), ..Self::default() }
    }

    /// A cell that opens the pupils it counts or names.
    pub fn opening(value: impl Into<CellValue>, pupils: impl Into<Option<Filter>>) -> Self {
        Self { pupils: pupils.into(), ..Self::new(value) }
    }

    /// A measure or the like, with its paragraph.
    pub fn cited(value: impl Into<CellValue>, paragraph: Paragraph) -> Self {
        Self { paragraph: Some(paragraph), ..Self::new(value) }
    }

    /// A cell with fields to type in.
    pub fn typed(fields: Vec<SheetField>) -> Self {
        Self { fields, ..Self::default() }
    }
}

/// What can be typed or chosen in place of a cell's value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum CellInput {
    /// The authority's own target is typed.
    AuthorityTarget {
        /// The measure's id.
        measure: String,
    },
    /// What an extended ethnicity code is reported as is chosen.
    EthnicCode {
        /// The code.
        code: String,
        /// The main codes, and as usual.
        choices: Vec<Choice>,
    },
}

impl CellInput {
    /// The authority's own target for a measure.
    pub(crate) fn authority_target(measure: &Measure) -> Self {
        Self::AuthorityTarget { measure: measure.id.clone() }
    }
}

/// A group against all pupils, on a line from 0 to 100: places in percent of its length.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct GroupDots {
    /// What it shows, in words.
    pub words: String,
    /// All pupils.
    pub all: String,
    /// The group.
    pub group: String,
    /// The group in current performance, where known.
    pub current: Option<String>,
}
