//! One cleaning for every cell of a file.
//!
//! Spreadsheets and web pages leave marks around values that nobody sees: no-break and zero-width spaces, byte order
//! marks, control characters. Others guard a value so that a spreadsheet leaves it alone: `'2b`, `="2b"`. A column of
//! whole numbers with a blank in it comes out of many programs as `6.0`. None of that is part of the value: whether a
//! cell is empty, and whether two cells are equal, is decided after cleaning (RULES 2.3).
//!
//! Cleaning is idempotent. Nearly all cells need none, which a look at their bytes shows.

use std::borrow::Cow;

use ambition_columns::cells::SUSPECT_BYTES;
use ambition_columns::upn;

use super::encoding::windows_1252;

/// What spreadsheets take for a sign that the rest is text.
const APOSTROPHE: char = '\'';

/// The value of a cell; borrowed, trimmed, where it needs no cleaning. A text that is not UTF-8 is taken for
/// Windows-1252 and stays so.
///
/// ```
/// use ambition_engine::text::cell::clean;
///
/// assert_eq!(&*clean("\u{feff} 2b\u{a0}".as_bytes()), b"2b");
/// assert_eq!(&*clean(b"=\"2b\""), b"2b");
/// assert_eq!(&*clean(b"'2b"), b"2b");
/// assert_eq!(&*clean(b"6.0"), b"6");
/// ```
pub fn clean(cell: &[u8]) -> Cow<'_, [u8]> {
    let cell = cell.trim_ascii();
    if is_clean(cell) { Cow::Borrowed(cell) } else { Cow::Owned(cleaned(cell)) }
}

/// [`clean`] as text.
pub fn clean_text(cell: &[u8]) -> Cow<'_, str> {
    match clean(cell) {
        Cow::Borrowed(bytes) => super::encoding::readable(bytes),
        Cow::Owned(bytes) => Cow::Owned(super::encoding::readable(&bytes).into_owned()),
    }
}

/// Appends [`clean_text`] of a cell.
pub(crate) fn append_clean(cell: &[u8], text: &mut Vec<u8>) {
    let cell = cell.trim_ascii();
    match cell.is_ascii() && is_clean(cell) {
        true => text.extend_from_slice(cell),
        false => text.extend_from_slice(clean_text(cell).as_bytes()),
    }
}

/// True if nothing is left of a cell after cleaning.
pub fn is_empty(cell: &[u8]) -> bool {
    cell.is_empty() || clean(cell).is_empty()
}

/// The normal form of a pupil number: in capital letters and without spaces, and without hyphens and strokes where it
/// then has the form of a UPN. A text without digits is no number, and only cleaned.
///
/// ```
/// use ambition_engine::text::cell::clean_upn;
///
/// assert_eq!(&*clean_upn(b"t 926 9999 04003"), b"T926999904003");
/// assert_eq!(&*clean_upn(b"T-926-9999-04003"), b"T926999904003");
/// assert_eq!(&*clean_upn(b"4-003"), b"4-003");
/// assert_eq!(&*clean_upn(b"New pupil"), b"New pupil");
/// ```
pub fn clean_upn(cell: &[u8]) -> Cow<'_, [u8]> {
    // Nearly all of them have it.
    let is_small = |letter: Option<&u8>| letter.is_some_and(u8::is_ascii_lowercase);
    if upn::is_formed(cell) && !is_small(cell.first()) && !is_small(cell.last()) {
        return Cow::Borrowed(cell);
    }
    let upn = clean(cell);
    let has_digit = upn.iter().any(u8::is_ascii_digit);
    let is_divider = |byte: &u8| matches!(byte, b' ' | b'-' | b'/');
    if !has_digit || !upn.iter().any(|byte| is_divider(byte) || byte.is_ascii_lowercase()) {
        return upn;
    }
    let without = |divider: &dyn Fn(&u8) -> bool| {
        upn.iter().filter(|byte| !divider(byte)).map(u8::to_ascii_uppercase).collect::<Vec<_>>()
    };
    let undivided = without(&is_divider);
    if upn::is_formed(&undivided) { undivided.into() } else { without(&|byte| *byte == b' ').into() }
}

