//! Eight ASCII digits at a time (SWAR): as text, one byte each with the first one lowest, and as a number.

/// The byte in all eight lanes.
const fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// Each byte XOR "0": the digit's value, if it is a digit.
#[inline(always)]
pub(crate) fn values(text: u64) -> u64 {
    text ^ each(b'0')
}

/// True if every byte is 0 to 9.
#[inline(always)]
pub(crate) fn are_digits(values: u64) -> bool {
    // Adding carries 10 and more into the top bit; the `|` keeps it for bytes that had it already.
    (values.wrapping_add(each(0x80 - 10)) | values) & each(0x80) == 0
}

/// The number that eight digit values write.
#[inline(always)]
pub(crate) fn number(values: u64) -> u32 {
    // Pairs of digits, then fours, then both halves: one multiplication each.
    let pairs = (values.wrapping_mul(10 << 8 | 1) >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs.wrapping_mul(100 << 16 | 1) >> 16) & 0x0000_ffff_0000_ffff;
    (fours.wrapping_mul(10_000 << 32 | 1) >> 32) as u32
}

/// The eight digits of a number below 100,000,000.
pub(crate) fn text(number: u32) -> [u8; 8] {
    let mut rest = number;
    let mut text = [b'0'; 8];
    for digit in text.iter_mut().rev() {
        *digit += (rest % 10) as u8;
        rest /= 10;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_their_digits() {
        let read = |text: &[u8; 8]| number(values(u64::from_le_bytes(*text)));
        for number in (0..100_000_000).step_by(9_973).chain([1, 10, 99_999_999, 90_000_000]) {
            let expected = format!("{number:08}");
            assert_eq!((text(number).as_slice(), read(&text(number))), (expected.as_bytes(), number));
            assert!(are_digits(values(u64::from_le_bytes(text(number)))));
        }
    }

    #[test]
    fn a_byte_that_is_not_a_digit_is_detected() {
        for place in 0..8 {
            for byte in (0..=u8::MAX).filter(|byte| !byte.is_ascii_digit()) {
                for around in [b'0', b'9', 0xff] {
                    let mut text = [around; 8];
                    text[place] = byte;
                    assert!(!are_digits(values(u64::from_le_bytes(text))), "{byte} at {place}");
                }
            }
        }
    }
}
