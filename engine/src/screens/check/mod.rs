//! How the file was read.

pub(crate) mod columns;
pub(crate) mod decisions;
pub(crate) mod layout;
pub(crate) mod open_file;
pub(crate) mod present;
pub(crate) mod problems;
pub(crate) mod touched;
pub(crate) mod values;
pub mod view;
