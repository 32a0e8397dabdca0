//! Bytes as text of an HTML page, denser than base64: seven bits a letter, so 8 letters for 7 bytes instead of 28 for 21.
//!
//! Seven bits are one of 128 ASCII letters, control characters included, all of which HTML keeps as they are inside a
//! script, except for three. In place of one of those stands a letter of two bytes of UTF-8 that says which of the three
//! it is and carries the next seven bits too, so that nothing is lost. `static/boot.js` reads it.

/// What HTML would change (NUL, carriage return) or understand (the sign that opens a tag).
const TAKEN: [u8; 3] = [0, b'\r', b'<'];
/// The first letter of two bytes that is used: those before it are control characters or read as Latin-1.
const FIRST: u32 = 0x100;

/// The text.
pub fn dense(bytes: &[u8]) -> String {
    let mut groups = sevens(bytes).into_iter();
    let mut text = String::with_capacity(bytes.len() * 8 / 7 + 2);
    while let Some(group) = groups.next() {
        match (0..).zip(TAKEN).find(|(_, taken)| *taken == group) {
            None => text.push(char::from(group)),
            // At the end no group follows; the letters after the last pair say so.
            Some((which, _)) => match groups.next() {
                Some(next) => text.extend(char::from_u32(FIRST + which * 128 + u32::from(next))),
                None => text.extend(char::from_u32(FIRST + 3 * 128 + which)),
            },
        }
    }
    text
}

/// Groups of seven bits, the highest first; the last one is filled up with zeros.
fn sevens(bytes: &[u8]) -> Vec<u8> {
    let (mut groups, mut held, mut bits) = (Vec::with_capacity(bytes.len() * 8 / 7 + 1), 0_u32, 0_u32);
    for byte in bytes {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 7 {
            bits -= 7;
            groups.push((held >> bits & 127) as u8);
        }
    }
    if bits > 0 {
        groups.push((held << (7 - bits) & 127) as u8);
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What boot.js does.
    fn read(text: &str) -> Vec<u8> {
        let mut groups = Vec::new();
        for letter in text.chars() {
            match u32::from(letter) {
                plain @ 0..128 => groups.push(plain as u8),
                pair => {
                    let pair = pair - FIRST;
                    if pair < 3 * 128 {
                        groups.extend([TAKEN[(pair >> 7) as usize], (pair & 127) as u8]);
                    } else {
                        groups.push(TAKEN[(pair & 3) as usize]);
                    }
                }
            }
        }
        let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0_u32);
        for group in groups {
            held = held << 7 | u32::from(group);
            bits += 7;
            if bits >= 8 {
                bits -= 8;
                bytes.push((held >> bits) as u8);
            }
        }
        bytes
    }

    #[test]
    fn every_length_and_every_byte_returns() {
        let mut bytes = Vec::new();
        for step in 0..3000_u32 {
            assert_eq!(read(&dense(&bytes)), bytes);
            bytes.push((step.wrapping_mul(2_654_435_761) >> 24) as u8);
        }
        for byte in 0..=u8::MAX {
            let bytes = [byte; 9];
            assert_eq!(read(&dense(&bytes)), bytes);
        }
    }

    #[test]
    fn html_has_nothing_to_change_or_to_understand() {
        let bytes: Vec<u8> = (0..=u8::MAX).cycle().take(100_000).collect();
        let text = dense(&bytes);
        assert!(!text.contains(['\0', '\r', '<']));
        assert!(text.len() < bytes.len() * 8 / 7 + 3, "{}", text.len());
    }
}
