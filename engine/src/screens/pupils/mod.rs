//! The pupils, a page at a time, and rules for their targets.

mod card;
pub(crate) mod offers;
pub(crate) mod present;
pub(crate) mod row;
pub mod view;
