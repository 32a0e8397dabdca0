//! A local authority: a file of 150 schools and 10,000 pupils is opened, sorted, drilled into, returned and shared.

use fantoccini::key::Key;
use serde_json::{Value, json};

use super::keyboard::tab_to;
use super::sample::faults_unfolded;
use super::steps::TABLES;
use super::support::{Browser, Journey, TestFolder};
use super::taking_away::printed_pages;
use ambition_test_support::authority::authority_csv;

const PUPILS: u64 = 10_000;
const SCHOOLS: u64 = 150;

/// The authority with last year's results beside it.
async fn opened(folder: &TestFolder) -> Journey {
    let journey = Journey::begin().await;
    journey.set_screen(1366, 768);
    journey.open_path(&folder.write("authority.csv", &authority_csv(PUPILS, SCHOOLS, true))).await;
    journey.wait_for_text(".opened-file", "10,000 pupils").await;
    journey.go_to("Ambition").await;
    journey.choose_file("#choose-current", &folder.write("last.csv", &authority_csv(PUPILS, SCHOOLS, false))).await;
    journey.wait_for_text(".current-card", "last.csv").await;
    journey
}

async fn to(browser: &Browser, hash: &str, heading: &str) {
    browser.js("location.hash = arguments[0]", vec![json!(hash)]).await;
    browser.wait_for_text("h1", heading).await;
}

/// The texts of a column of the first table, its total aside.
async fn column(browser: &Browser, index: usize) -> Vec<String> {
    let script =
        "return [...document.querySelector('.figures-table').querySelectorAll('tbody tr:not(.total, .rows-on-paper)')].map(row =>
        row.children[arguments[0]].firstChild.textContent)";
    let found = browser.js(script, vec![json!(index)]).await;
    found.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn schools_sort_and_open() {
    let folder = TestFolder::new();
    let journey = opened(&folder).await;
    journey.click(".views a[href='#/schools']").await;
    journey.wait_for_text(".tables .lead", "150 schools, 10,000 pupils").await;
    assert_eq!(column(&journey, 0).await.len(), 25);
    // Sorted by target from the highest down, over all pages.
    journey.click(".figures-table thead a[href*='sort=ks2.both4']").await;
    journey.wait_for(".figures-table th[aria-sort=descending]").await;
    let ranks = column(&journey, 1).await.iter().map(|rank| rank.parse::<u32>().unwrap()).collect::<Vec<_>>();
    assert!(ranks[0] == 1 && ranks.is_sorted(), "{ranks:?}");
    journey.click(".pager a[rel=next]").await;
    journey.wait_for_text(".pager .range", "26\u{2013}50 of 150").await;
    assert!(column(&journey, 1).await[0].parse::<u32>().unwrap() >= ranks[24]);
    // Down to one school, and back with one click.
    let school = journey.text(".figures-table tbody tr:not(.total, .rows-on-paper) .link").await;
    journey
        .js(
            "document.querySelector('.figures-table tbody tr:not(.total, .rows-on-paper) .link').scrollIntoView({ block: 'center' })",
            vec![],
        )
        .await;
    journey.click(".figures-table tbody tr:not(.total, .rows-on-paper) .link").await;
    journey.wait_for_text("h1", "How ambitious").await;
    journey.wait_for_text(".opened-file", &school).await;
    let pupils = journey.text(".opened-file").await;
    assert!(pupils.contains("66 pupils") || pupils.contains("67 pupils"), "{pupils}");
    journey.wait_for(".views a[href='#/schools']").await;
    journey.click(".all-schools").await;
    journey.wait_for_text(".opened-file", "10,000 pupils").await;
    assert_eq!(journey.complaints(), [""; 0]);
}

#[tokio::test]
async fn the_own_target_is_held_against_the_sum() {
    let folder = TestFolder::new();
    let journey = opened(&folder).await;
    to(&journey, "#/schools", "Schools").await;
    journey.wait_for("[id='la-ks2.both4']").await;
    journey.retype("[id='la-ks2.both4']", "99").await;
    journey.wait_for_text(".tables", "short of it").await;
    journey.retype("[id='la-ks2.both4']", "many").await;
    journey.wait_for_text("[id='la-ks2.both4-refused']", "not understood").await;
    to(&journey, "#/return", "Return").await;
    assert_eq!(journey.js("return document.getElementById('la-ks2.both4').value", vec![]).await, json!("99"));
    let rows = "return document.querySelector('.figures-table').querySelectorAll('tbody tr').length";
    assert_eq!(journey.js(rows, vec![]).await, json!(17));
    let pages = printed_pages(&journey).await;
    assert!((1..=4).contains(&pages), "{pages} pages");
    journey.export(".save-workbook").await;
    let workbook = journey.downloaded("return-2009.xlsx").await;
    assert!(workbook.starts_with(b"PK\x03\x04"));
    journey.export(".save-csv").await;
    let csv = String::from_utf8(journey.downloaded("return-2009-1.csv").await).unwrap();
    assert!(
        csv.contains(
            "Key Stage 2 \u{2013} to increase proportion achieving level 4+ in both English and maths *,Yes,Yes,99,"
        ),
        "{csv}"
    );
    assert_eq!(journey.complaints(), [""; 0]);
}

