//! The few things the page asks of the browser itself.

mod charts;

pub use charts::{ViewChart, charts};

use ambition_engine::text::date::Date;
use ambition_worker::read_error::BrowserReadError;
use gloo::timers::callback::Timeout;
use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Blob, BlobPropertyBag, Document, Element, File, FileList, HtmlAnchorElement, HtmlDocument, HtmlElement,
    HtmlInputElement, HtmlTextAreaElement, ResizeObserver, ScrollIntoViewOptions, ScrollLogicalPosition, Storage, Url,
};

/// What our keys in the browser's store begin with.
const OURS: &str = "ambition.columns.";
/// The key of the work that a tab keeps.
const OF_TAB: &str = "ambition.tab.work";
/// What a CSV file starts with so that a spreadsheet reads it as UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Keeps the height of an element in the style sheet's `--header`, until dropped.
pub fn publish_height(element: &HtmlElement) -> Option<HeightWatch> {
    let root = document()?.document_element()?.dyn_into::<HtmlElement>().ok()?;
    let watched = element.clone();
    let publish = Closure::new(move || {
        // One that was laid out to warm up has no height. (Refused by no browser: the name and the value are ours.)
        if !watched.is_connected() {
            return;
        }
        root.style().set_property("--header", &format!("{}px", watched.offset_height())).ok();
    });
    let observer = ResizeObserver::new(publish.as_ref().unchecked_ref()).ok()?;
    observer.observe(element);
    Some(HeightWatch { observer, _publish: publish })
}

/// Watches the height of an element.
pub struct HeightWatch {
    observer: ResizeObserver,
    _publish: Closure<dyn FnMut()>,
}

