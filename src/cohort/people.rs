//! Who the pupils are: UPN, surname and forename, one pupil behind the other in one text.

use std::borrow::Cow;
use std::ops::Range;

use ambition_quick::names::{self, LONGEST, PARTS};
use ambition_quick::repeats;
use ambition_quick::rows::Batch;

use crate::letters::readable;

/// Pupils between two places that are written down; the rest is summed up from lengths.
const STRIDE: usize = 16;

/// The pupils' names and UPNs, as the file has them.
#[derive(Clone, Debug, Default)]
pub struct People {
    text: Vec<u8>,
    /// Lengths of UPN, surname and forename.
    lengths: Vec<[u8; PARTS]>,
    /// Where every sixteenth pupil begins.
    places: Vec<u32>,
}

impl People {
    /// Makes room for so many more pupils, each with as many bytes as those that are there.
    pub fn reserve(&mut self, pupils: usize) {
        self.lengths.reserve_exact(pupils);
        self.places.reserve_exact(pupils / STRIDE + 1);
        // In 64 bits: in WebAssembly a usize is too small for the product.
        let bytes = pupils as u64 * self.text.len() as u64 / self.lengths.len().max(1) as u64;
        self.text.reserve_exact(usize::try_from(bytes).unwrap_or_default());
    }

    /// Adds a pupil by UPN, surname and forename. Of what has more than 255 bytes the beginning is kept.
    pub fn push(&mut self, upn: &[u8], surname: &[u8], forename: &[u8]) {
        self.note_place();
        let lengths = [upn, surname, forename].map(|part| {
            let kept = part.get(..LONGEST).unwrap_or(part);
            self.text.extend_from_slice(kept);
            u8::try_from(kept.len()).unwrap_or(u8::MAX)
        });
        self.lengths.push(lengths);
    }

    /// Adds pupils by the columns of UPN, surname and forename, from rows with the same number of cells.
    pub(crate) fn push_rows(&mut self, batch: &Batch, run: &Range<usize>, columns: [Option<usize>; PARTS]) {
        let (before, mut place) = (self.lengths.len(), self.text.len());
        names::add(batch, run, columns, &mut self.text, &mut self.lengths);
        for (pupil, lengths) in (before..).zip(self.lengths.get(before..).unwrap_or_default()) {
            if pupil.is_multiple_of(STRIDE) {
                self.places.push(u32::try_from(place).unwrap_or(u32::MAX));
            }
            place += lengths.iter().map(|length| usize::from(*length)).sum::<usize>();
        }
    }

    fn note_place(&mut self) {
        if self.lengths.len().is_multiple_of(STRIDE) {
            self.places.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        }
    }

    /// The text of all pupils, and the lengths of each one's three parts, for [`People::join`].
    pub(crate) fn into_columns(self) -> [Vec<u8>; 2] {
        [self.text, self.lengths.into_flattened()]
    }

    /// Makes room for more pupils of a known number and length of text.
    pub(crate) fn reserve_exact(&mut self, pupils: usize, text: usize) {
        self.lengths.reserve_exact(pupils);
        self.places.reserve_exact(pupils / STRIDE + 1);
        self.text.reserve_exact(text);
    }

    /// Adds the lengths of more pupils, whose text stands from `place` on; gives where it ends.
    pub(crate) fn join_lengths(&mut self, place: usize, lengths: &[u8]) -> usize {
        let (lengths, _) = lengths.as_chunks::<3>();
        lengths.iter().fold(place, |place, lengths| {
            if self.lengths.len().is_multiple_of(STRIDE) {
                self.places.push(u32::try_from(place).unwrap_or(u32::MAX));
            }
            self.lengths.push(*lengths);
            place + lengths.iter().map(|length| usize::from(*length)).sum::<usize>()
        })
    }

    /// Adds text behind the text that is there.
    pub(crate) fn join_text(&mut self, text: &[u8]) {
        self.text.extend_from_slice(text);
    }

    /// How many bytes all names and UPNs take.
    pub(crate) fn text_len(&self) -> usize {
        self.text.len()
    }

    /// Where a pupil's entry begins.
    fn place(&self, pupil: usize) -> usize {
        let known = self.places.get(pupil / STRIDE).map_or(0, |place| *place as usize);
        let between = self.lengths.get(pupil - pupil % STRIDE..pupil).unwrap_or_default();
        known + between.iter().flatten().map(|length| usize::from(*length)).sum::<usize>()
    }

