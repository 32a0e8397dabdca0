//! Targets set by keyboard alone: generated, moderated with reasons, pasted, filled down, and all of it kept.

use fantoccini::key::Key;
use serde_json::{Value, json};

use super::keyboard::{go_by_keys, tab_to};
use super::support::{Browser, Journey, TestFolder};

const TABLE: &str = "Subject,Prior,2,3,4,5\n\
    Maths,W,70,30,0,0\nMaths,1,20,60,20,0\nMaths,2c,2,30,60,8\nMaths,2b,0,10,70,20\nMaths,2a,0,2,58,40\nMaths,3,0,0,20,80\n";
const KEPT: &str = "Hillview-Primary-invented.ambition";

async fn type_letters(browser: &Browser, text: &str) {
    for letter in text.chars() {
        browser.chord(&[], letter).await;
    }
}

/// The maths targets of the first page, with their reasons.
async fn targets(browser: &Browser) -> Value {
    let script = "return [...document.querySelectorAll('input[id^=target-][id$=KS2_Maths]')].map(it =>
        [it.value, (it.parentElement.querySelector('.reason-input') || {}).value || ''])";
    browser.js(script, vec![]).await
}

async fn value(browser: &Browser, css: &str) -> Value {
    browser.js("return (document.querySelector(arguments[0]) || {}).value", vec![json!(css)]).await
}

