//! Editions that extend others.
//!
//! `extends = "2008"` takes over everything of that edition but its `id`, its `name` and whether it is the default.
//! - A table is merged key by key.
//! - A list of entries with an `id`, a `code` or a `name` is merged entry by entry. An entry of the same id replaces the
//!   keys that it gives, each as a whole; one with a new id is appended. `before = "…"` puts an entry before another one.
//! - `[drop]` takes entries away: `finding = ["pilot-below"]`. They are gone before anything is merged, so that an id may
//!   be used afresh. `[local.drop]` does so within `[local]`.
//! - Everything else replaces what was inherited.

use std::mem;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

/// A value and where it is written.
type SpannedValue<'s> = Spanned<DeValue<'s>>;

/// Keys that tell the entries of a list apart.
const IDS: [&str; 3] = ["id", "code", "name"];
/// What an edition does not inherit.
const OWN: [&str; 4] = ["id", "name", "default", EXTENDS];
const EXTENDS: &str = "extends";
const DROP: &str = "drop";
const BEFORE: &str = "before";

/// Why editions cannot be merged, and where.
#[derive(Debug)]
pub(crate) struct MergeConflict {
    pub(crate) span: Range<usize>,
    pub(crate) message: String,
}

fn conflict<T>(span: Range<usize>, message: String) -> Result<T, MergeConflict> {
    Err(MergeConflict { span, message })
}

/// Every edition with what it inherits, in the same order.
pub(crate) fn resolve<'s>(editions: &[Spanned<DeTable<'s>>]) -> Result<Vec<Spanned<DeTable<'s>>>, MergeConflict> {
    editions.iter().try_for_each(|edition| unique_ids(edition.get_ref()))?;
    let resolved = editions.iter().map(|edition| {
        let table = resolve_one(edition.get_ref(), editions, &mut Vec::new())?;
        Ok(Spanned::new(edition.span(), table))
    });
    resolved.collect()
}

/// An edition with what it inherits; `heirs` are the editions that lead to it.
fn resolve_one<'s>(
    edition: &DeTable<'s>,
    editions: &[Spanned<DeTable<'s>>],
    heirs: &mut Vec<String>,
) -> Result<DeTable<'s>, MergeConflict> {
    let mut own = edition.clone();
    let Some(extends) = own.remove(EXTENDS) else { return Ok(own) };
    let parent_id = extends.get_ref().as_str().unwrap_or_default();
    let parent = editions.iter().map(Spanned::get_ref).find(|other| text(other, "id") == Some(parent_id));
    let Some(parent) = parent else {
        return conflict(extends.span(), format!("there is no edition {parent_id:?} to extend"));
    };
    heirs.push(text(edition, "id").unwrap_or_default().to_owned());
    if heirs.iter().any(|heir| heir == parent_id) {
        return conflict(extends.span(), format!("edition {parent_id:?} extends itself"));
    }
    let mut inherited = resolve_one(parent, editions, heirs)?;
    for key in OWN {
        inherited.remove(key);
    }
    merge_tables(&mut inherited, own)?;
    Ok(inherited)
}

fn text<'a>(table: &'a DeTable<'_>, key: &str) -> Option<&'a str> {
    table.get(key)?.get_ref().as_str()
}

fn merge_tables<'s>(old: &mut DeTable<'s>, mut new: DeTable<'s>) -> Result<(), MergeConflict> {
    if let Some(dropped) = new.remove(DROP) {
        drop_entries(old, &dropped)?;
    }
    for (key, value) in new {
        let of_nothing = || Spanned::new(value.span(), nothing_like(value.get_ref()));
        let mut inherited = old.remove(key.get_ref().as_ref()).unwrap_or_else(of_nothing);
        merge_values(&mut inherited, value)?;
        old.insert(key, inherited);
    }
    Ok(())
}

/// What a value is merged into that was not there before.
fn nothing_like<'s>(value: &DeValue<'s>) -> DeValue<'s> {
    match value {
        DeValue::Array(_) => DeValue::Array(DeArray::new()),
        DeValue::Table(_) => DeValue::Table(DeTable::new()),
        other => other.clone(),
    }
}

