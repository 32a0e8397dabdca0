//! Detects the format of a file by its content: file names cannot be trusted.

use quick_xml::events::Event;

use crate::read_error::ReadError;
use crate::{xlsx, xml, zip_check};

/// A format that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Excel since 2007 (.xlsx, .xlsm).
    Xlsx,
    /// Excel's binary form (.xlsb).
    Xlsb,
    /// Excel until 2003 (.xls).
    Xls,
    /// The same without the compound file around it.
    BareXls,
    /// OpenDocument (.ods).
    Ods,
    /// OpenDocument as one XML file (.fods).
    FlatOds,
    /// XML Spreadsheet 2003.
    XmlSpreadsheet,
    /// A web page.
    Html,
    /// A web page and what belongs to it (.mht).
    WebArchive,
    /// SYLK (.slk).
    Sylk,
    /// Common Transfer File.
    Ctf,
}

/// Magic bytes of a ZIP file, of a compound file (Excel's format until 2003, and its container for encrypted
/// workbooks), and of what compound files hold.
const PACKED: &[u8] = b"PK";
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0";
const BARE: [&[u8]; 4] = [b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08"];
const SYLK: &[u8] = b"ID;P";
/// How the head of a web archive begins.
const ARCHIVE: [&[u8]; 2] = [b"MIME-Version:", b"From: <Saved by"];
/// The part of an OpenDocument file that says what it is, and what it says of a workbook.
const TYPE: &str = "mimetype";
const OPEN_DOCUMENT: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// ZIP files that hold no sheet: the name of a part, and what the file is.
const OTHER_FILES: [(&str, &str); 4] = [
    ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a presentation"),
    ("Index/Document.iwa", "a document of Apple's Numbers, Pages or Keynote"),
    ("content.xml", "an OpenDocument file without sheets"),
];
/// Root elements of XML files.
const ROOTS: [(&str, FileKind); 4] = [
    ("CTfile", FileKind::Ctf),
    ("Workbook", FileKind::XmlSpreadsheet),
    ("document", FileKind::FlatOds),
    ("html", FileKind::Html),
];
const UNPACK: &str = "Unpack it first, then choose the file with the pupils inside.";

/// True for a compound file, which may hold a workbook of any version.
pub fn is_compound(bytes: &[u8]) -> bool {
    bytes.starts_with(COMPOUND)
}

impl FileKind {
    /// Detects the format.
    ///
    /// # Errors
    /// When the format is not one of these, or the file is encrypted or would be too large unpacked.
    pub fn detect(bytes: &[u8]) -> Result<Self, ReadError> {
        let starts = |signature: &&[u8]| bytes.starts_with(signature);
        match () {
            () if bytes.starts_with(PACKED) => Self::detect_zip(bytes),
            () if bytes.starts_with(COMPOUND) => Ok(Self::Xls),
            () if BARE.iter().any(starts) => Ok(Self::BareXls),
            () if bytes.starts_with(SYLK) => Ok(Self::Sylk),
            () if ARCHIVE.iter().any(starts) => Ok(Self::WebArchive),
            () => Ok(Self::detect_markup(bytes)),
        }
    }

    /// The format in words, such as "Excel workbook".
    pub fn name(self) -> &'static str {
        match self {
            Self::Xlsx | Self::Xlsb | Self::Xls | Self::BareXls => "Excel workbook",
            Self::Ods | Self::FlatOds => "OpenDocument workbook",
            Self::XmlSpreadsheet => "XML Spreadsheet",
            Self::Html => "Web page",
            Self::WebArchive => "Web archive",
            Self::Sylk => "SYLK file",
            Self::Ctf => "Common Transfer File",
        }
    }

    fn detect_zip(bytes: &[u8]) -> Result<Self, ReadError> {
        let names = zip_check::checked_names(bytes)?;
        let has = |name: &str| names.iter().any(|other| other.eq_ignore_ascii_case(name));
        let main = xlsx::main_part(bytes).filter(|name| has(name));
        let is_excel = |end: &str| main.as_ref().is_some_and(|name| name.starts_with("xl/") && name.ends_with(end));
        // The type may be missing; the content then says whether it has sheets.
        let is_open = || zip_check::start_of(bytes, TYPE).is_none_or(|text| text.contains(OPEN_DOCUMENT));
        match () {
            () if has("xl/workbook.bin") || is_excel(".bin") => Ok(Self::Xlsb),
            () if has("xl/workbook.xml") || is_excel(".xml") => Ok(Self::Xlsx),
            () if has("content.xml") && is_open() => Ok(Self::Ods),
            () => Err(OTHER_FILES
                .iter()
                .find(|(name, _)| has(name))
                .map_or_else(|| zipped_folder(&names), |(_, is)| ReadError::not_a_workbook(is))),
        }
    }

    /// By the first element; a web page where it is none that we know from elsewhere.
    fn detect_markup(bytes: &[u8]) -> Self {
        let text = xml::decode(bytes);
        let root = root(&text);
        let known = root.as_ref().and_then(|root| ROOTS.iter().find(|(name, _)| name.eq_ignore_ascii_case(root)));
        match (known, root) {
            (Some((_, Self::FlatOds)), _) if !text.contains("office:spreadsheet") => Self::Ctf,
            (Some((_, kind)), _) => *kind,
            // What is XML and not ours is told by its root.
            (None, Some(_)) if text.trim_start().starts_with("<?xml") && !has_table(&text) => Self::Ctf,
            (None, Some(root)) if is_xml_name(&root) && !has_table(&text) => Self::Ctf,
            _ => Self::Html,
        }
    }
}

/// The name of the first element, without its prefix.
fn root(text: &str) -> Option<String> {
    let mut reader = xml::reader(text.as_bytes());
    reader.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) => return Some(element.local_name().as_ref().to_owned()),
            Ok(Event::Eof) | Err(_) => return None,
            Ok(_) => (),
        }
    }
}

/// True for names that web pages do not have: those with capitals after small letters, as `CTfile` and `ATfile`.
fn is_xml_name(name: &str) -> bool {
    name.chars().any(char::is_uppercase) && name.chars().any(char::is_lowercase)
}

fn has_table(text: &str) -> bool {
    text.as_bytes().windows(6).any(|window| window.eq_ignore_ascii_case(b"<table"))
}

/// A zipped folder; names a file inside that may be the one meant.
fn zipped_folder(names: &[String]) -> ReadError {
    let table = |name: &&String| [".csv", ".xlsx", ".xls", ".ods", ".xml"].iter().any(|end| name.ends_with(end));
    let inside = names.iter().find(table).map(|name| format!(" \u{201c}{name}\u{201d} is in it.")).unwrap_or_default();
    ReadError::new(format!("This is a packed folder (zip), not a workbook.{inside}"), UNPACK)
}
