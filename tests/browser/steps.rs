//! What a person does on this page again and again, whatever the journey.

use std::path::Path;

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;
use serde_json::{Value, json};

use super::support::Browser;

/// The views, by their address in words, and their headings.
pub const VIEWS: [(&str, &str); 17] = [
    ("File", "Open another file"),
    ("Check", "How your file was read"),
    ("Ambition", "How ambitious are these targets?"),
    ("Pupils", "Pupils"),
    ("Estimates", "Estimates"),
    ("What if", "What if"),
    ("Challenge", "Points to discuss"),
    ("Trajectory", "Trajectories"),
    ("Groups", "Groups"),
    ("Children in care", "Children in care"),
    ("Special needs", "Special needs"),
    ("Progress", "Progress"),
    ("Timetable", "Timetable"),
    ("Partnership", "Partnership targets"),
    ("Questions", "Questions"),
    ("Item analysis", "Item analysis"),
    ("Method", "How the figures are worked out"),
];

/// The views of tables that an authority has, by their address and heading.
pub const TABLES: [(&str, &str); 7] = [
    ("#/groups", "Groups"),
    ("#/groups?measure=every", "Groups"),
    ("#/care", "Children in care"),
    ("#/needs", "Special needs"),
    ("#/schools", "Schools"),
    ("#/moderation", "Schools to talk to"),
    ("#/return", "Return"),
];

/// Views that are offered only where the file holds such columns.
pub const SOMETIMES: [(&str, &str); 2] = [("Early years", "Early years"), ("Attendance", "Attendance")];

/// The address of the place of a view that is one of its tabs.
pub fn place_of(hash: &str) -> Option<&'static str> {
    match hash {
        "progress" | "trajectory" => Some("ambition"),
        "what-if" | "estimates" => Some("pupils"),
        "questions" | "timetable" => Some("challenge"),
        "care" | "needs" => Some("groups"),
        "return" | "moderation" => Some("schools"),
        _ => None,
    }
}

impl Browser {
    /// Opens the invented school from the first view, and waits until it is read.
    pub async fn open_sample(&self) {
        self.click(".samples .historical button").await;
        self.wait_for_text(".opened-file", "62 pupils").await;
        self.wait_for_text("h1", "How your file was read").await;
    }

    /// Chooses a file on the view for that.
    pub async fn open_path(&self, path: &Path) {
        self.choose_file("#choose", path).await;
    }

    /// The same where changes would be lost, which is asked about.
    pub async fn open_path_unsaved(&self, path: &Path) {
        self.open_path(path).await;
        self.click("#open-unsaved").await;
    }

    /// Chooses a file in an input of the test's own, to hand it to the page later, when something has become of it.
    pub async fn hold(&self, path: &Path) {
        let add = "if (!document.getElementById('held'))
            document.body.append(Object.assign(document.createElement('input'), { type: 'file', id: 'held' }))";
        self.js(add, vec![]).await;
        self.choose_file("#held", path).await;
        // The browser learns only now how long the file is.
        self.js("return document.getElementById('held').files[0].size", vec![]).await;
    }

    /// Chooses in the page what is held.
    pub async fn choose_held(&self, css: &str) {
        let choose = "const choose = document.querySelector(arguments[0]);
            choose.files = document.getElementById('held').files;
            choose.dispatchEvent(new Event('change', { bubbles: true }));";
        self.wait_for(css).await;
        self.js(choose, vec![json!(css)]).await;
    }

    /// Opens the invented year 11, and waits until it is read.
    pub async fn open_secondary(&self) {
        self.click(".samples .historical button:nth-of-type(2)").await;
        self.wait_for_text(".opened-file", "40 pupils").await;
    }

    /// Types current performance of a measure in, on the Ambition view.
    pub async fn type_current(&self, measure: &str, value: &str) {
        self.js("document.querySelector('.current-card details').open = true", vec![]).await;
        self.retype(&format!("[id='current-{measure}']"), value).await;
    }

    /// Types over what stands in a field, and settles it.
    pub async fn retype(&self, css: &str, value: &str) {
        self.click(css).await;
        self.chord(&[Key::Control], 'a').await;
        for letter in value.chars() {
            self.chord(&[], letter).await;
        }
        self.key(Key::Enter).await;
    }

