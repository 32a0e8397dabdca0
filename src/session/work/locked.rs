//! A locked working file: what was encrypted, and all that is needed beside the passphrase to open it.
//!
//! The key is derived by PBKDF2 with SHA-256, the content is encrypted and authenticated by AES-GCM with 256 bits. Both
//! are done by the browser; here is only how they are written down.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// What the file calls itself.
pub(super) const FORMAT: &str = "ambition-work-locked";
/// The form that this page writes, and the newest it reads.
const VERSION: u32 = 1;
/// Rounds of the derivation of the key.
pub const ROUNDS: u32 = 600_000;
/// More rounds than these are no file of ours: they would only keep the browser busy.
const MOST_ROUNDS: u32 = 10_000_000;
/// Bytes of the salt.
pub const SALT: usize = 16;
/// Bytes of the initialisation vector.
pub const IV: usize = 12;

/// A locked working file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Locked {
    format: String,
    version: u32,
    /// Rounds of the derivation of the key.
    pub rounds: u32,
    salt: String,
    iv: String,
    content: String,
}

impl Locked {
    /// Of what was encrypted after [`ROUNDS`] rounds.
    pub fn new(salt: &[u8], iv: &[u8], content: &[u8]) -> Self {
        let [salt, iv, content] = [salt, iv, content].map(|bytes| STANDARD.encode(bytes));
        Self { format: FORMAT.into(), version: VERSION, rounds: ROUNDS, salt, iv, content }
    }

    /// From what was saved; `None`: it is another kind of file, of a newer page, or damaged.
    pub fn from_text(text: &str) -> Option<Self> {
        // The working file that is not locked may be large: it is not read twice.
        let text = Some(text).filter(|text| text.contains(FORMAT))?;
        let locked = crate::tree::from_str::<Self>(text).ok()?;
        let ours = locked.format == FORMAT && locked.version == VERSION;
        Some(locked).filter(|locked| ours && (1..=MOST_ROUNDS).contains(&locked.rounds) && locked.parts().is_some())
    }

    /// Salt, initialisation vector and content; `None`: they are damaged.
    pub fn parts(&self) -> Option<[Vec<u8>; 3]> {
        let bytes = |text: &String| STANDARD.decode(text).ok();
        Some([bytes(&self.salt)?, bytes(&self.iv)?, bytes(&self.content)?])
    }

    /// As it is saved.
    pub fn to_text(&self) -> String {
        // Texts and numbers: nothing that could not be written.
        serde_json::to_string(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Work;
    use super::*;

    fn locked() -> Locked {
        Locked::new(&[1; SALT], &[2; IV], b"secret")
    }

    #[test]
    fn what_is_saved_comes_back() {
        let back = Locked::from_text(&locked().to_text()).unwrap();
        assert_eq!(back, locked());
        assert_eq!(back.parts().unwrap(), [vec![1; SALT], vec![2; IV], b"secret".to_vec()]);
    }

    #[test]
    fn newer_and_damaged_ones_are_told_apart() {
        let text = locked().to_text();
        let newer = text.replace("\"version\":1", "\"version\":2");
        assert_eq!(Locked::from_text(&newer), None);
        assert!(Work::from_text(&newer).unwrap_err().what.contains("newer"));
        let changed = [text.replace("600000", "4000000000"), text.replace("AQEB", "A*EB"), text[..60].to_owned()];
        for damaged in changed.iter().map(String::as_str).chain(["", "ambition-work-locked"]) {
            assert_eq!(Locked::from_text(damaged), None, "{damaged}");
            assert!(Work::from_text(damaged).unwrap_err().what.contains("no saved work"), "{damaged}");
        }
    }
}
