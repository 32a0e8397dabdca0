//! Locking a working file with a passphrase, by the browser's own cryptography.

use ambition::session::work::locked::{IV, Locked, ROUNDS, SALT};
use js_sys::{Array, JsString, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Crypto, CryptoKey, SubtleCrypto};

fn crypto() -> Option<Crypto> {
    web_sys::window()?.crypto().ok()
}

/// Browsers offer it only to pages from a file, from https or from this machine.
fn subtle() -> Option<SubtleCrypto> {
    Some(crypto()?.subtle()).filter(|subtle| !subtle.is_undefined())
}

/// Whether this browser can lock and unlock here.
pub fn can() -> bool {
    subtle().is_some()
}

/// The text, locked; `None`: this browser cannot.
pub async fn locked(text: &str, passphrase: &str) -> Option<Locked> {
    let (mut salt, mut iv) = ([0; SALT], [0; IV]);
    crypto()?.get_random_values_with_u8_array(&mut salt).ok()?;
    crypto()?.get_random_values_with_u8_array(&mut iv).ok()?;
    let key = key(passphrase, &salt, ROUNDS).await?;
    let content = subtle()?.encrypt_with_object_and_u8_array(&cipher(&iv), &key, text.as_bytes()).ok()?;
    let content = Uint8Array::new(&JsFuture::from(content).await.ok()?).to_vec();
    Some(Locked::new(&salt, &iv, &content))
}

/// The text that was locked; `None`: this passphrase does not open it, it is damaged, or this browser cannot.
pub async fn unlocked(locked: &Locked, passphrase: &str) -> Option<String> {
    let [salt, iv, content] = locked.parts()?;
    let key = key(passphrase, &salt, locked.rounds).await?;
    let text = subtle()?.decrypt_with_object_and_u8_array(&cipher(&iv), &key, &content).ok()?;
    String::from_utf8(Uint8Array::new(&JsFuture::from(text).await.ok()?).to_vec()).ok()
}

fn cipher(iv: &[u8]) -> Object {
    object(&[("name", "AES-GCM".into()), ("iv", Uint8Array::from(iv).into())])
}

/// Many rounds, so that trying passphrases takes whoever finds the file long.
async fn key(passphrase: &str, salt: &[u8], rounds: u32) -> Option<CryptoKey> {
    // The same letter is written in two ways by different systems.
    let bytes = String::from(JsString::from(passphrase).normalize("NFC"));
    let bytes = Uint8Array::from(bytes.as_bytes());
    let raw = subtle()?.import_key_with_str("raw", &bytes, "PBKDF2", false, &Array::of1(&"deriveKey".into())).ok()?;
    let raw = JsFuture::from(raw).await.ok()?;
    let derive = object(&[
        ("name", "PBKDF2".into()),
        ("hash", "SHA-256".into()),
        ("salt", Uint8Array::from(salt).into()),
        ("iterations", rounds.into()),
    ]);
    let kind = object(&[("name", "AES-GCM".into()), ("length", 256.into())]);
    let uses = Array::of2(&"encrypt".into(), &"decrypt".into());
    let key = subtle()?.derive_key_with_object_and_object(&derive, raw.unchecked_ref(), &kind, false, &uses).ok()?;
    Some(JsFuture::from(key).await.ok()?.unchecked_into())
}

fn object(parts: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in parts {
        // A new object takes any property.
        Reflect::set(&object, &(*name).into(), value).ok();
    }
    object
}
