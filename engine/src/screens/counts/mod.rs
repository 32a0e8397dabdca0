//! Figures as numbers, for programs that put them into words and tables themselves.

pub(crate) mod present;
pub mod view;
