//! A coded column is read in one scale, or asked about as a whole.
//!
//! Each cell is looked up by itself, so of a column in another scale the values that happen to be codes would be taken
//! silently: 3 points for level 3, B(eginning) for "below the test", F(ree) for "false". What the column holds besides
//! decides whether its codes are meant.

use std::collections::{BTreeMap, BTreeSet};

use ambition_columns::classes::code_table::{CodeTable, look_up};

use super::account::Account;
use super::diagnostic::{Diagnostic, Severity};
use crate::cohort::{CodedColumn, Cohort, UnknownSpelling};
use crate::guidance::codes::{BLANK, CellCode, CodeList, UNKNOWN};
use crate::guidance::exports::CodeSpellings;
use crate::guidance::spellings::suggest;
use crate::guidance::{FieldId, Guidance, KnownField};
use crate::text::phrases::list;

/// Decides for each column with spellings that are not understood which of its codes are meant; those that are not
/// become spellings to be asked about.
pub(super) fn settle(cohort: &mut Cohort, account: &mut Account, guidance: &Guidance) {
    let rows = cohort.rows.clone();
    for (id, column) in &mut cohort.coded {
        let Some(code_list) = guidance.codes.list(column.code_list) else { continue };
        let Some(field) = guidance.fields.get(*id) else { continue };
        let doubted = if column.unknown.is_empty() {
            codes_alone(column, code_list)
        } else if let Some(chance) = chance(field, column) {
            account.note(note_chances((*id, field), &chance, account));
            numbers_among(column, code_list)
        } else {
            doubted_codes(column, code_list, &guidance.exports.spellings)
        };
        if doubted.is_empty() {
            continue;
        }
        let first = |code: CellCode| column.codes.iter().position(|other| *other == code).map_or(0, |at| rows.row(at));
        let asked = doubted.iter().filter_map(|code| {
            let spelling = code_list.entry(*code)?.code.clone();
            Some((*code, UnknownSpelling { spelling, cells: 0, first_row: first(*code), meaning: None }))
        });
        let asked = asked.collect::<Vec<_>>();
        account.note(note_doubt((*id, field), &asked, account));
        ask(column, asked);
    }
}

/// Reads the spellings of a code list that mean something only together ("T" and "F"): where all of them are in the column,
/// or nothing else that is not understood.
pub(super) fn read_pairs(column: &mut CodedColumn, code_list: &CodeList, spellings: &CodeSpellings) {
    let met = || column.unknown.iter().filter(|unknown| unknown.cells > 0).map(|unknown| unknown.spelling.as_str());
    let others = met().any(|spelling| !code_list.is_of_pair(spelling) && is_foreign(spelling, code_list, spellings));
    let all = code_list.pair().iter().all(|one| met().any(|spelling| spelling.eq_ignore_ascii_case(one)));
    if code_list.pair().is_empty() || others && !all {
        return;
    }
    let meanings = column.unknown.iter().map(|unknown| {
        code_list.is_of_pair(&unknown.spelling).then(|| code_list.parse(unknown.spelling.as_bytes())).flatten()
    });
    replace_unknown(column, &meanings.collect::<Vec<_>>());
}

/// True if a spelling is not just another way to write a code of the list.
fn is_foreign(spelling: &str, code_list: &CodeList, spellings: &CodeSpellings) -> bool {
    suggest(spellings, code_list, spelling).is_none()
}

/// Gives unknown spellings a code and forgets them; the others are numbered anew.
pub(super) fn replace_unknown(column: &mut CodedColumn, meanings: &[Option<CellCode>]) {
    let mut table: CodeTable = std::array::from_fn(|code| CellCode::try_from(code).unwrap_or(BLANK));
    let mut next = UNKNOWN;
    for (meaning, entry) in meanings.iter().zip(table.iter_mut().skip(usize::from(UNKNOWN))) {
        *entry = meaning.unwrap_or(next);
        next = next.saturating_add(u8::from(meaning.is_none()));
    }
    column.codes = look_up(&column.codes, &table);
    let mut meanings = meanings.iter();
    column.unknown.retain(|_| meanings.next().is_none_or(Option::is_none));
}

