//! What is typed or chosen on sheets.

use std::collections::BTreeMap;

use super::command::{EntryForm, EntryId};
use super::school_key::SchoolKey;
use crate::cohort::NumberColumn;
use crate::cohort::number_column::ONE;
use crate::guidance::fields::NumberKind;
use crate::text::date::Date;

/// The longest text that is kept: a school's test, question by question, is far shorter.
const LONGEST: usize = 4 << 20;
/// Words of an entry that are repeated in its line of the log.
const REPEATED: usize = 80;
/// Takes an entry in under its key, and gives words for it.
///
/// # Errors
/// Says what is wanted instead.
pub(crate) fn enter(
    entries: &mut BTreeMap<SchoolKey<EntryId>, String>,
    key: SchoolKey<EntryId>,
    label: &str,
    value: &str,
) -> Result<String, String> {
    let form = key.of.form().ok_or("There is no such field.")?;
    let value = read(form, value)?;
    let shown = match value.chars().count() {
        0 => "none".to_owned(),
        1..REPEATED => value.clone(),
        _ => value.chars().take(REPEATED).filter(|letter| !letter.is_control()).chain(['\u{2026}']).collect(),
    };
    let words = match form {
        EntryForm::Done => format!("{label}: {}", if value.is_empty() { "to do" } else { "done" }),
        EntryForm::File if !value.is_empty() => format!("{label}: read"),
        _ => format!("{label}: {shown}"),
    };
    if value.is_empty() {
        entries.remove(&key)
    } else {
        entries.insert(key, value)
    };
    Ok(words)
}

/// The value as it is kept.
fn read(form: EntryForm, value: &str) -> Result<String, String> {
    let value = value.trim();
    let wrong = |wanted: &str| Err(format!("\u{201c}{value}\u{201d} is not understood. Type {wanted}."));
    if value.is_empty() {
        return Ok(String::new());
    }
    if value.len() > LONGEST {
        return Err("This is too long.".into());
    }
    let kind = |kind| NumberColumn::new(kind).parse(value.trim_end_matches('%').trim_end().as_bytes());
    match form {
        EntryForm::Percent => match kind(NumberKind::Number).filter(|number| *number <= ONE.saturating_mul(100)) {
            Some(_) => Ok(value.trim_end_matches('%').trim_end().to_owned()),
            None => wrong("a percentage from 0 to 100, such as 6.5"),
        },
        EntryForm::Whole => kind(NumberKind::Whole).map_or_else(|| wrong("a whole number"), |_| Ok(value.to_owned())),
        EntryForm::Date => {
            value.parse::<Date>().map_or_else(|_| wrong("a date: day, month and year"), |date| Ok(date.to_string()))
        }
        EntryForm::Grade | EntryForm::Choice | EntryForm::Words | EntryForm::File => Ok(value.to_owned()),
        EntryForm::Done => Ok("yes".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entered(what: &str, value: &str) -> Result<String, String> {
        let mut entries = BTreeMap::new();
        let key = SchoolKey { of: EntryId::from(what.to_owned()), school: None };
        enter(&mut entries, key.clone(), "It", value)?;
        Ok(entries.get(&key).cloned().unwrap_or_default())
    }

    #[test]
    fn each_form_is_read_as_what_it_is() {
        assert_eq!(entered("percent/target/x", " 6.5 % ").unwrap(), "6.5");
        assert_eq!(entered("date/partnership/completed", "1/9/2008").unwrap(), "2008-09-01");
        assert_eq!(entered("whole/possible/autumn-1", "12").unwrap(), "12");
        assert_eq!(entered("percent/target/x", "").unwrap(), "");
        let wrong = [
            ("percent/target/x", "101"),
            ("percent/target/x", "six"),
            ("whole/possible/x", "1.5"),
            ("date/x/due", "31/2/2008"),
        ];
        for (what, value) in wrong {
            assert!(entered(what, value).is_err(), "{what} {value}");
        }
        assert!(entered("nothing", "1").is_err());
    }
}
