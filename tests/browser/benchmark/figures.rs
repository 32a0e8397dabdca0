//! The figures that every program of the comparison works out, held against the engine's answers.

use std::collections::BTreeMap;

use ambition_engine::screens::{
    Answer, CountsPage, CountsQuery, FigureCounts, MeasureCounts, Query, SheetQuery, TableCell, TableRow, TableView,
    TablesQuery, View,
};
use ambition_engine::session::command::{FigurePart, Filter, ProgressPupils, SheetPupils, SheetTopic};
use serde_json::Value;

/// The measures of Key Stage 2 in edition 2009.
const MEASURES: [&str; 5] = ["ks2.both4", "ks2.english4", "ks2.maths4", "ks2.progress.english", "ks2.progress.maths"];
/// By target, and by result.
const BASES: [&str; 2] = ["moderated", "actual"];
/// Those of the file's own columns; the engine also divides by prior attainment.
const GROUPINGS: [&str; 8] = ["sex", "ethnicity", "fsm", "sen", "care", "eal", "gifted", "class"];

/// What the engine is asked for in the comparison, as every program answers it: numbers.
pub fn numbers_wanted() -> Vec<Query> {
    let texts = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    vec![Query::Counts(CountsQuery { measures: texts(&MEASURES), bases: texts(&BASES), by: texts(&GROUPINGS) })]
}

/// The same figures as screens of the page: all measures by group, by target and by result, and the matrices of progress.
pub fn screens() -> Vec<Query> {
    let groups = BASES.map(|basis| groups("every", basis));
    let progress = Query::Sheet(SheetQuery { topic: SheetTopic::Progress, ..SheetQuery::default() });
    groups.into_iter().chain([progress]).collect()
}

/// The tables that have the counts behind each percentage.
pub fn screens_of_counts() -> Vec<Query> {
    MEASURES.iter().flat_map(|measure| BASES.map(|basis| groups(measure, basis))).collect()
}

fn groups(measure: &str, basis: &str) -> Query {
    Query::Tables(TablesQuery { measure: measure.into(), basis: basis.into(), ..TablesQuery::default() })
}

/// Figures as texts, by name: "size of sex:F", "ks2.both4 moderated of sex:F" and, of a matrix, "ks2.progress.english
/// moderated from 2b to 4".
#[derive(Debug, Default, PartialEq)]
pub struct CohortFigures {
    /// "69.2%" and, of a size, "300,001".
    shown: BTreeMap<String, String>,
    /// "207692 of 300001" and, of a cell, "44".
    counts: BTreeMap<String, String>,
}

impl CohortFigures {
    /// Those of the engine: its answer to [`numbers_wanted`].
    pub fn from_numbers(answer: &[u8]) -> Self {
        let answer: Answer = postcard::from_bytes(answer).unwrap();
        let [View::Counts(page)] = answer.views.as_slice() else { panic!("no numbers: {answer:?}") };
        let mut figures = Self::default();
        figures.add_group(page, "", page.pupils, |measure| measure.all);
        for (place, grouping) in page.groupings.iter().enumerate() {
            let groups = grouping.groups.iter().zip(&grouping.pupils).enumerate();
            for (number, (group, pupils)) in groups.filter(|(_, (_, pupils))| **pupils > 0) {
                let name = format!("{}:{group}", grouping.name);
                figures.add_group(page, &name, *pupils, |measure| measure.by_group[place][number]);
            }
        }
        for measure in &page.measures {
            figures.counts.extend(measure.progress.iter().map(|cell| {
                let name = format!("{} {} from {} to {}", measure.measure, measure.basis, cell.from, cell.to);
                (name, cell.pupils.to_string())
            }));
        }
        figures
    }

    /// The size of a group and its figures.
    fn add_group(
        &mut self,
        page: &CountsPage,
        group: &str,
        pupils: u32,
        figure: impl Fn(&MeasureCounts) -> FigureCounts,
    ) {
        self.shown.insert(format!("size of {group}"), thousands(pupils.into()));
        for measure in &page.measures {
            let FigureCounts { achieved, eligible, .. } = figure(measure);
            self.add_share(
                &format!("{} {} of {group}", measure.measure, measure.basis),
                achieved.unwrap().into(),
                eligible.into(),
            );
        }
    }

    fn add_share(&mut self, name: &str, reached: u64, eligible: u64) {
        self.shown.insert(name.to_owned(), percent(reached, eligible));
        self.counts.insert(name.to_owned(), format!("{reached} of {eligible}"));
    }

