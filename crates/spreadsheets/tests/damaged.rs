//! Files with bytes changed, cut out, doubled or put in are read, or refused in words; no reader panics or hangs. For a
//! long run: `SPREADSHEET_CASES=5000 cargo test -p ambition-spreadsheets --test damaged`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::disallowed_methods)]

use std::fs;
use std::path::{Path, PathBuf};

use ambition_spreadsheets::SpreadsheetFile;

/// Changed files of each file, if nothing else is said.
const CASES: u64 = 30;
/// Pieces that mean something to a reader.
const PIECES: [&[u8]; 12] = [
    b"\r\n",
    b"\0",
    b"\xff\xff\xff\xff",
    b"99999999",
    b"<table>",
    b"</table:table>",
    b"<row r=\"1048577\">",
    b" rowspan=99999 ",
    b"\x09\x08\x08\0",
    b";X99999;Y99999",
    b"&#x10ffff;",
    b"<!--",
];

/// A generator of random numbers, the same at every run (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

fn changed(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(6) {
        let place = random.below(bytes.len());
        let end = (place + random.below(40)).min(bytes.len());
        match random.below(6) {
            0 | 1 => bytes[place..].iter_mut().take(1).for_each(|byte| *byte ^= 1 << random.below(8)),
            2 => bytes[place..].iter_mut().take(1).for_each(|byte| *byte = 0xff),
            3 => _ = bytes.drain(place..end),
            4 => {
                let piece = PIECES[random.below(PIECES.len())];
                bytes.splice(place..place, piece.iter().copied());
            }
            _ => {
                let piece = bytes[place..end].repeat(1 + random.below(4));
                bytes.splice(place..place, piece);
            }
        }
    }
    bytes
}

fn read_all(bytes: Vec<u8>) -> Result<usize, String> {
    let says = |error: ambition_spreadsheets::read_error::ReadError| {
        assert!(!error.what.is_empty() && !error.remedy.is_empty());
        error.what
    };
    let mut file = SpreadsheetFile::open(bytes).map_err(says)?;
    let sheets = file.contents().map_err(says)?.sheets;
    let readable = sheets.iter().filter(|sheet| sheet.trouble.is_empty());
    Ok(readable.filter(|sheet| file.table(&sheet.name).map_err(says).is_ok()).count())
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        match path.extension() {
            None if path.is_dir() => files.extend(self::files(&path)),
            Some(extension) if extension != "md" && extension != "txt" => files.push(path),
            _ => (),
        }
    }
    files.sort();
    files
}

#[test]
fn files_that_are_damaged() {
    let cases = std::env::var("SPREADSHEET_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(CASES);
    let files = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../engine/tests/workbooks"));
    assert!(files.len() > 30);
    let (mut read, mut refused) = (0, 0);
    for path in files {
        let bytes = fs::read(&path).unwrap();
        let mut random = Random(0x9e37_79b9_7f4a_7c15);
        for case in 0..cases {
            let damaged = changed(&bytes, &mut random);
            let copy = damaged.clone();
            match std::panic::catch_unwind(|| read_all(damaged)) {
                Ok(Ok(_)) => read += 1,
                Ok(Err(_)) => refused += 1,
                Err(_) => {
                    let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join("panicked");
                    fs::write(&kept, copy).unwrap();
                    panic!("{} case {case}: see {}", path.display(), kept.display());
                }
            }
        }
    }
    assert!(read > 0 && refused > 0, "{read} read, {refused} refused");
}
