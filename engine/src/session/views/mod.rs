//! Views: what the engine has worked out, put into numbers and sentences for the page.

pub(super) mod ambition;
pub(super) mod beside;
pub(super) mod card;
pub(super) mod challenge;
pub(super) mod chart;
pub(super) mod check;
pub(super) mod columns;
pub(super) mod estimates;
pub(super) mod graph;
pub(super) mod layout;
pub(super) mod method;
pub(super) mod nearest;
pub(super) mod problems;
pub(super) mod pupils;
pub(super) mod row;
pub(super) mod rule;
pub(super) mod sheets;
pub(super) mod summary;
pub(super) mod tables;
pub(super) mod trajectories;
pub(super) mod values;
pub(super) mod what_if;
pub(super) mod workbench;
