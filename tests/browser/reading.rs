//! A messy export, from choosing it to the figures; and what is said of columns, undone, remembered, saved and loaded.

use fantoccini::key::Key;
use serde_json::{Value, json};

use super::breakdown::{KEEP_WORKERS, journey_with, post};
use super::sample::sideways;
use super::support::{Browser, Journey, TestFolder};

/// Title rows, other headings, odd values, a row of sums; Windows-1252, as a spreadsheet saves it.
fn messy() -> Vec<u8> {
    let text = "Hillview Primary;;;;;;;\nYear 6, printed 12/10/2008;;;;;;;\n;;;;;;;\n\
        Adno;Legal Surname;Legal Forename;UPN;KS1 Reading TA;KS1 Writing;KS1 Maths;\"Eng\nTarget\";Maths Tgt\n\
        1;Müller;Zoë;A1;2b;2b;L2;Level 4;4\n2;Birch;Ben;A2;2a;2a;2a;4-;5\n3;Cedar;Carl;A3;W;1;Abs;3;n/a\n\
        4;Durmast;Dai;A4;3;3;3;5;5\nTotal;4;;;;;;;\n";
    text.replace('\n', "\r\n").chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect()
}

/// Opens it.
pub async fn open_messy(browser: &Browser, folder: &TestFolder) {
    let path = folder.join("messy.csv");
    std::fs::write(&path, messy()).unwrap();
    browser.open_path(&path).await;
    browser.wait_for_text("h1", "How your file was read").await;
}

/// Presses the first button of this text in a section, as the only way on a person has to find.
pub async fn press(browser: &Browser, section: &str, words: &str) {
    let script = "const buttons = [...document.querySelectorAll(arguments[0] + ' button')];
        const button = buttons.find(button => button.innerText.trim().startsWith(arguments[1]));
        if (button) { button.click(); } return button !== undefined";
    let arguments = vec![json!(format!("section[aria-labelledby='{section}']")), json!(words)];
    assert_eq!(browser.js(script, arguments).await, true, "no button {words} in {section}");
}

