//! Which family of editions a file is of: National Curriculum levels and grades from A* to G, or scaled scores and grades
//! from 9 to 1. The headings and what is below them tell (RULES_2027 F).

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use ambition_columns::cells::{CellRoom, Cells};
use ambition_columns::csv::{CsvRecord, Tokenizer};
use memchr::memchr_iter;

use super::table::different_cells;
use super::table::layout::SEPARATORS;
use crate::guidance::fields::FieldKind;
use crate::guidance::{FieldId, Guidance};
use crate::text::cell::append_clean;

/// Bytes that are looked at.
const LOOKED_AT: usize = 1 << 16;
/// Bytes that are split at a time, until there are enough rows.
const PIECE: usize = 1 << 13;
/// Rows that are looked at.
const ROWS: usize = 60;
/// What a column weighs whose heading is of a family and whose cells fit it, against one whose cells alone speak for it.
const BY_HEADING: usize = 4;

/// What speaks for each family, by its name.
pub(super) type FamilyVotes = BTreeMap<String, FamilyVote>;

/// What speaks for a family.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct FamilyVote {
    /// How much.
    weight: usize,
    /// How many columns no other family reads.
    own: usize,
    /// The same, whatever their cells hold.
    named: usize,
}

/// What speaks for the families of editions in a text.
pub(super) fn family_votes(text: &[u8], separator: Option<u8>, guidance: &Arc<Guidance>) -> FamilyVotes {
    let families = guidance.families();
    let text = text.get(..LOOKED_AT).unwrap_or(text);
    let separator = separator.unwrap_or_else(|| likely_separator(text));
    let rows = rows_of(text, separator);
    let guidances = families.iter().map(|family| guidance.for_family(family)).collect::<Vec<_>>();
    let known = |row: &Cells| row.iter().filter(|cell| guidances.iter().any(|of| of.recognise(cell).is_some())).count();
    // The first of the rows with most known headings; a row with fewer cells than that needs no look.
    let (mut heading, mut most) = (0, 0);
    for (place, row) in rows.iter().enumerate() {
        let count = if row.len() > most { known(row) } else { 0 };
        if count > most {
            (heading, most) = (place, count);
        }
    }
    match rows.get(heading..).and_then(<[Cells]>::split_first) {
        Some((headings, below)) => votes_below(headings, below, guidance),
        None => FamilyVotes::new(),
    }
}

/// What speaks for the families of editions in headings and the rows below them.
pub(super) fn votes_below(headings: &Cells, below: &[Cells], guidance: &Arc<Guidance>) -> FamilyVotes {
    let families = guidance.families();
    let guidances = families.iter().map(|family| guidance.for_family(family)).collect::<Vec<_>>();
    let mut votes = FamilyVotes::new();
    for (column, text) in headings.iter().enumerate() {
        let different = OnceCell::new();
        let cells = || {
            let filled = below.iter().map(|row| row.get(column)).filter(|cell| !cell.is_empty());
            different.get_or_init(|| different_cells(filled)).as_slice()
        };
        let (mut fitting, mut readers) = (Vec::new(), 0);
        for (of, family) in guidances.iter().zip(&families) {
            let sure = of.recognise(text);
            // A column that all families read says nothing.
            let is_common = |field: FieldId| of.fields.get(field).is_some_and(|field| field.family.is_none());
            if sure.is_some_and(is_common) {
                fitting.clear();
                break;
            }
            readers += usize::from(sure.is_some());
            let fits = match sure {
                Some(field) => Some(fitting_cells(field, cells(), of)),
                None => likely_cells(text, cells, of),
            };
            let Some(fits) = fits else { continue };
            fitting.push(((fits, sure.is_some()), *family));
        }
        // Digits fit levels and grades alike: a heading that is only likely counts for the default family where it can.
        let of_default = fitting.iter().find(|(_, family)| *family == guidance.fields.family).map(|(fits, _)| *fits);
        if let Some((fits, false)) = of_default {
            fitting.retain(|(other, family)| other.1 || other.0 > fits || *family == guidance.fields.family);
        }
        if let (1, Some((_, family))) = (readers, fitting.iter().find(|((_, sure), _)| *sure)) {
            votes.entry((*family).to_owned()).or_default().named += 1;
        }
        if fitting.is_empty() {
            continue;
        }
        let all = number_of(cells());
        // A column whose cells mostly fit no field says nothing.
        fitting.retain(|((fits, sure), _)| 2 * fits >= all && (*fits > 0 || *sure));
        let most = fitting.iter().map(|(fits, _)| *fits).max();
        let mut best = fitting.iter().filter(|(fits, _)| Some(*fits) == most);
        if let (Some(((_, sure), family)), None) = (best.next(), best.next()) {
            let vote = votes.entry((*family).to_owned()).or_default();
            vote.weight += if *sure { BY_HEADING } else { 1 };
            vote.own += usize::from(*sure && readers == 1);
        }
    }
    votes
}

