//! Detects the encoding of a file, and decodes it into UTF-8.
//!
//! UTF-8 passes unchanged, and so does Windows-1252 unless the user asks for it: the few cells with letters beyond
//! ASCII are decoded when they are shown (see [`crate::text::encoding`]).

use memchr::memchr;
use serde::{Deserialize, Serialize};

use crate::text::encoding::windows_1252;

/// Byte order marks.
const BYTE_ORDER_MARKS: [(&[u8], Encoding); 3] =
    [(b"\xef\xbb\xbf", Encoding::Utf8), (b"\xff\xfe", Encoding::Utf16Le), (b"\xfe\xff", Encoding::Utf16Be)];

/// A character encoding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Encoding {
    /// What most systems export today.
    #[default]
    Utf8,
    /// What a spreadsheet in Western Europe saves as plain CSV.
    Windows1252,
    /// UTF-16, little-endian: a spreadsheet's "Unicode text".
    Utf16Le,
    /// UTF-16, big-endian.
    Utf16Be,
}

impl Encoding {
    /// All of them, the most common first.
    pub const ALL: [Self; 4] = [Self::Utf8, Self::Windows1252, Self::Utf16Le, Self::Utf16Be];

    /// "utf-8", for choices.
    pub fn id(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Windows1252 => "windows-1252",
            Self::Utf16Le => "utf-16-le",
            Self::Utf16Be => "utf-16-be",
        }
    }

    /// "UTF-8", for sentences.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Windows1252 => "Windows-1252",
            Self::Utf16Le => "UTF-16",
            Self::Utf16Be => "UTF-16 (higher byte first)",
        }
    }

    /// Detects the encoding from the first bytes of a text; also returns the length of its byte order mark (0: none).
    /// `whole`: these are all the bytes.
    pub fn detect(start: &[u8], whole: bool) -> (Self, usize) {
        if let Some((mark, encoding)) = BYTE_ORDER_MARKS.iter().find(|(mark, _)| start.starts_with(mark)) {
            return (*encoding, mark.len());
        }
        // One fast search settles nearly all texts.
        let zeros = memchr(0, start).is_some();
        let encoding = match std::str::from_utf8(start) {
            _ if zeros && half_zero(start, 1) => Self::Utf16Le,
            _ if zeros && half_zero(start, 0) => Self::Utf16Be,
            // A character may be cut in two at the end of the sample.
            Err(error) if whole || error.error_len().is_some() => Self::Windows1252,
            _ => Self::Utf8,
        };
        (encoding, 0)
    }
}

/// True if most bytes at even (0) or odd (1) positions are zero and hardly any of the others: UTF-16 of mostly English
/// text.
fn half_zero(start: &[u8], half: usize) -> bool {
    let zeros = |half: usize| start.iter().skip(half).step_by(2).filter(|byte| **byte == 0).count();
    let pairs = start.len() / 2;
    pairs > 1 && zeros(half) * 10 >= pairs * 7 && zeros(1 - half) * 20 <= pairs
}

/// Decodes a stream of bytes into UTF-8.
#[derive(Debug)]
pub struct Utf8Decoder {
    encoding: Encoding,
    /// The first bytes of a character that is cut at the end of a chunk.
    cut: Vec<u8>,
}

impl Utf8Decoder {
    /// A decoder for this encoding; `None` if the bytes need no decoding.
    pub fn new(encoding: Encoding) -> Option<Self> {
        (encoding != Encoding::Utf8).then(|| Self { encoding, cut: Vec::new() })
    }

    /// Decodes the next bytes; if `last`, half a character at the end becomes U+FFFD.
    pub fn decode(&mut self, bytes: &[u8], last: bool) -> Vec<u8> {
        let pair = match self.encoding {
            Encoding::Utf8 => return bytes.to_vec(),
            Encoding::Windows1252 => return bytes.iter().copied().map(windows_1252).collect::<String>().into_bytes(),
            Encoding::Utf16Le => u16::from_le_bytes,
            Encoding::Utf16Be => u16::from_be_bytes,
        };
        self.cut.extend_from_slice(bytes);
        let (pairs, odd) = self.cut.as_chunks::<2>();
        let mut units = pairs.iter().copied().map(pair).collect::<Vec<_>>();
        let high = |unit: &u16| (0xd800..0xdc00).contains(unit);
        let held = if last { 0 } else { odd.len() + 2 * usize::from(units.last().is_some_and(high)) };
        units.truncate(units.len() - held / 2);
        if last && !odd.is_empty() {
            units.push(0xdc00);
        }
        self.cut.drain(..self.cut.len() - held);
        let letters = char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER));
        letters.collect::<String>().into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn detected_by_mark_or_by_content() {
        let text = "UPN,Surname\r\n1,Zoë\r\n";
        assert_eq!(Encoding::detect(text.as_bytes(), true), (Encoding::Utf8, 0));
        assert_eq!(Encoding::detect(b"\xef\xbb\xbfUPN", true), (Encoding::Utf8, 3));
        assert_eq!(Encoding::detect(b"UPN\n1,Zo\xeb\n", true), (Encoding::Windows1252, 0));
        assert_eq!(Encoding::detect(&utf16(text, u16::to_le_bytes), true), (Encoding::Utf16Le, 0));
        assert_eq!(Encoding::detect(&utf16(text, u16::to_be_bytes), true), (Encoding::Utf16Be, 0));
        assert_eq!(Encoding::detect(&utf16("\u{feff}UPN", u16::to_be_bytes), true), (Encoding::Utf16Be, 2));
        assert_eq!(Encoding::detect(b"UPN\n1\0\n", true), (Encoding::Utf8, 0));
        assert_eq!(Encoding::detect(b"", true), (Encoding::Utf8, 0));
    }

    #[test]
    fn a_character_cut_in_two_at_the_end_of_the_sample() {
        assert_eq!(Encoding::detect(b"UPN,\xc3", false).0, Encoding::Utf8);
        assert_eq!(Encoding::detect(b"UPN,\xc3", true).0, Encoding::Windows1252);
    }

    #[test]
    fn chunks_of_any_size_give_the_same_text() {
        let text = "UPN,Surname\r\n1,Zoë 🦉 Öz\r\n";
        for (encoding, bytes) in
            [(Encoding::Utf16Le, utf16(text, u16::to_le_bytes)), (Encoding::Utf16Be, utf16(text, u16::to_be_bytes))]
        {
            for size in 1..9 {
                let mut decoder = Utf8Decoder::new(encoding).unwrap();
                let mut read = bytes.chunks(size).flat_map(|chunk| decoder.decode(chunk, false)).collect::<Vec<_>>();
                read.extend(decoder.decode(&[], true));
                assert_eq!(String::from_utf8(read).unwrap(), text, "{encoding:?} {size}");
            }
        }
    }

    #[test]
    fn half_a_character_at_the_end_is_not_lost() {
        let mut decoder = Utf8Decoder::new(Encoding::Utf16Le).unwrap();
        assert_eq!(decoder.decode(b"A\0B", true), "A\u{fffd}".as_bytes());
    }
}
