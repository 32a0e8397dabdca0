//! Workbooks and Common Transfer Files, in the page: opened by a module of its own, their sheets picked, and what happens
//! when that module breaks down.

use std::path::PathBuf;

use super::files::{SCHOOL, has_the_figures_of_the_school};
use super::keyboard::tab_to;
use super::support::{Browser, Journey, TestFolder};
use ambition_test_support::workbooks::{add_sheet, ods_table, ods_workbook, xlsx, zip_file};
use fantoccini::key::Key;

/// The module breaks down over every file, as it would when it runs out of memory.
const BREAKS: &str = "const Quick = Blob;
    const broken = ';globalThis.ambitionSpreadsheets = () => Promise.resolve({' +
        'open() { throw new WebAssembly.RuntimeError(\"unreachable\"); } });';
    globalThis.Blob = class extends Quick {
        constructor(parts, options) {
            super(options && options.type === 'text/javascript' ? [...parts, broken] : parts, options);
        }
    };";
const REFUSE_WORKERS: &str =
    "globalThis.Worker = class { constructor() { throw new DOMException('no', 'SecurityError'); } };";

/// The ten pupils and the repeated row of the other journeys.
fn school() -> Vec<Vec<String>> {
    let rows = SCHOOL.trim_start_matches('\u{feff}').lines();
    rows.map(|row| row.replace("; née", ", née").split(';').map(|cell| cell.replace('"', "")).collect()).collect()
}

/// A sheet that says what is where, the school, and half of it again below a title.
/// A workbook with a sheet for reading, the school, and perhaps some of its pupils again.
fn workbook(again: bool) -> Vec<u8> {
    let rows = school();
    let rows = rows.iter().map(|row| row.iter().map(String::as_str).collect::<Vec<_>>()).collect::<Vec<_>>();
    let rows = rows.iter().map(Vec::as_slice).collect::<Vec<_>>();
    let title: &[&str] = &["Hillview, the first five"];
    xlsx(|book| {
        add_sheet(book, "Read me", &[&["What is where"]]);
        add_sheet(book, "All pupils", &rows);
        if again {
            add_sheet(book, "First five", &[&[title, &[]], &rows[..6]].concat());
        }
    })
}

fn write(folder: &TestFolder, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

/// The school in a workbook, and in an OpenDocument spreadsheet.
pub async fn spreadsheets_are_read(browser: &Browser) {
    let folder = TestFolder::new();
    let ods = ods_workbook(&ods_table("All pupils", &school()));
    for (name, bytes) in [("school.xlsx", workbook(false)), ("school.ods", ods)] {
        browser.open_path(&write(&folder, name, &bytes)).await;
        browser.wait_for_text(".opened-file", name).await;
        browser.go_to("Check").await;
        assert!(browser.text(".view-head .lead").await.contains("“All pupils”"));
        has_the_figures_of_the_school(browser, "Birch, née Elm, Ben").await;
        browser.go_to("File").await;
    }
    assert_eq!(browser.complaints(), [""; 0]);
}

#[tokio::test]
async fn spreadsheets_are_read_without_a_worker() {
    let journey = Journey::begin().await;
    journey.before_each_page(REFUSE_WORKERS);
    journey.reload().await;
    spreadsheets_are_read(&journey).await;
}

/// The sheet is picked with the keyboard alone, and the choice taken back.
#[tokio::test]
async fn another_sheet_is_picked_by_keyboard() {
    let journey = Journey::begin().await;
    let folder = TestFolder::new();
    journey.open_path(&write(&folder, "school.xlsx", &workbook(true))).await;
    journey.wait_for_text("h1", "How your file was read").await;
    journey.wait_for("select[aria-label='Sheet']").await;
    assert_eq!(journey.accessibility_faults().await, "");
    journey.pictures("sheet-picker").await;
    let focused = "return document.activeElement.getAttribute('aria-label')";
    tab_to(&journey, "select[aria-label='Sheet']", false).await;
    assert_eq!(journey.js(focused, vec![]).await, "Sheet");
    journey.chord(&[], 'F').await;
    journey.key(Key::Enter).await;
    journey.wait_for_text(".view-head .lead", "sheet “First five” of 3, headings in row 3").await;
    assert_eq!(journey.text(".view-head .lead strong").await, "5 rows read = 5 pupils + 0 not counted");
    assert_eq!(journey.js(focused, vec![]).await, "Sheet");
    assert_eq!(journey.accessibility_faults().await, "");
    journey.pictures("sheet-picked").await;
    journey.go_to("Ambition").await;
    assert_eq!(journey.figure("ks2.both4").await, "80.0% · 4 of 5 pupils");
    journey.chord(&[Key::Control], 'z').await;
    let back = "return document.querySelector('[aria-labelledby=\"card-ks2.both4\"] .of').textContent.includes('10')";
    assert_eq!(journey.js_until(back).await, true);
    assert_eq!(journey.complaints(), [""; 0]);
}

#[tokio::test]
async fn a_common_transfer_file_is_read() {
    let journey = Journey::begin().await;
    let folder = TestFolder::new();
    journey.open_path(&folder.write("926LLLL.xml", include_str!("../../engine/tests/ctf/year-6.xml"))).await;
    journey.wait_for_text("h1", "How your file was read").await;
    let lead = journey.text(".view-head .lead").await;
    assert!(lead.contains("2 rows read = 2 pupils + 0 not counted. Common Transfer File."), "{lead}");
    journey.wait_for_text("main", "Element “SchoolHistory”: 1, not read.").await;
    assert_eq!(journey.accessibility_faults().await, "");
    journey.pictures("common-transfer-file").await;
    assert_eq!(journey.complaints(), [""; 0]);
}

#[tokio::test]
async fn what_is_no_book_is_refused_in_words() {
    let journey = Journey::begin().await;
    let folder = TestFolder::new();
    let protected =
        include_bytes!("../../engine/tests/workbooks/reported/workbook-with-a-password/input.xlsx").to_vec();
    let mut bomb = zip_file(&[("xl/workbook.xml", b"<workbook/>")]);
    let entry = bomb.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    bomb[entry + 24..entry + 28].copy_from_slice(&0xf000_0000_u32.to_le_bytes());
    let cases = [
        ("letter.docx", zip_file(&[("word/document.xml", b"<w/>")]), "Word document"),
        ("protected.xlsx", protected, "protected by a password"),
        ("bomb.xlsx", bomb, "more than 256 MB"),
        ("cut.xlsx", workbook(true)[..3000].to_vec(), "damaged or cut short"),
    ];
    for (name, bytes, what) in cases {
        journey.open_path(&write(&folder, name, &bytes)).await;
        journey.wait_for_text(".error-summary", what).await;
    }
    journey.pictures("refused-workbook").await;
    assert_eq!(journey.complaints(), [""; 0]);
}

/// Whatever happens in the module, the file that is open stays open.
#[tokio::test]
async fn a_breakdown_costs_only_that_file() {
    let journey = Journey::begin().await;
    journey.before_each_page(BREAKS);
    journey.reload().await;
    journey.open_sample().await;
    journey.go_to("File").await;
    let folder = TestFolder::new();
    journey.open_path(&write(&folder, "school.xlsx", &workbook(true))).await;
    journey.wait_for_text(".error-summary", "CSV UTF-8").await;
    journey.go_to("Ambition").await;
    assert_eq!(journey.figure("ks2.both4").await, "69.4% · 43 of 62 pupils");
    // The engine itself went on: it was not started again.
    assert_eq!(journey.js("return document.querySelector('.notice')?.textContent ?? ''", vec![]).await, "");
}