async fn wait_for_value(browser: &Browser, css: &str, wanted: &str) {
    for _ in 0..200 {
        if value(browser, css).await == wanted {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("{css} is {} and not {wanted}", value(browser, css).await);
}

/// Waits until an element has the keyboard.
async fn focused(browser: &Browser, id: &str) {
    for _ in 0..200 {
        if browser.js("return document.activeElement.id", vec![]).await == id {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("{id} has not the keyboard");
}

/// Raises the targets of the first twenty pupils to 6, each with a reason.
async fn raise_twenty_targets(journey: &Journey) {
    let pupils = journey
        .js(
            "return [...document.querySelectorAll('input[id^=target-][id$=KS2_Maths]')].slice(0, 20).map(it => it.id)",
            vec![],
        )
        .await;
    tab_to(journey, "#target-0-KS2_Maths", false).await;
    let pupils = pupils.as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(pupils.len(), 20);
    for (number, target) in pupils.iter().enumerate() {
        focused(journey, target).await;
        type_letters(journey, "6").await;
        journey.key(Key::Enter).await;
        journey.wait_for(&format!("#{}", target.replace("target", "reason"))).await;
        journey.key(Key::Up).await;
        journey.chord(&[Key::Shift], Key::F2.into()).await;
        type_letters(journey, &format!("why {number}")).await;
        journey.key(Key::Enter).await;
        journey.wait_for_text(".strip .legend", &format!("\u{2192} 6, reason: why {number}")).await;
    }
}

/// Takes the last change back, and waits until the figures have followed.
async fn undo(journey: &Journey) {
    let before = journey.text(".strip .legend").await;
    journey.chord(&[Key::Control], 'z').await;
    for _ in 0..200 {
        if journey.text(".strip .legend").await != before {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn twenty_targets_moderated_and_kept() {
    let journey = Journey::begin().await;
    let folder = TestFolder::new();
    journey.set_screen(1366, 768);
    tab_to(&journey, ".samples .historical button", false).await;
    journey.key(Key::Enter).await;
    journey.wait_for_text("h1", "How your file was read").await;
    focused(&journey, "heading").await;
    go_by_keys(&journey, "estimates", "Estimates").await;
    // What the window for choosing a file gives back; the window itself belongs to the system.
    tab_to(&journey, "#choose-table", false).await;
    journey.choose_file("#choose-table", &folder.write("table.csv", TABLE)).await;
    journey.wait_for_text(".chances", "Most likely").await;

    go_by_keys(&journey, "pupils", "Pupils").await;
    tab_to(&journey, ".list-work summary", false).await;
    journey.key(Key::Enter).await;
    tab_to(&journey, "#rule-result", false).await;
    type_letters(&journey, "M").await;
    tab_to(&journey, "#rule-by", false).await;
    type_letters(&journey, "the most").await;
    tab_to(&journey, "#rule-raise", false).await;
    journey.chord(&[], ' ').await;
    tab_to(&journey, "#rule-preview", false).await;
    journey.key(Key::Enter).await;
    journey.wait_for_text(".preview", "Level 4 or above in English and in maths").await;
    tab_to(&journey, "#rule-accept", false).await;
    journey.key(Key::Enter).await;
    journey.wait_for_text(".strip .legend", "the most likely outcome").await;

    raise_twenty_targets(&journey).await;
    for _ in 0..5 {
        undo(&journey).await;
    }
    // Two reasons and three targets... five changes: reason 19, target 19, reason 18, target 18, reason 17.
    journey.wait_for_text(".strip .legend", "\u{2192} 6").await;
    let before = targets(&journey).await;
    assert_eq!(before[16], json!(["6", "why 16"]));
    assert_eq!(before[17], json!(["6", ""]));
    assert_ne!(before[18][0], "6");

    go_by_keys(&journey, "ambition", "How ambitious").await;
    let figures = journey.figures().await;
    tab_to(&journey, ".save-work", true).await;
    journey.key(Key::Enter).await;
    tab_to(&journey, "#save-now", false).await;
    journey.key(Key::Enter).await;
    let path = folder.join(KEPT);
    std::fs::write(&path, journey.downloaded(KEPT).await).unwrap();

    // Another day.
    let journey = Journey::begin().await;
    journey.open_path(&path).await;
    journey.wait_for_text(".notice", "Your work is back").await;
    journey.go_to("Ambition").await;
    assert_eq!(journey.figures().await, figures);
    journey.go_to("Pupils").await;
    assert_eq!(targets(&journey).await, before);
    journey.go_to("Estimates").await;
    journey.wait_for_text(".chances", "60.0%").await;
}

#[tokio::test]
async fn estimates_and_a_rule_tried_open_their_pupils() {
    let (journey, folder) = (Journey::begin().await, TestFolder::new());
    journey.open_sample().await;
    journey.go_to("Estimates").await;
    journey.choose_file("#choose-table", &folder.write("table.csv", TABLE)).await;
    let known = ".shares tr td:last-child";
    journey.wait_for_text(known, " of ").await;
    journey.pictures("estimates").await;
    let under = journey.text(&format!("{known} .beneath")).await;
    let pupils = under.split(" of ").last().unwrap().to_owned();
    journey.click(&format!("{known} a")).await;
    journey
        .wait_for_text(
            ".pupils-head",
            &format!("in the conversion table: {} of 62", pupils.trim_end_matches(" pupils")),
        )
        .await;
    journey.go_to("Pupils").await;
    journey.click(".list-work summary").await;
    journey.choose("#rule-result", "KS2_Maths").await;
    journey.choose("#rule-by", "one-more").await;
    journey.click("#rule-preview").await;
    journey.wait_for_text(".preview", "\u{b6}26a").await;
    journey.pictures("rule").await;
    let last = "[...document.querySelectorAll('.preview a')].at(-1)";
    let share = journey.js(&format!("return {last}.textContent"), vec![]).await;
    journey.js(&format!("{last}.click()"), vec![]).await;
    // "80.6%, 50 of 62 pupils".
    let reached = share.as_str().unwrap().split([' ', ',']).find_map(|word| word.parse::<u32>().ok()).unwrap();
    let wanted = format!("{reached} of 62 pupils");
    journey.wait_for_text(".pupils-head", &format!("target reaches it with the rule tried: {wanted}")).await;
    assert_eq!(journey.complaints(), [""; 0]);
}

#[tokio::test]
async fn paces_are_seen_by_group() {
    let journey = Journey::begin().await;
    journey.open_sample().await;
    journey.js("location.hash = '#/groups'", vec![]).await;
    journey.wait_for_text("h1", "Groups").await;
    journey.choose("#choose-measure", "pace").await;
    journey.wait_for_text(".figures-table", "Maths: no progress").await;
    journey.pictures("pace").await;
    // The slow ones of the first group that has some.
    let slow = "document.querySelector('.figures-table tbody + tbody a[href*=slow]')";
    let count = journey.js(&format!("return {slow}.textContent"), vec![]).await;
    journey.js(&format!("{slow}.click()"), vec![]).await;
    journey.wait_for_text(".pupils-head", &format!("{} of 62 pupils", count.as_str().unwrap())).await;
    assert!(journey.text(".pupils-head .lead").await.contains("less progress than expected by target"));
    journey.client.back().await.unwrap();
    journey.wait_for_text(".figures-table", "Maths: no progress").await;
    assert_eq!(journey.accessibility_faults().await, "");
}

/// Pastes a text where the keyboard is, as the browser would.
async fn paste(browser: &Browser, text: &str) {
    let script = "const data = new DataTransfer(); data.setData('text/plain', arguments[0]);
        document.activeElement.dispatchEvent(new ClipboardEvent('paste',
            { clipboardData: data, bubbles: true, cancelable: true }))";
    browser.js(script, vec![json!(text)]).await;
}

#[tokio::test]
async fn a_column_is_pasted_and_filled_down() {
    let journey = Journey::begin().await;
    journey.open_sample().await;
    journey.go_to("Pupils").await;
    tab_to(&journey, "#target-0-KS2_Maths", false).await;
    let before = targets(&journey).await;
    paste(&journey, "6\tx\r\n9z\r\n2\r\n").await;
    wait_for_value(&journey, "#target-0-KS2_Maths", "6").await;
    wait_for_value(&journey, "#target-2-KS2_Maths", "2").await;
    assert_eq!(targets(&journey).await[1], before[1]);
    journey.wait_for_text(".refusals", "Smith, Jr, Robert: \u{201c}9z\u{201d} is not understood").await;
    journey.chord(&[Key::Control], 'z').await;
    wait_for_value(&journey, "#target-0-KS2_Maths", before[0][0].as_str().unwrap()).await;
    assert_eq!(targets(&journey).await, before);

    // The value of the topmost of four cells for all of them.
    tab_to(&journey, "#target-0-KS2_Maths", true).await;
    type_letters(&journey, "3").await;
    for _ in 0..3 {
        journey.chord(&[Key::Shift], Key::Down.into()).await;
    }
    wait_for_value(&journey, "#target-0-KS2_Maths", "3").await;
    journey.chord(&[Key::Control], 'd').await;
    wait_for_value(&journey, "#target-3-KS2_Maths", "3").await;
    let filled = targets(&journey).await;
    assert!((0..4).all(|row| filled[row][0] == "3"), "{filled}");
    assert_eq!(filled[4], before[4]);
    journey.wait_for_text(".strip .legend", "3 pupils pasted or filled").await;
    journey.chord(&[Key::Control], 'z').await;
    wait_for_value(&journey, "#target-3-KS2_Maths", before[3][0].as_str().unwrap()).await;
    assert_eq!(targets(&journey).await[0][0], "3");
}

#[tokio::test]
async fn points_are_pasted_and_filled_down_too() {
    let journey = Journey::begin().await;
    journey.open_secondary().await;
    journey.choose("#edition", "2008").await;
    journey.wait_for(".steps-row button[title*='Edition: Targets for 2008']").await;
    journey.go_to("Pupils").await;
    tab_to(&journey, "#target-0-KS4_Points", false).await;
    let before = value(&journey, "#target-0-KS4_Points").await;
    paste(&journey, "310.5\r\nmany\r\n300\r\n").await;
    wait_for_value(&journey, "#target-0-KS4_Points", "310.5").await;
    wait_for_value(&journey, "#target-2-KS4_Points", "300").await;
    journey.wait_for_text(".refusals", "\u{201c}many\u{201d} is not a number of points").await;
    journey.pictures("points-pasted").await;
    tab_to(&journey, "#target-1-KS4_Points", false).await;
    journey.chord(&[Key::Control], 'd').await;
    wait_for_value(&journey, "#target-1-KS4_Points", "310.5").await;
    journey.wait_for_text(".strip .legend", "1 pupil pasted or filled").await;
    journey.chord(&[Key::Control], 'z').await;
    journey.chord(&[Key::Control], 'z').await;
    wait_for_value(&journey, "#target-0-KS4_Points", before.as_str().unwrap()).await;
}

#[tokio::test]
async fn a_target_is_tried_and_a_programme_added() {
    let journey = Journey::begin().await;
    journey.open_sample().await;
    journey.go_to("What if").await;
    journey.wait_for_text(".tried-words", "69.4%, 43 of 62 pupils").await;
    tab_to(&journey, "#tried", false).await;
    journey.key(Key::Right).await;
    journey.wait_for_text(".tried-words", "For 80%: 50 of 62 pupils (80.6%), 7 more pupils").await;
    journey.pictures("what-if").await;
    // Those it would take are a list to work on, and the chip says where the count comes from.
    let nearest = "//li[contains(., 'Nearest, to reach 80%')]";
    let of_chip = |what: &str| {
        format!(
            "return document.evaluate(arguments[0], document, null, XPathResult.FIRST_ORDERED_NODE_TYPE, null)
                .singleNodeValue{what}"
        )
    };
    let source = journey.js(&of_chip(".querySelector('.para').title"), vec![json!(nearest)]).await;
    assert!(source.as_str().unwrap().ends_with("paragraph 26a"), "{source}");
    journey.js(&of_chip(".querySelector('a').click()"), vec![json!(nearest)]).await;
    journey.wait_for_text(".pupils-head", "the 7 nearest to it: 7 of 62 pupils").await;
    journey.client.back().await.unwrap();
    journey.wait_for_text(".tried-words", "For 80%").await;
    journey.choose("#leave-out", "0").await;
    journey.wait_for_text(".tried-words", "Without 1 pupil").await;
    journey.type_into("#programme-name", "Catch up").await;
    journey.choose("#programme-result", "KS2_Maths").await;
    journey.click("#programme-add").await;
    journey.wait_for_text(".programmes", "0 pupils").await;
    journey.go_to("Pupils").await;
    journey.click(".list-work > details:last-child summary").await;
    journey.click("#tag-in").await;
    journey.go_to("What if").await;
    journey.wait_for_text(".programmes", "62 pupils").await;
    assert_eq!(journey.accessibility_faults().await, "");
}
