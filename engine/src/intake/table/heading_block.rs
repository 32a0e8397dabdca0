//! Headings that stand in several rows: `KS1` above `Reading`, `UPN` above a blank cell.

use super::sample::SampleRow;
use super::shape::{Table, count_fields, is_identity};
use crate::guidance::fields::FieldKind::{Coded, Number};
use crate::guidance::{FieldId, Guidance};

/// Most rows above and below the heading row that may belong to it.
const ROWS_AROUND: usize = 2;

/// Headings in several rows, read together.
#[derive(Debug)]
pub(super) struct HeadingBlock {
    /// Number of the last of the rows.
    pub last_row: u32,
    /// The headings.
    pub texts: Vec<String>,
}

impl HeadingBlock {
    /// The rows around the heading row that together say more than it alone, as few of them as say the most.
    pub fn find(table: &Table, guidance: &Guidance) -> Option<Self> {
        let rows = &table.sample.rows;
        let place = rows.iter().position(|row| row.number == table.heading_row())?;
        let (mut best, mut most) = (None, count_meanings(table.headings(), guidance));
        let sizes = (1..=2 * ROWS_AROUND).flat_map(|size| (0..=size).rev().map(move |above| (above, size - above)));
        for (above, below) in sizes.filter(|(above, below)| (*above).max(*below) <= ROWS_AROUND) {
            let block = place.checked_sub(above).and_then(|from| rows.get(from..=place + below));
            let Some(block) = block.filter(|block| are_headings_below(block, above, guidance)) else { continue };
            let texts = combined(block, guidance);
            let meanings = count_meanings(&texts, guidance);
            if meanings > most {
                most = meanings;
                best = block.last().map(|last| Self { last_row: last.number, texts });
            }
        }
        best
    }
}

/// How much headings say: those that are known count twice those that may be results, which are asked about.
fn count_meanings(texts: &[String], guidance: &Guidance) -> usize {
    let is_result = |field: FieldId| guidance.fields.get(field).is_some_and(|field| matches!(field.kind, Coded(_)));
    let may_be_result = |text: &&String| {
        let likely = || guidance.vocabulary.likely_fields(text);
        guidance.recognise(text).is_none() && likely().into_iter().any(|(field, _)| is_result(field))
    };
    2 * count_fields(texts.iter().map(String::as_str), guidance) + texts.iter().filter(may_be_result).count()
}

/// True if the rows below the heading row follow at once and have nothing in the columns that name a pupil.
fn are_headings_below(block: &[SampleRow], above: usize, guidance: &Guidance) -> bool {
    let (Some(upper), Some(below)) = (block.get(..=above), block.get(above + 1..)) else { return false };
    let names_pupils = |text: &str| {
        let field = guidance.recognise(text).and_then(|field| guidance.fields.get(field));
        field.is_some_and(|field| is_identity(field.kind))
    };
    let named = |row: &SampleRow| {
        let names = row.cells.iter().enumerate().filter(|(_, text)| names_pupils(text));
        names.map(|(column, _)| column).collect::<Vec<_>>()
    };
    let identity = upper.iter().flat_map(named).collect::<Vec<_>>();
    let follows = block.get(above..).unwrap_or_default().windows(2);
    let mut follows = follows.map(|pair| pair.iter().map(|row| row.number).collect::<Vec<_>>());
    below.is_empty()
        || !identity.is_empty()
            && below.iter().all(|row| identity.iter().all(|column| row.cell(*column).is_empty()))
            && follows.all(|pair| matches!(pair.as_slice(), [one, next] if *next == one + 1))
}

/// What stands above each cell of the last row: the groups it belongs to, and the cell itself.
fn parts<'a>(block: &'a [SampleRow], column: usize, guidance: &Guidance) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (level, row) in block.iter().enumerate() {
        let own = row.cell(column);
        let is_last = level + 1 == block.len();
        if !own.is_empty() {
            // A cell begins a group of its own, to which nothing to its left belongs.
            start = column;
            parts.push(own);
        } else if !is_last {
            let carried = (start..column).rev().map(|column| row.cell(column)).find(|text| !text.is_empty());
            parts.extend(carried.filter(|text| is_group(text, guidance)));
        }
    }
    let has_own = block.iter().any(|row| !row.cell(column).is_empty());
    if has_own { parts } else { Vec::new() }
}

/// True for what may stand above several columns: no heading of a column that describes or names pupils.
fn is_group(text: &str, guidance: &Guidance) -> bool {
    let field = guidance.recognise(text).and_then(|field| guidance.fields.get(field));
    field.is_none_or(|field| matches!(field.kind, Coded(_) | Number(_)))
}

/// The headings made of several rows.
fn combined(block: &[SampleRow], guidance: &Guidance) -> Vec<String> {
    let width = block.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let parts = (0..width).map(|column| parts(block, column, guidance)).collect::<Vec<_>>();
    let known = parts.iter().map(|parts| recognise_parts(parts, guidance)).collect::<Vec<_>>();
    let results = known.iter().flatten().copied().collect::<Vec<_>>();
    let heading = |(parts, known): (&Vec<&str>, &Option<FieldId>)| {
        let words = parts.join(" ");
        let field = known.or_else(|| recognise_target(&words, &results, guidance).filter(|_| parts.len() > 1));
        if let Some(field) = field.and_then(|field| guidance.fields.get(field)) {
            return field.written.clone();
        }
        // The columns are asked about by these words.
        let may_mean = !guidance.vocabulary.likely_fields(&words).is_empty();
        let own = || parts.last().copied().unwrap_or_default().to_owned();
        if may_mean { words } else { own() }
    };
    parts.iter().zip(&known).map(heading).collect()
}

/// The field that a cell names together with the groups above it, as many of them as name one; else by itself.
fn recognise_parts(parts: &[&str], guidance: &Guidance) -> Option<FieldId> {
    let (last, groups) = parts.split_last()?;
    let together =
        (0..groups.len()).find_map(|from| recognise_together(&groups.get(from..)?.join(" "), last, guidance));
    let one_group = || groups.iter().find_map(|group| recognise_together(group, last, guidance));
    together.or_else(one_group).or_else(|| guidance.recognise(last))
}

/// The target or estimate that words name without its key stage (`Target` above `English`), if just one result of the
/// file can be meant.
pub(super) fn recognise_target(words: &str, results: &[FieldId], guidance: &Guidance) -> Option<FieldId> {
    let of_result = |field: &FieldId| {
        let (result, _) = guidance.fields.get(*field)?.derived_from.as_ref()?;
        results.contains(&guidance.fields.by_heading(result)?).then_some(*field)
    };
    let perhaps = guidance.vocabulary.likely_fields(words);
    let mut meant = perhaps.iter().filter_map(|(field, _)| of_result(field));
    meant.next().filter(|_| meant.next().is_none())
}

/// The field that two texts name together: a heading and the one above it, a heading and a subject.
pub(super) fn recognise_together(one: &str, other: &str, guidance: &Guidance) -> Option<FieldId> {
    let ways = [format!("{one} {other}"), format!("{other} {one}")];
    let exact = ways.iter().find_map(|way| guidance.recognise(way));
    exact.or_else(|| {
        let perhaps = guidance.vocabulary.likely_fields(ways.first()?);
        let mut sure = perhaps.into_iter().filter(|(_, distance)| *distance == 0);
        sure.next().map(|(field, _)| field).filter(|_| sure.next().is_none())
    })
}
