//! The bytes of a file within a work file: written as base64 piece by piece, and read again with a check sum.

use std::fmt::Write;

use base64::Engine;
use base64::alphabet;
use base64::engine::GeneralPurpose;
use base64::engine::general_purpose::{NO_PAD, STANDARD};
use sha2::{Digest, Sha256};

use super::{FileOutline, StoredFile};

/// For what is left of a damaged piece.
const LENIENT: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, NO_PAD.with_decode_allow_trailing_bits(true));

/// The piece in which bytes are encoded: three bytes are four letters, so only the last piece may be another.
pub const BYTES: usize = 3 << 20;
/// The piece in which letters are decoded.
pub const LETTERS: usize = 4 << 20;

/// Encodes the bytes of a file.
#[derive(Clone, Debug, Default)]
pub struct ContentWriter {
    sum: Sha256,
    size: u64,
}

impl ContentWriter {
    /// A piece of [`BYTES`] bytes, or the last one, as base64.
    pub fn encode(&mut self, bytes: &[u8]) -> String {
        self.add(bytes);
        STANDARD.encode(bytes)
    }

    /// The next bytes of a file whose bytes are saved as they are.
    pub fn add(&mut self, bytes: &[u8]) {
        self.sum.update(bytes);
        self.size += bytes.len() as u64;
    }

    /// What the head says of the file.
    pub fn finish(self, name: &str) -> StoredFile {
        StoredFile { name: name.to_owned(), size: self.size, sha256: hex(&self.sum.finalize()) }
    }
}

/// Decodes the bytes of a file.
#[derive(Clone, Debug, Default)]
pub struct ContentReader {
    sum: Sha256,
    size: u64,
    foreign: bool,
}

impl ContentReader {
    /// The bytes of a piece of [`LETTERS`] letters, or of the last one. A letter that is none of base64 is damage, and
    /// counts as another one, so that the rest can be read.
    pub fn decode(&mut self, letters: &[u8]) -> Vec<u8> {
        let bytes = STANDARD.decode(letters).unwrap_or_else(|_| {
            self.foreign = true;
            decode_damaged(letters)
        });
        self.add(&bytes);
        bytes
    }

    /// The next bytes of a file whose bytes were saved as they are.
    pub fn add(&mut self, bytes: &[u8]) {
        self.sum.update(bytes);
        self.size += bytes.len() as u64;
    }

    /// Whether the bytes are those that were saved, as far as the file tells.
    pub fn is_sound(self, file: &FileOutline) -> bool {
        let sum = hex(&self.sum.finalize());
        let same_size = file.size.is_none_or(|size| size == self.size);
        !self.foreign && same_size && file.sha256.as_ref().is_none_or(|saved| *saved == sum)
    }
}

fn decode_damaged(letters: &[u8]) -> Vec<u8> {
    let letters = letters.strip_suffix(b"==").or(letters.strip_suffix(b"=")).unwrap_or(letters);
    // One letter alone makes no byte.
    let length = letters.len() - usize::from(letters.len() % 4 == 1);
    let known = |byte: &u8| if byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/') { *byte } else { b'A' };
    LENIENT.decode(letters.iter().take(length).map(known).collect::<Vec<_>>()).unwrap_or_default()
}

/// The SHA-256 of bytes, in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a text never fails.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
