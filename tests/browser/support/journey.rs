//! A browser on the packed page.

use std::ops::Deref;
use std::path::Path;

use super::{Browser, PageServer, TestFolder, packed_file, packed_page};

/// Where the page is opened from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageOrigin {
    /// A server on this computer.
    Http,
    /// A file, as from a memory stick.
    File,
}

impl PageOrigin {
    /// Opens the packed page and waits until it is ready.
    pub async fn open(self) -> Journey {
        match self {
            Self::Http => Journey::over_http(packed_page()).await,
            Self::File => Journey::from_file(&packed_file(), None).await,
        }
    }

    /// The same with another page.
    pub async fn open_with(self, page: String) -> Journey {
        match self {
            Self::Http => Journey::over_http(page).await,
            Self::File => {
                let folder = TestFolder::new();
                Journey::from_file(&folder.write("page.html", &page), Some(folder)).await
            }
        }
    }
}

/// The page, open in a tab that nobody else has; everything a browser can do can be done on it directly.
pub struct Journey {
    browser: Browser,
    server: Option<PageServer>,
    _folder: Option<TestFolder>,
}

impl Journey {
    /// Opens the packed page over http and waits until it is ready.
    pub async fn begin() -> Self {
        PageOrigin::Http.open().await
    }

    async fn over_http(page: String) -> Self {
        Self::on(PageServer::start(page)).await
    }

    /// Opens the page of a server and waits until it is ready.
    pub async fn on(server: PageServer) -> Self {
        let browser = Browser::take().await;
        browser.open(&server.address()).await;
        Self { browser, server: Some(server), _folder: None }
    }

    async fn from_file(path: &Path, folder: Option<TestFolder>) -> Self {
        let browser = Browser::start().await;
        browser.open_file(path).await;
        Self { browser, server: None, _folder: folder }
    }

    /// What the server was asked for after the page itself; nothing where there is no server.
    pub fn further_requests(&self) -> Vec<String> {
        let Some(server) = &self.server else { return Vec::new() };
        let mut requests = server.requests();
        // A connection that the browser opened ahead, and on which it asked for nothing, is no request.
        requests.retain(|request| !request.is_empty());
        assert_eq!(requests.remove(0), "GET /");
        requests
    }
}

impl Deref for Journey {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        &self.browser
    }
}
