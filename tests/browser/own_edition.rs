//! An edition of one's own on the page: packed by the program, opened like a file, named in the header, kept with the work.

use std::path::PathBuf;

use ambition_evaluation::files::read_guidance;

use super::support::{Browser, Journey, TestFolder};

const OWN: &str = include_str!("../../examples/own-edition.toml");
const NAME: &str = "Anytown Trust 2027 (own edition, not official)";
const KEPT: &str = "Millbrook-Primary-invented.ambition";

/// The example, as `ambition edition` packs it.
fn packed(folder: &TestFolder) -> PathBuf {
    let own = folder.write("anytown.toml", OWN);
    let packed = read_guidance(own.to_str()).unwrap().pack().unwrap();
    folder.write("anytown.edition", &packed)
}

/// Opens the invented year 6 of today.
async fn open_year_6(journey: &Browser) {
    journey.click(".samples .buttons .button:not(.primary)").await;
    journey.wait_for_text(".opened-file", "pupils").await;
}

/// The page works by the edition: the header and the card of its own measure say so.
async fn wait_for_own(journey: &Browser) {
    journey.wait_for_text(".period", NAME).await;
    journey.go_to("Ambition").await;
    journey.wait_for_text("main", "105 or above in maths").await;
}

#[tokio::test]
async fn it_is_opened_before_a_file_and_kept_with_the_work() {
    let (journey, folder) = (Journey::begin().await, TestFolder::new());
    journey.open_path(&packed(&folder)).await;
    journey.wait_for_text(".notice", "This edition is ready").await;
    assert_eq!(journey.accessibility_faults().await, "");
    open_year_6(&journey).await;
    wait_for_own(&journey).await;
    journey.pictures("own-edition").await;
    assert_eq!(journey.accessibility_faults().await, "");
    journey.save_work(None).await;
    let kept = folder.join(KEPT);
    std::fs::write(&kept, journey.downloaded(KEPT).await).unwrap();

    // Another day, without the edition at hand.
    let journey = Journey::begin().await;
    journey.open_path(&kept).await;
    journey.wait_for_text(".notice", "Your work is back").await;
    wait_for_own(&journey).await;
}

#[tokio::test]
async fn what_is_open_is_held_against_it_until_it_is_taken_back() {
    let (journey, folder) = (Journey::begin().await, TestFolder::new());
    open_year_6(&journey).await;
    journey.go_to("File").await;
    journey.open_path(&packed(&folder)).await;
    wait_for_own(&journey).await;
    journey.click(".steps-row button").await;
    journey.js_until(&format!("return !document.querySelector('.period').innerText.includes('{NAME}')")).await;
    // A file of 2009 is read again for it.
    journey.go_to("File").await;
    journey.click(".samples .historical button").await;
    journey.click("#open-unsaved").await;
    journey.wait_for_text(".opened-file", "62 pupils").await;
    journey.wait_for_text(".period", NAME).await;
}

#[tokio::test]
async fn a_damaged_one_is_refused_in_words() {
    let (journey, folder) = (Journey::begin().await, TestFolder::new());
    journey.open_sample().await;
    journey.go_to("File").await;
    journey.open_path(&folder.write("damaged.edition", "ambition-edition 1 2")).await;
    journey.wait_for_text(".notice", "ambition edition FILE.toml").await;
    journey.go_to("Ambition").await;
    assert_eq!(journey.figure("ks2.both4").await, "69.4% \u{b7} 43 of 62 pupils");
}
