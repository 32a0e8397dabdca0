//! Tells rows that name a pupil from those that do not: titles, sums, averages, units, legends, headings printed again on
//! each page (RULES 2.3).
//!
//! The evidence comes from the rows themselves: which columns of identity nearly all rows fill, how many other cells a
//! pupil's row fills. Nearly all rows of a large file are cleared by their UPN alone ([`PupilRows::plain_run`]).

use std::ops::Range;

use ambition_columns::cells::{Cells, DecimalCount, is_decimal};
use ambition_columns::csv::{CsvRecord, PrefixFilter, RecordBatch};
use ambition_columns::upn;

use super::column_fit::{fits, is_upn};
use super::nameless_rows::judge_nameless;
use super::sample::SampleRow;
use super::shape::{HeadingsAgain, headings_again, is_identity};
use super::shifted_rows::ShiftFinder;
use super::text_repair::is_nearly_all;
use super::unit_row::judge_unit_row;
use crate::guidance::fields::FieldKind;
use crate::guidance::{FieldId, Guidance, spellings};
use crate::intake::account::RejectReason;
use crate::intake::decisions::ReadingAnswer;
use crate::intake::headings::Headings;
use crate::intake::read_as::ReadAs;
use crate::text::cell::clean_text;

/// Cells that do not hold what their columns do in a row that is shifted against the others.
const MISFITS_OF_SHIFT: usize = 2;

/// Cells beside its name that a pupil's row has at least, if a row with none of them is to be odd.
const CELLS_OF_A_PUPIL: usize = 3;

/// What a row is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::intake) enum RowVerdict {
    /// A pupil.
    Pupil,
    /// No pupil.
    Rejected(RejectReason),
    /// A pupil until the user says otherwise: nothing in the row decides.
    Unsure,
    /// Nothing but spaces.
    Blank,
    /// Headings of another table, to which the rows below belong.
    OtherTable,
}

/// How rows are cleared without a closer look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum ClearedBy {
    /// No column names a pupil, so no row can be told from another.
    #[default]
    Anything,
    /// A unique pupil number in this column.
    Upn(usize),
    /// Any number of several digits in this column, of UPNs without the form of one; else as [`Self::Identity`].
    Number(usize),
    /// Filled columns of identity without a digit or a word of labels.
    Identity,
}

/// A column that names pupils.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct IdentityColumn {
    column: usize,
    kind: FieldKind,
}

/// What a row of the sample says.
#[derive(Clone, Copy, Debug)]
struct RowEvidence<'a> {
    row: &'a SampleRow,
    /// The columns of identity that name somebody: bit n for the n-th of them.
    named: u64,
    /// Number of other cells that are read and filled.
    read: usize,
}

impl RowEvidence<'_> {
    fn is_named_by(&self, place: usize) -> bool {
        u32::try_from(place).is_ok_and(|place| self.named.checked_shr(place).is_some_and(|bits| bits & 1 == 1))
    }
}

/// What the rows of pupils look like in this file.
#[derive(Clone, Debug, Default)]
pub(in crate::intake) struct PupilRows {
    headings: Cells,
    /// The columns of identity that nearly all rows fill.
    identity: Vec<IdentityColumn>,
    /// The other columns that are read.
    read: Vec<(usize, FieldId)>,
    cleared_by: ClearedBy,
    /// Prefixes of first cells that need a closer look.
    starts: PrefixFilter,
    /// Most UPNs have the form of one.
    upns_have_form: bool,
    /// There is a column of UPNs or forenames: a surname alone might be one of the words for sums.
    knows_more_than_surnames: bool,
    /// The only column of names holds names of two words and more: "Alder, Amy".
    names_have_words: bool,
    /// And nearly all of these have a comma.
    names_have_commas: bool,
    /// Nearly all rows with results name somebody.
    nearly_all_named: bool,
    /// Cells that are read, beside those of identity, in a pupil's row in the middle.
    usual: usize,
    /// Columns that hold decimals in rows of pupils.
    with_decimals: Vec<usize>,
    /// Sorted numbers of rows that are pupils, and of those that are not, because the user says so.
    pupils: Vec<u32>,
    others: Vec<u32>,
    /// Sorted numbers of rows that the workbook sums up with formulas.
    sums: Vec<u32>,
    /// Rows that were judged by what stands around them, in order.
    judged: Vec<(u32, RowVerdict)>,
    /// Sorted numbers of rows of other tables below.
    of_other_tables: Vec<u32>,
    /// Rows in whose stead another row of the pupil counts, with that row, in order.
    superseded: Vec<(u32, u32)>,
    shifts: ShiftFinder,
}

