//! Files that the workers may not read, as WebKit has it for a page from `file://`: the page reads them for the engine.
//!
//! Chromium's workers are made to refuse here, so that every part of this is tested wherever the tests run. WebKit itself
//! opens files in the tests of `core`.

use std::path::Path;

use serde_json::json;

use super::breakdown::edit_twice;
use super::files::{SCHOOL, has_the_figures_of_the_school};
use super::keeping::{KEPT, work};
use super::large::{in_workers, write_pupils};
use super::spreadsheets::spreadsheets_are_read;
use super::support::{Journey, TestFolder};

/// Every way to read a file fails in a worker, even of one that it has made.
const REFUSE: &str = "const refused = () => new DOMException('The I/O read operation failed.', 'NotReadableError');
    const asBefore = Blob.prototype;
    Blob.prototype.stream = () => new ReadableStream({ pull() { throw refused(); } });
    for (const name of ['arrayBuffer', 'text', 'bytes']) Blob.prototype[name] = () => Promise.reject(refused());
    for (const name of ['ArrayBuffer', 'BinaryString', 'DataURL', 'Text']) {
        FileReaderSync.prototype['readAs' + name] = () => { throw refused(); };
        FileReader.prototype['readAs' + name] = function () {
            Object.defineProperty(this, 'error', { value: refused() });
            setTimeout(() => this.onloadend && this.onloadend());
        };
    }";

/// On the page: counts the slices that it reads for a worker, and the most of them at a time; each takes `delay`
/// milliseconds.
fn count_slices(delay: u32) -> String {
    format!(
        "const Plain = Worker;
        const read = Blob.prototype.arrayBuffer;
        let relays = false;
        globalThis.slices = {{ read: 0, now: 0, most: 0 }};
        globalThis.Worker = class extends Plain {{
            constructor(...all) {{
                super(...all);
                // Heard before the page's own listener.
                this.addEventListener('message', event => {{ relays = Boolean(event.data.relay); }});
            }}
        }};
        Blob.prototype.arrayBuffer = async function () {{
            if (!relays) return read.call(this);
            relays = false;
            slices.read += 1;
            slices.now += 1;
            slices.most = Math.max(slices.most, slices.now);
            if ({delay}) await new Promise(done => setTimeout(done, {delay}));
            return read.call(this).finally(() => {{ slices.now -= 1; }});
        }};"
    )
}

async fn journey(delay: u32) -> Journey {
    let journey = Journey::begin().await;
    in_workers(&journey, REFUSE);
    journey.before_each_page(&count_slices(delay));
    journey.reload().await;
    journey
}

/// How many slices the page has read for its workers, and the most at a time.
async fn slices(journey: &Journey) -> (u64, u64) {
    let counted = journey.js("return [slices.read, slices.most]", vec![]).await;
    (counted[0].as_u64().unwrap(), counted[1].as_u64().unwrap())
}

/// The page holds the bytes of a school's file anyway, and hands them over with it.
#[tokio::test]
async fn a_file_that_the_page_holds_need_not_be_relayed() {
    let journey = journey(0).await;
    let folder = TestFolder::new();
    journey.open_path(&folder.write("school.csv", SCHOOL)).await;
    has_the_figures_of_the_school(&journey, "Birch; née Elm, Ben").await;
    assert_eq!(slices(&journey).await, (0, 0));
    assert_eq!(journey.complaints(), [""; 0]);
}

#[tokio::test]
async fn two_engines_are_handed_a_large_file() {
    let journey = journey(0).await;
    let folder = TestFolder::new();
    journey.open_path(&write_pupils(&folder, 600_000, None)).await;
    journey.wait_for_text("h1", "How your file was read").await;
    let account = "600,001 rows read = 600,000 pupils + 1 not counted";
    assert_eq!(journey.text(".view-head .lead strong").await, account);
    journey.wait_for_text("#set-aside + p + ul", "row 600002").await;
    journey.go_to("Ambition").await;
    assert_eq!(journey.figure("ks2.both4").await, "80.0% \u{b7} 480,000 of 600,000 pupils");
    let (read, most) = slices(&journey).await;
    // 26 MB in slices of 1 MB, the cut and the headings apart; never more on their way than are asked for ahead.
    assert!((26..=29).contains(&read), "{read}");
    assert!((2..=7).contains(&most), "{most}");
    assert_eq!(journey.complaints(), [""; 0]);
}

/// Nothing more is read when the user has stopped it, and the next file is read as ever.
#[tokio::test]
async fn a_relayed_reading_is_cancelled() {
    let journey = journey(1000).await;
    let folder = TestFolder::new();
    journey.open_sample().await;
    journey.go_to("File").await;
    journey.open_path(&write_pupils(&folder, 600_000, None)).await;
    journey.wait_for_text(".progress", "rows of about").await;
    journey.click(".progress button").await;
    journey.wait_for("#choose").await;
    journey.js_until("return slices.now === 0").await;
    let (read, _) = slices(&journey).await;
    assert!(read < 20, "{read}");
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    assert_eq!(slices(&journey).await.0, read);
    assert!(journey.text(".opened-file").await.contains("62 pupils"));
    journey.open_path(&folder.write("school.csv", SCHOOL)).await;
    has_the_figures_of_the_school(&journey, "Birch; née Elm, Ben").await;
    assert_eq!(journey.complaints(), [""; 0]);
}

