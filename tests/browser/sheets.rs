//! Progress, early years, attendance, timetable, partnership targets, questions, item analysis: by keyboard, and readable
//! by everybody.

use fantoccini::key::Key;
use serde_json::json;

use super::keyboard::{go_by_keys, tab_to};
use super::sample::faults_unfolded;
use super::steps::SOMETIMES;
use super::support::{Journey, TestFolder};

/// Twelve invented children with scales of the Foundation Stage Profile and a register.
fn early_years() -> String {
    let scales = ["DA", "SD", "ED", "LCT", "LSL", "R", "W", "NLC", "C", "SSM", "KUW", "PD", "CD"];
    let headings = scales.map(|scale| format!("FSP_{scale}")).join(",");
    let child = |number: usize| {
        let points = scales.map(|_| ((number * 7) % 5 + 4).to_string()).join(",");
        let register: String = (0..40).map(|session| if session < number { 'I' } else { '/' }).collect();
        let (sex, area) = (["F", "M"][number % 2], ["Y", "N", "N"][number % 3]);
        format!("X{number},Child {number},{sex},{area},{register},{points}\n")
    };
    let children = (0..12).map(child).collect::<String>();
    format!("UPN,Surname,Sex,Disadvantaged Area,Register,{headings}\n{children}")
}

#[tokio::test]
async fn figures_of_progress_open_their_pupils_by_keyboard() {
    let journey = Journey::begin().await;
    journey.open_sample().await;
    go_by_keys(&journey, "progress", "Progress").await;
    tab_to(&journey, ".people a", false).await;
    journey.key(Key::Enter).await;
    journey.wait_for_text(".pupils-head", "1 of 62 pupils").await;
    journey.wait_for_text(".pupils-head", "fewer than 1 level").await;
    journey.client.back().await.unwrap();
    journey.wait_for_text("h1", "Progress").await;
    // The matrix is a table with headings of rows and columns, and says without colour what is far enough.
    let marked =
        "return [...document.querySelectorAll('.sheet-table td.good')].every(cell => cell.innerText.includes('✓'))";
    assert_eq!(journey.js(marked, vec![]).await, true);
    let heads = "return document.querySelectorAll('.sheet-table th[scope=row]').length > 5";
    assert_eq!(journey.js(heads, vec![]).await, true);
    tab_to(&journey, ".sheet-table td a", false).await;
    journey.key(Key::Enter).await;
    journey.wait_for_text("h1", "Pupils").await;
    assert_eq!(journey.complaints(), [""; 0]);
}

#[tokio::test]
async fn the_timetable_is_ticked_kept_and_saved() {
    let journey = Journey::begin().await;
    journey.open_sample().await;
    go_by_keys(&journey, "timetable", "Timetable").await;
    tab_to(&journey, ".sheet-table input[type=checkbox]", false).await;
    journey.chord(&[], ' ').await;
    journey.wait_for_text(".chips", "1 of 30 done").await;
    journey.chord(&[Key::Control], 'z').await;
    journey.wait_for_text(".chips", "0 of 30 done").await;
    journey.click(".sheet-table input[type=checkbox]").await;
    journey.wait_for_text(".chips", "1 of 30 done").await;
    journey.js("scrollTo(0, 0)", vec![]).await;
    journey.export(".save-calendar").await;
    let calendar = String::from_utf8(journey.downloaded("Hillview-Primary-invented-timetable-2009.ics").await).unwrap();
    assert!(calendar.starts_with("BEGIN:VCALENDAR\r\n"), "{calendar}");
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), 30);
    // Another day.
    journey.save_work(None).await;
    let folder = TestFolder::new();
    let path = folder.join("Hillview-Primary-invented.ambition");
    std::fs::write(&path, journey.downloaded("Hillview-Primary-invented.ambition").await).unwrap();
    let journey = Journey::begin().await;
    journey.open_path(&path).await;
    journey.wait_for_text(".notice", "Your work is back").await;
    journey.go_to("Timetable").await;
    journey.wait_for_text(".chips", "1 of 30 done").await;
}

#[tokio::test]
async fn attendance_is_set_against_a_median() {
    let (journey, folder) = (Journey::begin().await, TestFolder::new());
    journey.open_path(&folder.write("reception.csv", &early_years())).await;
    journey.wait_for_text(".opened-file", "12 pupils").await;
    go_by_keys(&journey, "attendance", "Attendance").await;
    journey.wait_for_text(".sheet-table", "13.8%").await;
    tab_to(&journey, "[id='entry-words/medians']", false).await;
    for letter in "to 5, 5.0".chars() {
        journey.chord(&[], letter).await;
    }
    journey.key(Key::Tab).await;
    journey.wait_for_text("[id='entry-choice/band']", "to 5: 5.0%").await;
    journey.choose("[id='entry-choice/band']", "to 5").await;
    journey.retype("[id='entry-percent/current/attendance.absence']", "9").await;
    journey.retype("[id='entry-percent/target/attendance.absence']", "90 or so").await;
    journey.wait_for_text("[id='entry-percent/target/attendance.absence-refused']", "is not understood").await;
    journey.retype("[id='entry-percent/target/attendance.absence']", "8").await;
    journey.wait_for_text(".chip.warn", "equal steps come to 7.0%").await;
    journey.retype("[id='entry-percent/target/attendance.absence']", "7").await;
    let raised = "return document.querySelectorAll('.sheet > .chips .chip.warn').length === 0";
    journey.js_until(raised).await;
    assert_eq!(journey.complaints(), [""; 0]);
}