    /// Those of its screens: its answers to [`screens`] and to [`screens_of_counts`].
    pub fn from_screens(shown: &[u8], counts: &[u8]) -> Self {
        let mut figures = Self::default();
        let shown: Answer = postcard::from_bytes(shown).unwrap();
        let counts: Answer = postcard::from_bytes(counts).unwrap();
        for table in shown.views.iter().flat_map(tables) {
            cells(table, |row, title, cell| figures.add(row, title, cell));
        }
        for table in counts.views.iter().flat_map(tables) {
            cells(table, |_, _, cell| figures.add_count(cell));
        }
        figures
    }

    /// A cell of a screen.
    fn add(&mut self, row: &TableRow, title: &str, cell: &TableCell) {
        if let Some(name) = group_figure(cell) {
            self.shown.insert(name, cell.value.to_string());
        }
        if let Some(measure) = matrix_cell(cell) {
            let count = cell.value.to_string().replace([',', '\u{2713}'], "");
            self.counts.insert(format!("{measure} from {} to {title}", row.name()), count.trim().to_owned());
        }
    }

    /// A percentage with "43 of 62" beside it.
    fn add_count(&mut self, cell: &TableCell) {
        if let Some(name) = group_figure(cell).filter(|name| !name.starts_with("size")) {
            self.counts.insert(name, cell.small.to_string().replace(',', ""));
        }
    }

    /// Those of a peer, as `figures.js` has them.
    pub fn from_peer(figures: &Value) -> Self {
        let mut found = Self::default();
        for (group, figures) in figures["groups"].as_object().unwrap() {
            found.shown.insert(format!("size of {group}"), thousands(whole(&figures["size"])));
            for (measure, counts) in figures["figures"].as_object().unwrap() {
                found.add_share(&format!("{measure} of {group}"), whole(&counts[0]), whole(&counts[1]));
            }
        }
        for (measure, cells) in figures["matrices"].as_object().unwrap() {
            let cells = cells.as_object().unwrap().iter();
            found.counts.extend(cells.map(|(cell, count)| (format!("{measure} from {cell}"), count.to_string())));
        }
        found
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.shown.len() + self.counts.len()
    }

    /// Fails with those in which two programs differ.
    pub fn assert_same(&self, peer: &Self, program: &str) {
        let differs = [(&self.shown, &peer.shown), (&self.counts, &peer.counts)].map(|(ours, theirs)| {
            let names = ours.keys().chain(theirs.keys()).filter(|name| ours.get(*name) != theirs.get(*name));
            names
                .map(|name| format!("{name}: {:?}, {program} {:?}\n", ours.get(name), theirs.get(name)))
                .collect::<String>()
        });
        assert!(differs.concat().is_empty(), "{program} has other figures:\n{}", differs.concat());
        assert_eq!(self, peer);
    }
}

fn tables(view: &View) -> Vec<&TableView> {
    match view {
        View::Tables(page) => page.tables.iter().collect(),
        View::Sheet(page) => page.parts.iter().map(|part| &part.table).collect(),
        other => panic!("no tables: {other:?}"),
    }
}

/// Every cell that has a column, with its row and the title of its column.
fn cells(table: &TableView, mut see: impl FnMut(&TableRow, &str, &TableCell)) {
    for row in table.rows() {
        for (column, cell) in table.columns.iter().zip(&row.cells) {
            see(row, &column.title, cell);
        }
    }
}

/// The name of a group's figure or size, by the pupils that its cell opens.
fn group_figure(cell: &TableCell) -> Option<String> {
    let Some(Filter::Group { groups, measure, basis, part }) = &cell.pupils else {
        return matches!(&cell.pupils, Some(Filter::All)).then(|| "size of ".into());
    };
    let grouping = groups.iter().next().map(|group| group.grouping.as_str());
    let is_wanted = grouping.is_none_or(|grouping| GROUPINGS.contains(&grouping));
    match part {
        _ if !is_wanted => None,
        _ if measure.is_empty() => Some(format!("size of {groups}")),
        FigurePart::Reached => Some(format!("{measure} {basis} of {groups}")),
        _ => None,
    }
}

/// The measure and the basis of the matrix that a cell is of.
fn matrix_cell(cell: &TableCell) -> Option<String> {
    let Some(Filter::Sheet(list)) = &cell.pupils else { return None };
    let SheetPupils::Progress { measure, basis, who: ProgressPupils::Cell { .. } } = &list.pupils else { return None };
    Some(format!("{measure} {}", basis.name()))
}

fn whole(number: &Value) -> u64 {
    number.as_u64().unwrap_or_else(|| panic!("{number} is no count"))
}

/// As the page shows a share: rounded to tenths of a percent, half up; a dash of nobody.
fn percent(reached: u64, eligible: u64) -> String {
    if eligible == 0 {
        return "\u{2013}".into();
    }
    let tenths = (2000 * reached + eligible) / (2 * eligible);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

fn thousands(number: u64) -> String {
    if number < 1000 { number.to_string() } else { format!("{},{:03}", thousands(number / 1000), number % 1000) }
}
