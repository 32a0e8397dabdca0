//! SYLK (.slk): one sheet, a record in a line.

use encoding_rs::WINDOWS_1252;

use crate::cell_text::CellText;
use crate::number_format::NumberFormat;
use crate::sheet_table::{SheetTable, Stop};
use crate::workbook::{SheetName, Workbook};

/// An open file.
pub struct SylkFile {
    text: String,
}

impl SylkFile {
    /// Opens a file.
    pub fn open(bytes: &[u8]) -> Self {
        let text = std::str::from_utf8(bytes).map_or_else(|_| WINDOWS_1252.decode(bytes).0.into_owned(), str::to_owned);
        Self { text }
    }
}

impl Workbook for SylkFile {
    fn sheets(&self) -> Vec<SheetName> {
        vec![SheetName::default()]
    }

    fn read(&mut self, _: &str, table: &mut SheetTable) -> Result<(), Stop> {
        let (mut row, mut column) = (0, 0);
        let (mut formats, mut format) = (Vec::new(), NumberFormat::Number);
        for line in self.text.lines() {
            let mut fields = fields(line).into_iter();
            let record = fields.next().unwrap_or_default();
            let mut value = None;
            for field in fields {
                let (kind, rest) = field.split_at_checked(1).unwrap_or_default();
                match (record.as_str(), kind) {
                    ("C" | "F", "X") => column = rest.parse().unwrap_or(column),
                    ("C" | "F", "Y") => row = rest.parse().unwrap_or(row),
                    ("C", "K") => value = Some(rest.to_owned()),
                    ("P", "P") => formats.push(NumberFormat::from_code(rest)),
                    ("F", "P") => {
                        let index = rest.parse::<usize>().ok();
                        format = index.and_then(|index| formats.get(index)).copied().unwrap_or_default();
                    }
                    _ => (),
                }
            }
            if let Some(value) = value {
                // Places are counted from 1.
                table.add(u32::saturating_sub(row, 1), u32::saturating_sub(column, 1), content(&value, format))?;
                format = NumberFormat::Number;
            }
        }
        Ok(())
    }
}

/// The fields of a record; two semicolons are one that belongs to a field.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter != ';' {
            fields.last_mut().into_iter().for_each(|field| field.push(letter));
        } else if letters.next_if_eq(&';').is_some() {
            fields.last_mut().into_iter().for_each(|field| field.push(';'));
        } else {
            fields.push(String::new());
        }
    }
    fields
}

fn content(value: &str, format: NumberFormat) -> CellText<'static> {
    if let Some(text) = value.strip_prefix('"') {
        return CellText::text(text.strip_suffix('"').unwrap_or(text).to_owned());
    }
    match value.parse::<f64>() {
        Ok(number) if number.is_finite() => CellText::text(format.text(number, false)),
        _ => CellText::text(value.to_owned()).or_ods_error(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_become_cells() {
        let text = "ID;PWXL;N;E\r\nP;PGeneral\r\nP;Pdd/mm/yyyy\r\nC;Y2;X1;K\"a;;b\"\r\nC;X3;K4.50\r\nF;P1;FG0G;Y3;X1\r\n\
                    C;K36526\r\nC;X2;K#N/A\r\nC;X3;KTRUE\r\nE\r\n";
        let mut table = SheetTable::default();
        SylkFile::open(text.as_bytes()).read("", &mut table).unwrap();
        let read = table.finish().unwrap();
        assert_eq!(String::from_utf8(read.text).unwrap(), "\r\na;b,,4.5\r\n2000-01-01,,TRUE\r\n");
        assert_eq!(read.notes.len(), 1);
    }
}
