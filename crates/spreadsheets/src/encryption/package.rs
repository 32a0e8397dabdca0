//! Workbooks since Excel 2007: a packed workbook, encrypted as a whole inside a compound file.

use std::io::{Cursor, Read};

use aes::cipher::generic_array::GenericArray;
use aes::cipher::{BlockDecrypt, KeyInit};
use aes::{Aes128, Aes256};
use cfb::CompoundFile;
use quick_xml::events::{BytesStart, Event};
use sha1::Sha1;
use sha2::Sha512;
use sha2::digest::Output;

use super::{CryptoHeader, SALT, hash, password, take_u32};
use crate::mime::base64;
use crate::read_error::ReadError;
use crate::xml;

/// The streams that hold how the workbook is encrypted, and the workbook.
const INFO: &str = "EncryptionInfo";
const PACKAGE: &str = "EncryptedPackage";

/// How often the password is hashed: since 2007, and at most since 2010. Excel does so 100,000 times.
const SPINS: u32 = 50_000;
const MOST_SPINS: u32 = 200_000;
/// Bytes that are encrypted by themselves, since 2010.
const SEGMENT: usize = 4_096;
/// What fills a key or block that a hash is too short for.
const FILLER: u8 = 0x36;
/// What the keys of the form of 2010 are for: the verifier, its hash, and the key of the workbook.
const PURPOSES: [[u8; 8]; 3] = [
    [0xfe, 0xa7, 0xd2, 0x76, 0x3b, 0x4b, 0x9e, 0x79],
    [0xd7, 0xaa, 0x0f, 0x6d, 0x30, 0x61, 0x34, 0x4e],
    [0x14, 0x6e, 0x0b, 0xe7, 0xab, 0xac, 0xd0, 0xd6],
];

/// The packed workbook that a compound file holds; the file as it is, if it holds none.
///
/// # Errors
/// When the workbook is encrypted with another password than Excel's own, or in another way.
pub fn unlock(bytes: Vec<u8>) -> Result<Vec<u8>, ReadError> {
    // Whatever is wrong with the file is told by its reader.
    let Ok(mut file) = CompoundFile::open(Cursor::new(bytes.as_slice())) else { return Ok(bytes) };
    if !file.is_stream(PACKAGE) {
        return Ok(bytes);
    }
    let mut part = |name: &str| {
        let stream = file.open_stream(name).ok()?;
        let mut part = Vec::new();
        stream.take(bytes.len() as u64).read_to_end(&mut part).ok()?;
        Some(part)
    };
    let unlocked = part(INFO).zip(part(PACKAGE)).and_then(|(info, package)| decrypt(&info, package));
    unlocked.ok_or_else(ReadError::password)
}

/// `None`: the password is another one, or the form is not known.
fn decrypt(info: &[u8], mut package: Vec<u8>) -> Option<Vec<u8>> {
    let (version, rest) = take_u32(info)?;
    let (_, rest) = take_u32(rest)?;
    let size = usize::try_from(u64::from_le_bytes(*package.first_chunk()?)).ok()?;
    package.drain(..size_of::<u64>());
    match (version & 0xffff, version >> 16) {
        (4, 4) => AgileInfo::new(rest)?.decrypt(&mut package)?,
        (2..=4, 2) => block_key(&CryptoHeader::new(rest)?)?.decrypt(&mut package),
        _ => return None,
    }
    package.truncate(size);
    Some(package)
}

/// The cipher of 2007, if the password is right.
fn block_key(header: &CryptoHeader) -> Option<Aes> {
    let spin = |hashed: Output<Sha1>, turn: u32| hash::<Sha1>(&[&turn.to_le_bytes(), &hashed]);
    let hashed = (0..SPINS).fold(header.password_hash(), spin);
    let hashed = hash::<Sha1>(&[&hashed, &0_u32.to_le_bytes()]);
    let half = |filler: u8| {
        let mut block = [filler; 64];
        block.iter_mut().zip(hashed).for_each(|(byte, hashed)| *byte ^= hashed);
        hash::<Sha1>(&[&block])
    };
    let key = [half(FILLER), half(0x5c)].concat();
    let aes = Aes::new(key.get(..header.key_bits as usize / 8)?)?;
    let (mut verifier, mut verifier_hash) = (header.verifier.to_vec(), header.verifier_hash.to_vec());
    aes.decrypt(&mut verifier);
    aes.decrypt(&mut verifier_hash);
    verifier_hash.starts_with(&hash::<Sha1>(&[&verifier])).then_some(aes)
}

/// How a workbook is encrypted since 2010.
#[derive(Default)]
struct AgileInfo {
    data: AgileKey,
    password: AgileKey,
    spins: u32,
    verifier: Vec<u8>,
    verifier_hash: Vec<u8>,
    key: Vec<u8>,
}

/// A key, and how it is hashed.
#[derive(Default)]
struct AgileKey {
    salt: Vec<u8>,
    bytes: usize,
    hash: AgileHash,
}

/// The hashes of Excel 2010 and since 2013.
#[derive(Clone, Copy, Default)]
enum AgileHash {
    Sha1,
    #[default]
    Sha512,
}

