//! The parts of a packed file, and how they refer to each other.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Cursor};

use quick_xml::events::Event;
use zip::ZipArchive;

use crate::read_error::ReadError;
use crate::{xml, zip_check};

/// Where the main part nearly always is.
const MAIN_PART: &str = "xl/workbook.xml";
/// The relations of the package as a whole.
const PACKAGE_RELATIONS: &str = "_rels/.rels";

/// A packed file.
pub struct Package {
    archive: ZipArchive<Cursor<Vec<u8>>>,
    /// By name, in small letters.
    parts: HashMap<String, usize>,
}

/// A reference from one part to another.
#[derive(Debug)]
pub struct Relation {
    /// Its identifier in the part that refers.
    pub id: String,
    /// What the other part is, as the end of a web address.
    kind: String,
    /// The name of the other part.
    pub target: String,
}

impl Relation {
    /// True if the other part is of this kind, such as "worksheet".
    pub fn is(&self, kind: &str) -> bool {
        self.kind == kind
    }
}

/// The main part of a packed workbook, if the package names one: `xl/workbook.xml`, or whatever it is called.
pub fn main_part(bytes: &[u8]) -> Option<String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let part = archive.by_name(PACKAGE_RELATIONS).ok()?;
    let relations = relations(BufReader::new(part), "").ok()?;
    relations.into_iter().find(|relation| relation.is("officeDocument")).map(|found| found.target)
}

impl Package {
    /// Opens a package.
    ///
    /// # Errors
    /// When it is damaged.
    pub fn open(bytes: Vec<u8>) -> Result<Self, ReadError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(zip_check::damaged)?;
        let mut parts = HashMap::new();
        for index in 0..archive.len() {
            let name = archive.name_for_index(index).and_then(Result::ok).unwrap_or_default();
            parts.entry(normalised(&name)).or_insert(index);
        }
        Ok(Self { archive, parts })
    }

    /// True if there is such a part.
    pub fn has(&self, name: &str) -> bool {
        self.parts.contains_key(&normalised(name))
    }

    /// A part.
    ///
    /// # Errors
    /// When there is none of this name, or it is damaged.
    pub fn part(&mut self, name: &str) -> Result<impl BufRead, ReadError> {
        let index = self.parts.get(&normalised(name));
        let index = *index.ok_or_else(|| ReadError::damaged("a part of it is missing"))?;
        self.archive.by_index(index).map(BufReader::new).map_err(zip_check::damaged)
    }

    /// The name of the main part.
    pub fn main_part(&mut self) -> String {
        let Ok(part) = self.part(PACKAGE_RELATIONS) else { return MAIN_PART.into() };
        let relations = relations(part, "").unwrap_or_default();
        let main = relations.into_iter().find(|relation| relation.is("officeDocument")).map(|found| found.target);
        main.filter(|name| self.has(name)).unwrap_or_else(|| MAIN_PART.into())
    }

    /// The relations of a part.
    ///
    /// # Errors
    /// When they are damaged.
    pub fn relations(&mut self, part: &str) -> Result<Vec<Relation>, ReadError> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let relations_part = format!("{folder}/_rels/{name}.rels");
        if !self.has(&relations_part) {
            return Ok(Vec::new());
        }
        let folder = folder.to_owned();
        relations(self.part(&relations_part)?, &folder)
    }
}

fn relations(part: impl BufRead, folder: &str) -> Result<Vec<Relation>, ReadError> {
    let mut reader = xml::reader(part);
    let (mut buffer, mut relations) = (Vec::new(), Vec::new());
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(ReadError::damaged)? {
            Event::Start(element) if element.local_name().as_ref() == "Relationship" => {
                let text = |name| xml::attribute(&element, name).unwrap_or_default().into_owned();
                let kind = text("Type").rsplit('/').next().unwrap_or_default().to_owned();
                relations.push(Relation { id: text("Id"), kind, target: resolved(folder, &text("Target")) });
            }
            Event::Eof => return Ok(relations),
            _ => (),
        }
    }
}

/// The name that a target has, seen from a folder.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut path = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect::<Vec<_>>() };
    for step in target.split('/') {
        match step {
            "" | "." => (),
            ".." => _ = path.pop(),
            step => path.push(step),
        }
    }
    path.retain(|step| !step.is_empty());
    path.join("/")
}

fn normalised(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_seen_from_a_folder() {
        assert_eq!(resolved("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolved("xl", "/xl/styles.xml"), "xl/styles.xml");
        assert_eq!(resolved("xl/worksheets", "../styles.xml"), "xl/styles.xml");
        assert_eq!(resolved("", "xl\\workbook.xml"), "xl/workbook.xml");
    }
}
