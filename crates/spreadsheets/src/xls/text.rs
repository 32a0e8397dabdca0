//! Texts: bytes of a code page until Excel 95, UTF-16 or its lower bytes since Excel 97.

use encoding_rs::{Encoding, UTF_16LE, WINDOWS_1252};

use super::record::{u16_at, u32_at};
use crate::read_error::ReadError;

/// How the version of the workbook writes texts.
#[derive(Clone, Copy, Debug)]
pub enum TextForm {
    /// Bytes of a code page.
    Bytes(&'static Encoding),
    /// UTF-16, or only its lower bytes where the upper ones are zero.
    Unicode,
}

/// Flags of a text: its letters have two bytes; it is followed by phonetics; it is followed by fonts.
const WIDE: u8 = 1;
const PHONETIC: u8 = 4;
const RICH: u8 = 8;

impl TextForm {
    /// The encoding of a code page.
    pub fn code_page(number: u16) -> &'static Encoding {
        codepage::to_encoding_no_replacement(number)
            .filter(|encoding| encoding.is_ascii_compatible())
            .unwrap_or(WINDOWS_1252)
    }

    /// A text whose length stands before it in `length_bytes` bytes.
    pub fn read(self, bytes: &[u8], length_bytes: usize) -> String {
        let length = match length_bytes {
            1 => bytes.first().map(|length| usize::from(*length)),
            _ => u16_at(bytes, 0).map(usize::from),
        };
        let (Some(length), Some(rest)) = (length, bytes.get(length_bytes..)) else { return String::new() };
        match self {
            Self::Bytes(encoding) => encoding.decode_without_bom_handling(first(rest, length)).0.into_owned(),
            Self::Unicode => {
                let flags = rest.first().copied().unwrap_or(0);
                let head = 1 + if flags & RICH > 0 { 2 } else { 0 } + if flags & PHONETIC > 0 { 4 } else { 0 };
                letters(first(rest.get(head..).unwrap_or_default(), bytes_of(length, flags)), flags)
            }
        }
    }
}

/// The shared texts of a workbook, in a record and those that continue it.
///
/// # Errors
/// When they are cut short.
pub fn shared_texts(first: &[u8], more: &[&[u8]]) -> Result<Vec<String>, ReadError> {
    // Each text takes three bytes at least, whatever number of them is claimed.
    let claimed = u32_at(first, 4).unwrap_or(0) as usize;
    let mut parts = Parts { part: first.get(8..).unwrap_or_default(), more: more.iter() };
    let mut texts = Vec::new();
    while texts.len() < claimed && !parts.is_at_end() {
        texts.push(parts.text()?);
    }
    Ok(texts)
}

/// What remains of a record and those that continue it.
struct Parts<'a> {
    part: &'a [u8],
    more: std::slice::Iter<'a, &'a [u8]>,
}

impl<'a> Parts<'a> {
    fn is_at_end(&mut self) -> bool {
        while self.part.is_empty() {
            match self.more.next() {
                Some(next) => self.part = next,
                None => return true,
            }
        }
        false
    }

    /// At most this many bytes, all of them in one record.
    fn take(&mut self, most: usize) -> Result<&'a [u8], ReadError> {
        if self.is_at_end() {
            return Err(ReadError::damaged("the texts are cut short"));
        }
        let (taken, rest) = self.part.split_at(most.min(self.part.len()));
        self.part = rest;
        Ok(taken)
    }

    fn number(&mut self, bytes: usize) -> Result<usize, ReadError> {
        let mut number = 0;
        for shift in 0..bytes {
            let byte = self.take(1)?.first().copied().unwrap_or(0);
            number |= usize::from(byte) << (8 * shift);
        }
        Ok(number)
    }

    fn text(&mut self) -> Result<String, ReadError> {
        let mut length = self.number(2)?;
        let mut flags = self.number(1)? as u8;
        let fonts = if flags & RICH > 0 { self.number(2)? } else { 0 };
        let phonetics = if flags & PHONETIC > 0 { self.number(4)? } else { 0 };
        let mut text = String::new();
        while length > 0 {
            if self.part.is_empty() && !self.is_at_end() {
                // Where a text is continued, a byte says again how wide its letters are.
                flags = self.number(1)? as u8;
            }
            let taken = self.take(bytes_of(length, flags))?;
            text.push_str(&letters(taken, flags));
            length = length.saturating_sub(taken.len() / bytes_of(1, flags)).min(length.saturating_sub(1));
        }
        let mut skipped = fonts.saturating_mul(4).saturating_add(phonetics);
        while skipped > 0 {
            skipped -= self.take(skipped)?.len();
        }
        Ok(text)
    }
}

fn bytes_of(length: usize, flags: u8) -> usize {
    if flags & WIDE > 0 { 2 * length } else { length }
}

fn letters(bytes: &[u8], flags: u8) -> String {
    if flags & WIDE > 0 {
        UTF_16LE.decode_without_bom_handling(bytes).0.into_owned()
    } else {
        bytes.iter().map(|byte| char::from(*byte)).collect()
    }
}

fn first(bytes: &[u8], length: usize) -> &[u8] {
    bytes.get(..length).unwrap_or(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_every_version() {
        assert_eq!(TextForm::Bytes(TextForm::code_page(1252)).read(b"\x04Zo\xebX", 1), "ZoëX");
        assert_eq!(TextForm::Unicode.read(b"\x03\0\0Zo\xeb", 2), "Zoë");
        assert_eq!(TextForm::Unicode.read(b"\x02\0\x01Z\0\x42\x01", 2), "Zł");
        assert_eq!(TextForm::Unicode.read(b"\x02\0\x08\x01\0Zo", 2), "Zo");
        assert_eq!(TextForm::Unicode.read(b"\x09\0\0Zo", 2), "Zo");
    }

    #[test]
    fn shared_texts_over_several_records() {
        let head = b"\x02\0\0\0\x02\0\0\0\x04\0\0Ab";
        let texts = shared_texts(head, &[b"\x01c\0d\0\x01\0\x0c\x01\0\x02\0\0\0e....", b"ff"]).unwrap();
        assert_eq!(texts, ["Abcd", "e"]);
        assert!(shared_texts(head, &[]).is_err());
        assert_eq!(shared_texts(b"\xff\xff\xff\x7f\xff\xff\xff\x7f\x01\0\0A", &[]).unwrap(), ["A"]);
    }
}
