//! The cells of a sheet.

use super::formula::summed_range;
use super::globals::{Globals, Version};
use super::record::{Record, Records, id, u16_at, u32_at};
use crate::cell_text::CellText;
use crate::merged_regions::Region;
use crate::number_format::NumberFormat;
use crate::read_error::ReadError;
use crate::sheet_table::{SheetTable, Stop};

/// Error codes and what Excel shows for them.
const ERRORS: [(u8, &str); 13] = [
    (0x00, "#NULL!"),
    (0x07, "#DIV/0!"),
    (0x0f, "#VALUE!"),
    (0x17, "#REF!"),
    (0x1d, "#NAME?"),
    (0x24, "#NUM!"),
    (0x2a, "#N/A"),
    (0x2b, "#GETTING_DATA"),
    (0x2c, "#SPILL!"),
    (0x2d, "#CONNECT!"),
    (0x2e, "#BLOCKED!"),
    (0x30, "#FIELD!"),
    (0x31, "#CALC!"),
];
/// Flags of hidden rows and columns.
const HIDDEN_ROW: u16 = 0x20;
const HIDDEN_COLUMN: u16 = 1;

/// Reads a sheet from the record that begins it.
pub fn read(stream: &[u8], globals: &Globals, table: &mut SheetTable) -> Result<(), Stop> {
    let mut records = Records::new(stream);
    let mut cells = CellReader { globals, table, formula: (0, 0) };
    // Charts inside a sheet have cells of their own.
    let mut depth = 0_u32;
    while let Some(record) = records.next()? {
        match record.id {
            number if id::BOF.contains(&number) => depth += 1,
            id::EOF if depth < 2 => return Ok(()),
            id::EOF => depth -= 1,
            _ if depth > 1 => (),
            _ => cells.add(&record)?,
        }
    }
    Ok(())
}

struct CellReader<'a> {
    globals: &'a Globals,
    table: &'a mut SheetTable,
    /// The place of the last formula, whose text comes in a record of its own.
    formula: (u32, u32),
}

