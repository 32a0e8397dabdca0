//! The identity of the pupils: UPN, surname and forename.
//!
//! A UPN is packed into eight bytes ([`upn`]); surnames and forenames are ids of interned names ([`NameInterner`]). So
//! a pupil takes sixteen bytes, and equal UPNs or names are found without reading them.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use ambition_columns::csv::RecordBatch;
use ambition_columns::duplicates;
use ambition_columns::names::{self, NameId, NameInterner};
use ambition_columns::upn::{self, PackedUpn};

use crate::text::cell::{clean, clean_upn};
use crate::text::encoding::readable;

/// UPN, surname and forename.
const PARTS: usize = 3;
/// Bytes of a UPN and of a name.
const UPN: usize = size_of::<PackedUpn>();
const NAME: usize = size_of::<NameId>();

/// The pupils' names and UPNs, cleaned; UPNs in their normal form.
#[derive(Clone, Default)]
pub struct PupilIdentities {
    upns: Vec<PackedUpn>,
    surnames: Vec<NameId>,
    forenames: Vec<NameId>,
    /// Shared with the cohorts of the file's schools.
    names: Arc<NameInterner>,
}

impl PupilIdentities {
    /// Reserves capacity for `pupils` more pupils.
    pub fn reserve(&mut self, pupils: usize) {
        self.upns.reserve_exact(pupils);
        self.surnames.reserve_exact(pupils);
        self.forenames.reserve_exact(pupils);
    }

    /// Number of pupils.
    pub(crate) fn count(&self) -> usize {
        self.upns.len()
    }

    /// Adds a pupil. A text of more than 255 bytes is cut.
    pub fn push(&mut self, upn: &[u8], surname: &[u8], forename: &[u8]) {
        let names = Arc::make_mut(&mut self.names);
        self.upns.push(upn::pack(&clean_upn(upn), names).to_le_bytes());
        self.surnames.push(names.intern(&clean(surname)).to_le_bytes());
        self.forenames.push(names.intern(&clean(forename)).to_le_bytes());
    }

    /// Appends the columns of UPN, surname and forename in a run of records with the same number of fields.
    pub(crate) fn push_rows(&mut self, batch: &RecordBatch, run: &Range<usize>, columns: [Option<usize>; PARTS]) {
        let [upn, surname, forename] = columns;
        let names = Arc::make_mut(&mut self.names);
        upn::append_column(batch, run, upn, (names, clean_upn), &mut self.upns);
        names.intern_column(batch, run, (surname, clean), &mut self.surnames);
        names.intern_column(batch, run, (forename, clean), &mut self.forenames);
    }

    /// Bytes of a pupil in a piece of a shard.
    pub(crate) const WIDTH: usize = UPN + 2 * NAME;

    /// Drains the pupils into a piece for [`PupilIdentities::append_shard`]: all UPNs, all surnames, all forenames.
    pub(crate) fn drain_into(&mut self, piece: &mut Vec<u8>) {
        piece.extend_from_slice(self.upns.as_flattened());
        piece.extend_from_slice(self.surnames.as_flattened());
        piece.extend_from_slice(self.forenames.as_flattened());
        self.upns.clear();
        self.surnames.clear();
        self.forenames.clear();
    }

    /// The concatenated names of a shard and their lengths, for [`PupilIdentities::append_names`]. `None`: too many to be
    /// numbered.
    pub(crate) fn into_names(self) -> Option<(Vec<u8>, Vec<u8>)> {
        Arc::unwrap_or_clone(self.names).into_parts()
    }

    /// Interns the names of a shard; returns our ids for them.
    pub(crate) fn append_names(&mut self, text: &[u8], lengths: &[u8]) -> Vec<u32> {
        Arc::make_mut(&mut self.names).append(text, lengths)
    }

