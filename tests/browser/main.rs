//! Journeys through the packed page in real browsers: `cargo xtask test --only browser-chromium`.
//!
//! All of them run in Chromium; those of `core` and `harness` in Firefox and WebKit too, where the environment variable
//! `AMBITION_BROWSER` says so (`cargo xtask test --only browser-firefox`, `--only browser-webkit`).
//!
//! Each journey has a tab of a browser to itself, and a page server that writes down every request.
//! To add one: write a file beside this one, name it below, and begin each test with
//! `let journey = Journey::begin().await;` (see `start.rs` for the shortest example).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods
)]

mod steps;
mod support;

mod benchmark;
mod breakdown;
mod core;
mod editing;
mod files;
mod harness;
mod header;
mod hostile;
mod keeping;
mod keyboard;
mod large;
mod layout;
mod leaving;
mod local;
mod losing;
mod own_edition;
mod reading;
mod relayed;
mod sample;
mod secondary;
mod sheets;
mod silence;
mod spreadsheets;
mod start;
mod taking_away;
mod today;
mod today_questions;
mod workbench;
