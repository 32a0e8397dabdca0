//! Detects the layout of a text: the delimiter, the heading row, and the first rows for a preview.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use memchr::memchr;
use serde::{Deserialize, Serialize};

use super::sample::{SampleRow, TableSample};
use super::shape::may_be_heading;
use crate::guidance::{FieldId, Guidance};
use crate::intake::read_as::ReadAs;

/// Possible delimiters, the most common first.
pub const SEPARATORS: [u8; 4] = *b",\t;|";
/// Number of rows in which headings are looked for.
const LOOK_ROWS: u32 = 200;
/// Number of rows that are kept for the preview, beside those around the heading row.
pub(super) const PREVIEW_ROWS: u32 = 40;
/// Rows that may lie between a line of parameters and the headings below it.
const ROWS_BETWEEN: usize = 3;
/// How a first line begins that names the delimiter, as spreadsheets read and write it.
const DELIMITER_LINE: &[u8] = b"sep=";
/// Recognised headings that make a row below the first one the heading row.
const SURE_OF_HEADINGS: usize = 2;
/// Size in bytes of the sample in which the table is looked for.
pub const LOOKED_AT: usize = 1 << 16;
/// Length in characters to which cells of the preview are cut.
const SHOWN: usize = 60;

/// A row of the preview.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct FirstRow {
    /// Row number as a spreadsheet shows it.
    pub number: u32,
    /// Its cells, long ones cut.
    pub cells: Vec<String>,
}

/// The table in a text; by default one with commas and its headings in the first row.
#[derive(Clone, Debug)]
pub struct TableLayout {
    /// The delimiter.
    pub separator: u8,
    /// True if no delimiter was found.
    pub one_column: bool,
    /// Number of the heading row; 0: not found, take the first row that is not blank.
    pub heading_row: u32,
    /// The first rows that are not blank.
    pub rows: Vec<FirstRow>,
    /// Number of recognised headings in the heading row.
    pub known: usize,
}

impl Default for TableLayout {
    fn default() -> Self {
        Self { separator: SEPARATORS[0], one_column: false, heading_row: 1, rows: Vec::new(), known: 0 }
    }
}

impl TableLayout {
    /// Detects the layout from the start of a text; `whole`: this is all of it. The user's settings win; otherwise the
    /// delimiter and row with the most recognised headings, and the earliest row of several. A row below the first
    /// needs two, so that a word in a pupil's row is not taken for a heading.
    pub fn find(text: &[u8], whole: bool, read_as: &ReadAs, guidance: &Guidance) -> Self {
        Self::find_in(text, whole, read_as, guidance).0
    }

    /// The same, with the rows of the text, if all of it was looked at.
    pub(super) fn find_in(
        text: &[u8],
        whole: bool,
        read_as: &ReadAs,
        guidance: &Guidance,
    ) -> (Self, Option<TableSample>) {
        let all = text;
        let (text, whole) = text.get(..LOOKED_AT).map_or((text, whole), |start| (start, false));
        let last = if text.len() < all.len() { LOOK_ROWS } else { u32::MAX };
        let named = named_delimiter(text);
        let there = |separator: &u8| *separator == SEPARATORS[0] || memchr(*separator, text).is_some();
        let candidates = match read_as.separator_byte().or(named) {
            Some(separator) => vec![separator],
            None => SEPARATORS.into_iter().filter(there).collect(),
        };
        let first = if named.is_some() { 2 } else { 1 };
        let table =
            |separator| TableCandidate { separator, first, sample: TableSample::up_to(last, text, separator, whole) };
        let tables = candidates.into_iter().map(table).collect::<Vec<_>>();
        let mut found = best(&tables, &|cell| guidance.fields.recognise(cell));
        if found.known < SURE_OF_HEADINGS {
            // Slower, so only as a second attempt.
            found = best(&tables, &|cell| guidance.recognise(cell));
        }
        let table = tables.into_iter().nth(found.table).unwrap_or_default();
        let rows = table.rows();
        let below_delimiter_line = || named.and_then(|_| rows.first()).map_or(0, |row| row.number);
        let heading_row = match (read_as.heading_row, found.row) {
            (Some(row), _) => row,
            (None, 0) => below_delimiter_line(),
            (None, _) => below_parameters(rows, found.row, guidance),
        };
        let last = PREVIEW_ROWS.max(heading_row.saturating_add(PREVIEW_ROWS / 2));
        let rows = rows.iter().take_while(|row| row.number <= last).map(shortened).collect();
        let (separator, one_column, known) = (table.separator, found.regular == 0, found.known);
        let layout = Self { separator, one_column, heading_row, rows, known };
        (layout, Some(table.sample).filter(|_| text.len() == all.len()))
    }
}

