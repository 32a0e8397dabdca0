//! Encrypts work with a passphrase, by the browser's own cryptography (`static/boot.js`).
//!
//! A key is derived from a passphrase once and held, so that work that came locked is saved and kept locked without its
//! passphrase being held. The browser gives out no key that it derived.

use ambition_engine::session::work::locked::{IV, KeyDerivation, LockedWork, ROUNDS, SALT};
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// As many random bytes. Defined by the packed page only, as is what follows.
    #[wasm_bindgen(catch, js_name = ambitionRandom)]
    fn random(length: u32) -> Result<Uint8Array, JsValue>;

    /// Derives a key. It throws where the browser cannot.
    #[wasm_bindgen(catch, js_name = ambitionKey)]
    fn derive_key(passphrase: &str, salt: &Uint8Array, rounds: u32) -> Result<Promise, JsValue>;

    /// Encrypts or decrypts, and authenticates the head too. The promise fails where the key is another.
    #[wasm_bindgen(catch, js_name = ambitionCipher)]
    fn cipher(
        direction: &str,
        key: &JsValue,
        iv: &Uint8Array,
        head: &Uint8Array,
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

/// A key, and how it was derived from a passphrase.
#[derive(Clone)]
pub struct WorkKey {
    key: JsValue,
    derivation: KeyDerivation,
}

impl WorkKey {
    /// The key of a new passphrase, with a salt of its own; `None`: this browser cannot.
    pub async fn new(passphrase: &str) -> Option<Self> {
        let salt = random(SALT).ok()?.to_vec();
        Self::derive(passphrase, KeyDerivation { rounds: ROUNDS, salt }).await
    }

    async fn derive(passphrase: &str, derivation: KeyDerivation) -> Option<Self> {
        let salt = Uint8Array::from(derivation.salt.as_slice());
        let key = JsFuture::from(derive_key(passphrase, &salt, derivation.rounds).ok()?).await.ok()?;
        Some(Self { key, derivation })
    }

    /// Encrypts a text; `None`: this browser cannot.
    pub async fn encrypt(&self, text: &str) -> Option<LockedWork> {
        // A vector must never be used twice with a key.
        let iv = random(IV).ok()?;
        let mut locked = LockedWork::new(self.derivation.clone(), &iv.to_vec());
        let content = self.run("encrypt", &locked, text.as_bytes()).ok()?;
        locked.content = Uint8Array::new(&JsFuture::from(content).await.ok()?).to_vec();
        Some(locked)
    }

    fn run(&self, direction: &str, locked: &LockedWork, content: &[u8]) -> Result<Promise, JsValue> {
        let head = locked.authenticated_head();
        let [iv, head, content] = [locked.iv.as_slice(), head.as_bytes(), content].map(Uint8Array::from);
        cipher(direction, &self.key, &iv, &head, &content)
    }
}

/// Decrypts work. Returns its text, and the key for saving it again.
pub async fn decrypt(locked: &LockedWork, passphrase: &str) -> Result<(String, WorkKey), UnlockError> {
    let key = WorkKey::derive(passphrase, locked.derivation.clone()).await.ok_or(UnlockError::Unsupported)?;
    let text = key.run("decrypt", locked, &locked.content).map_err(|_| UnlockError::Unsupported)?;
    let text = JsFuture::from(text).await.map_err(|_| UnlockError::WrongPassphrase)?;
    let text = String::from_utf8(Uint8Array::new(&text).to_vec()).map_err(|_| UnlockError::WrongPassphrase)?;
    Ok((text, key))
}
