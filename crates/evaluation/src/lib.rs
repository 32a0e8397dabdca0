//! Opens pupil files outside a browser and evaluates them. The example `evaluate` and the program `ambition` share it.
//!
//! An [`Evaluation`] is of files that were read together ([`files`]) by an edition; [`account`] tells in lines how they
//! were read and what is still to be asked, with the [`places`] of several files, and [`answers`] are given to it. The
//! [`wording`] is that of a command line. An [`opener`] reads workbooks, by calling the library itself.

pub mod account;
pub mod answers;
pub mod codes;
mod evaluation;
pub mod files;
pub mod opener;
pub mod places;
pub mod wording;

pub use evaluation::Evaluation;
