//! Files of the file system, opened as the page opens those that are dropped on it.

#![allow(clippy::disallowed_methods, reason = "this is where files are read")]

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;
use std::sync::Arc;

use ambition_engine::guidance::Guidance;
use ambition_engine::guidance::own_edition::ExtendedGuidance;
use ambition_engine::guidance::packed_edition::PackedEdition;
use ambition_engine::intake::together::FilesTogether;
use ambition_engine::intake::{CohortReader, ReadAs, ReadFile, workbook};

use crate::opener::LibraryOpener;
use crate::places::FilePart;

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
        _ if Path::new(path).is_dir() => format!("{path}: this is a folder; give the file of an edition"),
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
        let edition = self.guidance.edition(&own.id).ok_or("the edition is not there")?;
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

/// The path of the standard input.
pub const STANDARD_INPUT: &str = "-";

/// A file to read.
#[derive(Clone, Debug)]
pub struct InputFile {
    path: String,
    /// What it is called, unlike any other file that is read with it.
    name: String,
    /// What was read of it already: a pipe gives its bytes once only.
    bytes: Option<Vec<u8>>,
}

impl InputFile {
    /// Of a path; it is read when it is wanted.
    pub fn new(path: &str) -> Self {
        Self { path: path.to_owned(), name: file_name(path), bytes: None }
    }

    /// Files that are read together, each with a name of its own. Whatever can be read once only is read.
    ///
    /// # Errors
    /// One line on the first that cannot be read.
    pub fn take(paths: &[String]) -> Result<Vec<Self>, String> {
        let file = |path: &String| {
            if path.is_empty() {
                return Err("the name of a file to read is empty".to_owned());
            }
            if Path::new(path).is_dir() {
                return Err(format!("{path}: this is a folder; give the files in it"));
            }
            let is_file = path != STANDARD_INPUT && Path::new(path).is_file();
            let bytes = if is_file || !is_there(path) { None } else { Some(Self::new(path).read_bytes()?) };
            Ok(Self { path: path.clone(), name: own_name(path, paths), bytes })
        };
        paths.iter().map(file).collect()
    }

    /// As it was given.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What it is called in what is told.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its first bytes; none, if it cannot be read.
    pub fn first_bytes(&self, count: u64) -> Vec<u8> {
        let mut first = Vec::new();
        match &self.bytes {
            Some(bytes) => first.extend(bytes.iter().take(usize::try_from(count).unwrap_or(usize::MAX))),
            None if Path::new(&self.path).is_file() => {
                let file = File::open(&self.path);
                file.and_then(|file| file.take(count).read_to_end(&mut first)).unwrap_or_default();
            }
            None => (),
        }
        first
    }

    fn read_bytes(&self) -> Result<Vec<u8>, String> {
        if let Some(bytes) = &self.bytes {
            return Ok(bytes.clone());
        }
        if self.path == STANDARD_INPUT {
            let mut bytes = Vec::new();
            let read = io::stdin().lock().read_to_end(&mut bytes);
            return read.map(|_| bytes).map_err(|error| format!("{}: cannot be read: {error}", self.shown()));
        }
        fs::read(&self.path).map_err(|error| format!("{}: cannot be read: {error}", self.path))
    }

    /// What it is called in an error.
    fn shown(&self) -> &str {
        if self.path == STANDARD_INPUT { &self.name } else { &self.path }
    }
}

fn is_there(path: &str) -> bool {
    path == STANDARD_INPUT || Path::new(path).exists()
}

/// The last part of a path, with as much before it as tells it from the others.
fn own_name(path: &str, paths: &[String]) -> String {
    let parts = |path: &str| {
        Path::new(path).components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect::<Vec<_>>()
    };
    let tail = |path: &str, count: usize| {
        let parts = parts(path);
        parts.get(parts.len().saturating_sub(count)..).unwrap_or_default().join("/")
    };
    if path == STANDARD_INPUT {
        return file_name(path);
    }
    let others = || paths.iter().filter(|other| *other != path);
    let is_own = |count: &usize| others().all(|other| tail(other, *count) != tail(path, *count));
    let count = (1..=parts(path).len()).find(is_own);
    count.map_or_else(|| path.to_owned(), |count| tail(path, count))
}

/// Reads the files of one school, or of one authority, together. Of several, also returns each as it was read by
/// itself.
///
/// # Errors
/// One line on the first file that cannot be read.
pub fn read_together(
    files: &[InputFile],
    read_as: ReadAs,
    guidance: &Arc<Guidance>,
) -> Result<(ReadFile, Vec<FilePart>), String> {
    let mut together = FilesTogether::new(read_as);
    loop {
        let mut parts: Vec<FilePart> = Vec::new();
        for input in files {
            let file = read(input, &together.settings(), guidance)?;
            if files.len() > 1 {
                parts.push(FilePart::new(input.name(), &file, guidance, parts.last()));
            }
            together.push(input.name.clone(), file);
        }
        match together.again() {
            Some(again) => together = again,
            None => {
                let combined = together.combine(guidance).map_err(|error| format!("{} {}", error.what, error.remedy));
                return Ok((combined?, parts));
            }
        }
    }
}

/// Reads one file: a text, a workbook or a Common Transfer File.
///
/// # Errors
/// One line, beginning with the path.
pub fn read(input: &InputFile, read_as: &ReadAs, guidance: &Arc<Guidance>) -> Result<ReadFile, String> {
    let bytes = input.read_bytes()?;
    let opened = if workbook::wants_opener(bytes.get(..workbook::FIRST_BYTES).unwrap_or(&bytes)) {
        // What breaks down over the file is told in one line.
        std::panic::set_hook(Box::new(|_| ()));
        let opened = workbook::read_workbook(guidance.clone(), read_as.clone(), &mut LibraryOpener::new(bytes));
        drop(std::panic::take_hook());
        opened
    } else {
        CohortReader::read_named_as(guidance.clone(), &file_name(&input.path), &bytes, read_as.clone())
    };
    opened.map_err(|error| format!("{}: {} {}", input.shown(), error.what, error.remedy))
}

/// The last part of a path; of the standard input, that it is that.
pub fn file_name(path: &str) -> String {
    if path == STANDARD_INPUT {
        return "standard input".to_owned();
    }
    Path::new(path).file_name().unwrap_or_default().to_string_lossy().into_owned()
}
