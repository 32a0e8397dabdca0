//! Two readers of one file make of it what one reader makes of it, wherever the cut is.

use ambition_engine::intake::{CohortReader, ReadFile};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::guidance;

const HEADINGS: &str = "UPN,Surname,School,Class,KS1_Maths,Target_KS2_Maths,SchoolName,KS4_Points,CareSince\n";

/// What a reading came to, as text: all of it.
fn everything(opened: &ReadFile) -> String {
    let cohort = &opened.cohort;
    let rows = (0..cohort.len()).map(|pupil| (cohort.row(pupil), cohort.people().name(pupil))).collect::<Vec<_>>();
    let labels = guidance().fields.iter().filter_map(|(field, _)| cohort.label_column(field));
    let labels = labels.map(|labels| (labels.ids(), labels.texts())).collect::<Vec<_>>();
    let coded = cohort.coded_columns().collect::<Vec<_>>();
    let numbers = guidance().fields.iter().filter_map(|(field, _)| cohort.number_column(field)).collect::<Vec<_>>();
    let people = cohort.people();
    format!("{:#?}", (&opened.account, rows, people, coded, labels, numbers, cohort.school_name()))
}

/// From the headings on, which are looked at on their own for what the file is.
fn from_the_start(text: &[u8], chunk: usize) -> CohortReader {
    let mut reading = pushed(CohortReader::new(guidance().clone(), text.len() as u64), HEADINGS.as_bytes(), usize::MAX);
    reading.detect_early().unwrap();
    pushed(reading, &text[HEADINGS.len()..], chunk)
}

fn pushed(mut reading: CohortReader, bytes: &[u8], chunk: usize) -> CohortReader {
    bytes.chunks(chunk).for_each(|chunk| reading.push(chunk).unwrap());
    reading
}

/// Two readers, the second from `cut` on, who hands its pupils over as it reads; `None`: the cut is not sound, or the part
/// cannot be joined.
fn in_two(text: &[u8], cut: usize, chunk: usize) -> Option<ReadFile> {
    let (before, behind) = text.split_at(cut);
    let start = HEADINGS.len();
    let second = pushed(CohortReader::new(guidance().clone(), 0), &text[..start], start);
    let (mut second, mut rows) = (second.into_shard_reader(behind.len() as u64)?, Vec::new());
    for chunk in behind.chunks(chunk) {
        second.push(chunk).unwrap();
        rows.extend(second.drain_piece(7));
    }
    let mut first = from_the_start(before, chunk);
    let sound = first.at_row_boundary();
    let part = second.finish_shard();
    let joined = part.is_some_and(|(about, last)| {
        rows.push(last);
        first.append_shard(&about, &rows)
    });
    assert!(sound || !joined);
    joined.then(|| {
        assert_eq!(first.bytes_read(), text.len() as u64);
        first.finish().unwrap()
    })
}

/// Every cut behind a line end below the headings.
fn cuts(text: &[u8]) -> impl Iterator<Item = usize> {
    let ends = text.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
    ends.filter(|cut| *cut >= HEADINGS.len())
}

/// How many cuts were sound; the outcome is the same at each of them.
fn compare(text: &[u8], chunk: usize) -> usize {
    let whole = everything(&from_the_start(text, chunk).finish().unwrap());
    let joined = cuts(text).filter_map(|cut| in_two(text, cut, chunk).map(|opened| (cut, opened)));
    let same = |(cut, opened): (usize, ReadFile)| assert_eq!(everything(&opened), whole, "cut at {cut}");
    joined.map(same).count()
}

fn cell() -> impl Strategy<Value = &'static str> {
    select(
        &[
            "",
            "",
            "A1",
            "A2",
            "B3",
            "2b",
            "3",
            "4",
            "oak",
            "a spelling that is long",
            "a?",
            "\"",
            "\"q, r\"",
            "x\"y",
            "\"two\nlines\"",
            "\"a \"\"b\"\"\"",
            "caf\u{e9}",
            "School of the hill",
        ][..],
    )
}

