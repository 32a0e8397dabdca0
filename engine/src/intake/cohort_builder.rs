//! Builds the columns of a cohort from runs of records.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use ambition_columns::csv::{CsvRecord, RecordBatch};
use serde::{Deserialize, Serialize};

use super::account::{Account, RejectReason, RejectedRow};
use super::decisions::{ReadingAnswer, RepeatedRow};
use super::duplicates;
use super::encoders::{CodeEncoders, ColumnBuilder, LabelEncoder, LabelForm, RowComparison, ShardUnknowns};
use super::headings::Headings;
use super::notes::not_utf8;
use super::number_forms;
use super::schools;
use super::shard::ShardPieces;
use super::table::is_no_upn;
use crate::cohort::{Cohort, NumberColumn, PupilIdentities, RowNumbers, number_column};
use crate::guidance::fields::FieldKind;
use crate::guidance::{FieldId, Guidance};
use crate::text::cell;

/// The columns that identify a pupil.
#[derive(Debug, Default)]
struct IdentityColumns {
    upn: Option<usize>,
    surname: Option<usize>,
    forename: Option<usize>,
    school_name: Option<usize>,
    /// Index of the school among the label columns: its code, else its name (RULES 2.3).
    school: Option<usize>,
    /// Index of the school's name among the label columns.
    school_names: Option<usize>,
}

/// What is transferred along with a shard's pupils.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ShardPupils {
    pub count: u32,
    /// The concatenated names.
    #[serde(with = "serde_bytes")]
    pub names: Vec<u8>,
    /// The lengths of the names.
    #[serde(with = "serde_bytes")]
    pub name_lengths: Vec<u8>,
    pub school_name: String,
    /// See [`RowNumbers`].
    pub jumps: Vec<(u32, u32)>,
    /// Unknown spellings by coded column.
    pub unknown: Vec<ShardUnknowns>,
    /// The texts of each label column, by label.
    pub labels: Vec<Vec<Vec<u8>>>,
    /// Unknown spellings by column of numbers.
    pub numbers: Vec<number_column::ShardUnknownNumbers>,
    /// UPN, name, school and row of rows with a cell too many.
    pub rejected: Vec<RejectedKey>,
}

impl ShardPupils {
    /// The rows with a cell too many, with the schools' numbers and the rows as they are in the whole file.
    fn rejected_keys(&self, schools: &[u16], rows_before: u32) -> impl Iterator<Item = RejectedKey> {
        self.rejected.iter().cloned().map(move |key| {
            let school = schools.get(usize::from(key.school)).copied().unwrap_or_default();
            RejectedKey { school, row: key.row + rows_before, ..key }
        })
    }
}

/// Bytes a pupil takes in a column of labels and in one of numbers.
const LABEL_BYTES: usize = 2;
const NUMBER_BYTES: usize = 8;

/// The key of a row that is rejected for a cell too many.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct RejectedKey {
    upn: Vec<u8>,
    /// Surname and forename in small letters.
    name: String,
    school: u16,
    row: u32,
}

/// The first of several rows of a pupil.
#[derive(Clone, Copy, Debug)]
struct OriginalRow {
    row: u32,
    /// `None`: it was rejected itself.
    pupil: Option<usize>,
}

/// A row that contradicts an earlier row of the same pupil.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DifferingRow {
    pub row: u32,
    /// The earlier row.
    pub of: u32,
    /// The first column in which they differ, counted from 0.
    pub column: usize,
}

/// A cohort being built.
#[derive(Debug)]
pub(super) struct CohortBuilder {
    width: usize,
    identity: IdentityColumns,
    coded: CodeEncoders,
    labels: Vec<ColumnBuilder<LabelEncoder>>,
    numbers: Vec<ColumnBuilder<NumberColumn>>,
    people: PupilIdentities,
    rows: RowNumbers,
    count: usize,
    school_name: String,
    /// Keys of rows rejected for a cell too many, which count as earlier rows all the same.
    rejected: Vec<RejectedKey>,
    reserved: bool,
}