/// Length in bytes from which the text of a school is a name and no code.
const LETTERS_OF_NAME: usize = 4;

/// What makes two spellings of a school one: of digits those without the zeros before them, which spreadsheets lose or a
/// format shows, and without signs between them; of a name its letters in any case, with single spaces. Short codes are kept as
/// they are: "b" may be another school than "B". The key of a key is itself.
///
/// ```
/// use ambition_engine::text::cell::code_key;
///
/// assert_eq!(code_key("0203"), code_key("203"));
/// assert_eq!(code_key("926/2035"), code_key("9262035"));
/// assert_eq!(code_key("926\n2035"), code_key("926 2035"));
/// assert_eq!(code_key("HILLVIEW  Primary"), code_key("Hillview Primary"));
/// assert_ne!(code_key("0203A"), code_key("203A"));
/// assert_eq!(code_key("00"), "0");
/// ```
pub fn code_key(code: &str) -> Cow<'_, str> {
    if code.starts_with(|first| matches!(first, '1'..='9')) && code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Cow::Borrowed(code);
    }
    let digits = code.chars().filter(|letter| !matches!(letter, '/' | '-') && !letter.is_whitespace());
    let is_number = digits.clone().next().is_some() && digits.clone().all(|letter| letter.is_ascii_digit());
    if !is_number {
        if code.len() < LETTERS_OF_NAME {
            return Cow::Borrowed(code);
        }
        return Cow::Owned(code.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase());
    }
    let digits = digits.collect::<String>();
    // The last digit stays: "0" is not a blank code.
    let zeros = digits.bytes().take(digits.len().saturating_sub(1)).take_while(|byte| *byte == b'0').count();
    Cow::Owned(digits.get(zeros..).unwrap_or_default().to_owned())
}

/// What makes two spellings of a pupil's name one: its words in small letters, whichever comes first.
///
/// ```
/// use ambition_engine::text::cell::name_key;
///
/// assert_eq!(name_key("OKAFOR Amara"), name_key("Okafor, Amara"));
/// assert_eq!(name_key("Amara Okafor"), name_key("Okafor, Amara"));
/// assert_ne!(name_key("Okafor, Ama"), name_key("Okafor, Amara"));
/// ```
pub fn name_key(name: &str) -> String {
    let name = name.to_lowercase();
    let mut words = name.split([' ', ',']).filter(|word| !word.is_empty()).collect::<Vec<_>>();
    words.sort_unstable();
    words.join(" ")
}

/// Letters and digits in small letters, and the marks that codes have.
pub(crate) fn plain(text: &str) -> String {
    if text.is_ascii() {
        let kept = text.bytes().filter(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'*'));
        return kept.map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    }
    let kept = |letter: &char| letter.is_alphanumeric() || ['+', '*'].contains(letter);
    text.chars().filter(kept).flat_map(char::to_lowercase).collect()
}

/// True if a cell has only quotation marks that guard its value: `="2b"`.
pub(crate) fn is_guarded_by_quotes(cell: &[u8]) -> bool {
    let cell = cell.trim_ascii();
    let inside = cell.strip_prefix(b"=\"").and_then(|rest| rest.strip_suffix(b"\""));
    inside.is_some_and(|inside| !inside.contains(&b'"'))
}

/// True if a trimmed cell certainly needs no cleaning.
fn is_clean(cell: &[u8]) -> bool {
    let guarded = matches!(cell.first(), Some(b'\'' | b'='));
    let decimal = cell.last() == Some(&b'0') && cell.contains(&b'.');
    let suspect = |byte: &u8| SUSPECT_BYTES.get(usize::from(*byte)).copied().unwrap_or_default();
    !guarded && !decimal && !cell.iter().any(suspect)
}

#[cold]
fn cleaned(cell: &[u8]) -> Vec<u8> {
    match std::str::from_utf8(cell) {
        Ok(text) => cleaned_text(text).into_bytes(),
        Err(_) => cleaned_windows_1252(cell),
    }
}

