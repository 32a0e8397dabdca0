//! Texts that are cut otherwise than their headings: each line one quoted field, or headings and rows with different
//! delimiters.

use ambition_columns::csv::{CsvRecord, Tokenizer};

use super::layout::{SEPARATORS, TableLayout};
use super::sample::{SampleRow, TableSample};
use crate::intake::headings::separator_name;
use crate::text::cell;
use crate::text::csv::CsvText;

/// Share of rows that must agree, as a fraction of this many.
const OF: usize = 10;
const NEARLY_ALL: usize = 9;

/// Fewest of which all but one are nearly all.
const SOME: usize = 4;

/// True if `part` is nearly all of `whole`: nine in ten, or all but one.
pub(super) fn is_nearly_all(part: usize, whole: usize) -> bool {
    whole > 0 && (part * OF >= whole * NEARLY_ALL || whole >= SOME && part + 1 == whole)
}

/// The text without the quotes, if each of its lines is one quoted field that holds a whole row.
pub(super) fn unquote_lines(text: &[u8], layout: &TableLayout, whole: bool) -> Option<String> {
    if layout.known > 1 || layout.rows.iter().any(|row| row.cells.len() > 1) {
        return None;
    }
    // The quotes hide every delimiter, so any of them splits the text into its lines.
    let sample = TableSample::new(text, SEPARATORS[0], whole);
    let holds_row =
        |row: &&SampleRow| row.cells.len() == 1 && row.cell(0).bytes().any(|byte| SEPARATORS.contains(&byte));
    let rows = sample.rows.iter().filter(holds_row).count();
    (rows > 1).then(|| {
        let line = |row: &SampleRow| row.cell(0).replace(['\r', '\n'], " ");
        numbered_lines(sample.rows.iter().map(|row| (row.number, line(row))))
    })
}

/// The text with the heading row split as the rows below it are, if these have another delimiter; and that delimiter.
pub(super) fn unify_delimiters(text: &[u8], layout: &TableLayout, whole: bool) -> Option<(String, u8)> {
    let headings = layout.rows.iter().find(|row| row.number == layout.heading_row)?;
    let below = layout.rows.iter().filter(|row| row.number > layout.heading_row).count();
    let uncut = layout.rows.iter().filter(|row| row.number > layout.heading_row && row.cells.len() == 1).count();
    if headings.cells.len() < 2 || !is_nearly_all(uncut, below) {
        return None;
    }
    let width = headings.cells.len();
    let cut = |delimiter: u8| {
        let sample = TableSample::new(text, delimiter, whole);
        let rows = sample.below(layout.heading_row);
        let cut = rows.iter().filter(|row| row.cells.len() > 1).count();
        let alike = rows.iter().filter(|row| row.cells.len() == width).count();
        (2 * alike > cut).then_some((sample, delimiter))
    };
    let others = SEPARATORS.into_iter().filter(|delimiter| *delimiter != layout.separator);
    let (sample, delimiter) = others.filter_map(cut).next()?;
    let rows = sample.below(layout.heading_row).iter().map(|row| (row.number, joined(row, delimiter)));
    let full = TableSample::new(text, layout.separator, whole);
    let heading_row = full.row(layout.heading_row)?;
    Some((numbered_lines([(layout.heading_row, joined(heading_row, delimiter))].into_iter().chain(rows)), delimiter))
}

/// Splits the rows of a sample that have another delimiter than the headings by their own; returns their numbers.
pub(super) fn split_other_rows(sample: &mut TableSample, text: &[u8], layout: &TableLayout) -> Vec<u32> {
    let width = sample.row(layout.heading_row).map_or(0, |row| row.cells.len());
    // In quotes, a whole row may stand in the first cell, with the same delimiter as all others.
    let is_quoted = |row: &SampleRow| row.filled() == 1 && row.cell(0).contains(char::from(layout.separator));
    let is_other = |row: &SampleRow| row.number > layout.heading_row && (2 * row.cells.len() < width || is_quoted(row));
    if width < COLUMNS || !sample.rows.iter().any(is_other) {
        return Vec::new();
    }
    let others = SEPARATORS.into_iter().filter(|delimiter| *delimiter != layout.separator).collect::<Vec<_>>();
    let mut numbers = Vec::new();
    Tokenizer::new(layout.separator).push(text, sample.whole, &mut |record: CsvRecord| {
        let row = sample.row_mut(record.number).filter(|row| is_other(row));
        let Some(row) = row.filter(|_| record.fault.is_none() && !record.is_blank(cell::is_empty)) else { return };
        let is_quoted = is_quoted(row);
        let fields = if is_quoted { 1 } else { record.len() };
        let fields = (0..fields).map(|index| record.field(index).into_owned()).collect::<Vec<_>>();
        let line = fields.join(&layout.separator);
        let cut = |delimiter: &u8| TableSample::new(&line, *delimiter, true).rows.into_iter().next();
        let suits = |cut: &SampleRow| cut.cells.len() == width || cut.filled() + 1 == width;
        let own = [layout.separator].into_iter().filter(|_| is_quoted);
        if let Some(cut) = own.chain(others.iter().copied()).filter_map(|delimiter| cut(&delimiter)).find(suits) {
            *row = cut.numbered(record.number);
            numbers.push(record.number);
        }
    });
    numbers
}

