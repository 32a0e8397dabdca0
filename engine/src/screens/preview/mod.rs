//! What a rule for targets would change, before it is applied: shown beside the pupils.

pub(crate) mod present;
pub mod view;