/// The other families that have columns of their own in the file, where one is chosen.
pub(super) fn other_families<'a>(votes: &'a FamilyVotes, chosen: &'a str) -> impl Iterator<Item = &'a String> {
    let others = votes.iter().filter(move |(family, vote)| *family != chosen && vote.own > 0);
    others.map(|(family, _)| family)
}

/// The family for which most speaks; `None`: nothing does, or as much for another one.
pub(super) fn family_of(votes: &FamilyVotes) -> Option<&str> {
    // Headings that one family alone reads tell, where no cells do.
    let rank = |vote: &FamilyVote| (vote.weight, if vote.weight == 0 { vote.named } else { 0 });
    let most = votes.values().map(rank).max()?;
    let mut best = votes.iter().filter(|(_, vote)| rank(vote) == most);
    let (family, _) = best.next()?;
    best.next().is_none().then_some(family.as_str())
}

/// Most cells that a field understands which a heading likely means; `None`: it means none that only some families read.
fn likely_cells<'a>(text: &str, cells: impl Fn() -> &'a [CellTimes<'a>], guidance: &Guidance) -> Option<usize> {
    let likely = guidance.vocabulary.likely_fields(text);
    let is_common = |field: FieldId| guidance.fields.get(field).is_some_and(|field| field.family.is_none());
    likely.first().filter(|(first, _)| !is_common(*first))?;
    likely.iter().map(|(field, _)| fitting_cells(*field, cells(), guidance)).max()
}

/// A cell, and how often it stands in its column.
type CellTimes<'a> = (&'a str, usize);

fn number_of<'a>(cells: impl IntoIterator<Item = &'a CellTimes<'a>>) -> usize {
    cells.into_iter().map(|(_, times)| times).sum()
}

/// How many cells a field understands.
fn fitting_cells(field: FieldId, cells: &[CellTimes], guidance: &Guidance) -> usize {
    let Some(FieldKind::Coded(list)) = guidance.fields.get(field).map(|field| field.kind) else {
        return number_of(cells.iter().filter(|(cell, _)| cell.parse::<f64>().is_ok()));
    };
    let Some(list) = guidance.codes.list(list) else { return 0 };
    number_of(cells.iter().filter(|(cell, _)| list.parse(cell.as_bytes()).is_some()))
}

/// The separator that there is most of.
fn likely_separator(text: &[u8]) -> u8 {
    let count = |separator: &u8| memchr_iter(*separator, text).count();
    SEPARATORS.into_iter().rev().max_by_key(count).unwrap_or(b',')
}

fn rows_of(text: &[u8], separator: u8) -> Vec<Cells> {
    let (mut rows, mut room, mut tokenizer) = (Vec::new(), CellRoom::default(), Tokenizer::new(separator));
    let mut pieces = text.chunks(PIECE).peekable();
    while let Some(piece) = pieces.next().filter(|_| rows.len() < ROWS) {
        tokenizer.push(piece, pieces.peek().is_none(), &mut |record: CsvRecord| {
            if rows.len() < ROWS && record.fault.is_none() {
                rows.push(Cells::read(&record, &mut room, append_clean));
            }
        });
    }
    rows
}
