//! Figures by group, and the pupils behind them.

use std::rc::Rc;

use crate::guidance::Measure;
use crate::guidance::fields::Grouping;
use crate::measures::groupings::group_by_columns;
use crate::measures::{Bases, Basis, Evaluated, Figure, evaluate};
use crate::report::value::CellValue;
use crate::screens::scene::Scene;
use crate::screens::{TableCell, TableRow};
use crate::session::command::{
    AttendancePupils, EarlyYearsPupils, GroupPupils, MeasureClass, MeasurePupils, SheetPupils,
};
use crate::session::lists::groups::ALL;
use crate::session::lists::sheet_list;
use crate::text::phrases::thousands;

/// The pupils of a sheet who are of a group.
type PupilsOfGroup = fn(GroupPupils) -> SheetPupils;

/// Of the sheet on early years.
pub(super) const EARLY_YEARS_GROUP: PupilsOfGroup = |group| SheetPupils::EarlyYears(EarlyYearsPupils::Group(group));
/// Of the sheet on attendance.
pub(super) const ATTENDANCE_GROUP: PupilsOfGroup = |group| SheetPupils::Attendance(AttendancePupils::Group(group));

/// Measures of a sheet, by group.
pub(super) struct ByGroup<'a> {
    of_group: PupilsOfGroup,
    bases: Bases<'a>,
    tallies: Vec<(&'a Measure, Rc<Evaluated<'a>>)>,
}

impl<'a> ByGroup<'a> {
    /// The measures of an area of the edition, on results.
    pub fn new(scene: &'a Scene<'a>, of_group: PupilsOfGroup, area: &str, bases: Bases<'a>) -> Self {
        let measures = scene.edition.figures().filter(|measure| measure.stage == area);
        let tallies =
            measures.filter_map(|measure| Some((measure, Rc::new(evaluate(measure, &Basis::Actual, &bases)?))));
        let tallies = tallies.collect();
        Self { of_group, bases, tallies }
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
    pub fn rows(&self, groupings: &[&Grouping]) -> Vec<TableRow> {
        let all = (
            self.bases.cohort().len() as u64,
            self.tallies.iter().map(|(_, evaluated)| evaluated.figure(None)).collect(),
        );
        let mut rows = vec![self.row("All pupils", ALL, ALL, all)];
        for grouping in groupings {
            let grouped = group_by_columns(grouping, &self.bases);
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

    fn row(&self, title: &str, grouping: &str, group: &str, (size, figures): (u64, Vec<Figure>)) -> TableRow {
        let link = |of: Option<MeasurePupils>, words: &str| {
            let group = GroupPupils { of, grouping: grouping.to_owned(), group: group.to_owned() };
            Some(sheet_list((self.of_group)(group), format!("{title}{words}")))
        };
        let size = TableCell::opening(size, link(None, ""));
        let cell = |((measure, _), figure): (&(&Measure, Rc<Evaluated>), Figure)| {
            let counted = figure.achieved.filter(|_| !measure.kind.is_sum());
            let class = if counted.is_some() { MeasureClass::Reached } else { MeasureClass::InFigure };
            let words = if counted.is_some() { measure.title.to_lowercase() } else { "in the figure".into() };
            TableCell {
                value: CellValue::share(figure.value),
                small: counted
                    .map(|reached| format!("{} of {}", thousands(reached), thousands(figure.eligible)).into())
                    .unwrap_or_default(),
                pupils: figure.value.and_then(|_| {
                    link(Some(MeasurePupils { measure: measure.id.clone(), class }), &format!(", {words}"))
                }),
                ..TableCell::default()
            }
        };
        let cells = self.tallies.iter().zip(figures).map(cell);
        TableRow::named(title, [size].into_iter().chain(cells).collect())
    }
}
