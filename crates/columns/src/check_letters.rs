//! The check letters of many unique pupil numbers: the first letter of each stands for the rest, by the count of letters,
//! of the sum of each other place times its position.

use crate::upns::{Packed, Upn};

/// Places behind the check letter.
const PLACES: u32 = 12;
/// The position of the last place.
const LAST: u32 = 13;
/// Numbers that four digits write.
const FOUR: u32 = 10_000;

/// What can be said of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// There is none.
    None,
    /// It has its letter.
    Right,
    /// The letter should be this one.
    Letter(u8),
    /// It has another form.
    Form,
}

/// Numbers of a kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// With their letter.
    pub right: usize,
    /// With another letter.
    pub wrong: usize,
    /// Of another form.
    pub other: usize,
}

/// Looks at check letters.
#[derive(Clone, Debug)]
pub struct CheckLetters {
    letters: Vec<u8>,
    /// For each four digits their sum, and the sum of each times how many of them stand before it.
    sums: Vec<[u8; 2]>,
}

impl CheckLetters {
    /// By these letters, the first of which stands for 0.
    #[must_use]
    pub fn new(letters: &[u8]) -> Self {
        let mut sums = vec![[0; 2]; FOUR as usize];
        for number in 1..FOUR {
            // The digits before the last one, each a place further to the left.
            let [sum, places] = sums.get(number as usize / 10).copied().unwrap_or_default();
            let digit = (number % 10) as u8;
            if let Some(place) = sums.get_mut(number as usize) {
                *place = [sum + digit, places - sum + 3 * digit];
            }
        }
        Self { letters: letters.to_vec(), sums }
    }

    /// What can be said of a number.
    #[inline(never)]
    #[must_use]
    pub fn of(&self, upn: u64) -> Number {
        self.look(upn)
    }

    /// How many numbers of each kind there are.
    #[inline(never)]
    #[must_use]
    pub fn count(&self, upns: &[Packed]) -> Counts {
        let mut counts = Counts::default();
        for upn in upns {
            match self.look(u64::from_le_bytes(*upn)) {
                Number::None => (),
                Number::Right => counts.right += 1,
                Number::Letter(_) => counts.wrong += 1,
                Number::Form => counts.other += 1,
            }
        }
        counts
    }

    #[inline(always)]
    fn look(&self, packed: u64) -> Number {
        let Some(upn) = Upn::of(packed) else {
            return if packed == 0 { Number::None } else { Number::Form };
        };
        let letter = self.sum(&upn).and_then(|sum| self.letters.get(sum % self.letters.len().max(1)));
        let check = upn.first.to_ascii_uppercase();
        match letter {
            Some(letter) if check.is_ascii_uppercase() => {
                if *letter == check {
                    Number::Right
                } else {
                    Number::Letter(*letter)
                }
            }
            _ => Number::Form,
        }
    }

    /// The sum of the places behind the first; `None`: they are more or fewer, or one of them is nothing of a UPN.
    #[inline(always)]
    fn sum(&self, upn: &Upn) -> Option<usize> {
        let digits = || {
            (self.digits(upn.upper, upn.count - 8)
                + self.digits(upn.lower / FOUR, upn.count - 4)
                + self.digits(upn.lower % FOUR, upn.count)) as usize
        };
        match upn.last {
            None => (upn.count == PLACES).then(digits),
            // The last place of a temporary number is a letter.
            Some(last) if upn.count == PLACES - 1 => {
                let letter = self.letters.iter().position(|letter| *letter == last.to_ascii_uppercase())?;
                Some(digits() + letter * LAST as usize)
            }
            Some(_) => None,
        }
    }

    /// The sum of four digits, each times its position, where so many digits come up to the last of them.
    #[inline(always)]
    fn digits(&self, four: u32, count: u32) -> u32 {
        let [sum, places] = self.sums.get(four as usize).copied().unwrap_or_default();
        // The first digit behind the letter has position 2.
        u32::from(sum) * (count - 2) + u32::from(places)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::Names;
    use crate::upns::pack;

    const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRTUVWXYZ";

    /// As the rule says it, place by place.
    fn slowly(text: &[u8]) -> Number {
        let Some((check, rest)) = text.split_first() else { return Number::None };
        let letter_at = |byte: &u8| LETTERS.iter().position(|letter| *letter == byte.to_ascii_uppercase());
        let value = |(place, byte): (usize, &u8)| match byte {
            b'0'..=b'9' => Some(usize::from(byte - b'0') * (place + 2)),
            _ if place == 11 => Some(letter_at(byte)? * (place + 2)),
            _ => None,
        };
        let sum = rest.iter().enumerate().map(value).sum::<Option<usize>>();
        let sum = sum.filter(|_| rest.len() == 12 && check.is_ascii_alphabetic());
        let Some(letter) = sum.map(|sum| LETTERS[sum % LETTERS.len()]) else { return Number::Form };
        if letter == check.to_ascii_uppercase() { Number::Right } else { Number::Letter(letter) }
    }

    #[test]
    fn like_the_rule() {
        let checks = CheckLetters::new(LETTERS);
        let mut names = Names::default();
        let (mut upns, mut counts) = (Vec::new(), Counts::default());
        let numbers = (0..20_000_u64).map(|number| number.wrapping_mul(0x9e37_79b9_7f4a_7c15) % 1_000_000_000_000);
        for (number, place) in numbers.chain([0, 999_999_999_999]).zip(0..) {
            let first = b"AbcQxYZ7- S\x7f"[place % 12] as char;
            let text = match place % 7 {
                0 => format!("{first}{:011}{}", number / 10, b"AbSzO-i9"[place % 8] as char),
                1 => format!("{first}{}", number % 10_u64.pow(place as u32 % 13)),
                _ => format!("{first}{number:012}"),
            };
            let expected = slowly(text.as_bytes());
            upns.push(pack(text.as_bytes(), &mut names).to_le_bytes());
            assert_eq!(checks.of(u64::from_le_bytes(upns[place])), expected, "{text}");
            match expected {
                Number::Right => counts.right += 1,
                Number::Letter(_) => counts.wrong += 1,
                _ => counts.other += 1,
            }
        }
        upns.push([0; 8]);
        assert_eq!(checks.count(&upns), counts);
        assert!(counts.right > 300 && counts.wrong > 5_000 && counts.other > 5_000, "{counts:?}");
        assert_eq!(CheckLetters::new(b"").of(u64::from_le_bytes(upns[2])), Number::Form);
    }
}
