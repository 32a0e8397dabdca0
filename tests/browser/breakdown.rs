//! The engine breaks down, or gets no worker to run in: the work stays.

use fantoccini::key::Key;
use serde_json::{Value, json};

use super::support::{Browser, Journey, TestFolder};

/// Keeps every engine's worker that the page makes where the test finds it.
pub const KEEP_WORKERS: &str = "const Plain = Worker;
    globalThis.workers = [];
    globalThis.Worker = class extends Plain {
        constructor(address, options) { super(address, options); if (options.name === 'engine') workers.push(this); }
    };";

/// Refuses a worker, as some locked-down browsers do.
const REFUSE_WORKERS: &str =
    "globalThis.Worker = class { constructor() { throw new DOMException('no', 'SecurityError'); } };";

/// Keeps every engine that the page starts, wherever it runs, where the test finds it.
const KEEP_HOSTS: &str = "globalThis.hosts = [];
    let start;
    Object.defineProperty(globalThis, 'ambitionEngine', {
        get: () => () => { hosts.push(start()); return hosts.at(-1); },
        set: given => { start = given; }
    });";

/// What a browser is told before the page starts.
pub async fn journey_with(script: &str) -> Journey {
    let journey = Journey::begin().await;
    journey.before_each_page(script);
    journey.reload().await;
    journey
}

/// Two changed targets of the sample.
pub async fn edit_twice(browser: &Browser) {
    browser.go_to("Pupils").await;
    for (cell, value, percent) in [("#target-14-KS2_Maths", '4', "71.0%"), ("#target-3-KS2_Maths", '3', "69.4%")] {
        browser.click(cell).await;
        browser.chord(&[Key::Control], 'a').await;
        browser.chord(&[], value).await;
        browser.key(Key::Enter).await;
        browser.wait_for_text(".strip", percent).await;
    }
}

/// Puts the notice away and takes as many changes back as there are, one by one.
pub async fn take_back_all(browser: &Browser, changes: usize) {
    browser.click(".notice button").await;
    for left in (0..changes).rev() {
        browser.click(".steps-row button").await;
        let gone = format!("return document.querySelectorAll('.history li').length === {left}");
        assert_eq!(browser.js_until(&gone).await, true);
    }
    assert_eq!(browser.figure("ks2.both4").await, "69.4% · 43 of 62 pupils");
}

/// Figures and history, to be compared.
async fn work(browser: &Browser) -> Value {
    browser.go_to("Ambition").await;
    json!([browser.figures().await, browser.history().await])
}

/// Posts something to the worker that the page uses now, once there is one.
pub async fn post(browser: &Browser, message: Value) {
    browser.js_until("return workers.length > 0").await;
    browser.js("workers.at(-1).postMessage(arguments[0])", vec![message]).await;
}

async fn workers(browser: &Browser) -> Value {
    browser.js("return workers.length", vec![]).await
}

/// After two changes, a message of ruin: everything is back, and goes on.
async fn survives(message: Value) {
    let journey = journey_with(KEEP_WORKERS).await;
    journey.open_sample().await;
    edit_twice(&journey).await;
    let before = work(&journey).await;
    assert_eq!(before[1].as_array().unwrap().len(), 2);
    post(&journey, message).await;
    journey.wait_for_text(".notice", "started again").await;
    assert_eq!(workers(&journey).await, 2);
    journey.js_until("return document.querySelectorAll('.history li').length === 2").await;
    assert_eq!(work(&journey).await, before);
    assert_eq!(journey.accessibility_faults().await, "");
    journey.pictures("restarted").await;
    // The log is back as well, not only its result.
    take_back_all(&journey, 2).await;
}

#[tokio::test]
async fn a_panic_leaves_the_work() {
    survives(json!(["crash"])).await;
}

/// What is thrown rather than a panic comes as the worker's `error` event.
#[tokio::test]
async fn an_error_leaves_the_work() {
    survives(json!(["exchange", 1, "no JSON"])).await;
}

/// The working file as it would be kept now.
async fn kept(browser: &Browser, name: &str) -> Vec<u8> {
    browser.go_to("Ambition").await;
    browser.save_work(None).await;
    browser.downloaded(name).await
}

