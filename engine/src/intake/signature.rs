//! Recognises binary files by their first bytes.

use super::diagnostic::CannotRead;

/// Magic bytes, what such a file is, and what to do with it.
const SIGNATURES: [(&[u8], &str, &str); 9] = [
    (b"\x89PNG", "a picture (PNG)", PICK_ANOTHER),
    (b"\xff\xd8\xff", "a picture (JPEG)", PICK_ANOTHER),
    (b"GIF8", "a picture (GIF)", PICK_ANOTHER),
    (b"%PDF", "a PDF document", "Ask the system it came from for a CSV export instead."),
    (b"PK\x03\x04", "an Excel workbook or another packed file", SAVE_AS_CSV),
    (b"\xd0\xcf\x11\xe0", "an older Excel workbook", SAVE_AS_CSV),
    (b"\x1f\x8b", "a compressed file", "Unpack it first, then choose the CSV file inside."),
    (b"\xff\xfe\0\0", "text in UTF-32", SAVE_AS_UTF8),
    (b"{\\rtf", "a word processor's document", PICK_ANOTHER),
];
const PICK_ANOTHER: &str = "Choose the CSV file that your school's system exported.";
const SAVE_AS_CSV: &str = "Open it and save the sheet as \"CSV UTF-8 (comma delimited)\", then choose that file.";
const SAVE_AS_UTF8: &str = "Save it as \"CSV UTF-8 (comma delimited)\", then choose that file.";

/// Refuses a file that is not text, by its first bytes.
pub(super) fn refuse_binary(start: &[u8]) -> Result<(), CannotRead> {
    match SIGNATURES.iter().find(|(signature, _, _)| start.starts_with(signature)) {
        Some((_, is, remedy)) => Err(CannotRead::new(&format!("This is {is}, not a text file with pupils."), remedy)),
        None => Ok(()),
    }
}