/// Accepts what is suggested: the sure suggestions together, the others one by one.
pub async fn accept_suggestions(browser: &Browser) {
    press(browser, "unknown", "Accept").await;
    let next = "const button = document.querySelector('#unknown ~ ul button'); if (button) { button.click(); } return button === null";
    for _ in 0..20 {
        if browser.js(next, vec![]).await == true {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("suggestions are left");
}

async fn questions(browser: &Browser) -> Value {
    browser.js("return document.querySelectorAll('#questions ~ ul > li').length", vec![]).await
}

/// Waits until so many columns are asked about.
pub async fn wait_for_questions(browser: &Browser, left: usize) {
    let script = format!("return document.querySelectorAll('#questions ~ ul > li').length === {left}");
    assert_eq!(browser.js_until(&script).await, true, "{}", questions(browser).await);
}

#[tokio::test]
async fn from_a_messy_export_to_figures() {
    let journey = Journey::begin().await;
    let folder = TestFolder::new();
    open_messy(&journey, &folder).await;
    assert_eq!(journey.text(".view-head .lead strong").await, "5 rows read = 4 pupils + 1 not counted");
    assert!(journey.text(".view-head .lead").await.contains("Semicolon separated, Windows-1252, headings in row 4"));
    journey.pictures("messy-1-opened").await;
    journey.click(".layout > summary").await;
    assert!(journey.text(".layout tr.headings").await.contains("Legal Surname"));
    assert_eq!(journey.accessibility_faults().await, "");
    journey.click(".layout > summary").await;
    wait_for_questions(&journey, 3).await;
    for (answer, left) in
        [("Key Stage 1 reading", 2), ("Key Stage 2 English target", 1), ("Key Stage 2 maths target", 0)]
    {
        press(&journey, "questions", answer).await;
        wait_for_questions(&journey, left).await;
    }
    journey.pictures("messy-2-columns").await;
    accept_suggestions(&journey).await;
    assert_eq!(journey.accessibility_faults().await, "");
    journey.pictures("messy-3-values").await;
    journey.click("main a.button[href='#/ambition']").await;
    journey.wait_for_text("h1", "How ambitious").await;
    assert_eq!(journey.figure("ks2.both4").await, "75.0% · 3 of 4 pupils");
    journey.pictures("messy-4-figures").await;
    journey.go_to("Pupils").await;
    journey.wait_for_text("main tbody", "Müller, Zoë").await;
    assert_eq!(journey.complaints(), [""; 0]);
}

/// Check is a list with an end: what is left falls with each answer, the keyboard goes to the next question, and the way to
/// the targets comes last.
#[tokio::test]
async fn questions_are_settled_to_the_end() {
    let journey = Journey::begin().await;
    journey.set_screen(1366, 768);
    let folder = TestFolder::new();
    open_messy(&journey, &folder).await;
    wait_for_questions(&journey, 3).await;
    journey.wait_for_text(".settling", "0 of").await;
    // Beside results of Key Stage 1 nothing of Key Stage 3 is offered.
    assert!(!journey.text("#questions ~ ul").await.contains("Key Stage 3"));
    let left = journey.text(".views .badge").await;
    press(&journey, "questions", "Accept all 3 sure ones").await;
    wait_for_questions(&journey, 0).await;
    journey.wait_for_text(".settling", "3 of").await;
    assert_ne!(journey.js("return document.activeElement.tagName", vec![]).await, "BODY");
    accept_suggestions(&journey).await;
    // The columns brought spellings of their own.
    let badge = "const badge = document.querySelector('.views .badge'); return badge === null ? '' : badge.innerText";
    assert_ne!(journey.js(badge, vec![]).await, json!(left));
    let rest =
        "const select = [...document.querySelectorAll('.spellings select')].find(select => select.value === '?');
        if (select) { select.value = '='; select.dispatchEvent(new Event('change', { bubbles: true })); }
        return select === undefined && document.querySelector('.settling').innerText.includes('Everything is settled')";
    assert_eq!(journey.js_until(rest).await, true);
    assert_ne!(journey.js("return document.activeElement.tagName", vec![]).await, "BODY");
    let ends =
        "const last = document.querySelector('main a.button.primary'), lists = document.querySelectorAll('.spellings');
        return [...lists].every(list => list.compareDocumentPosition(last) & Node.DOCUMENT_POSITION_FOLLOWING)";
    assert_eq!(journey.js(ends, vec![]).await, true);
    journey.pictures("settled").await;
    journey.click("main a.button.primary").await;
    journey.wait_for_text("h1", "How ambitious").await;
}

#[tokio::test]
async fn columns_are_undone_remembered_saved_and_loaded() {
    let journey = Journey::begin().await;
    let folder = TestFolder::new();
    open_messy(&journey, &folder).await;
    press(&journey, "questions", "Key Stage 2 English target").await;
    wait_for_questions(&journey, 2).await;
    journey.click(".steps-row button:first-child").await;
    wait_for_questions(&journey, 3).await;
    journey.click(".steps-row button:last-child").await;
    wait_for_questions(&journey, 2).await;
    // What is kept on this computer: headings and our names for them, nothing of a pupil.
    let kept = journey.js("return JSON.stringify(localStorage)", vec![]).await;
    assert!(kept.as_str().unwrap().contains("Target_KS2_English"), "{kept}");
    for of_a_pupil in ["ller", "Birch", "A1", "Level 4", "Hillview"] {
        assert!(!kept.as_str().unwrap().contains(of_a_pupil), "{kept}");
    }
    journey.reload().await;
    open_messy(&journey, &folder).await;
    wait_for_questions(&journey, 2).await;
    journey.click("#columns ~ details > summary").await;
    press(&journey, "columns", "Save as a file").await;
    let saved = journey.downloaded("columns.json").await;
    // Undone, it is forgotten; the file brings it back.
    journey.click(".steps-row button:first-child").await;
    wait_for_questions(&journey, 3).await;
    assert_eq!(journey.js("return localStorage.length", vec![]).await, 0);
    let path = folder.join("columns.json");
    std::fs::write(&path, saved).unwrap();
    journey.choose_file("#columns ~ details input[type=file]", &path).await;
    wait_for_questions(&journey, 2).await;
    assert_eq!(journey.complaints(), [""; 0]);
}

#[tokio::test]
async fn how_the_file_is_cut_is_changed_with_the_rows_underneath() {
    let journey = Journey::begin().await;
    let folder = TestFolder::new();
    let path = folder.write("two.csv", "UPN,KS1_Maths\nPupil UPN,KS2 Maths\nA1,4\nA2,5\n");
    journey.open_path(&path).await;
    // The second row of headings is seen, and said to be the only one.
    journey.wait_for_text(".opened-file", "2 pupils").await;
    journey.go_to("Check").await;
    journey.click(".layout > summary").await;
    journey.choose(".layout select[aria-label='Headings']", "2").await;
    journey.wait_for_text(".view-head .lead", "2 rows read = 2 pupils").await;
    assert!(journey.text(".layout tr.headings").await.contains("KS2 Maths"));
    journey.choose(".layout select[aria-label='Separator']", ";").await;
    journey.wait_for_text(".view-head .lead", "Semicolon").await;
    journey.chord(&[Key::Control], 'z').await;
    journey.wait_for_text(".view-head .lead", "Comma").await;
    journey.chord(&[Key::Control], 'z').await;
    journey.wait_for_text(".view-head .lead", "3 rows read = 2 pupils").await;
    assert_eq!(journey.complaints(), [""; 0]);
}

#[tokio::test]
async fn a_file_of_other_headings_is_opened_to_say_what_they_are() {
    let journey = Journey::begin().await;
    let folder = TestFolder::new();
    let path = folder.write("other.csv", "Wer,Was\nAsh,4\nBirch,5\n");
    journey.open_path(&path).await;
    journey.wait_for_text(".error-summary", "none of them is one we know").await;
    journey.click(".error-summary button").await;
    journey.wait_for_text(".view-head .lead", "2 rows read = 2 pupils").await;
    // Of the columns that are not read, the second becomes the results in maths.
    journey.click("#unread ~ div tbody tr:nth-child(2) button").await;
    let select = "#unread ~ div tbody tr:nth-child(2) select";
    journey.choose(select, "KS2_Maths_Score").await;
    journey.wait_for_text("section[aria-labelledby='columns'] tbody", "Key Stage 2 maths scaled score").await;
    assert_eq!(journey.js("return localStorage.length", vec![]).await, 0);
    assert_eq!(journey.complaints(), [""; 0]);
}

/// The engine breaks down after columns were given by hand: the file is read again as it was.
#[tokio::test]
async fn columns_given_by_hand_survive_a_breakdown() {
    let journey = journey_with(KEEP_WORKERS).await;
    let folder = TestFolder::new();
    open_messy(&journey, &folder).await;
    press(&journey, "questions", "Key Stage 2 English target").await;
    wait_for_questions(&journey, 2).await;
    post(&journey, json!(["crash"])).await;
    journey.wait_for_text(".notice", "started again").await;
    wait_for_questions(&journey, 2).await;
}

#[tokio::test]
async fn results_and_targets_in_two_files() {
    let journey = Journey::begin().await;
    let files = "const data = new DataTransfer();
        data.items.add(new File(['UPN,Surname,KS1_Reading,KS1_Writing,KS1_Maths\\nA1,Ash,2b,2b,2b\\nA2,Birch,2a,2a,3\\n'], 'results.csv'));
        data.items.add(new File(['UPN;Target KS2 English;Target KS2 Maths\\nA2;4;5\\nA1;4;3\\nA9;4;4\\n'], 'targets.csv'));
        document.querySelector('h1').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))";
    journey.js(files, vec![]).await;
    journey.wait_for_text(".opened-file", "3 pupils").await;
    journey.go_to("Check").await;
    let account = "5 rows read = 3 pupils + 0 not counted + 2 joined to a pupil of another file";
    assert_eq!(journey.text(".view-head .lead strong").await, account);
    journey.wait_for_text("main", "This pupil is in targets.csv only, not in results.csv").await;
    journey.go_to("Ambition").await;
    assert_eq!(journey.figure("ks2.both4").await, "66.7% · 2 of 3 pupils");
    assert_eq!(journey.complaints(), [""; 0]);
}

