//! Formulas that sum up a column, in the compiled form of a workbook.

use super::globals::Version;
use super::record::u16_at;
use crate::formula::ColumnRange;

/// Functions that sum up: COUNT, SUM, AVERAGE, COUNTA, SUBTOTAL.
const FUNCTIONS: [u16; 5] = [0, 4, 5, 169, 344];

/// The range that a formula sums up, if it does nothing else.
pub fn summed_range(tokens: &[u8], version: Version) -> Option<ColumnRange> {
    // Attributes that say nothing of the result, and the number before the range of SUBTOTAL.
    let tokens = match tokens {
        [0x19, 0x01, _, _, rest @ ..] | [0x1e, _, _, rest @ ..] => rest,
        tokens => tokens,
    };
    let (first, tokens) = tokens.split_first()?;
    if first & 0x1f != 0x05 || first & 0x60 == 0 {
        return None;
    }
    let at = |place| u16_at(tokens, place);
    let (columns, rest) = match version {
        Version::Excel97 => ([at(4)? & 0x3fff, at(6)? & 0x3fff], tokens.get(8..)?),
        _ => ([u16::from(*tokens.get(4)?), u16::from(*tokens.get(5)?)], tokens.get(6..)?),
    };
    let rows = if version == Version::Excel97 { [at(0)?, at(2)?] } else { [at(0)? & 0x3fff, at(2)? & 0x3fff] };
    let sums = match rest {
        [0x19, 0x10, ..] => true,
        [0x22 | 0x42 | 0x62, _, low, high] => FUNCTIONS.contains(&(u16::from_le_bytes([*low, *high]) & 0x7fff)),
        [0x21 | 0x41 | 0x61, low, high] => FUNCTIONS.contains(&u16::from_le_bytes([*low, *high])),
        _ => false,
    };
    let ([top, bottom], [left, right]) = (rows.map(u32::from), columns.map(u32::from));
    (sums && left == right).then_some(ColumnRange { column: left, top, bottom })
}