impl CohortBuilder {
    pub fn new(headings: &Headings, guidance: &Guidance) -> Self {
        let mut pupils = Self {
            width: headings.width,
            identity: IdentityColumns::default(),
            coded: CodeEncoders::default(),
            labels: Vec::new(),
            numbers: Vec::new(),
            people: PupilIdentities::default(),
            rows: RowNumbers::default(),
            count: 0,
            school_name: String::new(),
            rejected: Vec::new(),
            reserved: false,
        };
        for (column, field) in headings.recognised() {
            pupils.add_column(column, field, guidance);
        }
        pupils.identity.school = pupils.identity.school.or(pupils.identity.school_names);
        pupils
    }

    /// For a shard: its pupils are drained in pieces, so no capacity is reserved for all of them.
    pub fn for_shard(headings: &Headings, guidance: &Guidance) -> Self {
        Self { reserved: true, ..Self::new(headings, guidance) }
    }

    fn add_column(&mut self, column: usize, id: FieldId, guidance: &Guidance) {
        let Some(field) = guidance.fields.get(id) else { return };
        match field.kind {
            FieldKind::Upn => self.identity.upn = Some(column),
            FieldKind::Surname => self.identity.surname = Some(column),
            FieldKind::Forename => self.identity.forename = Some(column),
            // The first school name heads the page, and each school has its own.
            FieldKind::Text => {
                self.identity.school_name = Some(column);
                self.identity.school_names = Some(self.labels.len());
                self.labels.push(ColumnBuilder { column, field: id, encoder: LabelEncoder::new(LabelForm::Text) });
            }
            FieldKind::Coded(list) => self.coded.add_column(column, id, list),
            FieldKind::Number(kind) => {
                self.numbers.push(ColumnBuilder { column, field: id, encoder: NumberColumn::new(kind) })
            }
            FieldKind::Label => {
                if id == guidance.fields.school {
                    self.identity.school = Some(self.labels.len());
                }
                let encoder = LabelEncoder::new(LabelForm::new(id, guidance));
                self.labels.push(ColumnBuilder { column, field: id, encoder });
            }
        }
    }

    /// Reserves capacity, once, for `pupils` more pupils.
    pub fn reserve_once(&mut self, pupils: usize) {
        if std::mem::replace(&mut self.reserved, true) || pupils == 0 {
            return;
        }
        self.reserve(pupils);
    }

    fn reserve(&mut self, pupils: usize) {
        self.coded.reserve(pupils);
        self.labels.iter_mut().for_each(|label| label.encoder.reserve(pupils));
        self.numbers.iter_mut().for_each(|number| number.encoder.reserve(pupils));
        self.people.reserve(pupils);
    }

    /// The column (counted from 0) of a cell beyond the last heading; `None`: there is none.
    pub fn column_beyond_headings(&self, row: &CsvRecord) -> Option<usize> {
        (self.width..row.len()).find(|column| !cell::is_empty(&row.field(*column)))
    }

    /// Remembers the key of a row that is rejected for a cell too many.
    pub fn remember_rejected(&mut self, row: &CsvRecord) {
        let school = self.identity.school.and_then(|index| self.labels.get_mut(index));
        let school = school.map_or(0, |label| label.encoder.encode_field(row, label.column));
        let upn = self.identity.upn.map_or_else(Cow::default, |column| row.field(column));
        let upn = cell::clean_upn(&upn);
        let name = |column: Option<usize>| column.map(|column| cell::clean_text(&row.field(column)).to_lowercase());
        let name = [name(self.identity.surname), name(self.identity.forename)].map(Option::unwrap_or_default).join(" ");
        self.rejected.push(RejectedKey { upn: upn.into_owned(), name, school, row: row.number });
    }

