//! What every browser must do with the page, whether it comes from a website or from a memory stick: these run in
//! Chromium, Firefox and WebKit (`cargo xtask test --only browser-firefox`), each of them over http and from `file://`.
//!
//! They use only what all three drivers have: no DevTools, no script before the page's own.

/// Makes two tests of each function here that takes a `PageOrigin`.
macro_rules! from_both_origins {
    ($($test:ident),* $(,)?) => {
        mod over_http {
            $(#[tokio::test] async fn $test() { super::$test(crate::support::PageOrigin::Http).await })*
        }
        mod from_a_file {
            $(#[tokio::test] async fn $test() { super::$test(crate::support::PageOrigin::File).await })*
        }
    };
}

mod opening;
mod silence;
mod working;
