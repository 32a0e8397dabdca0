//! Common Transfer Files: pupils and their results as XML.
//!
//! [`guide`] maps elements to columns, [`element_walk`] visits the elements, [`result_record`] chooses among a pupil's
//! results, and [`table_builder`] writes the table and counts what was not read.

mod element_walk;
pub mod guide;
mod result_record;
mod table_builder;

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};

use crate::read_error::{ReadError, TableNote};
use element_walk::ElementWalk;

/// Bytes in which the XML declaration is looked for.
const DECLARATION_BYTES: usize = 200;
/// The predefined entities of XML. Entities that a file defines itself are not expanded.
const ENTITIES: [(&str, &str); 5] = [("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'")];

/// The pupils of a file as CSV.
#[derive(Debug)]
pub struct CtfTable {
    /// CSV; row 2 is the first pupil.
    pub text: Vec<u8>,
    /// Notes on the file.
    pub notes: Vec<TableNote>,
}

/// Reads a file.
///
/// # Errors
/// When it is not a Common Transfer File, is damaged, or is nested too deeply.
pub fn read(bytes: &[u8]) -> Result<CtfTable, ReadError> {
    let text = decode(bytes);
    let mut reader = Reader::from_str(&text);
    let mut walk = ElementWalk::default();
    loop {
        match reader.read_event().map_err(damaged)? {
            Event::Start(element) => walk.begin(element.local_name().as_ref())?,
            Event::End(_) => walk.end()?,
            Event::Empty(element) => {
                walk.begin(element.local_name().as_ref())?;
                walk.end()?;
            }
            Event::Text(text) => walk.text(&text.xml10_content()),
            Event::CData(text) => walk.text(&text.xml10_content()),
            Event::GeneralRef(reference) => walk.text(&resolve_reference(&reference)),
            Event::Eof => return walk.finish(),
            _ => (),
        }
    }
}

/// The text of a reference; an unknown one stays as it is written.
fn resolve_reference(reference: &BytesRef) -> String {
    if let Ok(Some(letter)) = reference.resolve_char_ref() {
        return letter.into();
    }
    let name = reference.xml10_content();
    let known = ENTITIES.iter().find(|(known, _)| *known == name);
    known.map_or_else(|| format!("&{name};"), |(_, text)| (*text).to_owned())
}

/// Decodes the file by its byte order mark or XML declaration.
fn decode(bytes: &[u8]) -> Cow<'_, str> {
    let encoding = match bytes {
        [b'<', 0, ..] => UTF_16LE,
        [0, b'<', ..] => UTF_16BE,
        _ => declared_encoding(bytes).unwrap_or(UTF_8),
    };
    // `decode` lets a byte order mark win.
    encoding.decode(bytes).0
}

fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(bytes.get(..DECLARATION_BYTES).unwrap_or(bytes));
    let (declaration, _) = start.split_once("?>")?;
    let (_, label) = declaration.split_once("encoding")?;
    let label = label.trim_start_matches([' ', '=', '"', '\'']);
    Encoding::for_label(label.split(['"', '\'']).next()?.as_bytes())
}

fn damaged(reason: impl std::fmt::Display) -> ReadError {
    ReadError::new(
        format!("This XML file is damaged or cut short ({reason})."),
        "Export it again from the system it came from.",
    )
}
