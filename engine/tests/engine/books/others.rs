//! Files that are no workbook, or none that can be opened.

use super::{read_as, refused};
use ambition_engine::intake::ReadAs;
use ambition_test_support::workbooks::{add_sheet, compound_file, ods_table, ods_workbook, xlsx, zip_file};

fn small() -> Vec<u8> {
    xlsx(|book| add_sheet(book, "S", &[&["UPN", "KS1_Maths"], &["A1", "2b"]]))
}

#[test]
fn what_is_no_workbook_is_named() {
    let compound = |stream: &str| compound_file(&[(stream, &[0; 5_000])]);
    let cases = [
        (zip_file(&[("word/document.xml", b"<w/>")]), "This is a Word document", "save the table"),
        (
            zip_file(&[("a.txt", b"x"), ("pupils.csv", b"UPN")]),
            "packed folder (zip), not a workbook. “pupils.csv”",
            "Unpack",
        ),
        (
            zip_file(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>")]),
            "OpenDocument",
            "save",
        ),
        (zip_file(&[("Index/Document.iwa", b"x")]), "Apple", "save"),
        (compound("EncryptedPackage"), "password", "CSV UTF-8"),
        (compound("WordDocument"), "Word", "save"),
        (compound("__substg1.0_1000001F"), "mail message saved from Outlook", "save"),
        (compound("nothing known"), "another document of Microsoft Office", "save"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and no more".to_vec(), "damaged", "CSV UTF-8"),
        (b"PK\x03\x04\x14\0\x06\0".to_vec(), "workbook is damaged", "CSV UTF-8"),
        (xlsx(|book| _ = book.add_worksheet()), "No sheet of this workbook has cells", "Choose"),
        (b"<?xml version=\"1.0\"?><Workbook/>".to_vec(), "No sheet of this workbook has cells", "Choose"),
        (b"<html><p>Please log in".to_vec(), "web page without a table", "Export"),
        (b"<ATfile/>".to_vec(), "Admissions Transfer File", "Export"),
        (b"<?xml version=\"1.0\"?><Rows/>".to_vec(), "begins with “Rows”", "CSV UTF-8"),
    ];
    for (bytes, what, remedy) in cases {
        let said = refused(&bytes);
        assert!(said.contains(what) && said.contains(remedy), "{what}: {said}");
    }
}

/// Wherever a file ends, or a byte in it changes, it is read or refused in words.
#[test]
fn damage_anywhere() {
    let ods = ods_workbook(&ods_table("S", &[vec!["UPN".into(), "KS1_Maths".into()], vec!["A1".into(), "2b".into()]]));
    for bytes in [small(), ods] {
        for cut in (4..bytes.len()).step_by(7) {
            let said = refused(&bytes[..cut]);
            assert!(said.contains("damaged"), "{cut}: {said}");
        }
        for place in (4..bytes.len()).step_by(3) {
            let mut bytes = bytes.clone();
            bytes[place] ^= 0x55;
            if let Err(error) = read_as(&bytes, ReadAs::default()) {
                assert!(!error.what.is_empty() && !error.remedy.is_empty());
            }
        }
    }
}

/// The same of a workbook that Excel has encrypted with its own password; what it says of itself costs no time.
#[test]
fn damage_in_an_encrypted_workbook() {
    let bytes = include_bytes!("../../workbooks/reported/protected-by-excel-2010/input.xlsx");
    let replaced = |text: &[u8], by: &[u8]| {
        let place = bytes.windows(text.len()).position(|window| window == text).unwrap();
        [&bytes[..place], by, &bytes[place + text.len()..]].concat()
    };
    let spins = replaced(b"spinCount=\"100000\"", b"spinCount=\"999999\"");
    let bits = replaced(b"keyBits=\"128\"", b"keyBits=\"999\"");
    let cipher = replaced(b"cipherAlgorithm=\"AES\"", b"cipherAlgorithm=\"DES\"");
    for bytes in [spins, bits, cipher] {
        assert!(refused(&bytes).contains("protected by a password"));
    }
    for place in (8..bytes.len()).step_by(401) {
        let mut bytes = bytes.to_vec();
        bytes[place] ^= 0x55;
        if let Err(error) = read_as(&bytes, ReadAs::default()) {
            assert!(!error.what.is_empty() && !error.remedy.is_empty());
        }
    }
}

/// The same of an older workbook, which is larger, so at fewer places. At some of them calamine panics, which costs the
/// page an instance of the module, and is told like other damage.
#[test]
fn damage_in_an_older_workbook() {
    let bytes = include_bytes!("../../workbooks/sample-year-6.xls");
    for place in (8..bytes.len()).step_by(611) {
        let mut flipped = bytes.to_vec();
        flipped[place] ^= 0x55;
        for damaged in [&flipped[..], &bytes[..place]] {
            if let Err(error) = read_as(damaged, ReadAs::default()) {
                assert!(!error.what.is_empty() && !error.remedy.is_empty());
            }
        }
    }
}

/// On the command line as well: one line, and exit code 2.
#[test]
fn evaluate_tells_damage_in_one_line() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    let evaluate = ambition_test_support::command_line::evaluate();
    let old = include_bytes!("../../workbooks/sample-year-6.xls");
    for (name, bytes) in [("cut.xlsx", &small()[..500]), ("cut.xls", &old[..9_000]), ("panic.xls", &panicking(old)[..])]
    {
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        let output = std::process::Command::new(evaluate).arg(path).args(["--edition", "2009"]).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{name}: {said}");
        assert_eq!(said.trim_end().lines().count(), 1, "{name}: {said}");
    }
}

/// Damaged where calamine panics, if there is such a place.
fn panicking(bytes: &[u8]) -> Vec<u8> {
    let flipped = (8..bytes.len()).step_by(611).map(|place| {
        let mut bytes = bytes.to_vec();
        bytes[place] ^= 0x55;
        bytes
    });
    let panics = |bytes: &Vec<u8>| {
        let outcome = read_as(bytes, ReadAs::default());
        outcome.is_err_and(|error| error.what.contains("something in it is damaged"))
    };
    flipped.into_iter().find(panics).unwrap_or_else(|| bytes[..9_000].to_vec())
}
