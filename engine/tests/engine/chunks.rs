//! What a large file is read as does not depend on the size of the chunks in which its bytes come.

use ambition_engine::intake::CohortReader;
use ambition_engine::intake::cohort_reader::FIRST_LOOK;
use ambition_engine::intake::table::WHOLE;

use super::guidance;

/// Sizes on either side of what is looked at, one of them odd.
const CHUNKS: [usize; 4] = [997, 1 << 16, 1 << 18, 1 << 21];

/// A file too large to be looked at as a whole, with a line of its own just after what is looked at.
fn large_file(line: &str) -> String {
    let row = |row: usize| format!("U{row:04},Name{}{:400},S{},{},2b,4\n", row % 7, "", row % 5, row % 3);
    let mut text = "UPN,Surname,School,Class,KS1_Maths,Target_KS2_Maths\n".to_owned();
    (0..2_600).for_each(|number| {
        if text.len() > FIRST_LOOK && text.len() - row(0).len() <= FIRST_LOOK {
            text.push_str(line);
        }
        text.push_str(&row(number));
    });
    assert!(text.len() > WHOLE);
    text
}

/// The account of a file that comes in chunks of this size.
fn account(bytes: &[u8], chunk: usize) -> String {
    let mut reading = CohortReader::new(guidance().clone(), bytes.len() as u64);
    bytes.chunks(chunk).for_each(|chunk| reading.push(chunk).unwrap());
    let opened = reading.finish().unwrap();
    format!("{} pupils, {:?}", opened.cohort.len(), opened.account)
}

fn assert_the_same(bytes: &[u8]) -> String {
    let expected = account(bytes, FIRST_LOOK);
    // Not `assert_eq!`: the accounts are long.
    CHUNKS.iter().for_each(|chunk| assert!(account(bytes, *chunk) == expected, "in chunks of {chunk} bytes"));
    expected
}

#[test]
fn other_headings_after_what_is_looked_at() {
    let expected = assert_the_same(large_file("Surname,UPN,KS1_Maths\n").as_bytes());
    assert!(!expected.contains("table-below"), "the table below is not in the first look");
}

#[test]
fn a_nul_byte_after_what_is_looked_at() {
    assert_the_same(large_file("U77777,Na\0me,S0,1,2b,4\n").as_bytes());
}

#[test]
fn text_that_has_to_be_decoded() {
    let units = large_file("Surname,UPN,KS1_Maths\n");
    assert_the_same(&units.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>());
}
