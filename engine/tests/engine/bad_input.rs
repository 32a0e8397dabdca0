//! Input that no school would send on purpose: each gets a message, and whatever could be read is kept.

use ambition_engine::intake::RejectReason;
use ambition_engine::intake::{CannotRead, CohortReader, ReadFile};

use super::{guidance, read};

fn refused(bytes: &[u8]) -> CannotRead {
    CohortReader::read_all(guidance().clone(), bytes).unwrap_err()
}

fn accounted(opened: &ReadFile) {
    assert_eq!(opened.account.rows as usize, opened.cohort.len() + opened.account.rejected.len());
}

#[test]
fn an_empty_file() {
    for text in ["", "\n\n", "\u{feff}", "   "] {
        assert!(refused(text.as_bytes()).what.contains("empty"), "{text:?}");
    }
}

#[test]
fn headings_only() {
    let opened = read(b"UPN,KS1_Reading\n");
    assert_eq!((opened.cohort.len(), opened.account.rows), (0, 0));
    assert!(super::figures("UPN,Target_KS2_English\n", "2009", true, None).is_empty());
}

#[test]
fn no_headings() {
    let error = refused(b"A926999907003,4,5\nX926999907001,3,3\n");
    assert!(error.what.contains("Row 1") && error.what.contains("A926999907003"), "{}", error.what);
    assert!(error.remedy.contains("template"), "{}", error.remedy);
}

#[test]
fn a_picture_renamed() {
    let error = refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    assert!(error.what.contains("picture"), "{}", error.what);
}

#[test]
fn an_unclosed_quote_costs_one_row() {
    let opened = read(b"UPN,Surname,KS1_Maths\n1,Ok,2\n2,\"Broken,2\n3,Ok,2\n");
    assert_eq!(opened.cohort.len(), 2);
    let aside = opened.account.rejected[0];
    assert_eq!((aside.row, aside.reason), (3, RejectReason::UnclosedQuote { column: 1 }));
    accounted(&opened);
}

#[test]
fn ragged_rows() {
    let opened = read(b"UPN,KS1_Maths,KS1_Reading\n1\n2,2\n3,2,2,\n4,2,2,x\n,,\n\n5,2,2\n");
    assert_eq!((opened.cohort.len(), opened.account.rows), (4, 5));
    assert_eq!(opened.account.rejected[0].reason, RejectReason::BeyondHeadings { column: 3 });
    assert_eq!(opened.account.rejected[0].row, 5);
    assert_eq!(opened.cohort.row(3), 8);
}

#[test]
fn ten_thousand_columns() {
    let headings = (0..10_000).map(|number| format!("Column {number}")).collect::<Vec<_>>().join(",");
    let text = format!("{headings},UPN,KS1_Maths\n{},U1,2b\n", ",".repeat(9_999));
    let opened = read(text.as_bytes());
    assert_eq!(opened.cohort.len(), 1);
    assert_eq!(opened.cohort.people().upn(0), "U1");
}

#[test]
fn a_line_of_100_megabytes() {
    let mut reading = CohortReader::new(guidance().clone(), 0);
    reading.push(b"UPN,Surname\n1,Ok\n2,").unwrap();
    let chunk = vec![b'x'; 1 << 20];
    (0..100).for_each(|_| reading.push(&chunk).unwrap());
    reading.push(b"\n3,Ok\n").unwrap();
    let opened = reading.finish().unwrap();
    assert_eq!((opened.cohort.len(), opened.cohort.row(1)), (2, 4));
    assert_eq!(opened.account.rejected[0].reason, RejectReason::TooLong);
    accounted(&opened);
}

#[test]
fn a_heading_row_of_100_megabytes() {
    let mut reading = CohortReader::new(guidance().clone(), 0);
    let chunk = vec![b'x'; 1 << 20];
    let result = (0..100).try_for_each(|_| reading.push(&chunk));
    assert!(result.and_then(|()| reading.finish()).unwrap_err().what.contains("heading"));
}

#[test]
fn nul_bytes() {
    let opened = read(b"UPN,Surname,KS1_Maths\n1,A\0B,2\n2,C,\0\n");
    assert_eq!(opened.cohort.len(), 2);
    assert_eq!(opened.account.diagnostics[0].code, "nul-bytes");
    accounted(&opened);
}

#[test]
fn letters_that_are_not_utf8() {
    let opened = read(b"UPN,Surname,KS1_Maths\n1,Caf\xe9,2\n");
    assert_eq!(opened.account.diagnostics[0].code, "not-utf8");
    assert_eq!(opened.account.diagnostics[0].row, 2);
    assert_eq!(opened.cohort.people().surname(0), "Café");
}

#[test]
fn a_repeated_heading_is_reported_and_the_first_is_read() {
    let opened = read(b"UPN,Sex,Gender\n1,F,M\n");
    assert_eq!(opened.account.diagnostics[0].code, "repeated-heading");
    assert_eq!(super::guidance().fields.iter().filter(|(id, _)| opened.cohort.coded_column(*id).is_some()).count(), 1);
}

#[test]
fn a_second_row_with_upn_and_school_is_set_aside() {
    let opened = read(b"UPN,School,KS1_Maths\n1,S,2\n1,T,2\n1,S,3\n,S,2\n,S,2\n");
    assert_eq!(opened.cohort.len(), 4);
    assert_eq!(opened.account.rejected[0].reason, RejectReason::Repeated { of: 2 });
}