/// The codes of a column that may be there by chance.
fn doubted_codes(column: &CodedColumn, code_list: &CodeList, spellings: &CodeSpellings) -> Vec<CellCode> {
    let mut cells = BTreeMap::<CellCode, u32>::new();
    for code in column.codes.iter().filter(|code| **code != BLANK) {
        *cells.entry(*code).or_default() += 1;
    }
    let (known, mut unknown): (Vec<_>, Vec<_>) = cells.into_iter().partition(|(code, _)| *code < UNKNOWN);
    let suggested = |(code, _): &(CellCode, u32)| Some(suggest(spellings, code_list, column.spelling(*code)?)?.code);
    let meant = known.iter().map(|(code, _)| *code).chain(unknown.iter().filter_map(suggested)).collect::<Vec<_>>();
    unknown
        .retain(|(code, _)| column.spelling(*code).is_some_and(|spelling| is_foreign(spelling, code_list, spellings)));
    let total = |spellings: &[(CellCode, u32)]| spellings.iter().map(|(_, cells)| cells).sum::<u32>();
    // A few mistyped cells among many others say nothing.
    let is_other = unknown.len() > known.len() && total(&unknown) >= total(&known);
    let has_result = meant.into_iter().any(|code| code_list.rank(code).is_some_and(|rank| rank > 0));
    let lacks_results = !unknown.is_empty() && code_list.has_results() && !has_result;
    if !is_other && !lacks_results {
        return Vec::new();
    }
    let by_chance = |code: &CellCode| code_list.entry(*code).is_some_and(|entry| fits_by_chance(&entry.code));
    known.into_iter().map(|(code, _)| code).filter(by_chance).collect()
}

/// Fewest cells that make codes without any result another scale.
const CODES_ALONE: usize = 4;

/// The codes of a column in which nobody has a result: N, A, B and D may be grades, or words of the school.
fn codes_alone(column: &CodedColumn, code_list: &CodeList) -> Vec<CellCode> {
    // The first pupils of nearly every column have one.
    let is_result = |code: &CellCode| code_list.rank(*code).is_some();
    if !code_list.has_results() || column.codes.iter().any(is_result) {
        return Vec::new();
    }
    let filled = column.codes.iter().filter(|code| **code != BLANK).copied().collect::<Vec<_>>();
    let codes = filled.iter().copied().collect::<BTreeSet<_>>();
    let by_chance = |code: &CellCode| code_list.entry(*code).is_some_and(|entry| fits_by_chance(&entry.code));
    codes.into_iter().filter(|code| filled.len() >= CODES_ALONE && by_chance(code)).collect()
}

/// A spelling of an estimate that is a chance, no level: "85%", "0.85".
fn chance(field: &KnownField, column: &CodedColumn) -> Option<String> {
    let (_, basis) = field.derived_from.as_ref()?;
    let is_chance = |spelling: &str| {
        let number = spelling.trim_end_matches('%').trim().parse::<f32>();
        number.is_ok_and(|number| spelling.ends_with('%') || number > 0.0 && number < 1.0)
    };
    let spellings = column.unknown.iter().map(|unknown| unknown.spelling.as_str());
    let found = spellings.filter(|_| basis.starts_with(ESTIMATE)).find(|spelling| is_chance(spelling));
    found.map(str::to_owned)
}

/// How the names of the bases of estimates begin.
const ESTIMATE: &str = "estimate:";

/// The codes of a column that are numbers.
fn numbers_among(column: &CodedColumn, code_list: &CodeList) -> Vec<CellCode> {
    let codes =
        column.codes.iter().filter(|code| **code != BLANK && **code < UNKNOWN).copied().collect::<BTreeSet<_>>();
    let is_number = |code: &CellCode| {
        code_list.entry(*code).is_some_and(|entry| entry.code.bytes().all(|byte| byte.is_ascii_digit()))
    };
    codes.into_iter().filter(is_number).collect()
}

fn note_chances((id, field): (FieldId, &KnownField), example: &str, account: &Account) -> Diagnostic {
    Diagnostic {
        code: "chances",
        severity: Severity::Warning,
        row: 0,
        column: account.headings.column(id),
        what: format!("{} holds chances such as {example}, where levels are read.", field.title),
        remedy: "They count as no result. Choose the column with the most likely level, if the file has one.".into(),
    }
}

/// True for what other scales use as well: a letter, a number.
fn fits_by_chance(code: &str) -> bool {
    code.len() == 1 || code.bytes().all(|byte| byte.is_ascii_digit())
}

/// Turns codes into unknown spellings, as many as a column can distinguish.
fn ask(column: &mut CodedColumn, asked: Vec<(CellCode, UnknownSpelling)>) {
    let mut table: CodeTable = std::array::from_fn(|code| CellCode::try_from(code).unwrap_or(BLANK));
    for (code, spelling) in asked {
        let number = CellCode::try_from(column.unknown.len()).ok().and_then(|number| UNKNOWN.checked_add(number));
        if let (Some(number), Some(entry)) = (number, table.get_mut(usize::from(code))) {
            *entry = number;
            column.unknown.push(spelling);
        }
    }
    column.codes = look_up(&column.codes, &table);
    column.count_unknown();
}

