//! Columns with one small number a pupil: looked up ([`look_up`]), asked for pupils between bounds ([`conditions`]), and
//! counted ([`count`]).

pub mod code_table;
pub mod conditions;
pub mod count;
pub mod progress;
#[cfg(test)]
mod tests;
