//! The header: where one is, what the school is called, and whether the work is safe.

use serde_json::json;

use super::breakdown::edit_twice;
use super::keeping::KEPT;
use super::steps::SOMETIMES;
use super::support::{Browser, Journey, TestFolder};

/// Gives the school shown a name.
async fn name_school(browser: &Browser, name: &str) {
    browser.click(".name-school").await;
    browser.clear("#school-name").await;
    browser.type_into("#school-name", name).await;
    browser.click(".name-dialog .primary").await;
}

#[tokio::test]
async fn a_school_is_named_on_the_page_and_in_files() {
    let (journey, folder) = (Journey::begin().await, TestFolder::new());
    journey.open_sample().await;
    name_school(&journey, "St Zo\u{eb}\u{2019}s Primary").await;
    journey.wait_for_text(".opened-file strong", "St Zo\u{eb}\u{2019}s Primary").await;
    journey.wait_for_text(".save-state", "1 unsaved").await;
    journey.save_work(None).await;
    journey.wait_for_text(".save-state", "Saved ").await;
    let saved = journey.downloaded("St-Zo\u{eb}-s-Primary.ambition").await;
    // It can be taken back, and is kept by the work.
    journey.click(".steps-row button:first-child").await;
    journey.wait_for_text(".opened-file strong", "Hillview Primary (invented)").await;
    let another = Journey::begin().await;
    let path = folder.join("kept.ambition");
    std::fs::write(&path, saved).unwrap();
    another.open_path(&path).await;
    another.wait_for_text(".opened-file strong", "St Zo\u{eb}\u{2019}s Primary").await;
    assert_eq!([journey.complaints(), another.complaints()], [[""; 0], [""; 0]]);
}

/// What is kept in sight under the header begins where the header ends, whatever the school is called.
const STRIP_GAP: &str = "const at = css => document.querySelector(css).getBoundingClientRect();
    return [Math.round(at('.top').height), Math.abs(at('.beside-the-table').top - at('.top').bottom) < 2]";

#[tokio::test]
async fn a_long_name_does_not_grow_the_header() {
    let journey = Journey::begin().await;
    journey.set_screen(1366, 768);
    journey.open_sample().await;
    journey.go_to("Pupils").await;
    journey.js("scrollTo(0, 600)", vec![]).await;
    let before = journey.js(STRIP_GAP, vec![]).await;
    assert_eq!(before[1], true);
    let name =
        "The Voluntary Aided Church of England School of Saint Bartholomew with Saint Mary the Less, Upper Hillview";
    name_school(&journey, name).await;
    journey.wait_for_text(".opened-file strong", "Bartholomew").await;
    assert_eq!(journey.js("return document.querySelector('.opened-file strong').title", vec![]).await, name);
    journey.js("scrollTo(0, 600)", vec![]).await;
    assert_eq!(journey.js(STRIP_GAP, vec![]).await, before);
    journey.pictures("long-name").await;
    journey.set_screen(1366, 768);
    // Letters of another size make another height.
    journey.js("document.documentElement.style.fontSize = '130%'", vec![]).await;
    journey.js("scrollTo(0, 600)", vec![]).await;
    let follows = format!("{}[1]", STRIP_GAP.replace("return [", "return scrollTo(0, 600), ["));
    assert_eq!(journey.js_until(&follows).await, true);
}

#[tokio::test]
async fn saved_work_opens_on_the_view_it_was_saved_on() {
    let (journey, folder) = (Journey::begin().await, TestFolder::new());
    journey.open_sample().await;
    edit_twice(&journey).await;
    journey.go_to("Challenge").await;
    journey.save_work(None).await;
    let path = folder.join(KEPT);
    std::fs::write(&path, journey.downloaded(KEPT).await).unwrap();
    let journey = Journey::begin().await;
    journey.open_path(&path).await;
    journey.wait_for_text("h1", "Points to discuss").await;
    journey.wait_for_text(".notice", "Your work is back").await;
    // What was said of one file is not said of the next.
    journey.go_to("File").await;
    journey.open_path(&folder.write("next.csv", "UPN,KS1_Maths,Target_KS2_Maths\r\nA1,2b,4\r\n")).await;
    journey.wait_for_text(".opened-file", "1 pupil").await;
    assert_eq!(journey.text(".notice").await, "");
}

#[tokio::test]
async fn a_file_opens_on_what_it_is_about() {
    let folder = TestFolder::new();
    let absence =
        "Surname,NCYear,Sessions_Possible,Sessions_Authorised,Sessions_Unauthorised\nAsh,6,300,20,3\nElm,6,300,1,0\n";
    let profile = "Surname,NCYear,FSP_DA,FSP_SD,FSP_ED\nAsh,R,6,7,5\nElm,R,4,4,6\n";
    let [(view, heading), _] = SOMETIMES;
    let journey = Journey::begin().await;
    journey.open_path(&folder.write("school.csv", profile)).await;
    journey.wait_for_text("h1", heading).await;
    let places = "return [...document.querySelectorAll('.views > ul > li > a')].map(link => link.firstChild.data)";
    let places = journey.js(places, vec![]).await;
    assert_eq!(places, json!(["Check", view, "Pupils", "Challenge"]), "what the file has nothing for is not offered");
    assert_eq!(journey.accessibility_faults().await, "");
    journey.pictures("about-early-years").await;
    // In sessions nothing tells the edition: it is the newest, which has cards for them.
    let journey = Journey::begin().await;
    journey.open_path(&folder.write("school.csv", absence)).await;
    journey.wait_for_text(".target-card h2", "Overall absence").await;
    assert_eq!(journey.figure("attendance.absence").await, "4.0% results · 24 of 600 sessions");
    assert_eq!(journey.accessibility_faults().await, "");
    journey.pictures("about-attendance").await;
}
