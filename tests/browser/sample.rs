//! The sample school: what the views say of it, that everybody can read them, and the pupils behind each number.

use fantoccini::Locator;
use serde_json::{Value, json};

use super::steps::VIEWS;
use super::support::{Browser, Journey, packed_file};

/// Opens the sample and holds the first figures against what was counted by hand.
async fn sample_is_read(browser: &Browser) {
    browser.open_sample().await;
    assert_eq!(browser.text(".view-head .lead strong").await, "64 rows read = 62 pupils + 2 not counted");
    browser.go_to("Ambition").await;
    assert_eq!(browser.figure("ks2.both4").await, "69.4% · 43 of 62 pupils");
    assert_eq!(browser.complaints(), [""; 0]);
}

#[tokio::test]
async fn sample_over_http() {
    let journey = Journey::begin().await;
    sample_is_read(&journey).await;
}

#[tokio::test]
async fn sample_from_a_file() {
    let browser = Browser::start().await;
    browser.open_file(&packed_file()).await;
    sample_is_read(&browser).await;
}

/// What the axe of accessibility finds on any view, on one screen and in one colour scheme.
async fn faults_on_every_view(scheme: &str, width: u32, height: u32) -> String {
    let journey = begin_on(scheme, width, height).await;
    let mut faults = format!("{}{}", sideways(&journey, "start").await, journey.accessibility_faults().await);
    journey.open_sample().await;
    for (view, _) in VIEWS {
        journey.go_to(view).await;
        faults.push_str(&faults_unfolded(&journey, view).await);
    }
    faults
}

/// The page in one colour scheme, on a screen of one size.
pub async fn begin_on(scheme: &str, width: u32, height: u32) -> Journey {
    let journey = Journey::begin().await;
    let scheme = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
    journey.devtools("Emulation.setEmulatedMedia", &scheme);
    journey.set_screen(width, height);
    journey
}

/// What the axe of accessibility finds on the view that is shown with everything unfolded, and whether it is wider than the
/// screen.
pub async fn faults_unfolded(browser: &Browser, view: &str) -> String {
    browser.js("document.querySelectorAll('details').forEach(it => { it.open = true; })", vec![]).await;
    let found = browser.accessibility_faults().await;
    let found = if found.is_empty() { found } else { format!("{view}: {found}") };
    format!("{found}{}", sideways(browser, view).await)
}

/// Whether a view is wider than the screen: WCAG 1.4.10 wants no scrolling in two directions (tables excepted, which
/// scroll by themselves).
pub async fn sideways(browser: &Browser, view: &str) -> String {
    let script = "const page = document.scrollingElement; return [page.scrollWidth, page.clientWidth]";
    let widths = browser.js(script, vec![]).await;
    if widths[0] == widths[1] { String::new() } else { format!("{view} is wider than the screen: {widths}\n") }
}

#[tokio::test]
async fn every_view_is_accessible_on_a_laptop() {
    assert_eq!(faults_on_every_view("light", 1366, 768).await, "");
}

#[tokio::test]
async fn every_view_is_accessible_when_narrow() {
    assert_eq!(faults_on_every_view("light", 400, 800).await, "");
}

#[tokio::test]
async fn every_view_is_accessible_in_the_dark() {
    assert_eq!(faults_on_every_view("dark", 1366, 768).await, "");
}

#[tokio::test]
async fn every_view_is_accessible_when_dark_and_narrow() {
    assert_eq!(faults_on_every_view("dark", 400, 800).await, "");
}

/// Not a test of looks, but the views must at least be there, and dark must be dark.
#[tokio::test]
async fn pictures_of_every_view() {
    let journey = Journey::begin().await;
    journey.open_sample().await;
    for scheme in ["light", "dark"] {
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        journey.devtools("Emulation.setEmulatedMedia", &media);
        let ground = "return getComputedStyle(document.body).backgroundColor.match(/\\d+/g)[0] < 128";
        assert_eq!(journey.js(ground, vec![]).await, scheme == "dark");
        for (view, _) in VIEWS {
            journey.go_to(view).await;
            journey.pictures(&format!("{}-{scheme}", view.to_lowercase())).await;
        }
    }
}

/// Opens everything that is folded, then gives back the words of each link to pupils.
const COUNTS: &str = "document.querySelectorAll('main details').forEach(it => { it.open = true; });
    return [...document.querySelectorAll('main a[href^=\"#/pupils\"]')].map(link => link.innerText)";

/// Clicks one of these links, as a person does.
async fn follow(browser: &Browser, index: usize) {
    let links = browser.client.find_all(Locator::Css("main a[href^='#/pupils']")).await.unwrap();
    links[index].click().await.unwrap();
    browser.wait_for_text("h1", "Pupils").await;
}

/// "1,234 pupils" begins with 1234.
fn number(words: &str) -> u64 {
    let digits: String = words.chars().filter(|it| *it != ',').take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_else(|_| panic!("no number in {words:?}"))
}

/// How many pupils the list says it has, and how many rows of them are on its first page.
async fn listed(browser: &Browser, wanted: u64) -> (u64, u64) {
    let until = format!("{wanted} of 62 pupils");
    browser.wait_for_text(".pupils-head", &until).await;
    let rows = browser.js("return document.querySelectorAll('main tbody:not(.rows-on-paper) tr').length", vec![]).await;
    (number(&browser.text(".pupils-head strong").await), rows.as_u64().unwrap())
}