impl PupilRows {
    /// Learns from the rows of a sample below the headings.
    pub(super) fn new(rows: &[SampleRow], headings: &Headings, guidance: &Guidance, read_as: &ReadAs) -> Self {
        let kind = |field: FieldId| guidance.fields.get(field).map(|field| field.kind);
        let named =
            headings.recognised().filter_map(|(column, field)| Some(IdentityColumn { column, kind: kind(field)? }));
        let named = named.filter(|identity| is_identity(identity.kind)).collect::<Vec<_>>();
        let read = headings.recognised().filter(|(column, _)| named.iter().all(|identity| identity.column != *column));
        let mut learned = Self {
            headings: headings.texts.iter().collect(),
            read: read.collect(),
            knows_more_than_surnames: named.iter().any(|identity| identity.kind != FieldKind::Surname),
            starts: starts(headings, guidance),
            shifts: ShiftFinder::new(headings, guidance),
            ..Self::default()
        };
        learned.learn(rows, &named, guidance);
        if learned.identity.is_empty() {
            learned.judged = judge_nameless(rows, headings, guidance);
        }
        let unit_row = judge_unit_row(rows, headings, guidance);
        learned.judged.splice(..0, unit_row.filter(|(row, _)| learned.judged.iter().all(|(other, _)| other != row)));
        learned.take_answers(read_as);
        learned
    }

    fn learn(&mut self, rows: &[SampleRow], named: &[IdentityColumn], guidance: &Guidance) {
        let is_row = |row: &&SampleRow| headings_again(row, &self.headings, guidance).is_none();
        let read = self.read.iter().map(|(column, _)| *column).collect::<Vec<_>>();
        let evidence = |row| row_evidence(row, named, &read, guidance);
        let rows = rows.iter().filter(is_row).map(evidence).collect::<Vec<_>>();
        let with_names = rows.iter().filter(|row| row.named != 0).collect::<Vec<_>>();
        let usual = |(place, _): &(usize, &IdentityColumn)| {
            2 * with_names.iter().filter(|row| row.is_named_by(*place)).count() > with_names.len()
        };
        let (places, identity): (Vec<_>, Vec<_>) =
            named.iter().enumerate().filter(usual).map(|(place, identity)| (place, *identity)).unzip();
        self.identity = identity;
        self.usual = middle(with_names.iter().map(|row| row.read));
        let full = rows.iter().filter(|row| 2 * row.read >= self.usual.max(1)).collect::<Vec<_>>();
        let full_and_named = full.iter().filter(|row| places.iter().any(|place| row.is_named_by(*place))).count();
        self.nearly_all_named = is_nearly_all(full_and_named, full.len());
        let upn = self.identity.iter().find(|identity| identity.kind == FieldKind::Upn).map(|identity| identity.column);
        let upns = upn.map_or_else(Vec::new, |column| with_names.iter().map(|row| row.row.cell(column)).collect());
        let formed = upns.iter().filter(|upn| is_upn(upn)).count();
        self.upns_have_form = formed > 0 && 2 * formed > upns.iter().filter(|upn| !upn.is_empty()).count();
        self.cleared_by = match (upn, self.identity.is_empty()) {
            (Some(column), _) if self.upns_have_form => ClearedBy::Upn(column),
            (Some(column), _) => ClearedBy::Number(column),
            (_, true) => ClearedBy::Anything,
            (_, false) => ClearedBy::Identity,
        };
        let names = self.identity.iter().filter(|identity| identity.kind != FieldKind::Upn).collect::<Vec<_>>();
        if let [only] = names.as_slice() {
            let filled = with_names.iter().map(|row| row.row.cell(only.column)).filter(|cell| !cell.is_empty());
            let filled = filled.collect::<Vec<_>>();
            // A few labels may be among them.
            let are_usual =
                |sign: &[char]| 3 * filled.iter().filter(|cell| cell.contains(sign)).count() > 2 * filled.len();
            self.names_have_words = are_usual(&[',', ' ']);
            self.names_have_commas = are_usual(&[',']);
        }
        // Averages below the column are among the rows.
        let width = self.read.iter().map(|(column, _)| column + 1).max().unwrap_or(0);
        let mut counts = vec![DecimalCount::default(); width];
        with_names.iter().for_each(|row| row.row.cells.count_decimals(&mut counts));
        let has_decimals = |column: &usize| counts.get(*column).is_some_and(|count| 2 * count.decimals > count.others);
        self.with_decimals = self.read.iter().map(|(column, _)| *column).filter(has_decimals).collect();
    }

