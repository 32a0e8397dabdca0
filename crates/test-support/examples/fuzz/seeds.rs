//! The files that inputs are made from: those of the tests, sorted by what they are.

use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

use ambition_engine::intake::workbook;
use ambition_engine::session::command::Command;
use ambition_engine::session::work::content::ContentWriter;
use ambition_engine::session::work::{SavedWork, WorkPiece};
use ambition_spreadsheets::file_kind::FileKind;
use fastrand::Rng;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use ambition_test_support::mutations::{Grammar, mutate, mutate_records};

/// Folders of tests with files.
const FOLDERS: [&str; 6] = [
    "engine/tests/cases",
    "engine/tests/exports",
    "engine/tests/workbooks",
    "engine/tests/worked_examples",
    "engine/tests/ctf",
    "crates/spreadsheets/tests/hostile",
];
/// Larger files are left to the tests: small ones leave room for more inputs.
const LARGEST: usize = 40_000;
/// The same for texts.
const LARGEST_TEXT: usize = 4_000;
/// The same for texts in work files.
const LARGEST_IN_WORK: usize = 1_000;

/// A format, or several files at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text.
    Csv,
    /// Two or three texts, read together.
    Together,
    /// Excel since 2007.
    Xlsx,
    /// Excel until 2003.
    Xls,
    /// OpenDocument.
    Ods,
    /// OpenDocument as one XML file, and XML Spreadsheet.
    Xml,
    /// Common Transfer File.
    Ctf,
    /// Web page, and web archive.
    Html,
    /// SYLK.
    Sylk,
    /// Work file.
    Work,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Csv,
        Self::Together,
        Self::Xlsx,
        Self::Xls,
        Self::Ods,
        Self::Xml,
        Self::Ctf,
        Self::Html,
        Self::Sylk,
        Self::Work,
    ];

    /// As on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Together => "together",
            Self::Xlsx => "xlsx",
            Self::Xls => "xls",
            Self::Ods => "ods",
            Self::Xml => "xml",
            Self::Ctf => "ctf",
            Self::Html => "html",
            Self::Sylk => "sylk",
            Self::Work => "work",
        }
    }

    /// By its name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    fn of_file(bytes: &[u8]) -> Option<Self> {
        if !workbook::wants_opener(bytes) {
            return Some(Self::Csv);
        }
        Some(match FileKind::detect(bytes).ok()? {
            FileKind::Xlsx | FileKind::Xlsb => Self::Xlsx,
            FileKind::Xls | FileKind::BareXls => Self::Xls,
            FileKind::Ods => Self::Ods,
            FileKind::FlatOds | FileKind::XmlSpreadsheet => Self::Xml,
            FileKind::Html | FileKind::WebArchive => Self::Html,
            FileKind::Sylk => Self::Sylk,
            FileKind::Ctf => Self::Ctf,
        })
    }

    fn grammar(self) -> Grammar {
        match self {
            Self::Csv | Self::Together | Self::Work => Grammar::Text,
            Self::Xls => Grammar::Binary,
            _ => Grammar::Markup,
        }
    }
}

/// A file, and its parts if it is packed.
struct Seed {
    format: Format,
    bytes: Vec<u8>,
    parts: Vec<(String, Vec<u8>)>,
    /// The records of an .xls.
    stream: Vec<u8>,
}

/// All files, by format.
pub struct Seeds([Vec<Seed>; Format::ALL.len()]);

impl Seeds {
    /// From the folders of the tests.
    pub fn load() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut paths = Vec::new();
        FOLDERS.iter().for_each(|folder| list(&root.join(folder), &mut paths));
        paths.sort();
        let mut seeds = [const { Vec::new() }; Format::ALL.len()];
        for seed in paths.iter().filter_map(|path| Seed::from_file(path)) {
            if seed.format == Format::Csv && seed.bytes.len() < LARGEST_IN_WORK {
                seeds[Format::Work as usize].push(Seed::plain(Format::Work, work(&seed.bytes)));
            }
            seeds[seed.format as usize].push(seed);
        }
        Self(seeds)
    }

    /// An input: the files to be read.
    pub fn mutated(&self, format: Format, random: &mut Rng) -> Vec<Vec<u8>> {
        match format {
            Format::Together => (0..random.usize(2..4)).map(|_| self.one(Format::Csv, random)).collect(),
            format => vec![self.one(format, random)],
        }
    }

    fn one(&self, format: Format, random: &mut Rng) -> Vec<u8> {
        let (seed, other) = (self.any(format, random), self.any(format, random));
        if !seed.parts.is_empty() && random.u8(..8) > 0 {
            return repacked(seed, other, random);
        }
        if !seed.stream.is_empty() && random.u8(..4) > 0 {
            return mutate_records(&seed.stream, random);
        }
        let grammar = if seed.parts.is_empty() { format.grammar() } else { Grammar::Binary };
        mutate(&seed.bytes, &other.bytes, grammar, random)
    }

    fn any(&self, format: Format, random: &mut Rng) -> &Seed {
        random.choice(&self.0[format as usize]).unwrap_or_else(|| panic!("no file of the tests is {}", format.name()))
    }
}

impl Seed {
    fn plain(format: Format, bytes: Vec<u8>) -> Self {
        Self { format, bytes, parts: Vec::new(), stream: Vec::new() }
    }

