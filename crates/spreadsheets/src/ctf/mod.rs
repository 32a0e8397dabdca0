//! A Common Transfer File: pupils and their results as elements of XML.
//!
//! [`guide`] says which element is which column, [`walk`] goes through the elements, [`results`] picks among a pupil's
//! results, and [`table`] writes what was found and lists what was not understood.

pub mod guide;
mod results;
mod table;
mod walk;

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};

use crate::trouble::{Note, Trouble};
use walk::Walk;

/// Bytes in which a file says how its letters are written.
const DECLARED: usize = 200;
/// What every XML text knows without being told. Entities that a file makes up are not followed.
const ENTITIES: [(&str, &str); 5] = [("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'")];

/// The pupils of a file as a table.
#[derive(Debug)]
pub struct Table {
    /// CSV; row 2 is the first pupil.
    pub text: Vec<u8>,
    /// What was noticed.
    pub notes: Vec<Note>,
}

/// Reads a file.
///
/// # Errors
/// When it is no such file, damaged, or nested too deeply.
pub fn read(bytes: &[u8]) -> Result<Table, Trouble> {
    let text = decoded(bytes);
    let mut reader = Reader::from_str(&text);
    let mut walk = Walk::default();
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
            Event::GeneralRef(reference) => walk.text(&referred(&reference)),
            Event::Eof => return walk.finish(),
            _ => (),
        }
    }
}

/// The text behind a reference; one that is not known stays as it is written.
fn referred(reference: &BytesRef) -> String {
    if let Ok(Some(letter)) = reference.resolve_char_ref() {
        return letter.into();
    }
    let name = reference.xml10_content();
    let known = ENTITIES.iter().find(|(known, _)| *known == name);
    known.map_or_else(|| format!("&{name};"), |(_, text)| (*text).to_owned())
}

/// As the file says its letters are written: by a mark before them, or in its first line.
fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let encoding = match bytes {
        [b'<', 0, ..] => UTF_16LE,
        [0, b'<', ..] => UTF_16BE,
        _ => declared(bytes).unwrap_or(UTF_8),
    };
    // A mark at the beginning counts more.
    encoding.decode(bytes).0
}

fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(bytes.get(..DECLARED).unwrap_or(bytes));
    let (declaration, _) = start.split_once("?>")?;
    let (_, said) = declaration.split_once("encoding")?;
    let said = said.trim_start_matches([' ', '=', '"', '\'']);
    Encoding::for_label(said.split(['"', '\'']).next()?.as_bytes())
}

fn damaged(reason: impl std::fmt::Display) -> Trouble {
    Trouble::new(
        format!("This XML file is damaged or cut short ({reason})."),
        "Export it again from the system it came from.",
    )
}
