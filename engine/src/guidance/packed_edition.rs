//! An edition of one's own as a program packs it for the page, which carries no reader of TOML: checked, merged with the
//! edition that it extends, and of one version of the guidance.
//!
//! It is a text of one line: what it is, the version of the guidance, a check sum, and the edition in base64.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Edition, Guidance};

/// The ending of the name of such a file.
pub const ENDING: &str = ".edition";

/// What the text begins with.
const KIND: &str = "ambition-edition";

/// Bytes of a check sum that are kept.
const SUM_BYTES: usize = 8;

const DAMAGED: &str = "This edition is damaged, or no edition at all. Ask whoever made it for another copy, as \
                       ambition edition FILE.toml packs it.";
const OTHER_VERSION: &str = "This edition was packed for another version of this page. Ask whoever made it to pack it again \
                             with the program of this version: ambition edition FILE.toml.";

/// An edition of one's own, checked and merged.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PackedEdition {
    /// The edition with all that it inherits.
    pub edition: Edition,
    /// The id of the edition that it extends.
    pub extends: String,
}

impl PackedEdition {
    /// An edition that extends the one with this id. Its name says from now on that it is nobody's guidance, wherever the
    /// name is shown.
    pub fn new(edition: &Edition, extends: &str) -> Self {
        let mut edition = edition.clone();
        edition.name.push_str(" (own edition, not official)");
        Self { edition, extends: extends.to_owned() }
    }

    /// The text of its file.
    ///
    /// # Errors
    /// When it cannot be written, which no edition is the cause of.
    pub fn to_text(&self) -> Result<String, String> {
        let bytes = postcard::to_allocvec(self).map_err(|error| error.to_string())?;
        Ok(format!("{KIND} {} {} {}\n", version(), check_sum(&bytes), STANDARD.encode(&bytes)))
    }

    /// Reads the text of such a file.
    ///
    /// # Errors
    /// In words, when it is damaged, of another version, or would take the place of an edition that ships.
    pub fn from_text(text: &str, guidance: &Guidance) -> Result<Self, String> {
        let mut words = text.split_whitespace();
        let [Some(KIND), Some(of), Some(sum), Some(letters)] = [(); 4].map(|()| words.next()) else {
            return Err(DAMAGED.into());
        };
        if of != version() {
            return Err(OTHER_VERSION.into());
        }
        let bytes = STANDARD.decode(letters).ok().filter(|bytes| check_sum(bytes) == sum).ok_or(DAMAGED)?;
        let packed = postcard::from_bytes::<Self>(&bytes).map_err(|_| DAMAGED)?;
        let id = &packed.edition.id;
        let replaces = guidance.edition(id).is_some() && !guidance.own_editions.contains_key(id);
        let is_known = guidance.families().contains(&packed.edition.family.as_str());
        if replaces || packed.edition.is_default || !is_known { Err(DAMAGED.into()) } else { Ok(packed) }
    }
}

/// The version of the guidance and of its form: whatever changes one of them changes what is packed with the engine.
fn version() -> String {
    check_sum(super::SHIPPED)
}

fn check_sum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(SUM_BYTES).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(guidance: &Guidance) -> PackedEdition {
        let mut edition = Edition::clone(guidance.edition("2027").unwrap());
        (edition.id, edition.name) = ("2027-anytown".into(), "Anytown".into());
        PackedEdition::new(&edition, "2027")
    }

    #[test]
    fn it_comes_back_as_it_was() {
        let guidance = Guidance::shipped().unwrap();
        let text = packed(&guidance).to_text().unwrap();
        let back = PackedEdition::from_text(&text, &guidance).unwrap();
        assert_eq!(
            (back.edition.name.as_str(), back.extends.as_str()),
            ("Anytown (own edition, not official)", "2027")
        );
        let extended = guidance.with_own_edition(back.edition, back.extends);
        assert_eq!(
            extended.edition("2027-anytown").unwrap().measures.len(),
            guidance.edition("2027").unwrap().measures.len()
        );
        // Files are still opened by what ships.
        assert_eq!(extended.edition_of("scores").unwrap().id, "2027");
        assert_eq!(extended.newest_edition().unwrap().id, "2027");
        // And it may be opened once more.
        assert!(PackedEdition::from_text(&text, &extended).is_ok());
    }

    #[test]
    fn damage_and_other_versions_are_told() {
        let guidance = Guidance::shipped().unwrap();
        let text = packed(&guidance).to_text().unwrap();
        let refusal = |text: &str| PackedEdition::from_text(text, &guidance).unwrap_err();
        let cut = text.get(..text.len() / 2).unwrap();
        for damaged in ["", "UPN,Sex", KIND, cut, &text.replacen('A', "B", 1)] {
            assert_eq!(refusal(damaged), DAMAGED);
        }
        assert_eq!(refusal(&text.replace(&version(), "0123456789abcdef")), OTHER_VERSION);
    }

    #[test]
    fn no_edition_that_ships_is_replaced() {
        let guidance = Guidance::shipped().unwrap();
        let mut same_id = packed(&guidance);
        same_id.edition.id = "2027".into();
        let mut default = packed(&guidance);
        default.edition.is_default = true;
        let mut unknown = packed(&guidance);
        unknown.edition.family = "runes".into();
        for wrong in [same_id, default, unknown] {
            assert_eq!(PackedEdition::from_text(&wrong.to_text().unwrap(), &guidance).unwrap_err(), DAMAGED);
        }
    }
}
