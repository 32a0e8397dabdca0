//! What the views are made of.

pub mod beside;
pub mod bullet;
pub mod card;
pub mod chip;
pub mod choices;
pub mod current;
pub mod error_summary;
pub mod exception_field;
pub mod frame;
pub mod line_chart;
pub mod marks;
pub mod note_field;
pub mod pager;
pub mod paragraph;
pub mod privacy;
pub mod progress;
pub mod pupils_link;
pub mod pupils_table;
pub mod rule;
pub mod search_box;
pub mod strip;
pub mod switches;
pub mod table_text;
pub mod target_input;
pub mod tone;
pub mod typed_field;
