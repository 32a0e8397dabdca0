//! Small files that claim to be large, never end, hide rows, or were made to give something away: the page says of each
//! what is right, and takes little memory for it. How long each takes is printed (`--nocapture`), not asserted.

use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::{Value, json};

use super::large::in_workers;
use super::support::Journey;

/// The most memory that either module of the engine's worker may have, in bytes.
const MOST_BYTES: f64 = (64 << 20) as f64;

/// What the page says of a file.
enum Saying {
    /// It is refused, in words that hold these.
    Refused(&'static str),
    /// It is open: the account of its rows, and words that stand on Check or in the notice.
    Open(&'static str, &'static str),
}
use Saying::{Open, Refused};

/// Files opened together, and what is said of them.
const FILES: [(&[&str], Saying); 25] = [
    (&["crates/spreadsheets/tests/hostile/bomb-ratio.xlsx"], Refused("would become far larger")),
    (&["crates/spreadsheets/tests/hostile/ods-no-end-of-table.ods"], Refused("the end of a sheet is missing")),
    (&["crates/spreadsheets/tests/hostile/ods-spaces-1e9.ods"], Refused("more than 1 MB of text")),
    (&["crates/spreadsheets/tests/hostile/xls-cell-at-65535-65535.xls"], Refused("a cell lies outside the sheet")),
    (&["crates/spreadsheets/tests/hostile/row-0.xlsx"], Open("0 rows read = 0 pupils + 0 not counted", "")),
    (&["crates/spreadsheets/tests/hostile/sst-count-lie.xlsx"], Open("1 row read = 1 pupil + 0 not counted", "")),
    (
        &["crates/spreadsheets/tests/hostile/xls-cell-at-65535-1000.xls"],
        Open("2 rows read = 1 pupil + 1 not counted", "65536"),
    ),
    (
        &["crates/spreadsheets/tests/hostile/xls-cell-at-65535-1500.xls"],
        Open("2 rows read = 1 pupil + 1 not counted", "65536"),
    ),
    (&["engine/tests/hostile/lost-rows-a.csv"], Open("4 rows read = 1 pupil + 3 not counted", "389")),
    (&["engine/tests/hostile/lost-rows-b.csv"], Open("3 rows read = 3 pupils + 0 not counted", "")),
    (
        &["engine/tests/hostile/lost-rows-a.csv", "engine/tests/hostile/lost-rows-b.csv"],
        Open("7 rows read = 4 pupils + 3 not counted", ""),
    ),
    (
        &["engine/tests/hostile/two-lists-second-has-more-columns.csv"],
        Open("31 rows read = 30 pupils + 1 not counted", "17"),
    ),
    (&["engine/tests/hostile/formula.csv"], Open("99 rows read = 98 pupils + 1 not counted", "=1+1")),
    (&["engine/tests/hostile/rank.csv"], Open("312 rows read = 312 pupils + 0 not counted", "")),
    (&["engine/tests/hostile/good.ambition"], Open("64 rows read = 62 pupils + 2 not counted", "Your work is back")),
    (&["engine/tests/hostile/flip1.ambition"], Open("64 rows read = 62 pupils + 2 not counted", "NUL")),
    (
        &["engine/tests/hostile/out-of-range.ambition"],
        Open("64 rows read = 62 pupils + 2 not counted", "could not be made again"),
    ),
    (&["engine/tests/sharing/1-nested-ethnicity.csv"], Open("460 rows read = 460 pupils + 0 not counted", "")),
    (&["engine/tests/sharing/2-class-in-year.csv"], Open("119 rows read = 119 pupils + 0 not counted", "")),
    (&["engine/tests/sharing/3-schools.csv"], Open("154 rows read = 154 pupils + 0 not counted", "")),
    (&["engine/tests/sharing/4-nested-measures.csv"], Open("60 rows read = 60 pupils + 0 not counted", "")),
    (&["engine/tests/sharing/5-left-out.csv"], Open("102 rows read = 102 pupils + 0 not counted", "")),
    (&["engine/tests/sharing/6-care.csv"], Open("94 rows read = 94 pupils + 0 not counted", "")),
    (&["engine/tests/sharing/8-ranks-seed3.csv"], Open("302 rows read = 302 pupils + 0 not counted", "")),
    (&["engine/tests/sharing/8-ranks-seed4.csv"], Open("292 rows read = 292 pupils + 0 not counted", "")),
];

/// Lets the worker say how much memory each of its modules has. It never gets less.
const TELL_MEMORY: &str = "if (!globalThis.memories) {
        globalThis.memories = [];
        const plain = WebAssembly.instantiate;
        WebAssembly.instantiate = (...all) => plain(...all).then(made => {
            memories.push((made.instance ?? made).exports.memory);
            return made;
        });
        const told = new BroadcastChannel('memory');
        new BroadcastChannel('ask-memory').onmessage = () => told.postMessage(memories.map(it => it.buffer.byteLength));
    }";
