//! The page is left, hidden or ended by the browser the moment something was changed: the tab keeps the change.

use fantoccini::key::Key;
use serde_json::{Value, json};

use super::breakdown::{edit_twice, journey_with, take_back_all};
use super::keeping::{save_locked, work};
use super::support::Journey;

/// The moment after which the tab keeps changes that follow each other never comes, and all of them follow each other.
const NO_MOMENT: &str = "const later = setTimeout;
    globalThis.setTimeout = (run, wait, ...all) => wait === 300 ? 0 : later(run, wait, ...all);
    Date.now = () => 0;";
/// The engine gets nothing more once `held` is set.
const HOLD_ENGINE: &str = "const Plain = Worker;
    globalThis.Worker = class extends Plain {
        postMessage(...all) { if (!globalThis.held) super.postMessage(...all); }
    };";
/// As when another tab or program comes to the front.
const HIDE: &str = "Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));";

/// How many changes the tab keeps in clear.
async fn kept(journey: &Journey) -> Value {
    let script = "return JSON.parse(sessionStorage.getItem('ambition.tab.work') ?? '{\"changes\":[]}').changes.length";
    journey.js(script, vec![]).await
}

#[tokio::test]
async fn changes_of_the_last_moment_are_there_after_a_reload() {
    let journey = journey_with(NO_MOMENT).await;
    journey.open_sample().await;
    edit_twice(&journey).await;
    assert_eq!(kept(&journey).await, 0, "the moment is not over");
    let before = work(&journey).await;
    journey.reload().await;
    journey.wait_for_text(".of-tab", "sample-year-6.csv, with 2 changes").await;
    journey.click(".of-tab .primary").await;
    journey.wait_for_text(".notice", "Your work is back").await;
    assert_eq!(work(&journey).await, before);
    take_back_all(&journey, 2).await;
    assert_eq!(journey.complaints(), [""; 0]);
}

#[tokio::test]
async fn a_change_that_the_engine_has_not_answered_is_there_after_a_reload() {
    let journey = journey_with(&format!("{NO_MOMENT} {HOLD_ENGINE}")).await;
    journey.open_sample().await;
    edit_twice(&journey).await;
    journey.js("globalThis.held = true", vec![]).await;
    journey.click("#target-5-KS2_Maths").await;
    journey.chord(&[Key::Control], 'a').await;
    journey.chord(&[], '6').await;
    journey.key(Key::Enter).await;
    journey.reload().await;
    journey.wait_for_text(".of-tab", "sample-year-6.csv, with 3 changes").await;
    journey.click(".of-tab .primary").await;
    journey.wait_for_text(".notice", "Your work is back").await;
    journey.go_to("Pupils").await;
    journey.wait_for_text(".strip .legend", "\u{2192} 6").await;
}

/// A phone ends a hidden page without another word.
#[tokio::test]
async fn changes_are_kept_when_the_page_is_hidden() {
    let journey = journey_with(NO_MOMENT).await;
    journey.open_sample().await;
    journey.js(HIDE, vec![]).await;
    assert_eq!(kept(&journey).await, 0, "nothing was changed");
    edit_twice(&journey).await;
    assert_eq!(kept(&journey).await, 0);
    journey.js(HIDE, vec![]).await;
    assert_eq!(kept(&journey).await, 2);
}

/// Locked work is encrypted before it is kept, and never kept in clear.
#[tokio::test]
async fn locked_work_is_kept_locked_when_the_page_is_hidden() {
    let journey = journey_with(NO_MOMENT).await;
    journey.open_sample().await;
    save_locked(&journey, "17 geese by the sea").await;
    edit_twice(&journey).await;
    journey.js(HIDE, vec![]).await;
    let locked =
        "return (sessionStorage.getItem('ambition.tab.work') ?? '').startsWith('{\"format\":\"ambition-work-locked\"')";
    assert_eq!(journey.js_until(locked).await, true);
    journey.reload().await;
    journey.wait_for_text(".of-tab", "It is locked").await;
    journey.click(".of-tab .primary").await;
    journey.type_into("#unlock", "17 geese by the sea").await;
    journey.press([Key::Enter]).await;
    journey.wait_for_text(".notice", "Your work is back").await;
    journey.go_to("Ambition").await;
    assert_eq!(journey.history().await.as_array().unwrap().len(), 2);
}

/// Another address in this tab, and back: the browser shows the page as it was, or opens it again.
#[tokio::test]
async fn who_leaves_and_comes_back_finds_the_work() {
    let journey = journey_with(NO_MOMENT).await;
    journey.open_sample().await;
    edit_twice(&journey).await;
    let before = work(&journey).await;
    let silent = "addEventListener('beforeunload', event => event.stopImmediatePropagation(), true);
        addEventListener('pageshow', event => { globalThis.cameBack = event.persisted; }); return location.href";
    let page = journey.js(silent, vec![]).await;
    journey.client.goto("about:blank").await.unwrap();
    journey.js("history.back()", vec![]).await;
    let back = "return location.href.split('#')[0] === arguments[0].split('#')[0]
        && document.documentElement.dataset.ambition === 'ready'";
    for _ in 0..200 {
        if journey.js(back, vec![json!(page)]).await == true {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    if journey.js("return globalThis.cameBack === true", vec![]).await == true {
        // As it was. Meanwhile the tab may have kept another page's work.
        assert_eq!(kept(&journey).await, 2);
    } else {
        journey.wait_for_text(".of-tab", "with 2 changes").await;
        journey.click(".of-tab .primary").await;
        journey.wait_for_text(".notice", "Your work is back").await;
    }
    assert_eq!(work(&journey).await, before);
}
