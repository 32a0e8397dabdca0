//! Columns of bytes, one a pupil: mapped through tables ([`code_table`]), filtered by bounds ([`conditions`]), compared
//! with targets ([`progress`]) and counted ([`count`]).

pub mod code_table;
pub mod conditions;
pub mod count;
pub mod progress;
#[cfg(test)]
mod tests;