    fn take_answers(&mut self, read_as: &ReadAs) {
        for answer in &read_as.answers {
            let (rows, here, there) = match answer {
                ReadingAnswer::ArePupils(rows) => (rows, &mut self.pupils, &mut self.others),
                ReadingAnswer::AreNotPupils(rows) => (rows, &mut self.others, &mut self.pupils),
                _ => continue,
            };
            there.retain(|row| !rows.contains(row));
            here.extend(rows);
        }
        self.pupils.sort_unstable();
        self.others.sort_unstable();
    }

    /// Rejects these rows (in ascending order) as sums of the rows above, whatever is in them.
    pub fn with_sums(mut self, rows: &[u32]) -> Self {
        self.sums = rows.to_vec();
        self
    }

    /// Rejects rows in whose stead another row of the pupil counts (pairs of both row numbers, in order).
    pub fn without(mut self, superseded: Vec<(u32, u32)>) -> Self {
        self.superseded = superseded;
        self
    }

    /// Rejects the rows of other tables (in ascending order).
    pub fn without_tables(mut self, rows: Vec<u32>) -> Self {
        self.of_other_tables = rows;
        self
    }

    /// Prefixes of first cells that need a closer look.
    pub fn starts(&self) -> &PrefixFilter {
        &self.starts
    }

    /// Length of the run of records from the start of `run` that certainly name pupils.
    pub fn plain_run(&self, batch: &RecordBatch, run: &Range<usize>, guidance: &Guidance) -> usize {
        let lists = [&self.others, &self.sums, &self.of_other_tables].map(|rows| rows.last().copied());
        let others = [self.superseded.last().map(|(row, _)| *row), self.judged.last().map(|(row, _)| *row)];
        let last = lists.into_iter().chain(others).flatten().max();
        if last.is_some_and(|last| batch.record(run.start).number <= last) {
            return 0;
        }
        match self.cleared_by {
            ClearedBy::Anything => run.len(),
            ClearedBy::Upn(column) => upn::formed_run(batch, run, column),
            ClearedBy::Number(column) => match upn::numbered_run(batch, run, column) {
                0 => self.named_run(batch, run, guidance),
                numbered => numbered,
            },
            ClearedBy::Identity => self.named_run(batch, run, guidance),
        }
    }

    fn named_run(&self, batch: &RecordBatch, run: &Range<usize>, guidance: &Guidance) -> usize {
        run.clone().take_while(|index| self.is_named(&batch.record(*index), guidance)).count()
    }

    /// True if all columns of identity are filled with what can be a name or number.
    fn is_named(&self, record: &CsvRecord, guidance: &Guidance) -> bool {
        self.identity.iter().all(|identity| {
            let field = record.field(identity.column);
            let letters = field.first().is_some_and(|first| first.is_ascii_alphabetic());
            let digits = field.iter().any(u8::is_ascii_digit);
            match identity.kind {
                FieldKind::Upn => digits && !field.contains(&b' ') && field.first() > Some(&b'0'),
                _ => {
                    let is_one_word = self.names_have_words && !field.contains(&b',') && !field.contains(&b' ');
                    // A name is all there is in a list without numbers, so it is looked at in full.
                    let is_suspect = || self.cleared_by == ClearedBy::Identity || self.starts.may_match(&field);
                    let may_be_label = || is_suspect() && self.may_be_label(&field, guidance);
                    let lacks_comma = self.names_have_commas && !field.contains(&b',');
                    letters && !digits && !is_one_word && !lacks_comma && !may_be_label()
                }
            }
        })
    }

