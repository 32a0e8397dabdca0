//! Headings that were looked up: reading a file asks for each of its headings some twenty times.

use std::sync::{Mutex, PoisonError};

use fnv::FnvHashMap;

use super::FieldId;

/// Texts kept, at most: several times what nearly any file has in its headings and in other rows that may hold some.
const MOST: usize = 1 << 12;

/// The fields of headings; `None`: the text is the heading of none. A clone is empty, as it may be for other fields.
#[derive(Debug, Default)]
pub(super) struct HeadingCache(Mutex<FnvHashMap<String, Option<FieldId>>>);

impl HeadingCache {
    /// The field of a heading: as it is kept, else as `find` has it.
    pub fn get_or_find(&self, heading: &str, find: impl FnOnce() -> Option<FieldId>) -> Option<FieldId> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(field) = known.get(heading) {
            return *field;
        }
        let field = find();
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(heading.to_owned(), field);
        field
    }
}

impl Clone for HeadingCache {
    fn clone(&self) -> Self {
        Self::default()
    }
}
