//! Who the pupils are: UPN, surname and forename, one pupil behind the other in one text.

use std::borrow::Cow;

use crate::letters::readable;

/// Pupils between two places that are written down; the rest is summed up from lengths.
const STRIDE: usize = 16;
/// Bytes kept of a name or UPN.
const LONGEST: usize = u8::MAX as usize;

/// The pupils' names and UPNs, as the file has them.
#[derive(Clone, Debug, Default)]
pub struct People {
    text: Vec<u8>,
    /// Lengths of UPN, surname and forename.
    lengths: Vec<[u8; 3]>,
    /// Where every sixteenth pupil begins.
    places: Vec<u32>,
}

/// A name or UPN to be added.
#[derive(Clone, Copy, Debug)]
pub enum Part<'a> {
    /// The first so many of sixteen bytes.
    Short(&'a [u8; 16], usize),
    /// Any number of bytes.
    Any(&'a [u8]),
}

impl Part<'_> {
    /// The bytes that count.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Short(bytes, length) => bytes.get(..*length).unwrap_or_default(),
            Self::Any(bytes) => bytes,
        }
    }
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

    /// Adds a pupil. Of a name or UPN of more than 255 bytes the beginning is kept.
    pub fn push(&mut self, upn: Part, surname: Part, forename: Part) {
        if self.lengths.len().is_multiple_of(STRIDE) {
            self.places.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        }
        let lengths = [upn, surname, forename].map(|part| self.push_part(part));
        self.lengths.push(lengths);
    }

    /// Adds one part and gives its length.
    #[inline]
    fn push_part(&mut self, part: Part) -> u8 {
        let length = match part {
            Part::Short(bytes, length) => {
                // Sixteen bytes at once are quicker than the few that count.
                let end = self.text.len() + length;
                self.text.extend_from_slice(bytes);
                self.text.truncate(end);
                length
            }
            Part::Any(bytes) => {
                let kept = bytes.get(..LONGEST).unwrap_or(bytes);
                self.text.extend_from_slice(kept);
                kept.len()
            }
        };
        u8::try_from(length).unwrap_or(u8::MAX)
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
            people.push(Part::Any(upn), Part::Any(surname), Part::Any(forename));
        }
        people
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, People};

    fn push(people: &mut People, upn: &[u8], surname: &[u8], forename: &[u8]) {
        people.push(Part::Any(upn), Part::Any(surname), Part::Any(forename));
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
