//! Pupils being added, row by row, to the columns of a cohort.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use ambition_quick::rows::{Batch, Row};

use super::account::{Account, Reason, SetAside};
use super::coder::{Coders, Labeller, UnknownOfPart};
use super::headings::Headings;
use super::notes::not_utf8;
use super::part::{Columns, people, pieces};
use super::reading::LabelColumn;
use super::repeats;
use crate::cohort::{Cohort, Numbers, People, RowNumbers, numbers};
use crate::guidance::fields::Kind;
use crate::guidance::{FieldId, Guidance};
use crate::letters::readable;

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

/// What goes with the columns of a part's pupils.
#[derive(Debug)]
pub(super) struct PartOfPupils {
    pub count: u32,
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

/// The columns of a part; that with the number 0 says what the others are.
const FIRST_OF_PEOPLE: usize = 1;
const FIRST_CODED: usize = FIRST_OF_PEOPLE + people::COLUMNS;

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
        self.coded.reserve(pupils);
        self.labels.iter_mut().for_each(|(_, _, labeller)| labeller.reserve(pupils));
        self.numbers.iter_mut().for_each(|(_, _, numbers)| numbers.reserve(pupils));
        self.people.reserve(pupils);
    }

    /// The column, counted from 0, of a cell beyond the last heading.
    pub fn beyond(&self, row: &Row) -> Option<usize> {
        (self.width..row.len()).find(|column| !row.cell(*column).is_empty())
    }

    /// A row that is not taken for a cell too many, which counts as an earlier row all the same.
    pub fn put_aside(&mut self, row: &Row) {
        let school = self.identity.school.and_then(|index| self.labels.get_mut(index));
        let school = school.map_or(0, |(column, _, labeller)| labeller.number(row, *column));
        let upn = self.identity.upn.map_or_else(Cow::default, |column| row.cell(column));
        self.aside.push((upn.into_owned(), school, row.number));
    }

    /// Adds the pupils of rows with the same number of cells.
    pub fn push(&mut self, batch: &Batch, run: &Range<usize>, guidance: &Guidance) {
        self.coded.push(batch, run, &guidance.codes);
        for (column, _, labeller) in &mut self.labels {
            labeller.push(batch, run, *column);
        }
        self.people.push_rows(batch, run, [self.identity.upn, self.identity.surname, self.identity.forename]);
        let rows = || run.clone().map(|index| batch.row(index));
        for (column, _, numbers) in &mut self.numbers {
            rows().for_each(|row| numbers.push(&row.cell(*column), row.number));
        }
        if let Some(column) = self.identity.school_name.filter(|_| self.school_name.is_empty()) {
            let name = rows().map(|row| row.cell(column)).find(|name| !name.is_empty());
            self.school_name = readable(&name.unwrap_or_default()).into_owned();
        }
        self.rows.push(batch.row(run.start).number, run.len());
        self.count += run.len();
    }

    /// The columns of a part, behind those that are there, and what goes with them.
    pub fn into_part(self, columns: &mut Vec<Vec<u8>>) -> Option<PartOfPupils> {
        columns.extend(self.people.into_columns()?);
        let unknown = self.coded.into_part(columns)?;
        let labels = self.labels.into_iter().map(|(_, _, labeller)| labeller.into_part(columns));
        let labels = labels.collect::<Option<_>>()?;
        let numbers = self.numbers.into_iter().map(|(_, _, numbers)| {
            let (values, unknown) = numbers.into_part();
            columns.push(values);
            unknown
        });
        let numbers = numbers.collect();
        Some(PartOfPupils {
            count: u32::try_from(self.count).ok()?,
            school_name: self.school_name,
            jumps: self.rows.jumps(),
            unknown,
            labels,
            numbers,
            aside: self.aside.into_iter().map(|(upn, school, row)| ((upn, u32::from(school)), row)).collect(),
        })
    }

    /// These columns are those of a part with as many pupils as it says.
    pub fn fits(&self, part: &PartOfPupils, columns: &dyn Columns) -> bool {
        let (coded, labels, numbers) = (self.coded.len(), self.labels.len(), self.numbers.len());
        let size = |column: usize| columns.size(column).unwrap_or(usize::MAX);
        let count = part.count as usize;
        people::fit(count, (columns, FIRST_OF_PEOPLE))
            && (part.unknown.len(), part.labels.len(), part.numbers.len()) == (coded, labels, numbers)
            && (0..coded).all(|index| size(FIRST_CODED + index) == count)
            && (0..labels).all(|index| size(FIRST_CODED + coded + index) == 2 * count)
            && (0..numbers).all(|index| size(FIRST_CODED + coded + labels + index) == 8 * count)
    }

    /// Adds the pupils of a part that fits, whose rows are counted from behind these rows.
    pub fn join(&mut self, part: &PartOfPupils, columns: &dyn Columns, rows_before: u32) {
        people::join(&mut self.people, part.count as usize, (columns, FIRST_OF_PEOPLE));
        self.coded.join(&part.unknown, (columns, FIRST_CODED), rows_before);
        let first = FIRST_CODED + self.coded.len();
        for ((index, (_, _, labeller)), texts) in self.labels.iter_mut().enumerate().zip(&part.labels) {
            let numbers = labeller.numbers(texts);
            labeller.join(&numbers, columns, first + index);
            if Some(index) == self.identity.school {
                self.aside.extend(part.aside_here(&numbers, rows_before));
            }
        }
        if self.identity.school.is_none() {
            self.aside.extend(part.aside_here(&[0], rows_before));
        }
        self.join_numbers(part, columns, first + self.labels.len(), rows_before);
        if self.school_name.is_empty() {
            self.school_name.clone_from(&part.school_name);
        }
        self.rows.join(&part.jumps, part.count, rows_before);
        self.count += part.count as usize;
    }

    fn join_numbers(&mut self, part: &PartOfPupils, columns: &dyn Columns, first: usize, rows_before: u32) {
        for ((index, (_, _, numbers)), unknown) in (first..).zip(&mut self.numbers).zip(&part.numbers) {
            numbers.reserve(part.count as usize);
            let values = numbers.join_unknown(unknown, rows_before);
            pieces(columns, index, |piece| numbers.join(piece, &values));
        }
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
