//! Files whose bytes the page holds, so that one that is saved over on the disk, moved or pulled out costs nothing; and by
//! what a larger one is known again.

use ambition_engine::session::work::content::sha256;
use ambition_worker::message::HeldBytes;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

/// Bytes of files opened together up to which the page holds them: some 80,000 pupils. Copying 50 MB took as long as
/// reading them.
const MOST_HELD: f64 = (8 << 20) as f64;
/// A larger file is known again by its size and so many pieces of it, from its first byte to its last.
const PIECES: u32 = 16;
/// Bytes of such a piece.
const PIECE: f64 = (256 << 10) as f64;

/// By what a file is known again.
#[derive(Clone, Debug, PartialEq)]
pub struct FilePrint {
    size: f64,
    sha256: String,
}

/// Whether files opened together are held.
pub fn are_held(files: &[File]) -> bool {
    files.iter().map(|file| file.size()).sum::<f64>() <= MOST_HELD
}

/// A file, and its bytes if the page has read them: the engine need not read them again.
pub type HeldFile = (File, Option<ArrayBuffer>);

/// Holds the bytes of files opened together, if they are not too large. What cannot be read is left as it is, for the
/// reading to say why.
pub async fn hold(chosen: Vec<File>) -> Vec<HeldFile> {
    let are_held = are_held(&chosen);
    let mut files = Vec::new();
    for file in chosen {
        let copy = if are_held { copy(&file).await } else { None };
        files.push(copy.map_or((file, None), |(copy, bytes)| (copy, Some(bytes))));
    }
    files
}

async fn copy(file: &File) -> Option<(File, ArrayBuffer)> {
    let bytes = JsFuture::from(file.array_buffer()).await.ok()?;
    let copy = File::new_with_u8_array_sequence(&Array::of1(&bytes), &file.name()).ok()?;
    (copy.size() == file.size()).then(|| (copy, bytes.unchecked_into()))
}

/// Takes the bytes of these files out of what was held.
pub fn take_bytes(held: &mut Vec<HeldFile>, files: &[File]) -> HeldBytes {
    let place = |held: &[HeldFile], file: &File| held.iter().position(|(other, _)| is_same(other, file));
    files.iter().map(|file| held.swap_remove(place(held, file)?).1).collect()
}

fn is_same(one: &File, other: &File) -> bool {
    AsRef::<JsValue>::as_ref(one) == AsRef::<JsValue>::as_ref(other)
}

/// By what a file is known again; `None`: it cannot be read.
pub async fn print(file: &File) -> Option<FilePrint> {
    let size = file.size();
    let mut sums = String::new();
    for piece in 0..PIECES {
        let from = ((size - PIECE).max(0.0) * f64::from(piece) / f64::from(PIECES - 1)).floor();
        let bytes = file.slice_with_f64_and_f64(from, from + PIECE).ok()?;
        let bytes = Uint8Array::new(&JsFuture::from(bytes.array_buffer()).await.ok()?);
        sums += &sha256(&bytes.to_vec());
    }
    Some(FilePrint { size, sha256: sha256(sums.as_bytes()) })
}

/// Whether chosen files are those that were open, as far as a print tells.
pub async fn are_same(open: &[File], prints: &[(File, FilePrint)], chosen: &[File]) -> bool {
    if open.len() != chosen.len() {
        return false;
    }
    for (open, chosen) in open.iter().zip(chosen) {
        let known = prints.iter().find(|(file, _)| is_same(file, open)).map(|(_, print)| print);
        if known.is_none() || known != print(chosen).await.as_ref() {
            return false;
        }
    }
    true
}
