//! A locked working file: what was encrypted, and all that is needed beside the passphrase to open it.
//!
//! The key is derived by PBKDF2 with SHA-256, the content is encrypted and authenticated by AES-GCM with 256 bits. Both
//! are done by the browser; here is only how they are written down.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

/// What the file calls itself.
pub(super) const FORMAT: &str = "ambition-work-locked";
/// The form that this page writes, and the newest it reads.
const VERSION: u64 = 1;
/// Rounds of the derivation of the key.
pub const ROUNDS: u32 = 600_000;
/// More rounds than these are no file of ours: they would only keep the browser busy.
const MOST_ROUNDS: u32 = 10_000_000;
/// Bytes of the salt.
pub const SALT: u32 = 16;
/// Bytes of the initialisation vector.
pub const IV: u32 = 12;

/// A locked working file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockedWork {
    /// Rounds of the derivation of the key.
    pub rounds: u32,
    /// The salt of the derivation.
    pub salt: Vec<u8>,
    /// The initialisation vector.
    pub iv: Vec<u8>,
    /// What was encrypted.
    pub content: Vec<u8>,
}

impl LockedWork {
    /// Of what was encrypted after [`ROUNDS`] rounds.
    pub fn new(salt: &[u8], iv: &[u8], content: &[u8]) -> Self {
        Self { rounds: ROUNDS, salt: salt.to_vec(), iv: iv.to_vec(), content: content.to_vec() }
    }

    /// Whether a file that begins like this may be one.
    pub fn is_begun_by(start: &str) -> bool {
        start.contains(FORMAT)
    }

    /// From what was saved; `None`: it is another kind of file, of a newer page, or damaged.
    pub fn from_text(text: &str) -> Option<Self> {
        let tree = serde_json::from_str::<Value>(text).ok()?;
        let ours = tree.get("format")? == FORMAT && tree.get("version")?.as_u64()? == VERSION;
        let rounds = u32::try_from(tree.get("rounds")?.as_u64()?).ok()?;
        let bytes = |name: &str| STANDARD.decode(tree.get(name)?.as_str()?).ok();
        let (salt, iv, content) = (bytes("salt")?, bytes("iv")?, bytes("content")?);
        (ours && (1..=MOST_ROUNDS).contains(&rounds)).then_some(Self { rounds, salt, iv, content })
    }

    /// As it is saved.
    pub fn to_text(&self) -> String {
        let [salt, iv, content] = [&self.salt, &self.iv, &self.content].map(|bytes| STANDARD.encode(bytes));
        // Numbers and letters of base64: nothing that JSON would write in another way.
        format!(
            r#"{{"format":"{FORMAT}","version":{VERSION},"rounds":{},"salt":"{salt}","iv":"{iv}","content":"{content}"}}"#,
            self.rounds
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::WorkOutline;
    use super::*;

    fn locked() -> LockedWork {
        LockedWork::new(&[1; 16], &[2; 12], b"secret")
    }

    #[test]
    fn what_is_saved_comes_back() {
        let back = LockedWork::from_text(&locked().to_text()).unwrap();
        assert_eq!(back, locked());
    }

    #[test]
    fn newer_and_damaged_ones_are_told_apart() {
        let text = locked().to_text();
        let newer = text.replace("\"version\":1", "\"version\":2");
        assert_eq!(LockedWork::from_text(&newer), None);
        assert!(WorkOutline::from_text(&newer).unwrap_err().what.contains("newer"));
        let changed = [text.replace("600000", "4000000000"), text.replace("AQEB", "A*EB"), text[..60].to_owned()];
        for damaged in changed.iter().map(String::as_str).chain(["", "ambition-work-locked"]) {
            assert_eq!(LockedWork::from_text(damaged), None, "{damaged}");
            assert!(WorkOutline::from_text(damaged).unwrap_err().what.contains("no saved work"), "{damaged}");
        }
    }
}
