//! All measures of a key stage side by side, by group.

use super::compared::{ComparedMeasure, PresentGroups, shown};
use super::suppression::hide_groups;
use super::{TablesScene, column, hidden};
use crate::guidance::Measure;
use crate::measures::{Basis, GroupSelection};
use crate::report::value::CellValue;
use crate::screens::ambition::numbers::figure_value;
use crate::screens::{TableCell, TableRow, TableSection, TableView};
use crate::session::command::{FigurePart, Filter};

/// All measures side by side: for each group the figure and the gap.
pub(super) fn matrix(context: &TablesScene, measures: &[&Measure], basis: &Basis) -> TableView {
    let compared =
        measures.iter().filter_map(|measure| ComparedMeasure::new(context, measure, basis)).collect::<Vec<_>>();
    let columns = compared.iter().map(|compared| column(&compared.measure.short, &compared.measure.title));
    let columns = [column("Pupils", "Pupils in the group")].into_iter().chain(columns).collect();
    let all = all_measures(context, &compared);
    let sections =
        shown(context).map(|groups| matrix_section(context, &compared, groups)).filter(TableSection::has_rows);
    TableView {
        title: "All measures side by side".into(),
        words: "Beside each figure: the gap to all pupils, in percentage points.".into(),
        head: "Group".into(),
        columns,
        sections: [all].into_iter().chain(sections).collect(),
        ..TableView::default()
    }
}

fn all_measures(context: &TablesScene, compared: &[ComparedMeasure]) -> TableSection {
    let cells = compared.iter().map(|compared| {
        let pupils = context.pupils(&GroupSelection::default(), compared.measure, compared.basis, FigurePart::Reached);
        let shown = TableCell::opening(figure_value(compared.measure, compared.all.value), pupils);
        if compared.hides_all { hidden() } else { shown }
    });
    let pupils = (context.hides() == 0).then_some(Filter::All);
    let size = TableCell { pupils, ..context.size(context.scene.bases.cohort().len() as u64) };
    let row = TableRow::named("All pupils", [size].into_iter().chain(cells).collect());
    TableSection { rows: vec![TableRow { total: true, ..row }], ..TableSection::default() }
}

fn matrix_section(context: &TablesScene, compared: &[ComparedMeasure], groups: &PresentGroups) -> TableSection {
    let PresentGroups { grouped, present } = groups;
    let figures = compared.iter().map(|compared| compared.here.by_group(&grouped.groups, None)).collect::<Vec<_>>();
    let hides = hide_groups(&figures.iter().map(Vec::as_slice).collect::<Vec<_>>(), context.hides());
    let rows = present.iter().filter_map(|&(number, size)| {
        let groups = GroupSelection::single_group(&grouped.name, grouped.groups.names.get(number)?);
        let hide_size = hides.rows.get(number).copied().unwrap_or_default();
        let cells = compared.iter().zip(&figures).zip(&hides.reached).map(|((compared, figures), hide)| {
            let figure = figures.get(number).map(|(_, figure)| context.shown(*figure));
            if hide.get(number).copied().unwrap_or_default() {
                return hidden();
            }
            let share = figure.and_then(|figure| figure.value);
            let gap = share
                .zip(compared.all.value)
                .filter(|_| !compared.hides_all)
                .map(|(group, all)| CellValue::difference(group, all))
                .unwrap_or_default();
            let pupils = context.pupils(&groups, compared.measure, compared.basis, FigurePart::Reached);
            TableCell { small: gap, ..TableCell::opening(figure_value(compared.measure, share), pupils) }
        });
        let size = if hide_size { hidden() } else { context.size_cell(&groups, size) };
        let cells = [size].into_iter().chain(cells).collect();
        Some(TableRow::named(grouped.titles.get(number)?.as_str(), cells))
    });
    TableSection { title: grouped.title.clone(), rows: rows.collect(), ..TableSection::default() }
}