    /// True if a text begins or ends with a word of sums or labels, or is the first heading.
    fn may_be_label(&self, field: &[u8], guidance: &Guidance) -> bool {
        let text = clean_text(field);
        let lists = [&guidance.exports.totals, &guidance.exports.labels];
        lists.into_iter().any(|words| has_word_at_end(&text, words))
            || self.headings.iter().next().is_some_and(|heading| heading.eq_ignore_ascii_case(&text))
    }

    /// Judges one record.
    pub fn judge(&self, record: &CsvRecord, guidance: &Guidance) -> RowVerdict {
        if let Ok(index) = self.superseded.binary_search_by_key(&record.number, |(row, _)| *row) {
            let of = self.superseded.get(index).map_or(0, |(_, of)| *of);
            return RowVerdict::Rejected(RejectReason::OtherRowCounts { of });
        }
        let row = SampleRow::from_record(record);
        let is_listed = |rows: &[u32]| rows.binary_search(&row.number).is_ok();
        if row.filled() == 0 {
            return RowVerdict::Blank;
        }
        // What the user says holds, then what the workbook says.
        if is_listed(&self.pupils) {
            return RowVerdict::Pupil;
        }
        if is_listed(&self.others) || is_listed(&self.of_other_tables) || is_ruled(&row) {
            return RowVerdict::Rejected(RejectReason::NamesNobody);
        }
        if is_listed(&self.sums) {
            return RowVerdict::Rejected(RejectReason::Total);
        }
        if let Ok(index) = self.judged.binary_search_by_key(&row.number, |(row, _)| *row) {
            return self.judged.get(index).map_or(RowVerdict::Pupil, |(_, verdict)| verdict.clone());
        }
        match headings_again(&row, &self.headings, guidance) {
            Some(HeadingsAgain::Same) => RowVerdict::Rejected(RejectReason::RepeatedHeadings),
            Some(HeadingsAgain::Other) => RowVerdict::OtherTable,
            None => self.judge_row(&row, guidance),
        }
    }

    /// True if a comma of a name has moved the cells behind it to the right.
    pub fn is_moved_by_comma(&self, record: &CsvRecord, guidance: &Guidance) -> bool {
        let cells = (0..record.len()).map(|column| record.field(column)).collect::<Vec<_>>();
        let cells = cells.iter().map(|cell| cell.as_ref()).collect::<Vec<_>>();
        self.shifts.mended(&cells, guidance).is_some()
    }

    /// True if the cells of a row are in other columns than they belong in: several do not hold what their columns do.
    pub fn is_shifted(&self, record: &CsvRecord, guidance: &Guidance) -> bool {
        let row = SampleRow::from_record(record);
        let filled = self.read.iter().filter(|(column, _)| row.is_filled(*column));
        let misfits = filled.filter(|(column, field)| fits(*field, row.cell(*column), guidance) == Some(false)).count();
        misfits >= MISFITS_OF_SHIFT
    }

    fn judge_row(&self, row: &SampleRow, guidance: &Guidance) -> RowVerdict {
        if self.identity.is_empty() {
            return RowVerdict::Pupil;
        }
        let names = |identity: &&IdentityColumn| names_somebody(row.cell(identity.column), identity.kind, guidance);
        let named = self.identity.iter().filter(names).collect::<Vec<_>>();
        let read = self.read.iter().filter(|(column, _)| row.is_filled(*column)).count();
        let is_sparse = 2 * read < self.usual || read == 0;
        match named.as_slice() {
            [] if self.begins_with_sum(row, guidance) => RowVerdict::Rejected(RejectReason::Total),
            [] if self.has_label(row, guidance) => RowVerdict::Rejected(self.reason(row, guidance)),
            [] if !self.nearly_all_named => match read {
                0 => RowVerdict::Rejected(RejectReason::NamesNobody),
                _ => RowVerdict::Pupil,
            },
            [] if is_sparse || self.holds_no_values(row, guidance) => RowVerdict::Rejected(self.reason(row, guidance)),
            [] => RowVerdict::Unsure,
            [one] if self.is_label(row, one, is_sparse, guidance) => RowVerdict::Rejected(self.reason(row, guidance)),
            _ if is_sparse && self.upn_is_label(row, guidance) => RowVerdict::Rejected(self.reason(row, guidance)),
            several if self.are_labels(row, several, guidance) => match several.len() {
                1 if has_sum(row, guidance) => RowVerdict::Rejected(RejectReason::Total),
                _ => RowVerdict::Unsure,
            },
            // A name and nothing else: a new pupil, or whoever signed the list.
            _ if read == 0 && self.usual >= CELLS_OF_A_PUPIL && self.lacks_upn(row) => RowVerdict::Unsure,
            // One word where names have two, a digit, or a word of labels: a class, a group, or a pupil.
            [one] if self.is_odd_name(row, one, is_sparse, guidance) => RowVerdict::Unsure,
            _ => RowVerdict::Pupil,
        }
    }

