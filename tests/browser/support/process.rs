//! A browser with its driver and its profile, which journeys use one after another.

use std::error::Error;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Duration;

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use super::driver::Driver;
use super::{BrowserKind, TestFolder};

/// How long a browser may take to start before a test gives up.
const START: Duration = Duration::from_secs(120);

/// Where downloads arrive, in the profile.
const DOWNLOADS: &str = "downloads";

/// Those that no journey uses at the moment.
static IDLE: Mutex<Vec<BrowserProcess>> = Mutex::new(Vec::new());

/// A running browser with one session of its driver.
pub struct BrowserProcess {
    /// Which browser it is.
    pub kind: BrowserKind,
    session: String,
    /// Width and height of its window when it was new.
    window: (u64, u64),
    // Dropped in this order: the driver ends the browser, then nobody uses the profile any more.
    driver: Driver,
    profile: TestFolder,
}

impl BrowserProcess {
    /// Starts one with a fresh profile.
    pub async fn start() -> (Self, Client) {
        let kind = BrowserKind::selected();
        let profile = TestFolder::new();
        let driver = Driver::start(kind, &profile);
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(kind.capabilities(&profile, &profile.join(DOWNLOADS)));
        let address = driver.address();
        let connected = tokio::time::timeout(START, builder.connect(&address)).await;
        let connected = connected.unwrap_or_else(|_| panic!("{} does not answer", kind.name()));
        let client = connected.unwrap_or_else(|error| panic!("{} does not start: {error}", kind.name()));
        let session = client.session_id().await.unwrap().expect("a session");
        let window = client.get_window_size().await.unwrap();
        (Self { kind, session, window, driver, profile }, client)
    }

    /// One that an earlier journey has left.
    pub fn take_idle() -> Option<Self> {
        IDLE.lock().unwrap().pop()
    }

    /// Leaves it to the next journey.
    pub fn leave(self) {
        IDLE.lock().unwrap().push(self);
    }

    /// Opens a tab, closes all others without asking their pages, and forgets what they complained of and downloaded.
    pub async fn new_tab(&self) -> Result<Client, Box<dyn Error>> {
        let client = Client::with_existing_session(&self.driver.address(), &self.session, HttpConnector::new()).await?;
        client.persist().await?;
        let others = client.windows().await?;
        client.switch_to_window(client.new_window(true).await?.handle).await?;
        for tab in others.into_iter().map(String::from) {
            let close = json!({ "cmd": "Target.closeTarget", "params": { "targetId": tab } });
            self.command("goog/cdp/execute", &close)?;
        }
        let (width, height) = self.window;
        client.set_window_size(u32::try_from(width)?, u32::try_from(height)?).await?;
        self.command("se/log", &json!({ "type": "browser" }))?;
        let _ = std::fs::remove_dir_all(self.downloads());
        Ok(client)
    }

    /// A request to the driver within the session, past fantoccini.
    pub fn command(&self, path: &str, body: &Value) -> std::io::Result<Value> {
        self.driver.request("POST", &format!("/session/{}/{path}", self.session), body)
    }

    /// The folder in which downloads arrive.
    pub fn downloads(&self) -> PathBuf {
        self.profile.join(DOWNLOADS)
    }
}

impl Drop for BrowserProcess {
    /// Ends the session also when a test failed half way.
    fn drop(&mut self) {
        let _ = self.driver.request("DELETE", &format!("/session/{}", self.session), &Value::Null);
    }
}
