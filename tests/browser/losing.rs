//! Nothing is lost: another file over unsaved work, a reading that hangs, work that is large, damaged, or no longer fits.

use serde_json::{Value, json};

use super::breakdown::{edit_twice, journey_with, take_back_all};
use super::keeping::{KEPT, asks_before_leaving, work};
use super::large::in_workers;
use super::support::{Browser, Journey, TestFolder};
use ambition_test_support::workbooks::{add_sheet, xlsx};

const SCHOOL: &str = "UPN,KS1_Maths,Target_KS2_English,Target_KS2_Maths\r\nA1,2b,4,4\r\n";

/// Whether the page asks about unsaved changes.
async fn is_asked(browser: &Browser) {
    browser.wait_for_text(".unsaved-question h2", "2 changes are not saved").await;
    assert_eq!(browser.js_until("return document.activeElement.id === 'keep-work'").await, true);
}

#[tokio::test]
async fn another_file_over_unsaved_work_is_asked_about() {
    let journey = Journey::begin().await;
    let folder = TestFolder::new();
    let path = folder.write("school.csv", SCHOOL);
    journey.open_sample().await;
    edit_twice(&journey).await;
    journey.wait_for_text(".save-state.unsaved", "2 unsaved").await;
    let before = work(&journey).await;
    journey.go_to("File").await;
    let pasted = "const data = new DataTransfer(); data.setData('text/plain', 'UPN\\tKS1_Maths\\nA1\\t2b\\n');
        document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }))";
    let dropped = "const data = new DataTransfer(); data.items.add(new File(['UPN,KS1_Maths\\nA1,2b\\n'], 'a.csv'));
        document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }))";
    let sample = "document.querySelector('.samples .historical button').click()";
    for way in [pasted, dropped, sample] {
        journey.js(way, vec![]).await;
        is_asked(&journey).await;
        journey.click("#keep-work").await;
        assert_eq!(journey.js_until("return !document.querySelector('.unsaved-question')").await, true);
    }
    assert_eq!(work(&journey).await, before);
    journey.go_to("File").await;
    journey.open_path(&path).await;
    is_asked(&journey).await;
    assert_eq!(journey.accessibility_faults().await, "");
    journey.pictures("unsaved-question").await;
    journey.click("#save-then-open").await;
    journey.wait_for_text(".opened-file", "1 pupil").await;
    let saved = journey.downloaded(KEPT).await;
    // The work that was saved is the work that was there.
    let kept = folder.join(KEPT);
    std::fs::write(&kept, saved).unwrap();
    journey.go_to("File").await;
    journey.open_path(&kept).await;
    journey.wait_for_text(".notice", "Your work is back").await;
    assert_eq!(work(&journey).await, before);
    take_back_all(&journey, 2).await;
    journey.go_to("File").await;
    journey.open_path_unsaved(&path).await;
    journey.wait_for_text(".opened-file", "1 pupil").await;
    assert_eq!(journey.complaints(), [""; 0]);
}

/// A passphrase that was not used is gone with the file it was typed for.
#[tokio::test]
async fn what_was_typed_for_one_file_does_not_reach_the_next() {
    let journey = Journey::begin().await;
    let folder = TestFolder::new();
    let path = folder.write("next.csv", SCHOOL);
    journey.open_sample().await;
    journey.click(".save-work").await;
    journey.type_into("#passphrase", "geese by the sea").await;
    journey.js("document.querySelector('.save-dialog').close()", vec![]).await;
    journey.go_to("File").await;
    journey.open_path(&path).await;
    journey.wait_for_text(".opened-file", "1 pupil").await;
    assert_eq!(journey.js("return document.querySelector('#passphrase').value", vec![]).await, "");
    assert_eq!(journey.complaints(), [""; 0]);
}

/// The module that reads workbooks never comes back.
const HANGS: &str = "globalThis.ambitionSpreadsheets = undefined;
    Object.defineProperty(globalThis, 'ambitionSpreadsheets', { set() {}, get() {
        return () => Promise.resolve({ open() { for (;;) {} } });
    } });";

#[tokio::test]
async fn a_reading_that_hangs_is_cancelled_or_ended() {
    let journey = Journey::begin().await;
    in_workers(&journey, HANGS);
    journey.reload().await;
    journey.open_sample().await;
    edit_twice(&journey).await;
    let before = work(&journey).await;
    let folder = TestFolder::new();
    let path = folder.join("hangs.xlsx");
    std::fs::write(&path, xlsx(|book| add_sheet(book, "Pupils", &[&["UPN", "KS1_Maths"], &["A1", "2b"]]))).unwrap();
    journey.go_to("File").await;
    journey.open_path_unsaved(&path).await;
    journey.click(".progress button").await;
    journey.wait_for("#choose").await;
    journey.wait_for_text(".notice", "started again").await;
    assert_eq!(work(&journey).await, before);
    // Nobody presses Cancel.
    journey.click(".notice button").await;
    journey.go_to("File").await;
    journey.open_path_unsaved(&path).await;
    journey.wait_for(".progress").await;
    tokio::time::sleep(std::time::Duration::from_secs(20)).await;
    journey.wait_for_text("main", "something in it stops the engine").await;
    assert_eq!(work(&journey).await, before);
}

/// Holds back what would be written to the disk.
const KEEP_SAVED: &str = "const make = URL.createObjectURL;
    URL.createObjectURL = it => { globalThis.saved = it; return make.call(URL, it); };
    HTMLAnchorElement.prototype.click = () => {};";
/// Bytes of a large file: its base64 would be longer than the longest text that Chromium has.
const LARGE: u64 = 450 << 20;

