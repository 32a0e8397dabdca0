//! The number formats of cell styles.

use std::collections::HashMap;
use std::io::BufRead;

use quick_xml::events::Event;

use crate::number_format::NumberFormat;
use crate::read_error::ReadError;
use crate::xml;

/// The number format of each cell style.
#[derive(Debug, Default)]
pub struct Styles {
    formats: Vec<NumberFormat>,
}

impl Styles {
    /// Reads the part.
    ///
    /// # Errors
    /// When it is damaged.
    pub fn read(part: impl BufRead) -> Result<Self, ReadError> {
        let mut reader = xml::reader(part);
        let (mut buffer, mut defined, mut styles) = (Vec::new(), HashMap::new(), Self::default());
        let mut in_cell_styles = false;
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer).map_err(ReadError::damaged)? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "numFmt" => {
                        let number = xml::number::<u32>(&element, "numFmtId");
                        let code = xml::attribute(&element, "formatCode").unwrap_or_default();
                        defined.extend(number.map(|number| (number, NumberFormat::from_code(&code))));
                    }
                    "cellXfs" => in_cell_styles = true,
                    "xf" if in_cell_styles => {
                        let number = xml::number(&element, "numFmtId").unwrap_or(0);
                        let format = defined.get(&number).copied();
                        styles.formats.push(format.unwrap_or_else(|| NumberFormat::built_in(number)));
                    }
                    _ => (),
                },
                Event::End(element) if element.local_name().as_ref() == "cellXfs" => in_cell_styles = false,
                Event::Eof => return Ok(styles),
                _ => (),
            }
        }
    }

    /// The format of a cell style.
    pub fn format(&self, style: usize) -> NumberFormat {
        self.formats.get(style).copied().unwrap_or_default()
    }
}
