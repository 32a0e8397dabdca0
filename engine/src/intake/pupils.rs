//! Pupils being added, row by row, to the columns of a cohort.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use ambition_columns::csv::{CsvRecord, RecordBatch};

use super::account::{Account, Reason, SetAside};
use super::coder::{Coders, Labeller, UnknownOfPart};
use super::headings::Headings;
use super::notes::not_utf8;
use super::part::Rows;
use super::repeats;
use crate::cohort::{Cohort, Numbers, People, RowNumbers, numbers};
use crate::guidance::fields::Kind;
use crate::guidance::{FieldId, Guidance};
use crate::text::encoding::readable;

/// The heading whose label belongs to the key of a pupil.
const SCHOOL: &str = "School";

/// The columns that hold a pupil's identity.
#[derive(Debug, Default)]
struct Identity {
    upn: Option<usize>,
    surname: Option<usize>,
    forename: Option<usize>,
    school_name: Option<usize>,
    /// The position of the school among the label columns.
    school: Option<usize>,
}

/// A column of labels: its place in the file, its field, and what makes labels of its cells.
pub(super) type LabelColumn = (usize, crate::guidance::FieldId, Labeller);

/// What goes with a part's pupils.
#[derive(Debug)]
pub(super) struct PartOfPupils {
    pub count: u32,
    /// Their text and their lengths.
    pub names: (Vec<u8>, Vec<u8>),
    pub school_name: String,
    /// See [`RowNumbers`].
    pub jumps: Vec<(u32, u32)>,
    /// By coded column.
    pub unknown: Vec<UnknownOfPart>,
    /// The texts of each label column, by number.
    pub labels: Vec<Vec<Vec<u8>>>,
    /// By column of numbers.
    pub numbers: Vec<numbers::UnknownOfPart>,
    /// UPN, school and row of rows with a cell too many.
    pub aside: Vec<((Vec<u8>, u32), u32)>,
}

impl PartOfPupils {
    /// The rows with a cell too many, with the schools' numbers and the rows as they are in the whole file.
    fn aside_here(&self, schools: &[u16], rows_before: u32) -> impl Iterator<Item = Aside> {
        self.aside.iter().map(move |((upn, school), row)| {
            (upn.clone(), schools.get(*school as usize).copied().unwrap_or_default(), row + rows_before)
        })
    }
}

/// Bytes of a pupil in a column of labels and in one of numbers.
const LABEL: usize = 2;
const NUMBER: usize = 8;

/// UPN, school and row of a row with a cell too many.
type Aside = (Vec<u8>, u16, u32);

/// The columns under way.
#[derive(Debug)]
pub(super) struct Pupils {
    width: usize,
    identity: Identity,
    coded: Coders,
    labels: Vec<LabelColumn>,
    numbers: Vec<(usize, FieldId, Numbers)>,
    people: People,
    rows: RowNumbers,
    count: usize,
    school_name: String,
    /// Rows with a cell too many, which count as earlier rows too.
    aside: Vec<Aside>,
    room_made: bool,
}

impl Pupils {
    pub fn new(headings: &Headings, guidance: &Guidance) -> Self {
        let mut pupils = Self {
            width: headings.width,
            identity: Identity::default(),
            coded: Coders::default(),
            labels: Vec::new(),
            numbers: Vec::new(),
            people: People::default(),
            rows: RowNumbers::default(),
            count: 0,
            school_name: String::new(),
            aside: Vec::new(),
            room_made: false,
        };
        for (column, field) in headings.known() {
            pupils.serve(column, field, guidance);
        }
        pupils
    }

    /// Of a part: they are handed over before they are many, so that no room is made for all of them.
    pub fn of_part(headings: &Headings, guidance: &Guidance) -> Self {
        Self { room_made: true, ..Self::new(headings, guidance) }
    }

    fn serve(&mut self, column: usize, id: FieldId, guidance: &Guidance) {
        let Some(field) = guidance.fields.get(id) else { return };
        match field.kind {
            Kind::Upn => self.identity.upn = Some(column),
            Kind::Surname => self.identity.surname = Some(column),
            Kind::Forename => self.identity.forename = Some(column),
            // The first one heads the page, and each school has its own.
            Kind::Text => {
                self.identity.school_name = Some(column);
                self.labels.push((column, id, Labeller::new()));
            }
            Kind::Coded(book) => self.coded.serve(column, id, book),
            Kind::Number(kind) => self.numbers.push((column, id, Numbers::new(kind))),
            Kind::Label => {
                if field.heading == SCHOOL {
                    self.identity.school = Some(self.labels.len());
                }
                self.labels.push((column, id, Labeller::new()));
            }
        }
    }

