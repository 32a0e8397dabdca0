use std::collections::HashMap;

use super::*;
use crate::csv::Tokenizer;

/// Texts of every length and form, with and without leading zeros, and texts of neither form.
fn texts() -> Vec<Vec<u8>> {
    let numbers = ["000000000000000000", "123456789012345678", "999999999999999999", "000000012300000456"];
    let mut texts = Vec::new();
    for digits in numbers {
        for length in 0..=18 {
            for first in ["A", "z", "7", "0", " ", "'", "é", "\u{7f}", ""] {
                for last in ["", "A", "y", "/", ":", "\u{7f}", "é", "\0", "XY"] {
                    texts.push([first, &digits[..length], last].concat().into_bytes());
                }
            }
        }
    }
    texts.extend([b"A12x34".to_vec(), b"A123456x89012".to_vec(), vec![b'x'; 255], vec![0xff; 13], b"\"1".to_vec()]);
    texts
}

#[test]
fn packed_upns_are_equal_exactly_when_texts_are() {
    let mut names = NameInterner::default();
    let mut known = HashMap::new();
    for one in texts() {
        let upn = pack(&one, &mut names);
        assert_eq!(text(upn, &names), one);
        assert!(one.is_empty() || find(&one, &names) == Some(upn));
        assert_eq!(known.entry(upn).or_insert(one.clone()), &one);
    }
    assert_eq!((pack(b"", &mut names), pack(b"A", &mut names) >> FORM), (0, 0));
    let in_itself = |text: &[u8]| pack_text(text).is_some();
    assert!(
        [b"A926999907001".as_slice(), b"A92699990700X", b"X1", b"123", b"A123456789012345"]
            .iter()
            .all(|t| in_itself(t))
    );
    assert!(
        !in_itself(b"x1") && !in_itself(b"'123") && !in_itself(b"A1234567890123456") && !in_itself(b"A123456789012X")
    );
}

#[test]
fn every_byte_in_every_place() {
    let mut names = NameInterner::default();
    for length in [2, 8, 9, 10, 13, 16] {
        for place in 0..length {
            for byte in 0..=u8::MAX {
                let mut one = b"A123456789012345"[..length].to_vec();
                one[place] = byte;
                let upn = pack(&one, &mut names);
                assert_eq!(text(upn, &names), one);
            }
        }
    }
}

#[test]
fn fields_and_texts_are_packed_alike() {
    let plain = |text: &Vec<u8>| !text.contains(&b'"') && text.trim_ascii() == text && text.is_ascii();
    let texts = texts().into_iter().filter(plain).collect::<Vec<_>>();
    let records = texts.iter().flat_map(|text| [b"x,", text.as_slice(), b"\n"].concat()).collect::<Vec<_>>();
    let (mut names, mut upns, mut none) = (NameInterner::default(), Vec::new(), Vec::new());
    let mut tokenizer = Tokenizer::new(b',');
    tokenizer.spare_mut(records.len()).copy_from_slice(&records);
    tokenizer.tokenize(records.len(), true, &mut |batch| {
        append_column(batch, &(0..batch.len()), Some(1), (&mut names, |field| Cow::Borrowed(field)), &mut upns);
        append_column(batch, &(0..batch.len()), None, (&mut names, |field| Cow::Borrowed(field)), &mut none);
    });
    assert_eq!((upns.len(), none), (texts.len(), vec![[0; 8]; texts.len()]));
    for (upn, text) in upns.iter().zip(&texts) {
        assert_eq!(u64::from_le_bytes(*upn), pack(text, &mut names));
    }
}

#[test]
fn upns_of_a_shard_keep_their_texts() {
    let (mut here, mut there) = (NameInterner::default(), NameInterner::default());
    here.intern(b"Hart");
    let upns = texts().iter().map(|text| pack(text, &mut there).to_le_bytes()).collect::<Vec<_>>();
    let (names, lengths) = there.into_parts().unwrap();
    let mut joined = Vec::new();
    append_mapped(upns.as_flattened(), &here.append(&names, &lengths), &mut joined);
    for (upn, expected) in joined.iter().zip(texts()) {
        assert_eq!(text(u64::from_le_bytes(*upn), &here), expected);
    }
    assert_eq!(joined.len(), texts().len());
}

#[test]
fn letter_case_is_ignored() {
    let mut names = NameInterner::default();
    let known = ["A12X", "{12", "B12Z", "[12", "no form", "A1"];
    let upns = known.map(|text| pack(text.as_bytes(), &mut names).to_le_bytes());
    let at = |text: &str| position_ignoring_case(&upns, text.as_bytes(), &names);
    assert_eq!(
        ["A12X", "b12z", "[12", "{12", "No Form", "a1", "A12", "other"].map(at),
        [Some(0), Some(2), Some(3), Some(1), Some(4), Some(5), None, None]
    );
}

#[test]
fn zeros_are_no_number() {
    let mut names = NameInterner::default();
    let mut zeros = |text: &[u8]| is_zeros(pack(text, &mut names));
    assert!(zeros(b"00") && zeros(b"0000000000000"));
    assert!(!zeros(b"0000000000001") && !zeros(b"1000000000000") && !zeros(b"0A") && !zeros(b"A00") && !zeros(b""));
}

#[test]
fn unusual_numbers_are_found() {
    let mut names = NameInterner::default();
    let texts: [&[u8]; 7] = [b"A123456789012", b"", b"000", b"no form", b"A12345678901X", b"17", b"A000000000000"];
    let upns = texts.map(|text| pack(text, &mut names).to_le_bytes());
    assert_eq!(unusual_positions(&upns), [2, 3]);
}
