//! The look at a packed file before anything in it is read: how much would it become?

use std::io::{self, Cursor, Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::limits;
use crate::trouble::Trouble;

/// What each part's entry in the list of parts begins with.
const LISTED: &[u8] = b"PK\x01\x02";

/// The names of the parts, when all of them together stay within the limits. What the list claims is looked at first, and
/// then held against what comes out, because a list can lie.
///
/// # Errors
/// When there are too many parts, too large ones, encrypted ones, or damage.
pub fn checked(bytes: &[u8]) -> Result<Vec<String>, Trouble> {
    // Before the list is read: each entry in it takes memory.
    if bytes.windows(LISTED.len()).filter(|window| *window == LISTED).count() > limits::ENTRIES {
        return Err(Trouble::too_large(format!("More than {} parts are packed in this file.", limits::ENTRIES)));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let names = claims(&mut archive)?;
    (0..archive.len()).try_for_each(|index| hold_against_claim(&mut archive, index))?;
    Ok(names)
}

/// What the list of parts claims.
fn claims(archive: &mut ZipArchive<impl Read + Seek>) -> Result<Vec<String>, Trouble> {
    let mut total = 0_u64;
    let mut names = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(damaged)?;
        total = total.saturating_add(entry.size());
        if entry.size() > limits::ENTRY || total > limits::TOTAL {
            let (part, all) = (limits::ENTRY >> 20, limits::TOTAL >> 20);
            return Err(Trouble::too_large(format!(
                "Unpacked, this file would hold more than {all} MB, or more than {part} MB in one part."
            )));
        }
        if entry.encrypted() {
            return Err(Trouble::password());
        }
        names.push(entry.name().map_err(damaged)?.replace('\\', "/"));
    }
    Ok(names)
}

/// Unpacks a part into nothing, no further than one byte beyond what was claimed.
fn hold_against_claim(archive: &mut ZipArchive<impl Read + Seek>, index: usize) -> Result<(), Trouble> {
    let part = archive.by_index(index).map_err(damaged)?;
    let claimed = part.size();
    let unpacked = io::copy(&mut part.take(claimed + 1), &mut io::sink());
    match unpacked {
        Ok(size) if size == claimed => Ok(()),
        Ok(_) => Err(Trouble::damaged("a part is not as large as it says")),
        Err(_) => Err(Trouble::damaged("a part of it cannot be unpacked")),
    }
}

/// Not in the library's words, which are about the insides of packed files.
pub(crate) fn damaged(error: ZipError) -> Trouble {
    match error {
        ZipError::UnsupportedArchive(_) => Trouble::damaged("a part is packed in a way that is not read"),
        _ => Trouble::damaged("what is packed in it cannot be found"),
    }
}
