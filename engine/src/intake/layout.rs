//! Where the table is in a text: the separator, the row of the headings, and the first rows to show.

use memchr::memchr;

use super::csv::{CsvRecord, Tokenizer};
use super::read_as::ReadAs;
use crate::guidance::{FieldId, Guidance};
use crate::text::encoding::readable;

/// Bytes that may stand between cells, the most common first.
pub const SEPARATORS: [u8; 4] = *b",\t;|";
/// Rows in which headings are looked for, and which are kept to be shown.
const LOOK_ROWS: u32 = 40;
/// Headings that a row below the first one must have to be taken for the heading row.
const SURE_OF_HEADINGS: usize = 2;
/// Bytes in which the table is looked for.
pub const LOOKED_AT: usize = 1 << 16;
/// Letters kept of a cell that is only shown.
const SHOWN: usize = 60;

/// A row as it is shown before the file is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FirstRow {
    /// As a spreadsheet counts.
    pub number: u32,
    /// Its cells, long ones cut.
    pub cells: Vec<String>,
}

/// The table in a text.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// The byte between cells.
    pub separator: u8,
    /// Nothing in the text looks like a separator.
    pub one_column: bool,
    /// The row of the headings; 0: not found, it is the first row with something in it.
    pub heading_row: u32,
    /// The first rows that are not blank.
    pub rows: Vec<FirstRow>,
}

impl Layout {
    /// Looks at the beginning of a text; `whole`: there is nothing behind it. What the user has said holds; else the
    /// separator and the row are taken by which most headings are known, the earliest row of several. A later row than
    /// the first must have two of them, so that a word in a pupil's row is not taken for a heading.
    pub fn find(text: &[u8], whole: bool, read_as: &ReadAs, guidance: &Guidance) -> Self {
        let (text, whole) = text.get(..LOOKED_AT).map_or((text, whole), |start| (start, false));
        let there = |separator: &u8| *separator == SEPARATORS[0] || memchr(*separator, text).is_some();
        let candidates = match read_as.separator_byte() {
            Some(separator) => vec![separator],
            None => SEPARATORS.into_iter().filter(there).collect(),
        };
        let tables = candidates.into_iter().map(|separator| (separator, first_rows(text, whole, separator)));
        let tables = tables.collect::<Vec<_>>();
        let mut found = best(&tables, &|cell| guidance.fields.recognise(cell));
        if found.known < SURE_OF_HEADINGS {
            // Slower, so only where it matters.
            found = best(&tables, &|cell| guidance.recognise(cell));
        }
        let (separator, rows) = tables.into_iter().nth(found.table).unwrap_or_default();
        let heading_row = read_as.heading_row.unwrap_or(found.row);
        Self { separator, one_column: found.regular == 0, heading_row, rows }
    }
}

/// How many of our columns the first rows of a sheet, as CSV, have headings for.
pub fn headings_known(text: &[u8], guidance: &Guidance) -> usize {
    heading_row(&first_rows(text, true, SEPARATORS[0]), &|cell| guidance.recognise(cell)).0
}

/// A way to cut the text, and what speaks for it.
#[derive(Clone, Copy, Debug, Default)]
struct Found {
    table: usize,
    row: u32,
    known: usize,
    regular: usize,
}

/// The table in which most headings are known; of several, the one with most cells in regular rows; the first.
fn best(tables: &[(u8, Vec<FirstRow>)], recognise: &dyn Fn(&str) -> Option<FieldId>) -> Found {
    let found = tables.iter().enumerate().map(|(table, (_, rows))| {
        let (known, row) = heading_row(rows, recognise);
        Found { table, row, known, regular: regular_cells(rows) }
    });
    found.rev().max_by_key(|found| (found.known, found.regular)).unwrap_or_default()
}

/// The first rows as this separator cuts them.
fn first_rows(text: &[u8], whole: bool, separator: u8) -> Vec<FirstRow> {
    let mut rows = Vec::new();
    Tokenizer::new(separator).push(text, whole, &mut |row: CsvRecord| {
        if row.number <= LOOK_ROWS && row.fault.is_none() && !row.is_blank() {
            let cells = (0..row.len()).map(|index| shown(&readable(&row.field(index)))).collect();
            rows.push(FirstRow { number: row.number, cells });
        }
    });
    rows
}

fn shown(cell: &str) -> String {
    cell.chars().take(SHOWN).collect()
}

/// How many headings are known in the row that has most of them, and its number; 0: in none.
fn heading_row(rows: &[FirstRow], recognise: &dyn Fn(&str) -> Option<FieldId>) -> (usize, u32) {
    let mut best = (0, 0);
    for (index, row) in rows.iter().enumerate() {
        let known = known(&row.cells, recognise);
        if known > best.0 && (index == 0 || known >= SURE_OF_HEADINGS) {
            best = (known, row.number);
        }
    }
    best
}

/// How many different fields a row of headings serves.
fn known(cells: &[String], recognise: &dyn Fn(&str) -> Option<FieldId>) -> usize {
    let mut known = cells.iter().filter_map(|cell| recognise(cell)).collect::<Vec<_>>();
    known.sort_unstable();
    known.dedup();
    known.len()
}

/// How many cells stand in rows of the same width, weighed by the share of such rows; 0: no row has more than one cell.
/// Tells a separator where no heading is known.
fn regular_cells(rows: &[FirstRow]) -> usize {
    let widths = rows.iter().map(|row| row.cells.len()).filter(|width| *width > 1);
    let cells = |width: usize| {
        let alike = rows.iter().filter(|row| row.cells.len() == width).count();
        (width * alike * alike / rows.len()).max(1)
    };
    widths.map(cells).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(text: &str, read_as: &ReadAs) -> (char, u32) {
        let layout = Layout::find(text.as_bytes(), true, read_as, &Guidance::shipped().unwrap());
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
        let text = "Hillview Primary\nSchool,Hillview\n\nUPN,School,KS1_Maths\n1,X,2b\n";
        assert_eq!(find(text, &ReadAs::default()), (',', 4));
        assert_eq!(find("UPN,Hobby\nSex,Gender\n", &ReadAs::default()), (',', 1));
        assert_eq!(find("Ref,Hobby\n1,Class\n", &ReadAs::default()), (',', 0));
        // Headings that stand there again are pupils' rows for the tests that follow, not another beginning.
        assert_eq!(find("UPN,Sex\n1,F\nUPN,Sex\n2,M\n", &ReadAs::default()), (',', 1));
    }

    #[test]
    fn what_the_user_says_holds() {
        let read_as = ReadAs { separator: Some(';'), heading_row: Some(2), ..ReadAs::default() };
        assert_eq!(find("UPN,Sex\nA,B;C\n", &read_as), (';', 2));
    }
}