#[tokio::test]
async fn workbooks_are_relayed() {
    let journey = journey(0).await;
    spreadsheets_are_read(&journey).await;
    let folder = TestFolder::new();
    journey.open_path(&folder.write("926LLLL.xml", include_str!("../../engine/tests/ctf/year-6.xml"))).await;
    journey.wait_for_text(".view-head .lead", "2 pupils + 0 not counted. Common Transfer File.").await;
    assert_eq!(journey.complaints(), [""; 0]);
}

/// Two files together are read again when the user says how the first one is cut.
#[tokio::test]
async fn files_are_relayed_again() {
    let journey = journey(0).await;
    let folder = TestFolder::new();
    let results = folder.write("results.csv", "UPN,KS1_Maths\nPupil UPN,KS2 Maths\nA1,4\nA2,5\n");
    let targets = folder.write("targets.csv", "UPN;Target KS2 Maths\nA2;5\nA1;4\nA9;4\n");
    let both = [results, targets].map(|path| path.canonicalize().unwrap().display().to_string()).join("\n");
    journey.type_into("#choose", &both).await;
    journey.wait_for_text(".opened-file", "3 pupils").await;
    assert_eq!(slices(&journey).await.0, 0, "the page held both");
    journey.go_to("Check").await;
    journey.click(".layout > summary").await;
    journey.choose(".layout select[aria-label='Headings']", "2").await;
    journey.wait_for_text(".view-head .lead", "0 not counted").await;
    assert_eq!(slices(&journey).await.0, 2);
    assert_eq!(journey.complaints(), [""; 0]);
}

/// The saved work is read by the page, the files in it by the engine.
#[tokio::test]
async fn saved_work_is_relayed() {
    let first = journey(0).await;
    let folder = TestFolder::new();
    let sample = include_str!("../../static/sample-year-6.csv");
    first.open_path(&folder.write("sample-year-6.csv", sample)).await;
    first.wait_for_text(".opened-file", "62 pupils").await;
    edit_twice(&first).await;
    first.go_to("Ambition").await;
    let results = folder.write("last year.csv", "KS2_English,KS2_Maths\n4,4\n4,3\n3,4\n5,5\n");
    first.choose_file("#choose-current", &results).await;
    first.wait_for_text("article .current", "50.0%").await;
    let before = work(&first).await;
    first.save_work(None).await;
    let path = folder.join(KEPT);
    std::fs::write(&path, first.downloaded(KEPT).await).unwrap();

    let second = journey(0).await;
    second.open_path(&path).await;
    second.wait_for_text(".notice", "Your work is back").await;
    assert_eq!(work(&second).await, before);
    assert_eq!(slices(&second).await.0, 2);
    assert_eq!(second.complaints(), [""; 0]);
}

/// Where the page cannot read the file either, its reason is the one that is said.
#[tokio::test]
async fn the_page_says_why_it_cannot_read() {
    let journey = journey(0).await;
    let folder = TestFolder::new();
    for (name, change, reason, remedy) in [
        ("gone.csv", remove as fn(&Path), "NotFoundError: ", "moved, renamed, deleted"),
        ("changed.csv", shorten, "NotReadableError: ", "changed after it was chosen"),
    ] {
        let path = folder.write(name, SCHOOL);
        journey.hold(&path).await;
        change(&path);
        journey.choose_held("#choose").await;
        journey.wait_for_text(".error-summary", reason).await;
        journey.wait_for_text(".error-summary", remedy).await;
        let said = journey.text(".error-summary").await;
        assert!(!said.contains("The I/O read operation failed."), "{said}");
    }
    assert_eq!(journey.complaints(), [""; 0]);
}

fn remove(path: &Path) {
    std::fs::remove_file(path).unwrap();
}

fn shorten(path: &Path) {
    std::fs::write(path, "UPN\r\nA1\r\n").unwrap();
}

/// The page reads these itself. What cannot be read changes nothing: a list is not emptied.
#[tokio::test]
async fn a_small_file_that_is_gone_is_told() {
    let journey = Journey::begin().await;
    let folder = TestFolder::new();
    journey.open_sample().await;
    journey.go_to("Estimates").await;
    let path = folder.write("table.csv", "Prior,3,4,5\n2c,10,20,10\n2b,5,40,25\n");
    journey.hold(&path).await;
    remove(&path);
    journey.choose_held("#choose-table").await;
    journey.wait_for_text(".notice", "NotFoundError: ").await;
    assert_eq!(journey.history().await, json!([]));
}
