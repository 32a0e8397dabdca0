//! Tables with a row for each pupil and kind of result: one with the results, another with the targets.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::heading_block::recognise_together;
use super::in_view;
use super::row_a_subject::pupil_key;
use super::sample::SampleRow;
use super::shape::{Table, column_of};
use crate::guidance::{FieldId, Guidance, KnownField};
use crate::intake::account::{RejectReason, RejectedRow};
use crate::intake::decisions::{ReadingAnswer, ReadingChoice, ReadingDecision, ReadingQuestion, RowKind};
use crate::intake::diagnostic::column_letters;
use crate::intake::key_stage::LikelyStage;
use crate::intake::read_as::ReadAs;
use crate::text::cell::plain;
use crate::text::phrases::{count, list, list_or};

/// Most kinds of a table.
const KINDS: usize = 8;

/// A table with a row for each pupil.
#[derive(Debug)]
pub(super) struct KindTable {
    pub table: Table,
    pub decision: ReadingDecision,
    pub questions: Vec<ReadingQuestion>,
}

/// What the rows with a value in the column of kinds hold.
#[derive(Clone, Debug, PartialEq, Eq)]
enum KindMeaning {
    Results,
    Targets,
    /// An estimate that the value names: "FFT D".
    Named,
    NotRead,
    /// To be asked; not read until then.
    Open,
}

/// The column that says what each row holds.
struct KindColumn {
    column: usize,
    /// By value, as written.
    kinds: BTreeMap<String, KindMeaning>,
}

/// One row for each pupil, if a column says of each row whether it holds results or targets.
pub(super) fn one_row_a_pupil(table: &Table, guidance: &Guidance, read_as: &ReadAs) -> Option<KindTable> {
    let identity = table.identity_columns(guidance);
    if identity.is_empty() {
        return None;
    }
    let kinds = KindColumn::find(table, guidance, read_as)?;
    let mut reader = KindReader::new(table, &kinds, guidance);
    // A pupil's second row of a kind is another row of the table that is made.
    let (mut places, mut met) = (HashMap::new(), HashMap::new());
    let (mut rows, mut rejected) = (Vec::<SampleRow>::new(), table.rejected.clone());
    for row in table.body() {
        let kind = row.cell(kinds.column);
        let key = pupil_key(row, &identity);
        let Some(key) = key.filter(|_| !kind.is_empty()) else {
            rows.push(row.clone());
            continue;
        };
        let nth = met.entry((key.clone(), kind.to_lowercase())).or_insert(0_u32);
        *nth += 1;
        let place = *places.entry((key, *nth)).or_insert_with(|| {
            rows.push(SampleRow::empty(row.number));
            rows.len() - 1
        });
        let Some(joined) = rows.get_mut(place) else { continue };
        reader.add(row, joined);
        if joined.number != row.number {
            rejected.push(RejectedRow { row: row.number, reason: RejectReason::PutTogether { of: joined.number } });
        }
    }
    let columns = without_emptied(reader.columns, table, &rows);
    let table_of_pupils = table.with_rows(columns, rows, rejected);
    Some(KindTable { table: table_of_pupils, decision: kinds.decision(), questions: kinds.questions(table) })
}

/// The headings without those of columns from which every cell was moved to another: nobody has such a result.
fn without_emptied(mut columns: Vec<String>, table: &Table, rows: &[SampleRow]) -> Vec<String> {
    let was_filled = |column: usize| table.body().iter().any(|row| row.is_filled(column));
    for (column, heading) in columns.iter_mut().enumerate() {
        if was_filled(column) && !rows.iter().any(|row| row.is_filled(column)) {
            heading.clear();
        }
    }
    columns
}

impl KindColumn {
    fn find(table: &Table, guidance: &Guidance, read_as: &ReadAs) -> Option<Self> {
        let headings = table.headings();
        let is_open = |(_, text): &(usize, &String)| !text.is_empty() && guidance.recognise(text).is_none();
        let mut columns = headings.iter().enumerate().filter(is_open).map(|(column, _)| column);
        columns.find_map(|column| {
            let mut kinds = BTreeMap::new();
            for value in table.body().iter().map(|row| row.cell(column)).filter(|value| !value.is_empty()) {
                if !kinds.contains_key(value) {
                    let heading = headings.get(column)?;
                    kinds.insert(value.to_owned(), meaning((heading, value), headings, guidance, read_as)?);
                }
                if kinds.len() > KINDS {
                    return None;
                }
            }
            let found = Self { column, kinds };
            (found.is_in_every_row(table, guidance) && found.says_something(table, guidance)).then_some(found)
        })
    }

