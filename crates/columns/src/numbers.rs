//! Columns of numbers with up to nine decimals, in units of 10⁻⁹.

use std::ops::Range;

use crate::csv::RecordBatch;

/// The number one: nine decimals are exact.
pub const ONE: u64 = 1_000_000_000;
/// Most digits before the point, and after it.
const DIGITS: usize = 9;
/// What one of the last decimals is worth, by their number.
const LAST_DECIMAL: [u64; DIGITS + 1] = [ONE, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1];

/// How the numbers of a column are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberForm {
    /// With decimals or without.
    Decimal,
    /// Without decimals.
    Whole,
}

/// A number in units of [`ONE`]: 1 to 9 digits and, in a column of decimals, perhaps a point and 1 to 9 digits. `None`
/// for every other text.
///
/// ```
/// use ambition_columns::numbers::{NumberForm::Decimal, ONE, parse};
///
/// assert_eq!(parse(b"410.5", Decimal), Some(410 * ONE + ONE / 2));
/// assert_eq!([b"1.", b".5", b"-1"].map(|text| parse(text, Decimal)), [None; 3]);
/// ```
#[inline(never)]
#[must_use]
pub fn parse(text: &[u8], form: NumberForm) -> Option<u64> {
    let point = text.iter().position(|byte| *byte == b'.').filter(|_| form == NumberForm::Decimal);
    let Some(point) = point else { return Some(digits(text)? * ONE) };
    let (whole, decimals) = (text.get(..point)?, text.get(point + 1..)?);
    Some(digits(whole)? * ONE + digits(decimals)? * LAST_DECIMAL.get(decimals.len())?)
}

/// The number of 1 to 9 digits.
#[inline(always)]
fn digits(text: &[u8]) -> Option<u64> {
    let is_number = (1..=DIGITS).contains(&text.len()) && text.iter().all(u8::is_ascii_digit);
    is_number.then(|| text.iter().fold(0, |number, digit| number * 10 + u64::from(digit - b'0')))
}

/// Appends the numbers of a column in a run of records with the same number of fields, `blank` for an empty field, up to
/// the first field that is neither, whose position in the run is returned; `None`: all are appended.
#[inline(never)]
#[must_use]
pub fn append_column(
    batch: &RecordBatch,
    run: &Range<usize>,
    (column, form): (usize, NumberForm),
    blank: u64,
    into: &mut Vec<u64>,
) -> Option<usize> {
    for (place, record) in batch.field_spans(run).enumerate() {
        let field = match record.get(column) {
            Some(span) if span.has_quotes() => return Some(place),
            Some(span) => batch.bytes().get(span.range()).unwrap_or_default(),
            None => &[],
        };
        match if field.is_empty() { Some(blank) } else { parse(field, form) } {
            Some(number) => into.push(number),
            None => return Some(place),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::NumberForm::{Decimal, Whole};
    use super::*;
    use crate::csv::Tokenizer;

    /// The definition, as it reads.
    fn naive(text: &str, form: NumberForm) -> Option<u64> {
        let digits = |text: &str| {
            let fine = (1..=DIGITS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
            fine.then(|| text.parse::<u64>().ok()).flatten()
        };
        let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
        if form == Whole && text.contains('.') || decimals.is_empty() {
            return None;
        }
        Some(digits(whole)? * ONE + digits(&format!("{decimals:0<DIGITS$}"))?)
    }

    fn assert_like_naive(text: &str) {
        for form in [Decimal, Whole] {
            assert_eq!(parse(text.as_bytes(), form), naive(text, form), "{text:?} {form:?}");
        }
    }

    #[test]
    fn every_short_text_is_read_as_defined() {
        let mut texts = vec![String::new()];
        for _ in 0..6 {
            let longer = texts.iter().flat_map(|text| "019.- x".chars().map(move |letter| format!("{text}{letter}")));
            texts = longer.chain([String::new()]).collect();
            texts.iter().for_each(|text| assert_like_naive(text));
        }
    }

    #[test]
    fn numbers_of_every_length_are_read_as_defined() {
        for digit in ["0", "1", "9"] {
            for (whole, decimals) in (0..12).flat_map(|whole| (0..12).map(move |decimals| (whole, decimals))) {
                let (whole, decimals) = (digit.repeat(whole), digit.repeat(decimals));
                [&whole, &format!("{whole}.{decimals}"), &format!("{whole}.{decimals}5")]
                    .into_iter()
                    .for_each(|text| assert_like_naive(text));
            }
        }
    }

    #[test]
    fn a_column_up_to_what_is_no_number() {
        let text = b"a,1.5\nb,\nc,2\nd, 3\ne,x\nf,7\n";
        let (mut values, mut stops) = (Vec::new(), Vec::new());
        let mut tokenizer = Tokenizer::new(b',');
        tokenizer.spare_mut(text.len()).copy_from_slice(text);
        tokenizer.tokenize(text.len(), true, &mut |batch| {
            let mut from = 0;
            while let Some(place) = append_column(batch, &(from..batch.len()), (1, Decimal), 99, &mut values) {
                stops.push(from + place);
                from += place + 1;
            }
        });
        assert_eq!((values, stops), (vec![ONE + ONE / 2, 99, 2 * ONE, 7 * ONE], vec![3, 4]));
    }
}
