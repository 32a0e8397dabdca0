//! Encrypts a work file with a passphrase, by the browser's own cryptography (`static/boot.js`).

use ambition_engine::session::work::locked::{IV, LockedWork, ROUNDS, SALT};
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// Encrypts (and fills salt and vector with random bytes) or decrypts; defined by the packed page only. It throws
    /// where the browser cannot, and the promise fails where the passphrase is wrong.
    #[wasm_bindgen(catch, js_name = ambitionCipher)]
    fn cipher(
        direction: &str,
        passphrase: &str,
        salt: &Uint8Array,
        iv: &Uint8Array,
        rounds: u32,
        content: &Uint8Array,
    ) -> Result<Promise, JsValue>;
}

/// Why a file stays encrypted.
pub enum UnlockError {
    /// This browser cannot decrypt.
    Unsupported,
    /// This passphrase does not open it, or it is damaged.
    WrongPassphrase,
}

/// Encrypts a text; `None`: this browser cannot.
pub async fn encrypt(text: &str, passphrase: &str) -> Option<LockedWork> {
    let (salt, iv) = (Uint8Array::new_with_length(SALT), Uint8Array::new_with_length(IV));
    let done = cipher("encrypt", passphrase, &salt, &iv, ROUNDS, &text.as_bytes().into()).ok()?;
    let content = Uint8Array::new(&JsFuture::from(done).await.ok()?);
    Some(LockedWork::new(&salt.to_vec(), &iv.to_vec(), &content.to_vec()))
}

/// Decrypts a text.
pub async fn decrypt(locked: &LockedWork, passphrase: &str) -> Result<String, UnlockError> {
    let [salt, iv, content] =
        [&locked.salt, &locked.iv, &locked.content].map(|bytes| Uint8Array::from(bytes.as_slice()));
    let done =
        cipher("decrypt", passphrase, &salt, &iv, locked.rounds, &content).map_err(|_| UnlockError::Unsupported)?;
    let text = JsFuture::from(done).await.map_err(|_| UnlockError::WrongPassphrase)?;
    String::from_utf8(Uint8Array::new(&text).to_vec()).map_err(|_| UnlockError::WrongPassphrase)
}
