//! What files of today leave open: each question with its rows in view, answered by a click, and taken back.

use super::reading::press;
use super::support::{Browser, Journey, TestFolder};

/// Opens a file on a laptop, and waits for the only question about it.
async fn open_with_question(journey: &Browser, folder: &TestFolder, name: &str, text: &str, question: &str) {
    journey.set_screen(1366, 768);
    journey.open_path(&folder.write(&format!("{name}.csv"), text)).await;
    journey.wait_for_text("h1", "How your file was read").await;
    journey.wait_for_text("[aria-labelledby=reading-questions]", question).await;
    assert_eq!(questions(journey).await, 1);
    assert_eq!(journey.accessibility_faults().await, "");
    journey.pictures(&format!("{name}-asked")).await;
}

async fn questions(journey: &Browser) -> u64 {
    let script = "return document.querySelectorAll('[aria-labelledby=reading-questions] ul.plain-list > li').length";
    journey.js(script, vec![]).await.as_u64().unwrap()
}

/// The row numbers that stand with the question.
async fn rows_in_view(journey: &Browser) -> Vec<u64> {
    let script = "return [...document.querySelectorAll('[aria-labelledby=reading-questions] .rows-in-view tbody th')]
        .map(row => Number(row.innerText))";
    serde_json::from_value(journey.js(script, vec![]).await).unwrap()
}

/// Answers, and looks at what is left.
async fn answer(journey: &Browser, name: &str, words: &str) {
    press(journey, "reading-questions", words).await;
    let gone = "return document.querySelector('[aria-labelledby=reading-questions]') === null";
    assert_eq!(journey.js_until(gone).await, true);
    assert_eq!(journey.accessibility_faults().await, "");
    journey.pictures(&format!("{name}-answered")).await;
}

/// Takes the answer back, which asks again.
async fn take_back(journey: &Browser) {
    journey.go_to("Check").await;
    press(journey, "reading-answers", "Undo").await;
    journey.wait_for("[aria-labelledby=reading-questions]").await;
    assert_eq!(questions(journey).await, 1);
    assert_eq!(journey.complaints(), [""; 0]);
}

/// A measure as its card or its line shows it.
async fn wait_for_figure(journey: &Browser, measure: &str, words: &str) {
    journey.go_to("Ambition").await;
    journey.wait_for_text(&format!("[aria-labelledby='card-{measure}']"), words).await;
}

#[tokio::test]
async fn a_comma_of_a_name_has_moved_a_row() {
    let (journey, folder) = (Journey::begin().await, TestFolder::new());
    let text = "UPN,SURNAME,FORENAMES,NCYEARACT,READSCORE,WRITTAOUTCOME,MATSCORE\n\
        A926999904001,Ash,Ann,6,104,EXS,103\nA926999904002,Silva, Jr,Ben,6,99,WTS,101\n\
        A926999904003,Cedar,Cal,6,111,GDS,112\nA926999904004,Elm,Dee,6,100,EXS,98\n";
    open_with_question(&journey, &folder, "moved", text, "a comma is part of the name").await;
    assert_eq!(rows_in_view(&journey).await, [3]);
    journey.wait_for_text(".view-head .lead", "4 rows read = 3 pupils + 1 not counted").await;
    answer(&journey, "moved", "Yes, the comma is part of the name").await;
    journey.wait_for_text(".view-head .lead", "4 rows read = 4 pupils + 0 not counted").await;
    journey.go_to("Pupils").await;
    journey.wait_for_text("main tbody", "Silva, Jr").await;
    take_back(&journey).await;
    journey.wait_for_text(".view-head .lead", "3 pupils").await;
}

