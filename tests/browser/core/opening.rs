//! The page starts, and a file is opened in each of the ways there are.

use fantoccini::key::Key;
use serde_json::json;

use crate::files::{self, SCHOOL};
use crate::large;
use crate::spreadsheets;
use crate::support::{PageOrigin, TestFolder};

from_both_origins! {
    the_sample_is_opened,
    a_file_is_chosen,
    a_file_is_dropped,
    a_table_is_pasted,
    workbooks_are_opened,
    a_file_of_600_000_pupils_is_opened,
}

async fn the_sample_is_opened(origin: PageOrigin) {
    let page = origin.open().await;
    assert_eq!(page.text("h1").await, "How ambitious are your targets?");
    println!("ready {} ms after navigation began", page.js("return ambitionBoot.ready", vec![]).await);
    page.open_sample().await;
    page.go_to("Ambition").await;
    assert_eq!(page.figure("ks2.both4").await, "69.4% · 43 of 62 pupils");
    page.pictures("core-sample").await;
    assert_eq!(page.complaints(), [""; 0]);
}

async fn a_file_is_chosen(origin: PageOrigin) {
    let page = origin.open().await;
    let folder = TestFolder::new();
    page.open_path(&folder.write("my school's file # 1.csv", SCHOOL)).await;
    page.wait_for_text("h1", "How your file was read").await;
    assert!(page.text(".view-head .lead").await.contains("Semicolon separated, UTF-8"));
    files::has_the_figures_of_the_school(&page, "Birch; née Elm, Ben").await;
    assert_eq!(page.complaints(), [""; 0]);
}

/// A file dropped anywhere is read by the page and not opened by the browser.
async fn a_file_is_dropped(origin: PageOrigin) {
    let page = origin.open().await;
    let drop = "const data = new DataTransfer();
        data.items.add(new File([arguments[0]], 'dropped.csv', { type: 'text/csv' }));
        const event = new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true });
        document.querySelector('h1').dispatchEvent(event);
        return event.defaultPrevented";
    assert_eq!(page.js(drop, vec![json!(SCHOOL)]).await, true);
    files::has_the_figures_of_the_school(&page, "Birch; née Elm, Ben").await;
    assert_eq!(page.complaints(), [""; 0]);
}

/// Cells copied from a spreadsheet come with tabs between them.
async fn a_table_is_pasted(origin: PageOrigin) {
    let page = origin.open().await;
    let table = SCHOOL.trim_start_matches('\u{feff}').replace(';', "\t").replace("\"Birch\t née Elm\"", "Birch");
    // Copied from a field of our own, as from another program.
    let select = "const field = document.createElement('textarea');
        field.id = 'elsewhere';
        field.value = arguments[0];
        document.body.append(field);
        field.select()";
    page.js(select, vec![json!(table)]).await;
    page.chord(&[Key::Control], 'c').await;
    page.js("document.getElementById('elsewhere').remove()", vec![]).await;
    page.chord(&[Key::Control], 'v').await;
    files::has_the_figures_of_the_school(&page, "Birch, Ben").await;
    assert_eq!(page.complaints(), [""; 0]);
}

async fn workbooks_are_opened(origin: PageOrigin) {
    let page = origin.open().await;
    spreadsheets::spreadsheets_are_read(&page).await;
    assert_eq!(page.further_requests(), [""; 0]);
}

async fn a_file_of_600_000_pupils_is_opened(origin: PageOrigin) {
    let page = origin.open().await;
    let folder = TestFolder::new();
    let path = large::write_pupils(&folder, 600_000, None);
    page.open_path(&path).await;
    page.wait_for_text("h1", "How your file was read").await;
    let account = "600,001 rows read = 600,000 pupils + 1 not counted";
    assert_eq!(page.text(".view-head .lead strong").await, account);
    page.wait_for_text("#set-aside + p + ul", "row 600002").await;
    page.go_to("Ambition").await;
    assert_eq!(page.figure("ks2.both4").await, "80.0% \u{b7} 480,000 of 600,000 pupils");
    assert_eq!(page.complaints(), [""; 0]);
}