#[tokio::test]
async fn groups_are_combined_and_open_their_pupils() {
    let folder = TestFolder::new();
    let journey = opened(&folder).await;
    to(&journey, "#/groups", "Groups").await;
    journey.click(".combine summary").await;
    journey.choose("#choose-sex", "sex:M").await;
    journey.wait_for_text(".figures-table", "Sex: boys").await;
    journey.choose("#choose-free-school-meals", "sex:M\u{1f}fsm:Y").await;
    journey.wait_for_text(".figures-table", "Sex: boys; Free school meals: yes").await;
    let size = "return document.querySelector('.section-row + tr td a').textContent";
    let size = journey.js(size, vec![]).await.as_str().unwrap().to_owned();
    journey.click(".section-row + tr td a").await;
    journey.wait_for_text(".pupils-head", &format!("{size} of 10,000 pupils")).await;
    journey.client.back().await.unwrap();
    journey.wait_for_text("h1", "Groups").await;
    journey.choose("#choose-measure", "every").await;
    journey.wait_for_text(".tables", "All measures side by side").await;
    assert_eq!(journey.complaints(), [""; 0]);
}

#[tokio::test]
async fn what_is_shared_names_nobody() {
    let folder = TestFolder::new();
    let journey = opened(&folder).await;
    to(&journey, "#/groups", "Groups").await;
    journey.choose("#sharing", "6").await;
    journey.wait_for_text(".share-rule", "between 1 and 7").await;
    assert_eq!(
        journey.js("return document.querySelectorAll('.tables a[href*=pupils]').length", vec![]).await,
        json!(0)
    );
    to(&journey, "#/care", "Children in care").await;
    journey.wait_for(".share-rule").await;
    let text = journey.text(".tables").await;
    assert!(!text.contains("Name1") && !text.contains("one line for each child"), "{text}");
    // The switch rules every screen, and what is saved; each says so, and has a way back.
    to(&journey, "#/pupils", "Pupils").await;
    journey.wait_for_text("main .lead", "This view is not for sharing").await;
    assert_eq!(
        journey.js("return document.querySelector('main').textContent.includes('Name1')", vec![]).await,
        json!(false)
    );
    assert_eq!(journey.accessibility_faults().await, "");
    journey.pictures("withheld").await;
    to(&journey, "#/ambition", "Targets").await;
    journey.export(".save-figures").await;
    let figures = String::from_utf8(journey.downloaded("figures-2009-to-share.csv").await).unwrap();
    assert!(!figures.contains("Name1"), "{figures}");
    journey.click(".save-work").await;
    journey.wait_for_text(".save-dialog", "It is not made fit to share").await;
    journey.key(Key::Escape).await;
    journey.click("#show-everything").await;
    journey.wait_for("article .current, article").await;
    to(&journey, "#/care", "Children in care").await;
    journey.wait_for_text(".tables", "one line for each child").await;
    assert_eq!(journey.complaints(), [""; 0]);
}

/// Many children in care: a page of the form at a time, which the paper says, by keyboard too; all of them in the CSV.
#[tokio::test]
async fn the_form_of_many_children_has_pages() {
    let folder = TestFolder::new();
    let journey = opened(&folder).await;
    to(&journey, "#/care", "Children in care").await;
    journey.wait_for_text(".pager .range", "1\u{2013}25 of").await;
    let range = journey.text(".pager .range").await;
    let all = range.rsplit(' ').next().unwrap().parse::<usize>().unwrap();
    let form = "[...document.querySelectorAll('.tables-card')].find(card => card.textContent.includes('one line for each child'))";
    let rows = format!("return {form}.querySelectorAll('tbody tr:not(.rows-on-paper)').length");
    assert_eq!(journey.js(&rows, vec![]).await, json!(25));
    journey.pictures("care").await;
    tab_to(&journey, ".pager a[rel=next]", false).await;
    journey.key(Key::Enter).await;
    journey.wait_for_text(".pager .range", "26\u{2013}50 of").await;
    journey.devtools("Emulation.setEmulatedMedia", &json!({ "media": "print" }));
    let printed =
        format!("return [...{form}.querySelectorAll('tbody tr')].filter(row => row.checkVisibility()).length");
    assert_eq!(journey.js(&printed, vec![]).await, json!(all), "paper has all of them");
    journey.pictures("care-printed").await;
    journey.devtools("Emulation.setEmulatedMedia", &json!({ "media": "" }));
    let form =
        "[...document.querySelectorAll('.save-csv')].find(it => /one line for each child/.test(it.innerText)).click()";
    journey.click(".export-button").await;
    journey.js(form, vec![]).await;
    let csv = String::from_utf8(journey.downloaded("children-in-care-2009-2.csv").await).unwrap();
    assert_eq!(csv.matches(",counts,").count() + csv.matches(",no: ").count(), all);
    assert_eq!(journey.complaints(), [""; 0]);
}

/// The views of an authority on both screens, for whom it is made: nobody is shut out of them.
#[tokio::test]
async fn tables_are_accessible() {
    let folder = TestFolder::new();
    let journey = opened(&folder).await;
    let mut faults = String::new();
    for (width, height) in [(1366, 768), (400, 800)] {
        journey.set_screen(width, height);
        for (hash, heading) in TABLES {
            to(&journey, hash, heading).await;
            journey.wait_for(".tables").await;
            faults.push_str(&faults_unfolded(&journey, heading).await);
        }
    }
    assert_eq!(faults, "");
}

/// No view of an authority takes so long that a person waits.
#[tokio::test]
async fn nothing_is_left_waiting() {
    let folder = TestFolder::new();
    let journey = opened(&folder).await;
    for (hash, heading) in TABLES {
        to(&journey, hash, heading).await;
        let tables = journey.js_until("return document.querySelectorAll('.tables table').length || null").await;
        assert!(tables.as_u64() > Some(0), "{heading}");
        assert_eq!(journey.js("return document.querySelector('.waiting')", vec![]).await, Value::Null);
    }
}
