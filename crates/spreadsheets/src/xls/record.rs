//! The records that a workbook consists of: a number, a length and that many bytes.

use crate::read_error::ReadError;

/// The numbers of the records that are read.
#[allow(missing_docs, reason = "each is the name of that record")]
pub mod id {
    pub const EOF: u16 = 0x0a;
    pub const CONTINUE: u16 = 0x3c;
    pub const BOF: [u16; 4] = [0x0009, 0x0209, 0x0409, 0x0809];
    pub const FILE_PASS: u16 = 0x2f;
    pub const CODE_PAGE: u16 = 0x42;
    pub const DATE_MODE: u16 = 0x22;
    pub const WINDOW_1: u16 = 0x3d;
    pub const BOUND_SHEET: u16 = 0x85;
    pub const SST: u16 = 0xfc;
    pub const FORMAT: [u16; 2] = [0x001e, 0x041e];
    pub const XF: [u16; 4] = [0x0043, 0x0243, 0x0443, 0x00e0];
    pub const INTEGER: u16 = 0x0002;
    pub const NUMBER: [u16; 2] = [0x0003, 0x0203];
    pub const LABEL: [u16; 3] = [0x0004, 0x0204, 0x00d6];
    pub const BOOL_ERR: [u16; 2] = [0x0005, 0x0205];
    pub const FORMULA: [u16; 3] = [0x0006, 0x0206, 0x0406];
    pub const STRING: [u16; 2] = [0x0007, 0x0207];
    pub const RK: u16 = 0x027e;
    pub const MUL_RK: u16 = 0x00bd;
    pub const LABEL_SST: u16 = 0x00fd;
    pub const ROW: u16 = 0x0208;
    pub const COL_INFO: u16 = 0x007d;
    pub const MERGED_CELLS: u16 = 0x00e5;
}

/// One record.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// Its number.
    pub id: u16,
    /// Its bytes.
    pub data: &'a [u8],
}

/// The records from a place in the workbook on.
pub struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    /// From these bytes on.
    pub fn new(rest: &'a [u8]) -> Self {
        Self { rest }
    }

    /// The next record; `None`: the end.
    ///
    /// # Errors
    /// When it is cut short.
    pub fn next(&mut self) -> Result<Option<Record<'a>>, ReadError> {
        let Some((id, length)) = u16_at(self.rest, 0).zip(u16_at(self.rest, 2)) else { return Ok(None) };
        let end = 4 + usize::from(length);
        let data = self.rest.get(4..end).ok_or_else(|| ReadError::damaged("a record is cut short"))?;
        self.rest = self.rest.get(end..).unwrap_or_default();
        Ok(Some(Record { id, data }))
    }

    /// The records that continue the one before.
    ///
    /// # Errors
    /// When one is cut short.
    pub fn continued(&mut self) -> Result<Vec<&'a [u8]>, ReadError> {
        let mut parts = Vec::new();
        while u16_at(self.rest, 0) == Some(id::CONTINUE) {
            parts.extend(self.next()?.map(|record| record.data));
        }
        Ok(parts)
    }
}

impl Record<'_> {
    /// Two bytes as a number.
    ///
    /// # Errors
    /// When the record is shorter.
    pub fn u16(&self, place: usize) -> Result<u16, ReadError> {
        u16_at(self.data, place).ok_or_else(|| ReadError::damaged("a record is cut short"))
    }

    /// One byte.
    ///
    /// # Errors
    /// When the record is shorter.
    pub fn u8(&self, place: usize) -> Result<u8, ReadError> {
        self.data.get(place).copied().ok_or_else(|| ReadError::damaged("a record is cut short"))
    }

    /// Eight bytes as a number with a fraction.
    ///
    /// # Errors
    /// When the record is shorter.
    pub fn f64(&self, place: usize) -> Result<f64, ReadError> {
        let bytes = self.data.get(place..).and_then(|rest| rest.first_chunk::<8>());
        bytes.map(|bytes| f64::from_le_bytes(*bytes)).ok_or_else(|| ReadError::damaged("a record is cut short"))
    }

    /// The bytes from a place on.
    pub fn from(&self, place: usize) -> &[u8] {
        self.data.get(place..).unwrap_or_default()
    }
}

/// Two bytes as a number.
pub fn u16_at(bytes: &[u8], place: usize) -> Option<u16> {
    bytes.get(place..)?.first_chunk::<2>().map(|bytes| u16::from_le_bytes(*bytes))
}

/// Four bytes as a number.
pub fn u32_at(bytes: &[u8], place: usize) -> Option<u32> {
    bytes.get(place..)?.first_chunk::<4>().map(|bytes| u32::from_le_bytes(*bytes))
}
