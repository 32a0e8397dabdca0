//! Sets of texts, to count how many are different.

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use crate::names::hash;

/// Different texts.
#[derive(Clone, Debug, Default)]
pub struct TextSet<'a> {
    texts: HashTable<&'a [u8]>,
}

impl<'a> TextSet<'a> {
    /// An empty set with room for this many texts.
    #[must_use]
    pub fn with_capacity(texts: usize) -> Self {
        Self { texts: HashTable::with_capacity(texts) }
    }

    /// Adds a text; true if it is new.
    #[inline(never)]
    pub fn insert(&mut self, text: &'a [u8]) -> bool {
        match self.texts.entry(hash(text), |other| *other == text, |other| hash(other)) {
            Entry::Occupied(_) => false,
            Entry::Vacant(place) => {
                place.insert(text);
                true
            }
        }
    }

    /// Number of different texts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// True without texts.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_are_one() {
        let texts = (0..1000).map(|number| format!("{}", number % 700)).collect::<Vec<_>>();
        let mut set = TextSet::default();
        assert!(set.is_empty());
        let new = texts.iter().filter(|text| set.insert(text.as_bytes())).count();
        assert_eq!((new, set.len()), (700, 700));
        assert!(set.insert(b"") && !set.insert(b""));
    }
}
