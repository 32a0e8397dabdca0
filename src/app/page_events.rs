//! What the page listens to as a whole: address, keys, pasting, dropping and leaving.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{
    ClipboardEvent, Document, DragEvent, Element, Event, EventTarget, File, KeyboardEvent, PageTransitionEvent,
};
use yew::Callback;

use crate::client::EngineClient;
use crate::dom;

/// Something that happened to the page as a whole.
pub enum PageEvent {
    /// The address has another hash.
    Moved,
    /// The keys for undo.
    Undo,
    /// The keys for redo.
    Redo,
    /// A text was pasted where nothing takes it.
    Pasted(String),
    /// Files were dropped.
    Dropped(Vec<File>),
}

/// Listens until the listeners are dropped.
pub fn listen(events: &Callback<PageEvent>) -> Vec<EventListener> {
    let Some(window) = web_sys::window() else {
        return Vec::new();
    };
    let target: &EventTarget = &window;
    let on = |kind: &'static str, read: fn(&Event) -> Option<PageEvent>| {
        let events = events.clone();
        // Not passive: undo keys and drops are kept from the browser.
        EventListener::new_with_options(target, kind, EventListenerOptions::enable_prevent_default(), move |event| {
            if let Some(page_event) = read(event) {
                events.emit(page_event);
            }
        })
    };
    vec![
        on("hashchange", |_| Some(PageEvent::Moved)),
        on("keydown", read_keys),
        on("paste", read_paste),
        on("dragover", keep_from_browser),
        on("drop", read_drop),
    ]
}

fn keep_from_browser(event: &Event) -> Option<PageEvent> {
    // Otherwise the browser would open the dropped file itself.
    event.prevent_default();
    None
}

fn read_keys(event: &Event) -> Option<PageEvent> {
    let event: &KeyboardEvent = event.dyn_ref()?;
    let held = (event.ctrl_key() || event.meta_key()) && !event.alt_key();
    // Not the event's target: where a cell had the key first, the keyboard may have gone on.
    if !held || dom::focused().is_some_and(|element| dom::edits_text(&element)) {
        return None;
    }
    let what = match (event.key().to_lowercase().as_str(), event.shift_key()) {
        ("z", false) => PageEvent::Undo,
        ("z", true) | ("y", _) => PageEvent::Redo,
        _ => return None,
    };
    event.prevent_default();
    Some(what)
}

fn read_paste(event: &Event) -> Option<PageEvent> {
    let event: &ClipboardEvent = event.dyn_ref()?;
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    if target.is_some_and(|element| matches!(element.tag_name().as_str(), "TEXTAREA" | "INPUT" | "SELECT")) {
        return None;
    }
    let text = event.clipboard_data()?.get_data("text/plain").ok()?;
    (!text.trim().is_empty()).then_some(PageEvent::Pasted(text))
}

fn read_drop(event: &Event) -> Option<PageEvent> {
    event.prevent_default();
    let event: &DragEvent = event.dyn_ref()?;
    let files = dom::files_of(&event.data_transfer()?.files()?);
    (!files.is_empty()).then_some(PageEvent::Dropped(files))
}

/// Has the tab keep the work when the page is left or hidden, until dropped. A browser that needs room ends a hidden page
/// without a word; one that was left may be shown again as it was, and is then what the tab keeps.
pub fn keep_before_leaving(client: &EngineClient) -> Vec<EventListener> {
    let Some(window) = web_sys::window() else {
        return Vec::new();
    };
    let document = window.document();
    let keep = |kind: &'static str, is_due: fn(&Event, bool) -> bool| {
        let (client, document) = (client.clone(), document.clone());
        EventListener::new(&window, kind, move |event| {
            if is_due(event, document.as_ref().is_some_and(Document::hidden)) {
                client.keep_before_leaving();
            }
        })
    };
    vec![
        keep("pagehide", |_, _| true),
        keep("visibilitychange", |_, hidden| hidden),
        keep("pageshow", |event, _| event.dyn_ref().is_some_and(PageTransitionEvent::persisted)),
    ]
}

/// Asks before the page is left, until dropped.
pub fn ask_before_leaving() -> Option<EventListener> {
    let window = web_sys::window()?;
    let options = EventListenerOptions::enable_prevent_default();
    Some(EventListener::new_with_options(&window, "beforeunload", options, |event| event.prevent_default()))
}
