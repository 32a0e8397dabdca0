//! The reader held against the `csv` crate, and against bytes of any kind.

use ambition::intake::Reading;
use ambition::intake::tokenizer::{Row, Tokenizer};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::guidance;

/// The rows as our tokenizer cuts them, from chunks of this size.
fn rows(bytes: &[u8], chunk: usize) -> Vec<Vec<Vec<u8>>> {
    let mut rows = Vec::new();
    let mut sink = |row: Row| rows.push((0..row.len()).map(|index| row.cell(index).into_owned()).collect::<Vec<_>>());
    let mut tokenizer = Tokenizer::new(b',');
    bytes.chunks(chunk).for_each(|chunk| tokenizer.push(chunk, false, &mut sink));
    tokenizer.push(&[], true, &mut sink);
    rows
}

const AWKWARD: &[&str] =
    &["", "2b", "Smith, J", "say \"hi\"", "two\nlines", "cr\rlf\r\nend", "\"", "\"\"", ",", "é", "a longer cell"];

/// Cells of every awkward kind, without space around them, which the tokenizer takes off.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![select(AWKWARD).prop_map(String::from), "[a-z\",;]{0,12}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reads_what_the_csv_crate_writes(table in vec(vec(cell(), 2..6), 0..12), chunk in 1..40_usize, crlf: bool) {
        let terminator = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let mut writer = csv::WriterBuilder::new().flexible(true).terminator(terminator).from_writer(Vec::new());
        table.iter().for_each(|row| writer.write_record(row).unwrap());
        let bytes = writer.into_inner().unwrap();
        let wanted = table.iter().map(|row| row.iter().map(|cell| cell.trim_ascii().as_bytes().to_vec()).collect::<Vec<_>>());
        prop_assert_eq!(rows(&bytes, chunk), wanted.collect::<Vec<_>>());
    }

    #[test]
    fn agrees_with_the_csv_crate_on_sound_text(lines in vec("[ab,]{1,8}", 1..20), chunk in 1..40_usize) {
        let text = lines.join("\n");
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let wanted = reader.byte_records().map(|record| record.unwrap().iter().map(<[u8]>::to_vec).collect::<Vec<_>>());
        prop_assert_eq!(rows(text.as_bytes(), chunk), wanted.collect::<Vec<_>>());
    }

    #[test]
    fn bytes_of_any_kind_are_accounted_for(
        bytes in vec(prop_oneof![select(b",,,\"\n\r24bBN\0 \xff".as_slice()), any::<u8>()], 0..600),
        chunk in 1..200_usize,
    ) {
        let mut text = b"UPN,Surname,School,KS1_Maths,Target_KS2_Maths\n".to_vec();
        text.extend(&bytes);
        let mut reading = Reading::new(guidance().clone(), text.len() as u64);
        text.chunks(chunk).for_each(|chunk| reading.push(chunk).unwrap());
        let opened = reading.finish().unwrap();
        prop_assert_eq!(opened.account.rows as usize, opened.cohort.len() + opened.account.set_aside.len());
        let figures = super::cohort_figures(&opened.cohort, "2009", true);
        prop_assert_eq!(figures.is_empty(), opened.cohort.is_empty());
    }

    #[test]
    fn a_file_of_any_bytes_is_read_or_refused(bytes in vec(any::<u8>(), 0..400)) {
        if let Ok(opened) = Reading::whole(guidance().clone(), &bytes) {
            prop_assert_eq!(opened.account.rows as usize, opened.cohort.len() + opened.account.set_aside.len());
        }
    }
}
