//! The agenda by pupil says what the agenda by target says.

use std::collections::BTreeSet;

use super::*;

fn challenge(session: &mut Session) -> ChallengePage {
    let View::Challenge(page) = ask(session, Query::Challenge) else { panic!() };
    *page
}

#[test]
fn every_pupil_on_a_list_is_marked_under_its_point() {
    let mut session = session(SAMPLE);
    let page = challenge(&mut session);
    let matrix = page.by_pupil.unwrap();
    let items = page.targets.iter().flat_map(|target| &target.items).collect::<Vec<_>>();
    let mut listed = BTreeSet::new();
    let mut marks = 0;
    for item in &items {
        let column = matrix.columns.iter().position(|title| *title == item.title);
        for pupil in &item.pupils {
            listed.insert(pupil.pupil);
            marks += 1;
            let row = matrix.rows.iter().find(|row| row.pupil.pupil == pupil.pupil);
            // Those past the foot of the page are counted there.
            assert!(
                row.is_none_or(|row| !row.marks[column.unwrap()].sign.is_empty()),
                "{}: {}",
                item.title,
                pupil.name
            );
        }
    }
    assert!(marks > 20, "{marks} marks");
    assert_eq!((matrix.rows.len(), matrix.more.as_str()), (listed.len(), ""));
    assert!(listed.len() <= matrix.on_paper, "the sample's agenda is on one page");
    assert_eq!(matrix.more_on_paper, "");
    assert!(matrix.caption.starts_with(&format!("{} pupils", listed.len())), "{}", matrix.caption);
    let points = matrix.rows.iter().map(|row| {
        row.marks.iter().filter(|mark| !mark.sign.is_empty()).map(|mark| mark.sign.parse().unwrap_or(1)).sum::<usize>()
    });
    assert!(points.is_sorted_by(|one, other| one >= other), "those with the most points come first");
    // Each row has as many marks as the heading has titles.
    assert_eq!(matrix.ways, "KS1 reading, KS1 writing, KS1 maths \u{2192} English, Maths");
    let parts = |text: &str| text.split(" \u{2192} ").map(|side| side.split(", ").count()).collect::<Vec<_>>();
    assert!(matrix.rows.iter().all(|row| parts(&row.pupil.from_to) == [3, 2]));
}

#[test]
fn without_lists_there_is_no_matrix() {
    let mut session = session("Forename,NCYear,KS1_Reading,Target_KS2_English\nA,6,3,6\n");
    assert_eq!(challenge(&mut session).by_pupil, None);
}

/// Names and reasons that take two lines leave room for fewer pupils.
#[test]
fn a_sheet_holds_so_many_lines() {
    let on_paper = |name: &str| {
        let rows = (0..60).map(|pupil| format!("P{pupil},{name},2b,2b,2b,2,2\n")).collect::<String>();
        let headings = "UPN,Surname,KS1_Reading,KS1_Writing,KS1_Maths,Target_KS2_English,Target_KS2_Maths";
        let matrix = challenge(&mut session(&format!("{headings}\n{rows}"))).by_pupil.unwrap();
        (matrix.on_paper, matrix.more_on_paper)
    };
    assert_eq!(on_paper("Ash"), (33, "and 27 pupils more".into()));
    assert_eq!(on_paper(&"Ash-Birch-".repeat(4)), (16, "and 44 pupils more".into()));
}
