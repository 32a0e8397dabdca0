//! What holds for the whole workbook: version, sheets, texts, formats.

use encoding_rs::WINDOWS_1252;

use super::record::{Record, Records, id, u32_at};
use super::text::{TextForm, shared_texts};
use crate::limits;
use crate::number_format::NumberFormat;
use crate::read_error::ReadError;

/// The version of the records, by the Excel that wrote them first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// Excel 2.
    Excel2,
    /// Excel 3 and 4.
    Excel3,
    /// Excel 5 and 95.
    Excel5,
    /// Excel 97 to 2003.
    Excel97,
}

/// A sheet of the workbook.
#[derive(Clone, Debug)]
pub struct BoundSheet {
    /// Its name; empty for a file that is one sheet.
    pub name: String,
    /// True if Excel hides it.
    pub hidden: bool,
    /// False for charts and macros.
    pub is_worksheet: bool,
    /// Where its records begin.
    pub start: usize,
}

/// What holds for the whole workbook.
#[derive(Clone, Debug)]
pub struct Globals {
    /// The version.
    pub version: Version,
    /// The sheets.
    pub sheets: Vec<BoundSheet>,
    /// Index of the sheet that was open when the workbook was saved.
    pub active: usize,
    /// How texts are written.
    pub text: TextForm,
    /// The shared texts.
    pub texts: Vec<String>,
    /// True if dates count from 1904.
    pub since_1904: bool,
    /// By number: the formats that the workbook defines.
    codes: Vec<(u16, NumberFormat)>,
    /// By index: the format number of each cell style.
    styles: Vec<u16>,
}

/// A substream that is a sheet, in the record that begins it.
const WORKSHEET: u16 = 0x10;

impl Globals {
    /// Reads them from the start of a workbook.
    ///
    /// # Errors
    /// When it is damaged or encrypted.
    pub fn read(stream: &[u8]) -> Result<Self, ReadError> {
        let mut records = Records::new(stream);
        let begin = records.next()?.filter(|record| id::BOF.contains(&record.id));
        let begin = begin.ok_or_else(|| ReadError::damaged("its beginning is missing"))?;
        let mut globals = Self::new(version(&begin));
        while let Some(record) = records.next()? {
            match record.id {
                id::EOF => break,
                id::SST => globals.texts = shared_texts(record.data, &records.continued()?)?,
                _ => globals.add(&record)?,
            }
        }
        if globals.sheets.is_empty() && begin.u16(2).unwrap_or(WORKSHEET) == WORKSHEET {
            globals.sheets.push(BoundSheet { name: String::new(), hidden: false, is_worksheet: true, start: 0 });
        }
        Ok(globals)
    }

    fn new(version: Version) -> Self {
        let text = if version == Version::Excel97 { TextForm::Unicode } else { TextForm::Bytes(WINDOWS_1252) };
        Self {
            version,
            sheets: Vec::new(),
            active: 0,
            text,
            texts: Vec::new(),
            since_1904: false,
            codes: Vec::new(),
            styles: Vec::new(),
        }
    }

    fn add(&mut self, record: &Record) -> Result<(), ReadError> {
        match record.id {
            id::CODE_PAGE => {
                if let TextForm::Bytes(encoding) = &mut self.text {
                    *encoding = TextForm::code_page(record.u16(0)?);
                }
            }
            id::DATE_MODE => self.since_1904 = record.u16(0)? == 1,
            id::WINDOW_1 => self.active = usize::from(record.u16(10).unwrap_or(0)),
            id::BOUND_SHEET if self.sheets.len() < limits::SHEETS => self.sheets.push(self.sheet(record)?),
            number if id::FORMAT.contains(&number) => self.add_format(record),
            number if id::XF.contains(&number) => self.styles.push(self.style(record)?),
            _ => (),
        }
        Ok(())
    }

    fn sheet(&self, record: &Record) -> Result<BoundSheet, ReadError> {
        let start = u32_at(record.data, 0).ok_or_else(|| ReadError::damaged("a record is cut short"))?;
        let mut name = self.text.read(record.from(6), 1);
        name.retain(|letter| letter != '\0');
        Ok(BoundSheet { name, hidden: record.u8(4)? & 3 != 0, is_worksheet: record.u8(5)? == 0, start: start as usize })
    }

    fn add_format(&mut self, record: &Record) {
        let code = match self.version {
            Version::Excel97 => self.text.read(record.from(2), 2),
            Version::Excel5 => self.text.read(record.from(2), 1),
            Version::Excel3 if record.id == 0x041e => self.text.read(record.from(2), 1),
            Version::Excel3 | Version::Excel2 => self.text.read(record.data, 1),
        };
        // Before Excel 5 formats are numbered in their order.
        let number = match self.version {
            Version::Excel97 | Version::Excel5 => record.u16(0).unwrap_or(0),
            Version::Excel3 | Version::Excel2 => u16::try_from(self.codes.len()).unwrap_or(u16::MAX),
        };
        if self.codes.len() < limits::ENTRIES {
            self.codes.push((number, NumberFormat::from_code(&code)));
        }
    }

    /// The number of the format in a cell style.
    fn style(&self, record: &Record) -> Result<u16, ReadError> {
        match self.version {
            Version::Excel97 | Version::Excel5 => record.u16(2),
            Version::Excel3 => record.u8(1).map(u16::from),
            Version::Excel2 => record.u8(2).map(|format| u16::from(format & 0x3f)),
        }
    }

    /// The format of a cell style.
    pub fn format(&self, style: u16) -> NumberFormat {
        self.styles.get(usize::from(style)).map_or(NumberFormat::Number, |number| self.numbered(*number))
    }

    /// The format with this number.
    pub fn numbered(&self, number: u16) -> NumberFormat {
        let defined = self.codes.iter().find(|(defined, _)| *defined == number);
        defined.map_or_else(|| NumberFormat::built_in(u32::from(number)), |(_, format)| *format)
    }
}

/// The version in the record that begins a workbook. Report writers leave it out (0) and mean the one of Excel 5.
fn version(begin: &Record) -> Version {
    match (begin.id, begin.u16(0).unwrap_or(0)) {
        (0x0009, _) => Version::Excel2,
        (0x0209 | 0x0409, _) => Version::Excel3,
        (_, 0x0600) => Version::Excel97,
        (_, 0x0200) => Version::Excel2,
        (_, 0x0300 | 0x0400) => Version::Excel3,
        _ => Version::Excel5,
    }
}
