//! Large files, which two engines read: the outcome is that of one, whatever becomes of the second.

use std::fmt::Write;
use std::path::PathBuf;

use super::support::{Browser, Journey, TestFolder};

const HEADINGS: &str = "UPN,Surname,KS1_Maths,Target_KS2_English,Target_KS2_Maths\n";
/// Rows of 43 bytes: nearly 11 MB, more than is read by one engine alone.
const ROWS: usize = 250_000;

/// Writes a file in which every fifth pupil is short of the mark and the last row repeats the first; `instead` is a row's
/// number and what to write in its place.
pub fn write_pupils(folder: &TestFolder, count: usize, instead: Option<(usize, &str)>) -> PathBuf {
    let mut text = HEADINGS.to_owned();
    for number in 0..count {
        let target = if number % 5 == 0 { '3' } else { '4' };
        match instead {
            Some((at, row)) if at == number => text.push_str(row),
            _ => writeln!(text, "A{number:012},Surname of {number:010},2b,{target},4").unwrap(),
        }
    }
    text.push_str("A000000000000,Surname of 0000000000,2b,4,4\n");
    folder.write("large.csv", &text)
}

/// Such a file of `ROWS` pupils, `row` in place of one.
fn large(folder: &TestFolder, at: usize, row: &str) -> PathBuf {
    write_pupils(folder, ROWS, Some((at, row)))
}

/// A row that begins before the cut and ends behind it: the line ends in it are within quotes. It is nearly as long as rows
/// may be, so that it does not matter where near the middle the cut is.
fn long_cell() -> (usize, String) {
    (ROWS / 2 + 1, format!("A,\"{}\",2b,4,4\n", "many\n".repeat(190_000)))
}

/// Counts how often a second engine serves the first; `second` is what becomes of its worker.
fn with_second(journey: &Journey, second: &str) {
    journey.before_each_page(&format!(
        "const Quick = Worker;
        globalThis.served = 0;
        globalThis.Worker = function (address, options) {{
            if (options.name === 'second') {{ {second} }}
            const worker = new Quick(address, options);
            worker.postMessage = function (sent, handed) {{
                if (sent.serves) served += 1;
                Quick.prototype.postMessage.call(worker, sent, handed);
            }};
            return worker;
        }};"
    ));
}

async fn served(journey: &Journey) -> serde_json::Value {
    journey.js("return globalThis.served", vec![]).await
}

async fn is_read(browser: &Browser, path: &std::path::Path, account: &str, last: &str) {
    browser.open_path(path).await;
    browser.wait_for_text("h1", "How your file was read").await;
    assert_eq!(browser.text(".view-head .lead strong").await, account);
    browser.wait_for_text("#set-aside + p + ul", last).await;
    browser.go_to("Ambition").await;
    assert_eq!(browser.figure("ks2.both4").await, "80.0% \u{b7} 200,000 of 250,000 pupils");
    assert_eq!(browser.complaints(), [""; 0]);
}

const ACCOUNT: &str = "250,001 rows read = 250,000 pupils + 1 not counted";

#[tokio::test]
async fn two_engines_read_a_large_file() {
    let journey = Journey::begin().await;
    with_second(&journey, "");
    journey.reload().await;
    let folder = TestFolder::new();
    is_read(&journey, &large(&folder, ROWS, ""), ACCOUNT, "row 250002").await;
    assert_eq!(served(&journey).await, 1);
}

/// The cut is inside a cell, so the first engine reads on by itself.
#[tokio::test]
async fn a_cut_within_quotes() {
    let journey = Journey::begin().await;
    let tells_cut = "const post = MessagePort.prototype.postMessage;
        MessagePort.prototype.postMessage = function (message, handed) {
            if (message[0] === 'shard' && message.length === 3) new BroadcastChannel('cut').postMessage(message[2]);
            post.call(this, message, handed);
        };";
    in_workers(&journey, tells_cut);
    journey.before_each_page("new BroadcastChannel('cut').onmessage = event => { globalThis.cut = event.data; }");
    journey.reload().await;
    let folder = TestFolder::new();
    let (at, row) = long_cell();
    let path = large(&folder, at, &row);
    is_read(&journey, &path, ACCOUNT, "row 250002").await;
    let begins = std::fs::read_to_string(&path).unwrap().find(&row).unwrap();
    let cut = journey.js("return globalThis.cut", vec![]).await.as_f64().unwrap() as usize;
    assert!((begins + 10..begins + row.len() - 20).contains(&cut), "{begins} {cut}");
}