    /// Follows the navigation, by the view's place and its tab, or by More, and waits for the view's heading.
    pub async fn go_to(&self, view: &str) {
        let (_, heading) = VIEWS.iter().chain(&SOMETIMES).find(|(name, _)| *name == view).expect("a view of that name");
        let hash = match view {
            "Children in care" => "care".to_owned(),
            "Special needs" => "needs".to_owned(),
            other => other.to_lowercase().replace(' ', "-"),
        };
        match place_of(&hash) {
            Some(place) => {
                self.click(&format!(".views a[href='#/{place}']")).await;
                self.click(&format!(".tabs a[href='#/{hash}']")).await;
            }
            None => {
                let link = format!(".views a[href='#/{hash}']");
                if !self.is_shown(&link).await {
                    self.click(".more-button").await;
                }
                self.click(&link).await;
            }
        }
        self.wait_for_text("h1", heading).await;
        self.wait_until_complete().await;
    }

    /// Takes something away by the menu that every view has.
    pub async fn export(&self, css: &str) {
        self.click(".export-button").await;
        self.click(&format!(".export-list {css}")).await;
    }

    /// Saves the work from whatever view is shown, with a passphrase where one is given.
    pub async fn save_work(&self, passphrase: Option<&str>) {
        self.click(".save-work").await;
        for field in ["#passphrase", "#passphrase-again"] {
            if let Some(passphrase) = passphrase {
                self.type_into(field, passphrase).await;
            }
        }
        self.click("#save-now").await;
    }

    /// A statutory target on the Ambition view, as "69.4% · 43 of 62 pupils".
    pub async fn figure(&self, measure: &str) -> String {
        let card = format!("[aria-labelledby='card-{measure}']");
        let (percent, of) = (self.text(&format!("{card} .percent")).await, self.text(&format!("{card} .of")).await);
        format!("{percent} · {of}")
    }

    /// Waits until all of a view is laid out: what is not seen at once follows when the rest is painted.
    pub async fn wait_until_complete(&self) {
        self.js_until("return document.querySelector('main [aria-busy=true]') === null").await;
    }

    /// Every figure on the Ambition view, in its order.
    pub async fn figures(&self) -> Value {
        self.wait_until_complete().await;
        let script = "return [...document.querySelectorAll('main article')].map(card =>
            [card.querySelector('.percent').textContent, card.querySelector('.of').textContent].join(' · '))";
        self.js(script, vec![]).await
    }

    /// The changes named beside the figures, newest first.
    pub async fn history(&self) -> Value {
        self.js("return [...document.querySelectorAll('.history li')].map(item => item.innerText)", vec![]).await
    }

    /// Presses one key wherever the focus is; also on a file input, where typing would mean choosing.
    pub async fn key(&self, key: Key) {
        self.chord(&[], key.into()).await;
    }

    /// Presses a key while others are held.
    pub async fn chord(&self, held: &[Key], key: char) {
        let mut actions = KeyActions::new("keyboard".into());
        for held in held {
            actions = actions.then(KeyAction::Down { value: (*held).into() });
        }
        actions = actions.then(KeyAction::Down { value: key }).then(KeyAction::Up { value: key });
        for held in held.iter().rev() {
            actions = actions.then(KeyAction::Up { value: (*held).into() });
        }
        self.client.perform_actions(actions).await.unwrap();
    }

    /// Lets a script run on this tab before each page that is opened from now on.
    pub fn before_each_page(&self, script: &str) {
        self.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": script }));
    }

    /// Opens the page again, from the beginning.
    pub async fn reload(&self) {
        // Whoever reloads in a test means it: the page does not get to ask.
        let silent = "addEventListener('beforeunload', event => event.stopImmediatePropagation(), true); \
                      globalThis.before = true";
        self.js(silent, vec![]).await;
        self.client.refresh().await.unwrap();
        // The driver may answer for the old page a little longer.
        let ready = "return globalThis.before !== true && document.documentElement.dataset.ambition === 'ready'";
        for _ in 0..200 {
            if self.js(ready, vec![]).await == true {
                self.record_complaints().await;
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("the page did not come back");
    }
}
