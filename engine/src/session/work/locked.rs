//! A locked working file: what was encrypted, and all that is needed beside the passphrase to open it.
//!
//! The key is derived by PBKDF2 with SHA-256, the content is encrypted and authenticated by AES-GCM with 256 bits. Both
//! are done by the browser; here is only how they are written down.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

/// What the file calls itself.
pub(super) const FORMAT: &str = "ambition-work-locked";
/// The form that this page writes, and the newest it reads. Form 1 did not authenticate its head.
pub(super) const VERSION: u32 = 2;
/// Rounds of the derivation of the key.
pub const ROUNDS: u32 = 600_000;
/// More rounds than these are no file of ours: they would only keep the browser busy.
const MOST_ROUNDS: u32 = 10_000_000;
/// Bytes of the salt.
pub const SALT: u32 = 16;
/// Bytes of the initialisation vector.
pub const IV: u32 = 12;

/// A passphrase of fewer letters is warned of: a program could guess it.
pub const PASSPHRASE_LETTERS: usize = 12;

/// Whether a passphrase is to be warned of.
pub fn is_short(passphrase: &str) -> bool {
    passphrase.chars().count() < PASSPHRASE_LETTERS
}

/// What a key is derived with, beside the passphrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyDerivation {
    /// Rounds.
    pub rounds: u32,
    /// The salt.
    pub salt: Vec<u8>,
}

/// A locked working file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockedWork {
    version: u32,
    /// How its key was derived.
    pub derivation: KeyDerivation,
    /// The initialisation vector.
    pub iv: Vec<u8>,
    /// What was encrypted.
    pub content: Vec<u8>,
}

impl LockedWork {
    /// Without its content, which is to be encrypted with [`LockedWork::authenticated_head`].
    pub fn new(derivation: KeyDerivation, iv: &[u8]) -> Self {
        Self { version: VERSION, derivation, iv: iv.to_vec(), content: Vec::new() }
    }

    /// What is authenticated with the content and not encrypted.
    pub fn authenticated_head(&self) -> String {
        if self.version == 1 { String::new() } else { self.head() }
    }

    /// Whether a file that begins like this may be one.
    pub fn is_begun_by(start: &str) -> bool {
        start.contains(FORMAT)
    }

    /// From what was saved; `None`: it is another kind of file, of a newer page, or damaged.
    pub fn from_text(text: &str) -> Option<Self> {
        let tree = serde_json::from_str::<Value>(text).ok()?;
        let version = u32::try_from(tree.get("version")?.as_u64()?).ok()?;
        let ours = tree.get("format")? == FORMAT && (1..=VERSION).contains(&version);
        let rounds = u32::try_from(tree.get("rounds")?.as_u64()?).ok()?;
        let bytes = |name: &str| STANDARD.decode(tree.get(name)?.as_str()?).ok();
        let (salt, iv, content) = (bytes("salt")?, bytes("iv")?, bytes("content")?);
        let derivation = KeyDerivation { rounds, salt };
        (ours && (1..=MOST_ROUNDS).contains(&rounds)).then_some(Self { version, derivation, iv, content })
    }

    /// As it is saved.
    pub fn to_text(&self) -> String {
        format!(r#"{},"content":"{}"}}"#, self.head(), STANDARD.encode(&self.content))
    }

    fn head(&self) -> String {
        let [salt, iv] = [&self.derivation.salt, &self.iv].map(|bytes| STANDARD.encode(bytes));
        // Numbers and letters of base64: nothing that JSON would write in another way.
        format!(
            r#"{{"format":"{FORMAT}","version":{},"rounds":{},"salt":"{salt}","iv":"{iv}""#,
            self.version, self.derivation.rounds
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::WorkOutline;
    use super::*;

    fn locked() -> LockedWork {
        let derivation = KeyDerivation { rounds: ROUNDS, salt: vec![1; 16] };
        LockedWork { content: b"secret".to_vec(), ..LockedWork::new(derivation, &[2; 12]) }
    }

    #[test]
    fn what_is_saved_comes_back() {
        let back = LockedWork::from_text(&locked().to_text()).unwrap();
        assert_eq!(back, locked());
    }

    #[test]
    fn the_head_is_authenticated_except_in_files_of_before() {
        let text = locked().to_text();
        assert!(text.starts_with(&locked().authenticated_head()));
        let more_rounds = LockedWork::from_text(&text.replace("600000", "700000")).unwrap();
        assert_ne!(more_rounds.authenticated_head(), locked().authenticated_head());
        let before = LockedWork::from_text(&text.replace("\"version\":2", "\"version\":1")).unwrap();
        assert_eq!(before.authenticated_head(), "");
        assert_eq!(before.to_text(), text.replace("\"version\":2", "\"version\":1"));
    }

    #[test]
    fn newer_and_damaged_ones_are_told_apart() {
        let text = locked().to_text();
        let newer = text.replace("\"version\":2", "\"version\":3");
        assert_eq!(LockedWork::from_text(&newer), None);
        assert!(WorkOutline::from_text(&newer).unwrap_err().what.contains("newer"));
        let changed = [text.replace("600000", "4000000000"), text.replace("AQEB", "A*EB"), text[..60].to_owned()];
        for damaged in changed.iter().map(String::as_str).chain(["", "ambition-work-locked"]) {
            assert_eq!(LockedWork::from_text(damaged), None, "{damaged}");
            assert!(WorkOutline::from_text(damaged).unwrap_err().what.contains("not saved work"), "{damaged}");
        }
    }
}
