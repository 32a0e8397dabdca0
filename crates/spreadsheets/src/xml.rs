//! What the readers of XML have in common: encodings, attributes, references.

use std::borrow::Cow;
use std::io::BufRead;
use std::ops::ControlFlow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::read_error::ReadError;

/// Bytes in which the XML declaration is looked for.
const DECLARATION_BYTES: usize = 200;
/// The predefined entities of XML. Entities that a file defines itself are not expanded.
const ENTITIES: [(&str, &str); 5] = [("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'")];

/// A reader that forgives what other programs forgive, and begins and ends every element.
pub fn reader<R>(source: R) -> Reader<R> {
    let mut reader = Reader::from_reader(source);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.expand_empty_elements = true;
    reader
}

/// Hands each event to `add` until it breaks; returns whether it did before the end.
///
/// # Errors
/// When the XML is damaged, and whatever `add` returns.
pub fn read_events<R: BufRead, E: From<ReadError>>(
    mut reader: Reader<R>,
    mut add: impl FnMut(&Event) -> Result<ControlFlow<()>, E>,
) -> Result<bool, E> {
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(ReadError::damaged)? {
            Event::Eof => return Ok(false),
            event => {
                if add(&event)?.is_break() {
                    return Ok(true);
                }
            }
        }
    }
}

/// What a reader of one sheet returns: the sheet must have ended before the file did.
pub fn sheet_ended(ended: bool) -> Result<(), ReadError> {
    if ended { Ok(()) } else { Err(ReadError::damaged("the end of a sheet is missing")) }
}

/// Decodes a file by its byte order mark or XML declaration.
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    decode_markup(bytes, declared_encoding)
}

/// Decodes a file by its byte order mark or what it says itself. What claims to be UTF-8 and is not is Windows-1252, as
/// a text file would be.
pub fn decode_markup(bytes: &[u8], declared: impl FnOnce(&[u8]) -> Option<&'static Encoding>) -> Cow<'_, str> {
    let encoding = match bytes {
        [b'<', 0, ..] => UTF_16LE,
        [0, b'<', ..] => UTF_16BE,
        _ => declared(bytes).unwrap_or(UTF_8),
    };
    // `decode` lets a byte order mark win.
    let (text, used, damaged) = encoding.decode(bytes);
    if damaged && used == UTF_8 { WINDOWS_1252.decode_without_bom_handling(bytes).0 } else { text }
}

fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(bytes.get(..DECLARATION_BYTES).unwrap_or(bytes));
    let (declaration, _) = start.split_once("?>")?;
    let (_, label) = declaration.split_once("encoding")?;
    let label = label.trim_start_matches([' ', '=', '"', '\'']);
    // What says UTF-16 in letters of one byte is not.
    Encoding::for_label(label.split(['"', '\'']).next()?.as_bytes()).filter(|encoding| encoding.is_ascii_compatible())
}

/// The text of a reference; an unknown one stays as it is written.
pub fn resolve_reference(reference: &BytesRef) -> String {
    if let Ok(Some(letter)) = reference.resolve_char_ref() {
        return letter.into();
    }
    let name = reference.xml10_content();
    let known = ENTITIES.iter().find(|(known, _)| *known == name);
    known.map_or_else(|| format!("&{name};"), |(_, text)| (*text).to_owned())
}

/// An attribute by its name without a prefix.
pub fn attribute<'a>(element: &'a BytesStart, name: &str) -> Option<Cow<'a, str>> {
    let mut attributes = element.attributes();
    let found =
        attributes.with_checks(false).flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    let value = found.value;
    if !value.contains('&') {
        return Some(value);
    }
    Some(quick_xml::escape::unescape(&value).map_or_else(|_| value.clone(), |text| Cow::Owned(text.into_owned())))
}

/// An attribute as a number.
pub fn number<T: std::str::FromStr>(element: &BytesStart, name: &str) -> Option<T> {
    attribute(element, name)?.trim().parse().ok()
}

/// True if an attribute says yes.
pub fn is_true(element: &BytesStart, name: &str) -> bool {
    attribute(element, name).is_some_and(|value| matches!(value.trim(), "1" | "true" | "on"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings() {
        let plain = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a>S\u{e9}</a>";
        let latin = plain.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect::<Vec<_>>();
        let wide = plain.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
        for bytes in [plain.as_bytes(), &latin, &wide] {
            assert_eq!(decode(bytes), plain);
        }
        assert_eq!(decode(b"<?xml version=\"1.0\" encoding=\"utf-16\"?><a/>").len(), 43);
    }
}
