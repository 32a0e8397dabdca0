//! How much of the screen is data, what is printed, the pupil's card, filters at one click, and charts to take away.

use fantoccini::key::Key;
use serde_json::json;

use super::keyboard::tab_to;
use super::steps::TABLES;
use super::support::{Browser, Journey, TestFolder};

/// The top of the first row of data, in pixels.
const FIRST_ROW: &str = "const rows = [...document.querySelectorAll('main tbody tr:not(.section-row)')];
    const row = rows.find(row => row.checkVisibility() && row.getBoundingClientRect().height > 0);
    return row ? Math.round(row.getBoundingClientRect().top + scrollY) : null";

/// Above it lie the header, the heading and what is chosen.
#[tokio::test]
async fn the_first_row_of_data_is_in_the_upper_part() {
    let journey = Journey::begin().await;
    journey.set_screen(1366, 768);
    journey.open_sample().await;
    let mut low = Vec::new();
    for (view, most) in [("Groups", 300), ("Pupils", 300), ("Children in care", 300), ("What if", 300)] {
        journey.go_to(view).await;
        let top = journey.js_until(FIRST_ROW).await.as_u64().unwrap();
        println!("{view}: {top}");
        if top > most {
            low.push((view, top));
        }
    }
    assert_eq!(low, []);
}

/// On a telephone the header leaves room for the view.
#[tokio::test]
async fn the_header_is_low_on_a_narrow_screen() {
    let journey = Journey::begin().await;
    journey.set_screen(400, 800);
    journey.open_sample().await;
    journey.go_to("Ambition").await;
    let height = "return Math.round(document.querySelector('.top').getBoundingClientRect().height)";
    let height = journey.js(height, vec![]).await.as_u64().unwrap();
    assert!(height < 140, "{height}");
    for part in [".save-work", "#stage", "#edition", ".opened-file strong", ".more-button"] {
        assert!(journey.is_shown(part).await, "{part}");
    }
}

/// Every pupil of a list is on paper, whatever page of it is on the screen.
#[tokio::test]
async fn a_list_is_printed_whole() {
    let journey = Journey::begin().await;
    journey.open_sample().await;
    journey.go_to("Pupils").await;
    let shown = "return [...document.querySelectorAll('.pupils tbody tr')].filter(row => row.checkVisibility()).length";
    assert_eq!(journey.js(shown, vec![]).await, 25);
    journey.devtools("Emulation.setEmulatedMedia", &json!({ "media": "print" }));
    journey.js_until(&format!("{shown} === 62")).await;
}

/// The card of the first pupil is open.
async fn card_is_open(browser: &Browser) {
    browser.wait_for_text(".pupil-card h2", "").await;
    browser.js_until("return document.activeElement.id === 'pupil-card'").await;
}

#[tokio::test]
async fn a_pupils_card_opens_by_key_and_click_and_gives_the_keyboard_back() {
    let journey = Journey::begin().await;
    journey.set_screen(1366, 768);
    journey.open_sample().await;
    journey.go_to("Pupils").await;
    tab_to(&journey, ".target-input", false).await;
    let cell = journey.js("return document.activeElement.id", vec![]).await;
    journey.key(Key::F2).await;
    card_is_open(&journey).await;
    journey.wait_for_text(".pupil-card", "Against the main figures").await;
    assert_eq!(journey.accessibility_faults().await, "");
    journey.key(Key::Escape).await;
    journey.js_until("return !document.querySelector('.pupil-card')").await;
    assert_eq!(journey.js("return document.activeElement.id", vec![]).await, cell);
    // On a narrow screen it lies over the page.
    journey.set_screen(400, 800);
    journey.click(".name-button").await;
    card_is_open(&journey).await;
    let over = "const card = document.querySelector('.pupil-card').getBoundingClientRect();
        return card.left >= 0 && card.right <= innerWidth && getComputedStyle(document.querySelector('.pupil-card')).position";
    assert_eq!(journey.js(over, vec![]).await, "fixed");
    assert_eq!(journey.accessibility_faults().await, "");
    journey.key(Key::Escape).await;
    journey.js_until("return document.activeElement.matches('.name-button')").await;
    assert_eq!(journey.complaints(), [""; 0]);
}

