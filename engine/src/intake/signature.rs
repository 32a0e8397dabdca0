//! Says what a file is that is no table of pupils: by its first bytes, or, once no heading in it is known, by what its
//! first rows look like.

use super::diagnostic::CannotRead;
use super::table::layout::FirstRow;

/// Magic bytes, what such a file is, and what to do with it.
const SIGNATURES: [(&[u8], &str, &str); 23] = [
    (b"\x89PNG", "a picture (PNG)", PICK_ANOTHER),
    (b"\xff\xd8\xff", "a picture (JPEG)", PICK_ANOTHER),
    (b"GIF8", "a picture (GIF)", PICK_ANOTHER),
    (b"II*\0", "a picture (TIFF)", PICK_ANOTHER),
    (b"MM\0*", "a picture (TIFF)", PICK_ANOTHER),
    (b"%PDF", "a PDF document", "Ask the system it came from for a CSV export instead."),
    (b"%!PS", "a document for a printer (PostScript)", "Ask the system it came from for a CSV export instead."),
    (b"PK\x03\x04", "an Excel workbook or another packed file", SAVE_AS_CSV),
    (b"\xd0\xcf\x11\xe0", "an older Excel workbook", SAVE_AS_CSV),
    (b"Rar!", "a packed folder (rar)", UNPACK),
    (b"7z\xbc\xaf", "a packed folder (7z)", UNPACK),
    (b"\x1f\x8b", "a compressed file", UNPACK),
    (b"BZh", "a compressed file (bz2)", UNPACK),
    (b"\xfd7zXZ", "a compressed file (xz)", UNPACK),
    (b"\x28\xb5\x2f\xfd", "a compressed file (zstd)", UNPACK),
    (b"\0\x01\0\0Standard Jet DB", "an Access database", EXPORT_TABLE),
    (b"\0\x01\0\0Standard ACE DB", "an Access database", EXPORT_TABLE),
    (b"SQLite format 3\0", "a database (SQLite)", EXPORT_TABLE),
    (b"PAR1", "a file of a database (Parquet)", EXPORT_TABLE),
    (
        b"!BDN",
        "a mailbox of Outlook",
        "Open the message in Outlook, save the file attached to it, and choose that file.",
    ),
    (b"bplist00", "a file of a Mac's own", PICK_ANOTHER),
    (b"\xff\xfe\0\0", "text in UTF-32", SAVE_AS_UTF8),
    (b"{\\rtf", "a word processor's document", PICK_ANOTHER),
];
const PICK_ANOTHER: &str = "Choose the CSV file that your school's system exported.";
const SAVE_AS_CSV: &str = "Open it and save the sheet as \"CSV UTF-8 (comma delimited)\", then choose that file.";
const SAVE_AS_UTF8: &str = "Save it as \"CSV UTF-8 (comma delimited)\", then choose that file.";
const UNPACK: &str = "Unpack it first, then choose the file with the pupils inside.";
const EXPORT_TABLE: &str =
    "Export the table with the pupils from it as CSV or as an Excel workbook, and choose that file.";

/// Beginnings of texts that are no table, what they are, and what to do with them.
const TEXTS: [(&str, &str, &str); 15] = [
    ("{\"\":\"WARNING! DO NOT EDIT", GOOGLE_LINK, DOWNLOAD),
    ("{\"url\":\"https://docs.google", GOOGLE_LINK, DOWNLOAD),
    ("{", "data for programs (JSON)", PICK_ANOTHER),
    ("[{", "data for programs (JSON)", PICK_ANOTHER),
    ("[InternetShortcut]", "a link to a web page", "Open the link, export the pupils there, and choose that file."),
    ("CREATE ", SQL, EXPORT_TABLE),
    ("INSERT ", SQL, EXPORT_TABLE),
    ("SELECT ", SQL, EXPORT_TABLE),
    ("-- ", SQL, EXPORT_TABLE),
    ("Received: ", MAIL, SAVE_ATTACHMENT),
    ("Return-Path: ", MAIL, SAVE_ATTACHMENT),
    ("Delivered-To: ", MAIL, SAVE_ATTACHMENT),
    ("From: ", MAIL, SAVE_ATTACHMENT),
    ("Subject: ", MAIL, SAVE_ATTACHMENT),
    ("Date: ", MAIL, SAVE_ATTACHMENT),
];
const GOOGLE_LINK: &str = "a link to a sheet in Google Drive";
const DOWNLOAD: &str = "Open the sheet in the browser, download it there (File, Download, Microsoft Excel or CSV), and \
                        choose that file.";
const SQL: &str = "a script for a database (SQL)";
const MAIL: &str = "a mail message";
const SAVE_ATTACHMENT: &str = "Open the message, save the file attached to it, and choose that file.";

/// The longest name in a file by which Excel or Word locks another, and the length of such a file.
const LOCK_NAME: usize = 54;
const LOCK_FILE: usize = 200;
/// Spaces that divide the columns of a printed report.
const GAP: &str = "  ";