/// Two rows of each pupil that differ, a footer and a row without a name: asked before a figure is shown, answered by one
/// click each, and taken back; the file of last results stands below with the same questions.
#[tokio::test]
async fn what_a_file_leaves_open_is_asked_first() {
    let journey = Journey::begin().await;
    let folder = TestFolder::new();
    let pupils = (1..=8).flat_map(|number| {
        ["Autumn", "Summer"].map(|term| {
            let target = if term == "Summer" && number <= 6 { 4 } else { 3 };
            format!("A{:012},Ash{number},Ann,6A,2b,2b,2b,{target},{target},{term}\n", 1000 + number)
        })
    });
    let text = format!(
        "UPN,Surname,Forename,Class,KS1_Reading,KS1_Writing,KS1_Maths,Target_KS2_English,Target_KS2_Maths,Term\n{},,,6A,2b,2b,2b,4,4,Summer\nPage 1 of 1\n",
        pupils.collect::<String>()
    );
    journey.open_path(&folder.write("terms.csv", &text)).await;
    journey.wait_for_text("h1", "How your file was read").await;
    assert_eq!(journey.accessibility_faults().await, "");
    journey.pictures("reading-questions").await;
    journey.set_screen(400, 800);
    assert_eq!(sideways(&journey, "questions").await, "");
    journey.set_screen(1366, 768);
    press(&journey, "reading-questions", "Count the rows with Summer").await;
    let left = |left: usize| {
        format!("return document.querySelectorAll('[aria-labelledby=reading-questions] ul > li').length === {left}")
    };
    assert_eq!(journey.js_until(&left(1)).await, true);
    press(&journey, "reading-questions", "No, leave it out").await;
    assert_eq!(journey.js_until(&left(0)).await, true);
    assert_eq!(journey.text(".view-head .lead strong").await, "18 rows read = 8 pupils + 10 not counted");
    assert_eq!(journey.accessibility_faults().await, "");
    journey.pictures("reading-answers").await;
    journey.go_to("Ambition").await;
    assert_eq!(journey.figure("ks2.both4").await, "75.0% \u{b7} 6 of 8 pupils");
    // Last year's results, in another spelling.
    let last_year = "UPN,KS2 English,KS2 Maths\nB000000000001,Level 4,Level 4\nB000000000002,Level 3,Level 4\n";
    journey.choose_file("#choose-current", &folder.write("last year.csv", last_year)).await;
    journey.go_to("Check").await;
    journey.wait_for_text("#last-results", "last year.csv").await;
    assert_eq!(journey.accessibility_faults().await, "");
    journey.pictures("reading-last-results").await;
    for _ in 0..3 {
        journey.chord(&[Key::Control], 'z').await;
    }
    assert_eq!(journey.js_until(&left(2)).await, true);
    assert_eq!(journey.complaints(), [""; 0]);
}
