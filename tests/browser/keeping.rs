//! Work that is saved and gone on with: the file, current performance, settings, targets, and the way back.

use serde_json::{Value, json};

use super::breakdown::{edit_twice, take_back_all};
use super::support::{Browser, Journey, TestFolder};

/// The name that saved work of the sample is given.
pub const KEPT: &str = "Hillview-Primary-invented.ambition";
const LAST_YEAR: &str = "KS2_English,KS2_Maths\n4,4\n4,3\n3,4\n5,5\n";

/// Figures, current performance and history, to be compared.
pub async fn work(journey: &Browser) -> Value {
    journey.go_to("Ambition").await;
    let current = "return [...document.querySelectorAll('article .current')].map(it => it.textContent)";
    json!([journey.figures().await, journey.history().await, journey.js(current, vec![]).await])
}

#[tokio::test]
async fn saved_work_goes_on_where_it_was_left() {
    let journey = Journey::begin().await;
    let folder = TestFolder::new();
    journey.open_sample().await;
    edit_twice(&journey).await;
    journey.go_to("Ambition").await;
    journey.choose_file("#choose-current", &folder.write("last year.csv", LAST_YEAR)).await;
    journey.wait_for_text("article .current", "50.0%").await;
    let before = work(&journey).await;
    journey.save_work(None).await;
    let path = folder.join(KEPT);
    std::fs::write(&path, journey.downloaded(KEPT).await).unwrap();

    // Another day.
    let journey = Journey::begin().await;
    journey.open_path(&path).await;
    journey.wait_for_text(".notice", "Your work is back").await;
    assert_eq!(work(&journey).await, before);
    // The way back is there, too.
    take_back_all(&journey, 3).await;
}

#[tokio::test]
async fn what_is_no_saved_work_is_told() {
    let journey = Journey::begin().await;
    let folder = TestFolder::new();
    journey.open_sample().await;
    journey.go_to("File").await;
    journey.choose_file("#choose", &folder.write("broken.ambition", "{\"format\":\"ambition-work\"")).await;
    journey.wait_for_text(".error-summary", "not saved work").await;
    assert_eq!(journey.accessibility_faults().await, "");
    journey.go_to("Ambition").await;
    assert_eq!(journey.figure("ks2.both4").await, "69.4% · 43 of 62 pupils");
}

/// What the tab keeps of our work; null: nothing.
const IN_TAB: &str = "sessionStorage.getItem('ambition.tab.work')";

/// Waits until the tab keeps so many commands.
async fn kept_in_tab(journey: &Journey, commands: usize) {
    let kept = format!("return JSON.parse({IN_TAB} ?? '{{\"changes\":[]}}').changes.length === {commands}");
    assert_eq!(journey.js_until(&kept).await, true);
}

/// Whether the page asks before it is left.
pub async fn asks_before_leaving(journey: &Browser) -> Value {
    let leave = "const leaving = new Event('beforeunload', { cancelable: true }); \
                 window.dispatchEvent(leaving); return leaving.defaultPrevented";
    journey.js(leave, vec![]).await
}

/// Saves the work locked, and gives back what was saved.
pub async fn save_locked(journey: &Browser, passphrase: &str) -> Vec<u8> {
    journey.save_work(Some(passphrase)).await;
    journey.downloaded(KEPT).await
}

#[tokio::test]
async fn a_tab_goes_on_after_a_reload() {
    let journey = Journey::begin().await;
    let folder = TestFolder::new();
    journey.open_sample().await;
    assert_eq!(journey.js(&format!("return {IN_TAB}"), vec![]).await, Value::Null);
    edit_twice(&journey).await;
    journey.go_to("Ambition").await;
    journey.choose_file("#choose-current", &folder.write("last year.csv", LAST_YEAR)).await;
    journey.wait_for_text("article .current", "50.0%").await;
    let before = work(&journey).await;
    let current = format!("return ({IN_TAB} ?? '').includes('last year.csv')");
    assert_eq!(journey.js_until(&current).await, true);

    journey.reload().await;
    journey.wait_for_text(".of-tab", "sample-year-6.csv, with 3 changes").await;
    assert_eq!(journey.accessibility_faults().await, "");
    journey.pictures("kept-in-tab").await;
    journey.click(".of-tab .primary").await;
    journey.wait_for_text(".notice", "Your work is back").await;
    assert_eq!(work(&journey).await, before);
    // No file holds it yet.
    assert_eq!(asks_before_leaving(&journey).await, true);
    take_back_all(&journey, 3).await;
    kept_in_tab(&journey, 6).await;
}

