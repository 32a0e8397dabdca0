//! What is open, for the frame of the page.

pub(crate) mod present;
pub mod view;