    /// True if the columns of names hold words of sums and labels alone, in a list that has two such columns: a pupil has
    /// a surname and a forename.
    fn are_labels(&self, row: &SampleRow, named: &[&IdentityColumn], guidance: &Guidance) -> bool {
        let is_name = |identity: &&IdentityColumn| identity.kind != FieldKind::Upn;
        let labels = |one: &&IdentityColumn| all_words_are_labels(row.cell(one.column), guidance);
        // "n=4" beside "Girls".
        let no_word = |one: &&IdentityColumn| words_in(row.cell(one.column)).next().is_none();
        self.identity.iter().filter(is_name).count() > 1
            && named.iter().all(|one| is_name(one) && (labels(one) || no_word(one)))
            && named.iter().any(labels)
    }

    /// True if a word of sums or labels stands in place of a UPN: the headings of a table of other things.
    fn upn_is_label(&self, row: &SampleRow, guidance: &Guidance) -> bool {
        let upn = self.identity.iter().find(|identity| identity.kind == FieldKind::Upn && self.upns_have_form);
        let cell = upn.map_or("", |upn| row.cell(upn.column));
        all_words_are_labels(cell, guidance) && !is_no_upn(cell, guidance)
    }

    /// True if most pupils have a UPN and this row has none, or if nobody has one.
    fn lacks_upn(&self, row: &SampleRow) -> bool {
        let upn = self.identity.iter().find(|identity| identity.kind == FieldKind::Upn);
        upn.is_none_or(|upn| self.upns_have_form && !is_upn(row.cell(upn.column)))
    }

    /// True if a name is of one word where others have two, has a digit, or may be a label.
    fn is_odd_name(&self, row: &SampleRow, only: &IdentityColumn, is_sparse: bool, guidance: &Guidance) -> bool {
        let cell = row.cell(only.column);
        let has_digit = cell.contains(|letter: char| letter.is_ascii_digit());
        let is_one_word = self.names_have_words && !cell.contains([',', ' ']);
        let is_sum = guidance.exports.totals.iter().any(|word| word.eq_ignore_ascii_case(cell)) && !self.is_full(row);
        // "Class average" over a full row of levels.
        let of_sums = self.names_have_words
            && has_word_at_end(cell, &guidance.exports.totals)
            && all_words_are_labels(cell, guidance);
        let is_label = of_sums || is_sparse && has_word_at_end(cell, &guidance.exports.labels);
        let lacks_comma = is_sparse && self.names_have_commas && !cell.contains(',');
        only.kind != FieldKind::Upn && (has_digit || is_one_word || is_sum || is_label || lacks_comma)
    }

    /// True if a row has most of the cells that a pupil's has, and there are enough of them to tell.
    fn is_full(&self, row: &SampleRow) -> bool {
        let read = self.read.iter().filter(|(column, _)| row.is_filled(*column)).count();
        self.usual >= CELLS_OF_A_PUPIL && 4 * read >= 3 * self.usual
    }

    /// True if the first cell that is not empty begins or ends with a word for sums.
    fn begins_with_sum(&self, row: &SampleRow, guidance: &Guidance) -> bool {
        let first = row.filled_cells().next();
        self.knows_more_than_surnames && first.is_some_and(|(_, cell)| has_word_at_end(cell, &guidance.exports.totals))
    }

