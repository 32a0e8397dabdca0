//! A question is answered, a target changed by keyboard and the change undone, the work saved and opened again.

use fantoccini::key::Key;
use serde_json::json;

use crate::breakdown::{edit_twice, take_back_all};
use crate::keeping::{KEPT, asks_before_leaving, save_locked, work};
use crate::keyboard::{FAULT, tab_to};
use crate::reading::{accept_suggestions, open_messy, press, wait_for_questions};
use crate::support::{PageOrigin, TestFolder};

from_both_origins! {
    questions_are_answered,
    a_target_is_changed_by_keyboard_and_the_change_undone,
    locked_work_opens_with_its_passphrase_only,
}

async fn questions_are_answered(origin: PageOrigin) {
    let page = origin.open().await;
    let folder = TestFolder::new();
    open_messy(&page, &folder).await;
    wait_for_questions(&page, 3).await;
    let answers = ["Key Stage 1 reading", "Key Stage 2 English target", "Key Stage 2 maths target"];
    for (answer, left) in answers.into_iter().zip([2, 1, 0]) {
        press(&page, "questions", answer).await;
        wait_for_questions(&page, left).await;
    }
    // One of the values that were not understood is given its meaning by hand, the others as suggested.
    accept_suggestions(&page).await;
    page.go_to("Ambition").await;
    assert_eq!(page.figure("ks2.both4").await, "75.0% · 3 of 4 pupils");
    assert_eq!(page.complaints(), [""; 0]);
}

async fn a_target_is_changed_by_keyboard_and_the_change_undone(origin: PageOrigin) {
    let page = origin.open().await;
    // Wide enough for the navigation to be beside the page.
    page.widen().await;
    page.open_sample().await;
    page.go_to("Pupils").await;
    // The new view takes the keyboard to its heading.
    assert_eq!(page.js_until("return document.activeElement.id === 'heading'").await, true);
    tab_to(&page, "#target-3-KS2_Maths", false).await;
    page.chord(&[], '3').await;
    page.key(Key::Enter).await;
    page.wait_for_text(".strip", "67.7%").await;
    assert_eq!(page.js(FAULT, vec![]).await, "");
    page.js_until("return document.activeElement.id === 'target-4-KS2_Maths'").await;
    page.chord(&[Key::Control], 'z').await;
    page.wait_for_text(".strip", "69.4%").await;
    page.chord(&[Key::Control], 'y').await;
    page.wait_for_text(".strip", "67.7%").await;
    page.pictures("core-edited").await;
    assert_eq!(page.complaints(), [""; 0]);
}

async fn locked_work_opens_with_its_passphrase_only(origin: PageOrigin) {
    let page = origin.open().await;
    let folder = TestFolder::new();
    page.open_sample().await;
    edit_twice(&page).await;
    let before = work(&page).await;
    let saved = save_locked(&page, "Grüße, 17 geese").await;
    let text = String::from_utf8(saved.clone()).unwrap();
    assert!(text.starts_with("{\"format\":\"ambition-work-locked\",\"version\":2,\"rounds\":600000,\"salt\":\""));
    assert!(!text.contains("sample-year-6"));
    assert_eq!(asks_before_leaving(&page).await, false);
    page.pictures("save-locked").await;
    let path = folder.join(KEPT);
    std::fs::write(&path, saved).unwrap();
    drop(page);

    let page = origin.open().await;
    page.open_secondary().await;
    page.go_to("File").await;
    page.open_path(&path).await;
    page.type_into("#unlock", "17 geese").await;
    page.press([Key::Enter]).await;
    page.wait_for_text(".unlock", "does not open it").await;
    assert_eq!(page.accessibility_faults().await, "");
    page.pictures("locked").await;
    // What was open is open still.
    page.wait_for_text(".opened-file", "40 pupils").await;
    // The umlaut in the two letters that another system writes.
    page.js("document.querySelector('#unlock').value = arguments[0]", vec![json!("Gru\u{308}ße, 17 geese")]).await;
    page.click(".unlock .primary").await;
    page.wait_for_text(".notice", "Your work is back").await;
    assert_eq!(work(&page).await, before);
    assert_eq!(asks_before_leaving(&page).await, false);
    assert_eq!(page.complaints(), [""; 0]);
    take_back_all(&page, 2).await;
}
