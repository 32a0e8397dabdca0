//! What kind of file it is, by what is in it: names end in anything.

use crate::packed;
use crate::trouble::Trouble;

/// A kind of file that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
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

/// The beginning of a packed file, and of a compound one, in which Excel kept its files until 2003 and keeps those with a
/// password.
const PACKED: &[u8] = b"PK";
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0";
/// The part with the content of a workbook that has a password, in the two-byte letters of compound files.
const ENCRYPTED: &[u8] = b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";
const WORD: &[u8] = b"W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0";

/// Packed files that hold no sheet: a part's name, what the file is, and what to do.
const OTHERS: [(&str, &str); 4] = [
    ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a presentation"),
    ("Index/Document.iwa", "a document of Apple's Numbers, Pages or Keynote"),
    ("content.xml", "an OpenDocument file without sheets"),
];
const SAVE_AS: &str = "Open it and save the table of pupils as an Excel workbook or as \u{201c}CSV UTF-8\u{201d}, then \
                       choose that file.";
const UNPACK: &str = "Unpack it first, then choose the file with the pupils inside.";

impl Kind {
    /// By the content.
    ///
    /// # Errors
    /// When it is none of these, or more than can be unpacked.
    pub fn of(bytes: &[u8]) -> Result<Self, Trouble> {
        if bytes.starts_with(PACKED) {
            return Self::of_packed(bytes);
        }
        if !bytes.starts_with(COMPOUND) {
            return Ok(Self::Ctf);
        }
        match () {
            () if holds(bytes, ENCRYPTED) => Err(Trouble::password()),
            () if holds(bytes, WORD) => Err(other("a Word document")),
            () => Ok(Self::Xls),
        }
    }

    /// "Excel workbook".
    pub fn words(self) -> &'static str {
        match self {
            Self::Xlsx | Self::Xlsb | Self::Xls => "Excel workbook",
            Self::Ods => "OpenDocument workbook",
            Self::Ctf => "Common Transfer File",
        }
    }

    fn of_packed(bytes: &[u8]) -> Result<Self, Trouble> {
        let names = packed::checked(bytes)?;
        let has = |name: &str| names.iter().any(|other| other.eq_ignore_ascii_case(name));
        match () {
            () if has("xl/workbook.xml") => Ok(Self::Xlsx),
            () if has("xl/workbook.bin") => Ok(Self::Xlsb),
            () if has("content.xml") && holds(bytes, b"application/vnd.oasis.opendocument.spreadsheet") => {
                Ok(Self::Ods)
            }
            () => Err(OTHERS.iter().find(|(name, _)| has(name)).map_or_else(|| folder(&names), |(_, is)| other(is))),
        }
    }
}

fn other(is: &str) -> Trouble {
    Trouble::new(format!("This is {is}, not a workbook."), SAVE_AS)
}

/// A packed folder, with the name of a file in it that may be meant.
fn folder(names: &[String]) -> Trouble {
    let table = |name: &&String| [".csv", ".xlsx", ".xls", ".ods", ".xml"].iter().any(|end| name.ends_with(end));
    let inside = names.iter().find(table).map(|name| format!(" \u{201c}{name}\u{201d} is in it.")).unwrap_or_default();
    Trouble::new(format!("This is a packed folder (zip), not a workbook.{inside}"), UNPACK)
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
