//! The check letters of unique pupil numbers, many at a time: a UPN's first letter is `LETTERS[Σ digit × position mod
//! 23]`.

use std::sync::LazyLock;

use crate::upn::{PackedUpn, UpnParts};

/// Places after the check letter.
const CHECKED_PLACES: u32 = 12;
/// The position of the last place.
const LAST_POSITION: u32 = 13;
/// How many numbers four digits can write.
const FOUR_DIGITS: u32 = 10_000;

/// The verdict on one UPN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UpnCheck {
    /// No UPN.
    Absent,
    /// The check letter is right.
    Correct,
    /// The check letter should be this one.
    Expected(u8),
    /// Not of the form of a UPN.
    Malformed,
}

/// How many UPNs got which verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UpnCheckCounts {
    /// The check letter is right.
    pub correct: usize,
    /// The check letter is another.
    pub wrong: usize,
    /// Not of the form of a UPN.
    pub malformed: usize,
}

/// Verifies check letters.
#[derive(Clone, Debug)]
pub struct CheckLetters {
    letters: Vec<u8>,
    sums: &'static [[u8; 2]],
}

/// For each group of four digits: their sum, and the sum of each digit times its offset in the group.
static SUMS: LazyLock<Vec<[u8; 2]>> = LazyLock::new(|| {
    let mut sums = vec![[0; 2]; FOUR_DIGITS as usize];
    for number in 1..FOUR_DIGITS {
        // Appending a digit moves the others one place to the left.
        let [sum, places] = sums.get(number as usize / 10).copied().unwrap_or_default();
        let digit = (number % 10) as u8;
        if let Some(place) = sums.get_mut(number as usize) {
            *place = [sum + digit, places - sum + 3 * digit];
        }
    }
    sums
});

impl CheckLetters {
    /// For the alphabet of the scheme, in the order of the remainders.
    #[must_use]
    pub fn new(letters: &[u8]) -> Self {
        Self { letters: letters.to_vec(), sums: &SUMS }
    }

    /// The verdict on one packed UPN.
    #[inline(never)]
    #[must_use]
    pub fn check(&self, upn: u64) -> UpnCheck {
        self.check_packed(upn)
    }

    /// Counts the verdicts on a column of UPNs; blank ones are not counted.
    #[inline(never)]
    #[must_use]
    pub fn count(&self, upns: &[PackedUpn]) -> UpnCheckCounts {
        let mut counts = UpnCheckCounts::default();
        for upn in upns {
            match self.check_packed(u64::from_le_bytes(*upn)) {
                UpnCheck::Absent => (),
                UpnCheck::Correct => counts.correct += 1,
                UpnCheck::Expected(_) => counts.wrong += 1,
                UpnCheck::Malformed => counts.malformed += 1,
            }
        }
        counts
    }

    #[inline(always)]
    fn check_packed(&self, packed: u64) -> UpnCheck {
        let Some(upn) = UpnParts::unpack(packed) else {
            return if packed == 0 { UpnCheck::Absent } else { UpnCheck::Malformed };
        };
        let letter = self.sum(&upn).and_then(|sum| self.letters.get(sum % self.letters.len().max(1)));
        let check = upn.first.to_ascii_uppercase();
        match letter {
            Some(letter) if check.is_ascii_uppercase() => {
                if *letter == check {
                    UpnCheck::Correct
                } else {
                    UpnCheck::Expected(*letter)
                }
            }
            _ => UpnCheck::Malformed,
        }
    }

    /// The weighted sum of the places after the check letter; `None` if their number or one of them is not a UPN's.
    #[inline(always)]
    fn sum(&self, upn: &UpnParts) -> Option<usize> {
        let digits = || {
            (self.digits(upn.upper, upn.count - 8)
                + self.digits(upn.lower / FOUR_DIGITS, upn.count - 4)
                + self.digits(upn.lower % FOUR_DIGITS, upn.count)) as usize
        };
        match upn.last {
            None => (upn.count == CHECKED_PLACES).then(digits),
            // The last place of a temporary number is a letter.
            Some(last) if upn.count == CHECKED_PLACES - 1 => {
                let letter = self.letters.iter().position(|letter| *letter == last.to_ascii_uppercase())?;
                Some(digits() + letter * LAST_POSITION as usize)
            }
            Some(_) => None,
        }
    }

    /// The weighted sum of four digits, of which the last is digit number `count` of the UPN.
    #[inline(always)]
    fn digits(&self, four: u32, count: u32) -> u32 {
        let [sum, places] = self.sums.get(four as usize).copied().unwrap_or_default();
        // The first digit after the letter has position 2.
        u32::from(sum) * (count - 2) + u32::from(places)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::NameInterner;
    use crate::upn::pack;

    const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRTUVWXYZ";

    /// The rule place by place.
    fn check_slowly(text: &[u8]) -> UpnCheck {
        let Some((check, rest)) = text.split_first() else { return UpnCheck::Absent };
        let letter_at = |byte: &u8| LETTERS.iter().position(|letter| *letter == byte.to_ascii_uppercase());
        let value = |(place, byte): (usize, &u8)| match byte {
            b'0'..=b'9' => Some(usize::from(byte - b'0') * (place + 2)),
            _ if place == 11 => Some(letter_at(byte)? * (place + 2)),
            _ => None,
        };
        let sum = rest.iter().enumerate().map(value).sum::<Option<usize>>();
        let sum = sum.filter(|_| rest.len() == 12 && check.is_ascii_alphabetic());
        let Some(letter) = sum.map(|sum| LETTERS[sum % LETTERS.len()]) else { return UpnCheck::Malformed };
        if letter == check.to_ascii_uppercase() { UpnCheck::Correct } else { UpnCheck::Expected(letter) }
    }

    #[test]
    fn agrees_with_the_rule() {
        let checks = CheckLetters::new(LETTERS);
        let mut names = NameInterner::default();
        let (mut upns, mut counts) = (Vec::new(), UpnCheckCounts::default());
        let numbers = (0..20_000_u64).map(|number| number.wrapping_mul(0x9e37_79b9_7f4a_7c15) % 1_000_000_000_000);
        for (number, place) in numbers.chain([0, 999_999_999_999]).zip(0..) {
            let first = b"ABCQXYZ7- S\x7f"[place % 12] as char;
            let text = match place % 7 {
                0 => format!("{first}{:011}{}", number / 10, b"ABSZO-I9"[place % 8] as char),
                1 => format!("{first}{}", number % 10_u64.pow(place as u32 % 13)),
                _ => format!("{first}{number:012}"),
            };
            let expected = check_slowly(text.as_bytes());
            upns.push(pack(text.as_bytes(), &mut names).to_le_bytes());
            assert_eq!(checks.check(u64::from_le_bytes(upns[place])), expected, "{text}");
            match expected {
                UpnCheck::Correct => counts.correct += 1,
                UpnCheck::Expected(_) => counts.wrong += 1,
                _ => counts.malformed += 1,
            }
        }
        upns.push([0; 8]);
        assert_eq!(checks.count(&upns), counts);
        assert!(counts.correct > 300 && counts.wrong > 5_000 && counts.malformed > 5_000, "{counts:?}");
        assert_eq!(CheckLetters::new(b"").check(u64::from_le_bytes(upns[2])), UpnCheck::Malformed);
    }
}
