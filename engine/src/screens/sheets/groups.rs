//! Figures by group, and the pupils behind them.

use std::rc::Rc;

use crate::guidance::Measure;
use crate::guidance::fields::Grouping;
use crate::measures::groupings::of_columns;
use crate::measures::{Bases, Basis, Evaluated, Figure, evaluate};
use crate::screens::TableCell;
use crate::screens::scene::Scene;
use crate::session::command::Topic;
use crate::session::lists::groups::ALL;
use crate::session::lists::sheet_list;
use crate::text::phrases::thousands;

/// Measures of a sheet, by group.
pub(super) struct ByGroup<'a> {
    topic: Topic,
    bases: Bases<'a>,
    tallies: Vec<(&'a Measure, Rc<Evaluated<'a>>)>,
}

impl<'a> ByGroup<'a> {
    /// The measures of an area of the edition, on results.
    pub fn new(scene: &'a Scene<'a>, topic: Topic, area: &str, bases: Bases<'a>) -> Self {
        let measures = scene.edition.figures().filter(|measure| measure.stage == area);
        let tallies =
            measures.filter_map(|measure| Some((measure, Rc::new(evaluate(measure, &Basis::Actual, &bases)?))));
        let tallies = tallies.collect();
        Self { topic, bases, tallies }
    }

    /// The figure of all pupils.
    pub fn figure(&self, measure: &str) -> Option<Figure> {
        let (_, evaluated) = self.tallies.iter().find(|(of, _)| of.id == measure)?;
        Some(evaluated.figure(None))
    }

    /// The headings of the table.
    pub fn headings(&self) -> Vec<String> {
        let measures = self.tallies.iter().map(|(measure, _)| measure.title.clone());
        ["Group".to_owned(), "Pupils".to_owned()].into_iter().chain(measures).collect()
    }

    /// A row for all pupils, and one for each group of each grouping that the file has.
    pub fn rows(&self, groupings: &[&Grouping]) -> Vec<Vec<TableCell>> {
        let all = (
            self.bases.cohort().len() as u64,
            self.tallies.iter().map(|(_, evaluated)| evaluated.figure(None)).collect(),
        );
        let mut rows = vec![self.row("All pupils", ALL, ALL, all)];
        for grouping in groupings {
            let grouped = of_columns(grouping, &self.bases);
            let groups = &grouped.groups;
            let figures =
                self.tallies.iter().map(|(_, evaluated)| evaluated.by_group(groups, None)).collect::<Vec<_>>();
            for (place, (name, title)) in groups.names.iter().zip(&grouped.titles).enumerate() {
                let of_group = figures.iter().filter_map(|of| of.get(place).copied()).collect::<Vec<_>>();
                let size = of_group.first().map_or(0, |(size, _)| *size);
                if size > 0 && groups.names.len() > 1 {
                    let title = format!("{}: {title}", grouping.title);
                    let figures = of_group.into_iter().map(|(_, figure)| figure).collect();
                    rows.push(self.row(&title, &grouping.name, name, (size, figures)));
                }
            }
        }
        rows
    }

    fn row(&self, title: &str, grouping: &str, group: &str, (size, figures): (u64, Vec<Figure>)) -> Vec<TableCell> {
        let link = |part: String, words: &str| Some(sheet_list(self.topic, part, format!("{title}{words}")));
        let size = TableCell {
            text: thousands(size),
            pupils: link(format!("||{grouping}|{group}"), ""),
            ..TableCell::default()
        };
        let cell = |((measure, _), figure): (&(&Measure, Rc<Evaluated>), Figure)| {
            let counted = figure.achieved.filter(|_| !measure.kind.is_sum());
            let class = if counted.is_some() { "reached" } else { "in" };
            let words = if counted.is_some() { measure.title.to_lowercase() } else { "in the figure".into() };
            TableCell {
                text: crate::screens::ambition::numbers::percent(figure.value),
                small: counted
                    .map(|reached| format!("{} of {}", thousands(reached), thousands(figure.eligible)))
                    .unwrap_or_default(),
                pupils: figure
                    .value
                    .and_then(|_| link(format!("{}|{class}|{grouping}|{group}", measure.id), &format!(", {words}"))),
                ..TableCell::default()
            }
        };
        let cells = self.tallies.iter().zip(figures).map(cell);
        [TableCell::new(title), size].into_iter().chain(cells).collect()
    }
}