    /// Appends the pupils of a run of records with the same number of fields.
    pub fn push(&mut self, batch: &RecordBatch, run: &Range<usize>, guidance: &Guidance) {
        self.coded.push(batch, run, &guidance.codes);
        for label in &mut self.labels {
            label.encoder.push(batch, run, label.column);
        }
        self.people.push_rows(batch, run, [self.identity.upn, self.identity.surname, self.identity.forename]);
        for number in &mut self.numbers {
            number.encoder.push_run(batch, run, number.column);
        }
        let rows = || run.clone().map(|index| batch.record(index));
        if let Some(column) = self.identity.school_name.filter(|_| self.school_name.is_empty()) {
            let name =
                rows().map(|row| cell::clean_text(&row.field(column)).into_owned()).find(|name| !name.is_empty());
            self.school_name = name.unwrap_or_default();
        }
        self.rows.push(batch.record(run.start).number, run.len());
        self.count += run.len();
    }

    /// Number of pupils that are not drained.
    pub fn pending(&self) -> usize {
        self.people.count()
    }

    /// Drains the pupils, column by column.
    pub fn drain_piece(&mut self) -> Vec<u8> {
        let mut piece = Vec::with_capacity(self.pending() * self.bytes_per_pupil());
        self.people.drain_into(&mut piece);
        self.coded.drain_into(&mut piece);
        self.labels.iter_mut().for_each(|label| label.encoder.drain_into(&mut piece));
        self.numbers.iter_mut().for_each(|number| number.encoder.drain_into(&mut piece));
        piece
    }

    /// Bytes that a pupil takes in a piece of a shard.
    fn bytes_per_pupil(&self) -> usize {
        PupilIdentities::WIDTH + self.coded.len() + LABEL_BYTES * self.labels.len() + NUMBER_BYTES * self.numbers.len()
    }

    /// What is transferred along with the drained pupils.
    pub fn into_shard(self) -> Option<ShardPupils> {
        let (names, name_lengths) = self.people.into_names()?;
        Some(ShardPupils {
            count: u32::try_from(self.count).ok()?,
            names,
            name_lengths,
            school_name: self.school_name,
            jumps: self.rows.jumps(),
            unknown: self.coded.into_shard()?,
            labels: self.labels.into_iter().map(|label| label.encoder.into_shard()).collect::<Option<_>>()?,
            numbers: self.numbers.into_iter().map(|number| number.encoder.into_shard()).collect(),
            rejected: self.rejected,
        })
    }

    /// True if the pieces have the size of the shard's pupils in these columns.
    pub fn fits(&self, shard: &ShardPupils, pieces: &dyn ShardPieces) -> bool {
        let (coded, labels, numbers) = (self.coded.len(), self.labels.len(), self.numbers.len());
        let (sizes, width) = (pieces.sizes(), self.bytes_per_pupil());
        (shard.unknown.len(), shard.labels.len(), shard.numbers.len()) == (coded, labels, numbers)
            && sizes.iter().all(|size| size % width == 0)
            && sizes.iter().sum::<usize>() == width * shard.count as usize
    }

    /// Appends the pupils of a shard that fits; `rows_before` is added to their row numbers.
    pub fn append_shard(&mut self, shard: &ShardPupils, pieces: &dyn ShardPieces, rows_before: u32) {
        self.reserve(shard.count as usize);
        let names = self.people.append_names(&shard.names, &shard.name_lengths);
        let codes = self.coded.code_maps(&shard.unknown, rows_before);
        let label_columns = self.labels.iter_mut().zip(&shard.labels);
        let labels = label_columns.map(|(label, texts)| label.encoder.map_texts(texts)).collect::<Vec<_>>();
        let number_columns = self.numbers.iter_mut().zip(&shard.numbers);
        let unknown_numbers = number_columns
            .map(|(number, unknown)| number.encoder.append_unknown(unknown, rows_before))
            .collect::<Vec<_>>();
        let (mut room, width) = (Vec::new(), self.bytes_per_pupil());
        for (piece, size) in pieces.sizes().into_iter().enumerate() {
            room.resize(size, 0);
            pieces.copy(piece, &mut room);
            let mut left = room.as_slice();
            let mut next = |of_pupil: usize| left.split_off(..of_pupil * (size / width)).unwrap_or_default();
            self.people.append_shard(&mut next, &names);
            self.coded.append_shard(&mut next, &codes);
            for (label, labels) in self.labels.iter_mut().zip(&labels) {
                label.encoder.append_shard(next(LABEL_BYTES), labels);
            }
            for (number, unknown) in self.numbers.iter_mut().zip(&unknown_numbers) {
                number.encoder.append_shard(next(NUMBER_BYTES), unknown);
            }
        }
        let school = self.identity.school.and_then(|school| labels.get(school));
        self.rejected.extend(shard.rejected_keys(school.map_or(&[0], Vec::as_slice), rows_before));
        if self.school_name.is_empty() {
            self.school_name.clone_from(&shard.school_name);
        }
        self.rows.append_shard(&shard.jumps, shard.count, rows_before);
        self.count += shard.count as usize;
    }

