//! A browser, and what a person does in it.

use std::path::Path;
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::key::Key;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};

use super::BrowserKind;
use super::process::BrowserProcess;

/// How long anything in the page may take before a test gives up: far longer than it should, the machine may be busy.
const PATIENCE: Duration = Duration::from_secs(40);

/// What Firefox and WebKit complain of, in words like those of Chromium's console, from now on.
const RECORD: &str = "
    if (window.complaints) return;
    const heard = window.complaints = [];
    const say = window.console.error;
    window.console.error = (...all) => { heard.push(all.map(String).join(' ')); say.apply(window.console, all); };
    window.addEventListener('error', event => { heard.push(String(event.message)); });
    window.addEventListener('unhandledrejection', event => { heard.push('Uncaught (in promise) ' + event.reason); });
    window.addEventListener('securitypolicyviolation',
        event => { heard.push('Refused by ' + event.violatedDirective + ': ' + event.blockedURI); });";

/// A browser whose page a test drives.
pub struct Browser {
    /// Which browser it is.
    pub kind: BrowserKind,
    /// For what the functions here do not offer.
    pub client: Client,
    /// There until the test ends.
    process: Option<BrowserProcess>,
    /// Whether another journey may have it afterwards.
    shared: bool,
}

impl Browser {
    /// Starts a browser that nobody has used before, and that nobody uses afterwards.
    pub async fn start() -> Self {
        let (process, client) = BrowserProcess::start().await;
        Self { kind: process.kind, client, process: Some(process), shared: false }
    }

    /// A new tab of a browser that an earlier journey has left, or of a new one: starting a browser takes as long as many
    /// a journey. A page served on a port of its own finds nothing there that others kept.
    pub async fn take() -> Self {
        let kind = BrowserKind::selected();
        if kind != BrowserKind::Chromium {
            return Self::start().await;
        }
        let idle = BrowserProcess::take_idle();
        let again = match &idle {
            Some(process) => process.new_tab().await.ok(),
            None => None,
        };
        let (process, client) = match idle.zip(again) {
            Some(again) => again,
            None => BrowserProcess::start().await,
        };
        client.persist().await.unwrap();
        Self { kind, client, process: Some(process), shared: true }
    }

    fn process(&self) -> &BrowserProcess {
        self.process.as_ref().expect("there until the test ends")
    }

    /// Opens an address and waits until the page says that it is ready.
    pub async fn open(&self, address: &str) {
        self.client.goto(address).await.unwrap();
        let state = self.js_until("return document.documentElement.getAttribute('data-ambition')").await;
        assert_eq!(state, "ready", "the page did not start: {}", self.text("body").await);
        self.record_complaints().await;
    }

    /// Lets the page note what is complained of, where the driver cannot tell.
    pub async fn record_complaints(&self) {
        if self.kind != BrowserKind::Chromium {
            self.js(RECORD, Vec::new()).await;
        }
    }

    /// Opens a file as by a double click.
    pub async fn open_file(&self, path: &Path) {
        let path = path.to_str().unwrap().replace('%', "%25").replace('#', "%23").replace('?', "%3F");
        self.open(&format!("file://{path}")).await;
    }

    /// Waits for an element.
    pub async fn wait_for(&self, css: &str) -> Element {
        let wait = self.client.wait().at_most(PATIENCE);
        wait.for_element(Locator::Css(css)).await.unwrap_or_else(|error| panic!("no {css}: {error}"))
    }

    /// Waits for an element and does something with it, again with its successor when the page has drawn it anew in
    /// between: whoever waits for a word on the screen may be quicker than the rest of the drawing.
    async fn with_element<T>(&self, css: &str, act: impl AsyncFn(Element) -> Result<T, CmdError>) -> T {
        let begun = Instant::now();
        loop {
            match act(self.wait_for(css).await).await {
                Err(error) if error.is_stale_element_reference() && begun.elapsed() < PATIENCE => {}
                result => return result.unwrap_or_else(|error| panic!("{css}: {error}")),
            }
        }
    }

    /// Waits for an element and reads its visible text.
    pub async fn text(&self, css: &str) -> String {
        self.with_element(css, async |element| element.text().await).await
    }

    /// Waits for an element and tells whether it can be seen.
    pub async fn is_shown(&self, css: &str) -> bool {
        self.with_element(css, async |element| element.is_displayed().await).await
    }

    /// Chooses in a select as a person does who clicks.
    pub async fn choose(&self, css: &str, value: &str) {
        self.with_element(css, async |element| element.select_by_value(value).await).await;
    }

    /// Waits until an element's visible text contains some words.
    pub async fn wait_for_text(&self, css: &str, words: &str) {
        let script = "const it = document.querySelector(arguments[0]); \
                      return it !== null && it.innerText.includes(arguments[1])";
        let found = self.poll(script, vec![json!(css), json!(words)]).await;
        if found != true {
            let (there, page) = (self.text(css).await, self.text("body").await);
            panic!("no {words:?} in {css}, but {there:?}, on:\n{page}");
        }
    }

