//! The page starts, wherever it is opened from, and asks for nothing.

use super::support::{Browser, Journey, TestFolder, packed_page};

#[tokio::test]
async fn no_requests_beyond_the_page() {
    let journey = Journey::begin().await;
    // A request for an icon comes late, if at all.
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    assert_eq!(journey.further_requests(), [""; 0]);
}

#[tokio::test]
async fn an_old_browser_is_told() {
    let journey = Journey::begin().await;
    let script = "Object.defineProperty(window, 'DecompressionStream', { value: undefined })";
    journey.devtools("Page.addScriptToEvaluateOnNewDocument", &serde_json::json!({ "source": script }));
    journey.client.refresh().await.unwrap();
    journey.wait_for_text("#boot-old", "This page needs a newer browser").await;
}

#[tokio::test]
async fn a_browser_that_cannot_decode_base64_by_itself_starts() {
    let journey = Journey::begin().await;
    let script = "delete Uint8Array.fromBase64";
    journey.devtools("Page.addScriptToEvaluateOnNewDocument", &serde_json::json!({ "source": script }));
    journey.client.refresh().await.unwrap();
    let state = "return !Uint8Array.fromBase64 && document.documentElement.getAttribute('data-ambition')";
    assert_eq!(journey.js_until(state).await, "ready");
}

#[tokio::test]
async fn a_damaged_file_is_told() {
    let engine = "<script id=\"wasm\" type=\"text/plain\">";
    let damaged = packed_page().replace(engine, &format!("{engine}AAAA"));
    let folder = TestFolder::new();
    let path = folder.write("damaged.html", &damaged);
    let browser = Browser::start().await;
    browser.client.goto(&format!("file://{}", path.display())).await.unwrap();
    browser.wait_for_text("#boot-failed", "could not start").await;
}

#[tokio::test]
async fn the_first_view_is_accessible() {
    let journey = Journey::begin().await;
    assert_eq!(journey.accessibility_faults().await, "");
    journey.pictures("start").await;
}

#[tokio::test]
async fn the_notices_of_the_libraries_are_under_method() {
    let journey = Journey::begin().await;
    journey.open_sample().await;
    journey.go_to("Method").await;
    journey.click(".licences summary").await;
    journey.wait_for_text(".licences pre", "Permission is hereby granted").await;
    journey.wait_for_text(".licences pre", "yew ").await;
    assert_eq!(journey.accessibility_faults().await, "");
}