    /// True if a label stands where a name should.
    fn has_label(&self, row: &SampleRow, guidance: &Guidance) -> bool {
        let words = |cell: &str| {
            has_word_at_end(cell, &guidance.exports.totals) || has_word_at_end(cell, &guidance.exports.labels)
        };
        self.identity.iter().any(|identity| identity.kind != FieldKind::Upn && words(row.cell(identity.column)))
    }

    /// A row of sums if a word says so, else one that names nobody.
    fn reason(&self, row: &SampleRow, guidance: &Guidance) -> RejectReason {
        if has_sum(row, guidance) { RejectReason::Total } else { RejectReason::NamesNobody }
    }

    /// True if the only cell of identity is a label: of a class, a page, a sum.
    fn is_label(&self, row: &SampleRow, only: &IdentityColumn, is_sparse: bool, guidance: &Guidance) -> bool {
        let cell = row.cell(only.column);
        let is_sum = has_word_at_end(cell, &guidance.exports.totals);
        // Somebody may be called Mean: whoever has all that a pupil has is one.
        let is_full = self.is_full(row);
        if is_sum && self.knows_more_than_surnames && (only.kind == FieldKind::Upn || !is_full) {
            return true;
        }
        let is_word = is_sum || has_word_at_end(cell, &guidance.exports.labels);
        if only.kind == FieldKind::Upn {
            let odd = self.upns_have_form && !is_upn(cell);
            let is_text = cell.contains(' ') || !cell.contains(|letter: char| letter.is_ascii_digit());
            let is_all = self.identity.len() > 1;
            return odd
                && (is_sparse && (is_text || is_word || is_all) || is_word && self.holds_no_values(row, guidance));
        }
        let has_digit = cell.contains(|letter: char| letter.is_ascii_digit());
        // "Class average" is nobody; "Page, Anna" may be somebody, and so may "Mean" in a list of surnames.
        let could_tell = self.names_have_words || self.knows_more_than_surnames;
        let is_certain = is_word && (has_digit || could_tell && all_words_are_labels(cell, guidance));
        (is_certain && !is_full)
            || is_sum && self.has_odd_decimal(row)
            || (is_word || has_digit || is_rule(cell)) && self.holds_no_values(row, guidance)
            || (is_certain || has_digit || is_rule(cell)) && is_sparse
    }

    /// True for an average: a number with decimals where pupils have none.
    fn has_odd_decimal(&self, row: &SampleRow) -> bool {
        self.read.iter().any(|(column, _)| is_decimal(row.cell(*column)) && !self.with_decimals.contains(column))
    }

    /// True if most cells do not hold what their columns do: words, averages, counts.
    fn holds_no_values(&self, row: &SampleRow, guidance: &Guidance) -> bool {
        let filled = self.read.iter().filter(|(column, _)| row.is_filled(*column));
        let filled = filled.collect::<Vec<_>>();
        let is_odd = |(column, field): &&&(usize, FieldId)| {
            let cell = row.cell(*column);
            fits(*field, cell, guidance) == Some(false) || is_decimal(cell) && !self.with_decimals.contains(column)
        };
        2 * filled.iter().filter(is_odd).count() >= filled.len().max(1)
    }
}

/// What a row says of the pupil; `read`: the columns that are read, besides those that name pupils.
fn row_evidence<'a>(
    row: &'a SampleRow,
    named: &[IdentityColumn],
    read: &[usize],
    guidance: &Guidance,
) -> RowEvidence<'a> {
    let names = |identity: &IdentityColumn| names_somebody(row.cell(identity.column), identity.kind, guidance);
    let places = (0..).zip(named).filter(|(_, identity)| names(identity));
    RowEvidence {
        row,
        named: places.fold(0, |places, (place, _)| places | 1_u64.checked_shl(place).unwrap_or(0)),
        read: row.cells.filled_of(read),
    }
}

