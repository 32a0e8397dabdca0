//! Why the browser does not hand out the bytes of a file: what it says itself, and what mends it.

use ambition_engine::intake::CannotRead;
use js_sys::Reflect;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, FileReader};

use crate::second_reader::open_promise;

/// What was thrown, or what a promise was rejected with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrowserReadError {
    /// "NotReadableError"; empty where the browser names nothing.
    name: String,
    /// In the browser's own words.
    message: String,
}

impl BrowserReadError {
    /// After these bytes could not be read. Only a `FileReader` says why in every browser: what a stream throws in
    /// Chromium is a "network error", and `arrayBuffer` in Firefox was "aborted".
    pub async fn find_cause(bytes: &Blob, thrown: &JsValue) -> Self {
        let error = Self::new(thrown);
        if error.has_reason() { error } else { asked(bytes).await.unwrap_or(error) }
    }

    /// From a `DOMException`, or anything with a name and a message.
    pub fn new(thrown: &JsValue) -> Self {
        let text = |key: &str| Reflect::get(thrown, &key.into()).ok().and_then(|text| text.as_string());
        Self { name: text("name").unwrap_or_default(), message: text("message").unwrap_or_default() }
    }

    fn has_reason(&self) -> bool {
        matches!(self.name.as_str(), "NotFoundError" | "NotReadableError" | "NotAllowedError" | "SecurityError")
    }

    /// Whether the page may still be able to read what this worker cannot. WebKit refuses every file to a worker whose
    /// page was opened from `file://`.
    pub fn may_be_of_worker(&self) -> bool {
        matches!(self.name.as_str(), "NotReadableError" | "SecurityError")
    }

    /// Name and message, in quotation marks; "nothing" where there is neither.
    pub fn reason_text(&self) -> String {
        let said = [self.name.as_str(), self.message.as_str()].into_iter().filter(|words| !words.is_empty());
        let said = said.collect::<Vec<_>>().join(": ");
        if said.is_empty() { "nothing".into() } else { format!("\u{201c}{said}\u{201d}") }
    }

    /// In words for the user.
    pub fn in_words(&self) -> CannotRead {
        CannotRead {
            what: format!("The file could not be read to its end. The browser says why: {}.", self.reason_text()),
            remedy: self.remedy().into(),
            anyway: false,
        }
    }

    /// The same without a break.
    pub fn in_a_line(&self) -> String {
        self.in_words().in_a_line()
    }

    fn remedy(&self) -> &'static str {
        match self.name.as_str() {
            "NotFoundError" => {
                "It was moved, renamed, deleted or changed after it was chosen, or its drive was taken out. Choose it \
                 again where it is now."
            }
            "NotReadableError" => {
                "This is said of a file that was changed after it was chosen, that another program has locked, or that \
                 you are not permitted to read. Close it in other programs and choose it again; if that does not help, \
                 copy it to a folder of your own and choose the copy."
            }
            "NotAllowedError" | "SecurityError" => {
                "The browser does not let this page read it. Copy it to a folder of your own and choose the copy, or open \
                 this page in another browser."
            }
            _ => "Choose it again; if that does not help, close other programs and tabs, or try another browser.",
        }
    }
}

/// What a `FileReader` says of the first byte; `None`: it reads it.
async fn asked(bytes: &Blob) -> Option<BrowserReadError> {
    let reader = FileReader::new().ok()?;
    let (ended, resolve) = open_promise();
    reader.set_onloadend(Some(&resolve));
    reader.read_as_array_buffer(&bytes.slice_with_f64_and_f64(0.0, 1.0).ok()?).ok()?;
    JsFuture::from(ended).await.ok()?;
    Some(BrowserReadError::new(&reader.error()?.into()))
}

/// The browser says nothing, but it gave another number of bytes than the file had when it was chosen.
pub fn cut_short(bytes: f64, size: f64) -> CannotRead {
    CannotRead {
        what: format!(
            "The file could not be read to its end: it had {size} bytes when it was chosen, and the browser gave {bytes}."
        ),
        remedy: "It was changed after it was chosen. Close it in other programs and choose it again.".into(),
        anyway: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn thrown(name: &str, message: &str) -> BrowserReadError {
        let thrown = js_sys::Object::new();
        Reflect::set(&thrown, &"name".into(), &name.into()).expect("a new object");
        Reflect::set(&thrown, &"message".into(), &message.into()).expect("a new object");
        BrowserReadError::new(&thrown)
    }

    #[wasm_bindgen_test]
    fn each_reason_has_its_own_remedy() {
        for (name, remedy) in [
            ("NotFoundError", "moved, renamed, deleted or changed"),
            ("NotReadableError", "changed after it was chosen, that another program has locked, or that you are not"),
            ("SecurityError", "does not let this page"),
            ("NotAllowedError", "does not let this page"),
            ("AbortError", "another browser"),
        ] {
            let words = thrown(name, "Not now").in_words();
            let what = format!(
                "The file could not be read to its end. The browser says why: \u{201c}{name}: Not now\u{201d}."
            );
            assert_eq!(words.what, what);
            assert!(words.remedy.contains(remedy), "{name}: {}", words.remedy);
        }
    }

    #[wasm_bindgen_test]
    fn what_was_thrown_need_not_be_an_exception() {
        for thrown in [JsValue::NULL, JsValue::UNDEFINED, "why".into()] {
            let words = BrowserReadError::new(&thrown).in_words();
            assert!(words.what.ends_with("says why: nothing."), "{}", words.what);
        }
    }

    #[wasm_bindgen_test]
    fn only_a_refusal_is_taken_to_the_page() {
        assert!(thrown("NotReadableError", "").may_be_of_worker());
        assert!(thrown("SecurityError", "").may_be_of_worker());
        assert!(!thrown("NotFoundError", "").may_be_of_worker());
    }
}
