//! Common Transfer Files: pupils and their results as XML.
//!
//! [`guide`] maps elements to columns, [`element_walk`] visits the elements, [`result_record`] chooses among a pupil's
//! results, and [`table_builder`] writes the table and counts what was not read.

mod element_walk;
pub mod guide;
mod result_record;
mod table_builder;

use quick_xml::events::Event;

use crate::read_error::ReadError;
use crate::sheet_table::ReadTable;
use crate::xml;
use element_walk::ElementWalk;

/// Reads a file.
///
/// # Errors
/// When it is not a Common Transfer File, is damaged, or is nested too deeply.
pub fn read(bytes: &[u8]) -> Result<ReadTable, ReadError> {
    let text = xml::decode(bytes);
    let mut reader = xml::reader(text.as_bytes());
    let mut buffer = Vec::new();
    let mut walk = ElementWalk::default();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Start(element) => walk.begin(element.local_name().as_ref())?,
            Event::End(_) => walk.end()?,
            Event::Text(text) => walk.text(&text.xml10_content()),
            Event::CData(text) => walk.text(&text.xml10_content()),
            Event::GeneralRef(reference) => walk.text(&xml::resolve_reference(&reference)),
            Event::Eof => return walk.finish(),
            _ => (),
        }
    }
}

fn damaged(reason: impl std::fmt::Display) -> ReadError {
    ReadError::new(
        format!("This XML file is damaged or cut short ({reason})."),
        "Export it again from the system it came from.",
    )
}
