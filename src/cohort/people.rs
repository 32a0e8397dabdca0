//! Who the pupils are: UPN, surname and forename, one pupil behind the other in one text.

/// Stands between the parts of a pupil's entry; taken out of names.
const BETWEEN: u8 = 0x1f;

/// ASCII without control characters: it can be taken as it is.
#[inline]
fn is_plain(part: &[u8]) -> bool {
    part.iter().fold(true, |plain, byte| plain & (b' '..=b'~').contains(byte))
}

/// The pupils' names and UPNs.
#[derive(Clone, Debug, Default)]
pub struct People {
    text: Vec<u8>,
    ends: Vec<u32>,
}

impl People {
    /// Makes room for so many more pupils, each with about so many bytes.
    pub fn reserve(&mut self, pupils: usize, bytes_each: usize) {
        self.ends.reserve_exact(pupils);
        self.text.reserve_exact(pupils.saturating_mul(bytes_each));
    }

    /// Adds a pupil. Bytes that are no UTF-8 are replaced; tells whether there were any.
    pub fn push(&mut self, upn: &[u8], surname: &[u8], forename: &[u8]) -> bool {
        let parts = [upn, surname, forename];
        let replaced = if parts.into_iter().all(is_plain) {
            self.text.extend_from_slice(upn);
            self.text.push(BETWEEN);
            self.text.extend_from_slice(surname);
            self.text.push(BETWEEN);
            self.text.extend_from_slice(forename);
            false
        } else {
            self.push_cleaned(parts)
        };
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        replaced
    }

    fn push_cleaned(&mut self, parts: [&[u8]; 3]) -> bool {
        let cleaned = parts.map(String::from_utf8_lossy);
        let texts = cleaned.each_ref().map(|text| text.replace(char::from(BETWEEN), " "));
        self.text.extend_from_slice(texts.join(char::from(BETWEEN).to_string().as_str()).as_bytes());
        cleaned.iter().any(|text| matches!(text, std::borrow::Cow::Owned(_)))
    }

    fn entry(&self, pupil: usize) -> &[u8] {
        let end = self.ends.get(pupil).map_or(0, |end| *end as usize);
        let start = pupil.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |start| *start as usize);
        self.text.get(start..end).unwrap_or_default()
    }

    fn part(&self, pupil: usize, part: usize) -> &[u8] {
        self.entry(pupil).split(|byte| *byte == BETWEEN).nth(part).unwrap_or_default()
    }

    fn part_text(&self, pupil: usize, part: usize) -> &str {
        std::str::from_utf8(self.part(pupil, part)).unwrap_or_default()
    }

    /// The unique pupil number as bytes; empty: none.
    pub fn upn_bytes(&self, pupil: usize) -> &[u8] {
        self.part(pupil, 0)
    }

    /// The unique pupil number; empty: none.
    pub fn upn(&self, pupil: usize) -> &str {
        self.part_text(pupil, 0)
    }

    /// The family name.
    pub fn surname(&self, pupil: usize) -> &str {
        self.part_text(pupil, 1)
    }

    /// The given name.
    pub fn forename(&self, pupil: usize) -> &str {
        self.part_text(pupil, 2)
    }

    /// "Okafor, Amara", or what there is of it; empty: no name.
    pub fn name(&self, pupil: usize) -> String {
        match (self.surname(pupil), self.forename(pupil)) {
            ("", only) | (only, "") => only.to_owned(),
            (surname, forename) => format!("{surname}, {forename}"),
        }
    }

    /// Bytes in use.
    pub fn bytes(&self) -> usize {
        self.text.len() + self.ends.len() * size_of::<u32>()
    }

    pub(super) fn only(&self, pupils: &[usize]) -> Self {
        let mut people = Self::default();
        for pupil in pupils {
            people.text.extend_from_slice(self.entry(*pupil));
            people.ends.push(u32::try_from(people.text.len()).unwrap_or(u32::MAX));
        }
        people
    }
}

#[cfg(test)]
mod tests {
    use super::People;

    #[test]
    fn parts_come_back() {
        let mut people = People::default();
        assert!(!people.push(b"X1", "O'Neil".as_bytes(), "Chloé".as_bytes()));
        assert!(!people.push(b"", b"", b""));
        assert!(people.push(b"X3", b"M\xfcller", b"A\x1fB"));
        assert_eq!((people.upn(0), people.name(0)), ("X1", "O'Neil, Chloé".to_owned()));
        assert_eq!((people.upn(1), people.name(1)), ("", String::new()));
        assert_eq!((people.surname(2), people.forename(2)), ("M\u{fffd}ller", "A B"));
        assert_eq!(people.only(&[2, 0]).upn(1), "X1");
    }
}
