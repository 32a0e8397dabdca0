//! The helpers themselves, on a small page of their own: a journey can only be as right as they are.

use fantoccini::key::Key;

use super::support::{Browser, TestFolder};

/// A page with one fault that axe-core must find: a picture without a text.
const PAGE: &str = "<!doctype html><html lang=en><meta charset=utf-8><title>Harness</title><main><h1>Harness</h1>
<label>Name <input id=name></label> <button id=greet>Greet</button> <p id=greeting></p>
<label>File <input id=file type=file></label> <p id=content></p>
<a id=save download=saved.txt href='data:text/plain,kept'>Save</a> <img src='data:,'></main>
<script>
greet.onclick = () => setTimeout(() => { greeting.textContent = 'Hello ' + document.getElementById('name').value; }, 100);
file.onchange = async () => { content.textContent = await file.files[0].text(); };
document.documentElement.setAttribute('data-ambition', 'ready');
</script>";

/// A browser on that page, under a name that an address has to spell otherwise.
async fn open() -> Browser {
    let folder = TestFolder::new();
    let path = folder.write("harness # 100 %.html", PAGE);
    let browser = Browser::start().await;
    browser.open_file(&path).await;
    browser
}

#[tokio::test]
async fn typing_pressing_and_clicking_arrive() {
    let browser = open().await;
    browser.type_into("#name", "Ada").await;
    browser.press([Key::Tab, Key::Enter]).await;
    browser.wait_for_text("#greeting", "Hello Ada").await;
    browser.type_into("#name", " King").await;
    browser.click("#greet").await;
    browser.wait_for_text("#greeting", "Hello Ada King").await;
}

#[tokio::test]
async fn a_file_is_chosen_and_one_is_saved() {
    let browser = open().await;
    let folder = TestFolder::new();
    let path = folder.write("given.txt", "what it says");
    browser.choose_file("#file", &path).await;
    browser.wait_for_text("#content", "what it says").await;
    browser.click("#save").await;
    assert_eq!(browser.downloaded("saved.txt").await, b"kept");
}

#[tokio::test]
async fn a_fault_is_found() {
    let faults = open().await.accessibility_faults().await;
    assert!(faults.starts_with("image-alt (critical)"), "{faults}");
}

#[tokio::test]
async fn a_complaint_is_heard() {
    let browser = open().await;
    browser.js("console.error('no such thing')", vec![]).await;
    assert!(browser.complaints().iter().any(|line| line.contains("no such thing")));
}