    /// The finished cohort, without duplicates, which are rejected; and the rows that contradict an earlier row of the
    /// same pupil.
    pub fn finish(mut self, account: &mut Account, guidance: &Guidance) -> (Cohort, Vec<DifferingRow>) {
        let numbers = self.numbers.iter_mut().map(|number| (number.field, &mut number.encoder)).collect();
        number_forms::settle(numbers, &self.rows, account, guidance);
        self.coded.read_pairs(guidance);
        let repeated = self.duplicates(guidance);
        let last_counts = account.read_as.answers.contains(&ReadingAnswer::CountRepeated(RepeatedRow::Last));
        self.people.freeze();
        if let Some(pupil) = self.people.first_not_utf8() {
            account.note(not_utf8(self.rows.row(pupil)));
        }
        let (mut gone, mut differing) = (Vec::with_capacity(repeated.len()), Vec::new());
        // The row that counts for a pupil whose first row does not.
        let mut counted: HashMap<usize, usize> = HashMap::new();
        for (pupil, original) in repeated {
            let (mut row, mut reason) = (pupil, RejectReason::Repeated { of: original.row });
            if let Some(first) = original.pupil {
                let earlier = counted.get(&first).copied().unwrap_or(first);
                let comparison = self.compare(pupil, earlier);
                let of = self.rows.row(earlier);
                if let Some(column) = comparison.differs {
                    differing.push(DifferingRow { row: self.rows.row(pupil), of, column });
                    if last_counts {
                        counted.insert(first, pupil);
                        (row, reason) = (earlier, RejectReason::OtherRowCounts { of: self.rows.row(pupil) });
                    }
                } else if comparison.adds {
                    self.fill(pupil, earlier);
                    reason = RejectReason::PutTogether { of };
                }
            }
            gone.push(row);
            account.rejected.push(RejectedRow { row: self.rows.row(row), reason });
        }
        gone.sort_unstable();
        account.rejected.sort_unstable_by_key(|rejected| rejected.row);
        let mut cohort = self.into_cohort();
        account.decisions.extend(schools::name_schools(&mut cohort, guidance));
        (if gone.is_empty() { cohort } else { cohort.without(gone.into_iter()) }, differing)
    }

    /// What a row adds to an earlier one of the same pupil, and where the two differ.
    fn compare(&self, pupil: usize, earlier: usize) -> RowComparison {
        let label = |label: &ColumnBuilder<LabelEncoder>| {
            let id = |pupil| label.encoder.ids().get(pupil).copied().unwrap_or_default();
            RowComparison::new(id(pupil), id(earlier), 0, label.column)
        };
        let number = |number: &ColumnBuilder<NumberColumn>| {
            let stored = |pupil| number.encoder.stored(pupil).unwrap_or(NumberColumn::BLANK);
            RowComparison::new(stored(pupil), stored(earlier), NumberColumn::BLANK, number.column)
        };
        let columns = self.labels.iter().map(label).chain(self.numbers.iter().map(number));
        columns.chain([self.coded.compare(pupil, earlier)]).sum()
    }

    /// Adds to an earlier row what another row of the same pupil has and that lacks.
    fn fill(&mut self, pupil: usize, earlier: usize) {
        self.coded.fill(pupil, earlier);
        self.labels.iter_mut().for_each(|label| label.encoder.fill(pupil, earlier));
        self.numbers.iter_mut().for_each(|number| number.encoder.fill(pupil, earlier));
    }

