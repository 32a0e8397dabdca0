//! Every rule, generated from the data that computes it.

pub(crate) mod present;
pub mod view;
