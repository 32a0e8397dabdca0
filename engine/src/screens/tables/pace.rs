//! Who is one step short of a mark, and who moves fast, slowly or not at all, by group (RULES 7.4).

use super::compared::{PresentGroups, shown};
use super::{TablesScene, column};
use crate::ambition::pace::{PaceList, pupils_at_pace};
use crate::guidance::{Measure, MeasureKind};
use crate::measures::figure::percentage;
use crate::measures::groupings::combined;
use crate::measures::{Basis, GroupSelection};
use crate::report::value::CellValue;
use crate::screens::pupils::offers::subject;
use crate::screens::{TableCell, TableColumn, TableRow, TableSection, TableView};
use crate::session::command::{Filter, TriedList};
use crate::session::words::group_words;
use crate::text::phrases::capitalise;

/// What is chosen for these lists in the place of a measure.
pub(super) const PACE: &str = "pace";

/// What they are called; `None`: the guidance has no such lists.
pub(super) fn title(context: &TablesScene) -> Option<String> {
    context.scene.guidance.sheets.part(PACE).map(|line| line.title.clone())
}

/// A list of pupils.
struct ListedPupils<'a> {
    measure: &'a Measure,
    pace: PaceList,
    basis: &'a Basis,
    pupils: Vec<u32>,
}

impl ListedPupils<'_> {
    fn column(&self, context: &TablesScene) -> TableColumn {
        let short = if self.pace == PaceList::OneStepShort {
            format!("{}: one step short", self.measure.short)
        } else {
            format!("{}: {}", capitalise(&subject(context.scene, self.measure)), self.pace.word())
        };
        column(&short, &format!("{}: {}", self.measure.title, self.pace.words()))
    }

    /// A number of pupils out of a group, opening them.
    fn cell(&self, groups: &GroupSelection, number: u64, of: u64) -> TableCell {
        let (measure, basis) = (self.measure.id.clone(), self.basis.clone());
        let filter = Filter::Tried(TriedList::Pace { measure, pace: self.pace, basis, groups: groups.clone() });
        let share = percentage(number, of).filter(|_| number > 0).map(CellValue::percent).unwrap_or_default();
        TableCell { small: share, pupils: Some(filter).filter(|_| number > 0), ..TableCell::new(number) }
    }
}

/// The marks of the statutory targets, and the paces of each subject.
fn lists<'a>(context: &TablesScene<'a>, basis: &'a Basis) -> Vec<ListedPupils<'a>> {
    let mut lists = Vec::new();
    for measure in context.measures(basis) {
        let paces: &[PaceList] = match measure.kind {
            MeasureKind::Threshold(_) if measure.is_main() => &[PaceList::OneStepShort],
            MeasureKind::Progress(_) => &PaceList::PACES,
            MeasureKind::Grades { .. } => &[PaceList::Slow],
            _ => &[],
        };
        for pace in paces {
            if let Some(pupils) = pupils_at_pace(measure, *pace, basis, &context.scene.bases) {
                lists.push(ListedPupils { measure, pace: *pace, basis, pupils });
            }
        }
    }
    lists
}

/// The lists by group.
pub(super) fn table(context: &TablesScene, basis: &Basis) -> Option<TableView> {
    let line = context.scene.guidance.sheets.part(PACE)?;
    let mut table = TableView {
        title: line.title.clone(),
        words: "Lists of pupils are no table to share.".into(),
        paragraph: Some(context.scene.guidance.cite(&line.source)),
        head: "Group".into(),
        ..TableView::default()
    };
    if context.hides() > 0 {
        return Some(table);
    }
    table.words.clone_from(&line.words);
    let lists = lists(context, basis);
    table.columns.push(column("Pupils", "Pupils in the group"));
    table.columns.extend(lists.iter().map(|list| list.column(context)));

    let mut all = grouping_section(
        &lists,
        String::new(),
        &vec![0; context.scene.bases.cohort().len()],
        vec![(0, GroupSelection::default(), "All pupils".into())],
    );
    all.rows.iter_mut().for_each(|row| row.total = true);
    table.sections.push(all);
    let combined = combined(&context.query.groups, context.scene.edition, context.stage(), &context.scene.bases);
    if let Some(within) = combined.filter(|_| !context.query.groups.is_empty()) {
        let of = within.into_iter().map(u16::from).collect::<Vec<_>>();
        let name = group_words(context.scene.document, &context.query.groups);
        let groups = vec![(1, context.query.groups.clone(), name)];
        table.sections.push(grouping_section(&lists, "Your combined group".into(), &of, groups));
    }
    for PresentGroups { grouped, present } in shown(context) {
        let mut groups = Vec::new();
        for &(number, _) in present {
            if let Some((group, title)) = grouped.groups.names.get(number).zip(grouped.titles.get(number)) {
                groups.push((number, GroupSelection::single_group(&grouped.name, group), title.clone()));
            }
        }
        let mut section = grouping_section(&lists, grouped.title.clone(), &grouped.groups.by_pupil, groups);
        let ethnic = context.scene.edition.local.ethnic.as_ref().filter(|rule| rule.grouping == grouped.name);
        if let Some(rule) = ethnic.filter(|rule| !rule.pace.is_empty()) {
            section.words.clone_from(&rule.pace);
            section.paragraph = Some(context.scene.guidance.cite(&rule.pace_source));
        }
        if section.has_rows() {
            table.sections.push(section);
        }
    }
    Some(table)
}

/// A row for each of these groups (number, combination, title), of pupils who are in the groups of these numbers.
fn grouping_section(
    lists: &[ListedPupils],
    title: String,
    of: &[u16],
    groups: Vec<(usize, GroupSelection, String)>,
) -> TableSection {
    let all = (0..u32::try_from(of.len()).unwrap_or_default()).collect::<Vec<_>>();
    let sizes = counts(&all, of);
    let counts = lists.iter().map(|list| counts(&list.pupils, of)).collect::<Vec<_>>();
    let number_in = |counts: &[u64], group: usize| counts.get(group).copied().unwrap_or_default();
    let mut section = TableSection { title, ..TableSection::default() };
    for (group, groups, name) in groups {
        let size = number_in(&sizes, group);
        let all = TableCell::opening(size, Filter::everybody_of(groups.clone()));
        let of_lists =
            lists.iter().zip(&counts).map(|(list, counts)| list.cell(&groups, number_in(counts, group), size));
        section.rows.push(TableRow::named(name, [all].into_iter().chain(of_lists).collect()));
    }
    section
}

/// How many of some pupils are in each group.
fn counts(pupils: &[u32], of: &[u16]) -> Vec<u64> {
    let mut counts = Vec::new();
    for pupil in pupils {
        let group = of.get(*pupil as usize).copied().map_or(0, usize::from);
        if counts.len() <= group {
            counts.resize(group + 1, 0);
        }
        if let Some(count) = counts.get_mut(group) {
            *count += 1;
        }
    }
    counts
}
