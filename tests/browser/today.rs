//! Files of today, edition 2027: the invented schools, what their cards add up to, and the choice of the edition.

use serde_json::json;

use super::sample::{begin_on, faults_unfolded};
use super::support::{Browser, Journey};

/// The views that the edition has, by address and heading.
const VIEWS: [(&str, &str); 12] = [
    ("check", "How your file was read"),
    ("ambition", "How ambitious are these targets?"),
    ("trajectory", "Trajectories"),
    ("pupils", "Pupils"),
    ("what-if", "What if"),
    ("estimates", "Estimates"),
    ("challenge", "Points to discuss"),
    ("groups", "Groups"),
    ("attendance", "Attendance"),
    ("item-analysis", "Item analysis"),
    ("method", "How the figures are worked out"),
    ("file", "Open another file"),
];

async fn open_year_11(browser: &Browser) {
    browser.click(".samples button.primary").await;
    browser.wait_for_text(".opened-file", "119 pupils").await;
    browser.wait_for_text("h1", "How your file was read").await;
}

async fn show(browser: &Browser, view: &str, heading: &str) {
    browser.js("location.hash = `#/${arguments[0]}`", vec![json!(view)]).await;
    browser.wait_for_text("h1", heading).await;
}

/// The rows of the table by band add up to its total, and open their pupils.
#[tokio::test]
async fn a_card_adds_up_beside_similar_pupils() {
    let journey = Journey::begin().await;
    open_year_11(&journey).await;
    journey.go_to("Ambition").await;
    assert_eq!(journey.figure("ks4.em5").await, "43.7% · 52 of 119 pupils");
    journey.wait_for_text("[aria-labelledby='card-ks4.em5'] .verdict", "5 pupils more than similar pupils").await;
    let sums = "const table = document.querySelector(\"[aria-labelledby='card-ks4.em5'] table.by-prior\");
        const column = (rows, place) => [...rows].map(row => Number(row.children[place].innerText.split(' ')[0]));
        const [rows, total] = [table.tBodies[0].rows, table.tBodies[1].rows[0]];
        return [1, 3, 4].map(place => [column(rows, place).reduce((one, other) => one + other), column([total], place)[0]])";
    assert_eq!(journey.js(sums, vec![]).await, json!([[107, 107], [50, 50], [57, 57]]));
    // Nothing is called expected in an edition without expectations, but the official name of a mark.
    let words = journey.text("main").await;
    assert!(!words.replace("xpected standard", "").to_lowercase().contains("expected"), "{words}");
    journey.click("[aria-labelledby='card-ks4.em5'] table.by-prior tbody tr:nth-child(3) td a").await;
    journey.wait_for_text("h1", "Pupils").await;
    journey.wait_for_text(".view-head", "14 of 119 pupils").await;
    assert_eq!(journey.complaints(), [""; 0]);
}

/// What is to be known of all figures is small print: the first figure stands high on a laptop, and on paper nothing is lost.
#[tokio::test]
async fn the_first_figure_stands_high() {
    let journey = Journey::begin().await;
    journey.set_screen(1366, 768);
    open_year_11(&journey).await;
    journey.go_to("Ambition").await;
    let notes = journey.text(".notes").await;
    for words in ["Edition: Results of 2027", "Nobody has to set these targets", "cannot be known before"] {
        assert!(notes.contains(words), "{notes}");
    }
    let top = "return document.querySelector('main article').getBoundingClientRect().top";
    let top = journey.js(top, vec![]).await.as_f64().unwrap();
    assert!(top < 280.0, "the first card begins at {top}");
    journey.devtools("Emulation.setEmulatedMedia", &json!({ "media": "print" }));
    assert!(journey.is_shown(".notes").await);
}

/// Another edition reads the file again by its own columns: the pupil whom a flag of today takes out counts in 2009.
#[tokio::test]
async fn the_edition_is_changed_without_opening_the_file_again() {
    let journey = Journey::begin().await;
    open_year_11(&journey).await;
    journey.choose("#edition", "2009").await;
    journey.wait_for_text(".opened-file", "120 pupils").await;
    journey.choose("#edition", "2027").await;
    journey.wait_for_text(".opened-file", "119 pupils").await;
    journey.go_to("Ambition").await;
    assert_eq!(journey.figure("ks4.em5").await, "43.7% · 52 of 119 pupils");
    assert_eq!(journey.complaints(), [""; 0]);
}

/// What the axe of accessibility finds on any view of today, and whether one is wider than the screen.
async fn faults(scheme: &str, width: u32, height: u32) -> String {
    let journey = begin_on(scheme, width, height).await;
    open_year_11(&journey).await;
    let mut faults = String::new();
    for (view, heading) in VIEWS {
        show(&journey, view, heading).await;
        faults.push_str(&faults_unfolded(&journey, view).await);
        journey.pictures(&format!("today-{view}-{width}")).await;
    }
    faults
}

#[tokio::test]
async fn views_of_today_are_accessible_on_a_laptop() {
    assert_eq!(faults("light", 1366, 768).await, "");
}

#[tokio::test]
async fn views_of_today_are_accessible_when_dark_and_narrow() {
    assert_eq!(faults("dark", 400, 800).await, "");
}