impl AgileInfo {
    fn new(text: &[u8]) -> Option<Self> {
        let mut info = Self::default();
        let read = xml::read_events::<_, ReadError>(xml::reader(text), |event| {
            if let Event::Start(element) = event {
                // An element that is not understood leaves its salt empty.
                let _ = info.add(element);
            }
            Ok(std::ops::ControlFlow::Continue(()))
        });
        let is_known = |key: &AgileKey| key.salt.len() == SALT;
        let may_spin = (1..=MOST_SPINS).contains(&info.spins);
        (read.is_ok() && may_spin && is_known(&info.data) && is_known(&info.password)).then_some(info)
    }

    fn add(&mut self, element: &BytesStart) -> Option<()> {
        match element.local_name().as_ref() {
            "keyData" => self.data = AgileKey::new(element)?,
            "encryptedKey" => {
                self.password = AgileKey::new(element)?;
                self.spins = xml::number(element, "spinCount")?;
                self.verifier = bytes_of(element, "encryptedVerifierHashInput")?;
                self.verifier_hash = bytes_of(element, "encryptedVerifierHashValue")?;
                self.key = bytes_of(element, "encryptedKeyValue")?;
            }
            _ => (),
        }
        Some(())
    }

    fn decrypt(mut self, package: &mut [u8]) -> Option<()> {
        let of = &self.password;
        let spin = |hashed: Vec<u8>, turn: u32| of.hash.hash(&[&turn.to_le_bytes(), &hashed]);
        let hashed = (0..self.spins).fold(of.hash.hash(&[&of.salt, &password()]), spin);
        let parts = [&mut self.verifier, &mut self.verifier_hash, &mut self.key];
        for (part, purpose) in parts.into_iter().zip(PURPOSES) {
            let key = filled(of.hash.hash(&[&hashed, &purpose]), of.bytes);
            Aes::new(&key)?.decrypt_chained(part, &of.salt);
        }
        if !self.verifier_hash.starts_with(&of.hash.hash(&[&self.verifier])) {
            return None;
        }
        let aes = Aes::new(self.key.get(..self.data.bytes)?)?;
        for (number, segment) in (0_u32..).zip(package.chunks_mut(SEGMENT)) {
            let start = self.data.hash.hash(&[&self.data.salt, &number.to_le_bytes()]);
            aes.decrypt_chained(segment, &filled(start, SALT));
        }
        Some(())
    }
}

impl AgileKey {
    fn new(element: &BytesStart) -> Option<Self> {
        let is = |name: &str, value: &str| xml::attribute(element, name).is_some_and(|text| text == value);
        let hash = match xml::attribute(element, "hashAlgorithm")?.as_ref() {
            "SHA1" | "SHA-1" => AgileHash::Sha1,
            "SHA512" => AgileHash::Sha512,
            _ => return None,
        };
        let is_known = is("cipherAlgorithm", "AES") && is("cipherChaining", "ChainingModeCBC");
        let bytes = xml::number::<usize>(element, "keyBits")? / 8;
        is_known.then_some(Self { salt: bytes_of(element, "saltValue")?, bytes, hash })
    }
}

impl AgileHash {
    fn hash(self, parts: &[&[u8]]) -> Vec<u8> {
        match self {
            Self::Sha1 => hash::<Sha1>(parts).to_vec(),
            Self::Sha512 => hash::<Sha512>(parts).to_vec(),
        }
    }
}

fn bytes_of(element: &BytesStart, name: &str) -> Option<Vec<u8>> {
    Some(base64(xml::attribute(element, name)?.bytes()))
}

/// A hash brought to a length.
fn filled(mut hash: Vec<u8>, length: usize) -> Vec<u8> {
    hash.resize(length.min(64), FILLER);
    hash
}

/// The cipher with one of the lengths of key that Excel writes.
enum Aes {
    Short(Box<Aes128>),
    Long(Box<Aes256>),
}

impl Aes {
    fn new(key: &[u8]) -> Option<Self> {
        let short = Aes128::new_from_slice(key).ok().map(|aes| Self::Short(Box::new(aes)));
        short.or_else(|| Aes256::new_from_slice(key).ok().map(|aes| Self::Long(Box::new(aes))))
    }

    fn decrypt_block(&self, block: &mut [u8; SALT]) {
        let block = GenericArray::from_mut_slice(block);
        match self {
            Self::Short(aes) => aes.decrypt_block(block),
            Self::Long(aes) => aes.decrypt_block(block),
        }
    }

    /// Decrypts whole blocks, each by itself.
    fn decrypt(&self, bytes: &mut [u8]) {
        bytes.as_chunks_mut().0.iter_mut().for_each(|block| self.decrypt_block(block));
    }

    /// Decrypts whole blocks, each with the encrypted one before it.
    fn decrypt_chained(&self, bytes: &mut [u8], start: &[u8]) {
        let Some(mut before) = start.first_chunk().copied() else { return };
        for block in bytes.as_chunks_mut().0 {
            let encrypted = *block;
            self.decrypt_block(block);
            block.iter_mut().zip(before).for_each(|(byte, before)| *byte ^= before);
            before = encrypted;
        }
    }
}
