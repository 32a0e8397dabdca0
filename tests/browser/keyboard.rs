//! The whole work by keyboard alone, without one click, and always with a focus that can be seen.

use fantoccini::key::Key;
use serde_json::json;

use super::steps::place_of;
use super::support::{Browser, Journey};

/// What is wrong with the focus where it is now; empty: it is on something with a name, on the screen, uncovered, and
/// marked.
pub const FAULT: &str = "
    const it = document.activeElement;
    const what = it.outerHTML.slice(0, 200) + ': ';
    if (it === document.body) return what + 'nothing has the focus';
    const style = getComputedStyle(it);
    const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    if (!outlined && style.boxShadow === 'none') return what + 'no mark';
    const name = it.getAttribute('aria-label') || it.innerText || (it.labels && it.labels.length && it.labels[0].innerText);
    if (!name || !name.trim()) return what + 'no name';
    // A link that is broken over two lines has two boxes.
    const boxes = [...it.getClientRects()].map(box => ({
        left: Math.max(box.left, 0), right: Math.min(box.right, innerWidth),
        top: Math.max(box.top, 0), bottom: Math.min(box.bottom, innerHeight),
    })).filter(box => box.right - box.left > 1 && box.bottom - box.top > 1);
    if (boxes.length === 0) return what + 'not on the screen';
    let seen;
    const free = boxes.some(box => {
        seen = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
        return seen && it.contains(seen);
    });
    return free ? '' : what + 'covered by ' + seen.outerHTML.slice(0, 200);";

/// Presses Tab (or, backwards, Shift and Tab) until an element has the focus; every stop on the way must show it.
pub async fn tab_to(browser: &Browser, css: &str, backwards: bool) {
    for _ in 0..200 {
        let held: &[Key] = if backwards { &[Key::Shift] } else { &[] };
        browser.chord(held, Key::Tab.into()).await;
        // Between the last element and the first, the focus is with the browser itself.
        if browser.js("return document.activeElement === document.body", vec![]).await == false {
            assert_eq!(browser.js(FAULT, vec![]).await, "");
        }
        let there = "return document.activeElement.matches(arguments[0])";
        if browser.js(there, vec![json!(css)]).await == true {
            return;
        }
    }
    panic!("no way to {css} by keyboard");
}

/// Follows the navigation by keyboard, back from where the focus is, on a screen as wide as a laptop's.
pub async fn go_by_keys(browser: &Browser, hash: &str, heading: &str) {
    browser.set_screen(1366, 768);
    browser.js("document.getElementById('heading').focus()", vec![]).await;
    let link = format!(".views a[href='#/{hash}']");
    if let Some(place) = place_of(hash) {
        tab_to(browser, &format!(".views a[href='#/{place}']"), true).await;
        browser.key(Key::Enter).await;
        browser.wait_for(&format!(".tabs a[href='#/{place}'][aria-current=page]")).await;
        has_heading(browser).await;
        tab_to(browser, &format!(".tabs a[href='#/{hash}']"), true).await;
    } else if browser.is_shown(&link).await {
        tab_to(browser, &link, true).await;
    } else {
        tab_to(browser, ".more-button", true).await;
        browser.key(Key::Enter).await;
        tab_to(browser, &link, false).await;
    }
    browser.key(Key::Enter).await;
    browser.wait_for_text("h1", heading).await;
    has_heading(browser).await;
}

/// Waits until the view's heading has the keyboard.
async fn has_heading(browser: &Browser) {
    assert_eq!(browser.js_until("return document.activeElement.id === 'heading'").await, true);
}

#[tokio::test]
async fn the_whole_work_by_keyboard() {
    let journey = Journey::begin().await;
    journey.set_screen(1366, 768);
    tab_to(&journey, ".samples .historical button", false).await;
    journey.key(Key::Enter).await;
    journey.wait_for_text("h1", "How your file was read").await;
    assert_eq!(journey.js("return document.activeElement.id", vec![]).await, "heading");
    go_by_keys(&journey, "pupils", "Pupils").await;
    tab_to(&journey, "#target-3-KS2_Maths", false).await;
    journey.chord(&[], '3').await;
    journey.key(Key::Enter).await;
    journey.wait_for_text(".strip", "67.7%").await;
    assert_eq!(journey.js(FAULT, vec![]).await, "");
    journey.js_until("return document.activeElement.id === 'target-4-KS2_Maths'").await;
    journey.chord(&[Key::Control], 'z').await;
    journey.wait_for_text(".strip", "69.4%").await;
    go_by_keys(&journey, "method", "How the figures are worked out").await;
    go_by_keys(&journey, "ambition", "How ambitious").await;
    // The whole view, to its last link and around.
    tab_to(&journey, ".skip", false).await;
}

#[tokio::test]
async fn a_way_past_the_navigation() {
    let journey = Journey::begin().await;
    journey.open_sample().await;
    journey.reload().await;
    journey.wait_for(".skip").await;
    journey.key(Key::Tab).await;
    assert_eq!(journey.js("return document.activeElement.className", vec![]).await, "skip");
    assert_eq!(journey.js(FAULT, vec![]).await, "");
    let address = journey.js("return location.href", vec![]).await;
    journey.key(Key::Enter).await;
    assert_eq!(journey.js("return document.activeElement.id", vec![]).await, "main");
    assert_eq!(journey.js("return location.href", vec![]).await, address);
    journey.key(Key::Tab).await;
    assert_eq!(journey.js("return document.activeElement.closest('main') !== null", vec![]).await, true);
}

#[tokio::test]
async fn a_meaning_is_chosen_by_keyboard() {
    let journey = Journey::begin().await;
    journey.set_screen(1366, 768);
    journey.open_sample().await;
    tab_to(&journey, ".spellings select", false).await;
    journey.key(Key::Down).await;
    journey.wait_for_text(".views .badge", "1").await;
    // The keyboard stays where it was.
    assert_eq!(journey.js("return document.activeElement.tagName", vec![]).await, "SELECT");
}

/// More opens and closes by keyboard, and closes when the keyboard leaves it.
#[tokio::test]
async fn more_opens_and_closes() {
    let journey = Journey::begin().await;
    journey.open_sample().await;
    let is_open = "return !document.querySelector('.more-list').hidden";
    tab_to(&journey, ".more-button", true).await;
    assert_eq!(journey.js(is_open, vec![]).await, false);
    journey.key(Key::Enter).await;
    assert_eq!(journey.js_until(is_open).await, true);
    assert_eq!(journey.accessibility_faults().await, "");
    journey.key(Key::Escape).await;
    assert_eq!(journey.js_until("return document.querySelector('.more-list').hidden").await, true);
    journey.key(Key::Enter).await;
    assert_eq!(journey.js_until(is_open).await, true);
    journey.chord(&[Key::Shift], Key::Tab.into()).await;
    assert_eq!(journey.js_until("return document.querySelector('.more-list').hidden").await, true);
    assert_eq!(journey.js(FAULT, vec![]).await, "");
}