#[tokio::test]
async fn a_tab_forgets() {
    let journey = Journey::begin().await;
    journey.open_sample().await;
    edit_twice(&journey).await;
    kept_in_tab(&journey, 2).await;
    journey.reload().await;
    journey.click(".of-tab .button:last-child").await;
    assert_eq!(journey.js(&format!("return {IN_TAB}"), vec![]).await, Value::Null);
    journey.reload().await;
    assert_eq!(journey.js("return document.querySelector('.of-tab')", vec![]).await, Value::Null);
    // So it does for another file.
    journey.click(".samples .historical button").await;
    journey.wait_for_text(".opened-file", "62 pupils").await;
    edit_twice(&journey).await;
    kept_in_tab(&journey, 2).await;
    journey.reload().await;
    journey.open_secondary().await;
    assert_eq!(journey.js_until(&format!("return {IN_TAB} === null")).await, true);
}

#[tokio::test]
async fn a_full_tab_keeps_nothing_and_says_so() {
    let journey = Journey::begin().await;
    journey.open_sample().await;
    journey.js("sessionStorage.setItem('another', 'x'.repeat(5 * 1024 * 1024 - 200))", vec![]).await;
    edit_twice(&journey).await;
    journey.wait_for_text(".remarks", "cannot keep this work over a reload").await;
    assert_eq!(journey.js(&format!("return {IN_TAB}"), vec![]).await, Value::Null);
}

#[tokio::test]
async fn without_cryptography_nothing_is_saved_unasked() {
    let journey =
        super::breakdown::journey_with("Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined });")
            .await;
    journey.open_sample().await;
    journey.save_work(Some("17 geese by the sea")).await;
    journey.wait_for_text(".notice", "nothing was saved").await;
}

#[tokio::test]
async fn leaving_is_asked_about_until_saved() {
    let journey = Journey::begin().await;
    assert_eq!(asks_before_leaving(&journey).await, false);
    journey.open_sample().await;
    journey.go_to("Ambition").await;
    assert_eq!(asks_before_leaving(&journey).await, false);
    // No target: a figure that was typed.
    journey.type_current("ks2.both4", "50").await;
    journey.wait_for_text("article .current", "50.0%").await;
    assert_eq!(asks_before_leaving(&journey).await, true);
    journey.save_work(None).await;
    journey.wait_for_text("[role='status'].vh", "Your work was saved.").await;
    assert_eq!(asks_before_leaving(&journey).await, false);
    edit_twice(&journey).await;
    assert_eq!(asks_before_leaving(&journey).await, true);
}

/// What was locked leaves the page locked: in the tab, and saved again without its passphrase being typed. In clear it is
/// saved when that was asked and answered.
#[tokio::test]
async fn locked_work_stays_locked() {
    let journey = Journey::begin().await;
    journey.open_sample().await;
    edit_twice(&journey).await;
    kept_in_tab(&journey, 2).await;
    journey.click(".save-work").await;
    journey.click("#passphrase-show").await;
    journey.type_into("#passphrase", "geese").await;
    assert_eq!(journey.js("return document.querySelector('#passphrase').type", vec![]).await, "text");
    // A slip of the hand would lose the file for good.
    journey.click("#save-now").await;
    journey.wait_for_text(".save-dialog .refused", "not the same").await;
    journey.type_into("#passphrase-again", "geese").await;
    journey.click("#save-now").await;
    journey.wait_for_text(".save-dialog .refused", "is short").await;
    assert_eq!(journey.accessibility_faults().await, "");
    journey.pictures("short-passphrase").await;
    journey.type_into("#passphrase", " by the sea").await;
    journey.type_into("#passphrase-again", " by the sea").await;
    journey.click("#save-now").await;
    let locked = "{\"format\":\"ambition-work-locked\"";
    assert!(journey.downloaded(KEPT).await.starts_with(locked.as_bytes()));
    journey.js_until("return document.querySelector('#passphrase').value === ''").await;
    // What the tab kept in clear before is gone.
    journey.js_until(&format!("return {IN_TAB}.startsWith('{locked}')")).await;

    journey.reload().await;
    journey.wait_for_text(".of-tab", "It is locked").await;
    journey.click(".of-tab .primary").await;
    journey.type_into("#unlock", "geese by the sea").await;
    journey.press([fantoccini::key::Key::Enter]).await;
    journey.wait_for_text(".notice", "Your work is back").await;
    assert!(!journey.text(".notice").await.contains("not locked"));
    journey.go_to("Ambition").await;
    take_back_all(&journey, 2).await;
    journey.js_until(&format!("return {IN_TAB}.startsWith('{locked}')")).await;
    journey.save_work(None).await;
    let again = |number: u32| KEPT.replace(".ambition", &format!(" ({number}).ambition"));
    assert!(journey.downloaded(&again(1)).await.starts_with(locked.as_bytes()));
    journey.click(".save-work").await;
    journey.click("#ask-in-clear").await;
    journey.wait_for_text(".save-dialog .refused", "Anyone who has the file").await;
    journey.click("#save-in-clear").await;
    assert!(journey.downloaded(&again(2)).await.starts_with(b"{\"format\":\"ambition-work\","));
}
