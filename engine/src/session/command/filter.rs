//! Sets of pupils that a count counts.
//!
//! How a filter is written is kept by addresses and by saved work, where rules are applied to its pupils: the names of
//! variants and fields do not change, and what was written once can always be read.

use serde::{Deserialize, Serialize};

use super::{SheetList, TriedList};
pub use crate::ambition::expected::ExpectationRate;
use crate::ambition::pace::WaySide;
use crate::measures::GroupSelection;

/// The set of pupils behind a count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
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
        part: FigurePart,
    },
    /// The pupils of a combination of groups, or those of them behind one part of a figure.
    Group {
        /// The combination.
        groups: GroupSelection,
        /// The measure's id; empty: all pupils of the groups.
        measure: String,
        /// The basis.
        basis: String,
        /// Which part of the figure.
        part: FigurePart,
    },
    /// The pupils whom the guidance expects to reach a measure at one rate, or those of them behind one part of its figure by
    /// target (RULES 5).
    Expectation {
        /// The measure's id.
        measure: String,
        /// The rate.
        rate: ExpectationRate,
        /// Which of them: all (`Eligible`), those who reach it, or those who do not.
        part: FigurePart,
    },
    /// The pupils of one finding.
    Finding {
        /// The measure's or check's id.
        measure: String,
        /// The finding's code (RULES 7).
        code: String,
    },
    /// The pupils of all findings of a kind at the key stage.
    Raised {
        /// The finding's code (RULES 7); empty: any.
        code: String,
    },
    /// The pupils of a band of prior attainment for whom a national figure of similar pupils is known.
    Similar {
        /// The measure's id.
        measure: String,
        /// The band's name; empty: any; `none`: those in no band.
        band: String,
        /// All of them (`Eligible`), those who reach the mark by target, or those who do not.
        part: FigurePart,
    },
    /// The pupils that a benchmark is about.
    Benchmark {
        /// The measure's id.
        measure: String,
        /// The benchmark's title.
        title: String,
        /// Only those who reach the mark by target.
        reached: bool,
    },
    /// Pupils with this in a column, as our codes are written; empty: nothing.
    Value {
        /// The canonical heading of the column.
        field: String,
        /// What it says.
        value: String,
    },
    /// The pupil in one row of the file.
    Row {
        /// As a spreadsheet counts, in digits.
        row: String,
    },
    /// Pupils with this prior level in the conversion table of a result.
    Prior {
        /// The canonical heading of the result.
        result: String,
        /// As the table names it: "2c".
        level: String,
    },
    /// Pupils on one side of the way from prior attainment to target.
    Way {
        /// The measure's id.
        measure: String,
        /// Which.
        side: WaySide,
    },
    /// Pupils one step short of a mark.
    Borderline {
        /// The measure's id.
        measure: String,
    },
    /// Pupils in a programme.
    Programme {
        /// Its name.
        name: String,
    },
    /// The pupils behind a number of What if, Estimates, a rule that is tried, or the lists by group.
    Tried(TriedList),
    /// The pupils behind a number on a sheet.
    Sheet(SheetList),
    /// Pupils with an agreed exception.
    Excepted,
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

impl Filter {
    /// All pupils of a combination of groups.
    pub(crate) fn everybody_of(groups: GroupSelection) -> Self {
        Self::Group { groups, measure: String::new(), basis: String::new(), part: FigurePart::default() }
    }
}

/// A list of ways to narrow the list of pupils.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct FilterList {
    /// Its name: "Findings".
    pub title: String,
    /// They are offered as buttons.
    pub at_hand: bool,
    /// What there is in it.
    pub choices: Vec<FilterChoice>,
}

/// A way to narrow the list of pupils.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct FilterChoice {
    /// "Both 4+: short of it by target".
    pub words: String,
    /// The pupils.
    pub filter: Filter,
}

/// The classes that a figure divides pupils into, and [`FigurePart::Eligible`], all who are in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum FigurePart {
    /// Reaches the mark.
    #[default]
    Reached,
    /// Is in the figure and does not reach it.
    Short,
    /// Would reach it if the empty cells did.
    Missing,
    /// Is not in the figure (RULES 2.2).
    LeftOut,
    /// Is in the figure.
    Eligible,
    /// The figure is not about the pupil, or leaves the pupil out.
    NotAbout,
}