/// The text with each quotation mark that is all of a cell written as one, if such marks have swallowed whole rows: as
/// ditto marks, they are no beginning of a quoted cell.
pub(super) fn keep_lone_quotes(text: &[u8], layout: &TableLayout, sample: &TableSample) -> Option<Vec<u8>> {
    let width = sample.row(layout.heading_row)?.cells.len();
    let delimiter = char::from(layout.separator);
    let holds_rows = |cell: &str| cell.contains('\n') && cell.matches(delimiter).count() + 2 >= width;
    if width < COLUMNS || memchr::memchr(b'"', text).is_none() {
        return None;
    }
    if !sample.rows.iter().any(|row| row.cells.have(b'\n') && row.cells.iter().any(holds_rows)) {
        return None;
    }
    let is_edge =
        |byte: Option<&u8>| byte.is_none_or(|byte| *byte == layout.separator || matches!(byte, b'\r' | b'\n'));
    let mut kept = Vec::with_capacity(text.len() + text.len() / OF);
    for (place, byte) in text.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|place| text.get(place));
        let is_alone = *byte == b'"' && is_edge(before) && is_edge(text.get(place + 1));
        kept.extend_from_slice(if is_alone { b"\"\"\"\"" } else { std::slice::from_ref(byte) });
    }
    let again = TableSample::new(&kept, layout.separator, sample.whole);
    let (below, before) = (again.below(layout.heading_row), sample.below(layout.heading_row));
    let alike = below.iter().filter(|row| row.cells.len() == width).count();
    (below.len() > before.len() && is_nearly_all(alike, below.len())).then_some(kept)
}

/// Two apostrophes that are all of a cell. As the marks that guard a text they are an empty one.
const APOSTROPHES: &[u8] = b"''";
/// A ditto mark that cleaning leaves alone.
const DITTO: &str = "\"";

/// Puts a ditto mark for each pair of apostrophes that is all of a cell, if a column of labels has some and no other cell
/// stands between apostrophes; true if there are any.
pub(super) fn keep_apostrophes(
    sample: &mut TableSample,
    text: &[u8],
    layout: &TableLayout,
    is_label: impl Fn(usize) -> bool,
) -> bool {
    if memchr::memmem::find(text, APOSTROPHES).is_none() {
        return false;
    }
    let (mut places, mut are_guards) = (Vec::new(), false);
    Tokenizer::new(layout.separator).push(text, sample.whole, &mut |record: CsvRecord| {
        let fields = (0..record.len()).filter(|_| record.number > layout.heading_row && record.fault.is_none());
        for index in fields {
            let field = record.field(index);
            match field.trim_ascii() {
                APOSTROPHES => places.push((record.number, index)),
                [b'\'', .., b'\''] => are_guards = true,
                _ => (),
            }
        }
    });
    if are_guards || !places.iter().any(|(_, column)| is_label(*column)) {
        return false;
    }
    for (number, column) in places {
        sample.row_mut(number).into_iter().for_each(|row| row.put(column, DITTO));
    }
    true
}

/// Puts the cells of rows together as `mended` says; true if there are such rows.
pub(super) fn join_names(
    sample: &mut TableSample,
    text: &[u8],
    layout: &TableLayout,
    mended: impl Fn(&[&[u8]]) -> Option<Vec<Vec<u8>>>,
) -> bool {
    let mut any = false;
    Tokenizer::new(layout.separator).push(text, sample.whole, &mut |record: CsvRecord| {
        if record.number <= layout.heading_row || record.fault.is_some() {
            return;
        }
        let cells = (0..record.len()).map(|column| record.field(column)).collect::<Vec<_>>();
        let cells = cells.iter().map(|cell| cell.as_ref()).collect::<Vec<_>>();
        if let (Some(row), Some(mended)) = (sample.row_mut(record.number), mended(&cells)) {
            *row = SampleRow::new(record.number, mended.iter().map(|cell| cell::clean_text(cell)));
            any = true;
        }
    });
    any
}

/// Fewest columns of a table in which a row with another delimiter is told from a short one.
const COLUMNS: usize = 3;

/// A message about single rows with another delimiter.
pub(super) fn other_rows_words(rows: &[u32]) -> String {
    let first = rows.first().copied().unwrap_or_default();
    match rows.len() {
        1 => format!("Row {first} is cut otherwise than the headings: it was read by its own delimiter."),
        several => format!(
            "{several} rows from row {first} on are cut otherwise than the headings: each was read by its own delimiter."
        ),
    }
}

/// A message about rows with another delimiter than the headings.
pub(super) fn delimiters_words(headings: u8, rows: u8) -> String {
    format!(
        "The headings have a {} between them and the rows a {}: each was read by its own.",
        separator_name(headings),
        separator_name(rows)
    )
}

/// The cells of a row as a line of text.
fn joined(row: &SampleRow, delimiter: u8) -> String {
    let delimiter = char::from(delimiter);
    let quoted = |cell: &str| match cell.contains([delimiter, '"', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    };
    row.cells.iter().map(quoted).collect::<Vec<_>>().join(&delimiter.to_string())
}

/// Lines of text in the rows with these numbers (ascending), and blank lines between them.
fn numbered_lines(lines: impl Iterator<Item = (u32, String)>) -> String {
    let (mut text, mut row) = (String::new(), 1);
    for (number, line) in lines {
        (row..number).for_each(|_| text.push('\n'));
        text.push_str(&line);
        text.push('\n');
        row = number + 1;
    }
    text
}

/// A sample as text with commas, each row in its place.
pub(super) fn sample_text(sample: &TableSample) -> String {
    numbered_lines(sample.rows.iter().map(|row| {
        let mut line = CsvText::new(&row.cells.iter().collect::<Vec<_>>()).finish();
        line.truncate(line.trim_end_matches('\n').len());
        (row.number, line)
    }))
}
