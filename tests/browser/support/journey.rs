//! A browser on the packed page.

use std::ops::Deref;

use super::{Browser, Folder, PageServer, packed_file, packed_page};

/// Where the page is opened from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A server on this computer.
    Http,
    /// A file, as from a memory stick.
    File,
}

impl Origin {
    /// Opens the packed page in a browser of its own and waits until it is ready.
    pub async fn open(self) -> Page {
        match self {
            Self::Http => self.open_with(packed_page()).await,
            Self::File => Page::of_file(&packed_file(), None).await,
        }
    }

    /// Opens another page than the packed one.
    pub async fn open_with(self, page: String) -> Page {
        match self {
            Self::Http => {
                let server = PageServer::start(page);
                let browser = Browser::start().await;
                browser.open(&server.address()).await;
                Page { browser, server: Some(server), _folder: None }
            }
            Self::File => {
                let folder = Folder::new();
                Page::of_file(&folder.write("page.html", &page), Some(folder)).await
            }
        }
    }
}

/// A page, open in a browser of its own; everything a browser can do can be done on it directly.
pub struct Page {
    browser: Browser,
    server: Option<PageServer>,
    _folder: Option<Folder>,
}

impl Page {
    async fn of_file(path: &std::path::Path, folder: Option<Folder>) -> Self {
        let browser = Browser::start().await;
        browser.open_file(path).await;
        Self { browser, server: None, _folder: folder }
    }

    /// What the server was asked for beside the page itself; nothing, where there is none.
    pub fn other_requests(&self) -> Vec<String> {
        let mut requests = self.server.as_ref().map(PageServer::requests).unwrap_or_default();
        // A connection that the browser opened ahead, and on which it asked for nothing, is no request.
        requests.retain(|request| !request.is_empty());
        assert_eq!(requests.first().map(String::as_str), self.server.as_ref().map(|_| "GET /"));
        requests.into_iter().skip(1).collect()
    }
}

impl Deref for Page {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        &self.browser
    }
}

/// The packed page, open over http in a browser of its own.
pub struct Journey {
    /// The server it was opened from.
    pub server: PageServer,
    browser: Browser,
}

impl Journey {
    /// Opens the page and waits until it is ready.
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
