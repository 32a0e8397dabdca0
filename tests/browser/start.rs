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
    journey.js_until(&state_is("boot-old")).await;
    journey.wait_for_text("#boot-old", "This page needs a newer browser").await;
}

/// Whether the page has got so far as to show the sentence with this id, which is in it, hidden, from the start.
fn state_is(id: &str) -> String {
    format!("return document.documentElement.getAttribute('data-ambition') === '{id}'")
}

/// Whichever module is damaged, and where the file is cut off after the page's.
#[tokio::test]
async fn a_damaged_file_is_told() {
    let page = packed_page();
    let begins = |part: &str| format!("<script id=\"{part}\" type=\"text/plain\">");
    let damaged = |part: &str| page.replace(&begins(part), &format!("{}AAAA", begins(part)));
    let (before_engine, _) = page.split_once(&begins("engine")).unwrap();
    let half_an_engine = &page[..before_engine.len() + 600_000];
    let folder = TestFolder::new();
    let browser = Browser::start().await;
    for (name, text) in [
        ("page.html", damaged("page").as_str()),
        ("engine.html", damaged("engine").as_str()),
        ("none.html", before_engine),
        ("half.html", half_an_engine),
    ] {
        let path = folder.write(name, text);
        browser.client.goto(&format!("file://{}", path.display())).await.unwrap();
        browser.js_until(&state_is("boot-failed")).await;
        browser.wait_for_text("#boot-failed", "could not start").await;
        assert_eq!(browser.js("return document.querySelector('#boot-failed').hidden", vec![]).await, false);
    }
}

/// What is opened before the engine is there waits for it, longer than an engine may be silent.
#[tokio::test]
async fn a_file_opened_at_once_is_read() {
    let journey = Journey::begin().await;
    let held = "const compile = WebAssembly.compileStreaming;
        let modules = 0;
        const held = new Promise(release => { globalThis.releaseEngine = release; });
        WebAssembly.compileStreaming = async stream => {
            modules += 1;
            if (modules > 1) await held;
            return compile(stream);
        };
        const later = setTimeout, again = setInterval;
        // Twenty times as quick, so that 20 s of silence pass in one.
        globalThis.setTimeout = (run, wait, ...all) => later(run, wait >= 1000 ? wait / 20 : wait, ...all);
        globalThis.setInterval = (run, wait, ...all) => again(run, wait / 20, ...all);";
    journey.before_each_page(held);
    journey.reload().await;
    journey.click(".samples .historical button").await;
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    assert_eq!(journey.js("return ambitionBoot.engine", vec![]).await, serde_json::Value::Null);
    journey.js("releaseEngine()", vec![]).await;
    journey.wait_for_text(".opened-file", "62 pupils").await;
    let notice = "const notice = document.querySelector('.notice'); return notice === null ? '' : notice.innerText";
    assert_eq!(journey.js(notice, vec![]).await, "");
    journey.go_to("Ambition").await;
    assert_eq!(journey.figure("ks2.both4").await, "69.4% · 43 of 62 pupils");
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
