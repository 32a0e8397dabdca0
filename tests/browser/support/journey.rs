//! A browser on the packed page.

use std::ops::Deref;

use super::{Browser, PageServer, packed_page};

/// The packed page, open in a browser of its own; everything a browser can do can be done on it directly.
pub struct Journey {
    /// The server it was opened from.
    pub server: PageServer,
    browser: Browser,
}

impl Journey {
    /// Opens the page over http and waits until it is ready.
    pub async fn begin() -> Self {
        let server = PageServer::start(packed_page());
        let browser = Browser::start().await;
        browser.open(&server.address()).await;
        Self { server, browser }
    }
}

impl Deref for Journey {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        &self.browser
    }
}
