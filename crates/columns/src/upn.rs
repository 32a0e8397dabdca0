//! Unique pupil numbers as numbers of 64 bits, which are the same where the texts are.
//!
//! Nearly all are a letter and digits, and in temporary ones the last place is a letter too: such a text goes into the
//! number itself. Any other text is kept among the names ([`NameInterner`]), and its number there is the number here; nothing
//! is 0. The bits of the others, from the top: two for the form, seven for the first letter, four for the number of
//! digits, and 51 for what follows (see [`UpnParts`]).

use std::borrow::Cow;
use std::ops::Range;

use crate::csv::{FieldSpan, RecordBatch};
use crate::digits;
use crate::names::NameInterner;

/// A number as columns keep it, so that a part hands it on without a copy; see [`u64::from_le_bytes`].
pub type PackedUpn = [u8; 8];

/// Bytes of a text that may go into a number.
const SHORT: usize = 16;
/// Where the form begins.
const FORM: u32 = 62;
/// A letter and 1 to 15 digits.
const DIGITS: u64 = 1;
/// A letter, 1 to 11 digits and another letter.
const LETTER_LAST: u64 = 2;
/// Digits of the second form at most.
const FEW: usize = 11;
/// Where the first letter begins.
const FIRST: u32 = 55;
/// Where the number of digits begins.
const COUNT: u32 = 51;
/// Where the last letter begins.
const LAST: u32 = 40;
/// Where the digits before the last eight begin; these begin at 0.
const UPPER: u32 = 27;

/// What is packed in a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct UpnParts {
    /// The first letter, which may be any byte of ASCII.
    pub first: u8,
    /// How many digits follow.
    pub count: u32,
    /// The digits before the last eight.
    pub upper: u32,
    /// The last eight digits.
    pub lower: u32,
    /// The letter behind them, or another byte of ASCII that is no digit.
    pub last: Option<u8>,
}

impl UpnParts {
    /// `None`: nothing, or the number of a text kept elsewhere.
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

/// A text of so many bytes, the first of these; `None` where it has not one of the two forms.
#[inline(always)]
fn pack_short(sixteen: &[u8; SHORT], length: usize) -> Option<u64> {
    let (first, last) = (sixteen[0], *sixteen.get(length.wrapping_sub(1))?);
    let form = if last.is_ascii_digit() { DIGITS } else { LETTER_LAST };
    let before_last = length - usize::from(form == LETTER_LAST);
    let count = before_last.wrapping_sub(1);
    if count == 0 || !(first | last).is_ascii() || form == LETTER_LAST && count > FEW {
        return None;
    }
    let eight = |from: usize| sixteen.get(from..from + 8)?.first_chunk().map(|eight| u64::from_le_bytes(*eight));
    // Of the digits behind the first letter those before the last eight move up and out of the way; zeros follow.
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

/// The number of a text.
#[inline(never)]
#[must_use]
pub fn pack(text: &[u8], names: &mut NameInterner) -> u64 {
    pack_text(text).unwrap_or_else(|| u64::from(names.intern(text)))
}

/// The number of a text that is something, if it has one already; see [`NameInterner::find`].
#[inline(never)]
#[must_use]
pub fn find(text: &[u8], names: &NameInterner) -> Option<u64> {
    pack_text(text).or_else(|| names.find(text).map(u64::from))
}

/// What [`pack_short`] makes of a text.
#[inline(never)]
fn pack_text(text: &[u8]) -> Option<u64> {
    let mut sixteen = [0; SHORT];
    sixteen.get_mut(..text.len())?.copy_from_slice(text);
    pack_short(&sixteen, text.len())
}

/// The text of a number.
#[inline(never)]
#[must_use]
pub fn text(packed: u64, names: &NameInterner) -> Cow<'_, [u8]> {
    UpnParts::unpack(packed).map_or_else(|| Cow::Borrowed(names.get(name_id(packed))), |upn| Cow::Owned(upn.text()))
}

/// The number of the name that is the text; 0: there is none, or the text is in the number itself.
#[must_use]
pub fn name_id(packed: u64) -> u32 {
    if packed >> FORM == 0 { packed as u32 } else { 0 }
}

/// The number of the text with capital letters; that of a text kept elsewhere stays.
#[inline(always)]
fn uppercase(packed: u64) -> u64 {
    let Some(upn) = UpnParts::unpack(packed) else { return packed };
    let lower = |byte: u8| u64::from(byte ^ byte.to_ascii_uppercase());
    packed ^ lower(upn.first) << FIRST ^ upn.last.map_or(0, lower) << LAST
}

/// The first of these that is this text, whether its letters are small or capital.
#[inline(never)]
#[must_use]
pub fn position(upns: &[PackedUpn], text: &[u8], names: &NameInterner) -> Option<usize> {
    if let Some(wanted) = pack_text(text).map(uppercase) {
        return upns.iter().position(|upn| uppercase(u64::from_le_bytes(*upn)) == wanted);
    }
    let alike = names.iter().filter(|(_, name)| name.eq_ignore_ascii_case(text));
    let alike = alike.map(|(number, _)| u64::from(number).to_le_bytes()).collect::<Vec<_>>();
    if alike.is_empty() { None } else { upns.iter().position(|upn| alike.contains(upn)) }
}

/// Adds the numbers of a column's cells (`None`: of no cells), in rows with the same number of cells.
#[inline(never)]
pub fn append_column(
    batch: &RecordBatch,
    run: &Range<usize>,
    column: Option<usize>,
    names: &mut NameInterner,
    into: &mut Vec<PackedUpn>,
) {
    let (bytes, before) = (batch.bytes(), into.len());
    into.resize(before + run.len(), PackedUpn::default());
    let Some(column) = column else { return };
    for (row, place) in batch.field_spans(run).zip(into.get_mut(before..).unwrap_or_default()) {
        if let Some(cell) = row.get(column) {
            *place = pack_field(*cell, bytes, names).to_le_bytes();
        }
    }
}

#[inline(always)]
fn pack_field(cell: FieldSpan, bytes: &[u8], names: &mut NameInterner) -> u64 {
    let upn = cell.short_bytes(bytes).and_then(|(sixteen, length)| pack_short(sixteen, length));
    upn.unwrap_or_else(|| pack(&cell.text(bytes), names))
}

/// Numbers of a part behind those of a column; its names have these numbers here.
#[inline(never)]
pub fn append_mapped(there: &[u8], names: &[u32], into: &mut Vec<PackedUpn>) {
    let here = |upn: &PackedUpn| match u64::from_le_bytes(*upn) {
        packed if packed >> FORM == 0 => {
            let name = names.get(packed as usize).copied().unwrap_or_default();
            u64::from(name).to_le_bytes()
        }
        _ => *upn,
    };
    into.extend(there.as_chunks::<8>().0.iter().map(here));
}

#[cfg(test)]
mod tests;
