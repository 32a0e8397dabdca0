//! The views, one a file.

pub mod ambition;
pub mod challenge;
pub mod check;
pub mod method;
pub mod open;
pub mod pupils;
pub mod sheet;
pub mod trajectory;
