//! Text at the bottom of everything: bytes as letters, counts in phrases, fields of CSV.

pub mod cell;
pub mod csv;
pub(crate) mod encoding;
pub(crate) mod phrases;