    /// Appends the pupils of a shard, whose names have the ids `names` here.
    pub(crate) fn append_shard<'a>(&mut self, next: &mut impl FnMut(usize) -> &'a [u8], names: &[u32]) {
        upn::append_mapped(next(UPN), names, &mut self.upns);
        names::append_mapped(next(NAME), names, &mut self.surnames);
        names::append_mapped(next(NAME), names, &mut self.forenames);
    }

    /// Frees what is needed only while pupils are added.
    pub(crate) fn freeze(&mut self) {
        Arc::make_mut(&mut self.names).freeze();
    }

    /// The packed UPN: equal exactly when the UPNs are; 0: none.
    pub(crate) fn upn_number(&self, pupil: usize) -> u64 {
        self.upns.get(pupil).map_or(0, |upn| u64::from_le_bytes(*upn))
    }

    /// True for zeros, and for a text that is neither blank nor encoded in the number itself.
    pub(crate) fn has_unusual_upn(&self, pupil: usize) -> bool {
        upn::is_unusual(self.upn_number(pupil))
    }

    /// The packed UPNs of all pupils.
    pub(crate) fn upn_numbers(&self) -> &[PackedUpn] {
        &self.upns
    }

    /// The packed form of a UPN (see [`PupilIdentities::upn_number`]); `None`: no pupil has it.
    pub(crate) fn number_of_upn(&self, upn: &[u8]) -> Option<u64> {
        upn::find(&clean_upn(upn), &self.names)
    }

    /// The first pupil with this UPN, ignoring letter case.
    pub fn with_upn(&self, upn: &[u8]) -> Option<usize> {
        upn::position_ignoring_case(&self.upns, &clean_upn(upn), &self.names)
    }

    /// Candidates for duplicates by UPN and `numbers` (schools), in file order, with the hash of both.
    pub(crate) fn duplicate_candidates(&self, numbers: &[u16]) -> Vec<(usize, u32)> {
        duplicates::candidates(&self.upns, numbers)
    }

    /// The unique pupil number in its normal form; empty: none.
    pub fn upn_bytes(&self, pupil: usize) -> Cow<'_, [u8]> {
        upn::text(self.upn_number(pupil), &self.names)
    }

    /// The unique pupil number; empty: none.
    pub fn upn(&self, pupil: usize) -> Cow<'_, str> {
        match self.upn_bytes(pupil) {
            Cow::Borrowed(bytes) => readable(bytes),
            // What is in a number itself is ASCII.
            Cow::Owned(bytes) => Cow::Owned(String::from_utf8(bytes).unwrap_or_default()),
        }
    }

    /// The family name.
    pub fn surname(&self, pupil: usize) -> Cow<'_, str> {
        readable(self.names.get(name_number(&self.surnames, pupil)))
    }

    /// The given name.
    pub fn forename(&self, pupil: usize) -> Cow<'_, str> {
        readable(self.names.get(name_number(&self.forenames, pupil)))
    }

    /// "Okafor, Amara", or the part of it that is recorded; empty: no name.
    pub fn name(&self, pupil: usize) -> String {
        match (self.surname(pupil), self.forename(pupil)) {
            (surname, forename) if surname.is_empty() || forename.is_empty() => format!("{surname}{forename}"),
            (surname, forename) => format!("{surname}, {forename}"),
        }
    }

    /// True if the names of two pupils, as far as both have them, differ in more than case.
    pub(crate) fn names_contradict(&self, one: usize, other: usize) -> bool {
        let differ = |one: Cow<str>, other: Cow<str>| {
            !one.is_empty() && !other.is_empty() && one.to_lowercase() != other.to_lowercase()
        };
        differ(self.surname(one), self.surname(other)) || differ(self.forename(one), self.forename(other))
    }

    /// The first pupil with a name or UPN that is not UTF-8.
    pub fn first_not_utf8(&self) -> Option<usize> {
        let odd = self.names.invalid_utf8();
        if odd.is_empty() {
            return None;
        }
        let is_odd = |name: u32| odd.binary_search(&name).is_ok();
        let upn = |pupil| upn::name_id(self.upn_number(pupil));
        let names = |pupil| [upn(pupil), name_number(&self.surnames, pupil), name_number(&self.forenames, pupil)];
        (0..self.upns.len()).find(|pupil| names(*pupil).into_iter().any(is_odd))
    }

    pub(super) fn subset(&self, pupils: &[usize]) -> Self {
        let names = |column: &[NameId]| pupils.iter().filter_map(|pupil| column.get(*pupil)).copied().collect();
        Self {
            upns: pupils.iter().filter_map(|pupil| self.upns.get(*pupil)).copied().collect(),
            surnames: names(&self.surnames),
            forenames: names(&self.forenames),
            names: self.names.clone(),
        }
    }
}

