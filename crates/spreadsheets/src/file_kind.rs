//! Detects the format of a file by its content: file names cannot be trusted.

use crate::read_error::ReadError;
use crate::zip_check;

/// A format that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Excel since 2007 (.xlsx, .xlsm).
    Xlsx,
    /// Excel's binary form (.xlsb).
    Xlsb,
    /// Excel until 2003 (.xls).
    Xls,
    /// OpenDocument (.ods).
    Ods,
    /// Common Transfer File.
    Ctf,
}

/// Magic bytes of a ZIP file, and of a compound file: Excel's format until 2003, and its container for encrypted
/// workbooks.
const PACKED: &[u8] = b"PK";
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0";
/// Name of the part that holds an encrypted workbook, in the UTF-16 of compound files.
const ENCRYPTED: &[u8] = b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";
const WORD: &[u8] = b"W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0";

/// ZIP files that hold no sheet: the name of a part, and what the file is.
const OTHER_FILES: [(&str, &str); 4] = [
    ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a presentation"),
    ("Index/Document.iwa", "a document of Apple's Numbers, Pages or Keynote"),
    ("content.xml", "an OpenDocument file without sheets"),
];
const SAVE_AS: &str = "Open it and save the table of pupils as an Excel workbook or as \u{201c}CSV UTF-8\u{201d}, then \
                       choose that file.";
const UNPACK: &str = "Unpack it first, then choose the file with the pupils inside.";

impl FileKind {
    /// Detects the format.
    ///
    /// # Errors
    /// When the format is not one of these, or the file is encrypted or would be too large unpacked.
    pub fn detect(bytes: &[u8]) -> Result<Self, ReadError> {
        if bytes.starts_with(PACKED) {
            return Self::detect_zip(bytes);
        }
        if !bytes.starts_with(COMPOUND) {
            return Ok(Self::Ctf);
        }
        match () {
            () if contains(bytes, ENCRYPTED) => Err(ReadError::password()),
            () if contains(bytes, WORD) => Err(not_a_workbook("a Word document")),
            () => Ok(Self::Xls),
        }
    }

    /// The format in words, such as "Excel workbook".
    pub fn name(self) -> &'static str {
        match self {
            Self::Xlsx | Self::Xlsb | Self::Xls => "Excel workbook",
            Self::Ods => "OpenDocument workbook",
            Self::Ctf => "Common Transfer File",
        }
    }

    fn detect_zip(bytes: &[u8]) -> Result<Self, ReadError> {
        let names = zip_check::checked_names(bytes)?;
        let has = |name: &str| names.iter().any(|other| other.eq_ignore_ascii_case(name));
        match () {
            () if has("xl/workbook.xml") => Ok(Self::Xlsx),
            () if has("xl/workbook.bin") => Ok(Self::Xlsb),
            () if has("content.xml") && contains(bytes, b"application/vnd.oasis.opendocument.spreadsheet") => {
                Ok(Self::Ods)
            }
            () => Err(OTHER_FILES
                .iter()
                .find(|(name, _)| has(name))
                .map_or_else(|| zipped_folder(&names), |(_, is)| not_a_workbook(is))),
        }
    }
}

fn not_a_workbook(is: &str) -> ReadError {
    ReadError::new(format!("This is {is}, not a workbook."), SAVE_AS)
}

/// A zipped folder; names a file inside that may be the one meant.
fn zipped_folder(names: &[String]) -> ReadError {
    let table = |name: &&String| [".csv", ".xlsx", ".xls", ".ods", ".xml"].iter().any(|end| name.ends_with(end));
    let inside = names.iter().find(table).map(|name| format!(" \u{201c}{name}\u{201d} is in it.")).unwrap_or_default();
    ReadError::new(format!("This is a packed folder (zip), not a workbook.{inside}"), UNPACK)
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
