//! Views that are made of tables: estimates, and what a higher target would take.

use serde::{Deserialize, Serialize};

use crate::screens::{Chip, Choice, TableView};

/// Tables and what can be chosen about them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GridsPage {
    /// What it is about, in a sentence.
    pub words: String,
    /// What is found, in a few words each.
    pub chips: Vec<Chip>,
    /// What can be chosen: conversion tables, or measures.
    pub choices: Vec<Choice>,
    /// Where something new belongs: the results of the key stage.
    pub results: Vec<Choice>,
    /// Pupils by position in the file, and names; those chosen are left out.
    pub pupils: Vec<(u32, Choice)>,
    /// A percentage tried.
    pub percent: u8,
    /// The tables.
    pub grids: Vec<GridTable>,
}

/// A table of a kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GridTable {
    /// Which table it is: `shares`, `chances`, `nearest`, `programmes`.
    pub kind: String,
    /// The table, with its title, and its convention in words.
    pub table: TableView,
}
