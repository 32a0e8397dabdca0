//! A secondary school: from its file through current performance to the printed agenda, and everything that can be
//! chosen on the way.

use std::fmt::Write;

use fantoccini::key::Key;
use serde_json::{Value, json};

use super::support::{Browser, Journey, TestFolder};

/// The invented year 11.
const YEAR_11: &str = include_str!("../../static/sample-year-11.csv");

/// Last year's results: 40 pupils of whom 21 have five good grades with English and maths.
fn last_year() -> String {
    let mut file = "UPN,NCYear,KS3_English,KS3_Maths,KS4_English,KS4_Maths,KS4_AtoC\r\n".to_owned();
    for pupil in 0..40 {
        let grade = if pupil < 21 { "C" } else { "D" };
        write!(file, "L{pupil},11,5,5,{grade},{grade},{}\r\n", if pupil < 21 { 6 } else { 3 }).unwrap();
    }
    file
}

/// The year 11 on the Ambition view.
async fn ambition() -> Journey {
    let journey = Journey::begin().await;
    journey.open_secondary().await;
    journey.go_to("Ambition").await;
    journey
}

/// What the guidance expects, as the graph of a card has it; null: nothing.
async fn expected(browser: &Browser, measure: &str) -> Value {
    let script =
        "const mark = document.getElementById(arguments[0]).closest('article').querySelector('.place.expected');
        return mark && mark.querySelector('title').textContent";
    browser.js(script, vec![json!(format!("card-{measure}"))]).await
}

/// All figures by measure.
async fn by_measure(browser: &Browser) -> Value {
    let script = "return Object.fromEntries([...document.querySelectorAll('main article')].map(card =>
        [card.getAttribute('aria-labelledby'), ['.percent', '.of'].map(it => card.querySelector(it).innerText)]))";
    browser.js(script, vec![]).await
}

#[tokio::test]
async fn from_a_file_to_the_printed_agenda() {
    let journey = Journey::begin().await;
    let folder = TestFolder::new();
    journey.open_path(&folder.write("year 11.csv", YEAR_11)).await;
    journey.wait_for_text(".opened-file", "Hillview High").await;
    journey.go_to("Ambition").await;
    assert_eq!(journey.figure("ks4.good5em").await, "67.5% \u{b7} 27 of 40 pupils");
    journey.type_current("ks4.good5em", "70").await;
    journey.wait_for_text("article .current", "70.0%, as typed in").await;
    journey.go_to("Challenge").await;
    journey.wait_for_text("main", "Below current performance").await;
    let note = "[id='note-ks4.good5em-below-current']";
    journey.type_into(note, "Mocks in March.").await;
    journey.key(Key::Tab).await;
    journey.wait_for_text(".steps-row", "Mocks in March.").await;
    printed(&journey).await;
    journey.export(".save-findings").await;
    let findings = String::from_utf8(journey.downloaded("Hillview-High-invented-findings-2009.csv").await).unwrap();
    assert!(findings.contains("ks4.good5em,below-current,"), "{findings}");
    assert_eq!(journey.complaints(), [""; 0]);
}

/// The agenda on paper: one page with the note and the notice, without what belongs to the screen.
async fn printed(browser: &Browser) {
    let pages = super::taking_away::printed_pages(browser).await;
    assert_eq!(pages, 1);
    browser.devtools("Emulation.setEmulatedMedia", &json!({ "media": "print" }));
    let shown = "return ['.bar', '.top', '.view-bar', 'textarea', '.note-printed', '.personal', '.agenda-matrix']
        .map(it => document.querySelector(it).checkVisibility())";
    assert_eq!(browser.js(shown, vec![]).await, json!([false, false, false, false, true, true, true]));
    browser.pictures("challenge-printed").await;
    browser.devtools("Emulation.setEmulatedMedia", &json!({ "media": "" }));
}

#[tokio::test]
async fn current_performance_from_a_file_disturbs_nothing() {
    let journey = ambition().await;
    let before = by_measure(&journey).await;
    let folder = TestFolder::new();
    journey.choose_file("#choose-current", &folder.write("picture.csv", "\u{89}PNG\r\n")).await;
    journey.wait_for(".current-card .error-summary").await;
    assert_eq!(journey.js("return document.activeElement.id", vec![]).await, "error-summary");
    assert_eq!(by_measure(&journey).await, before);
    journey.choose_file("#choose-current", &folder.write("last year.csv", &last_year())).await;
    journey.wait_for_text("article .current", "52.5%, 21 of 40 pupils").await;
    assert_eq!(by_measure(&journey).await, before);
    journey.wait_for_text(".current-card", "last year.csv").await;
    assert_eq!(journey.js("return document.querySelector('.error-summary')", vec![]).await, Value::Null);
    assert_eq!(journey.complaints(), [""; 0]);
}

