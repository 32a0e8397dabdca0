//! The reader held against the `csv` crate, and against bytes of any kind.

use ambition_engine::intake::csv::{CsvRecord, Tokenizer};
use ambition_engine::intake::decisions::{ReadingAnswer, RepeatedRow};
use ambition_engine::intake::read_as::AssignedColumn;
use ambition_engine::intake::{CohortReader, Encoding, ReadAs, ReadFile};
use ambition_engine::screens::{Exchange, Query, View};
use ambition_engine::session::Session;
use ambition_test_support::mutations::mutate_text;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use std::sync::OnceLock;

use super::guidance;

/// The rows as our tokenizer cuts them, from chunks of this size.
fn rows(bytes: &[u8], chunk: usize) -> Vec<Vec<Vec<u8>>> {
    let mut rows = Vec::new();
    let mut sink =
        |row: CsvRecord| rows.push((0..row.len()).map(|index| row.field(index).into_owned()).collect::<Vec<_>>());
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
        let read_as = ReadAs { edition: Some("2009".into()), ..ReadAs::default() };
        let mut reading = CohortReader::new(guidance().clone(), text.len() as u64).with_read_as(read_as);
        text.chunks(chunk).for_each(|chunk| reading.push(chunk).unwrap());
        let opened = reading.finish().unwrap();
        prop_assert_eq!(opened.account.rows as usize, opened.cohort.len() + opened.account.rejected.len());
        let figures = super::cohort_figures(&opened.cohort, "2009", true);
        prop_assert_eq!(figures.is_empty(), opened.cohort.is_empty());
    }

    #[test]
    fn a_file_of_any_bytes_is_read_or_refused(bytes in vec(any::<u8>(), 0..400)) {
        if let Ok(opened) = CohortReader::read_all(guidance().clone(), &bytes) {
            prop_assert_eq!(opened.account.rows as usize, opened.cohort.len() + opened.account.rejected.len());
        }
    }
}

/// The files of `tests/exports/`.
fn exports() -> &'static [Vec<u8>] {
    static EXPORTS: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    EXPORTS.get_or_init(|| super::exports::folders().iter().map(|folder| super::exports::input(folder).0).collect())
}

/// How many mutated exports are read; a long run sets `READER_CASES`.
fn cases() -> u32 {
    std::env::var("READER_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(150)
}

/// Anything a user may say of a file.
fn read_as_strategy() -> impl Strategy<Value = ReadAs> {
    let encoding = proptest::option::weighted(0.2, select(Encoding::ALL.to_vec()));
    let separator = proptest::option::weighted(0.2, select(vec![',', ';', '\t', '|', 'x', '"', '\n', 'é']));
    let heading_row = proptest::option::weighted(0.2, 0..12_u32);
    let column = (
        select(vec!["UPN", "Surname", "Level", "", "KS1_Maths"]),
        0..3_u32,
        select(vec!["KS1_Maths", "UPN", "", "No such"]),
    );
    let columns = vec(
        column.prop_map(|(heading, nth, field)| AssignedColumn { heading: heading.into(), nth, field: field.into() }),
        0..3,
    );
    let answers = vec(
        select(vec![
            ReadingAnswer::ArePupils(vec![3, 5]),
            ReadingAnswer::AreNotPupils(vec![2, 4]),
            ReadingAnswer::CountRepeated(RepeatedRow::Last),
            ReadingAnswer::CountRowsWith { heading: "Level".into(), value: "4".into() },
            ReadingAnswer::AsItStands,
        ]),
        0..3,
    );
    (encoding, separator, heading_row, columns, any::<bool>(), answers).prop_map(
        |(encoding, separator, heading_row, columns, anyway, answers)| ReadAs {
            family: None,
            edition: None,
            sheet: None,
            encoding,
            separator,
            heading_row,
            columns,
            anyway,
            answers,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    /// Real exports, damaged: whatever is left is read or refused, every row is accounted for, chunks make no
    /// difference, and nothing panics, in the figures and in what is shown of the reading neither.
    #[test]
    fn damaged_exports_are_read_or_refused(
        which in any::<(usize, usize)>(),
        seeds in vec(any::<u64>(), 0..4),
        read_as in prop_oneof![2 => Just(ReadAs::default()), 1 => read_as_strategy()],
        chunk in 1..5000_usize,
    ) {
        let file = |index: usize| exports()[index % exports().len()].clone();
        let other = file(which.1);
        let bytes = seeds.iter().fold(file(which.0), |bytes, seed| mutate_text(&bytes, &other, *seed));
        let whole = CohortReader::read_all_as(guidance().clone(), &bytes, read_as.clone());
        let mut reading = CohortReader::new(guidance().clone(), 0).with_read_as(read_as);
        let pushed = bytes.chunks(chunk).try_for_each(|chunk| reading.push(chunk));
        let chunked = pushed.and_then(|()| reading.finish());
        prop_assert_eq!(whole.is_ok(), chunked.is_ok());
        if let (Ok(whole), Ok(chunked)) = (whole, chunked) {
            prop_assert_eq!(whole.account.rows as usize, whole.cohort.len() + whole.account.rejected.len());
            prop_assert_eq!(whole.account.rows, chunked.account.rows);
            prop_assert_eq!(&whole.account.rejected, &chunked.account.rejected);
            let figures = super::cohort_figures(&whole.cohort, "2009", true);
            prop_assert!(figures == super::cohort_figures(&chunked.cohort, "2009", true));
            shown(whole);
        }
    }
}

/// Everything that is shown of a reading, and saved.
fn shown(opened: ReadFile) {
    let mut session = Session::new(guidance().clone()).unwrap();
    session.open(opened, "file.csv");
    let queries = vec![Query::Summary, Query::Check, Query::Ambition, Query::ColumnsFile, Query::ProblemsCsv];
    let answer = session.exchange(&Exchange { command: None, queries });
    let View::Check(check) = &answer.views[1] else { panic!() };
    if let Some(all) = check.accept_all.clone() {
        let refused = session.exchange(&Exchange { command: Some(all), queries: vec![Query::Check] }).refused;
        assert_eq!(refused, None);
    }
}
