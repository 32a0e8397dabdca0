//! Digits in a text.

/// The sum of the digits of a text, each times its position, which is `first` for the first one; `None` where any of
/// its bytes is no digit.
#[inline(never)]
#[must_use]
pub fn weighted_sum(text: &[u8], first: u32) -> Option<u32> {
    let (mut sum, mut odd) = (0, false);
    for (position, byte) in (first..).zip(text) {
        let digit = u32::from(byte.wrapping_sub(b'0'));
        odd |= digit > 9;
        sum += digit * position;
    }
    (!odd).then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::weighted_sum;

    #[test]
    fn sums() {
        assert_eq!(weighted_sum(b"012", 2), Some(3 + 2 * 4));
        assert_eq!((weighted_sum(b"", 1), weighted_sum(b"1/", 1), weighted_sum(b"1:", 1)), (Some(0), None, None));
    }
}