    /// True if some rows hold something else than results. Letters, and words that are asked about, say so only beside
    /// results of the same pupils.
    fn says_something(&self, table: &Table, guidance: &Guidance) -> bool {
        let has = |meaning: KindMeaning| self.kinds.values().any(|kind| *kind == meaning);
        let letters = self.kinds.keys().any(|value| value.chars().count() == 1);
        let beside_results = || has(KindMeaning::Results) && self.repeats_pupils(table, guidance);
        match has(KindMeaning::Targets) || has(KindMeaning::Named) {
            true => !letters || beside_results(),
            false => self.kinds.values().any(|kind| *kind != KindMeaning::Results) && beside_results(),
        }
    }

    fn repeats_pupils(&self, table: &Table, guidance: &Guidance) -> bool {
        let identity = table.identity_columns(guidance);
        let mut met = HashSet::new();
        !table.body().iter().filter_map(|row| pupil_key(row, &identity)).all(|key| met.insert(key))
    }

    /// True if every row that names a pupil and holds anything else says its kind.
    fn is_in_every_row(&self, table: &Table, guidance: &Guidance) -> bool {
        let identity = table.identity_columns(guidance);
        let named = table.body().iter().filter(|row| pupil_key(row, &identity).is_some());
        let (with, without): (Vec<_>, Vec<_>) = named.partition(|row| !row.cell(self.column).is_empty());
        super::text_repair::is_nearly_all(with.len(), with.len() + without.len())
    }

    fn decision(&self) -> ReadingDecision {
        let letters = column_letters(self.column);
        let of = |meaning: KindMeaning| {
            let values = self.kinds.iter().filter(|(_, kind)| **kind == meaning).map(|(value, _)| value.clone());
            values.collect::<Vec<_>>()
        };
        let said = [
            (of(KindMeaning::Results), "results"),
            (of(KindMeaning::Targets), "targets"),
            (of(KindMeaning::Named), "estimates"),
        ];
        let said = said.into_iter().filter(|(values, _)| !values.is_empty());
        let said = said.map(|(values, what)| format!("{what} where it says \u{201c}{}\u{201d}", list_or(&values)));
        let said = list(&said.collect::<Vec<_>>());
        let what = format!("Column {letters} says what each row holds ({said}): the rows of a pupil were read as one.");
        ReadingDecision::table_decision("row-a-kind", what)
    }

    fn questions(&self, table: &Table) -> Vec<ReadingQuestion> {
        let letters = column_letters(self.column);
        let heading = table.headings().get(self.column).cloned().unwrap_or_default();
        let open = self.kinds.iter().filter(|(_, kind)| **kind == KindMeaning::Open).map(|(value, _)| value);
        let question = |value: &String| {
            let rows = table.body().iter().filter(|row| row.cell(self.column) == value);
            let choice = |label: &str, kind: RowKind| {
                let answer = ReadingAnswer::ReadRowsAs { heading: heading.clone(), value: value.clone(), kind };
                ReadingChoice::new(label, answer)
            };
            ReadingQuestion {
                code: "kind-of-rows",
                what: format!(
                    "Column {letters} says \u{201c}{value}\u{201d} in {}. What do these rows hold? Until you answer, \
                     they are not read.",
                    count(rows.clone().count() as u64, "row")
                ),
                rows: in_view(rows),
                choices: vec![
                    choice("Targets", RowKind::Targets),
                    choice("Results", RowKind::Results),
                    choice("Something else: do not read them", RowKind::NotRead),
                ],
            }
        };
        open.map(question).collect()
    }
}