fn text() -> impl Strategy<Value = Vec<u8>> {
    let row = (vec(cell(), 1..11), select(&["\n", "\n", "\n", "\r\n", "\r", "\n\n"][..]));
    let row = row.prop_map(|(cells, end)| cells.join(",") + end);
    vec(row, 0..70).prop_map(|rows| (HEADINGS.to_owned() + &rows.concat()).into_bytes())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rows_of_every_kind(text in text(), chunk in 1..400_usize) {
        compare(&text, chunk);
    }

    #[test]
    fn bytes_of_any_kind(
        bytes in vec(prop_oneof![select(b",,,,\n\n\"\r24bBNA1\0 \xff".as_slice()), any::<u8>()], 0..400),
        chunk in 1..200_usize,
    ) {
        compare(&[HEADINGS.as_bytes(), &bytes].concat(), chunk);
    }
}

fn rows(number: usize, row: impl Fn(usize) -> String) -> Vec<u8> {
    (HEADINGS.to_owned() + &(0..number).map(row).collect::<String>()).into_bytes()
}

#[test]
fn a_plain_file_is_cut_anywhere() {
    let text = rows(150, |row| format!("U{row},Name{},S{},6{},2b,4,\n", row % 7, row % 5, row % 3));
    assert_eq!(compare(&text, 64), 151);
}

#[test]
fn a_cut_inside_quotes_is_not_sound() {
    let text = rows(3, |row| format!("U{row},\"two\nlines\",S,6,2b,4,\n"));
    let cuts = cuts(&text).collect::<Vec<_>>();
    let sound = cuts.iter().filter(|cut| in_two(&text, **cut, 1000).is_some());
    assert_eq!((cuts.len(), sound.count()), (7, 4));
}

/// More notes than are listed, from both readers.
#[test]
fn notes_beyond_those_listed() {
    let text = rows(130, |row| format!("U{row},x\"y,S,6,2b,4,\n"));
    assert!(compare(&text, 1000) > 100);
}

/// Where a column has more unknown spellings than can be told apart, the part keeps quiet or comes out the same.
#[test]
fn unknown_spellings_beyond_those_told_apart() {
    let text = rows(400, |row| format!("U{row},N,S,6,x{},y{},\n", row % 260, row % 100));
    assert!((100..400).contains(&compare(&text, 10_000)));
}

#[test]
fn a_part_of_other_headings_is_not_joined() {
    let other = pushed(CohortReader::new(guidance().clone(), 0), b"UPN,KS1_Maths\n", 100);
    let (about, rows) = other.into_shard_reader(10).unwrap().finish_shard().unwrap();
    let mut reading = pushed(CohortReader::new(guidance().clone(), 0), HEADINGS.as_bytes(), 100);
    reading.detect_early().unwrap();
    assert!(!reading.append_shard(&about, &vec![rows]));
    assert!(!reading.append_shard(&[1, 2, 3], &vec![]));
    assert!(!reading.append_shard(&[], &vec![]));
}

#[test]
fn a_part_without_all_its_pieces_is_not_joined() {
    let text = rows(40, |row| format!("U{row},Name{},S{},6{},2b,4,\n", row % 7, row % 5, row % 3));
    let reader = || from_the_start(HEADINGS.as_bytes(), 100);
    let mut part = pushed(reader().into_shard_reader(0).unwrap(), &text[HEADINGS.len()..], 1000);
    let first = part.drain_piece(1).unwrap();
    let (about, last) = part.finish_shard().unwrap();
    assert!(!first.is_empty() && last.is_empty());
    assert!(!reader().append_shard(&about, &vec![last.clone()]));
    assert!(!reader().append_shard(&about, &vec![first[1..].to_vec(), last.clone()]));
    assert!(reader().append_shard(&about, &vec![first, last]));
}
