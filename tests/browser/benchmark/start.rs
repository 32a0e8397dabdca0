//! How long the page takes to start, beside a page of as many bytes that only has to be shown.

use super::TIMES;
use super::statistics::{largest, median, number};
use crate::support::{Browser, PageServer, packed_page};

/// Milliseconds from navigation until the page answers, and until the static one does.
#[derive(Default)]
pub struct StartTimes {
    /// Each in a browser of its own, which nobody has used.
    cold: [Vec<f64>; 2],
    /// In turn in one browser, which has had both open before.
    warm: [Vec<f64>; 2],
}

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

/// Milliseconds from navigation until a page answers.
async fn time_of_start(browser: &Browser, server: &PageServer) -> f64 {
    browser.client.goto(&server.address()).await.unwrap();
    number(&browser.js_until("return window.ambitionBoot && window.ambitionBoot.ready").await)
}

impl StartTimes {
    /// Both pages in turn, another one first each time.
    pub async fn measure() -> Self {
        let page = packed_page();
        let servers = [PageServer::start(static_page(page.len())), PageServer::start(page)];
        let mut times = Self::default();
        let shared = Browser::start().await;
        for time in 0..=TIMES {
            for turn in 0..servers.len() {
                let which = (turn + time) % servers.len();
                let warm = time_of_start(&shared, &servers[which]).await;
                // The first time the browser is not warm yet.
                if time > 0 {
                    times.warm[which].push(warm);
                    times.cold[which].push(time_of_start(&Browser::start().await, &servers[which]).await);
                }
            }
        }
        times
    }

    /// Prints both, and the ratio.
    pub fn print(&self) {
        println!("\nFrom navigation to a page that answers, {TIMES} times");
        print_pair("in a fresh browser", &self.cold);
        print_pair("opened again in one browser", &self.warm);
    }
}

fn print_pair(name: &str, [still, page]: &[Vec<f64>; 2]) {
    println!(
        "{name:<48}median {:>6.1} ms, largest {:>6.1} ms; {:.2} × a static page of that size ({:.1} ms)",
        median(page),
        largest(page),
        median(page) / median(still),
        median(still)
    );
}
