//! Who is one step short of a mark, and who moves fast, slowly or not at all, by group (RULES 7.4).

use super::super::workbench::{BORDERLINE, PACES, SLOW, at_pace, pace_words, subject};
use super::groups::{present, shown};
use super::{Look, basis_title, column, entry};
use crate::guidance::{Measure, MeasureKind};
use crate::measures::Basis;
use crate::measures::figure::percentage;
use crate::measures::groupings::{Grouped, combined, with};
use crate::report::cited::paragraph;
use crate::session::command::{Filter, Part};
use crate::session::filter::group_words;
use crate::session::view::{Chooser, Column, Entry, Row, Section, Table, Tables};
use crate::words::{capital, thousands};

/// What is chosen for these lists in the place of a measure.
pub(super) const PACE: &str = "pace";

/// What they are called; `None`: the guidance has no such lists.
pub(super) fn title(look: &Look) -> Option<String> {
    look.guidance.sheets.part(PACE).map(|line| line.title.clone())
}

/// The lists by group.
pub(super) fn view(look: &Look, choosers: Vec<Chooser>, basis: &Basis) -> Tables {
    let lead = format!("{} of each group.", basis_title(basis));
    Tables {
        title: "Groups".into(),
        lead,
        choosers,
        tables: table(look, basis).into_iter().collect(),
        ..Tables::default()
    }
}

/// A list of pupils.
struct List<'a> {
    measure: &'a Measure,
    side: &'static str,
    basis: &'a Basis,
    pupils: Vec<u32>,
}

impl List<'_> {
    fn column(&self, look: &Look) -> Column {
        let short = if self.side == BORDERLINE {
            format!("{}: one step short", self.measure.short)
        } else {
            format!("{}: {}", capital(&subject(self.measure, look.guidance)), self.word())
        };
        column(&short, &format!("{}: {}", self.measure.title, pace_words(self.side)))
    }

    fn word(&self) -> &'static str {
        PACES.iter().find(|(side, _)| *side == self.side).map_or("", |(_, word)| word)
    }

    /// So many of a group of so many, opening them.
    fn entry(&self, groups: &str, number: u64, of: u64) -> Entry {
        let filter = Filter::Pace {
            groups: groups.to_owned(),
            measure: self.measure.id.clone(),
            side: self.side.to_owned(),
            basis: self.basis.name().to_owned(),
        };
        let share = percentage(number, of).map(|share| share.percent()).unwrap_or_default();
        Entry { small: share, pupils: Some(filter).filter(|_| number > 0), ..entry(thousands(number)) }
    }
}

/// The marks of the statutory targets, and the paces of each subject.
fn lists<'a>(look: &Look<'a>, basis: &'a Basis) -> Vec<List<'a>> {
    let list = |measure: &'a Measure, side: &'static str| {
        let pupils = at_pace(measure, side, basis, &look.here)?;
        Some(List { measure, side, basis, pupils })
    };
    let of_measure = |measure: &'a Measure| match measure.kind {
        MeasureKind::Threshold(_) if measure.is_statutory() => vec![list(measure, BORDERLINE)],
        MeasureKind::Progress(_) => PACES.iter().map(|(side, _)| list(measure, side)).collect(),
        MeasureKind::Grades { .. } => vec![list(measure, SLOW)],
        _ => Vec::new(),
    };
    look.measures(basis).flat_map(of_measure).flatten().collect()
}

fn table(look: &Look, basis: &Basis) -> Option<Table> {
    let line = look.guidance.sheets.part(PACE)?;
    let about = Table {
        title: line.title.clone(),
        paragraph: Some(paragraph(&line.source, look.guidance)),
        of: "Group".into(),
        ..Table::default()
    };
    if look.hides() > 0 {
        let words = "These are lists of pupils: they are no table to share. Choose to show everything.".into();
        return Some(Table { words, ..about });
    }
    let lists = lists(look, basis);
    let columns = [column("Pupils", "Pupils in the group")].into_iter();
    let all = look.here.cohort().len() as u64;
    let of_all = lists.iter().map(|list| list.entry("", list.pupils.len() as u64, all));
    let total = Row { total: true, ..row("All pupils".into(), "", all, of_all.collect()) };
    let sections = shown(look).into_iter().map(|grouped| section(&lists, &grouped)).filter(Section::has_rows);
    Some(Table {
        words: line.words.clone(),
        columns: columns.chain(lists.iter().map(|list| list.column(look))).collect(),
        sections: [Section { rows: vec![total], ..Section::default() }]
            .into_iter()
            .chain(of_combination(look, &lists))
            .chain(sections)
            .collect(),
        ..about
    })
}

fn row(name: String, groups: &str, size: u64, counts: Vec<Entry>) -> Row {
    let groups = groups.to_owned();
    let all = Filter::Group { groups, measure: String::new(), basis: String::new(), part: Part::default() };
    let size = Entry { pupils: Some(all), ..entry(thousands(size)) };
    Row { name, entries: [size].into_iter().chain(counts).collect(), ..Row::default() }
}

fn section(lists: &[List], grouped: &Grouped) -> Section {
    let count = |list: &List| {
        let mut counts = vec![0_u64; grouped.groups.names.len()];
        for pupil in &list.pupils {
            let group = grouped.groups.of.get(*pupil as usize).copied().map(usize::from);
            if let Some(count) = group.and_then(|group| counts.get_mut(group)) {
                *count += 1;
            }
        }
        counts
    };
    let counts = lists.iter().map(count).collect::<Vec<_>>();
    let rows = present(grouped).into_iter().filter_map(|(number, size)| {
        let groups = with("", &grouped.name, grouped.groups.names.get(number)?);
        let of_list = |(list, counts): (&List, &Vec<u64>)| {
            list.entry(&groups, counts.get(number).copied().unwrap_or_default(), size)
        };
        let entries = lists.iter().zip(&counts).map(of_list).collect();
        Some(row(grouped.titles.get(number)?.clone(), &groups, size, entries))
    });
    Section { title: grouped.title.clone(), rows: rows.collect(), ..Section::default() }
}

/// The combination that the user picked.
fn of_combination(look: &Look, lists: &[List]) -> Option<Section> {
    let groups = Some(look.query.groups.as_str()).filter(|groups| !groups.is_empty())?;
    let within = combined(groups, look.edition, look.stage(), &look.here)?;
    let size = within.iter().filter(|within| **within).count() as u64;
    let of_list = |list: &List| {
        let here = list.pupils.iter().filter(|pupil| within.get(**pupil as usize) == Some(&true));
        list.entry(groups, here.count() as u64, size)
    };
    let title = group_words(groups, look.guidance, look.edition);
    let row = row(title, groups, size, lists.iter().map(of_list).collect());
    Some(Section { title: "The groups you combined".into(), rows: vec![row], ..Section::default() })
}
