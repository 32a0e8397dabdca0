//! Common Transfer Files (REFERENCE 8.1), with invented pupils.

use std::time::Instant;

use ambition_engine::intake::ReadFile;

use super::{read, refused, table};

const YEAR_6: &str = include_str!("../../ctf/year-6.xml");

/// Two pupils as one table; nothing that is not a level becomes one.
const TABLE: &str = "SchoolName,School,UPN,Surname,Forename,DOB,Sex,NCYear,Ethnicity,EAL,SEN,KS1_Reading,KS1_Writing,\
                     KS1_Maths,KS2_Maths\r
Hillview & Vale,9269999,X926999907001,O'Ash,Ada,1998-01-31,F,6,WBRI,N,N,2B,2C,3,4\r
Hillview & Vale,9269999,L926999907002,\"Birch, Elm\",Chloë,1998-05-02,F,6,APKN,Y,A,W\r
";

fn notes(opened: &ReadFile) -> Vec<String> {
    let ours = opened.account.diagnostics.iter().filter(|note| note.code.starts_with("ctf"));
    ours.map(|note| format!("{}: {}", note.code, note.what)).collect()
}

#[test]
fn pupils_and_results_become_columns() {
    assert_eq!(table(YEAR_6.as_bytes(), ""), TABLE);
    let opened = read(YEAR_6.as_bytes());
    assert_eq!((opened.cohort.len(), opened.account.rows), (2, 2));
    assert_eq!(opened.account.workbook.as_ref().unwrap().is, "Common Transfer File");
    assert_eq!(opened.cohort.people().name(1).to_string(), "Birch, Elm, Chloë");
}

#[test]
fn what_is_not_understood_is_listed() {
    let expected = [
        "ctf-not-read: Element “BasicDetails/LegalSurname”: 1, not read.",
        "ctf-not-read: Element “SchoolHistory”: 1, not read.",
        "ctf-not-read: Element “Signature”: 1, not read.",
        "ctf-result-not-read: Results “KS1 PHO PHO TT, qualifier NM, status R”: 1, not read.",
        "ctf-result-not-read: Results “KS2 ENG WRI TA, qualifier NL, status R”: 1, not read.",
        "ctf-rows: A Common Transfer File has no rows: row 2 is its first pupil, row 3 the second.",
        "ctf-several-results: Further results for KS2_Maths of pupils who have one already: 1.",
    ];
    assert_eq!(notes(&read(YEAR_6.as_bytes())), expected);
}

/// Namespaces, pupils without the element around them, and other letters make no difference.
#[test]
fn written_in_other_ways() {
    let prefixed = YEAR_6.replace("</", "</c:").replace('<', "<c:").replace("<c:/c:", "</c:").replace("<c:?", "<?");
    let prefixed = prefixed.replace("<c:CTfile>", "<c:CTfile xmlns:c=\"urn:c\">");
    let flat = YEAR_6.replace("<CTFpupilData>", "").replace("</CTFpupilData>", "");
    let utf16 = YEAR_6.replace("UTF-8", "UTF-16");
    let utf16 = format!("\u{feff}{utf16}").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let latin = YEAR_6.replace("UTF-8", "ISO-8859-1").replace("&#xEB;", "\u{eb}");
    let latin = latin.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect::<Vec<_>>();
    for (name, bytes) in
        [("prefixed", prefixed.into_bytes()), ("flat", flat.into_bytes()), ("utf-16", utf16), ("latin-1", latin)]
    {
        assert_eq!(table(&bytes, ""), TABLE, "{name}");
    }
}

/// Entities that a file makes up are not followed, so they cannot grow.
#[test]
fn entities_are_not_followed() {
    let laughs = "<?xml version=\"1.0\"?><!DOCTYPE CTfile [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">\
                  <!ENTITY c SYSTEM \"file:///etc/passwd\">]><CTfile><Pupil><UPN>&b;&c;&lt;</UPN></Pupil></CTfile>";
    assert_eq!(table(laughs.as_bytes(), ""), "UPN\r\n&b;&c;<\r\n");
}

#[test]
fn deep_broken_and_empty_files_are_refused() {
    let deep = format!("<CTfile>{}", "<Pupil>".repeat(100_000));
    let begun = Instant::now();
    assert!(refused(deep.as_bytes()).contains("nested too deeply"));
    assert!(begun.elapsed().as_secs() < 5);
    assert!(refused(b"<CTfile><Header></Header></CTfile>").contains("no pupil"));
    assert!(refused(b"<CTfile><Pupil><UPN>A1</UPN></Wrong>").contains("damaged"));
    for cut in (20..YEAR_6.len() - 12).step_by(11).filter(|cut| YEAR_6.is_char_boundary(*cut)) {
        assert!(!refused(&YEAR_6.as_bytes()[..cut]).is_empty(), "{cut}");
    }
}

/// Names without end are counted together.
#[test]
fn very_many_names() {
    let names = (0..2_000).map(|name| format!("<n{name}/>")).collect::<String>();
    let opened = read(format!("<CTfile><Pupil><UPN>A1</UPN>{names}</Pupil></CTfile>").as_bytes());
    let account = &opened.account;
    assert!(account.diagnostics.len() + account.not_listed_of("ctf-not-read") < 600);
    assert!(notes(&opened).iter().any(|note| note == "ctf-not-read: Element “others”: 1500, not read."));
}
