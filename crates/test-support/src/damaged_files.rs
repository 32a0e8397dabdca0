//! Files as they are and with something done to them, for holding two programs against each other.

use std::fs;
use std::path::{Path, PathBuf};

use ambition_engine::intake::workbook;
use fastrand::Rng;

use crate::authority::authority_csv;
use crate::mutations::{Grammar, mutate};

/// Folders of tests with files that are read one at a time.
const FOLDERS: [&str; 4] =
    ["engine/tests/exports", "engine/tests/workbooks", "engine/tests/worked_examples", "engine/tests/ctf"];
/// Larger files leave less room for others.
const LARGEST: u64 = 60_000;
/// Endings of files that are about others.
const NOTES: [&str; 3] = ["md", "toml", "rs"];

/// A file to read.
pub struct TestFile {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// This many files: those of the tests, most of them damaged, and now and then an invented authority. They are the same
/// in every run.
pub fn test_files(count: usize) -> Vec<TestFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut paths = Vec::new();
    FOLDERS.iter().for_each(|folder| add_files(&root.join(folder), &mut paths));
    paths.sort();
    let mut random = Rng::with_seed(21);
    (0..count).map(|number| test_file(number, &paths, &mut random)).collect()
}

fn test_file(number: usize, paths: &[PathBuf], random: &mut Rng) -> TestFile {
    if number % 16 == 15 {
        let pupils = random.u64(1..200);
        let text = authority_csv(pupils, random.u64(1..6), random.bool());
        return TestFile { name: format!("{number}-authority.csv"), bytes: text.into_bytes() };
    }
    let path = &paths[random.usize(..paths.len())];
    let name = format!("{number}-{}", path.file_name().unwrap().to_string_lossy());
    let bytes = fs::read(path).unwrap();
    if number.is_multiple_of(4) {
        return TestFile { name, bytes };
    }
    let grammar = match bytes.as_slice() {
        [b'<', ..] => Grammar::Markup,
        bytes if workbook::wants_opener(bytes) => Grammar::Binary,
        _ => Grammar::Text,
    };
    let other = fs::read(&paths[random.usize(..paths.len())]).unwrap();
    TestFile { name, bytes: mutate(&bytes, &other, grammar, random) }
}

fn add_files(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()) {
        let (path, about) = (entry.path(), entry.metadata().unwrap());
        if about.is_dir() {
            add_files(&path, paths);
        } else if about.len() <= LARGEST
            && path.extension().is_some_and(|ending| NOTES.iter().all(|note| ending != *note))
        {
            paths.push(path);
        }
    }
}
