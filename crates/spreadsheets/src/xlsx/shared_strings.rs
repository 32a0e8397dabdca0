//! The texts that cells refer to by number.

use std::io::BufRead;

use quick_xml::events::Event;

use crate::read_error::ReadError;
use crate::xml;

/// The shared texts, one behind the other.
#[derive(Debug, Default)]
pub struct SharedStrings {
    text: String,
    /// Where each ends.
    ends: Vec<usize>,
}

impl SharedStrings {
    /// Reads the part. The counts in it are not looked at.
    ///
    /// # Errors
    /// When it is damaged.
    pub fn read(part: impl BufRead) -> Result<Self, ReadError> {
        let mut reader = xml::reader(part);
        let (mut buffer, mut strings, mut item) = (Vec::new(), Self::default(), RichText::default());
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer).map_err(ReadError::damaged)? {
                Event::End(element) if element.local_name().as_ref() == "si" => {
                    strings.text.push_str(&item.take());
                    strings.ends.push(strings.text.len());
                }
                Event::Eof => return Ok(strings),
                event => item.add(&event),
            }
        }
    }

    /// The text with this number.
    pub fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.text.get(start..end)
    }
}

/// The text of a cell, in runs of one font each, without its phonetics.
#[derive(Debug, Default)]
pub struct RichText {
    text: String,
    in_text: bool,
    in_phonetics: bool,
}

impl RichText {
    /// Adds an event inside the text.
    pub fn add(&mut self, event: &Event) {
        match event {
            Event::Start(element) => match element.local_name().as_ref() {
                "t" => self.in_text = !self.in_phonetics,
                "rPh" => self.in_phonetics = true,
                _ => (),
            },
            Event::End(element) => match element.local_name().as_ref() {
                "t" => self.in_text = false,
                "rPh" => self.in_phonetics = false,
                _ => (),
            },
            Event::Text(text) if self.in_text => self.text.push_str(&text.xml10_content()),
            Event::CData(text) if self.in_text => self.text.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) if self.in_text => self.text.push_str(&xml::resolve_reference(reference)),
            _ => (),
        }
    }

    /// The text so far, which then is empty again.
    pub fn take(&mut self) -> String {
        unescaped(std::mem::take(&mut self.text))
    }
}

/// Replaces `_x000D_` and the like by the letters they stand for.
pub fn unescaped(text: String) -> String {
    if !text.contains("_x") {
        return text;
    }
    let mut letters = Vec::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find("_x") {
        let (before, escape) = rest.split_at(at);
        letters.extend(before.encode_utf16());
        let code = escape.get(2..6).filter(|_| escape.get(6..7) == Some("_"));
        match code.and_then(|code| u16::from_str_radix(code, 16).ok()) {
            Some(code) => {
                letters.push(code);
                rest = escape.get(7..).unwrap_or_default();
            }
            None => {
                letters.extend("_x".encode_utf16());
                rest = escape.get(2..).unwrap_or_default();
            }
        }
    }
    letters.extend(rest.encode_utf16());
    String::from_utf16_lossy(&letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_with_fonts_phonetics_and_escapes() {
        let part = "<sst count=\"4294967295\" uniqueCount=\"4294967295\"><si><t>a &amp; b</t></si><si/><si><r><t>O'</t></r>\
                    <r><t xml:space=\"preserve\">Ash </t></r><rPh><t>x</t></rPh></si><si><t>1_x000D_2_x00</t></si></sst>";
        let strings = SharedStrings::read(part.as_bytes()).unwrap();
        let texts = (0..5).map(|index| strings.get(index)).collect::<Vec<_>>();
        assert_eq!(texts, [Some("a & b"), Some(""), Some("O'Ash "), Some("1\r2_x00"), None]);
    }
}