/// Prefixes of words that may begin a label or the headings again.
fn starts(headings: &Headings, guidance: &Guidance) -> PrefixFilter {
    let words = [&guidance.exports.totals, &guidance.exports.labels].into_iter().flatten();
    let words = words.chain(headings.texts.first()).map(String::as_str).collect::<Vec<_>>();
    // A prefix has three bytes: of a short word it ends with what may follow it.
    let short = words.iter().filter(|word| word.len() == 2);
    let short =
        short.flat_map(|word| [' ', ',', ':', '-', '.'].map(|after| format!("{word}{after}"))).collect::<Vec<_>>();
    PrefixFilter::new(words.into_iter().chain(short.iter().map(String::as_str)).map(str::as_bytes))
}

/// True if a cell names somebody: a number that is no word for none, or a text with a letter.
pub(super) fn names_somebody(cell: &str, kind: FieldKind, guidance: &Guidance) -> bool {
    match kind {
        FieldKind::Upn => !cell.is_empty() && !is_no_upn(cell, guidance),
        // "7 of 8" names nobody.
        _ => {
            let is_letter = |letter: char| letter.is_alphabetic();
            !cell.starts_with(|letter: char| letter.is_ascii_digit()) && cell.chars().any(is_letter)
        }
    }
}

/// True for what is written in place of a unique pupil number: a word for none, zeros, or a number that a spreadsheet
/// has rounded (`9.27E+12`).
pub(in crate::intake) fn is_no_upn(text: &str, guidance: &Guidance) -> bool {
    let upn = &guidance.exports.upn;
    let is_rounded = || {
        let (digits, exponent) = text.split_once(['E', 'e'])?;
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','));
        Some(!digits.is_empty() && is_number(digits) && exponent.strip_prefix('+')?.parse::<u8>().is_ok())
    };
    // Most of them have the form of one, and need no further look.
    if is_upn(text) {
        return false;
    }
    let is_one = |text: &str| {
        spellings::is_blank(&guidance.exports.spellings, text)
            || upn.none.iter().any(|word| word.eq_ignore_ascii_case(text))
            || text.bytes().all(|byte| byte == b'0')
    };
    let is_beside = |word: &str| upn.beside.iter().any(|other| other.eq_ignore_ascii_case(word));
    let is_one_beside = || {
        let words = text.split(' ').filter(|word| !is_beside(word)).collect::<Vec<_>>();
        !words.is_empty() && is_one(&words.join(" "))
    };
    is_one(text) || is_rounded() == Some(true) || text.contains(' ') && is_one_beside()
}

/// True if a cell of a row begins or ends with a word for sums.
pub(super) fn has_sum(row: &SampleRow, guidance: &Guidance) -> bool {
    row.cells.iter().any(|cell| has_word_at_end(cell, &guidance.exports.totals))
}

/// True if the first or last word of a text is one of these (in small letters).
pub(super) fn has_word_at_end(text: &str, words: &[String]) -> bool {
    let mut found = text.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty());
    let (first, last) = (found.next(), found.next_back());
    let is_one = |word: &str| words.iter().any(|other| word.eq_ignore_ascii_case(other));
    first.is_some_and(is_one) || last.is_some_and(is_one)
}

/// The words of a text. Of "Girls, n = 4" and "FFT D" the single letters say nothing.
fn words_in(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphabetic()).filter(|word| word.chars().nth(1).is_some())
}

/// True if a text is made of nothing but words for sums and labels.
fn all_words_are_labels(text: &str, guidance: &Guidance) -> bool {
    let mut words = words_in(text).peekable();
    let lists = [&guidance.exports.totals, &guidance.exports.labels];
    words.peek().is_some()
        && words.all(|word| lists.into_iter().flatten().any(|other| word.eq_ignore_ascii_case(other)))
}

/// True if a row is a line drawn with characters across the table.
fn is_ruled(row: &SampleRow) -> bool {
    row.filled() > 1 && row.filled_cells().all(|(_, cell)| is_rule(cell) && cell.len() > 1)
}

/// A line drawn with characters.
fn is_rule(text: &str) -> bool {
    !text.is_empty() && !text.contains(char::is_alphanumeric)
}

/// The value in the middle; 0 without any.
fn middle(values: impl Iterator<Item = usize>) -> usize {
    let mut values = values.collect::<Vec<_>>();
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or(0)
}
