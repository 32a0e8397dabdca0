//! The engine of Ambition: pupil files in, figures and findings out, by five English guidance documents on school
//! targets (2005–2008). Pure Rust: it knows no browser, no clock and no file system.
//!
//! Data flows one way, and the modules stand in that order: [`text`] reads and writes
//! letters, phrases and CSV, [`guidance`] holds the rules as data, [`intake`] turns
//! bytes into a [`cohort`], [`measures`] turn the cohort into figures, [`ambition`] holds targets against what the
//! guidance expects, [`report`] writes what leaves by the user's hand, [`session`] holds a user's work on one file, and
//! [`screens`] show it. A [`session::Session`] is the one seam that the page and the examples use: commands in, views
//! out. [`client`] is the other end of that seam: what a page remembers so that it can give the same work to another
//! engine.

pub mod ambition;
pub mod client;
pub mod cohort;
pub mod guidance;
pub mod intake;
pub mod measures;
pub mod report;
pub mod screens;
pub mod session;
pub mod text;
