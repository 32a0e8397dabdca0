//! placeholder
use crate::trouble::{Note, Trouble};
/// t
#[derive(Default)]
pub struct Table {
    /// x
    pub text: Vec<u8>,
    /// n
    pub notes: Vec<Note>,
}
/// r
/// # Errors
/// e
pub fn read(_: &[u8]) -> Result<Table, Trouble> { Ok(Table::default()) }