/// A text divided by one of the delimiters that it may have.
#[derive(Default)]
struct TableCandidate {
    separator: u8,
    /// The first row in which headings are looked for.
    first: u32,
    sample: TableSample,
}

impl TableCandidate {
    /// The rows in which headings are looked for.
    fn rows(&self) -> &[SampleRow] {
        let below = self.sample.below(self.first - 1);
        below.get(..below.partition_point(|row| row.number <= LOOK_ROWS)).unwrap_or_default()
    }
}

/// The delimiter that a first line such as `sep=;` names.
fn named_delimiter(text: &[u8]) -> Option<u8> {
    let line = text.split(|byte| matches!(byte, b'\n' | b'\r')).next()?;
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let line = line.strip_prefix(b"\"").map_or(line, |line| line.strip_suffix(b"\"").unwrap_or(line));
    let (start, delimiter) = line.split_at_checked(DELIMITER_LINE.len())?;
    match delimiter {
        [delimiter] if start.eq_ignore_ascii_case(DELIMITER_LINE) && *delimiter != b'"' => Some(*delimiter),
        _ => None,
    }
}

/// The heading row, given the row with the most headings: a report may print its parameters above the table, as
/// `School,Hillview,Year Group,6`. In such a line there is as much else as headings, and the headings of the table
/// follow at once.
fn below_parameters(rows: &[SampleRow], found: u32, guidance: &Guidance) -> u32 {
    let known = |row: &SampleRow| count_fields(row, &|cell| guidance.recognise(cell));
    let Some(index) = rows.iter().position(|row| row.number == found) else { return found };
    let (before, after) = rows.split_at(index + 1);
    let Some(row) = before.last() else { return found };
    let (headings, filled) = (known(row), row.filled());
    if 2 * headings > filled {
        return found;
    }
    let is_table = |row: &&SampleRow| known(row) >= SURE_OF_HEADINGS && 2 * known(row) >= headings;
    after.iter().take(ROWS_BETWEEN).find(is_table).map_or(found, |row| row.number)
}

/// A candidate delimiter, and the evidence for it.
#[derive(Clone, Copy, Debug, Default)]
struct LayoutCandidate {
    table: usize,
    row: u32,
    known: usize,
    regular: usize,
}

/// The candidate with the most recognised headings; of several, the one whose headings stand highest, so that no row of a
/// pupil is above them; then the one with the most cells in regular rows; then the first.
fn best(tables: &[TableCandidate], recognise: &dyn Fn(&str) -> Option<FieldId>) -> LayoutCandidate {
    let found = tables.iter().map(TableCandidate::rows).enumerate().map(|(table, rows)| {
        let (known, row) = heading_row(rows, recognise);
        LayoutCandidate { table, row, known, regular: regular_cells(rows) }
    });
    found.rev().max_by_key(|found| (found.known, Reverse(found.row), found.regular)).unwrap_or_default()
}

/// A row of the preview.
fn shortened(row: &SampleRow) -> FirstRow {
    let start = |cell: &str| {
        let beyond = if cell.len() > SHOWN { cell.char_indices().nth(SHOWN) } else { None };
        cell.get(..beyond.map_or(cell.len(), |(end, _)| end)).unwrap_or_default().to_owned()
    };
    FirstRow { number: row.number, cells: row.cells.iter().map(start).collect() }
}

