//! What leaves the page by the user's hand, and that nothing else does.

use fantoccini::key::Key;
use serde_json::json;

use super::support::{Browser, Journey, PageServer, RequestListener, TestFolder, page_without_policy};

/// RULES 10.2.
const HEADINGS: &str = "edition,school,group_by,group,measure,basis,achieved,eligible,missing,left_out,value";

#[tokio::test]
async fn figures_are_saved() {
    let journey = Journey::begin().await;
    journey.open_sample().await;
    journey.go_to("Ambition").await;
    save_figures(&journey).await;
    let bytes = journey.downloaded("Hillview-Primary-invented-figures-2009.csv").await;
    let text = String::from_utf8(bytes).unwrap();
    let table = text.strip_prefix('\u{feff}').expect("the mark by which a spreadsheet knows UTF-8");
    assert_eq!(table.lines().next(), Some(HEADINGS));
    assert!(!table.starts_with('\u{feff}'));
    let both4: Vec<&str> =
        table.lines().filter(|line| line.starts_with("2009,,all,all,ks2.both4,moderated,")).collect();
    assert_eq!(both4, ["2009,,all,all,ks2.both4,moderated,43,62,2,0,69.3548"]);
}

async fn save_figures(browser: &Browser) {
    browser.export(".save-figures").await;
}

#[tokio::test]
async fn template_and_sample_are_saved_and_read() {
    let journey = Journey::begin().await;
    let folder = TestFolder::new();
    let files = [
        (1, "blank-year-11.csv", "0 pupils"),
        (2, "blank-year-6.csv", "0 pupils"),
        (4, "sample-2027-year-6.csv", "59 pupils"),
        (5, "template.csv", "0 pupils"),
        (6, "sample-year-6.csv", "62 pupils"),
    ];
    for (place, name, pupils) in files {
        journey.click(".samples summary").await;
        journey.click(&format!(".samples .files .link:nth-child({place})")).await;
        let path = folder.join(name);
        std::fs::write(&path, journey.downloaded(name).await).unwrap();
        journey.open_path(&path).await;
        journey.wait_for_text(".opened-file", pupils).await;
        journey.go_to("File").await;
    }
}

/// Pages of the PDF that Chromium makes of the view on the screen.
pub async fn printed_pages(browser: &Browser) -> u64 {
    let pdf = browser.devtools("Page.printToPDF", &json!({ "preferCSSPageSize": true, "printBackground": true }));
    let count = "return atob(arguments[0]).split(/\\/Type\\s*\\/Page\\b/).length - 1";
    browser.js(count, vec![pdf["data"].clone()]).await.as_u64().unwrap()
}

#[tokio::test]
async fn the_targets_print_on_few_pages() {
    let journey = Journey::begin().await;
    journey.open_sample().await;
    journey.go_to("Ambition").await;
    let pages = printed_pages(&journey).await;
    assert!((1..=3).contains(&pages), "{pages} pages");
    let shown = "return ['.bar', '.steps-row', 'aside', '.print-head', '.target-card', 'h1']
        .map(it => document.querySelector(it).checkVisibility())";
    assert_eq!(journey.js(shown, vec![]).await, json!([true, true, true, false, true, true]));
    journey.devtools("Emulation.setEmulatedMedia", &json!({ "media": "print" }));
    assert_eq!(journey.js(shown, vec![]).await, json!([false, false, false, true, true, true]));
    journey.pictures("printed").await;
}

/// A full year with long names: the agenda keeps to its page, and the list of pupils begins on the first one.
#[tokio::test]
async fn lists_of_a_full_year_fill_their_pages() {
    let (journey, folder) = (Journey::begin().await, TestFolder::new());
    let row = |pupil: u32| {
        let name = if pupil.is_multiple_of(3) { "Featherstonehaugh-Cholmondeley" } else { "Ash" };
        format!("P{pupil},{name},Bartholomew,Y,A,1,2b,2b,3,3\n")
    };
    let rows = (0..74).map(row).collect::<String>();
    let headings = "UPN,Surname,Forename,EAL,SEN,KS1_Reading,KS1_Writing,KS1_Maths,Target_KS2_English,Target_KS2_Maths";
    journey.open_path(&folder.write("year 6.csv", &format!("{headings}\n{rows}"))).await;
    journey.wait_for_text(".opened-file", "74 pupils").await;
    journey.go_to("Challenge").await;
    journey.wait_for_text("main", "Pupil by pupil").await;
    assert_eq!(printed_pages(&journey).await, 1);
    journey.go_to("Pupils").await;
    journey.wait_for(".rows-on-paper").await;
    let pages = printed_pages(&journey).await;
    assert!((2..=4).contains(&pages), "{pages} pages");
}

/// Every view, two changes, an undo, the figures saved and the page printed.
async fn whole_work(browser: &Browser) {
    for view in ["Check", "Ambition", "Pupils"] {
        browser.go_to(view).await;
    }
    for cell in ["#target-0-KS2_Maths", "#target-1-KS2_English"] {
        browser.click(cell).await;
        browser.chord(&[Key::Control], 'a').await;
        browser.chord(&[], '3').await;
        browser.key(Key::Enter).await;
        browser.wait_for_text(".strip", "3").await;
    }
    browser.chord(&[Key::Control], 'z').await;
    browser.go_to("Ambition").await;
    save_figures(browser).await;
    browser.downloaded("Hillview-Primary-invented-figures-2009.csv").await;
    printed_pages(browser).await;
    browser.go_to("Method").await;
    browser.go_to("File").await;
}

/// Pupils whose names, classes and results try to speak to the listener.
fn talkative(listener: &RequestListener) -> String {
    let there = format!("http://{}", listener.address());
    let name = format!("<img src='{there}/name'><script src='{there}/script'></script>");
    let link = format!("=HYPERLINK(\"\"{there}/link\"\")");
    format!(
        "UPN,Surname,Forename,School,KS1_Reading,KS1_Writing,KS1_Maths,Target_KS2_English,Target_KS2_Maths,{there}/heading\r\n\
         A1,\"{name}\",Ada,<object data={there}/school>,2b,2b,2b,4,4,x\r\n\
         A2,Birch,\"{link}\",{there}/school,2b,2b,<img src={there}/x>,4,4,x\r\n"
    )
}

#[tokio::test]
async fn the_whole_work_is_silent() {
    let journey = Journey::begin().await;
    let listener = RequestListener::start();
    journey.open_sample().await;
    whole_work(&journey).await;
    let folder = TestFolder::new();
    journey.open_path_unsaved(&folder.write("talkative.csv", &talkative(&listener))).await;
    journey.wait_for_text(".opened-file", "talkative.csv").await;
    for view in ["Check", "Ambition", "Pupils", "Method"] {
        journey.go_to(view).await;
    }
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    assert_eq!(listener.heard(), [""; 0]);
    assert_eq!(journey.further_requests(), [""; 0]);
    assert_eq!(journey.complaints(), [""; 0]);
}

/// The control: on a page without the policy, a name put into it as markup is heard. (The page itself never does that;
/// its policy would forbid it.)
#[tokio::test]
async fn a_name_taken_for_markup_would_be_heard() {
    let server = PageServer::start(page_without_policy());
    let browser = Browser::start().await;
    browser.open(&server.address()).await;
    let listener = RequestListener::start();
    browser.js("document.body.insertAdjacentHTML('beforeend', arguments[0])", vec![json!(talkative(&listener))]).await;
    assert_eq!(listener.missing(&["/name"]).await, [""; 0]);
}