/// The file of 450 MB is one of zeros, which takes no room on the disk.
#[tokio::test]
async fn work_on_450_megabytes_is_saved_to_the_byte_and_opens_again() {
    let journey = journey_with(KEEP_SAVED).await;
    let folder = TestFolder::new();
    let path = folder.write("large.csv", SCHOOL);
    std::fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(LARGE).unwrap();
    journey.open_path(&path).await;
    journey.wait_for_text(".opened-file", "1 pupil").await;
    journey.save_work(None).await;
    // Every byte is read for its check sum.
    for _ in 0..60 {
        assert_eq!(journey.text(".notice").await, "");
        if journey.js("return globalThis.saved.size > 4e8", vec![]).await == true {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }
    journey.wait_for_text("[role='status'].vh", "Your work was saved.").await;
    let ends = "const text = await saved.slice(0, 1000).text(), end = await saved.slice(saved.size - 2).text();
        return [saved.size, text, end]";
    let ends = journey.js_async(ends, vec![]).await;
    let text = ends[1].as_str().unwrap();
    let head = text.split_inclusive("]}").next().unwrap();
    assert!(head.contains(&format!("\"size\":{LARGE},")), "{head}");
    assert_eq!((ends[0].as_u64().unwrap(), ends[2].as_str()), (LARGE + head.len() as u64, Some("\0\0")));
    let open = "const files = new DataTransfer(); files.items.add(new File([saved], 'large.ambition'));
        const input = document.querySelector('#choose'); input.files = files.files;
        input.dispatchEvent(new Event('change', { bubbles: true }))";
    journey.go_to("File").await;
    journey.js(open, vec![]).await;
    journey.wait_for_text(".notice", "Your work is back").await;
    journey.wait_for_text(".opened-file", "1 pupil").await;
}

/// What waits for a moment waits for ever here, as it does for a tab that is loaded again at once.
const NO_MOMENT: &str = "const later = setTimeout;
    globalThis.setTimeout = (run, time, ...rest) => time === 300 ? 0 : later(run, time, ...rest);";

#[tokio::test]
async fn the_tab_keeps_the_first_change_at_once() {
    let journey = journey_with(NO_MOMENT).await;
    journey.open_sample().await;
    journey.go_to("Ambition").await;
    journey.type_current("ks2.both4", "50").await;
    let kept = "return (sessionStorage.getItem('ambition.tab.work') ?? '').includes('ks2.both4')";
    assert_eq!(journey.js_until(kept).await, true);
}

/// A browser that holds less than it was given.
const FORGETS: &str = "const Plain = Blob;
    globalThis.Blob = class extends Plain {
        constructor(parts, options) { super(parts && parts.length > 2 ? parts.slice(0, 2) : parts, options); }
    };";

#[tokio::test]
async fn what_the_browser_does_not_hold_is_not_saved() {
    let journey = journey_with(FORGETS).await;
    journey.open_sample().await;
    edit_twice(&journey).await;
    journey.save_work(None).await;
    journey.wait_for_text(".notice", "nothing was saved").await;
    assert_eq!(asks_before_leaving(&journey).await, true);
}

/// Saved work of the sample with one change.
async fn saved_work(folder: &TestFolder) -> String {
    let journey = Journey::begin().await;
    journey.open_path(&folder.write("a.csv", include_str!("../../static/sample-year-6.csv"))).await;
    journey.wait_for_text(".opened-file", "62 pupils").await;
    edit_twice(&journey).await;
    journey.save_work(None).await;
    String::from_utf8(journey.downloaded(KEPT).await).unwrap()
}

#[tokio::test]
async fn damaged_work_is_named_and_opened_only_all_the_same() {
    let folder = TestFolder::new();
    let saved = saved_work(&folder).await;
    let place = saved.find("\"content\":\"").unwrap() + 2_000;
    let altered = format!(
        "{}{}{}",
        &saved[..place],
        if saved[place..].starts_with('A') { 'B' } else { 'A' },
        &saved[place + 1..]
    );
    let cut = saved[..saved.len() - 500].to_owned();
    for (name, text) in [("altered.ambition", altered), ("cut.ambition", cut)] {
        let journey = Journey::begin().await;
        journey.open_path(&folder.write(name, &text)).await;
        journey.wait_for_text(".error-summary", "Damaged: \u{201c}a.csv\u{201d}").await;
        assert_eq!(journey.accessibility_faults().await, "");
        journey.click(".error-summary .button").await;
        journey.wait_for_text(".notice", "Your work is back").await;
    }
}

#[tokio::test]
async fn changes_that_do_not_fit_are_counted_and_listed() {
    let folder = TestFolder::new();
    let mut saved: Value = serde_json::from_str(&saved_work(&folder).await).unwrap();
    let changes = saved["changes"].as_array_mut().unwrap();
    for pupil in [4_294_967_295_u32, 4_294_967_294] {
        let change = json!({ "set-target": { "pupil": pupil, "result": "KS2_Maths", "value": "4" } });
        changes.insert(0, change);
    }
    // Work of before check sums.
    saved.as_object_mut().unwrap().remove("changes_sha256");
    let journey = Journey::begin().await;
    journey.open_path(&folder.write("older.ambition", &saved.to_string())).await;
    journey.wait_for_text(".notice", "2 of 4 changes could not be made again: There is no such target").await;
    journey.click(".notice button").await;
    let list = String::from_utf8(journey.downloaded("changes-not-made-again.txt").await).unwrap();
    assert_eq!(list.lines().count(), 2, "{list}");
    journey.click(".notice button:last-child").await;
    journey.go_to("Ambition").await;
    assert_eq!(journey.history().await.as_array().unwrap().len(), 2);
}
