//! Visits the elements of the file in order.

use super::damaged;
use super::guide::GUIDE;
use super::result_record::ResultRecord;
use super::table_builder::{PupilElement, TableBuilder};
use crate::limits;
use crate::read_error::ReadError;
use crate::sheet_table::ReadTable;

/// Root elements of other XML files that schools come across, and what they are.
const OTHER_ROOTS: [(&str, &str, &str); 2] = [
    (
        "ATfile",
        "This is an Admissions Transfer File (ATF), which carries applications for places.",
        "Export a Common Transfer File (CTF) of the pupils, or CSV, and choose that file.",
    ),
    (
        "document",
        "This is an OpenDocument file without sheets.",
        "Open it and save the table of pupils as a workbook or as \u{201c}CSV UTF-8\u{201d}, then choose that file.",
    ),
];

/// The position in the file, and what was read so far.
#[derive(Default)]
pub struct ElementWalk {
    /// Names of the enclosing elements.
    path: Vec<String>,
    /// Depth inside an element that is not read.
    skipped: usize,
    text: String,
    /// The current pupil, and the depth of its element.
    pupil: Option<(PupilElement, usize)>,
    stage: String,
    record: ResultRecord,
    builder: TableBuilder,
}

impl ElementWalk {
    /// An element begins.
    pub fn begin(&mut self, name: &str) -> Result<(), ReadError> {
        if self.path.len() + self.skipped >= limits::DEPTH {
            return Err(damaged("its elements are nested too deeply"));
        }
        if self.skipped > 0 {
            self.skipped += 1;
            return Ok(());
        }
        if self.path.is_empty() && name != GUIDE.root {
            return Err(wrong_root(name));
        }
        self.text.clear();
        self.path.push(name.to_owned());
        let path = self.path_in_pupil();
        if self.pupil.is_none() && name == GUIDE.pupil {
            self.pupil = Some((PupilElement::default(), self.path.len()));
        } else if !self.is_on_path() {
            self.builder.count_unread(&path);
            self.path.pop();
            self.skipped = 1;
        } else if path == GUIDE.record {
            self.record = ResultRecord::default();
        } else if let (Some((pupil, _)), Some((_, ""))) = (&mut self.pupil, GUIDE.record_of(&path)) {
            pupil.begin_record();
        }
        Ok(())
    }

    /// Text.
    pub fn text(&mut self, text: &str) {
        if self.skipped == 0 {
            self.text.push_str(text);
        }
    }

    /// An element ends.
    pub fn end(&mut self) -> Result<(), ReadError> {
        if self.skipped > 0 {
            self.skipped -= 1;
            return Ok(());
        }
        let path = self.path_in_pupil();
        let text = std::mem::take(&mut self.text);
        match &mut self.pupil {
            Some((_, depth)) if *depth == self.path.len() => {
                if let Some((pupil, _)) = self.pupil.take() {
                    self.builder.add_pupil(pupil)?;
                }
            }
            Some((pupil, _)) => match path.strip_prefix(GUIDE.record) {
                Some("") => self.builder.add_result(pupil, &self.stage, std::mem::take(&mut self.record)),
                Some(part) => self.record.set_element(part.trim_start_matches('/'), text.trim()),
                None if path == GUIDE.stage => self.stage = text.trim().to_owned(),
                None => match GUIDE.record_of(&path) {
                    Some((index, "")) => pupil.end_record(index),
                    Some((_, part)) => pupil.set_part(part, text.trim()),
                    None => pupil.set_element(&path, text.trim()),
                },
            },
            None => self.builder.add_header(&path, text.trim()),
        }
        self.path.pop();
        Ok(())
    }

    /// End of the file.
    pub fn finish(self) -> Result<ReadTable, ReadError> {
        if !self.path.is_empty() || self.skipped > 0 {
            return Err(damaged("its end is missing"));
        }
        self.builder.finish()
    }

    /// The path from the pupil down, or from the root down outside the pupils.
    fn path_in_pupil(&self) -> String {
        let from = self.pupil.as_ref().map_or(1, |(_, depth)| *depth);
        self.path.get(from..).unwrap_or_default().join("/")
    }

    /// True if this element is read, or may contain one that is.
    fn is_on_path(&self) -> bool {
        match (&self.pupil, self.path.get(1)) {
            (Some(_), _) => GUIDE.is_on_path(&self.path_in_pupil()),
            (None, Some(top)) => GUIDE.around.contains(&top.as_str()) && self.in_header_or_around(),
            (None, None) => true,
        }
    }

    /// Next to pupils only the elements around them are read; the header is read as a whole.
    fn in_header_or_around(&self) -> bool {
        let beside_pupils = self.path.len() > 2 && self.path.get(1).is_some_and(|top| !is_header(top));
        !beside_pupils || self.path.last().is_some_and(|name| GUIDE.around.contains(&name.as_str()))
    }
}

fn is_header(top: &str) -> bool {
    let in_header = |field: &super::guide::CtfColumn| field.elements.iter().any(|path| path.starts_with(top));
    GUIDE.header.iter().any(in_header)
}

fn wrong_root(root: &str) -> ReadError {
    if let Some((_, what, remedy)) = OTHER_ROOTS.iter().find(|(name, ..)| name.eq_ignore_ascii_case(root)) {
        return ReadError::new(*what, remedy);
    }
    ReadError::new(
        format!("This XML file is no Common Transfer File: it begins with \u{201c}{}\u{201d}.", shortened(root)),
        "If a spreadsheet program opens it, save it from there as an Excel workbook or as \u{201c}CSV UTF-8\u{201d}, and \
         choose that file.",
    )
}

fn shortened(name: &str) -> String {
    name.chars().take(40).collect()
}
