//! What to raise, as an agenda (RULES 7).

mod matrix;
mod notes;
mod of_schools;
pub(crate) mod present;
mod pupil;
pub mod view;
