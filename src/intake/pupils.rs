//! Pupils being added, row by row, to the columns of a cohort.

use std::hash::{BuildHasher, BuildHasherDefault};

use hashbrown::HashTable;
use rustc_hash::FxHasher;

use super::coder::{Coder, Labeller};
use super::headings::Headings;
use super::reading::{Account, LabelColumn, not_utf8};
use super::tokenizer::Row;
use crate::cohort::{Cohort, People, RowNumbers};
use crate::guidance::fields::Kind;
use crate::guidance::{FieldId, Guidance};

/// The heading whose label belongs to the key of a pupil.
const SCHOOL: &str = "School";
/// Room made for names and UPN of one pupil, in bytes.
const NAME_BYTES: usize = 32;

/// Why a row is not taken as a pupil.
pub(super) enum Refusal {
    /// UPN and school stand in an earlier row.
    Repeated { of: u32 },
    /// A cell beyond the last heading is not empty.
    BeyondHeadings { column: usize },
}

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

/// The columns under way.
#[derive(Debug)]
pub(super) struct Pupils {
    width: usize,
    identity: Identity,
    coded: Vec<(usize, FieldId, Coder)>,
    labels: Vec<LabelColumn>,
    people: People,
    rows: RowNumbers,
    count: usize,
    school_name: String,
    /// Positions of pupils with a UPN, found by UPN and school.
    by_upn: HashTable<u32>,
    /// UPN, school and row of rows set aside, which count as earlier rows too.
    aside: Vec<(Vec<u8>, u16, u32)>,
    first_not_utf8: Option<u32>,
    room_made: bool,
}

impl Pupils {
    pub fn new(headings: &Headings, guidance: &Guidance) -> Self {
        let mut pupils = Self {
            width: headings.width,
            identity: Identity::default(),
            coded: Vec::new(),
            labels: Vec::new(),
            people: People::default(),
            rows: RowNumbers::default(),
            count: 0,
            school_name: String::new(),
            by_upn: HashTable::new(),
            aside: Vec::new(),
            first_not_utf8: None,
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
            Kind::Coded(book) => self.coded.push((column, id, Coder::new(book))),
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
        self.coded.iter_mut().for_each(|(_, _, coder)| coder.reserve(pupils));
        self.labels.iter_mut().for_each(|(_, _, labeller)| labeller.reserve(pupils));
        self.people.reserve(pupils, NAME_BYTES);
        let (people, labels, school) = (&self.people, &self.labels, self.identity.school);
        self.by_upn.reserve(pupils, |pupil| {
            let pupil = *pupil as usize;
            key(people.upn_bytes(pupil), school_of(labels, school, pupil))
        });
    }

    /// Adds the pupil of a row.
    pub fn push(&mut self, row: &Row, guidance: &Guidance) -> Result<(), Refusal> {
        let upn = self.identity.upn.map(|column| row.cell(column)).unwrap_or_default();
        let school = self.school(row);
        let repeated = self.earlier_row(&upn, school);
        let beyond = (self.width..row.len()).find(|column| !row.cell(*column).is_empty());
        let refusal = repeated.map(|of| Refusal::Repeated { of });
        let refusal = refusal.or(beyond.map(|column| Refusal::BeyondHeadings { column }));
        if let Some(refusal) = refusal {
            if !upn.is_empty() && repeated.is_none() {
                self.aside.push((upn.into_owned(), school, row.number));
            }
            return Err(refusal);
        }
        self.add(row, &upn, school, guidance);
        Ok(())
    }

    /// The number of the row's school; 0 where the file has no such column.
    fn school(&mut self, row: &Row) -> u16 {
        let column = self.identity.school.and_then(|index| self.labels.get_mut(index));
        column.map_or(0, |(column, _, labeller)| labeller.number(row, *column))
    }

    /// The earlier row with this UPN and school. A blank UPN is nobody's.
    fn earlier_row(&self, upn: &[u8], school: u16) -> Option<u32> {
        if upn.is_empty() {
            return None;
        }
        let same = |pupil: &u32| {
            let pupil = *pupil as usize;
            self.people.upn_bytes(pupil) == upn && school_of(&self.labels, self.identity.school, pupil) == school
        };
        let found = self.by_upn.find(key(upn, school), same).map(|pupil| self.rows.row(*pupil as usize));
        let aside = || self.aside.iter().find(|(other, place, _)| other == upn && *place == school);
        found.or_else(|| aside().map(|(_, _, row)| *row))
    }

    fn add(&mut self, row: &Row, upn: &[u8], school: u16, guidance: &Guidance) {
        for (column, _, coder) in &mut self.coded {
            coder.push(row, *column, &guidance.codes);
        }
        for (index, (column, _, labeller)) in self.labels.iter_mut().enumerate() {
            let id = if Some(index) == self.identity.school { school } else { labeller.number(row, *column) };
            labeller.push(id);
        }
        let name = |column: Option<usize>| column.map(|column| row.cell(column)).unwrap_or_default();
        let (surname, forename) = (name(self.identity.surname), name(self.identity.forename));
        if self.people.push(upn, &surname, &forename) && self.first_not_utf8.is_none() {
            self.first_not_utf8 = Some(row.number);
        }
        if let Some(column) = self.identity.school_name.filter(|_| self.school_name.is_empty()) {
            self.school_name = String::from_utf8_lossy(&row.cell(column)).into_owned();
        }
        self.rows.push(row.number);
        self.remember(upn, school);
        self.count += 1;
    }

    fn remember(&mut self, upn: &[u8], school: u16) {
        let Some(pupil) = u32::try_from(self.count).ok().filter(|_| !upn.is_empty()) else { return };
        let (people, labels, column) = (&self.people, &self.labels, self.identity.school);
        self.by_upn.insert_unique(key(upn, school), pupil, |other| {
            let other = *other as usize;
            key(people.upn_bytes(other), school_of(labels, column, other))
        });
    }

    /// The cohort.
    pub fn finish(self, account: &mut Account) -> Cohort {
        if let Some(row) = self.first_not_utf8 {
            account.note(not_utf8(row));
        }
        Cohort {
            pupils: self.count,
            people: self.people,
            rows: self.rows,
            coded: self.coded.into_iter().map(|(_, field, coder)| (field, coder.finish())).collect(),
            labels: self.labels.into_iter().map(|(_, field, labeller)| (field, labeller.finish())).collect(),
            school_name: self.school_name,
        }
    }
}

fn school_of(labels: &[LabelColumn], school: Option<usize>, pupil: usize) -> u16 {
    let column = school.and_then(|index| labels.get(index));
    column.and_then(|(_, _, labeller)| labeller.id(pupil)).unwrap_or_default()
}

/// Spreads UPN and school over the table.
fn key(upn: &[u8], school: u16) -> u64 {
    BuildHasherDefault::<FxHasher>::default().hash_one((upn, school))
}
