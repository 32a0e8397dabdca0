//! Checks a ZIP file before anything in it is read: how large would it become?

use std::io::{self, Cursor, Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::limits;
use crate::read_error::ReadError;

/// Signature of an entry in the central directory.
const LISTED: &[u8] = b"PK\x01\x02";
/// Bytes that [`start_of`] reads.
const START: u64 = 4096;

/// The names of the parts, if all of them together stay within the limits. The sizes in the central directory are
/// checked first, and then verified by unpacking, because the directory can lie.
///
/// # Errors
/// When there are too many parts, or parts that are too large, encrypted or damaged.
pub fn checked_names(bytes: &[u8]) -> Result<Vec<String>, ReadError> {
    // Before the directory is read: each entry takes memory.
    if bytes.windows(LISTED.len()).filter(|window| *window == LISTED).count() > limits::ENTRIES {
        return Err(ReadError::too_large(format!("More than {} parts are packed in this file.", limits::ENTRIES)));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let names = claimed_names(&mut archive)?;
    (0..archive.len()).try_for_each(|index| verify_claim(&mut archive, index))?;
    Ok(names)
}

/// Checks the sizes that the central directory claims, and returns the names.
fn claimed_names(archive: &mut ZipArchive<impl Read + Seek>) -> Result<Vec<String>, ReadError> {
    let mut total = 0_u64;
    let mut names = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(damaged)?;
        total = total.saturating_add(entry.size());
        if entry.size() > limits::ENTRY || total > limits::TOTAL {
            let (part, all) = (limits::ENTRY >> 20, limits::TOTAL >> 20);
            return Err(ReadError::too_large(format!(
                "Unpacked, this file would hold more than {all} MB, or more than {part} MB in one part."
            )));
        }
        if entry.encrypted() {
            return Err(encrypted());
        }
        names.push(entry.name().map_err(damaged)?.replace('\\', "/"));
    }
    Ok(names)
}

/// Unpacks a part into nowhere, at most one byte further than claimed.
fn verify_claim(archive: &mut ZipArchive<impl Read + Seek>, index: usize) -> Result<(), ReadError> {
    crate::beat();
    let part = archive.by_index(index).map_err(damaged)?;
    let claimed = part.size();
    if claimed > limits::PLAIN_ENTRY && claimed / part.compressed_size().max(1) > limits::RATIO {
        return Err(ReadError::too_large("A part of this file would become far larger than it is."));
    }
    let unpacked = io::copy(&mut part.take(claimed + 1), &mut io::sink());
    match unpacked {
        Ok(size) if size == claimed => Ok(()),
        Ok(_) => Err(ReadError::damaged("a part is not as large as it says")),
        Err(_) => Err(ReadError::damaged("a part of it cannot be unpacked")),
    }
}

/// The first bytes of a part as text; `None`: there is no such part.
pub fn start_of(bytes: &[u8], name: &str) -> Option<String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut start = Vec::new();
    archive.by_name(name).ok()?.take(START).read_to_end(&mut start).ok()?;
    Some(String::from_utf8_lossy(&start).into_owned())
}

/// Workbooks are encrypted as a whole; it is folders whose parts are.
fn encrypted() -> ReadError {
    ReadError::new(
        "This is a packed folder (zip) with a password.",
        "Unpack it with its password, then choose the file with the pupils inside.",
    )
}

/// Not in the library's words, which are about the internals of ZIP files.
pub(crate) fn damaged(error: ZipError) -> ReadError {
    match error {
        ZipError::UnsupportedArchive(_) => ReadError::damaged("a part is packed in a way that is not read"),
        _ => ReadError::damaged("what is packed in it cannot be found"),
    }
}