#[tokio::test]
async fn a_blank_may_mean_no() {
    let (journey, folder) = (Journey::begin().await, TestFolder::new());
    let text = "UPN,Surname,Forename,Year Group,FSM6,Target KS2 Reading Score,Target KS2 Writing TA,Target KS2 Maths Score\n\
        A926999904001,Ash,Ann,6,Yes,104,EXS,103\nA926999904002,Birch,Ben,6,,99,WTS,101\n\
        A926999904003,Cedar,Cal,6,,111,GDS,112\nA926999904004,Elm,Dee,6,Yes,100,EXS,98\n";
    open_with_question(&journey, &folder, "blank", text, "Does a blank mean no?").await;
    assert_eq!(rows_in_view(&journey).await, [2, 3, 4, 5]);
    answer(&journey, "blank", "A blank means no").await;
    let groups = "Free school meals in the last six years";
    journey.go_to("Groups").await;
    journey.wait_for_text("main", groups).await;
    let without = "return [...document.querySelectorAll('main tbody th')].map(it => it.innerText).join('|')";
    let named = journey.js(without, vec![]).await;
    assert!(!named.as_str().unwrap().contains("not recorded"), "{named}");
    take_back(&journey).await;
}

#[tokio::test]
async fn grades_with_signs_are_read_as_told() {
    let (journey, folder) = (Journey::begin().await, TestFolder::new());
    let text = "UPN,Surname,Forename,Year Group,Target GCSE English Language,Target GCSE Maths\n\
        A926999904001,Ash,Ann,11,5+,6\nA926999904002,Birch,Ben,11,4=,5\n\
        A926999904003,Cedar,Cal,11,7-,7\nA926999904004,Elm,Dee,11,5,5\n";
    open_with_question(&journey, &folder, "grades", text, "5+").await;
    assert_eq!(rows_in_view(&journey).await, [2, 3, 4]);
    wait_for_figure(&journey, "ks4.em5", "25.0%").await;
    journey.go_to("Check").await;
    let first = "return document.querySelector('[aria-labelledby=reading-questions] button').innerText";
    let words = journey.js(first, vec![]).await;
    answer(&journey, "grades", words.as_str().unwrap()).await;
    wait_for_figure(&journey, "ks4.em5", "75.0%").await;
    take_back(&journey).await;
    wait_for_figure(&journey, "ks4.em5", "25.0%").await;
}

/// Headings that leave something out are read where the cells leave no doubt; that is told, and another field can be chosen.
#[tokio::test]
async fn headings_are_completed_by_their_cells_and_told() {
    let (journey, folder) = (Journey::begin().await, TestFolder::new());
    let text = "UPN,Surname,Forename,Year,KS2 Reading Scaled Score,Reading Target,Writing Target,Maths Target\n\
        A926999904001,Ash,Ann,6,104,105,EXS,103\nA926999904002,Birch,Ben,6,99,99,WTS,101\n\
        A926999904003,Cedar,Cal,6,111,112,GDS,112\nA926999904004,Elm,Dee,6,100,101,EXS,101\n";
    journey.set_screen(1366, 768);
    journey.open_path(&folder.write("headings.csv", text)).await;
    journey.wait_for_text(".opened-file", "4 pupils").await;
    wait_for_figure(&journey, "ks2.rwm", "75.0%").await;
    journey.go_to("Check").await;
    journey.wait_for_text("[aria-labelledby=reading-decisions]", "the cells below them say").await;
    journey.wait_for_text("[aria-labelledby=reading-decisions]", "Reading Target").await;
    assert_eq!(journey.accessibility_faults().await, "");
    journey.pictures("headings-told").await;
    // Taken back for one column: it is no target of writing.
    let row = "const rows = [...document.querySelectorAll('[aria-labelledby=columns] tbody tr')];
        const row = rows.find(row => row.innerText.includes('Writing Target'));";
    journey.js(&format!("{row} row.querySelector('button').click()"), vec![]).await;
    let choose = format!(
        "{row} const select = row && row.querySelector('select');
        if (!select) {{ return false; }}
        select.value = ''; select.dispatchEvent(new Event('change', {{ bubbles: true }})); return true"
    );
    assert_eq!(journey.js_until(&choose).await, true);
    journey.wait_for_text("[aria-labelledby=unread]", "Writing Target").await;
    journey.click(".steps-row button:first-child").await;
    wait_for_figure(&journey, "ks2.rwm", "75.0%").await;
    assert_eq!(journey.complaints(), [""; 0]);
}
