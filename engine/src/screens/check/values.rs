//! Spellings that were not understood, one for each kind of value and spelling, with what they probably mean.

use super::open_file::OpenFile;
use crate::cohort::{CodedColumn, UnknownSpelling};
use crate::guidance::codes::{BLANK, CellCode, CodeList};
use crate::guidance::spellings::Suggestion;
use crate::guidance::{KnownField, spellings};
use crate::screens::UnknownValue;
use crate::session::FileRole;
use crate::session::command::{Command, Filter, ValueMeaning};
use crate::text::phrases::{count, list};

/// A spelling in one column.
struct MetSpelling<'a> {
    field: &'a KnownField,
    code_list: usize,
    unknown: &'a UnknownSpelling,
    /// The column holds points.
    points: bool,
}

/// All of them, in the order of the columns and rows in which they are met first.
pub(crate) fn unknown(file: &OpenFile) -> Vec<UnknownValue> {
    let columns = file.cohort.coded_columns().filter_map(|(id, column)| Some((file.guidance.fields.get(id)?, column)));
    let spellings = columns.flat_map(|(field, column)| {
        let points = holds_points(file, column);
        column.unknown().iter().map(move |unknown| MetSpelling { field, code_list: column.code_list, unknown, points })
    });
    let is_asked = |met: &MetSpelling| file.account.asked_together.contains(&met.unknown.spelling);
    let mut met = spellings.filter(|met| met.unknown.cells > 0 && !is_asked(met)).collect::<Vec<_>>();
    met.sort_by_key(|met| met.unknown.first_row);
    let mut groups: Vec<Vec<MetSpelling>> = Vec::new();
    for met in met {
        let same = |group: &Vec<MetSpelling>| {
            group
                .first()
                .is_some_and(|other| other.code_list == met.code_list && other.unknown.spelling == met.unknown.spelling)
        };
        match groups.iter_mut().find(|group| same(group)) {
            Some(group) => group.push(met),
            None => groups.push(vec![met]),
        }
    }
    let coded = groups.iter().filter_map(|group| unknown_value(file, group));
    coded.chain(numbers(file)).collect()
}

/// Spellings that are no number or date: there is nothing to choose, but to know of them.
fn numbers(file: &OpenFile) -> Vec<UnknownValue> {
    let columns = file.cohort.number_columns().filter_map(|(id, column)| Some((file.guidance.fields.get(id)?, column)));
    let of = |field: &KnownField, unknown: &UnknownSpelling| UnknownValue {
        fields: vec![field.heading.clone()],
        title: field.title.clone(),
        spelling: unknown.spelling.clone(),
        counts: vec![counted(file, field, unknown)],
        ..UnknownValue::default()
    };
    columns.flat_map(|(field, column)| column.unknown().iter().map(move |unknown| of(field, unknown))).collect()
}

/// True if what is not understood of a column of levels are points, which is said of the column as a whole.
fn holds_points(file: &OpenFile, column: &CodedColumn) -> bool {
    let is_levels = |list: &&CodeList| file.guidance.codes.levels().is_some_and(|levels| levels.name == list.name);
    let levels = file.guidance.codes.list(column.code_list).filter(is_levels);
    let unknown = column.unknown().iter().filter(|unknown| unknown.cells > 0);
    let spellings = unknown.map(|unknown| unknown.spelling.as_str()).collect::<Vec<_>>();
    levels.is_some_and(|levels| spellings::are_points(levels, &spellings))
}

fn unknown_value(file: &OpenFile, group: &[MetSpelling]) -> Option<UnknownValue> {
    let first = group.first()?;
    let code_list = file.guidance.codes.list(first.code_list)?;
    let spelling = &first.unknown.spelling;
    let meaning =
        first.unknown.meaning.filter(|_| group.iter().all(|met| met.unknown.meaning == first.unknown.meaning));
    let points = || spellings::by_points(code_list, spelling).map(|code| Suggestion { code, sure: true });
    let suggestion = match group.iter().all(|met| met.points) {
        true => points(),
        false => spellings::suggest(&file.guidance.exports.spellings, code_list, spelling),
    };
    let choices = code_list.entries().map(|(code, _)| choice(code_list, code));
    Some(UnknownValue {
        fields: group.iter().map(|met| met.field.heading.clone()).collect(),
        title: list(&group.iter().map(|met| met.field.title.clone()).collect::<Vec<_>>()),
        spelling: spelling.clone(),
        counts: group.iter().map(|met| counted(file, met.field, met.unknown)).collect(),
        meaning: meaning.map(|code| choice(code_list, code).0),
        choices: [choice(code_list, BLANK)].into_iter().chain(choices).collect(),
        suggestion: suggestion.map(|suggestion| choice(code_list, suggestion.code)),
        is_sure: suggestion.is_some_and(|suggestion| suggestion.sure),
    })
}

/// Pupils can be listed of their own file only.
fn counted(file: &OpenFile, field: &KnownField, unknown: &UnknownSpelling) -> (String, Option<Filter>) {
    let pupils = count(u64::from(unknown.cells), "pupil");
    let words = format!("{pupils} in {}, first in row {}", field.title, unknown.first_row);
    let pupils = || Filter::Unknown { field: field.heading.clone(), spelling: unknown.spelling.clone() };
    (words, (file.role == FileRole::Pupils).then(pupils))
}

/// A code with its words: "level 4b", "B: working below the level of the test".
fn choice(code_list: &CodeList, code: CellCode) -> (String, String) {
    let Some(entry) = code_list.entry(code) else { return (String::new(), "no result".into()) };
    let words = if entry.words.is_empty() {
        entry.code.clone()
    } else if entry.words.ends_with(&entry.code) {
        entry.words.clone()
    } else {
        format!("{}: {}", entry.code, entry.words)
    };
    (entry.code.clone(), words)
}

/// The command that takes every sure suggestion for a spelling without a meaning, and words for it; nothing where there
/// are fewer than two.
pub(crate) fn accept_all(values: &[UnknownValue]) -> (Option<Command>, String) {
    let open = values.iter().filter(|value| value.meaning.is_none() && value.is_sure);
    let suggested = open.filter_map(|value| Some((value, &value.suggestion.as_ref()?.0))).collect::<Vec<_>>();
    if suggested.len() < 2 {
        return (None, String::new());
    }
    let all = values.iter().filter(|value| value.meaning.is_none() && value.suggestion.is_some()).count();
    let words = match suggested.len() {
        sure if sure == all => format!("Accept all {sure} sure ones"),
        sure => format!("Accept the {sure} sure ones of {all} suggestions"),
    };
    let meanings = suggested.into_iter().flat_map(|(value, meaning)| {
        let (spelling, meaning) = (value.spelling.clone(), Some(meaning.clone()));
        let of = move |field: &String| ValueMeaning {
            field: field.clone(),
            spelling: spelling.clone(),
            meaning: meaning.clone(),
        };
        value.fields.iter().map(of)
    });
    (Some(Command::MapValues { meanings: meanings.collect() }), words)
}