impl CellReader<'_> {
    fn add(&mut self, record: &Record) -> Result<(), Stop> {
        match record.id {
            id::ROW if record.u16(12)? & HIDDEN_ROW > 0 => {
                let row = u32::from(record.u16(0)?);
                self.table.hide_rows(row..=row);
            }
            id::COL_INFO if record.u16(8)? & HIDDEN_COLUMN > 0 => {
                self.table.hide_columns(u32::from(record.u16(0)?)..=u32::from(record.u16(2)?));
            }
            id::MERGED_CELLS => self.merge(record)?,
            id::MUL_RK => self.add_numbers(record)?,
            number if id::STRING.contains(&number) => {
                let (row, column) = self.formula;
                let text = self.globals.text.read(record.data, self.length_bytes(record.id, 0x0007));
                self.table.add(row, column, CellText::text(text))?;
            }
            number if id::FORMULA.contains(&number) => self.add_formula(record)?,
            _ => {
                if let Some(cell) = self.cell(record)? {
                    self.table.add(u32::from(record.u16(0)?), u32::from(record.u16(2)?), cell)?;
                }
            }
        }
        Ok(())
    }

    /// The cell of a record with one; `None`: the record has none.
    fn cell(&self, record: &Record) -> Result<Option<CellText<'static>>, ReadError> {
        let head = self.head(record.id);
        let cell = match record.id {
            id::INTEGER => self.number(record, f64::from(record.u16(head)?))?,
            id::RK => self.number(record, rk_number(u32_at(record.data, 6).unwrap_or(0)))?,
            number if id::NUMBER.contains(&number) => self.number(record, record.f64(head)?)?,
            number if id::LABEL.contains(&number) => {
                let length_bytes = self.length_bytes(record.id, 0x0004);
                CellText::text(self.globals.text.read(record.from(head), length_bytes))
            }
            id::LABEL_SST => {
                let text = u32_at(record.data, 6).and_then(|index| self.globals.texts.get(index as usize));
                text.map_or_else(|| CellText::Error("its text is missing".into()), |text| CellText::text(text.clone()))
            }
            number if id::BOOL_ERR.contains(&number) => match record.u8(head + 1)? {
                0 => CellText::truth(record.u8(head)? != 0),
                _ => error(record.u8(head)?),
            },
            _ => return Ok(None),
        };
        Ok(Some(cell))
    }

    /// Bytes before the value: row, column and style; three bytes of style until Excel 2.
    fn head(&self, number: u16) -> usize {
        if number < 0x0006 || (number == 0x0006 && self.globals.version == Version::Excel2) { 7 } else { 6 }
    }

    /// Bytes of the length before a text: one in the records of Excel 2.
    fn length_bytes(&self, number: u16, of_excel_2: u16) -> usize {
        if number == of_excel_2 { 1 } else { 2 }
    }

    fn number(&self, record: &Record, number: f64) -> Result<CellText<'static>, ReadError> {
        Ok(CellText::text(self.format(record)?.text(number, self.globals.since_1904)))
    }

    fn format(&self, record: &Record) -> Result<NumberFormat, ReadError> {
        Ok(match self.head(record.id) {
            7 => self.globals.numbered(u16::from(record.u8(5)? & 0x3f)),
            _ => self.globals.format(record.u16(4)?),
        })
    }

    fn add_numbers(&mut self, record: &Record) -> Result<(), Stop> {
        let (row, first) = (u32::from(record.u16(0)?), u32::from(record.u16(2)?));
        for (column, cell) in (first..).zip(record.from(4).chunks_exact(6)) {
            let style = u16_at(cell, 0).unwrap_or(0);
            let number = rk_number(u32_at(cell, 2).unwrap_or(0));
            let text = self.globals.format(style).text(number, self.globals.since_1904);
            self.table.add(row, column, CellText::text(text))?;
        }
        Ok(())
    }

    fn add_formula(&mut self, record: &Record) -> Result<(), Stop> {
        let (row, column) = (u32::from(record.u16(0)?), u32::from(record.u16(2)?));
        let head = self.head(record.id);
        self.formula = (row, column);
        let value = record.from(head);
        let cell = match (u16_at(value, 6), value) {
            (Some(0xffff), [0 | 3, ..]) => CellText::Empty,
            (Some(0xffff), [1, _, truth, ..]) => CellText::truth(*truth != 0),
            (Some(0xffff), [2, _, code, ..]) => error(*code),
            _ => self.number(record, record.f64(head)?)?,
        };
        // Value, flags, and from Excel 5 on four bytes more; then the length of the tokens.
        let tokens = match self.globals.version {
            Version::Excel2 => record.from(head + 10),
            Version::Excel3 => record.from(head + 12),
            Version::Excel5 | Version::Excel97 => record.from(head + 16),
        };
        let range = summed_range(tokens, self.globals.version);
        if range.is_some_and(|range| range.is_total_in(row, column)) {
            self.table.add_total(row);
        }
        self.table.add(row, column, cell)
    }

    fn merge(&mut self, record: &Record) -> Result<(), ReadError> {
        for region in record.from(2).chunks_exact(8) {
            let at = |place| u16_at(region, place).map_or(0, u32::from);
            self.table.merge(Region { top: at(0), bottom: at(2), left: at(4), right: at(6) })?;
        }
        Ok(())
    }
}

fn error(code: u8) -> CellText<'static> {
    let known = ERRORS.iter().find(|(known, _)| *known == code);
    CellText::Error(known.map_or_else(|| format!("error {code}"), |(_, text)| (*text).to_owned()))
}

/// A number in four bytes: a whole one or the upper half of another, perhaps a hundred times as large.
fn rk_number(bits: u32) -> f64 {
    let number = if bits & 2 > 0 { f64::from((bits as i32) >> 2) } else { f64::from_bits(u64::from(bits & !3) << 32) };
    if bits & 1 > 0 { number / 100.0 } else { number }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_four_bytes() {
        assert_eq!(rk_number(0x3ff0_0000), 1.0);
        assert_eq!(rk_number((4 << 2) | 2), 4.0);
        assert_eq!(rk_number((412 << 2) | 3), 4.12);
        assert_eq!(rk_number((-3_i32 << 2) as u32 | 2), -3.0);
    }
}