/// The pupils one by one, whatever numbers their names have.
impl fmt::Debug for PupilIdentities {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pupil = |pupil| (self.upn(pupil), self.surname(pupil), self.forename(pupil));
        out.debug_list().entries((0..self.upns.len()).map(pupil)).finish()
    }
}

fn name_number(column: &[NameId], pupil: usize) -> u32 {
    column.get(pupil).map_or(0, |number| u32::from_le_bytes(*number))
}

#[cfg(test)]
mod tests {
    use super::PupilIdentities;

    fn push(people: &mut PupilIdentities, upn: &[u8], surname: &[u8], forename: &[u8]) {
        people.push(upn, surname, forename);
    }

    #[test]
    fn parts_come_back() {
        let mut people = PupilIdentities::default();
        push(&mut people, b"X1", "O'Neil".as_bytes(), "Chloé".as_bytes());
        push(&mut people, b"", b"", b"");
        assert_eq!(people.first_not_utf8(), None);
        push(&mut people, b"X3", b"M\xfcller", b"");
        assert_eq!((people.upn(0).as_ref(), people.name(0)), ("X1", "O'Neil, Chloé".to_owned()));
        assert_eq!((people.upn(1).as_ref(), people.name(1)), ("", String::new()));
        assert_eq!(people.name(2), "Müller");
        assert_eq!(people.first_not_utf8(), Some(2));
        assert_eq!(people.subset(&[2, 0]).upn(1), "X1");
    }

    #[test]
    fn equal_numbers_are_equal_upns() {
        let mut people = PupilIdentities::default();
        let upns = ["A926999907001", "A92699990700X", "of our own", "", "a926999907002", "of our own", "A926999907001"];
        upns.iter().for_each(|upn| people.push(upn.as_bytes(), b"Hart", b""));
        let first = |pupil| (0..upns.len()).find(|other| people.upn_number(*other) == people.upn_number(pupil));
        assert!((0..upns.len()).all(|pupil| first(pupil) == upns.iter().position(|upn| *upn == upns[pupil])));
        assert_eq!(people.number_of_upn(b"of our own"), Some(people.upn_number(2)));
        assert_eq!((people.number_of_upn(b"nobody's"), people.upn_number(3)), (None, 0));
        assert_eq!((people.with_upn(b"a92699990700x"), people.with_upn(b"Of Our Own")), (Some(1), Some(2)));
    }

    #[test]
    fn people_are_added_behind_those_that_are_settled() {
        let mut people = PupilIdentities::default();
        push(&mut people, b"A1", b"Hart", b"Ewa");
        people.freeze();
        let before = people.clone();
        push(&mut people, b"\xc91", b"Ewa", b"Hart");
        assert_eq!((people.name(0), people.name(1), before.names.len()), ("Hart, Ewa".into(), "Ewa, Hart".into(), 2));
        assert_eq!((people.names.len(), people.first_not_utf8(), before.first_not_utf8()), (3, Some(1), None));
    }

    #[test]
    fn any_pupil_is_found_among_many() {
        let mut people = PupilIdentities::default();
        (0..100).for_each(|number: u32| {
            push(&mut people, number.to_string().as_bytes(), &vec![b'x'; number as usize * 5], b"y")
        });
        assert!((0..100).all(|pupil| people.upn(pupil) == pupil.to_string() && people.forename(pupil) == "y"));
        assert_eq!(people.surname(99).len(), 255);
    }
}