/// The log is the same to the byte, and what was being typed is still in its cell.
#[tokio::test]
async fn killed_in_mid_edit_nothing_is_lost() {
    let journey = journey_with(KEEP_WORKERS).await;
    journey.open_sample().await;
    edit_twice(&journey).await;
    let (before, shown) = (kept(&journey, "Hillview-Primary-invented.ambition").await, work(&journey).await);
    journey.go_to("Pupils").await;
    journey.click("#target-5-KS2_Maths").await;
    journey.chord(&[Key::Control], 'a').await;
    journey.chord(&[], '5').await;
    post(&journey, json!(["crash"])).await;
    journey.wait_for_text(".notice", "started again").await;
    let typed = "return document.querySelector('#target-5-KS2_Maths').value";
    assert_eq!(journey.js(typed, vec![]).await, "5");
    journey.key(Key::Escape).await;
    assert_eq!(work(&journey).await, shown);
    assert_eq!(kept(&journey, "Hillview-Primary-invented (1).ambition").await, before);
    // A value that the engine was given and did not answer stays in its cell, and is given to the next engine.
    journey.go_to("Pupils").await;
    journey.click("#target-5-KS2_Maths").await;
    journey.chord(&[Key::Control], 'a').await;
    journey.chord(&[], '5').await;
    post(&journey, json!(["crash"])).await;
    journey.key(Key::Enter).await;
    journey.wait_for_text(".notice", "started again").await;
    let history = &work(&journey).await[1];
    assert!(
        history[2].as_str().unwrap().contains("4 \u{2192} 5") || history[0].as_str().unwrap().contains("4 \u{2192} 5")
    );
    assert_eq!(history.as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn a_chosen_file_is_read_again() {
    let journey = journey_with(KEEP_WORKERS).await;
    let folder = TestFolder::new();
    let path = folder.write("sample.csv", include_str!("../../static/sample-year-6.csv"));
    journey.open_path(&path).await;
    journey.wait_for_text("h1", "How your file was read").await;
    edit_twice(&journey).await;
    let before = work(&journey).await;
    // Again and again: each time with an answer in between, so the page does not give up.
    for restarts in 2..=6 {
        post(&journey, json!(["crash"])).await;
        let again =
            format!("return workers.length === {restarts} && document.querySelector('.notice').innerText !== ''");
        assert_eq!(journey.js_until(&again).await, true);
        journey.click(".notice button").await;
        assert_eq!(work(&journey).await, before);
    }
}

/// Current performance is read again after the file whose it is, and what was typed beside it stays.
#[tokio::test]
async fn current_performance_is_read_again() {
    let journey = journey_with(KEEP_WORKERS).await;
    journey.open_sample().await;
    journey.go_to("Ambition").await;
    let folder = TestFolder::new();
    let path =
        folder.write("last.csv", include_str!("../../engine/tests/challenge_examples/below-current/current.csv"));
    journey.choose_file("#choose-current", &path).await;
    journey.wait_for_text("article .current", "Current performance").await;
    let before = journey.text(".target-card .current").await;
    edit_twice(&journey).await;
    post(&journey, json!(["crash"])).await;
    journey.wait_for_text(".notice", "started again").await;
    for _ in 0..2 {
        journey.click(".steps-row button").await;
    }
    journey.go_to("Ambition").await;
    journey.wait_for_text(".target-card .percent", "69.4%").await;
    journey.wait_for_text(".target-card .current", &before).await;
    journey.wait_for_text(".current-card", "last.csv").await;
}

/// Saved over by another program, or gone with its stick: the page holds the bytes of such a file.
#[tokio::test]
async fn a_file_saved_over_meanwhile_costs_nothing() {
    let journey = journey_with(KEEP_WORKERS).await;
    let folder = TestFolder::new();
    let sample = include_str!("../../static/sample-year-6.csv");
    let path = folder.write("sample.csv", sample);
    journey.open_path(&path).await;
    journey.wait_for_text("h1", "How your file was read").await;
    std::fs::write(&path, format!("{sample}x")).unwrap();
    edit_twice(&journey).await;
    let before = work(&journey).await;
    std::fs::remove_file(path).unwrap();
    post(&journey, json!(["crash"])).await;
    journey.wait_for_text(".notice", "started again").await;
    assert_eq!(work(&journey).await, before);
    let saved = kept(&journey, "Hillview-Primary-invented.ambition").await;
    assert!(String::from_utf8(saved).unwrap().contains(&format!(r#""size":{},"#, sample.len())));
    let in_tab = "return (sessionStorage.getItem('ambition.tab.work') ?? '').includes('sample.csv')";
    assert_eq!(journey.js_until(in_tab).await, true);
    assert_eq!(journey.complaints(), [""; 0]);
}

/// A file too large to be held: its changes wait for it, and it is known again.
#[tokio::test]
async fn a_large_file_that_is_gone_is_asked_for_again() {
    let journey = journey_with(KEEP_WORKERS).await;
    let folder = TestFolder::new();
    let sample = include_str!("../../static/sample-year-6.csv");
    let (heading, rows) = sample.split_once('\n').unwrap();
    let wide = rows.lines().map(|row| format!("{row},{}\n", "x".repeat(900_000))).collect::<String>();
    let text = format!("{},Wide\n{wide}", heading.trim_end());
    let path = folder.write("large.csv", &text);
    journey.open_path(&path).await;
    journey.wait_for_text(".opened-file", "62 pupils").await;
    edit_twice(&journey).await;
    let before = work(&journey).await;
    std::fs::remove_file(&path).unwrap();
    post(&journey, json!(["crash"])).await;
    journey.wait_for_text("main", "2 changes to it kept here: choose the file again").await;
    // Another file is asked about.
    journey.open_path(&folder.write("school.csv", "UPN,Target_KS2_Maths\r\nA1,4\r\n")).await;
    journey.wait_for_text(".unsaved-question", "2 changes are not saved").await;
    journey.click("#keep-work").await;
    journey.open_path(&folder.write("copy.csv", &text)).await;
    journey.wait_for_text(".notice", "Your work is back").await;
    assert_eq!(work(&journey).await, before);
    assert_eq!(journey.complaints(), [""; 0]);
}

#[tokio::test]
async fn an_engine_with_nothing_open_starts_again() {
    let journey = journey_with(KEEP_WORKERS).await;
    post(&journey, json!(["crash"])).await;
    journey.wait_for_text(".notice", "started again").await;
    journey.open_sample().await;
    assert_eq!(workers(&journey).await, 2);
}

/// An engine on the page's own thread is replaced as one in a worker is.
#[tokio::test]
async fn without_a_worker_a_panic_leaves_the_work() {
    let journey = journey_with(&format!("{REFUSE_WORKERS}{KEEP_HOSTS}")).await;
    journey.open_sample().await;
    edit_twice(&journey).await;
    let before = work(&journey).await;
    journey.js("hosts.at(-1).postMessage(['crash'])", vec![]).await;
    journey.wait_for_text(".notice", "started again").await;
    journey.js_until("return document.querySelectorAll('.history li').length === 2").await;
    assert_eq!(work(&journey).await, before);
    assert_eq!(journey.js("return hosts.length", vec![]).await, 2);
}

#[tokio::test]
async fn without_a_worker_the_page_does_it_itself() {
    let journey = journey_with(REFUSE_WORKERS).await;
    journey.wait_for_text(".remarks", "refuses a background worker").await;
    assert_eq!(journey.accessibility_faults().await, "");
    journey.open_sample().await;
    edit_twice(&journey).await;
    journey.go_to("Ambition").await;
    assert_eq!(journey.figure("ks2.both4").await, "69.4% · 43 of 62 pupils");
    assert_eq!(journey.history().await.as_array().unwrap().len(), 2);
    let folder = TestFolder::new();
    let path = folder.write("school.csv", "UPN,KS1_Maths,Target_KS2_English,Target_KS2_Maths\r\nA1,2b,4,4\r\n");
    journey.go_to("File").await;
    journey.open_path_unsaved(&path).await;
    journey.wait_for_text(".opened-file", "1 pupil").await;
    journey.go_to("Ambition").await;
    assert_eq!(journey.figure("ks2.both4").await, "100.0% · 1 of 1 pupil");
    assert_eq!(journey.complaints(), [""; 0]);
}
