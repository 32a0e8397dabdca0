//! Workbooks until Excel 2003: the contents of most records are encrypted, and their numbers and lengths are not.

use md5::Md5;
use sha1::Sha1;

use super::{CryptoHeader, SALT, hash, password};
use crate::read_error::ReadError;
use crate::xls::{id, u16_at};

/// The records that are never encrypted, and how many of the first bytes of one that tells where a sheet begins.
const PLAIN: [u16; 7] = [0x0809, id::FILE_PASS, 0x0194, 0x0195, 0x00e1, 0x0196, 0x0138];
const PLAIN_OF_SHEET: usize = 4;
/// Bytes that are encrypted with one key.
const BLOCK: usize = 1_024;
/// Bytes of the short key.
const SHORT: usize = 5;
/// How often it is repeated with the salt.
const REPEATS: usize = 16;

/// Decrypts the records of a workbook in place, if they are encrypted.
///
/// # Errors
/// When they are encrypted with another password than Excel's own, or in another way.
pub fn unlock(stream: &mut [u8]) -> Result<(), ReadError> {
    let globals = std::iter::successors(RecordPlace::at(stream, 0), |record| RecordPlace::at(stream, record.end));
    let mut globals = globals.take_while(|record| record.id != id::EOF);
    let Some(info) = globals.find(|record| record.id == id::FILE_PASS) else { return Ok(()) };
    let data = stream.get(info.start..info.end).unwrap_or_default();
    let key = RecordKey::new(data).ok_or_else(ReadError::password)?;
    let mut cipher = (usize::MAX, Rc4::new(&[0]));
    let mut next = 0;
    while let Some(record) = RecordPlace::at(stream, next) {
        next = record.end;
        let plain = match record.id {
            number if PLAIN.contains(&number) => continue,
            id::BOUND_SHEET => PLAIN_OF_SHEET,
            _ => 0,
        };
        for place in record.start + plain..record.end {
            let (block, within) = (place / BLOCK, place % BLOCK);
            if cipher.0 != block {
                cipher = (block, Rc4::new(&key.of_block(block as u32)));
            }
            let byte = cipher.1.byte_at(within);
            stream.get_mut(place).into_iter().for_each(|encrypted| *encrypted ^= byte);
        }
    }
    Ok(())
}

/// Where a record is.
#[derive(Clone, Copy)]
struct RecordPlace {
    id: u16,
    start: usize,
    end: usize,
}

impl RecordPlace {
    /// The record that begins at a place; `None`: it is not whole.
    fn at(stream: &[u8], place: usize) -> Option<Self> {
        let (id, length) = (u16_at(stream, place)?, u16_at(stream, place + 2)?);
        let start = place + 4;
        let end = start + usize::from(length);
        (end <= stream.len()).then_some(Self { id, start, end })
    }
}

/// What the keys of all blocks are made of.
enum RecordKey {
    /// Of Excel 97.
    Short([u8; SHORT]),
    /// Since Excel 2002, with this number of bytes.
    Long(Vec<u8>, usize),
}

impl RecordKey {
    /// `None`: the password is another one, or the form is not known.
    fn new(data: &[u8]) -> Option<Self> {
        let (form, major, minor) = (u16_at(data, 0)?, u16_at(data, 2)?, u16_at(data, 4)?);
        let rest = data.get(6..)?;
        match (form, major, minor) {
            (1, 1, 1) => {
                let (salt, rest) = rest.split_at_checked(SALT)?;
                let (verifier, verifier_hash) = rest.split_at_checked(SALT)?;
                let first = hash::<Md5>(&[&password()]);
                let repeated = [first.get(..SHORT)?, salt].concat().repeat(REPEATS);
                let key = Self::Short(*hash::<Md5>(&[&repeated]).first_chunk()?);
                key.verifies(verifier, verifier_hash, |text| hash::<Md5>(&[text]).to_vec()).then_some(key)
            }
            (1, 2..=4, 2) => {
                // The flags stand here and in the header.
                let header = CryptoHeader::new(rest.get(4..)?)?;
                let bytes = if header.key_bits == 0 { SHORT } else { header.key_bits as usize / 8 };
                let key = Self::Long(header.password_hash().to_vec(), bytes);
                key.verifies(header.verifier, header.verifier_hash, |text| hash::<Sha1>(&[text]).to_vec())
                    .then_some(key)
            }
            _ => None,
        }
    }

    fn of_block(&self, block: u32) -> Vec<u8> {
        match self {
            Self::Short(key) => hash::<Md5>(&[key, &block.to_le_bytes()]).to_vec(),
            Self::Long(key, bytes) => {
                let mut key = hash::<Sha1>(&[key, &block.to_le_bytes()]).to_vec();
                key.truncate(*bytes);
                if *bytes == SHORT {
                    key.resize(SALT, 0);
                }
                key
            }
        }
    }

    fn verifies(&self, verifier: &[u8], verifier_hash: &[u8], hash: impl Fn(&[u8]) -> Vec<u8>) -> bool {
        let mut cipher = Rc4::new(&self.of_block(0));
        let both = [verifier, verifier_hash].concat();
        let both = both.iter().map(|byte| byte ^ cipher.next()).collect::<Vec<_>>();
        both.split_at_checked(verifier.len()).is_some_and(|(text, of_text)| of_text.starts_with(&hash(text)))
    }
}

/// The cipher RC4: bytes that those of the text are combined with.
struct Rc4 {
    state: [u8; 256],
    at: u8,
    other: u8,
    /// Number of bytes so far.
    given: usize,
}

impl Rc4 {
    fn new(key: &[u8]) -> Self {
        let mut cipher = Self { state: std::array::from_fn(|place| place as u8), at: 0, other: 0, given: 0 };
        for (place, byte) in (0..=u8::MAX).zip(key.iter().cycle()) {
            cipher.other = cipher.other.wrapping_add(cipher.state_at(place)).wrapping_add(*byte);
            cipher.state.swap(place.into(), cipher.other.into());
        }
        cipher.other = 0;
        cipher
    }

    fn state_at(&self, place: u8) -> u8 {
        self.state.get(usize::from(place)).copied().unwrap_or_default()
    }

    fn next(&mut self) -> u8 {
        self.given += 1;
        self.at = self.at.wrapping_add(1);
        let here = self.state_at(self.at);
        self.other = self.other.wrapping_add(here);
        let there = self.state_at(self.other);
        self.state.swap(self.at.into(), self.other.into());
        self.state_at(here.wrapping_add(there))
    }

    /// The byte at a place that no earlier one was asked for.
    fn byte_at(&mut self, place: usize) -> u8 {
        while self.given < place {
            self.next();
        }
        self.next()
    }
}
