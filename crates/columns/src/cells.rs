//! The cells of a row as one text, with the place where each of them ends.
//!
//! The file of a school is looked at whole before it is read, so whatever is done with every cell is here.

use crate::csv::CsvRecord;

/// Appends the clean text of a field, in UTF-8.
pub type AppendClean = fn(&[u8], &mut Vec<u8>);

/// The cells of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cells {
    text: String,
    ends: Vec<u32>,
}

impl Cells {
    /// Reads the fields of a record, each of which `append_clean` cleans unless it is plain. `room` is used again and
    /// again, so that a row is allocated at its size.
    #[inline(never)]
    #[must_use]
    pub fn read(record: &CsvRecord, room: &mut CellRoom, append_clean: AppendClean) -> Self {
        let CellRoom { text, ends } = room;
        text.clear();
        ends.clear();
        for index in 0..record.len() {
            match record.unquoted_field(index).filter(|field| is_plain(field)) {
                Some(field) => text.extend_from_slice(field),
                None => append_clean(&record.field(index), text),
            }
            ends.push(text.len() as u32);
        }
        Self { text: std::str::from_utf8(text).unwrap_or_default().to_owned(), ends: ends.clone() }
    }

    /// Number of cells.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True without cells.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A cell; empty beyond the last one.
    #[must_use]
    pub fn get(&self, column: usize) -> &str {
        let Some(end) = self.ends.get(column) else { return "" };
        self.text.get(self.start(column)..*end as usize).unwrap_or_default()
    }

    /// True for a cell with anything in it.
    #[must_use]
    pub fn is_filled(&self, column: usize) -> bool {
        self.ends.get(column).is_some_and(|end| *end as usize > self.start(column))
    }

    /// The cells in order.
    #[must_use]
    pub fn iter(&self) -> CellIter<'_> {
        CellIter { text: &self.text, start: 0, ends: self.ends.iter() }
    }

    /// Number of cells with anything in them.
    #[must_use]
    pub fn filled(&self) -> usize {
        let starts = std::iter::once(&0).chain(&self.ends);
        starts.zip(&self.ends).filter(|(start, end)| start != end).count()
    }

    /// Number of these columns with anything in them.
    #[must_use]
    pub fn filled_of(&self, columns: &[usize]) -> usize {
        columns.iter().filter(|column| self.is_filled(**column)).count()
    }

    /// Number of cells with at least so many letters, of which every byte beyond ASCII is one.
    #[must_use]
    pub fn with_letters(&self, least: usize) -> usize {
        self.spans().filter(|cell| letters(cell) >= least).count()
    }

    /// Number of cells with anything in them that are those of another row, ignoring ASCII case.
    #[must_use]
    pub fn same_as(&self, other: &Self) -> usize {
        let same = |(one, other): &(&[u8], &[u8])| !one.is_empty() && one.eq_ignore_ascii_case(other);
        self.spans().zip(other.spans()).filter(same).count()
    }

    /// True if a cell has a digit.
    #[must_use]
    pub fn have_digit(&self) -> bool {
        self.text.bytes().any(|byte| byte.is_ascii_digit())
    }

    /// Appends a cell.
    pub fn push(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.ends.push(self.text.len() as u32);
    }

    /// Puts a text into a cell.
    pub fn put(&mut self, column: usize, text: &str) {
        self.widen(column + 1);
        let cell = self.start(column)..self.start(column + 1);
        let (before, after) = (cell.len() as u32, text.len() as u32);
        self.text.replace_range(cell, text);
        self.ends.iter_mut().skip(column).for_each(|end| *end = *end - before + after);
    }

    /// Adds empty cells up to this number of cells.
    pub fn widen(&mut self, width: usize) {
        if self.len() < width {
            self.ends.resize(width, self.text.len() as u32);
        }
    }

    /// Where a cell begins in the text.
    fn start(&self, column: usize) -> usize {
        column.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize)
    }

    fn spans(&self) -> impl Iterator<Item = &[u8]> {
        let (bytes, mut start) = (self.text.as_bytes(), 0);
        self.ends.iter().map(move |end| {
            let from = std::mem::replace(&mut start, *end as usize);
            bytes.get(from..start).unwrap_or_default()
        })
    }
}

impl<C: AsRef<str>> FromIterator<C> for Cells {
    fn from_iter<I: IntoIterator<Item = C>>(cells: I) -> Self {
        let mut row = Self::default();
        cells.into_iter().for_each(|cell| row.push(cell.as_ref()));
        row
    }
}

impl<'a> IntoIterator for &'a Cells {
    type Item = &'a str;
    type IntoIter = CellIter<'a>;

    fn into_iter(self) -> CellIter<'a> {
        self.iter()
    }
}

/// The cells of a row in order.
#[derive(Clone, Debug)]
pub struct CellIter<'a> {
    text: &'a str,
    start: usize,
    ends: std::slice::Iter<'a, u32>,
}