#[tokio::test]
async fn absence_is_typed_school_by_school() {
    let (journey, folder) = (Journey::begin().await, TestFolder::new());
    let text = "Surname,School,Sessions_Possible,Sessions_Authorised,Sessions_Unauthorised,KS2_Maths_Score\n\
                Ash,2001,500,40,0,101\nBay,2001,500,30,10,99\nElm,2002,500,25,0,104\nFir,2002,500,25,0,110\n";
    journey.open_path(&folder.write("authority.csv", text)).await;
    journey.wait_for_text(".opened-file", "4 pupils").await;
    go_by_keys(&journey, "attendance", "Attendance").await;
    journey.wait_for_text(".sheet", "The absence of all schools is 6.5%.").await;
    journey.retype("[id='entry-percent/improvement/attendance@2001']", "0.5").await;
    journey.wait_for_text(".sheet", "it would be 6.3%.").await;
    journey.retype("[id='entry-percent/current/attendance.absence@2001']", "8").await;
    journey.retype("[id='entry-percent/target/attendance.absence@2001']", "7.6").await;
    journey.wait_for_text(".sheet-table td.warn", "0.5 points were asked").await;
    journey.chord(&[Key::Control], 'z').await;
    journey.js_until("return document.querySelectorAll('.sheet-table td.warn').length === 0").await;
    assert_eq!(journey.accessibility_faults().await, "");
    assert_eq!(journey.complaints(), [""; 0]);
}

/// Ten pupils of two year groups, of whom two miss a fifth of their sessions, one of each year group.
const ABSENCE: &str = "UPN,Surname,NCYear,Sessions_Possible,Sessions_Authorised,Sessions_Unauthorised,Target_KS2_Maths\n\
    A1,Ash,5,300,90,0,3\nA2,Birch,6,300,61,0,4\nA3,Cedar,5,300,1,0,3\nA4,Dogwood,6,300,2,0,4\nA5,Elm,5,300,3,0,3\n\
    A6,Fir,6,300,0,0,4\nA7,Gorse,5,300,5,0,3\nA8,Hazel,6,300,6,0,4\nA9,Ivy,5,300,7,0,3\nA10,Juniper,6,300,8,0,4\n";

#[tokio::test]
async fn absence_opens_pupils_of_all_years_while_one_is_chosen() {
    let (journey, folder) = (Journey::begin().await, TestFolder::new());
    journey.open_path(&folder.write("absence.csv", ABSENCE)).await;
    journey.wait_for_text(".opened-file", "10 pupils").await;
    journey.choose("#year", "6").await;
    journey.wait_for_text(".opened-file", "5 pupils").await;
    go_by_keys(&journey, "attendance", "Attendance").await;
    journey.wait_for_text(".sheet", "Absence covers all year groups, whichever is chosen").await;
    journey.pictures("attendance-year-6").await;
    tab_to(&journey, ".sheet-table td a[href*='attendance.persistent']", false).await;
    journey.key(Key::Enter).await;
    journey.wait_for_text(".pupils-head", "of all year groups: 2 of 10 pupils").await;
    let names = "return [...document.querySelectorAll('.pupils tbody th')].map(name => name.innerText.split(/\\s/)[0])";
    assert_eq!(journey.js(names, vec![]).await, json!(["Ash", "Birch"]));
    // The address holds the list, and every other one is of the year group.
    let list = journey.js("return location.hash", vec![]).await;
    journey.go_to("Pupils").await;
    journey.wait_for_text(".pupils-head", "5 of 5 pupils").await;
    journey.js("location.hash = arguments[0]", vec![list]).await;
    journey.wait_for_text(".pupils-head", "of all year groups: 2 of 10 pupils").await;
    journey.pictures("absence-list").await;
    assert_eq!(journey.complaints(), [""; 0]);
}

