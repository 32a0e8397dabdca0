//! What to raise, as an agenda (RULES 7).

pub(crate) mod present;
pub mod view;