    /// Pupils with the UPN and school of an earlier row, whom neither name nor date of birth shows to be another pupil.
    fn duplicates(&self, guidance: &Guidance) -> Vec<(usize, OriginalRow)> {
        let same = |one: usize, other: usize| self.key(one) == self.key(other);
        let schools = self.identity.school.and_then(|index| self.labels.get(index));
        let mut candidates = self.people.duplicate_candidates(schools.map_or(&[], |label| label.encoder.ids()));
        let mut known = HashMap::new();
        candidates.retain(|(pupil, _)| {
            let upn = self.people.upn_number(*pupil);
            let identifies = || !is_no_upn(&self.people.upn(*pupil), guidance);
            !self.people.has_unusual_upn(*pupil) || *known.entry(upn).or_insert_with(identifies)
        });
        let births = guidance.fields.by_heading(&guidance.exports.birth.field);
        let births = self.numbers.iter().find(|number| Some(number.field) == births).map(|number| &number.encoder);
        let contradict = |one: usize, other: usize| {
            let birth =
                |pupil| births.and_then(|births| births.stored(pupil)).filter(|birth| *birth != NumberColumn::BLANK);
            let births_differ = birth(one).zip(birth(other)).is_some_and(|(one, other)| one != other);
            births_differ || self.people.names_contradict(one, other)
        };
        let repeats = duplicates::confirm(candidates, same, contradict);
        let original = |pupil: usize| OriginalRow { row: self.rows.row(pupil), pupil: Some(pupil) };
        let mut repeated = repeats.into_iter().map(|(pupil, of)| (pupil, original(of))).collect::<Vec<_>>();
        if !self.rejected.is_empty() {
            repeated.extend(self.duplicates_of_rejected());
            repeated.sort_unstable_by_key(|(pupil, original)| (*pupil, original.row));
            repeated.dedup_by_key(|(pupil, _)| *pupil);
        }
        repeated
    }

    /// Pupils with the key of an earlier row that was rejected, and the same name.
    fn duplicates_of_rejected(&self) -> Vec<(usize, OriginalRow)> {
        let mut first = HashMap::new();
        for RejectedKey { upn, name, school, row } in self.rejected.iter().filter(|key| !key.upn.is_empty()) {
            // A UPN that cannot be found is no pupil's.
            if let Some(upn) = self.people.number_of_upn(upn) {
                first.entry((upn, *school, name.as_str())).or_insert(*row);
            }
        }
        let name = |pupil| format!("{} {}", self.people.surname(pupil), self.people.forename(pupil)).to_lowercase();
        let schools = first.keys().map(|(upn, school, _)| (*upn, *school)).collect::<HashSet<_>>();
        let earlier = |pupil: usize| {
            let (upn, school) = self.key(pupil);
            if !schools.contains(&(upn, school)) {
                return None;
            }
            let name = name(pupil);
            first.get(&(upn, school, name.as_str())).copied().filter(|row| *row < self.rows.row(pupil))
        };
        let original = |pupil| Some(OriginalRow { row: earlier(pupil)?, pupil: None });
        (0..self.count).filter_map(|pupil| Some((pupil, original(pupil)?))).collect()
    }

    fn key(&self, pupil: usize) -> (u64, u16) {
        (self.people.upn_number(pupil), self.school_of(pupil))
    }

    fn school_of(&self, pupil: usize) -> u16 {
        let column = self.identity.school.and_then(|index| self.labels.get(index));
        column.and_then(|label| label.encoder.ids().get(pupil)).copied().unwrap_or_default()
    }

    fn into_cohort(self) -> Cohort {
        Cohort {
            pupils: self.count,
            people: self.people,
            rows: self.rows,
            coded: self.coded.finish(),
            labels: self.labels.into_iter().map(|label| (label.field, label.encoder.finish())).collect(),
            numbers: self.numbers.into_iter().map(|number| (number.field, number.encoder)).collect(),
            school_name: self.school_name,
        }
    }
}
