use super::*;

/// The records of a text that arrives in chunks of `chunk` bytes: number, fault, fields.
fn records(text: &str, chunk: usize) -> Vec<(u32, Option<RecordFault>, Vec<String>)> {
    let mut tokenizer = Tokenizer::new(b',');
    let mut records = Vec::new();
    let mut sink = |record: CsvRecord| {
        let fields =
            (0..record.len()).map(|index| String::from_utf8(record.field(index).into_owned()).unwrap()).collect();
        records.push((record.number, record.fault, fields));
    };
    for piece in text.as_bytes().chunks(chunk) {
        tokenizer.push(piece, false, &mut sink);
    }
    tokenizer.push(&[], true, &mut sink);
    records
}

/// The fields alone, after checking that chunks of every size give the same.
fn fields(text: &str) -> Vec<Vec<String>> {
    let whole = records(text, usize::MAX);
    for chunk in 1..text.len().clamp(2, 80) {
        assert_eq!(records(text, chunk), whole, "chunks of {chunk}");
    }
    whole.into_iter().map(|(_, _, fields)| fields).collect()
}

#[test]
fn plain_rows_with_every_line_end() {
    for end in ["\n", "\r\n", "\r"] {
        let text = format!("a,b{end}c,d{end},{end}e,f");
        assert_eq!(fields(&text), [vec!["a", "b"], vec!["c", "d"], vec!["", ""], vec!["e", "f"]], "{end:?}");
    }
}

#[test]
fn quoted_field() {
    let text = "\"Smith, John\",x\n\"two\nlines\",\"say \"\"hi\"\"\"\n\"\",\"\"\"\"\n";
    assert_eq!(fields(text), [vec!["Smith, John", "x"], vec!["two\nlines", "say \"hi\""], vec!["", "\""]]);
}

#[test]
fn a_stray_quote_is_text() {
    assert_eq!(fields("5\" tall,b\n"), [vec!["5\" tall", "b"]]);
    assert_eq!(fields("\"ab\"c,d\n"), [vec!["abc", "d"]]);
    let mut stray = None;
    Tokenizer::new(b',').push(b"a,5\",b\n", true, &mut |record| stray = record.stray_quote);
    assert_eq!(stray, Some(1));
}

#[test]
fn an_unclosed_quote_costs_its_own_row_only() {
    for text in ["a,b\nc,\"d\ne,f\ng,h\n", "a,b\nc,\"d\ne,f\n\"g\",h\n"] {
        for chunk in [1, 3, 7, 100] {
            let found = records(text, chunk);
            let faults = found.iter().map(|(number, fault, _)| (*number, *fault)).collect::<Vec<_>>();
            let unclosed = Some(RecordFault::UnclosedQuote(1));
            assert_eq!(faults, [(1, None), (2, unclosed), (3, None), (4, None)], "{text:?} in {chunk}");
            assert_eq!(found[3].2, ["g", "h"]);
        }
    }
}

#[test]
fn an_overlong_record_is_rejected_and_the_next_is_read() {
    for quote in ["", "\""] {
        let text = format!("a,b\n{quote}{}\nc,d\n", "x".repeat(MAX_RECORD_LEN + 100));
        let found = records(&text, 100_000);
        assert_eq!(found.len(), 3);
        assert!(found[1].1.is_some());
        assert_eq!(found[2].2, ["c", "d"]);
        assert_eq!(found[2].0, 3);
    }
}

#[test]
fn short_fields_as_numbers() {
    let mut numbers = Vec::new();
    Tokenizer::new(b',').push(b"2c,, 4,\"5\",123456789,x,filler\n", true, &mut |record| {
        numbers = (0..7).map(|index| record.short_value(index)).collect();
    });
    let number = |text: &str| {
        let mut bytes = [0; 8];
        bytes[1..=text.len()].copy_from_slice(text.as_bytes());
        bytes[7] = text.len() as u8;
        u64::from_le_bytes(bytes)
    };
    let expected = [Some("2c"), Some(""), Some(" 4"), Some("5"), None, Some("x"), Some("filler")];
    assert_eq!(numbers, expected.map(|text| text.map(number)));
}

#[test]
fn an_empty_text_has_no_record() {
    assert!(fields("").is_empty());
    assert_eq!(fields("\n"), [vec![""]]);
}

/// Random texts made of `pieces` between plain records.
fn texts(pieces: &'static [&'static str]) -> impl Iterator<Item = String> {
    let mut state = 7_u64;
    let mut any = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    (0..400).map(move |_| {
        let mut text = String::new();
        while text.len() < 600 {
            match any(3) {
                0 => text.push_str(pieces[any(pieces.len())]),
                1 => text.push_str(&"x".repeat(any(90))),
                _ => (0..any(4)).for_each(|_| text.push_str(["a,\"b, c\",,d\n", "\"a\",b\r\n"][any(2)])),
            }
        }
        text
    })
}

/// In small chunks every record is split by the scanner.
#[test]
fn both_splitters_agree() {
    let pieces = &[",", "\"", "\n", "\r\n", "\r", "\"\"", " ", "\",\"", "a\"b", "\"\n", "\n\"", "\r\n\"", "x,y\n"];
    for text in texts(pieces) {
        let slow = records(&text, 13);
        for chunk in [67, 300, usize::MAX] {
            assert_eq!(records(&text, chunk), slow, "{text:?}");
        }
    }
}