const ASK_MEMORY: &str = "const channel = new BroadcastChannel('memory'), all = [];
    channel.onmessage = event => all.push(...event.data);
    new BroadcastChannel('ask-memory').postMessage(0);
    for (let waits = 0; waits < 200 && all.length === 0; waits += 1) await new Promise(done => setTimeout(done, 20));
    return all;";

/// Chooses files, and waits until the page says what became of them: `true`: they are open.
async fn choose(journey: &Journey, files: &[&str]) -> bool {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let paths = files.iter().map(|file| root.join(file)).collect::<Vec<PathBuf>>();
    let paths = paths.iter().map(|path| path.to_str().unwrap()).collect::<Vec<_>>().join("\n");
    journey.type_into("#choose", &paths).await;
    let answer = "return document.querySelector('.error-summary') ? 'refused'
        : document.querySelector('.opened-file') ? 'open' : null";
    journey.js_until(answer).await == "open"
}

/// What is said that is not right.
async fn wrong(journey: &Journey, open: bool, saying: &Saying) -> Option<String> {
    if !open {
        let said = journey.text(".error-summary").await;
        return match saying {
            Refused(words) if said.contains(words) => None,
            _ => Some(format!("refused: {said}")),
        };
    }
    journey.go_to("Check").await;
    let notice = "return document.querySelector('.notice')?.innerText ?? ''";
    let notice = journey.js(notice, vec![]).await;
    let said = format!("{} {}", journey.text("main").await, notice.as_str().unwrap_or_default());
    match saying {
        Open(account, words) if said.contains(account) && said.contains(words) => None,
        _ => Some(format!("open: {said}")),
    }
}

#[tokio::test]
async fn hostile_files_are_read_or_refused_in_words() {
    let journey = Journey::begin().await;
    in_workers(&journey, TELL_MEMORY);
    let mut faults = Vec::new();
    for (files, saying) in &FILES {
        journey.reload().await;
        let begun = Instant::now();
        let open = choose(&journey, files).await;
        let took = begun.elapsed();
        let names = files.iter().map(|file| file.rsplit('/').next().unwrap()).collect::<Vec<_>>().join(" + ");
        let memory = journey.js_async(ASK_MEMORY, vec![]).await;
        let bytes = memory.as_array().unwrap().iter().filter_map(Value::as_f64).fold(0.0, f64::max);
        println!("{names}: {} ms, {:.1} MB", took.as_millis(), bytes / f64::from(1 << 20));
        if let Some(why) = wrong(&journey, open, saying).await {
            faults.push(format!("{names}: {why}"));
        }
        if bytes == 0.0 || bytes > MOST_BYTES {
            faults.push(format!("{names}: {memory} bytes"));
        }
        faults.extend(journey.complaints().into_iter().map(|complaint| format!("{names}: {complaint}")));
    }
    assert_eq!(json!(faults), json!([]), "{}", faults.join("\n\n"));
}
