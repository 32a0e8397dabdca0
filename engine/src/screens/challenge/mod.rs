//! What to raise, as an agenda (RULES 7).

mod matrix;
pub(crate) mod present;
mod pupil;
pub mod view;
