//! How a paragraph of the guidance is cited.

use super::Edition;

/// "¶26a" of "S0 ¶26a", and the citation in full: "Guidance … (2007), paragraph 26a".
pub fn cite(source: &str, editions: &[Edition]) -> (String, String) {
    let (document, place) = source.split_once(' ').unwrap_or((source, ""));
    let name = editions.iter().find(|edition| edition.source == document).map(|edition| edition.document.as_str());
    let name = name.unwrap_or(document);
    let number = place.trim_start_matches('¶');
    (place.to_owned(), if number.is_empty() { name.to_owned() } else { format!("{name}, paragraph {number}") })
}
