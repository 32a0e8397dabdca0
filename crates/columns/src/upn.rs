//! Unique pupil numbers packed into 64 bits, equal exactly when the texts are.
//!
//! Nearly all are a letter and digits, temporary ones with a letter in the last place: such a text is encoded in the
//! number itself. Any other text is interned ([`NameInterner`]), and its id is the number; a blank UPN is 0. The bits
//! of an encoded text, from the top: two for the form, seven for the first letter, four for the number of digits, and
//! 51 for what follows (see [`UpnParts`]).

use std::borrow::Cow;
use std::ops::Range;

use crate::csv::{CleanField, FieldSpan, RecordBatch};
use crate::digits;
use crate::names::NameInterner;

/// A packed UPN (little-endian, see [`u64::from_le_bytes`]) as columns hold it: a shard transfers it without a copy.
pub type PackedUpn = [u8; 8];

/// Longest text that is encoded in a number, in bytes.
const SHORT: usize = 16;
/// Lowest bit of the form.
const FORM: u32 = 62;
/// Form: a letter and 1 to 15 digits.
const DIGITS: u64 = 1;
/// Form: a letter, 1 to 11 digits and another letter.
const LETTER_LAST: u64 = 2;
/// Most digits of the second form.
const FEW: usize = 11;
/// Lowest bit of the first letter.
const FIRST: u32 = 55;
/// Lowest bit of the number of digits.
const COUNT: u32 = 51;
/// Lowest bit of the last letter.
const LAST: u32 = 40;
/// Lowest bit of the digits before the last eight; the last eight start at bit 0.
const UPPER: u32 = 27;

/// The parts of an encoded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct UpnParts {
    /// The first letter, or a digit.
    pub first: u8,
    /// Number of digits after it.
    pub count: u32,
    /// The digits before the last eight.
    pub upper: u32,
    /// The last eight digits.
    pub lower: u32,
    /// The letter after the digits.
    pub last: Option<u8>,
}

impl UpnParts {
    /// `None` for a blank UPN and for an interned text.
    #[inline(always)]
    pub fn unpack(packed: u64) -> Option<Self> {
        let form = packed >> FORM;
        let bits = |from: u32, bits: u32| (packed >> from) & ((1 << bits) - 1);
        let upper = bits(UPPER, if form == LETTER_LAST { LAST - UPPER } else { COUNT - UPPER });
        (form != 0).then(|| Self {
            first: bits(FIRST, 7) as u8,
            count: bits(COUNT, 4) as u32,
            upper: upper as u32,
            lower: bits(0, UPPER) as u32,
            last: (form == LETTER_LAST).then(|| bits(LAST, 7) as u8),
        })
    }

    fn text(&self) -> Vec<u8> {
        let digits = [digits::text(self.upper), digits::text(self.lower)];
        let digits = digits.as_flattened();
        let digits = digits.get(digits.len().saturating_sub(self.count as usize)..).unwrap_or_default();
        let mut text = Vec::with_capacity(SHORT);
        text.push(self.first);
        text.extend_from_slice(digits);
        text.extend(self.last);
        text
    }
}

/// Encodes the first `length` of 16 bytes; `None` if they have neither of the two forms.
#[inline(always)]
fn pack_short(sixteen: &[u8; SHORT], length: usize) -> Option<u64> {
    let (first, last) = (sixteen[0], *sixteen.get(length.wrapping_sub(1))?);
    let form = if last.is_ascii_digit() { DIGITS } else { LETTER_LAST };
    let before_last = length - usize::from(form == LETTER_LAST);
    let count = before_last.wrapping_sub(1);
    if count == 0 || !is_normal(first) || !is_normal(last) || form == LETTER_LAST && count > FEW {
        return None;
    }
    let eight = |from: usize| sixteen.get(from..from + 8)?.first_chunk().map(|eight| u64::from_le_bytes(*eight));
    // The digits before the last eight are shifted up, so that zeros fill the lanes below them.
    let front = digits::values(eight(1)?);
    let (upper, lower) = match count.checked_sub(8) {
        Some(before) => (front.unbounded_shl(64 - 8 * before as u32), digits::values(eight(before + 1)?)),
        None => (0, front << (64 - 8 * count)),
    };
    if !digits::are_digits(upper) || !digits::are_digits(lower) {
        return None;
    }
    let (upper, lower) = (digits::number(upper), digits::number(lower));
    let last = if form == LETTER_LAST { u64::from(last) << LAST } else { 0 };
    let front = form << FORM | u64::from(first) << FIRST | (count as u64) << COUNT;
    Some(front | last | u64::from(upper) << UPPER | u64::from(lower))
}

