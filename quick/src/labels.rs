//! Columns of labels, each with a number of two bytes, on the way from one reader to another.

/// A column as bytes, two for each pupil.
#[inline(never)]
#[must_use]
pub fn bytes(labels: &[u16]) -> Vec<u8> {
    let mut bytes = vec![0; 2 * labels.len()];
    let (pairs, _) = bytes.as_chunks_mut::<2>();
    pairs.iter_mut().zip(labels).for_each(|(pair, label)| *pair = label.to_le_bytes());
    bytes
}

/// Adds the labels of such bytes, each of which has this number here; one without a number here is blank.
#[inline(never)]
pub fn join(there: &[u8], meaning: &[u16], into: &mut Vec<u16>) {
    let here = |label: &[u8; 2]| meaning.get(usize::from(u16::from_le_bytes(*label))).copied().unwrap_or_default();
    into.extend(there.as_chunks::<2>().0.iter().map(here));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let mut labels = vec![9];
        join(&bytes(&[1, 0, 2, 258]), &[0, 5, 7], &mut labels);
        assert_eq!(labels, [9, 5, 0, 7, 0]);
    }
}
