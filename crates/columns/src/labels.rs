//! Columns of labels (two bytes each) in transit from one reader to another.

/// Drains a column into `piece`, two bytes a pupil, little-endian.
#[inline(never)]
pub fn drain_into(labels: &mut Vec<u16>, piece: &mut Vec<u8>) {
    let before = piece.len();
    piece.resize(before + 2 * labels.len(), 0);
    let (pairs, _) = piece.get_mut(before..).unwrap_or_default().as_chunks_mut::<2>();
    pairs.iter_mut().zip(&*labels).for_each(|(pair, label)| *pair = label.to_le_bytes());
    labels.clear();
}

/// Appends the labels in `bytes`, mapped through `ours`; a label without an entry becomes blank.
#[inline(never)]
pub fn append_mapped(bytes: &[u8], ours: &[u16], column: &mut Vec<u16>) {
    let mapped = |label: &[u8; 2]| ours.get(usize::from(u16::from_le_bytes(*label))).copied().unwrap_or_default();
    column.extend(bytes.as_chunks::<2>().0.iter().map(mapped));
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