fn merge_values<'s>(old: &mut SpannedValue<'s>, new: SpannedValue<'s>) -> Result<(), MergeConflict> {
    let span = new.span();
    let merged = match (mem::replace(old.get_mut(), DeValue::Boolean(false)), new.into_inner()) {
        (DeValue::Table(mut old), DeValue::Table(new)) => {
            merge_tables(&mut old, new)?;
            DeValue::Table(old)
        }
        (DeValue::Array(old), DeValue::Array(new)) if have_ids(&old) && have_ids(&new) && !new.is_empty() => {
            DeValue::Array(merge_lists(old, new)?)
        }
        (_, new) => new,
    };
    *old = Spanned::new(span, merged);
    Ok(())
}

/// What an entry of a list is told from others by.
fn id_of<'a>(entry: &'a SpannedValue<'_>) -> Option<&'a str> {
    let table = entry.get_ref().as_table()?;
    IDS.iter().find_map(|key| text(table, key))
}

fn have_ids(list: &DeArray<'_>) -> bool {
    list.iter().all(|entry| id_of(entry).is_some())
}

fn position(entries: &[SpannedValue<'_>], id: &str) -> Option<usize> {
    entries.iter().position(|entry| id_of(entry) == Some(id))
}

fn merge_lists<'s>(old: DeArray<'s>, new: DeArray<'s>) -> Result<DeArray<'s>, MergeConflict> {
    let mut entries = old.into_iter().collect::<Vec<_>>();
    for mut entry in new {
        let before = if let DeValue::Table(table) = entry.get_mut() { table.remove(BEFORE) } else { None };
        let place = id_of(&entry).and_then(|id| position(&entries, id));
        let merged = match place {
            Some(place) => overridden(entries.remove(place), entry),
            None => entry,
        };
        let place = match before {
            Some(other) => {
                let id = other.get_ref().as_str().unwrap_or_default();
                let Some(place) = position(&entries, id) else {
                    return conflict(other.span(), format!("there is no other entry {id:?} to put this one before"));
                };
                place
            }
            None => place.unwrap_or(entries.len()),
        };
        entries.insert(place, merged);
    }
    Ok(entries.into_iter().collect())
}

/// An entry with the keys of another one in place of its own.
fn overridden<'s>(mut old: SpannedValue<'s>, new: SpannedValue<'s>) -> SpannedValue<'s> {
    let span = new.span();
    if let (DeValue::Table(old), DeValue::Table(new)) = (old.get_mut(), new.into_inner()) {
        for (key, value) in new {
            // The key, too: it is where an error is.
            old.remove(key.get_ref().as_ref());
            old.insert(key, value);
        }
    }
    Spanned::new(span, old.into_inner())
}

/// `dropped` names entries by the lists that they are in.
fn drop_entries(table: &mut DeTable<'_>, dropped: &SpannedValue<'_>) -> Result<(), MergeConflict> {
    let Some(lists) = dropped.get_ref().as_table() else {
        return conflict(dropped.span(), "lists and the ids to drop from them are expected".into());
    };
    for (list, ids) in lists {
        let Some(entries) = ids.get_ref().as_array() else {
            return conflict(ids.span(), format!("a list is expected of each {} to drop", list.get_ref()));
        };
        for id in entries {
            let name = id.get_ref().as_str().unwrap_or_default();
            if !drop_entry(table, list.get_ref(), name) {
                return conflict(id.span(), format!("there is no {} {name:?} to drop", list.get_ref()));
            }
        }
    }
    Ok(())
}

/// Whether there was such an entry.
fn drop_entry(table: &mut DeTable<'_>, list: &str, id: &str) -> bool {
    let Some(DeValue::Array(entries)) = table.get_mut(list).map(Spanned::get_mut) else { return false };
    let before = entries.len();
    *entries = mem::replace(entries, DeArray::new()).into_iter().filter(|entry| id_of(entry) != Some(id)).collect();
    entries.len() < before
}

/// No two entries of a list have the same id.
fn unique_ids(table: &DeTable<'_>) -> Result<(), MergeConflict> {
    for (key, value) in table {
        match value.get_ref() {
            DeValue::Table(table) => unique_ids(table)?,
            DeValue::Array(entries) => {
                for (number, entry) in entries.iter().enumerate() {
                    let Some(id) = id_of(entry) else { continue };
                    if position(entries, id) != Some(number) {
                        return conflict(entry.span(), format!("there is another {} {id:?}", key.get_ref()));
                    }
                }
            }
            _ => (),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use toml::Value;

    use super::*;
    use crate::source::{MergedSources, SourceFile};

    const PARENT: &str = r#"
id = "1"
name = "One"
default = true
areas = ["A", "B"]
local = { sharing = [6, 5], needs = { words = "W", source = "S" }, derived = [{ name = "top" }, { name = "low" }] }
[[measure]]
id = "a"
title = "A"
rates = [1, 2]
kind = { progress = 2 }
[[measure]]
id = "b"
title = "B"
[[finding]]
code = "x"
levels = 2
[[row]]
measure = "a"
"#;

    /// The second of two editions with what it inherits, or what is wrong.
    fn merged(child: &str) -> Result<Value, String> {
        let child = format!("id = \"2\"\nextends = \"1\"\n{child}");
        let files = [SourceFile::new("1.toml", PARENT), SourceFile::new("2.toml", &child)];
        let editions = resolved(&files)?;
        Ok(editions[1].clone())
    }

    fn resolved(files: &[SourceFile]) -> Result<Vec<Value>, String> {
        let sources = MergedSources::new(files);
        let editions = resolve(&sources.parse().unwrap());
        let editions = editions.map_err(|error| sources.error(Some(error.span), &error.message).to_string())?;
        Ok(editions.into_iter().map(|table| Value::deserialize(toml::de::Deserializer::from(table)).unwrap()).collect())
    }

    fn ids(edition: &Value, list: &str) -> Vec<String> {
        let of = |entry: &Value| IDS.iter().find_map(|key| entry.get(key)?.as_str()).unwrap().to_owned();
        edition[list].as_array().unwrap().iter().map(of).collect()
    }

    #[test]
    fn everything_is_inherited_but_the_name_and_being_the_default() {
        let edition = merged("").unwrap();
        assert_eq!(edition["id"].as_str(), Some("2"));
        assert!(["name", "default", "extends"].iter().all(|key| edition.get(key).is_none()));
        assert_eq!(
            (ids(&edition, "measure"), ids(&edition, "finding")),
            (vec!["a".into(), "b".into()], vec!["x".into()])
        );
        assert_eq!(edition["areas"].as_array().unwrap().len(), 2);
    }

    #[test]
    fn an_entry_of_the_same_id_replaces_the_keys_that_it_gives() {
        let edition = merged("[[measure]]\nid = \"a\"\nrates = [3]\nkind = { threshold = 4 }\n").unwrap();
        assert_eq!(ids(&edition, "measure"), ["a", "b"]);
        let measure = &edition["measure"][0];
        assert_eq!((measure["title"].as_str(), measure["rates"].as_array().unwrap().len()), (Some("A"), 1));
        assert_eq!(measure["kind"], toml::from_str::<Value>("threshold = 4").unwrap());
    }

    #[test]
    fn a_new_entry_comes_last_or_before_another_one() {
        let new = "[[measure]]\nid = \"c\"\n[[measure]]\nid = \"d\"\nbefore = \"a\"\n[[measure]]\nid = \"e\"\nbefore = \"a\"\n";
        let edition = merged(new).unwrap();
        assert_eq!(ids(&edition, "measure"), ["d", "e", "a", "b", "c"]);
        assert!(edition["measure"][0].get("before").is_none());
        let moved = merged("[[measure]]\nid = \"b\"\nbefore = \"a\"\n").unwrap();
        assert_eq!(ids(&moved, "measure"), ["b", "a"]);
        assert_eq!(moved["measure"][0]["title"].as_str(), Some("B"));
    }

    #[test]
    fn entries_are_dropped_before_anything_is_merged() {
        let edition =
            merged("[drop]\nmeasure = [\"a\"]\nfinding = [\"x\"]\n[local.drop]\nderived = [\"top\"]\n").unwrap();
        assert_eq!((ids(&edition, "measure"), ids(&edition, "finding")), (vec!["b".into()], vec![]));
        assert_eq!(ids(&edition["local"], "derived"), ["low"]);
        assert!(edition.get("drop").is_none() && edition["local"].get("drop").is_none());
        let afresh = merged("[drop]\nmeasure = [\"a\"]\n[[measure]]\nid = \"a\"\n").unwrap();
        assert_eq!(ids(&afresh, "measure"), ["b", "a"]);
        assert!(afresh["measure"][1].get("title").is_none());
    }

    #[test]
    fn tables_are_merged_and_lists_without_ids_replaced() {
        let edition = merged("areas = []\n[local.needs]\nwords = \"P\"\n[[row]]\nmeasure = \"b\"\n").unwrap();
        let needs = &edition["local"]["needs"];
        assert_eq!((needs["words"].as_str(), needs["source"].as_str()), (Some("P"), Some("S")));
        assert_eq!(edition["areas"].as_array().unwrap().len(), 0);
        let rows = edition["row"].as_array().unwrap();
        assert_eq!(rows.iter().map(|row| row["measure"].as_str().unwrap()).collect::<Vec<_>>(), ["b"]);
    }

    #[test]
    fn what_does_not_fit_is_refused_where_it_is() {
        let refusal = |child: &str| merged(child).unwrap_err();
        assert_eq!(refusal("[drop]\nmeasure = [\"z\"]\n"), "2.toml:4:12: there is no measure \"z\" to drop");
        assert_eq!(refusal("[drop]\nmeasuers = [\"a\"]\n"), "2.toml:4:13: there is no measuers \"a\" to drop");
        assert_eq!(refusal("[drop]\nmeasure = \"a\"\n"), "2.toml:4:11: a list is expected of each measure to drop");
        let place = refusal("[[measure]]\nid = \"c\"\nbefore = \"z\"\n");
        assert_eq!(place, "2.toml:5:10: there is no other entry \"z\" to put this one before");
        let twice = refusal("[[measure]]\nid = \"c\"\n[[measure]]\nid = \"c\"\n");
        assert_eq!(twice, "2.toml:5:1: there is another measure \"c\"");
    }

    #[test]
    fn a_parent_that_is_missing_or_an_heir_is_refused() {
        let edition = |id: &str, extends: &str| {
            SourceFile::new(&format!("{id}.toml"), &format!("id = \"{id}\"\nextends = \"{extends}\"\n"))
        };
        let refusal = |files: &[SourceFile]| resolved(files).unwrap_err();
        assert_eq!(refusal(&[edition("1", "3")]), "1.toml:2:11: there is no edition \"3\" to extend");
        assert_eq!(refusal(&[edition("1", "1")]), "1.toml:2:11: edition \"1\" extends itself");
        let circle = [edition("1", "2"), edition("2", "3"), edition("3", "1")];
        assert_eq!(refusal(&circle), "3.toml:2:11: edition \"1\" extends itself");
    }

    #[test]
    fn an_edition_may_extend_one_that_extends_another() {
        let grandchild = SourceFile::new("0.toml", "id = \"0\"\nextends = \"2\"\n[drop]\nmeasure = [\"c\"]\n");
        let child = SourceFile::new("2.toml", "id = \"2\"\nextends = \"1\"\n[[measure]]\nid = \"c\"\n");
        let editions = resolved(&[grandchild, SourceFile::new("1.toml", PARENT), child]).unwrap();
        assert_eq!(ids(&editions[0], "measure"), ["a", "b"]);
        assert_eq!(ids(&editions[2], "measure"), ["a", "b", "c"]);
    }
}