    /// Makes room, once, for so many more pupils.
    pub fn make_room(&mut self, pupils: usize) {
        if std::mem::replace(&mut self.room_made, true) || pupils == 0 {
            return;
        }
        self.reserve(pupils);
    }

    fn reserve(&mut self, pupils: usize) {
        self.coded.reserve(pupils);
        self.labels.iter_mut().for_each(|(_, _, labeller)| labeller.reserve(pupils));
        self.numbers.iter_mut().for_each(|(_, _, numbers)| numbers.reserve(pupils));
        self.people.reserve(pupils);
    }

    /// The column, counted from 0, of a cell beyond the last heading.
    pub fn beyond(&self, row: &CsvRecord) -> Option<usize> {
        (self.width..row.len()).find(|column| !row.field(*column).is_empty())
    }

    /// A row that is not taken for a cell too many, which counts as an earlier row all the same.
    pub fn put_aside(&mut self, row: &CsvRecord) {
        let school = self.identity.school.and_then(|index| self.labels.get_mut(index));
        let school = school.map_or(0, |(column, _, labeller)| labeller.number(row, *column));
        let upn = self.identity.upn.map_or_else(Cow::default, |column| row.field(column));
        self.aside.push((upn.into_owned(), school, row.number));
    }

    /// Adds the pupils of rows with the same number of cells.
    pub fn push(&mut self, batch: &RecordBatch, run: &Range<usize>, guidance: &Guidance) {
        self.coded.push(batch, run, &guidance.codes);
        for (column, _, labeller) in &mut self.labels {
            labeller.push(batch, run, *column);
        }
        self.people.push_rows(batch, run, [self.identity.upn, self.identity.surname, self.identity.forename]);
        let rows = || run.clone().map(|index| batch.record(index));
        for (column, _, numbers) in &mut self.numbers {
            rows().for_each(|row| numbers.push(&row.field(*column), row.number));
        }
        if let Some(column) = self.identity.school_name.filter(|_| self.school_name.is_empty()) {
            let name = rows().map(|row| row.field(column)).find(|name| !name.is_empty());
            self.school_name = readable(&name.unwrap_or_default()).into_owned();
        }
        self.rows.push(batch.record(run.start).number, run.len());
        self.count += run.len();
    }

    /// How many pupils are here, and not handed over.
    pub fn here(&self) -> usize {
        self.people.count()
    }

    /// The pupils who are here, column by column; they are not here any more.
    pub fn hand_over(&mut self) -> Vec<u8> {
        let mut piece = Vec::with_capacity(self.here() * self.width_of_pupil());
        self.people.hand_over(&mut piece);
        self.coded.hand_over(&mut piece);
        self.labels.iter_mut().for_each(|(_, _, labeller)| labeller.hand_over(&mut piece));
        self.numbers.iter_mut().for_each(|(_, _, numbers)| numbers.hand_over(&mut piece));
        piece
    }

    /// Bytes that a pupil takes in a piece of a part.
    fn width_of_pupil(&self) -> usize {
        People::WIDTH + self.coded.len() + LABEL * self.labels.len() + NUMBER * self.numbers.len()
    }

    /// What goes with the pupils of a part who were handed over.
    pub fn into_part(self) -> Option<PartOfPupils> {
        Some(PartOfPupils {
            count: u32::try_from(self.count).ok()?,
            names: self.people.into_names()?,
            school_name: self.school_name,
            jumps: self.rows.jumps(),
            unknown: self.coded.into_part()?,
            labels: self.labels.into_iter().map(|(_, _, labeller)| labeller.into_part()).collect::<Option<_>>()?,
            numbers: self.numbers.into_iter().map(|(_, _, numbers)| numbers.into_part()).collect(),
            aside: self.aside.into_iter().map(|(upn, school, row)| ((upn, u32::from(school)), row)).collect(),
        })
    }

    /// These pieces hold as many pupils as the part says, with these columns.
    pub fn fits(&self, part: &PartOfPupils, rows: &dyn Rows) -> bool {
        let (coded, labels, numbers) = (self.coded.len(), self.labels.len(), self.numbers.len());
        let (sizes, width) = (rows.sizes(), self.width_of_pupil());
        (part.unknown.len(), part.labels.len(), part.numbers.len()) == (coded, labels, numbers)
            && sizes.iter().all(|size| size % width == 0)
            && sizes.iter().sum::<usize>() == width * part.count as usize
    }