/// True for digits and capital letters (and the few marks between them). What begins or ends with another byte may have
/// to be cleaned, so it is not encoded as it is.
#[inline(always)]
fn is_normal(byte: u8) -> bool {
    (b'0'..=b'Z').contains(&byte)
}

/// Packs a text, interning it if it has neither form.
#[inline(never)]
#[must_use]
pub fn pack(text: &[u8], names: &mut NameInterner) -> u64 {
    pack_text(text).unwrap_or_else(|| u64::from(names.intern(text)))
}

/// Packs a text that is not empty without interning it; `None` if it would have to be interned first.
#[inline(never)]
#[must_use]
pub fn find(text: &[u8], names: &NameInterner) -> Option<u64> {
    pack_text(text).or_else(|| names.find(text).map(u64::from))
}

/// [`pack_short`] for a text of any length.
#[inline(never)]
fn pack_text(text: &[u8]) -> Option<u64> {
    let mut sixteen = [0; SHORT];
    sixteen.get_mut(..text.len())?.copy_from_slice(text);
    pack_short(&sixteen, text.len())
}

/// True for the form of a unique pupil number: a letter and twelve digits, the last of which may be a letter (a temporary
/// number).
#[inline(never)]
#[must_use]
pub fn is_formed(text: &[u8]) -> bool {
    let Some(upn) = text.first_chunk::<UPN_LEN>().filter(|upn| upn.len() == text.len()) else { return false };
    let mut sixteen = [0; SHORT];
    sixteen.iter_mut().zip(upn).for_each(|(place, byte)| *place = *byte);
    has_form(&sixteen)
}

/// The text of a packed UPN.
#[inline(never)]
#[must_use]
pub fn text(packed: u64, names: &NameInterner) -> Cow<'_, [u8]> {
    UpnParts::unpack(packed).map_or_else(|| Cow::Borrowed(names.get(name_id(packed))), |upn| Cow::Owned(upn.text()))
}

/// The id of the interned text; 0 if the UPN is blank or encoded in the number itself.
#[must_use]
pub fn name_id(packed: u64) -> u32 {
    if packed >> FORM == 0 { packed as u32 } else { 0 }
}

/// True for zeros alone, of which there are at least two: they are written in place of a number.
#[must_use]
pub fn is_zeros(packed: u64) -> bool {
    // All bits but those of the number of digits.
    packed & !(0b1111 << COUNT) == DIGITS << FORM | u64::from(b'0') << FIRST
}

/// True for zeros, and for a text that is neither blank nor encoded in the number itself.
#[must_use]
pub fn is_unusual(packed: u64) -> bool {
    name_id(packed) != 0 || is_zeros(packed)
}

/// The positions of the unusual ones ([`is_unusual`]), in ascending order.
#[inline(never)]
#[must_use]
pub fn unusual_positions(upns: &[PackedUpn]) -> Vec<usize> {
    let is_unusual = |(_, upn): &(usize, &PackedUpn)| is_unusual(u64::from_le_bytes(**upn));
    upns.iter().enumerate().filter(is_unusual).map(|(pupil, _)| pupil).collect()
}

/// Position of the first UPN that equals `text`, ignoring ASCII case. UPNs that are encoded in the number itself have
/// capital letters.
#[inline(never)]
#[must_use]
pub fn position_ignoring_case(upns: &[PackedUpn], text: &[u8], names: &NameInterner) -> Option<usize> {
    if let Some(wanted) = pack_text(&text.to_ascii_uppercase()) {
        return upns.iter().position(|upn| u64::from_le_bytes(*upn) == wanted);
    }
    let alike = names.iter().filter(|(_, name)| name.eq_ignore_ascii_case(text));
    let alike = alike.map(|(number, _)| u64::from(number).to_le_bytes()).collect::<Vec<_>>();
    if alike.is_empty() { None } else { upns.iter().position(|upn| alike.contains(upn)) }
}

