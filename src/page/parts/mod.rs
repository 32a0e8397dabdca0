//! What the views are made of.

pub mod bullet;
pub mod card;
pub mod chip;
pub mod error_summary;
pub mod frame;
pub mod marks;
pub mod pager;
pub mod paragraph;
pub mod privacy;
pub mod progress;
pub mod pupils_link;
pub mod pupils_table;
pub mod rule;
pub mod search_box;
pub mod strip;
pub mod table_text;
pub mod target_input;
pub mod tone;
