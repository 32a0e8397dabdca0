//! A table of headings and rows, as sheets, estimates and what-if show it, and the cells of all tables.

use serde::{Deserialize, Serialize};

use crate::guidance::{Measure, Paragraph};
use crate::report::value::CellValue;
use crate::screens::{Choice, SheetField, Tone};
use crate::session::command::Filter;

/// A table; without rows it is not shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DataTable {
    /// The headings of its columns.
    pub headings: Vec<String>,
    /// Its rows; the first cell of each heads the row.
    pub rows: Vec<Vec<TableCell>>,
}

impl DataTable {
    /// With these headings.
    pub fn new(headings: impl IntoIterator<Item = impl Into<String>>, rows: Vec<Vec<TableCell>>) -> Self {
        Self { headings: headings.into_iter().map(Into::into).collect(), rows }
    }
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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
}

/// What can be typed or chosen in place of a cell's value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
