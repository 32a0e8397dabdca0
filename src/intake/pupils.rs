//! Pupils being added, row by row, to the columns of a cohort.

use std::borrow::Cow;
use std::collections::HashMap;

use super::coder::{Coders, Labeller};
use super::headings::Headings;
use super::reading::{Account, LabelColumn, Reason, SetAside, not_utf8};
use super::repeats;
use super::tokenizer::Row;
use crate::cohort::{Cohort, Numbers, Part, People, RowNumbers};
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

/// A name or UPN in a row.
enum Name<'a> {
    Short(&'a [u8; 16], usize),
    Any(Cow<'a, [u8]>),
}

impl<'a> Name<'a> {
    #[inline]
    fn new(row: &Row<'a>, column: Option<usize>) -> Self {
        let Some(column) = column else { return Self::Any(Cow::default()) };
        match row.sixteen(column) {
            Some((bytes, length)) => Self::Short(bytes, length),
            None => Self::Any(row.cell(column)),
        }
    }

    #[inline]
    fn part(&self) -> Part<'_> {
        match self {
            Self::Short(bytes, length) => Part::Short(bytes, *length),
            Self::Any(bytes) => Part::Any(bytes),
        }
    }
}

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
    /// A hash of UPN and school, one a pupil.
    keys: Vec<u32>,
    /// UPN, school and row of rows with a cell too many, which count as earlier rows too.
    aside: Vec<(Vec<u8>, u16, u32)>,
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
            keys: Vec::new(),
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
            Kind::Text => self.identity.school_name = Some(column),
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
        self.keys.reserve_exact(pupils);
    }

    /// Adds the pupil of a row; gives the column, counted from 0, of a cell beyond the last heading, for which the row
    /// is not taken.
    pub fn push(&mut self, row: &Row, guidance: &Guidance) -> Option<usize> {
        let upn = Name::new(row, self.identity.upn);
        let school = self.school(row);
        let beyond = (self.width..row.len()).find(|column| !row.cell(*column).is_empty());
        if beyond.is_some() {
            self.aside.push((upn.part().bytes().to_vec(), school, row.number));
        } else {
            self.add(row, &upn, school, guidance);
        }
        beyond
    }

    /// The number of the row's school; 0 where the file has no such column.
    fn school(&mut self, row: &Row) -> u16 {
        let column = self.identity.school.and_then(|index| self.labels.get_mut(index));
        column.map_or(0, |(column, _, labeller)| labeller.number(row, *column))
    }

    fn add(&mut self, row: &Row, upn: &Name, school: u16, guidance: &Guidance) {
        self.coded.push(row, &guidance.codes);
        for (index, (column, _, labeller)) in self.labels.iter_mut().enumerate() {
            let id = if Some(index) == self.identity.school { school } else { labeller.number(row, *column) };
            labeller.push(id);
        }
        for (column, _, numbers) in &mut self.numbers {
            numbers.push(&row.cell(*column), row.number);
        }
        let [surname, forename] = [self.identity.surname, self.identity.forename].map(|column| Name::new(row, column));
        self.people.push(upn.part(), surname.part(), forename.part());
        if let Some(column) = self.identity.school_name.filter(|_| self.school_name.is_empty()) {
            self.school_name = readable(&row.cell(column)).into_owned();
        }
        self.rows.push(row.number);
        self.keys.push(repeats::hash(upn.part().bytes(), school));
        self.count += 1;
    }

    /// The cohort, without the pupils who repeat an earlier row.
    pub fn finish(mut self, account: &mut Account, guidance: &Guidance) -> Cohort {
        let repeated = self.repeated();
        self.keys = Vec::new();
        if let Some(pupil) = self.people.first_not_utf8() {
            account.note(not_utf8(self.rows.row(pupil)));
        }
        let aside = repeated.iter().map(|(pupil, of)| {
            let reason = Reason::Repeated { of: *of };
            SetAside { row: self.rows.row(*pupil), reason }
        });
        account.set_aside.extend(aside);
        account.set_aside.sort_unstable_by_key(|aside| aside.row);
        let cohort = self.cohort(guidance);
        if repeated.is_empty() { cohort } else { cohort.without(repeated.iter().map(|(pupil, _)| *pupil)) }
    }

    /// Pupils with the UPN and school of an earlier row, with that row. A row with a cell too many is one, too.
    fn repeated(&self) -> Vec<(usize, u32)> {
        let same = |one: usize, other: usize| self.key(one) == self.key(other);
        let repeats = repeats::find(&self.keys, same);
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
            first.entry((upn.as_slice(), *school)).or_insert(*row);
        }
        let earlier = |pupil: usize| first.get(&self.key(pupil)).copied().filter(|row| *row < self.rows.row(pupil));
        (0..self.count).filter_map(|pupil| Some((pupil, earlier(pupil)?))).collect()
    }

    fn key(&self, pupil: usize) -> (&[u8], u16) {
        (self.people.upn_bytes(pupil), school_of(&self.labels, self.identity.school, pupil))
    }

    fn cohort(self, guidance: &Guidance) -> Cohort {
        Cohort {
            pupils: self.count,
            people: self.people,
            rows: self.rows,
            coded: self.coded.finish(&guidance.codes),
            labels: self.labels.into_iter().map(|(_, field, labeller)| (field, labeller.finish())).collect(),
            numbers: self.numbers.into_iter().map(|(_, field, numbers)| (field, numbers)).collect(),
            school_name: self.school_name,
        }
    }
}

fn school_of(labels: &[LabelColumn], school: Option<usize>, pupil: usize) -> u16 {
    let column = school.and_then(|index| labels.get(index));
    column.and_then(|(_, _, labeller)| labeller.id(pupil)).unwrap_or_default()
}
