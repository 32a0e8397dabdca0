//! The session: commands in, views out.
pub mod command;
pub mod view;
