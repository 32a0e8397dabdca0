//! The pupils of a list that are on paper and not on the screen.

pub(crate) mod present;
pub mod view;