#[tokio::test]
async fn early_years_targets_are_typed_in() {
    let (journey, folder) = (Journey::begin().await, TestFolder::new());
    journey.open_path(&folder.write("reception.csv", &early_years())).await;
    journey.wait_for_text(".opened-file", "12 pupils").await;
    // The file is about them, so it opens there.
    journey.wait_for_text("h1", "Early years").await;
    tab_to(&journey, "[id='entry-percent/target/fsp.gap']", false).await;
    journey.chord(&[], '9').await;
    journey.key(Key::Enter).await;
    // The children above the lowest fifth are as low: more points for it alone do not do it.
    journey.wait_for_text(".sheet", "alone cannot bring it to 9.0%").await;
    tab_to(&journey, ".sheet-table td a", false).await;
    journey.key(Key::Enter).await;
    // The list shows what the figures are made of.
    journey.wait_for_text(".pupils", "Dispositions and attitudes").await;
}

/// What is wrong with the views that the sample does not offer.
async fn faults(scheme: &str, width: u32, height: u32) -> String {
    let (journey, folder) = (Journey::begin().await, TestFolder::new());
    let scheme = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
    journey.devtools("Emulation.setEmulatedMedia", &scheme);
    journey.set_screen(width, height);
    journey.open_path(&folder.write("reception.csv", &early_years())).await;
    journey.wait_for_text(".opened-file", "12 pupils").await;
    let mut faults = String::new();
    for (view, _) in SOMETIMES {
        journey.go_to(view).await;
        faults.push_str(&faults_unfolded(&journey, view).await);
    }
    faults
}

#[tokio::test]
async fn early_years_and_attendance_are_accessible() {
    assert_eq!(faults("light", 1366, 768).await, "");
    assert_eq!(faults("dark", 400, 800).await, "");
}

#[tokio::test]
async fn partnership_targets_are_judged() {
    let journey = Journey::begin().await;
    journey.open_secondary().await;
    journey.go_to("Partnership").await;
    let set = "const it = document.getElementById(arguments[0]); it.value = arguments[1];
        it.dispatchEvent(new Event('change', { bubbles: true }))";
    journey.js(set, vec![json!("entry-date/partnership/completed"), json!("2008-09-01")]).await;
    journey.wait_for_text(".sheet-table", "1 September 2009").await;
    for (when, grade) in [("start", "3"), ("first", "2"), ("later", "3")] {
        journey.choose(&format!("[id='entry-grade/1.achievement/{when}']"), grade).await;
    }
    journey.wait_for_text(".sheet-table td.warn", "three years after completion, 1 September 2011: not met").await;
    journey.wait_for_text(".chips", "1 of 2 judged so far are met").await;
    // On paper, what stands in a field is there in full.
    journey.devtools("Emulation.setEmulatedMedia", &json!({ "media": "print" }));
    let printed =
        "return [...document.querySelectorAll('.area-printed')].every(it => getComputedStyle(it).display !== 'none')";
    assert_eq!(journey.js(printed, vec![]).await, true);
}

#[tokio::test]
async fn questions_are_answered_and_printed() {
    let journey = Journey::begin().await;
    journey.open_sample().await;
    journey.go_to("Questions").await;
    journey.wait_for_text(".chips", "target 69.4%").await;
    journey.choose("[id='entry-choice/questions']", "Governing body").await;
    journey.wait_for_text(".sheet", "Does every child in care").await;
    tab_to(&journey, "[id='entry-words/question/gov-standing']", false).await;
    for letter in "Well".chars() {
        journey.chord(&[], letter).await;
    }
    journey.key(Key::Tab).await;
    journey.wait_for_text("p[role=status]", "Answer: Well").await;
}

#[tokio::test]
async fn a_test_is_read_question_by_question() {
    let (journey, folder) = (Journey::begin().await, TestFolder::new());
    journey.open_sample().await;
    journey.go_to("Item analysis").await;
    let marks = "UPN,Q1,Q2\nLevel,3,4\nMarks,1,2\nZ1,1,0\nZ2,0,1\n";
    journey.choose_file("[id='entry-file/items']", &folder.write("marks.csv", marks)).await;
    journey.wait_for_text(".sheet-table", "25.0%").await;
    journey.wait_for_text(".chips", "2 pupils in the test but not in the pupil file").await;
    assert_eq!(journey.accessibility_faults().await, "");
    journey.click(".entries .link").await;
    let gone = "return document.querySelectorAll('.sheet-table').length === 0";
    journey.js_until(gone).await;
}

#[tokio::test]
async fn results_of_years_are_typed_beside_a_way() {
    let journey = Journey::begin().await;
    journey.open_sample().await;
    go_by_keys(&journey, "trajectory", "Trajectories").await;
    tab_to(&journey, ".results-by-year summary", false).await;
    journey.key(Key::Enter).await;
    tab_to(&journey, "[id='entry-percent/results/ks2.both4/2006']", false).await;
    for letter in "60".chars() {
        journey.chord(&[], letter).await;
    }
    journey.key(Key::Enter).await;
    journey.wait_for_text(".ways-table", "60.0%").await;
}