/// What a value says about its row; `None`: it is no kind.
fn meaning(
    (heading, value): (&str, &str),
    headings: &[String],
    guidance: &Guidance,
    read_as: &ReadAs,
) -> Option<KindMeaning> {
    let said = read_as.answers.iter().rev().find_map(|answer| match answer {
        ReadingAnswer::ReadRowsAs { heading: of, value: other, kind } if of == heading && other == value => Some(*kind),
        _ => None,
    });
    if let Some(said) = said {
        return Some(match said {
            RowKind::Results => KindMeaning::Results,
            RowKind::Targets => KindMeaning::Targets,
            RowKind::NotRead => KindMeaning::NotRead,
        });
    }
    let (kinds, value) = (&guidance.exports.kinds, plain(value));
    let is_one = |words: &[String]| words.iter().any(|word| plain(word) == value);
    if is_one(&kinds.results) {
        return Some(KindMeaning::Results);
    }
    if is_one(&kinds.targets) {
        return Some(KindMeaning::Targets);
    }
    if is_one(&kinds.open) {
        return Some(KindMeaning::Open);
    }
    let is_result = |text: &String| guidance.recognise(text).is_some_and(|field| target_of(field, guidance).is_some());
    let named =
        headings.iter().filter(|text| is_result(text)).filter_map(|text| recognise_together(&value, text, guidance));
    let mut derived = named.filter_map(|field| guidance.fields.get(field)).map(|field| field.derived_from.is_some());
    derived.next().filter(|is_derived| *is_derived).map(|_| KindMeaning::Named)
}

/// The target for a result; `None`: the field is no result that targets are set for.
fn target_of(result: FieldId, guidance: &Guidance) -> Option<FieldId> {
    guidance.fields.on_basis(&guidance.fields.get(result)?.heading, "target")
}

/// Puts the cells of rows where they belong.
struct KindReader<'a> {
    headings: &'a [String],
    kinds: &'a KindColumn,
    stage: Option<LikelyStage>,
    columns: Vec<String>,
    /// By column and kind; `None`: not read.
    places: HashMap<(usize, String), Option<usize>>,
    guidance: &'a Guidance,
}

impl<'a> KindReader<'a> {
    fn new(table: &'a Table, kinds: &'a KindColumn, guidance: &'a Guidance) -> Self {
        let headings = table.headings();
        let known = |text: &String| guidance.recognise(text);
        let years = headings.iter().position(|text| known(text) == Some(guidance.fields.year_group));
        let years = table.body().iter().filter_map(|row| Some(row.cell(years?)));
        let stage = LikelyStage::new(headings.iter().filter_map(known), years, guidance);
        Self { headings, kinds, stage, columns: headings.to_vec(), places: HashMap::new(), guidance }
    }

    fn add(&mut self, row: &SampleRow, joined: &mut SampleRow) {
        let value = row.cell(self.kinds.column).to_owned();
        for (column, cell) in row.filled_cells() {
            let place = match self.places.get(&(column, value.clone())) {
                Some(place) => *place,
                None => {
                    let place = self.place(column, &value);
                    self.places.insert((column, value.clone()), place);
                    place
                }
            };
            if let Some(place) = place.filter(|place| joined.cell(*place).is_empty()) {
                joined.put(place, cell);
            }
        }
    }

    /// The column in which a cell of a row of this kind belongs; `None`: it is not read.
    fn place(&mut self, column: usize, value: &str) -> Option<usize> {
        let heading = self.headings.get(column).map_or("", String::as_str);
        let known = self.guidance.recognise(heading);
        let is_result = known.is_some_and(|field| target_of(field, self.guidance).is_some());
        let may_be_result = known.is_none() && self.guidance.vocabulary.has_only_words(heading);
        if column == self.kinds.column || !is_result && !may_be_result {
            return Some(column);
        }
        let words = match self.kinds.kinds.get(value)? {
            KindMeaning::Results => return Some(column),
            KindMeaning::NotRead | KindMeaning::Open => return None,
            KindMeaning::Named => value.to_owned(),
            KindMeaning::Targets => self.guidance.exports.kinds.targets.first()?.clone(),
        };
        let target = match (known, self.kinds.kinds.get(value)?) {
            (Some(field), KindMeaning::Targets) => target_of(field, self.guidance),
            _ => recognise_together(&words, heading, self.guidance),
        };
        let together = format!("{words} {heading}");
        let likely = || self.stage.as_ref()?.target(&together, self.guidance);
        let canonical =
            |field: FieldId| self.guidance.fields.get(field).map(|field: &KnownField| field.written.clone());
        let heading = target.or_else(likely).and_then(canonical).unwrap_or(together);
        Some(column_of(&heading, &mut self.columns, self.guidance))
    }
}