/// Refuses a file that is not text, by its first bytes.
pub(super) fn refuse_binary(start: &[u8]) -> Result<(), CannotRead> {
    if is_lock_file(start) {
        return Err(CannotRead::new(
            "This is not the workbook: it is a small file by which a program marks that it has the workbook open.",
            "Choose the file of the same name without \u{201c}~$\u{201d} or \u{201c}.~lock.\u{201d} in front.",
        ));
    }
    match SIGNATURES.iter().find(|(signature, _, _)| start.starts_with(signature)) {
        Some((_, is, remedy)) => Err(CannotRead::new(&format!("This is {is}, not a text file with pupils."), remedy)),
        None => Ok(()),
    }
}

/// What a file is, by its first rows, if no heading in them is known and they are no table; `None`: they may be one.
pub(super) fn refuse_text(rows: &[FirstRow]) -> Option<CannotRead> {
    let first = rows.first()?.cells.iter().find(|cell| !cell.is_empty())?;
    // A comma may have cut it.
    let line = rows.first()?.cells.join(",");
    let known = TEXTS.iter().find(|(begin, _, _)| first.starts_with(begin) || line.starts_with(begin));
    if let Some((_, is, remedy)) = known {
        return Some(CannotRead::new(&format!("This is {is}, not a table of pupils."), remedy));
    }
    if rows.iter().flat_map(|row| &row.cells).any(|cell| cell.chars().any(is_no_text)) {
        return Some(CannotRead::new(
            "This file is not text, and no workbook that is read here.",
            "Open it in the program it came from, and export or save the pupils from there as CSV or as an Excel workbook.",
        ));
    }
    let printed = |row: &FirstRow| row.cells.iter().all(|cell| cell.trim().contains(GAP));
    (rows.len() > 1 && rows.iter().take(3).all(printed)).then(|| {
        CannotRead::new(
            "This is a printed report: its columns are divided by spaces, which are in names as well.",
            "Ask the system it came from for CSV. Or open it in a spreadsheet, which asks for the width of each column, and \
             save it as a workbook.",
        )
    })
}

/// Letters that no text has.
fn is_no_text(letter: char) -> bool {
    letter == char::REPLACEMENT_CHARACTER || (letter.is_control() && !matches!(letter, '\t' | '\n' | '\r'))
}

/// Excel's: a length, a name filled up with spaces, the same length again. LibreOffice's: a line with the user's name,
/// computer and folder.
fn is_lock_file(start: &[u8]) -> bool {
    let excel = || {
        let (length, rest) = start.split_first()?;
        let (name, rest) = rest.split_at_checked(LOCK_NAME)?;
        let filled = name.get(usize::from(*length)..)?;
        Some(*length > 0 && filled.iter().all(|byte| *byte == b' ') && rest.first() == Some(length))
    };
    let libre_office = || start.starts_with(b",") && start.windows(9).any(|window| window == b",file:///");
    start.len() <= LOCK_FILE && excel() == Some(true) || start.len() <= 2 * LOCK_FILE && libre_office()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused_text(text: &str) -> Option<String> {
        let cells = |line: &str| line.split(',').map(str::to_owned).collect();
        let rows = (1..).zip(text.lines()).map(|(number, line)| FirstRow { number, cells: cells(line) });
        refuse_text(&rows.collect::<Vec<_>>()).map(|error| error.what)
    }

    #[test]
    fn files_that_are_not_text() {
        let lock = [b"\x04Jane".to_vec(), vec![b' '; 50], b"\x04\0J\0a\0n\0e\0".to_vec(), vec![b' '; 60]].concat();
        let office = b",jane,PC7,28.11.2009 09:00,file:///home/jane/.config/libreoffice/4;";
        for (start, what) in [
            (&lock[..], "not the workbook"),
            (&office[..], "not the workbook"),
            (b"Rar!\x1a\x07", "rar"),
            (b"7z\xbc\xaf\x27\x1c", "7z"),
            (b"\0\x01\0\0Standard ACE DB\0", "Access"),
            (b"%PDF-1.4", "PDF"),
        ] {
            assert!(refuse_binary(start).unwrap_err().what.contains(what), "{what}");
        }
        assert!(refuse_binary(b"UPN,Sex\r\n").is_ok());
        assert!(refuse_binary(b"\x04,Jane Okafor,UPN,Sex and more headings than that, each of them longer").is_ok());
    }

    #[test]
    fn texts_that_are_no_table() {
        for (text, what) in [
            ("{\"\":\"WARNING! DO NOT EDIT THIS FILE!\",\"doc_id\":\"1\"}", "Google Drive"),
            ("{\"pupils\":[{\"upn\":\"A1\"}]}", "JSON"),
            ("CREATE TABLE pupils (upn text)", "SQL"),
            ("From: office@hillview.example\nSubject: targets", "mail message"),
            ("\u{1}\u{2}ab,\u{fffd}", "not text"),
            ("UPN           Surname   Forename\nA1            Ash       Ada", "printed report"),
        ] {
            assert!(refused_text(text).is_some_and(|said| said.contains(what)), "{what}");
        }
        assert_eq!(refused_text("Ref,Hobby\n1,Chess"), None);
        assert_eq!(refused_text("Hillview  Primary\nPupils"), None);
    }
}
