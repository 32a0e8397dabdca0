//! Work that is saved and gone on with: the file, current performance, settings, targets, and the way back.

use serde_json::{Value, json};

use super::breakdown::{edit_twice, take_back_both};
use super::support::{Folder, Journey};

const KEPT: &str = "Hillview-Primary-invented.ambition";
const LAST_YEAR: &str = "KS2_English,KS2_Maths\n4,4\n4,3\n3,4\n5,5\n";

/// Figures, current performance and history, to be compared.
async fn work(journey: &Journey) -> Value {
    journey.go_to("Ambition").await;
    let current = "return [...document.querySelectorAll('article .current')].map(it => it.textContent)";
    json!([journey.figures().await, journey.history().await, journey.js(current, vec![]).await])
}

#[tokio::test]
async fn saved_work_goes_on_where_it_was_left() {
    let journey = Journey::begin().await;
    let folder = Folder::new();
    journey.open_sample().await;
    edit_twice(&journey).await;
    journey.go_to("Ambition").await;
    journey.choose_file("#choose-current", &folder.write("last year.csv", LAST_YEAR)).await;
    journey.wait_for_text("article .current", "50.0%").await;
    let before = work(&journey).await;
    journey.click("aside .card:last-child button:last-child").await;
    let path = folder.join(KEPT);
    std::fs::write(&path, journey.downloaded(KEPT).await).unwrap();

    // Another day.
    let journey = Journey::begin().await;
    journey.open_path(&path).await;
    journey.wait_for_text(".notice", "Your work is back").await;
    assert_eq!(work(&journey).await, before);
    // The way back is there, too.
    take_back_both(&journey).await;
}

#[tokio::test]
async fn what_is_no_saved_work_is_told() {
    let journey = Journey::begin().await;
    let folder = Folder::new();
    journey.open_sample().await;
    journey.go_to("File").await;
    journey.choose_file("#choose", &folder.write("broken.ambition", "{\"format\":\"ambition-work\"")).await;
    journey.wait_for_text(".error-summary", "no saved work").await;
    assert_eq!(journey.accessibility_faults().await, "");
    journey.go_to("Ambition").await;
    assert_eq!(journey.figure("ks2.both4").await, "69.4% · 43 of 62 pupils");
}