#[tokio::test]
async fn a_list_is_narrowed_at_one_click_and_widened_at_another() {
    let journey = Journey::begin().await;
    journey.open_sample().await;
    journey.go_to("Pupils").await;
    journey.click(".filter-chips .chip:nth-child(2)").await;
    journey.wait_for(".filter-chips .taken").await;
    let words = journey.text(".filter-chips .taken").await;
    let number = words.split(['(', ')']).nth(1).unwrap().to_owned();
    journey.wait_for_text(".pupils-head", &format!("{number} of 62 pupils")).await;
    assert_eq!(journey.accessibility_faults().await, "");
    journey.click(".filter-chips .taken").await;
    journey.wait_for_text(".pupils-head", "62 of 62 pupils").await;
    // A list that is opened by a number can be taken away as well.
    journey.js("location.hash = '#/pupils?of=changed'", vec![]).await;
    journey.wait_for_text(".filter-chips .taken", "Pupils whose target you have changed").await;
    journey.click(".filter-chips .taken").await;
    journey.wait_for_text(".pupils-head", "62 of 62 pupils").await;
}

#[tokio::test]
async fn groups_are_taken_away_as_a_picture() {
    let journey = Journey::begin().await;
    journey.open_sample().await;
    journey.go_to("Groups").await;
    journey.wait_for(".chart .dot").await;
    journey.export(".save-svg").await;
    let name = "Level-4-or-above-in-English-and-in-maths.svg";
    let svg = String::from_utf8(journey.downloaded(name).await).unwrap();
    assert!(svg.starts_with("<svg") && svg.contains("Line: all pupils.") && svg.contains("<circle"), "{svg}");
    journey.export(".save-png").await;
    let png = journey.downloaded("Level-4-or-above-in-English-and-in-maths.png").await;
    assert!(png.starts_with(b"\x89PNG") && png.len() > 5_000, "{} bytes", png.len());
}

/// An authority's file: which schools to talk to first, and whether one was talked to.
#[tokio::test]
async fn a_school_is_marked_as_seen_and_stays_so() {
    let folder = TestFolder::new();
    let school = |name: u32, low: usize| {
        let pupil =
            move |pupil: usize| format!("P{name}{pupil},{name},6,2b,2b,2b,{0},{0}\n", if pupil < low { 3 } else { 4 });
        (0..12).map(pupil).collect::<String>()
    };
    let rows = [school(2001, 1), school(2002, 7), school(2003, 4)].concat();
    let text =
        format!("Surname,School,NCYear,KS1_Reading,KS1_Writing,KS1_Maths,Target_KS2_English,Target_KS2_Maths\n{rows}");
    let journey = Journey::begin().await;
    journey.open_path(&folder.write("authority.csv", &text)).await;
    journey.wait_for_text(".opened-file", "36 pupils").await;
    journey.js("location.hash = '#/moderation'", vec![]).await;
    let (_, heading) = TABLES.iter().find(|(hash, _)| *hash == "#/moderation").unwrap();
    journey.wait_for_text("h1", heading).await;
    let names = "return [...document.querySelectorAll('.figures-table tbody th')].map(name => name.innerText.trim())";
    assert_eq!(journey.js_until(names).await, json!(["2002", "2003", "2001"]));
    journey.click(".figures-table tbody tr:first-child input[type=checkbox]").await;
    journey.wait_for_text(".tables-head", "1 of 3 schools seen").await;
    assert_eq!(journey.accessibility_faults().await, "");
    journey.save_work(None).await;
    let path = folder.join("authority.ambition");
    std::fs::write(&path, journey.downloaded("authority-csv.ambition").await).unwrap();
    let journey = Journey::begin().await;
    journey.open_path(&path).await;
    journey.wait_for_text(".notice", "Your work is back").await;
    journey.js("location.hash = '#/moderation'", vec![]).await;
    journey.wait_for_text(".tables-head", "1 of 3 schools seen").await;
}
