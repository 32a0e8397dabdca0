//! The views, one a file.

pub mod ambition;
pub mod check;
pub mod method;
pub mod open;
pub mod pupils;
