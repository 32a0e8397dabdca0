//! The views, one a file.

pub mod ambition;
pub mod challenge;
pub mod check;
pub mod estimates;
pub mod method;
pub mod open;
pub mod pupils;
pub mod sheet;
pub mod tables;
pub mod trajectory;
pub mod what_if;
