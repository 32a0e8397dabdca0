//! The ways from current performance to the goals (RULES 7.1).

pub(crate) mod present;
pub mod view;
