//! Text at the bottom of everything: cells cleaned, bytes as letters, days, counts in phrases, fields of CSV.

pub mod cell;
pub mod csv;
pub mod date;
pub(crate) mod encoding;
pub(crate) mod phrases;
