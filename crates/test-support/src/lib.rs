//! Shared by the tests of several packages: a made-up [`authority`], [`workbooks`] written by hand, [`mutations`] of
//! files, and an [`opener`] for workbooks outside a browser, which the command line uses too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test's helper")]

pub mod authority;
pub mod mutations;
pub mod opener;
pub mod workbooks;
