//! A sheet: words, charts, tables and fields to type into, part by part. Views that are made of nothing else share it.

use serde::{Deserialize, Serialize};

use crate::screens::{Chip, FigureChart, Paragraph, SwitchView, TableView};
use crate::session::command::{EntryId, Filter, SheetTopic};

/// A sheet wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct SheetQuery {
    /// The topic.
    pub topic: SheetTopic,
    /// The day, such as `2008-01-31`: the engine has no clock.
    pub today: String,
}

/// A timetable wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct CalendarQuery {
    /// The day, as in [`SheetQuery`].
    pub today: String,
}

/// A sheet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct SheetPage {
    /// What it is about.
    pub topic: SheetTopic,
    /// Its heading.
    pub title: String,
    /// What it is, in a sentence or two.
    pub lead: String,
    /// Remarks on the whole.
    pub chips: Vec<Chip>,
    /// At the foot of each printed page, where it names pupils.
    pub notice: String,
    /// Its parts.
    pub parts: Vec<SheetPart>,
    /// Other readings of the guidance that matter here.
    pub switches: Vec<SwitchView>,
}

/// A part of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct SheetPart {
    /// Its heading.
    pub title: String,
    /// Where it comes from.
    pub paragraph: Paragraph,
    /// Sentences before everything else.
    pub words: Vec<String>,
    /// Remarks.
    pub chips: Vec<Chip>,
    /// What can be typed in here.
    pub fields: Vec<SheetField>,
    /// A chart of figures, row by row.
    pub people: Vec<PeopleRow>,
    /// A line chart.
    pub chart: FigureChart,
    /// Its table, under the heading of the part.
    pub table: TableView,
    /// Sentences after everything else.
    pub after: Vec<String>,
}

/// A row of figures.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct PeopleRow {
    /// "2 levels".
    pub title: String,
    /// "33 of 58 pupils · 56.9%".
    pub count: String,
    /// Its pupils.
    pub pupils: Filter,
    /// How far the row is up, from 0: chooses the colour.
    pub step: u8,
    /// The figures.
    pub people: Vec<PeopleFigure>,
}

/// A figure.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct PeopleFigure {
    /// Its label: the outcome.
    pub mark: String,
    /// Who or what it is, on pointing at it.
    pub hint: String,
    /// Its pupils.
    pub pupils: Filter,
}

/// Something that can be typed or chosen: `Command::Enter` with the same `what` and `label`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct SheetField {
    /// What it is.
    pub what: EntryId,
    /// Its name.
    pub label: String,
    /// The name is read out only: it is shown beside the field already.
    pub quiet: bool,
    /// As typed.
    pub value: String,
    /// "%", "sessions", or empty.
    pub unit: String,
    /// What there is to choose from: (value, words).
    pub choices: Vec<(String, String)>,
    /// The suggestion shown in it.
    pub suggested: String,
}