#[tokio::test]
async fn every_count_leads_to_as_many_pupils() {
    let journey = Journey::begin().await;
    journey.open_sample().await;
    journey.go_to("Ambition").await;
    let figures = journey.figures().await;
    let counts = journey.js(COUNTS, vec![]).await;
    let counts = counts.as_array().unwrap();
    assert!(counts.len() > 20, "only these: {counts:?}");
    for (index, link) in counts.iter().enumerate() {
        let words = link.as_str().unwrap();
        journey.js(COUNTS, vec![]).await;
        follow(&journey, index).await;
        let pupils = number(words);
        assert_eq!(listed(&journey, pupils).await, (pupils, pupils.min(25)), "{words}, link {index}");
        journey.client.back().await.unwrap();
        journey.wait_for_text("h1", "How ambitious").await;
        assert_eq!(journey.figures().await, figures);
    }
}

/// A verdict counts pupils in the balance, "5 short": no list is that long, so it is no link. The rows under it add up to it,
/// and their numbers lead to the pupils.
#[tokio::test]
async fn a_verdict_is_words_and_its_rows_lead_to_the_pupils_to_discuss() {
    let journey = Journey::begin().await;
    journey.open_sample().await;
    journey.go_to("Ambition").await;
    assert_eq!(journey.js("return document.querySelectorAll('.verdict a').length", vec![]).await, 0);
    let rows =
        "return [...document.querySelector('.by-prior').rows].map(row => [...row.cells].map(cell => cell.innerText))";
    let rows: Vec<Vec<String>> = serde_json::from_value(journey.js(rows, vec![]).await).unwrap();
    let (total, parts) = (rows.iter().position(|row| row[0] == "With a prior result").unwrap(), &rows[1..]);
    let whole = |text: &str| text.split_whitespace().next().unwrap().parse::<u64>().unwrap();
    for column in 1..5 {
        let sum = parts[..total - 1].iter().map(|row| whole(&row[column])).sum::<u64>();
        assert_eq!(sum, whole(&rows[total][column]), "{rows:?}");
    }
    let verdict = journey.text(".target-card .verdict").await;
    assert_eq!((verdict.as_str(), rows[total][5].as_str()), ("8 pupils short", "8 short"));
    let below = whole(&rows[1][4]);
    journey.click(".by-prior tbody tr:first-child td:nth-of-type(4) a").await;
    assert_eq!(listed(&journey, below).await, (below, below));
}

/// However far the table is scrolled, and at every width, one sees whose target it is and in what.
#[tokio::test]
async fn names_and_headings_stay_in_sight() {
    let journey = Journey::begin().await;
    journey.open_sample().await;
    journey.go_to("Pupils").await;
    for (width, height) in [(400, 800), (1024, 768), (1366, 768), (1920, 1080)] {
        journey.set_screen(width, height);
        let kept = "const box = document.querySelector('.table-card .table-scroll');
            box.scrollTo(box.scrollWidth, 300);
            const at = element => element.getBoundingClientRect();
            // Those for paper are there too.
            const names = [...box.querySelectorAll('tbody .name')].filter(name => name.checkVisibility());
            const left = names.length > 20 && names.every(name => Math.abs(at(name).left - at(box).left) < 2);
            const top = Math.abs(at(box.querySelector('thead')).top - at(box).top) < 2;
            return left && top && box.scrollTop > 0";
        assert_eq!(journey.js_until(kept).await, true, "{width}");
    }
    let bands = "return [...document.querySelectorAll('.bands th')].map(band => band.innerText).join()";
    assert_eq!(journey.js(bands, vec![]).await, "English,Maths");
}

#[tokio::test]
async fn a_search_finds_letters_with_marks() {
    let journey = Journey::begin().await;
    journey.open_sample().await;
    journey.js("location.hash = '#/pupils?search=zoe'", vec![]).await;
    journey.wait_for_text("main tbody", "Mossbank, Zoë").await;
    assert_eq!(journey.text(".pupils-head strong").await, "1 of 62 pupils");
}

#[tokio::test]
async fn all_pupils_are_on_one_page_where_that_is_asked_for() {
    let journey = Journey::begin().await;
    journey.open_sample().await;
    journey.go_to("Pupils").await;
    journey.click(".sizes a:last-child").await;
    journey.wait_for_text(".pager .range", "1–62 of 62").await;
    assert_eq!(journey.js("return document.querySelectorAll('main tbody tr').length", vec![]).await, 62);
}

#[tokio::test]
async fn every_pupil_is_on_one_of_the_pages() {
    let journey = Journey::begin().await;
    journey.open_sample().await;
    journey.go_to("Pupils").await;
    let names = "return [...document.querySelectorAll('main .name-button')].map(it => it.innerText)";
    let mut all: Vec<Value> = journey.js(names, vec![]).await.as_array().unwrap().clone();
    for range in ["26–50 of 62", "51–62 of 62"] {
        journey.click(".pager a[rel=next]").await;
        journey.wait_for_text(".pager .range", range).await;
        all.extend(journey.js(names, vec![]).await.as_array().unwrap().iter().cloned());
    }
    all.sort_by_key(Value::to_string);
    all.dedup();
    assert_eq!(all.len(), 62);
}