    /// Waits for an element and clicks it, in the middle of the window where something fixed lies over it.
    pub async fn click(&self, css: &str) {
        let element = self.wait_for(css).await;
        // WebKit's driver scrolls an element under what is fixed at the window's edge, and then refuses to click there.
        if self.kind != BrowserKind::WebKit && element.click().await.is_ok() {
            return;
        }
        self.js("document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })", vec![json!(css)]).await;
        self.with_element(css, async |element| element.click().await).await;
    }

    /// Waits for a field and empties it.
    pub async fn clear(&self, css: &str) {
        self.with_element(css, async |element| element.clear().await).await;
    }

    /// Types into an element (at its end, as a person would after clicking it).
    pub async fn type_into(&self, css: &str, text: &str) {
        self.with_element(css, async |element| element.send_keys(text).await).await;
    }

    /// Presses keys wherever the focus is: `[Key::Tab, Key::Enter]`.
    pub async fn press(&self, keys: impl IntoIterator<Item = Key>) {
        let keys: String = keys.into_iter().map(char::from).collect();
        self.client.active_element().await.unwrap().send_keys(&keys).await.unwrap();
    }

    /// Chooses a file in an `<input type=file>`, hidden or not.
    pub async fn choose_file(&self, css: &str, path: &Path) {
        let path = path.canonicalize().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        self.type_into(css, path.to_str().unwrap()).await;
    }

    /// Waits for a finished download and gives back its content. Browsers hold the name by an empty file first, and put
    /// the whole file in its place at the end.
    pub async fn downloaded(&self, name: &str) -> Vec<u8> {
        let path = self.process().downloads().join(name);
        for _ in 0..PATIENCE.as_millis() / 50 {
            if let Some(content) = std::fs::read(&path).ok().filter(|content| !content.is_empty()) {
                return content;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{name} was not downloaded");
    }

    /// Runs a function body in the page: `return 1 + arguments[0]`.
    pub async fn js(&self, body: &str, arguments: Vec<Value>) -> Value {
        self.client.execute(body, arguments).await.unwrap_or_else(|error| panic!("{error} in: {body}"))
    }

    /// Runs the body of an `async` function in the page and waits for its end.
    pub async fn js_async(&self, body: &str, arguments: Vec<Value>) -> Value {
        let script = format!(
            "const done = arguments[arguments.length - 1]; \
             (async function () {{ {body} }}).apply(null, arguments).then(done, error => done('failed: ' + error))"
        );
        self.client.execute_async(&script, arguments).await.unwrap_or_else(|error| panic!("{error} in: {body}"))
    }

    /// Runs a function body again and again until it gives something that is not null, and not false.
    pub async fn js_until(&self, body: &str) -> Value {
        self.poll(body, Vec::new()).await
    }

    /// What has been complained of since it was asked last, violations of the policy included. Chromium tells all of its
    /// console; the others, whose drivers have no such command, what the page heard itself after it was ready.
    pub fn complaints(&self) -> Vec<String> {
        if self.kind == BrowserKind::Chromium {
            let log = self.command("se/log", &json!({ "type": "browser" }));
            let entries = log.as_array().expect("a log").iter();
            return entries
                .filter(|entry| entry["level"] == "SEVERE")
                .map(|entry| entry["message"].to_string())
                .collect();
        }
        let script = "return window.complaints.splice(0).map(String)";
        let heard = self.command("execute/sync", &json!({ "script": script, "args": [] }));
        heard.as_array().unwrap_or_else(|| panic!("{heard}")).iter().map(Value::to_string).collect()
    }

    /// One of Chromium's own commands, as the DevTools protocol names them: `Emulation.setEmulatedMedia`.
    pub fn devtools(&self, name: &str, parameters: &Value) -> Value {
        assert_eq!(self.kind, BrowserKind::Chromium, "only Chromium has {name}");
        self.command("goog/cdp/execute", &json!({ "cmd": name, "params": parameters }))
    }

    fn command(&self, path: &str, body: &Value) -> Value {
        self.process().command(path, body).unwrap()
    }

    /// Runs a script until it returns something other than null and false, or patience ends.
    pub async fn poll(&self, body: &str, arguments: Vec<Value>) -> Value {
        let begun = Instant::now();
        loop {
            let value = self.js(body, arguments.clone()).await;
            if !(value.is_null() || value == false) || begun.elapsed() > PATIENCE {
                return value;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Browser {
    /// Leaves the browser to the next journey; ends it when the test failed, and when nobody else may have it.
    fn drop(&mut self) {
        if let Some(process) = self.process.take()
            && self.shared
            && !std::thread::panicking()
        {
            process.leave();
        }
    }
}
