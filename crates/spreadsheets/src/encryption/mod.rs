//! Workbooks that are encrypted without anybody having set a password. Excel does so where the structure of a workbook is
//! protected, with a password of its own that every spreadsheet program knows. With another password a file is refused.
//!
//! The forms are those of MS-OFFCRYPTO: [`package`] has those of Excel since 2007 (2.3.4), [`records`] those of .xls
//! (2.3.5 and 2.3.6).

pub mod package;
pub mod records;

use sha1::Sha1;
use sha2::digest::{Digest, Output};

/// What Excel encrypts with.
const PASSWORD: &str = "VelvetSweatshop";

/// The password as it is hashed: UTF-16 with the lower byte first.
fn password() -> Vec<u8> {
    PASSWORD.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// The hash of several texts, one after the other.
fn hash<D: Digest>(parts: &[&[u8]]) -> Output<D> {
    parts.iter().fold(D::new(), |hash, part| hash.chain_update(part)).finalize()
}

/// The header and the verifier of what Windows encrypts, as workbooks hold them after the version and flags.
struct CryptoHeader<'a> {
    /// Number of bits in the key.
    key_bits: u32,
    salt: &'a [u8],
    /// Encrypted, a text and its hash: they show whether the key is right.
    verifier: &'a [u8],
    verifier_hash: &'a [u8],
}

/// Where the header has the number of bits.
const KEY_BITS: usize = 16;
/// Bytes of a salt, and of the text that verifies a key.
const SALT: usize = 16;

impl<'a> CryptoHeader<'a> {
    /// `None`: it is cut short.
    fn new(bytes: &'a [u8]) -> Option<Self> {
        let (length, rest) = take_u32(bytes)?;
        let (header, rest) = rest.split_at_checked(length as usize)?;
        let (key_bits, _) = take_u32(header.get(KEY_BITS..)?)?;
        let (salt_length, rest) = take_u32(rest)?;
        let (salt, rest) = rest.split_at_checked(SALT).filter(|_| salt_length as usize == SALT)?;
        let (verifier, rest) = rest.split_at_checked(SALT)?;
        let (_, verifier_hash) = take_u32(rest)?;
        Some(Self { key_bits, salt, verifier, verifier_hash })
    }

    /// The hash of salt and password.
    fn password_hash(&self) -> Output<Sha1> {
        hash::<Sha1>(&[self.salt, &password()])
    }
}

/// Four bytes as a number, and what follows.
fn take_u32(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (number, rest) = bytes.split_first_chunk()?;
    Some((u32::from_le_bytes(*number), rest))
}
