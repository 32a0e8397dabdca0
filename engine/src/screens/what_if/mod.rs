//! What a higher target would take (RULES 6.6, 7.4, 7.5).

pub(crate) mod nearest;
pub(crate) mod present;
pub mod view;
