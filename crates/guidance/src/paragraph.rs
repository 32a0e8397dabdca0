//! How a paragraph of the guidance is cited.

use serde::{Deserialize, Serialize};

/// A document of the guidance.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// How it is cited: `S0`.
    pub source: String,
    /// Its title.
    pub title: String,
}

/// "¶26a" of "S0 ¶26a", and the citation in full: "Guidance … (2007), paragraph 26a".
pub fn cite(source: &str, documents: &[Document]) -> (String, String) {
    let (document, place) = source.split_once(' ').unwrap_or((source, ""));
    let title = documents.iter().find(|known| known.source == document).map_or(document, |known| &known.title);
    let in_full = match place.strip_prefix('¶') {
        Some(number) => format!("{title}, paragraph {number}"),
        None if place.is_empty() => title.to_owned(),
        None => format!("{title}, {place}"),
    };
    (place.to_owned(), in_full)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_in_full() {
        let documents = [Document { source: "S0".into(), title: "Guidance".into() }];
        assert_eq!(cite("S0 ¶26a", &documents), ("¶26a".into(), "Guidance, paragraph 26a".into()));
        let box_title = cite("S0 Conversion data", &documents);
        assert_eq!(box_title, ("Conversion data".into(), "Guidance, Conversion data".into()));
        assert_eq!(cite("S0", &documents), (String::new(), "Guidance".into()));
    }
}
