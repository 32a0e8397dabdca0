//! The names of many pupils, one behind the other in one text.

use std::ops::Range;

use crate::rows::Batch;

/// Bytes kept of a name.
pub const LONGEST: usize = u8::MAX as usize;
/// Parts of a pupil's name.
pub const PARTS: usize = 3;
/// Bytes copied at once, which is quicker than the few that count.
const AT_ONCE: usize = 16;

/// Adds the cells of three columns (`None`: an empty one) of rows with the same number of cells to a text, row by row,
/// and how long each is. Of a cell with more than [`LONGEST`] bytes the beginning is kept.
#[inline(never)]
pub fn add(
    batch: &Batch,
    run: &Range<usize>,
    columns: [Option<usize>; PARTS],
    text: &mut Vec<u8>,
    lengths: &mut Vec<[u8; PARTS]>,
) {
    let bytes = batch.bytes();
    let mut end = text.len();
    // Room for short names; what is too much is taken away at the end.
    text.resize(end + run.len() * PARTS * AT_ONCE, 0);
    lengths.extend(batch.rows(run).map(|row| {
        columns.map(|column| {
            let Some(cell) = column.and_then(|column| row.get(column)) else { return 0 };
            let short = cell.sixteen(bytes);
            let length = match (short, text.get_mut(end..end + AT_ONCE)) {
                (Some((sixteen, length)), Some(room)) => {
                    room.copy_from_slice(sixteen);
                    length
                }
                _ => long(&cell.text(bytes), text, end),
            };
            end += length;
            length as u8
        })
    }));
    text.truncate(end);
}

/// Puts a cell that is not short to this place of the text, or one for which no room is left; gives its length.
#[cold]
fn long(cell: &[u8], text: &mut Vec<u8>, end: usize) -> usize {
    let kept = cell.get(..LONGEST).unwrap_or(cell);
    if text.len() < end + kept.len() + AT_ONCE {
        text.resize(end + kept.len() + AT_ONCE, 0);
    }
    text.iter_mut().skip(end).zip(kept).for_each(|(place, byte)| *place = *byte);
    kept.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::Tokenizer;

    #[test]
    fn every_length_is_kept() {
        let name = |length: usize| "abcdefghij".chars().cycle().take(length).collect::<String>();
        let rows = (0..300).map(|length| format!("{}, {} ,\"{}\"\"\"\n", name(length), name(300 - length), name(5)));
        let rows = rows.collect::<String>();
        let (mut text, mut lengths) = (b"before".to_vec(), Vec::new());
        let mut tokenizer = Tokenizer::new(b',');
        tokenizer.room(rows.len()).copy_from_slice(rows.as_bytes());
        tokenizer.cut(rows.len(), true, &mut |batch| {
            add(batch, &(0..batch.len()), [Some(0), Some(1), Some(2)], &mut text, &mut lengths);
        });
        let mut rest = text.strip_prefix(b"before").unwrap();
        for (length, found) in lengths.iter().enumerate() {
            let expected = [name(length.min(255)), name((300 - length).min(255)), name(5) + "\""];
            for (length, expected) in found.iter().zip(expected) {
                let (part, behind) = rest.split_at(usize::from(*length));
                assert_eq!(std::str::from_utf8(part).unwrap(), expected);
                rest = behind;
            }
        }
        assert_eq!((lengths.len(), rest), (300, [].as_slice()));
    }
}
