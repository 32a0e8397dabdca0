//! What the conversion tables say of this cohort (RULES 6.3).

pub(crate) mod present;
pub mod view;