impl Drop for HeightWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// The hash of the address, with its `#`; empty without one.
pub fn hash() -> String {
    web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// Goes to a hash, as a new entry of the history.
pub fn go(hash: &str) {
    if let Some(window) = web_sys::window() {
        // Refused only while the browser throttles navigation: the user can ask again.
        window.location().set_hash(hash).ok();
    }
}

/// Goes to a hash in place of the present entry of the history.
pub fn replace(hash: &str) {
    if let Some(window) = web_sys::window() {
        window.location().replace(hash).ok();
    }
}

/// Names the window, once what is under way is done: for the browser that is more work than laying out a card.
pub fn set_title(title: String) {
    Timeout::new(0, move || document().into_iter().for_each(|document| document.set_title(&title))).forget();
}

/// An element that is in no document yet.
pub fn new_element(name: &str) -> Option<Element> {
    document()?.create_element(name).ok()
}

/// The element that has the keyboard.
pub fn focused() -> Option<Element> {
    document()?.active_element()
}

/// The id of the element that has the keyboard, where it has one.
pub fn focused_id() -> Option<String> {
    Some(focused()?.id()).filter(|id| !id.is_empty())
}

/// Whether no element has the keyboard.
pub fn nothing_focused() -> bool {
    focused().is_none_or(|element| element.tag_name() == "BODY")
}

fn element(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}

/// The notices of the libraries in the page, which are beside its style; none while trunk serves it.
pub fn licences() -> Option<String> {
    element("licences")?.text_content()
}

/// Gives the keyboard to an element; false where it is not there.
pub fn focus(id: &str) -> bool {
    let Some(element) = element(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) else {
        return false;
    };
    element.focus().is_ok()
}

/// The value of an input; empty: it does not exist.
pub fn value_of(id: &str) -> String {
    element(id).and_then(|element| element.dyn_into::<HtmlInputElement>().ok()).map(|it| it.value()).unwrap_or_default()
}

/// Empties a field.
pub fn empty_field(id: &str) {
    if let Some(field) = element(id).and_then(|element| element.dyn_into::<HtmlInputElement>().ok()) {
        field.set_value("");
    }
}

/// Gives the keyboard to the heading of the view and shows its top; false where it is not there yet.
pub fn focus_heading() -> bool {
    let found = focus("heading");
    if let Some(window) = web_sys::window().filter(|_| found) {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
    found
}

/// Whether typing into this element is the editing of a text, so that Ctrl+Z belongs to it.
/// A target as it stands (class `clean`) is not being edited.
pub fn edits_text(element: &Element) -> bool {
    match element.tag_name().as_str() {
        "TEXTAREA" => true,
        "INPUT" => !element.class_list().contains("clean") && element.get_attribute("type").as_deref() != Some("file"),
        _ => false,
    }
}

/// Scrolls no further than is needed to see all of an element.
pub fn show_whole(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    options.set_inline(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// The day, as written on a page that is printed: "22 November 2026".
pub fn today() -> String {
    day().parse().map(Date::in_words).unwrap_or_default()
}

/// The day, for the engine: "2026-11-22".
pub fn day() -> String {
    let now = js_sys::Date::new_0();
    format!("{:04}-{:02}-{:02}", now.get_full_year(), now.get_month() + 1, now.get_date())
}

/// The time of day: "14:02".
pub fn time() -> String {
    let now = js_sys::Date::new_0();
    format!("{:02}:{:02}", now.get_hours(), now.get_minutes())
}

/// Opens the browser's own window for printing.
pub fn print() {
    if let Some(window) = web_sys::window() {
        // Refused only where a browser has no printing at all.
        window.print().ok();
    }
}

/// The input an event came from.
pub fn input_of(event: &web_sys::Event) -> Option<HtmlInputElement> {
    event.target().and_then(|target| target.dyn_into().ok())
}

/// The files of a list.
pub fn files_of(list: &FileList) -> Vec<File> {
    (0..list.length()).filter_map(|index| list.get(index)).collect()
}

/// The files chosen in an input. It is emptied, so that the same file can be chosen again once mended.
pub fn chosen(event: &web_sys::Event) -> Vec<File> {
    let Some(input) = input_of(event) else {
        return Vec::new();
    };
    let files = input.files().map(|files| files_of(&files)).unwrap_or_default();
    input.set_value("");
    files
}

/// Reads a file as a text.
pub async fn text_of(file: &File) -> Result<String, BrowserReadError> {
    match JsFuture::from(file.text()).await {
        Ok(text) => Ok(text.as_string().unwrap_or_default()),
        Err(thrown) => Err(BrowserReadError::find_cause(file, &thrown).await),
    }
}

/// What was remembered under a key. Opened from a memory stick, all pages share one store, so keys begin with our name.
pub fn remembered(key: &str) -> Option<String> {
    store()?.get_item(&format!("{OURS}{key}")).ok()?
}

/// Remembers a text under a key, or forgets the key where the text is empty. Settings only: never anything of a pupil.
pub fn remember(key: &str, text: &str) {
    let Some(store) = store() else { return };
    let key = format!("{OURS}{key}");
    // Refused where the user keeps no site data: then nothing is remembered.
    if text.is_empty() {
        store.remove_item(&key).ok()
    } else {
        store.set_item(&key, text).ok()
    };
}

/// The work that this tab keeps over a reload; it goes with the tab.
pub fn tab_work() -> Option<String> {
    web_sys::window()?.session_storage().ok()??.get_item(OF_TAB).ok()?
}

/// The tab forgets the work that it keeps.
pub fn forget_tab_work() {
    keep_tab_work("");
}

/// Keeps work in this tab in place of what it kept; empty: it keeps nothing any more. False: it is too large.
pub fn keep_tab_work(text: &str) -> bool {
    let store = web_sys::window().and_then(|window| window.session_storage().ok()?);
    let Some(store) = store else { return text.is_empty() };
    // Older work would be worse than none.
    store.remove_item(OF_TAB).ok();
    text.is_empty() || store.set_item(OF_TAB, text).is_ok()
}

fn store() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// Hands a text to the user as a file, CSV with the mark that a spreadsheet wants.
pub fn save_text(name: &str, text: &str) {
    let mark = if name.ends_with(".csv") { BYTE_ORDER_MARK } else { "" };
    // Expected never to fail: a Blob of a text has no conditions.
    save(name, &format!("{mark}{}", text.trim_start_matches(BYTE_ORDER_MARK))).ok();
}

/// A text as bytes that the browser holds.
///
/// # Errors
/// When it has no room for them.
pub fn blob(text: &str) -> Result<Blob, JsValue> {
    Blob::new_with_str_sequence(&Array::of1(&text.into()))
}

/// Gives bytes to the user as a file to save.
pub fn save_bytes(name: &str, bytes: &[u8]) {
    let options = BlobPropertyBag::new();
    options.set_type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    let array = Array::of1(&js_sys::Uint8Array::from(bytes));
    // Expected never to fail: a Blob of bytes has no conditions.
    Blob::new_with_u8_array_sequence_and_options(&array, &options).and_then(|blob| save_blob(name, &blob)).ok();
}

fn save(name: &str, text: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(match name.rsplit('.').next() {
        Some("csv") => "text/csv;charset=utf-8",
        Some("ics") => "text/calendar;charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/json",
    });
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options)?;
    save_blob(name, &blob)
}

/// Hands bytes that the browser holds to the user as a file.
///
/// # Errors
/// When the browser refuses.
pub fn save_blob(name: &str, blob: &Blob) -> Result<(), JsValue> {
    let address = Url::create_object_url_with_blob(blob)?;
    if let Some(document) = document() {
        let anchor: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
        anchor.set_href(&address);
        anchor.set_download(name);
        anchor.click();
    }
    // The browser still reads from the address after the click.
    Timeout::new(10_000, move || drop(Url::revoke_object_url(&address))).forget();
    Ok(())
}

/// Puts a text on the clipboard and says whether that worked.
pub fn copy(text: String, done: impl FnOnce(bool) + 'static) {
    spawn_local(async move {
        let copied = copy_by_promise(&text).await || copy_by_selection(&text).unwrap_or(false);
        done(copied);
    });
}

/// The clipboard of today; it is absent on pages that the browser does not take for secure.
async fn copy_by_promise(text: &str) -> bool {
    let Some(navigator) = web_sys::window().map(|window| window.navigator()) else {
        return false;
    };
    match Reflect::get(&navigator, &"clipboard".into()) {
        Ok(clipboard) if !clipboard.is_undefined() => {
            JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
        }
        _ => false,
    }
}

/// The old way: an invisible text area, selected and copied.
fn copy_by_selection(text: &str) -> Option<bool> {
    let document = document()?;
    let area: HtmlTextAreaElement = document.create_element("textarea").ok()?.unchecked_into();
    area.set_class_name("hidden-text");
    area.set_value(text);
    document.body()?.append_child(&area).ok()?;
    area.select();
    let copied = document.unchecked_ref::<HtmlDocument>().exec_command("copy").unwrap_or(false);
    area.remove();
    Some(copied)
}
