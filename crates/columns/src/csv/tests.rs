use super::*;

/// The rows of a text that arrives in chunks of this size: number, fault, cells.
fn rows(text: &str, chunk: usize) -> Vec<(u32, Option<RecordFault>, Vec<String>)> {
    let mut tokenizer = Tokenizer::new(b',');
    let mut rows = Vec::new();
    let mut sink = |row: CsvRecord| {
        let cells = (0..row.len()).map(|index| String::from_utf8(row.field(index).into_owned()).unwrap()).collect();
        rows.push((row.number, row.fault, cells));
    };
    for piece in text.as_bytes().chunks(chunk) {
        tokenizer.push(piece, false, &mut sink);
    }
    tokenizer.push(&[], true, &mut sink);
    rows
}

/// The cells alone, the same for every size of chunk.
fn cells(text: &str) -> Vec<Vec<String>> {
    let whole = rows(text, usize::MAX);
    for chunk in 1..text.len().clamp(2, 80) {
        assert_eq!(rows(text, chunk), whole, "chunks of {chunk}");
    }
    whole.into_iter().map(|(_, _, cells)| cells).collect()
}

#[test]
fn plain_rows_with_every_line_end() {
    for end in ["\n", "\r\n", "\r"] {
        let text = format!("a,b{end}c,d{end},{end}e,f");
        assert_eq!(cells(&text), [vec!["a", "b"], vec!["c", "d"], vec!["", ""], vec!["e", "f"]], "{end:?}");
    }
}

#[test]
fn quoted_cells() {
    let text = "\"Smith, John\",x\n\"two\nlines\",\"say \"\"hi\"\"\"\n\"\",\"\"\"\"\n";
    assert_eq!(cells(text), [vec!["Smith, John", "x"], vec!["two\nlines", "say \"hi\""], vec!["", "\""]]);
}

#[test]
fn a_stray_quote_is_text() {
    assert_eq!(cells("5\" tall,b\n"), [vec!["5\" tall", "b"]]);
    assert_eq!(cells("\"ab\"c,d\n"), [vec!["abc", "d"]]);
    let mut stray = None;
    Tokenizer::new(b',').push(b"a,5\",b\n", true, &mut |row| stray = row.stray_quote);
    assert_eq!(stray, Some(1));
}

#[test]
fn an_unclosed_quote_costs_its_own_row_only() {
    for text in ["a,b\nc,\"d\ne,f\ng,h\n", "a,b\nc,\"d\ne,f\n\"g\",h\n"] {
        for chunk in [1, 3, 7, 100] {
            let found = rows(text, chunk);
            let faults = found.iter().map(|(number, fault, _)| (*number, *fault)).collect::<Vec<_>>();
            let unclosed = Some(RecordFault::UnclosedQuote(1));
            assert_eq!(faults, [(1, None), (2, unclosed), (3, None), (4, None)], "{text:?} in {chunk}");
            assert_eq!(found[3].2, ["g", "h"]);
        }
    }
}

#[test]
fn a_row_too_long_is_set_aside_and_the_next_is_read() {
    for quote in ["", "\""] {
        let text = format!("a,b\n{quote}{}\nc,d\n", "x".repeat(MAX_RECORD_LEN + 100));
        let found = rows(&text, 100_000);
        assert_eq!(found.len(), 3);
        assert!(found[1].1.is_some());
        assert_eq!(found[2].2, ["c", "d"]);
        assert_eq!(found[2].0, 3);
    }
}

#[test]
fn spellings_as_numbers() {
    let mut numbers = Vec::new();
    Tokenizer::new(b',').push(b"2c,, 4,\"5\",123456789,x,filler\n", true, &mut |row| {
        numbers = (0..7).map(|index| row.short_value(index)).collect();
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
fn nothing_is_no_row() {
    assert!(cells("").is_empty());
    assert_eq!(cells("\n"), [vec![""]]);
}

/// Texts of pieces that may follow each other in any way, between plain rows.
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

/// In small chunks every row is cut the slow way.
#[test]
fn the_quick_way_and_the_slow_way_give_the_same() {
    let pieces = &[",", "\"", "\n", "\r\n", "\r", "\"\"", " ", "\",\"", "a\"b", "\"\n", "\n\"", "\r\n\"", "x,y\n"];
    for text in texts(pieces) {
        let slow = rows(&text, 13);
        for chunk in [67, 300, usize::MAX] {
            assert_eq!(rows(&text, chunk), slow, "{text:?}");
        }
    }
}
