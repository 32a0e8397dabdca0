use super::*;
use crate::csv::Tokenizer;

fn cells(texts: &[&str]) -> Cells {
    texts.iter().collect()
}

fn texts(row: &Cells) -> Vec<&str> {
    row.iter().collect()
}

fn set(byte: u8) -> [bool; 256] {
    std::array::from_fn(|other| other == usize::from(byte))
}

#[test]
fn how_far_rows_are_alike() {
    let row = cells(&["Ab", "", "2b", "b22", "22", "1", "2ab", "a\u{e9}", "x y"]);
    assert_eq!((row.filled(), row.wordy()), (8, 4 + 1));
    assert_eq!(row.as_long_as(&cells(&["UPN", "", "Up", "UPN", "x"])), 2);
    let words = |texts: &[&str]| cells(texts).with_letters() <= cells(texts).wordy();
    assert!(words(&["a1", "1a", "aa", "1a1", "aa1", "1aa", "a1a", "\u{e9}", "1\u{e9}", "", "a"]));
    assert!([cells(&[]), cells(&[""]), cells(&["", ""])].iter().all(Cells::are_blank));
    assert!(![cells(&["a"]), cells(&["", "a"]), cells(&[",", ""])].iter().any(Cells::are_blank));
}

#[test]
fn cells_of_a_row() {
    let row = cells(&["UPN", "", "Zoë", ""]);
    assert_eq!(texts(&row), ["UPN", "", "Zoë", ""]);
    assert_eq!((row.get(2), row.get(3), row.get(4)), ("Zoë", "", ""));
    assert_eq!([0, 1, 2, 3, 4].map(|column| row.is_filled(column)), [true, false, true, false, false]);
    assert_eq!((row.len(), row.filled(), row.filled_of(&[0, 1, 2, 9])), (4, 2, 2));
    assert_eq!((row.with_letters(), cells(&["", "a", "2b", "ab", "é", "a1b"]).with_letters()), (2, 3));
    assert_eq!((row.same_as(&cells(&["upn", "", "zoë", "x", "y"])), row.same_as(&cells(&["", "UPN"]))), (2, 0));
    assert_eq!((row.have_digit(), cells(&["x", "2b"]).have_digit()), (false, true));
    assert_eq!((row.have(b'\n'), cells(&["", "a\nb"]).have(b'\n')), (false, true));
    assert_eq!([b'U', b'Z', b'P', b','].map(|byte| row.begin_with(&set(byte))), [true, true, false, false]);
}

#[test]
fn cells_are_put_into_a_row() {
    let mut row = cells(&["a", "bc", "d"]);
    row.put(1, "");
    row.put(0, "é");
    row.put(4, "e");
    assert_eq!(texts(&row), ["é", "", "d", "", "e"]);
    row.put(2, "longer");
    row.widen(3);
    assert_eq!(texts(&row), ["é", "", "longer", "", "e"]);
    assert_eq!((row.filled(), row.wordy()), (3, 2));
    row.widen(6);
    assert_eq!((row.len(), row.filled()), (6, 3));
}

#[test]
fn fields_are_cleaned_unless_they_are_plain() {
    let (mut room, mut rows) = (CellRoom::default(), Vec::new());
    let append_clean: AppendClean = |_, text| text.extend_from_slice(b"?");
    let text = "2b,,x y, 2b,'2b,=\"2b\",6.0,10,Zoë,\"quoted\",\"a \"\"b\"\"\",=,',\u{7f},.0,0\n";
    Tokenizer::new(b',').push(text.as_bytes(), true, &mut |record| {
        rows.push(Cells::read(&record, &mut room, append_clean));
    });
    let expected = ["2b", "", "x y", "?", "?", "?", "?", "10", "?", "quoted", "?", "?", "?", "?", "?", "0"];
    assert_eq!(texts(&rows[0]), expected);
}

#[test]
fn plain_lines_and_others_give_the_same_cells() {
    let append_clean: AppendClean = |field, text| text.extend_from_slice(field);
    let lines: [(u8, &[&str]); 8] = [
        (b',', &["2b,,x y,10", "\"2b\",,\"x y\",10", " 2b , ,x y\t,10", "2b,\"\",x y,10"]),
        (b'\t', &["2b\t\tx, y\t10", "\"2b\"\t\tx, y\t10"]),
        (b',', &[",", " ,", "\"\",\"\""]),
        (b',', &["x", " x", "\"x\""]),
        (b',', &["6.5,'x", " 6.5,'x"]),
        (b'5', &["a5b", "a5 b", "\"a\"5b"]),
        (b';', &["Zo\u{eb};\u{e9}t\u{e9};", "\"Zo\u{eb}\";\u{e9}t\u{e9} ;", " Zo\u{eb};\u{e9}t\u{e9};"]),
        (b';', &["a;Zo\u{eb};", "a; Zo\u{eb};\"\""]),
    ];
    // At the start of a line, and where 64 bytes end.
    for (delimiter, alike, before) in
        lines.into_iter().flat_map(|(delimiter, alike)| [0, 40, 50, 70].map(|before| (delimiter, alike, before)))
    {
        let before = format!("{}{}", "x".repeat(before), char::from(delimiter)).repeat(usize::from(before > 0));
        let alike = alike.iter().map(|line| format!("{before}{line}")).collect::<Vec<_>>();
        let (mut room, mut rows) = (CellRoom::default(), Vec::new());
        Tokenizer::new(delimiter).push(alike.join("\n").as_bytes(), true, &mut |record| {
            rows.push(Cells::read(&record, &mut room, append_clean));
        });
        assert_eq!(rows.len(), alike.len());
        rows.iter().for_each(|row| assert_eq!((row, row.have_digit()), (&rows[0], alike[0].contains(['2', '6']))));
    }
}

#[test]
fn a_delimiter_beyond_ascii() {
    let mut rows = Vec::new();
    Tokenizer::new(0xa7).push(b"a\xa7b", true, &mut |record| {
        rows.push(Cells::read(&record, &mut CellRoom::default(), |_, _| ()));
    });
    assert_eq!(texts(&rows[0]), ["a", "b"]);
}

#[test]
fn decimals_of_columns() {
    let mut counts = [DecimalCount::default(); 4];
    for row in [cells(&["4.5", "1.5", "x"]), cells(&["", "2.5", "3"]), cells(&["5.5"])] {
        row.count_decimals(&mut counts);
    }
    assert_eq!(counts.map(|count| (count.decimals, count.others)), [(2, 0), (2, 0), (0, 2), (0, 0)]);
}

#[test]
fn numbers_with_decimals() {
    for text in ["4.5", "12,25", "0.0", "63.2%", "1.5%%"] {
        assert!(is_decimal(text), "{text}");
    }
    for text in ["", "4", "4.", ".5", "4.5b", "b4.5", "4.%", "1.2.3", "4%"] {
        assert!(!is_decimal(text), "{text}");
    }
}
