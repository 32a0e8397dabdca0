//! Columns of labels, each with a number of two bytes, on the way from one reader to another.

/// Moves a column behind these bytes, two for each pupil.
#[inline(never)]
pub fn drain_into(labels: &mut Vec<u16>, piece: &mut Vec<u8>) {
    let before = piece.len();
    piece.resize(before + 2 * labels.len(), 0);
    let (pairs, _) = piece.get_mut(before..).unwrap_or_default().as_chunks_mut::<2>();
    pairs.iter_mut().zip(&*labels).for_each(|(pair, label)| *pair = label.to_le_bytes());
    labels.clear();
}

/// Adds the labels of such bytes, each of which has this number here; one without a number here is blank.
#[inline(never)]
pub fn append_mapped(there: &[u8], meaning: &[u16], into: &mut Vec<u16>) {
    let here = |label: &[u8; 2]| meaning.get(usize::from(u16::from_le_bytes(*label))).copied().unwrap_or_default();
    into.extend(there.as_chunks::<2>().0.iter().map(here));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let (mut there, mut here, mut piece) = (vec![1, 0, 2, 258], vec![9], vec![7]);
        drain_into(&mut there, &mut piece);
        assert!(there.is_empty());
        append_mapped(&piece[1..], &[0, 5, 7], &mut here);
        assert_eq!(here, [9, 5, 0, 7, 0]);
    }
}