/// A second engine that is refused, breaks down, or dies silently.
#[tokio::test]
async fn without_the_second_engine() {
    let breaks = "return { postMessage(sent) { if (sent.serves) sent.serves.postMessage({ panic: 'x' }) } }";
    // It says nothing, ever: the first one waits for it no longer than for a while.
    let silent = "return { postMessage() {}, addEventListener() {} }";
    for second in ["throw new Error('refused')", breaks, silent] {
        let journey = Journey::begin().await;
        with_second(&journey, second);
        journey.reload().await;
        let folder = TestFolder::new();
        is_read(&journey, &large(&folder, ROWS, ""), ACCOUNT, "row 250002").await;
    }
}

/// What runs in each worker before the engine does.
pub fn in_workers(journey: &Journey, script: &str) {
    journey.before_each_page(&format!(
        "const make = URL.createObjectURL;
        URL.createObjectURL = it => {{
            const type = it.type;
            return make.call(URL, type === 'text/javascript' ? new Blob([`{script}`, it], {{ type }}) : it);
        }};"
    ));
}

/// A second engine that breaks down when it has handed over some of its rows.
#[tokio::test]
async fn a_second_engine_that_breaks_down_on_the_way() {
    let journey = Journey::begin().await;
    let breaks = "const post = MessagePort.prototype.postMessage;
        let times = 0;
        MessagePort.prototype.postMessage = function (message, handed) {
            if (message[0] === 'shard-rows' && (times += 1) === 4) {
                new BroadcastChannel('breakdown').postMessage(times);
                throw new Error('broken');
            }
            post.call(this, message, handed);
        };";
    in_workers(&journey, breaks);
    journey
        .before_each_page("new BroadcastChannel('breakdown').onmessage = event => { globalThis.broken = event.data; }");
    journey.reload().await;
    let folder = TestFolder::new();
    is_read(&journey, &large(&folder, ROWS, ""), ACCOUNT, "row 250002").await;
    assert_eq!(journey.js("return globalThis.broken", vec![]).await, 4);
}

/// A browser that stops to fill the engine's buffers on the way, and one that cannot do it at all.
#[tokio::test]
async fn the_ordinary_way_to_read_a_file() {
    let stops = "const read = ReadableStreamBYOBReader.prototype.read;
        let times = 0;
        ReadableStreamBYOBReader.prototype.read = function (view) {
            times += 1;
            return times === 9 ? new Promise(() => {}) : read.call(this, view);
        };";
    let cannot = "const reader = ReadableStream.prototype.getReader;
        ReadableStream.prototype.getReader = function (options) {
            if (options) throw new TypeError('no such mode');
            return reader.call(this);
        };";
    for script in [stops, cannot] {
        let journey = Journey::begin().await;
        in_workers(&journey, script);
        journey.reload().await;
        let folder = TestFolder::new();
        is_read(&journey, &large(&folder, ROWS, ""), ACCOUNT, "row 250002").await;
    }
}

/// A file that is gone, or was saved again, before it is read: it is said in words, and every engine lives.
#[tokio::test]
async fn a_file_that_is_gone_when_it_is_read() {
    let journey = Journey::begin().await;
    with_second(&journey, "");
    journey.reload().await;
    let folder = TestFolder::new();
    for round in 0..4 {
        let path = large(&folder, ROWS, "");
        journey.hold(&path).await;
        let reason = if round % 2 == 0 {
            std::fs::remove_file(&path).unwrap();
            "NotFoundError: "
        } else {
            std::fs::write(&path, HEADINGS).unwrap();
            "NotReadableError: "
        };
        journey.choose_held("#choose").await;
        journey.wait_for_text(".error-summary", "could not be read to its end").await;
        journey.wait_for_text(".error-summary", reason).await;
        journey.open_sample().await;
        journey.go_to("File").await;
    }
    assert_eq!(journey.complaints(), [""; 0]);
}
