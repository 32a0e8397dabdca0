//! Bytes → letters: UTF-8, and Windows-1252 where a text is not UTF-8.

use std::borrow::Cow;

/// What Windows-1252 has at 0x80 … 0x9F; five places are not taken and stay what Latin-1 has there. All other bytes
/// are the letter of the same number.
const UPPER_HALF: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The letter of a byte in Windows-1252.
pub fn windows_1252(byte: u8) -> char {
    let special = byte.checked_sub(0x80).and_then(|index| UPPER_HALF.get(usize::from(index)));
    special.copied().unwrap_or(char::from(byte))
}

/// A cell's text. Bytes that are not UTF-8 are read as Windows-1252, in which every byte is a letter: it is what spreadsheets save
/// where they are not asked for UTF-8. Each cell is looked at by itself, so a file that only becomes Windows-1252 after
/// a million rows comes out right, and so do two exports put into one file.
pub fn readable(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().copied().map(windows_1252).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf8_stays_and_everything_else_is_windows_1252() {
        assert_eq!(readable("Zoë".as_bytes()), "Zoë");
        assert_eq!(readable(b"Zo\xeb O\x92Neil \x80\x9f\xff"), "Zoë O’Neil €Ÿÿ");
        assert_eq!(readable(b""), "");
    }
}
