//! How a paragraph of the guidance is cited.

use serde::{Deserialize, Serialize};

/// A document of the guidance.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SourceDocument {
    /// How it is cited: `S0`.
    pub source: String,
    /// Its title.
    pub title: String,
}

/// A paragraph of the guidance.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Paragraph {
    /// "¶26a".
    pub short: String,
    /// "Guidance on targets for 2009, paragraph 26a".
    pub long: String,
}

/// The paragraph that a source such as `S0 ¶26a` names.
pub fn cite(source: &str, documents: &[SourceDocument]) -> Paragraph {
    let (document, place) = source.split_once(' ').unwrap_or((source, ""));
    let title = documents.iter().find(|known| known.source == document).map_or(document, |known| &known.title);
    let long = match place.strip_prefix('¶') {
        Some(number) => format!("{title}, paragraph {number}"),
        None if place.is_empty() => title.to_owned(),
        None => format!("{title}, {place}"),
    };
    Paragraph { short: place.to_owned(), long }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_in_full() {
        let documents = [SourceDocument { source: "S0".into(), title: "Guidance".into() }];
        let cited = |source: &str| {
            let Paragraph { short, long } = cite(source, &documents);
            (short, long)
        };
        assert_eq!(cited("S0 ¶26a"), ("¶26a".into(), "Guidance, paragraph 26a".into()));
        assert_eq!(cited("S0 Conversion data"), ("Conversion data".into(), "Guidance, Conversion data".into()));
        assert_eq!(cited("S0"), (String::new(), "Guidance".into()));
    }
}
