//! What the user exports: figures and findings in the exchange formats (RULES 10).

pub mod calendar;
pub mod disclosure;
pub mod figures;
pub mod findings;
pub mod problems;
pub mod reading;
pub mod sharing;
pub mod targets;
pub mod value;
pub mod workbook;