    fn from_file(path: &Path) -> Option<Self> {
        let bytes = std::fs::read(path).unwrap();
        let format = Format::of_file(&bytes)?;
        let largest = if format == Format::Csv { LARGEST_TEXT } else { LARGEST };
        if bytes.len() > largest {
            return None;
        }
        let parts = if bytes.starts_with(b"PK") { unpacked(&bytes).unwrap_or_default() } else { Vec::new() };
        let stream = if format == Format::Xls { records(&bytes) } else { Vec::new() };
        Some(Self { format, bytes, parts, stream })
    }
}

fn list(folder: &Path, paths: &mut Vec<PathBuf>) {
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        match path.extension().and_then(|ending| ending.to_str()) {
            _ if path.is_dir() => list(&path, paths),
            Some("md" | "toml" | "json") => (),
            _ if path.file_name().is_some_and(|name| name == "right.txt" || name == "expected.txt") => (),
            _ => paths.push(path),
        }
    }
}

fn unpacked(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).ok()?;
        let mut content = Vec::new();
        part.read_to_end(&mut content).ok()?;
        parts.push((part.name().ok()?.into_owned(), content));
    }
    Some(parts)
}

/// The packed file with a few of its parts changed. They are stored as they are, which saves packing and unpacking them.
fn repacked(seed: &Seed, other: &Seed, random: &mut Rng) -> Vec<u8> {
    let mut parts = seed.parts.clone();
    for _ in 0..random.usize(1..3) {
        let at = random.usize(..parts.len());
        let foreign = other.parts.iter().find(|(name, _)| *name == parts[at].0);
        let foreign = foreign.map_or(&[][..], |(_, content)| content);
        match random.u8(..12) {
            0 if parts.len() > 1 => drop(parts.remove(at)),
            1 => parts[at].1 = foreign.to_vec(),
            _ => parts[at].1 = mutate(&parts[at].1, foreign, Grammar::Markup, random),
        }
    }
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in &parts {
        // Two parts of one name are refused, and cannot come up here.
        writer.start_file(name.as_str(), options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The records of an .xls, which is a compound file or nothing but them.
fn records(bytes: &[u8]) -> Vec<u8> {
    let Ok(mut file) = cfb::CompoundFile::open(Cursor::new(bytes)) else { return bytes.to_vec() };
    let mut stream = Vec::new();
    for name in ["Workbook", "Book"] {
        if let Ok(mut records) = file.open_stream(name) {
            records.read_to_end(&mut stream).unwrap();
            break;
        }
    }
    stream
}

/// A work file of a text, with a change of most kinds.
fn work(text: &[u8]) -> Vec<u8> {
    let changes = [
        r#"{"set-target":{"pupil":0,"result":"KS2_Maths","value":"5"}}"#,
        r#"{"apply":{"result":"KS2_Maths","pupils":"all","by":{"rule":"one-more"},"raise_only":true,"search":""}}"#,
        r#"{"map-value":{"field":"KS1_Maths","spelling":"x","meaning":"2b"}}"#,
        r#"{"read-as":{"about":"separator","is":";"}}"#,
        r#"{"read-column":{"heading":"Level","nth":0,"field":"KS1_Maths"}}"#,
        r#"{"set-current-file":{"file":0}}"#,
        r#"{"set-edition":{"edition":"2009"}}"#,
        r#"{"set-stage":{"stage":"Key Stage 2"}}"#,
        r#"{"set-year":{"year":"6"}}"#,
        r#"{"set-current":{"measure":"ks2.both4","value":"50"}}"#,
        r#"{"set-goal":{"measure":"ks2.both4","year":2011,"value":"80"}}"#,
        r#"{"set-exception":{"pupil":1,"evidence":"ill"}}"#,
        r#"{"set-note":{"measure":"ks2.both4","code":"below-expected","note":"talk"}}"#,
        r#"{"set-targets":{"result":"KS2_English","targets":[[0,"4"],[1,"5"]]}}"#,
        r#"{"set-reason":{"pupil":0,"result":"KS2_Maths","reason":"because"}}"#,
        r#"{"set-programme":{"name":"Booster","result":"KS2_Maths","steps":1}}"#,
        r#"{"tag":{"programme":"Booster","pupils":[0,1],"on":true}}"#,
        r#"{"set-school":{"school":"9999"}}"#,
        r#"{"set-sharing":{"fewer_than":"6"}}"#,
        r#""undo""#,
        r#""redo""#,
        r#""undo""#,
    ];
    let changes = changes.iter().map(|change| serde_json::from_str::<Command>(change).unwrap());
    let mut writer = ContentWriter::default();
    let content = writer.encode(text);
    let file = writer.finish("a.csv");
    let saved = SavedWork {
        files: vec![file.clone()],
        anyway: false,
        current: vec![Some(file)],
        changes: changes.collect(),
        view: String::new(),
        raw: text.len().is_multiple_of(2),
    };
    let pieces = saved.to_pieces().into_iter().flat_map(|piece| match piece {
        WorkPiece::Text(text) => text.into_bytes(),
        WorkPiece::Content(_) => content.clone().into_bytes(),
        WorkPiece::Raw(_) => text.to_vec(),
    });
    pieces.collect()
}
