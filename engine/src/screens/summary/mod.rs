//! What is open, for the frame of the page.

pub(crate) mod present;
pub(crate) mod school;
pub mod view;