    /// Adds the pupils of a part that fits, whose rows are counted from behind these rows.
    pub fn join(&mut self, part: &PartOfPupils, rows: &dyn Rows, rows_before: u32) {
        self.reserve(part.count as usize);
        let names = self.people.join_names(&part.names.0, &part.names.1);
        let codes = self.coded.meanings(&part.unknown, rows_before);
        let labels = self.labels.iter_mut().zip(&part.labels);
        let labels = labels.map(|((_, _, labeller), texts)| labeller.numbers(texts)).collect::<Vec<_>>();
        let numbers = self.numbers.iter_mut().zip(&part.numbers);
        let numbers = numbers.map(|((_, _, numbers), unknown)| numbers.join_unknown(unknown, rows_before));
        let numbers = numbers.collect::<Vec<_>>();
        let (mut room, width) = (Vec::new(), self.width_of_pupil());
        for (piece, size) in rows.sizes().into_iter().enumerate() {
            room.resize(size, 0);
            rows.copy(piece, &mut room);
            let mut left = room.as_slice();
            let mut next = |of_pupil: usize| left.split_off(..of_pupil * (size / width)).unwrap_or_default();
            self.people.join(&mut next, &names);
            self.coded.join(&mut next, &codes);
            for ((_, _, labeller), labels) in self.labels.iter_mut().zip(&labels) {
                labeller.join(next(LABEL), labels);
            }
            for ((_, _, column), numbers) in self.numbers.iter_mut().zip(&numbers) {
                column.join(next(NUMBER), numbers);
            }
        }
        let school = self.identity.school.and_then(|school| labels.get(school));
        self.aside.extend(part.aside_here(school.map_or(&[0], Vec::as_slice), rows_before));
        if self.school_name.is_empty() {
            self.school_name.clone_from(&part.school_name);
        }
        self.rows.join(&part.jumps, part.count, rows_before);
        self.count += part.count as usize;
    }

    /// The cohort, without the pupils who repeat an earlier row.
    pub fn finish(mut self, account: &mut Account) -> Cohort {
        let repeated = self.repeated();
        self.people.settle();
        if let Some(pupil) = self.people.first_not_utf8() {
            account.note(not_utf8(self.rows.row(pupil)));
        }
        let aside = repeated.iter().map(|(pupil, of)| {
            let reason = Reason::Repeated { of: *of };
            SetAside { row: self.rows.row(*pupil), reason }
        });
        account.set_aside.extend(aside);
        account.set_aside.sort_unstable_by_key(|aside| aside.row);
        let cohort = self.cohort();
        if repeated.is_empty() { cohort } else { cohort.without(repeated.iter().map(|(pupil, _)| *pupil)) }
    }

    /// Pupils with the UPN and school of an earlier row, with that row. A row with a cell too many is one, too.
    fn repeated(&self) -> Vec<(usize, u32)> {
        let same = |one: usize, other: usize| self.key(one) == self.key(other);
        let schools = self.identity.school.and_then(|index| self.labels.get(index));
        let perhaps = self.people.perhaps_repeated(schools.map_or(&[], |(_, _, labeller)| labeller.ids()));
        let repeats = repeats::find(perhaps, same);
        let mut repeated = repeats.into_iter().map(|(pupil, of)| (pupil, self.rows.row(of))).collect::<Vec<_>>();
        if !self.aside.is_empty() {
            repeated.extend(self.repeats_of_aside());
            repeated.sort_unstable();
            repeated.dedup_by_key(|(pupil, _)| *pupil);
        }
        repeated
    }

    /// Pupils who repeat an earlier row that was not taken.
    fn repeats_of_aside(&self) -> Vec<(usize, u32)> {
        let mut first = HashMap::new();
        for (upn, school, row) in self.aside.iter().filter(|(upn, _, _)| !upn.is_empty()) {
            // A UPN without a number is no pupil's.
            if let Some(upn) = self.people.number_of_upn(upn) {
                first.entry((upn, *school)).or_insert(*row);
            }
        }
        let earlier = |pupil: usize| first.get(&self.key(pupil)).copied().filter(|row| *row < self.rows.row(pupil));
        (0..self.count).filter_map(|pupil| Some((pupil, earlier(pupil)?))).collect()
    }

    fn key(&self, pupil: usize) -> (u64, u16) {
        (self.people.upn_number(pupil), self.school_of(pupil))
    }

    fn school_of(&self, pupil: usize) -> u16 {
        let column = self.identity.school.and_then(|index| self.labels.get(index));
        column.and_then(|(_, _, labeller)| labeller.ids().get(pupil)).copied().unwrap_or_default()
    }

    fn cohort(self) -> Cohort {
        Cohort {
            pupils: self.count,
            people: self.people,
            rows: self.rows,
            coded: self.coded.finish(),
            labels: self.labels.into_iter().map(|(_, field, labeller)| (field, labeller.finish())).collect(),
            numbers: self.numbers.into_iter().map(|(_, field, numbers)| (field, numbers)).collect(),
            school_name: self.school_name,
        }
    }
}
