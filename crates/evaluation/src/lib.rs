//! Opens pupil files outside a browser and evaluates them. The example `evaluate` and the program `ambition` share it.
//!
//! An [`Evaluation`] is of files that were read together ([`files`]) by an edition; [`account`] tells in lines how they
//! were read and what is still to be asked. An [`opener`] reads workbooks, by calling the library itself.

pub mod account;
mod evaluation;
pub mod files;
pub mod opener;

pub use evaluation::Evaluation;
