//! Shared by the tests of several packages: a made-up [`authority`], [`workbooks`] written by hand, [`mutations`] of
//! files, and the [`opener`] for workbooks that the command line uses.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test's helper")]
#![allow(clippy::disallowed_methods, reason = "a test's helper reads files")]

pub mod authority;
pub mod command_line;
pub mod damaged_files;
pub mod mutations;
pub mod workbooks;

pub use ambition_evaluation::opener;
