//! How long the page takes to start, beside a page of as many bytes that only has to be shown.

use super::TIMES;
use super::statistics::{largest, median, number};
use crate::support::{Browser, PageServer, packed_page};

/// Our page among the two; the other is static.
const PAGE: usize = 1;

/// Milliseconds from navigation.
#[derive(Default)]
pub struct StartTimes {
    /// Each in a browser of its own, which nobody has used.
    cold: StartSeries,
    /// In turn in one browser, which has had both open before.
    warm: StartSeries,
}

/// Repeated starts of both pages.
#[derive(Default)]
struct StartSeries {
    /// Until the static page answers, and until ours does.
    ready: [Vec<f64>; 2],
    /// Until the largest text of each is painted, where the browser says so.
    painted: [Vec<f64>; 2],
    /// Until our engine listens, which the first view does not wait for.
    engine: Vec<f64>,
}

/// The last time at which a larger text than before was painted; null: the browser does not say.
const PAINTED: &str = "const kind = 'largest-contentful-paint';
    if (!PerformanceObserver.supportedEntryTypes.includes(kind)) return null;
    await new Promise(done => setTimeout(done, 300));
    return await new Promise(done => {
        const times = list => list.getEntries().map(entry => entry.startTime);
        new PerformanceObserver(list => done(Math.max(...times(list)))).observe({ type: kind, buffered: true });
    });";

/// A page of this many bytes, nearly all of them in a script that is none.
fn static_page(length: usize) -> String {
    let head = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>As large as the page</title>\
                <link rel=\"icon\" href=\"data:,\"></head><body><p>This page is there when it is read.</p>\
                <script type=\"text/plain\">";
    // Answers as the page says that it does: a turn of the event loop after everything is there.
    let tail = "</script><script>setTimeout(() => { window.ambitionBoot = { ready: performance.now() }; });</script>\
                </body></html>";
    let page = format!("{head}{}{tail}", "A".repeat(length - head.len() - tail.len()));
    assert_eq!(page.len(), length);
    page
}

impl StartSeries {
    /// Opens one of the two pages.
    async fn measure(&mut self, browser: &Browser, servers: &[PageServer; 2], which: usize) {
        browser.client.goto(&servers[which].address()).await.unwrap();
        self.ready[which].push(number(&browser.js_until("return window.ambitionBoot && ambitionBoot.ready").await));
        self.painted[which].extend(browser.js_async(PAINTED, vec![]).await.as_f64());
        if which == PAGE {
            self.engine.push(number(&browser.js_until("return ambitionBoot.engine").await));
        }
    }

    fn print(&self, name: &str) {
        let [still, page] = &self.ready;
        println!(
            "{name:<48}median {:>6.1} ms, largest {:>6.1} ms; {:.2} × a static page of that size ({:.1} ms)",
            median(page),
            largest(page),
            median(page) / median(still),
            median(still)
        );
        if let [still, page] = &self.painted
            && !page.is_empty()
        {
            let (page, still) = (median(page), median(still));
            println!(
                "{:<48}median {page:>6.1} ms, {:.2} × ({still:.1} ms)",
                "and its first view is painted",
                page / still
            );
        }
        println!("{:<48}median {:>6.1} ms", "and its engine listens", median(&self.engine));
    }
}

impl StartTimes {
    /// Both pages in turn, another one first each time.
    pub async fn measure() -> Self {
        let page = packed_page();
        let servers = [PageServer::start(static_page(page.len())), PageServer::start(page)];
        let mut times = Self::default();
        let shared = Browser::start().await;
        // The first time the browser is not warm yet.
        for which in 0..servers.len() {
            StartSeries::default().measure(&shared, &servers, which).await;
        }
        for time in 0..TIMES {
            for turn in 0..servers.len() {
                let which = (turn + time) % servers.len();
                times.warm.measure(&shared, &servers, which).await;
                times.cold.measure(&Browser::start().await, &servers, which).await;
            }
        }
        times
    }

    /// Prints both, and the ratio.
    pub fn print(&self) {
        println!("\nFrom navigation to a page that answers, {TIMES} times");
        self.cold.print("in a fresh browser");
        self.warm.print("opened again in one browser");
    }
}
