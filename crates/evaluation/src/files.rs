//! Files of the file system, opened as the page opens those that are dropped on it.

#![allow(clippy::disallowed_methods, reason = "this is where files are read")]

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use ambition_engine::guidance::Guidance;
use ambition_engine::guidance::own_edition::ExtendedGuidance;
use ambition_engine::guidance::packed_edition::PackedEdition;
use ambition_engine::intake::together::FilesTogether;
use ambition_engine::intake::{CohortReader, ReadAs, ReadFile, workbook};

use crate::opener::LibraryOpener;

/// The guidance that ships, with the edition of a file of one's own if there is one.
///
/// # Errors
/// One line, when the file cannot be read or something in it is wrong.
pub fn read_guidance(edition_file: Option<&str>) -> Result<GuidanceInUse, String> {
    let Some(path) = edition_file else {
        return Ok(GuidanceInUse { guidance: Arc::new(Guidance::shipped()?), own: None });
    };
    let text = fs::read_to_string(path).map_err(|error| match error.kind() {
        ErrorKind::InvalidData => {
            format!("{path}: this is no text in UTF-8. Save it as text in UTF-8 and give it again.")
        }
        _ => format!("{path}: cannot be read: {error}"),
    })?;
    let extended = ExtendedGuidance::read(path, &text);
    let extended = extended.map_err(|wrong| format!("{}: {}. {}", wrong.place, wrong.what, wrong.remedy))?;
    let own = OwnEdition { id: extended.id, extends: extended.extends, path: path.to_owned() };
    Ok(GuidanceInUse { guidance: extended.guidance, own: Some(own) })
}

/// What files are held against.
#[derive(Clone, Debug)]
pub struct GuidanceInUse {
    /// The guidance.
    pub guidance: Arc<Guidance>,
    /// The edition of one's own in it.
    pub own: Option<OwnEdition>,
}

impl GuidanceInUse {
    /// The edition of one's own as the page opens it.
    ///
    /// # Errors
    /// When there is none.
    pub fn pack(&self) -> Result<String, String> {
        let own = self.own.as_ref().ok_or("there is no edition of one's own")?;
        let edition = self.guidance.edition(&own.id).cloned().ok_or("the edition is not there")?;
        PackedEdition::new(edition, &own.extends).to_text()
    }
}

/// An edition of one's own.
#[derive(Clone, Debug)]
pub struct OwnEdition {
    /// Its id.
    pub id: String,
    /// The id of the edition that it extends.
    pub extends: String,
    /// Its file.
    pub path: String,
}

/// Reads the files of one school, or of one authority, together.
///
/// # Errors
/// One line on the first file that cannot be read.
pub fn read_together(paths: &[String], read_as: ReadAs, guidance: &Arc<Guidance>) -> Result<ReadFile, String> {
    let mut together = FilesTogether::new(read_as);
    loop {
        for path in paths {
            together.push(file_name(path), read(path, &together.settings(), guidance)?);
        }
        match together.again() {
            Some(again) => together = again,
            None => return together.combine(guidance).map_err(|error| format!("{} {}", error.what, error.remedy)),
        }
    }
}

/// Reads one file: a text, a workbook or a Common Transfer File.
///
/// # Errors
/// One line, beginning with the path.
pub fn read(path: &str, read_as: &ReadAs, guidance: &Arc<Guidance>) -> Result<ReadFile, String> {
    let bytes = fs::read(path).map_err(|error| format!("{path}: cannot be read: {error}"))?;
    let opened = if workbook::wants_opener(bytes.get(..workbook::FIRST_BYTES).unwrap_or(&bytes)) {
        // What breaks down over the file is told in one line.
        std::panic::set_hook(Box::new(|_| ()));
        let opened = workbook::read_workbook(guidance.clone(), read_as.clone(), &mut LibraryOpener::new(bytes));
        drop(std::panic::take_hook());
        opened
    } else {
        CohortReader::read_named_as(guidance.clone(), &file_name(path), &bytes, read_as.clone())
    };
    opened.map_err(|error| format!("{path}: {} {}", error.what, error.remedy))
}

/// The last part of a path.
pub fn file_name(path: &str) -> String {
    Path::new(path).file_name().unwrap_or_default().to_string_lossy().into_owned()
}
