//! The statutory targets against what the guidance expects.

mod averages;
pub(crate) mod card;
pub(crate) mod card_pupils;
pub(crate) mod comparisons;
pub(crate) mod graph;
pub(crate) mod numbers;
pub(crate) mod present;
mod prior_table;
pub(crate) mod rule;
pub(crate) mod similar_table;
pub mod view;