impl<'a> Iterator for CellIter<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let end = *self.ends.next()? as usize;
        let start = std::mem::replace(&mut self.start, end);
        Some(self.text.get(start..end).unwrap_or_default())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.ends.size_hint()
    }
}

impl ExactSizeIterator for CellIter<'_> {}

/// Room in which rows are read.
#[derive(Debug, Default)]
pub struct CellRoom {
    text: Vec<u8>,
    ends: Vec<u32>,
}

/// True for a field that is its own clean text: ASCII that can be seen, without space around it, nothing that guards a
/// value, and no number that may be written with a zero after its point.
fn is_plain(field: &[u8]) -> bool {
    let [first, .., last] = field else { return field.first().is_none_or(|only| is_plain_end(*only)) };
    let may_end_in_zeros = *last == b'0' && field.contains(&b'.');
    is_plain_end(*first) && *last > b' ' && !may_end_in_zeros && field.iter().all(|byte| matches!(byte, b' '..=b'~'))
}

/// True for a first byte that neither guards a value nor is a space.
fn is_plain_end(first: u8) -> bool {
    matches!(first, b'!'..=b'~') && !matches!(first, b'\'' | b'=')
}

/// Number of letters, of which every byte beyond ASCII is one.
fn letters(cell: &[u8]) -> usize {
    cell.iter().filter(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii()).count()
}

/// True for a number with decimals, such as an average: digits, a point or comma, digits, and perhaps percent signs.
#[must_use]
pub fn is_decimal(text: &str) -> bool {
    let text = text.as_bytes();
    let Some(point) = text.iter().position(|byte| !byte.is_ascii_digit()) else { return false };
    let decimals = text.get(point + 1..).unwrap_or_default();
    let decimals = decimals.iter().rposition(|byte| *byte != b'%').and_then(|last| decimals.get(..=last));
    point > 0
        && matches!(text.get(point), Some(b'.' | b','))
        && decimals.is_some_and(|decimals| decimals.iter().all(u8::is_ascii_digit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csv::Tokenizer;

    fn cells(texts: &[&str]) -> Cells {
        texts.iter().collect()
    }

    fn texts(row: &Cells) -> Vec<&str> {
        row.iter().collect()
    }

    #[test]
    fn cells_of_a_row() {
        let row = cells(&["UPN", "", "Zoë", ""]);
        assert_eq!(texts(&row), ["UPN", "", "Zoë", ""]);
        assert_eq!((row.get(2), row.get(3), row.get(4)), ("Zoë", "", ""));
        assert_eq!([0, 1, 2, 3, 4].map(|column| row.is_filled(column)), [true, false, true, false, false]);
        assert_eq!((row.len(), row.filled(), row.filled_of(&[0, 1, 2, 9])), (4, 2, 2));
        assert_eq!((row.with_letters(1), row.with_letters(3), row.with_letters(5)), (2, 2, 0));
        assert_eq!((row.same_as(&cells(&["upn", "", "zoë", "x", "y"])), row.same_as(&cells(&["", "UPN"]))), (2, 0));
        assert_eq!((row.have_digit(), cells(&["x", "2b"]).have_digit()), (false, true));
    }

    #[test]
    fn cells_are_put_into_a_row() {
        let mut row = cells(&["a", "bc", "d"]);
        row.put(1, "");
        row.put(0, "é");
        row.put(4, "e");
        assert_eq!(texts(&row), ["é", "", "d", "", "e"]);
        row.put(2, "longer");
        row.widen(3);
        assert_eq!(texts(&row), ["é", "", "longer", "", "e"]);
        row.widen(6);
        assert_eq!((row.len(), row.filled()), (6, 3));
    }

    #[test]
    fn fields_are_cleaned_unless_they_are_plain() {
        let (mut room, mut rows) = (CellRoom::default(), Vec::new());
        let append_clean: AppendClean = |_, text| text.extend_from_slice(b"?");
        let text = "2b,,x y, 2b,'2b,=\"2b\",6.0,10,Zoë,\"quoted\",\"a \"\"b\"\"\",=,',\u{7f},.0,0\n";
        Tokenizer::new(b',').push(text.as_bytes(), true, &mut |record| {
            rows.push(Cells::read(&record, &mut room, append_clean));
        });
        let expected = ["2b", "", "x y", "?", "?", "?", "?", "10", "?", "quoted", "?", "?", "?", "?", "?", "0"];
        assert_eq!(texts(&rows[0]), expected);
    }

    #[test]
    fn numbers_with_decimals() {
        for text in ["4.5", "12,25", "0.0", "63.2%", "1.5%%"] {
            assert!(is_decimal(text), "{text}");
        }
        for text in ["", "4", "4.", ".5", "4.5b", "b4.5", "4.%", "1.2.3", "4%"] {
            assert!(!is_decimal(text), "{text}");
        }
    }
}