fn cleaned_text(text: &str) -> String {
    let mut text = without_marks(text);
    while let Some(inside) = unguarded(text.trim()) {
        text = without_marks(&inside);
    }
    whole_number(text.trim()).to_owned()
}

/// Every space is a plain one, and what cannot be seen is gone. A NUL byte stays: it is reported.
fn without_marks(text: &str) -> String {
    let shown = text.chars().filter(|letter| !is_invisible(*letter));
    // Line breaks inside a cell stay, as in headings of several lines.
    shown.map(|letter| if letter.is_whitespace() && !matches!(letter, '\n' | '\r') { ' ' } else { letter }).collect()
}

fn is_invisible(letter: char) -> bool {
    is_mark(letter) || letter.is_control() && !letter.is_whitespace() && letter != '\0'
}

/// Marks of formatting, which have no width of their own.
pub(super) fn is_mark(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// What is inside one guard; `None`: there is no guard.
fn unguarded(text: &str) -> Option<String> {
    if let Some(quoted) = text.strip_prefix('=') {
        let inside = quoted.trim_start().strip_prefix('"')?.strip_suffix('"')?;
        return Some(inside.replace("\"\"", "\""));
    }
    let inside = text.strip_prefix(APOSTROPHE)?;
    if is_elision(inside) {
        return None;
    }
    Some(inside.strip_suffix(APOSTROPHE).unwrap_or(inside).to_owned())
}

/// "t Hooft" of "'t Hooft": the apostrophe belongs to the name.
fn is_elision(rest: &str) -> bool {
    let mut letters = rest.chars();
    letters.next().is_some_and(char::is_lowercase) && matches!(letters.next(), Some(' ' | '-'))
}

/// "6" of "6.0"; any other text as it is.
fn whole_number(text: &str) -> &str {
    let Some((whole, decimals)) = text.split_once('.') else { return text };
    let digits = whole.strip_prefix(['+', '-']).unwrap_or(whole);
    let is_whole = !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && !decimals.is_empty()
        && decimals.bytes().all(|byte| byte == b'0');
    if is_whole { whole } else { text }
}

/// The same for bytes of which each is a letter.
fn cleaned_windows_1252(cell: &[u8]) -> Vec<u8> {
    let plain = cell.iter().map(|byte| if windows_1252(*byte).is_whitespace() { b' ' } else { *byte });
    let text = plain.filter(|byte| !is_invisible(windows_1252(*byte))).collect::<Vec<_>>();
    let mut text = text.trim_ascii();
    while let Some(inside) = text.strip_prefix(b"'") {
        text = inside.trim_ascii();
    }
    let quoted = text.strip_prefix(b"=\"").and_then(|rest| rest.strip_suffix(b"\""));
    quoted.unwrap_or(text).trim_ascii().to_vec()
}

#[cfg(test)]
mod tests {
    use ambition_columns::cells::{CellRoom, Cells};
    use ambition_columns::csv::Tokenizer;

    use super::*;

    fn text(cell: &str) -> String {
        clean_text(cell.as_bytes()).into_owned()
    }

    #[test]
    fn spaces_marks_and_guards_are_no_part_of_a_value() {
        for cell in [
            "2b",
            " 2b ",
            "2b\u{a0}",
            "\u{200b}2b",
            "\u{feff}2b",
            "2b\u{b}",
            "2b\u{1a}",
            "\t2b\u{3000}",
            "\u{202d}2b\u{202c}",
            "'2b",
            "'2b'",
            "=\"2b\"",
            "= \"2b\"",
            "'=\"2b\"",
            "=\"'2b\"",
            "=\" 2b\u{a0}\"",
            "\u{a0}'2b",
            "''2b",
        ] {
            assert_eq!(text(cell), "2b", "{cell:?}");
        }
    }

    #[test]
    fn cells_that_only_look_filled_are_empty() {
        for cell in ["", " ", "\u{a0}", "\u{feff}", "\u{200b}\u{a0}", "'", "''", "=\"\"", "=\" \"", "\u{1a}", "\u{7f}"]
        {
            assert!(is_empty(cell.as_bytes()), "{cell:?}");
        }
        for cell in ["-", "0", "\0", "=", "'x"] {
            assert!(!is_empty(cell.as_bytes()), "{cell:?}");
        }
        for byte in [b"\xa0", b"\x81", b"\xad", b"\x9d"] {
            assert!(is_empty(byte), "{byte:?}");
        }
    }

    #[test]
    fn whole_numbers_lose_their_zeros_behind_the_point() {
        for (cell, expected) in [("6.0", "6"), ("2035.00", "2035"), ("0.0", "0"), ("-1.0", "-1"), ("10", "10")] {
            assert_eq!(text(cell), expected);
        }
        for cell in ["6.10", "11.10.20", "P1.0", ".0", "1.", "4.30", "1.0.0"] {
            assert_eq!(text(cell), cell);
        }
    }

    #[test]
    fn what_is_part_of_a_value_stays() {
        for cell in ["'t Hooft", "'s-Gravenhage", "O'Neil", "Zoë", "Noà", "=SUM(A1)", "\"x\"", "Van Dyke", "4\0"] {
            assert_eq!(text(cell), cell, "{cell:?}");
        }
        assert_eq!(text("Van\u{a0}Dyke"), "Van Dyke");
        assert_eq!(&*clean(b"M\xfcller\xa0"), b"M\xfcller");
        assert_eq!(&*clean(b"M\xfcller\x0b"), b"M\xfcller");
        assert_eq!(&*clean(b"'M\xfcller"), b"M\xfcller");
    }

    #[test]
    fn cleaning_twice_changes_nothing() {
        for cell in ["=\"'=\"\"2b\"\"\"", "''=\"x\"", "' '6.0", "=\"6.0\"", "\u{feff}'\u{a0}x'"] {
            let once = text(cell);
            assert_eq!(text(&once), once, "{cell:?}");
        }
    }

    #[test]
    fn forms_of_one_pupil_number() {
        for cell in ["T926999904003", "t926999904003", "T 926 9999 04003", "'T926999904003", "=\"t926999904003\u{a0}\""]
        {
            assert_eq!(&*clean_upn(cell.as_bytes()), b"T926999904003", "{cell:?}");
        }
        assert_eq!(&*clean_upn(b"12345.0"), b"12345");
        assert_eq!(&*clean_upn(b"of our own"), b"of our own");
        assert!(matches!(clean_upn(b"T926999904003"), Cow::Borrowed(_)));
    }

    #[test]
    fn rows_are_read_as_clean_cells() {
        let (mut room, mut checked) = (CellRoom::default(), 0);
        let letters = ["", "2", "0", ".", " ", "'", "=", "\"", "\u{e0}", "\u{e9}", "\u{a0}", "\u{feff}", "\t", "b"];
        let pairs = letters.iter().flat_map(|one| letters.map(|other| format!("{one}{other}")));
        let cells = pairs.flat_map(|pair| letters.map(|last| format!("{pair}{last}"))).collect::<Vec<_>>();
        let text = cells.iter().map(|cell| format!("{cell},x\n")).collect::<String>();
        for text in [text.as_bytes(), b"Zo\xeb,x\n\xa0Zo\xeb,x\nZo\xc3,\xabx\n", b"\x812b,x\n"] {
            Tokenizer::new(b',').push(text, true, &mut |record| {
                let row = Cells::read(&record, &mut room, append_clean);
                let fields = (0..record.len()).map(|index| clean_text(&record.field(index)).into_owned());
                assert_eq!(row, fields.collect::<Cells>());
                checked += 1;
            });
        }
        assert!(checked > 2_000);
    }

    #[test]
    fn quotes_that_guard() {
        assert!(is_guarded_by_quotes(b"=\"2b\""));
        assert!(!is_guarded_by_quotes(b"=\"2b\" or \"2c\""));
        assert!(!is_guarded_by_quotes(b"5\" nail"));
    }
}