/// Number of recognised headings in the row that has the most, and that row's number; 0: none.
fn heading_row(rows: &[SampleRow], recognise: &dyn Fn(&str) -> Option<FieldId>) -> (usize, u32) {
    let mut best = (0, 0);
    for (index, row) in rows.iter().enumerate() {
        if row.cells.wordy() <= best.0 || row.cells.with_letters() <= best.0 {
            continue;
        }
        let known = count_fields(row, recognise);
        if known > best.0 && (index == 0 || known >= SURE_OF_HEADINGS) {
            best = (known, row.number);
        }
    }
    best
}

/// Number of different fields among the headings of a row.
fn count_fields(row: &SampleRow, recognise: &dyn Fn(&str) -> Option<FieldId>) -> usize {
    let cells = row.cells.iter().filter(|cell| may_be_heading(cell));
    let mut known = cells.filter_map(recognise).collect::<Vec<_>>();
    known.sort_unstable();
    known.dedup();
    known.len()
}

/// Number of cells in rows of the same width, weighted by the share of such rows; 0: no row has more than one cell.
/// Decides on a delimiter when no heading is recognised.
fn regular_cells(rows: &[SampleRow]) -> usize {
    let mut rows_of = BTreeMap::new();
    for width in rows.iter().map(|row| row.cells.len()).filter(|width| *width > 1) {
        *rows_of.entry(width).or_insert(0) += 1;
    }
    let cells = |(width, alike): (usize, usize)| (width * alike * alike / rows.len()).max(1);
    rows_of.into_iter().map(cells).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(text: &str, read_as: &ReadAs) -> (char, u32) {
        let layout = TableLayout::find(text.as_bytes(), true, read_as, &Guidance::shipped().unwrap());
        (char::from(layout.separator), layout.heading_row)
    }

    #[test]
    fn the_separator_is_the_one_that_makes_headings() {
        for (text, expected) in [
            ("UPN,Sex", ','),
            ("\nUPN;Sex;\"KS1_Reading\"", ';'),
            ("UPN\tSex", '\t'),
            ("x", ','),
            ("UPN|Sex\n1|F,M;N", '|'),
            ("Ref;Wert\n1,2;3\n1,2;4\n", ';'),
        ] {
            assert_eq!(find(text, &ReadAs::default()).0, expected, "{text}");
        }
    }

    #[test]
    fn headings_below_a_title() {
        let parameters = "School,Hillview,Year Group,6,Class,All\nName,Target KS2 English,Target KS2 Maths\nA,4,4\n";
        assert_eq!(find(parameters, &ReadAs::default()), (',', 2));
        let text = "Hillview Primary\nSchool,Hillview\n\nUPN,School,KS1_Maths\n1,X,2b\n";
        assert_eq!(find(text, &ReadAs::default()), (',', 4));
        assert_eq!(find("UPN,Hobby\nSex,Gender\n", &ReadAs::default()), (',', 1));
        assert_eq!(find("Ref,Hobby\n1,Class\n", &ReadAs::default()), (',', 0));
        // Headings that stand there again are pupils' rows for the tests that follow, not another beginning.
        assert_eq!(find("UPN,Sex\n1,F\nUPN,Sex\n2,M\n", &ReadAs::default()), (',', 1));
    }

    #[test]
    fn the_first_line_may_name_the_delimiter() {
        assert_eq!(find("sep=;\nName;Target_KS2_Maths\nAlder;4\n", &ReadAs::default()), (';', 2));
        assert_eq!(find("\u{feff}SEP=^\r\nUPN^Sex\r\nA^F\r\n", &ReadAs::default()), ('^', 2));
        assert_eq!(find("sep=,;\nUPN,Sex\n", &ReadAs::default()), (',', 2));
    }

    #[test]
    fn what_the_user_says_holds() {
        let read_as = ReadAs { separator: Some(';'), heading_row: Some(2), ..ReadAs::default() };
        assert_eq!(find("UPN,Sex\nA,B;C\n", &read_as), (';', 2));
    }
}