/// Appends the UPNs of a column in a run of records with the same number of fields (`None`: no such column, all blank).
/// A field with neither form is cleaned before it is packed.
#[inline(never)]
pub fn append_column(
    batch: &RecordBatch,
    run: &Range<usize>,
    column: Option<usize>,
    (names, clean): (&mut NameInterner, CleanField),
    into: &mut Vec<PackedUpn>,
) {
    let (bytes, before) = (batch.bytes(), into.len());
    into.resize(before + run.len(), PackedUpn::default());
    let Some(column) = column else { return };
    for (record, place) in batch.field_spans(run).zip(into.get_mut(before..).unwrap_or_default()) {
        if let Some(field) = record.get(column) {
            *place = pack_field(*field, bytes, names, clean).to_le_bytes();
        }
    }
}

#[inline(always)]
fn pack_field(field: FieldSpan, bytes: &[u8], names: &mut NameInterner, clean: CleanField) -> u64 {
    let upn = field.short_bytes(bytes).and_then(|(sixteen, length)| pack_short(sixteen, length));
    upn.unwrap_or_else(|| pack(&clean(&field.text(bytes)), names))
}

/// Length of the run of records from the start of `run` (records with the same number of fields) that have a text with
/// the form of a unique pupil number in this column: a letter, eleven digits, and a digit or letter.
#[inline(never)]
#[must_use]
pub fn formed_run(batch: &RecordBatch, run: &Range<usize>, column: usize) -> usize {
    let bytes = batch.bytes();
    let is_formed = |record: &&[FieldSpan]| {
        let field = record.get(column).and_then(|field| field.short_bytes(bytes));
        field.is_some_and(|(sixteen, length)| length == UPN_LEN && has_form(sixteen))
    };
    batch.field_spans(run).take_while(is_formed).count()
}

/// Length of the run of records from the start of `run` whose field in `column` is another kind of number for a pupil:
/// letters and digits alone, and enough digits that it is no label such as `Set4`.
#[must_use]
pub fn numbered_run(batch: &RecordBatch, run: &Range<usize>, column: usize) -> usize {
    let bytes = batch.bytes();
    let is_number = |record: &&[FieldSpan]| {
        let field = record.get(column).and_then(|field| field.short_bytes(bytes));
        field.and_then(|(sixteen, length)| sixteen.get(..length)).is_some_and(|number| {
            let digits = number.iter().filter(|byte| byte.is_ascii_digit()).count();
            digits >= DIGITS_OF_NUMBER && number.iter().all(u8::is_ascii_alphanumeric)
        })
    };
    batch.field_spans(run).take_while(is_number).count()
}

/// Digits that a number for a pupil has at least.
const DIGITS_OF_NUMBER: usize = 5;

/// Length of a unique pupil number.
const UPN_LEN: usize = 13;

#[inline(always)]
fn has_form(sixteen: &[u8; SHORT]) -> bool {
    let digits = |from: usize| {
        let eight = sixteen.get(from..from + 8).and_then(<[u8]>::first_chunk);
        eight.is_some_and(|eight| digits::are_digits(digits::values(u64::from_le_bytes(*eight))))
    };
    sixteen[0].is_ascii_alphabetic() && digits(1) && digits(UPN_LEN - 9) && sixteen[UPN_LEN - 1].is_ascii_alphanumeric()
}

/// Appends a shard's UPNs, whose interned texts have the ids `names` here.
#[inline(never)]
pub fn append_mapped(bytes: &[u8], names: &[u32], column: &mut Vec<PackedUpn>) {
    let mapped = |upn: &PackedUpn| match u64::from_le_bytes(*upn) {
        packed if packed >> FORM == 0 => {
            let name = names.get(packed as usize).copied().unwrap_or_default();
            u64::from(name).to_le_bytes()
        }
        _ => *upn,
    };
    column.extend(bytes.as_chunks::<8>().0.iter().map(mapped));
}

#[cfg(test)]
mod tests;
