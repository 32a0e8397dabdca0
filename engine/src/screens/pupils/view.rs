//! The table of pupils.

use serde::{Deserialize, Serialize};

use crate::screens::{Paragraph, Tone};
use crate::session::command::{FilterList, PupilsColumn};
use crate::text::csv::clipboard_line;

/// One page of the pupils.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct PupilsPage {
    /// Which pupils these are, in words: "Two levels of progress in English: short of it by target".
    pub title: String,
    /// "10 of 58 pupils".
    pub count: String,
    /// The current figures, one for each statutory target.
    pub strip: Vec<StripFigure>,
    /// The columns, from left to right (after the pupil's name).
    pub columns: Vec<PupilColumn>,
    /// The rows of this page.
    pub rows: Vec<PupilRow>,
    /// Whether the whole list fits on paper, which then has the pupils of the other pages, too.
    pub is_printed_whole: bool,
    /// This page, counted from 0.
    pub page: u32,
    /// How many pages there are.
    pub pages: u32,
    /// The pupils of the list from this page on, a school's at most, by position in the file: for pasting a column.
    pub order: Vec<u32>,
    /// What was pasted last and not taken: whose, and why.
    pub not_taken: Vec<String>,
    /// Ways to narrow the list.
    pub filters: Vec<FilterList>,
    /// Results whose targets a rule can set: canonical heading, title.
    pub results: Vec<(String, String)>,
    /// Rules that have something to go by: `generated`, `progress`, `one-more`, `value` or an estimate's basis; and words.
    pub rules: Vec<(String, String)>,
    /// Programmes that pupils can be put into.
    pub programmes: Vec<String>,
    /// "1–25 of 58".
    pub range: String,
    /// How many rows a page can have: words, the number for the query, and whether it is the one chosen.
    pub sizes: Vec<(String, u32, bool)>,
    /// The column sorted by; `None`: the file's order.
    pub sort: Option<PupilsColumn>,
    /// From the highest down.
    pub descending: bool,
    /// The card that is open.
    pub card: Option<PupilCard>,
}

impl PupilsPage {
    /// The table as a spreadsheet takes it from the clipboard: a line for the headings and one for each row.
    pub fn clipboard_text(&self) -> String {
        let headings = ["Pupil", "UPN", "Context"].into_iter().chain(self.columns.iter().map(|column| &*column.title));
        let row = |row: &PupilRow| {
            let context = row.context.join(", ");
            let first = [&*row.name, &*row.upn, &*context];
            clipboard_line(first.into_iter().chain(row.cells.iter().map(|cell| &*cell.text)))
        };
        [clipboard_line(headings)].into_iter().chain(self.rows.iter().map(row)).collect()
    }
}

/// A figure in the strip above the table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct StripFigure {
    /// The measure's id.
    pub measure: String,
    /// "Both 4+".
    pub short_title: String,
    /// "70.7%".
    pub percent: String,
    /// Pupils above or below the expectation: "−4", "0", "+2"; empty: no expectation.
    pub against: String,
    /// Its tone.
    pub tone: Tone,
}

/// A column of the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct PupilColumn {
    /// Which it is.
    pub id: PupilsColumn,
    /// The heading, short: "Target English".
    pub title: String,
    /// The subject over it and its neighbours: "English"; empty: none.
    pub band: String,
    /// The heading under the subject: "Target"; empty: `title`.
    pub short: String,
    /// The heading in full, for a tooltip and the screen reader.
    pub long: String,
    /// Cells of this column can be edited.
    pub editable: bool,
    /// For editable columns: what a target may be, for the input's suggestions.
    pub choices: Vec<String>,
}

impl PupilColumn {
    /// A column of its own, without a subject over it, whose cells cannot be edited.
    pub fn new(id: PupilsColumn, title: impl Into<String>, long: impl Into<String>) -> Self {
        Self {
            id,
            title: title.into(),
            band: String::new(),
            short: String::new(),
            long: long.into(),
            editable: false,
            choices: Vec::new(),
        }
    }
}

/// A pupil's row.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct PupilRow {
    /// Position in the file, for commands.
    pub pupil: u32,
    /// The row in the user's file.
    pub row: u32,
    /// "Okafor, Amara"; "row 12" where the file has no names.
    pub name: String,
    /// The UPN, or empty.
    pub upn: String,
    /// "EAL", "SEN P", "in care", "FSM".
    pub context: Vec<String>,
    /// The exception agreed for the pupil (RULES 5.3).
    pub exception: AgreedException,
    /// One for each column.
    pub cells: Vec<PupilCell>,
}

/// A cell of the table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct PupilCell {
    /// What it shows.
    pub text: String,
    /// How loudly.
    pub tone: Tone,
    /// What a symbol or a tone means, in words for everyone; empty where the text is all.
    pub hint: String,
    /// For an editable cell: the result aimed at (`Command::SetTarget::result`).
    pub target: Option<String>,
    /// For a changed target: what the file has ("3", or "none").
    pub was: Option<String>,
    /// For a changed target: why; empty: no reason is given.
    pub reason: String,
    /// The way from prior result to target and the results on it, as points of two SVG lines in a box of 60 by 20; both
    /// empty: nothing to draw.
    pub way: (String, String),
}

/// All that is known of a pupil.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct PupilCard {
    /// Position in the file.
    pub pupil: u32,
    /// "Okafor, Amara".
    pub name: String,
    /// "FSM", "UPN A123", "row 12 of the file".
    pub about: Vec<String>,
    /// Prior results, estimates, results and targets, subject by subject.
    pub lines: Vec<CardLine>,
    /// How the targets stand to the main figures.
    pub verdicts: Vec<CardVerdict>,
    /// The points to discuss that list the pupil.
    pub points: Vec<CardVerdict>,
    /// The evidence of an agreed exception; empty: none is agreed.
    pub exception: String,
}

/// A line of a pupil's card: a column of the table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct CardLine {
    /// The subject; empty: none.
    pub band: String,
    /// The heading of the column.
    pub title: String,
    /// It is a target.
    pub is_target: bool,
    /// What the table shows.
    pub cell: PupilCell,
}

/// How a pupil stands to a figure, or a point to discuss.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct CardVerdict {
    /// "Both 4+", or the kind of point.
    pub title: String,
    /// "target reaches it", or what the point is on.
    pub words: String,
    /// How loudly.
    pub tone: Tone,
    /// What the guidance expects or asks; may be empty.
    pub expected: String,
    /// Its paragraph.
    pub paragraph: Paragraph,
}

/// An exception agreed for a pupil.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct AgreedException {
    /// It can be recorded: the pupil has a special educational need.
    pub offered: bool,
    /// The evidence; empty: none is agreed.
    pub evidence: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copied_cells_stay_in_their_places_and_are_no_formulas() {
        let column = PupilColumn::new(PupilsColumn::Name, "Target English", "");
        let cells = vec![PupilCell { text: "4".into(), ..PupilCell::default() }];
        let row = PupilRow { name: "=A\tB".into(), context: vec!["EAL".into()], cells, ..PupilRow::default() };
        let page = PupilsPage { columns: vec![column], rows: vec![row], ..PupilsPage::default() };
        assert_eq!(page.clipboard_text(), "Pupil\tUPN\tContext\tTarget English\r\n'=A B\t\tEAL\t4\r\n");
    }
}