/// The card's expectation follows the edition, the target does not; nor does any measure that both editions have.
#[tokio::test]
async fn another_edition_changes_what_it_should_and_no_more() {
    let journey = ambition().await;
    let (figures, expects) = (by_measure(&journey).await, expected(&journey, "ks4.good5em").await);
    journey.choose("#edition", "2008").await;
    let script =
        "const mark = document.getElementById('card-ks4.good5em').closest('article').querySelector('.expected');
        const title = mark && mark.querySelector('title').textContent;
        return title !== arguments[0] && [title]";
    let changed = journey.poll(script, vec![expects.clone()]).await;
    assert!(changed.is_array(), "the expectation stays");
    let others = by_measure(&journey).await;
    let common = figures.as_object().unwrap().iter().filter(|(card, _)| others.get(card.as_str()).is_some());
    assert!(common.map(|(card, figure)| assert_eq!(figure, &others[card])).count() > 0);
    // The average of points has no graph.
    let graphs =
        "return document.getElementById('card-ks4.points').closest('article').querySelectorAll('.bullet').length";
    assert_eq!(journey.js(graphs, vec![]).await, 0);
    journey.click(".steps-row button").await;
    assert_eq!(journey.js_until("return document.getElementById('edition').value === '2009'").await, true);
    let script = script.replace("!==", "===");
    assert!(journey.poll(&script, vec![expects.clone()]).await.is_array(), "the expectation does not come back");
    assert_eq!((by_measure(&journey).await, expected(&journey, "ks4.good5em").await), (figures, expects));
}

#[tokio::test]
async fn another_reading_counts_and_is_said() {
    let journey = ambition().await;
    let before = by_measure(&journey).await;
    journey.js("document.querySelector('.readings').open = true", vec![]).await;
    journey.click("#switch-not-entered-left-out").await;
    journey.wait_for_text(".view-head", "Another reading of the guidance is used: Not entered is left out").await;
    let mut changed = by_measure(&journey).await;
    assert_eq!(changed["card-ks4.progress.maths"][1], "27 of 39 pupils");
    changed["card-ks4.progress.maths"] = before["card-ks4.progress.maths"].clone();
    assert_eq!(changed, before);
    journey.click(".steps-row button").await;
    journey.js_until("return !document.querySelector('#switch-not-entered-left-out').checked").await;
    assert_eq!(by_measure(&journey).await, before);
}

#[tokio::test]
async fn a_way_to_a_goal_of_ones_own() {
    let journey = ambition().await;
    journey.type_current("ks4.good5em", "25").await;
    journey.wait_for_text("article .current", "25.0%").await;
    journey.go_to("Trajectory").await;
    let goal = "[id='goal-ks4.good5em']";
    journey.retype(goal, "many").await;
    journey.wait_for_text(".goal .refused", "is not understood").await;
    journey.retype(goal, "75").await;
    journey.wait_for_text(".trajectory", "To your goal of 75.0% by 2011").await;
    assert_eq!(journey.js("return document.querySelector('.goal .refused').innerText", vec![]).await, "");
    journey.choose(".goal select", "2010").await;
    journey.wait_for_text(".trajectory", "To your goal of 75.0% by 2010").await;
    assert_eq!(journey.js("return document.querySelectorAll('.chart polyline').length > 1", vec![]).await, true);
    journey.click(".steps-row button").await;
    journey.wait_for_text(".trajectory", "by 2011").await;
    journey.click(".steps-row button").await;
    journey.js_until("return document.querySelector('.trajectory .typed').value === ''").await;
    assert!(!journey.text(".trajectory").await.contains("your goal"));
}

#[tokio::test]
async fn what_is_shown_is_chosen_by_keyboard() {
    let journey = ambition().await;
    super::keyboard::tab_to(&journey, "#stage", true).await;
    journey.key(Key::Up).await;
    journey.wait_for_text(".choices .hint", "no targets in this file").await;
    assert_eq!(journey.js("return document.activeElement.id", vec![]).await, "stage");
    journey.chord(&[Key::Control], 'z').await;
    journey.wait_for_text(".lead", "Key Stage 4").await;
    assert_eq!(journey.js("return document.activeElement.value", vec![]).await, "Key Stage 4");
}

#[tokio::test]
async fn an_exception_is_agreed_and_listed() {
    let journey = ambition().await;
    journey.go_to("Pupils").await;
    // Callum Farrier, with School Action Plus.
    super::keyboard::tab_to(&journey, "#exception-5", false).await;
    journey.key(Key::Enter).await;
    journey.js_until("return document.activeElement.matches('input#exception-5')").await;
    for letter in "In hospital".chars() {
        journey.chord(&[], letter).await;
    }
    journey.key(Key::Enter).await;
    journey.wait_for_text(".pupils .evidence", "In hospital").await;
    assert_eq!(journey.js("return document.activeElement.id", vec![]).await, "exception-5");
    journey.click(".pupils-head a[href*='excepted']").await;
    journey.wait_for_text(".pupils-head", "1 of 40 pupils").await;
    journey.go_to("Challenge").await;
    journey.wait_for_text("main", "exception: In hospital").await;
}

/// Everything on the screen at once, for the axe of accessibility and for the eye.
#[tokio::test]
async fn the_new_views_are_accessible_when_full() {
    let journey = ambition().await;
    journey.type_current("ks4.good5em", "25").await;
    journey.wait_for_text("article .current", "25.0%").await;
    for (scheme, width) in [("light", 1366), ("dark", 400), ("dark", 1366), ("light", 400)] {
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        journey.devtools("Emulation.setEmulatedMedia", &media);
        for view in ["Ambition", "Pupils", "Challenge", "Trajectory", "Method"] {
            journey.set_screen(width, 800);
            journey.go_to(view).await;
            journey.js("document.querySelectorAll('details').forEach(it => { it.open = true; })", vec![]).await;
            assert_eq!(journey.accessibility_faults().await, "", "{view}, {scheme}, {width}");
            assert_eq!(super::sample::sideways(&journey, view).await, "");
        }
    }
}