fn note_doubt(
    (id, field): (FieldId, &KnownField),
    asked: &[(CellCode, UnknownSpelling)],
    account: &Account,
) -> Diagnostic {
    let spellings = asked.iter().map(|(_, asked)| format!("\u{201c}{}\u{201d}", asked.spelling)).collect::<Vec<_>>();
    Diagnostic {
        code: "other-scale",
        severity: Severity::Warning,
        row: asked.iter().map(|(_, asked)| asked.first_row).min().unwrap_or_default(),
        column: account.headings.column(id),
        what: format!(
            "{} holds values of another scale, so {} may mean something else there as well.",
            field.title,
            list(&spellings)
        ),
        remedy: "Say below what each value means, or choose another column; until then they count as no result.".into(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::guidance::Guidance;
    use crate::guidance::codes::CellCode;
    use crate::intake::{CohortReader, ReadAs};

    /// Each cell of the only coded column as it is understood, or with a question mark before it.
    fn read(heading: &str, cells: &str) -> String {
        let guidance = Arc::new(Guidance::shipped().unwrap());
        let read_as = ReadAs { edition: Some("2009".into()), ..ReadAs::default() };
        let text =
            format!("UPN,{heading}\n{}", cells.split(' ').map(|cell| format!("1x,{cell}\n")).collect::<String>());
        let cohort =
            CohortReader::read_all_as(guidance.clone(), text.replace("1x", "").as_bytes(), read_as).unwrap().cohort;
        let (_, column) = cohort.coded_columns().next().unwrap();
        let code_list = guidance.codes.list(column.code_list).unwrap();
        let shown = |code: &CellCode| {
            let known = code_list.entry(*code).map(|entry| entry.code.clone());
            known.or_else(|| Some(format!("?{}", column.spelling(*code)?))).unwrap_or_default()
        };
        column.codes().iter().map(shown).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn points_are_no_levels() {
        assert_eq!(read("KS1_Writing", "15 9 21 15 3 13 17 15"), "?15 ?9 ?21 ?15 ?3 ?13 ?17 ?15");
        // Codes that no other scale has stay; one mistyped cell says nothing.
        assert_eq!(read("KS1_Writing", "15 9 21 2b 3"), "?15 ?9 ?21 2b ?3");
        assert_eq!(read("KS1_Writing", "2 3 33 2 1"), "2 3 ?33 2 1");
        assert_eq!(read("KS1_Writing", "2 2 2 2 2 33 44"), "2 2 2 2 2 ?33 ?44");
    }

    #[test]
    fn letters_without_a_level_are_another_scale() {
        assert_eq!(read("Target_KS3_English", "A B C D E B A C"), "?A ?B ?C ?D ?E ?B ?A ?C");
        assert_eq!(read("KS2_English", "B W S W W W"), "?B ?W ?S ?W ?W ?W");
        assert_eq!(read("KS2_English", "A B N 4 C"), "A B N 4 ?C");
        assert_eq!(read("KS2_English", "A N A"), "A N A");
        // Codes alone are asked about, once there are enough of them.
        assert_eq!(read("Target_KS2_English", "A B B D"), "?A ?B ?B ?D");
        assert_eq!(read("KS2_English", "N N N N"), "?N ?N ?N ?N");
        assert_eq!(read("KS2_English", "W N N N"), "W N N N");
        // Another way to write a level shows the scale as well.
        assert_eq!(read("KS1_Writing", "L2 W - P2"), "?L2 W ?- ?P2");
        assert_eq!(read("KS4_English", "U 5 X A"), "U ?5 X A");
    }

    #[test]
    fn chances_are_no_levels() {
        assert_eq!(read("FFTD_KS2_English", "85% 4 0.9 1"), "?85% ?4 ?0.9 ?1");
        assert_eq!(read("FFTD_KS2_English", "4.3 5 4"), "4 5 4");
    }

    #[test]
    fn true_and_false_are_a_pair() {
        assert_eq!(read("FSM", "P F P P F R P F"), "?P ?F ?P ?P ?F ?R ?P ?F");
        assert_eq!(read("InCare", "N N N F N R N"), "N N N ?F N ?R N");
        assert_eq!(read("FSM", "T f maybe N"), "Y N ?maybe N");
        assert_eq!(read("FSM", "F F N"), "N N N");
        assert_eq!(read("GiftedTalented", "G T N N N N N"), "?G ?T N N N N N");
    }
}