    fn parts(&self, pupil: usize) -> [&[u8]; 3] {
        let mut from = self.place(pupil);
        self.lengths.get(pupil).copied().unwrap_or_default().map(|length| {
            let part = self.text.get(from..from + usize::from(length)).unwrap_or_default();
            from += usize::from(length);
            part
        })
    }

    /// The unique pupil number as in the file; empty: none.
    pub fn upn_bytes(&self, pupil: usize) -> &[u8] {
        let [upn, _, _] = self.parts(pupil);
        upn
    }

    /// The unique pupil numbers of all pupils in order, as in the file.
    pub fn upns(&self) -> impl Iterator<Item = &[u8]> {
        let mut from = 0;
        self.lengths.iter().map(move |lengths| {
            let [upn, ..] = lengths.map(usize::from);
            let bytes = self.text.get(from..from + upn).unwrap_or_default();
            from += lengths.iter().map(|length| usize::from(*length)).sum::<usize>();
            bytes
        })
    }

    /// Pupils who may have the unique pupil number of another one with the same number here, in order, with a hash of both.
    pub(crate) fn perhaps_repeated(&self, numbers: &[u16]) -> Vec<(usize, u32)> {
        repeats::perhaps(&self.text, &self.lengths, numbers)
    }

    /// The unique pupil number; empty: none.
    pub fn upn(&self, pupil: usize) -> Cow<'_, str> {
        readable(self.upn_bytes(pupil))
    }

    /// The family name.
    pub fn surname(&self, pupil: usize) -> Cow<'_, str> {
        let [_, surname, _] = self.parts(pupil);
        readable(surname)
    }

    /// The given name.
    pub fn forename(&self, pupil: usize) -> Cow<'_, str> {
        let [_, _, forename] = self.parts(pupil);
        readable(forename)
    }

    /// "Okafor, Amara", or what there is of it; empty: no name.
    pub fn name(&self, pupil: usize) -> String {
        match (self.surname(pupil), self.forename(pupil)) {
            (surname, forename) if surname.is_empty() || forename.is_empty() => format!("{surname}{forename}"),
            (surname, forename) => format!("{surname}, {forename}"),
        }
    }

    /// The first pupil with letters that are no UTF-8.
    pub fn first_not_utf8(&self) -> Option<usize> {
        std::str::from_utf8(&self.text).err()?;
        (0..self.lengths.len()).find(|pupil| self.parts(*pupil).iter().any(|part| std::str::from_utf8(part).is_err()))
    }

    pub(super) fn only(&self, pupils: &[usize]) -> Self {
        let mut people = Self::default();
        for pupil in pupils {
            let [upn, surname, forename] = self.parts(*pupil);
            people.push(upn, surname, forename);
        }
        people
    }
}

#[cfg(test)]
mod tests {
    use super::People;

    fn push(people: &mut People, upn: &[u8], surname: &[u8], forename: &[u8]) {
        people.push(upn, surname, forename);
    }

    #[test]
    fn parts_come_back() {
        let mut people = People::default();
        push(&mut people, b"X1", "O'Neil".as_bytes(), "Chloé".as_bytes());
        push(&mut people, b"", b"", b"");
        assert_eq!(people.first_not_utf8(), None);
        push(&mut people, b"X3", b"M\xfcller", b"");
        assert_eq!((people.upn(0).as_ref(), people.name(0)), ("X1", "O'Neil, Chloé".to_owned()));
        assert_eq!((people.upn(1).as_ref(), people.name(1)), ("", String::new()));
        assert_eq!(people.name(2), "Müller");
        assert_eq!(people.first_not_utf8(), Some(2));
        assert_eq!(people.only(&[2, 0]).upn(1), "X1");
    }

    #[test]
    fn any_pupil_is_found_among_many() {
        let mut people = People::default();
        (0..100).for_each(|number: u32| {
            push(&mut people, number.to_string().as_bytes(), &vec![b'x'; number as usize * 5], b"y")
        });
        assert!((0..100).all(|pupil| people.upn(pupil) == pupil.to_string() && people.forename(pupil) == "y"));
        assert_eq!(people.surname(99).len(), 255);
    }
}
