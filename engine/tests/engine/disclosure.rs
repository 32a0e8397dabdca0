//! Views to share: nobody who has every page of a setting can work out a count that is hidden.
//!
//! A solver knows what a reader knows: which numbers are shown and what they are rounded to, that groups add up to all
//! pupils and schools to the authority, that English and maths lie within English, extended codes within main ones, and a
//! school's groups within the authority's. It narrows what each count can be until nothing changes. A small count that can
//! be one number only has been given away.

mod generated;
mod solver;
mod withheld;

use ambition_engine::measures::bases::{ModeratedTargets, PriorCache};
use ambition_engine::measures::groupings::{grouped, offered};
use ambition_engine::measures::{Bases, Basis, Figure, evaluate};
use ambition_engine::report::disclosure::Disclosure;
use ambition_engine::report::value::CellValue;
use ambition_engine::screens::{
    Exchange, Query, TableCell, TableRow, TableView, TablesAbout, TablesPage, TablesQuery, View,
};
use ambition_engine::session::{Command, Session};

use self::generated::generated;
use self::solver::{Count, Solver};
use super::{guidance, read};

const STAGE: &str = "Key Stage 2";
const MEASURES: [&str; 3] = ["ks2.both4", "ks2.english4", "ks2.maths4"];
const BASES: [Basis; 2] = [Basis::Actual, Basis::Moderated];
const FIXTURES: [(&str, &str); 8] = [
    ("nested ethnicity", include_str!("../sharing/1-nested-ethnicity.csv")),
    ("class in year", include_str!("../sharing/2-class-in-year.csv")),
    ("schools", include_str!("../sharing/3-schools.csv")),
    ("nested measures", include_str!("../sharing/4-nested-measures.csv")),
    ("left out", include_str!("../sharing/5-left-out.csv")),
    ("care", include_str!("../sharing/6-care.csv")),
    ("ranks 3", include_str!("../sharing/8-ranks-seed3.csv")),
    ("ranks 4", include_str!("../sharing/8-ranks-seed4.csv")),
];

/// Pupils, by position in the file.
type Pupils = Vec<u32>;

/// The figure of some pupils on a mark.
type FigureOf = dyn Fn(&Pupils, usize) -> Figure;

/// What may be chosen in a setting, and what its edition rounds to.
fn disclosures() -> Vec<Disclosure> {
    let local = &guidance().editions.iter().find(|edition| edition.id == "2009").unwrap().local;
    assert!(local.sharing.len() > 1);
    local.sharing.iter().map(|fewer_than| Disclosure::new(*fewer_than, local.rounded_to)).collect()
}

/// A file, read, with its groups.
struct SharedFile {
    session: Session,
    /// What is hidden and rounded.
    disclosure: Disclosure,
    /// For each grouping its groups: title and pupils.
    groupings: Vec<(String, Vec<(String, Pupils)>)>,
    /// School codes and their pupils.
    schools: Vec<(String, Pupils)>,
    all: Pupils,
    /// Those of year 6.
    year_six: Pupils,
    /// The children in care who count for the authority's targets.
    in_care: Pupils,
    /// The figures of some pupils on a mark.
    figures: Box<FigureOf>,
}

/// A measure on a basis is a mark.
fn marks() -> impl Iterator<Item = (usize, &'static str, Basis)> {
    let each = BASES.into_iter().flat_map(|basis| MEASURES.map(|measure| (measure, basis.clone())));
    each.enumerate().map(|(mark, (measure, basis))| (mark, measure, basis))
}

impl SharedFile {
    fn open(text: &str, disclosure: Disclosure) -> Self {
        let mut session = Session::new(guidance().clone()).unwrap();
        session.open(read(text.as_bytes()), "to-share.csv");
        let edition = guidance().editions.iter().find(|edition| edition.id == "2009").unwrap();
        let cohort = read(text.as_bytes()).cohort;
        let all = (0..u32::try_from(cohort.len()).unwrap()).collect::<Vec<_>>();
        let (mut groupings, mut schools) = (Vec::new(), Vec::new());
        {
            let (moderated, priors) = (ModeratedTargets::new(), PriorCache::new(edition));
            let bases = Bases::new(&cohort, guidance(), &moderated, &priors);
            let names = offered(edition, STAGE, &bases).into_iter().map(|(name, _)| name);
            for name in names.chain(["school".to_owned()]) {
                let Some(found) = grouped(&name, edition, STAGE, &bases) else { continue };
                let of = |number: usize| {
                    let pupils = all
                        .iter()
                        .copied()
                        .filter(|pupil| usize::from(found.groups.by_pupil[*pupil as usize]) == number);
                    pupils.collect::<Vec<_>>()
                };
                if name == "school" {
                    schools = found
                        .groups
                        .names
                        .iter()
                        .enumerate()
                        .map(|(number, code)| (code.clone().into_owned(), of(number)))
                        .collect();
                } else {
                    groupings.push((
                        name.clone(),
                        found.titles.iter().enumerate().map(|(number, title)| (title.clone(), of(number))).collect(),
                    ));
                }
            }
        }
        let year_six = cohort.in_year(guidance(), "6").into_iter().map(|pupil| u32::try_from(pupil).unwrap()).collect();
        let in_care = {
            let (moderated, priors) = (ModeratedTargets::new(), PriorCache::new(edition));
            let bases = Bases::new(&cohort, guidance(), &moderated, &priors);
            let care = edition.measure("care.ks2.english4").and_then(|care| evaluate(care, &Basis::Actual, &bases));
            let counts = |pupil: &u32| care.as_ref().is_some_and(|care| care.figure(Some(&[*pupil])).eligible == 1);
            all.iter().copied().filter(counts).collect()
        };
        schools.retain(|(_, pupils): &(String, Pupils)| !pupils.is_empty());
        let figures = move |pupils: &Pupils, mark: usize| {
            let edition = guidance().editions.iter().find(|edition| edition.id == "2009").unwrap();
            let (moderated, priors) = (ModeratedTargets::new(), PriorCache::new(edition));
            let bases = Bases::new(&cohort, guidance(), &moderated, &priors);
            let (_, measure, basis) = marks().nth(mark).unwrap();
            evaluate(edition.measure(measure).unwrap(), &basis, &bases).unwrap().figure(Some(pupils))
        };
        Self { session, disclosure, groupings, schools, all, year_six, in_care, figures: Box::new(figures) }
    }

    fn run(&mut self, command: Command) {
        assert_eq!(self.session.exchange(&Exchange { command: Some(command), queries: vec![] }).refused, None);
    }

    fn ask(&mut self, query: Query) -> View {
        self.session.exchange(&Exchange { command: None, queries: vec![query] }).views.remove(0)
    }

    fn tables(&mut self, query: TablesQuery) -> TablesPage {
        let View::Tables(view) = self.ask(Query::Tables(query)) else { panic!() };
        *view
    }

    /// All that is known of the file beforehand, and all that its pages show. `exact`: as if nothing were rounded.
    fn solver(&mut self, exact: bool) -> Solver {
        self.run(Command::SetSharing { fewer_than: self.disclosure.fewer_than().to_string() });
        let mut solver = Solver::default();
        self.relations(&mut solver);
        let all = self.all.clone();
        self.read_pages(&mut solver, &all, exact);
        self.read_care(&mut solver, exact);
        self.read_needs_and_return(&mut solver, exact);
        self.read_schools(&mut solver, exact);
        let six = self.year_six.clone();
        if six != all {
            self.run(Command::SetYear { year: "6".into() });
            if self.ask(Query::Tables(TablesQuery::default())) != View::Withheld {
                self.read_pages(&mut solver, &six, exact);
            }
            self.run(Command::SetYear { year: String::new() });
        }
        if self.schools.len() > 1 {
            for (school, pupils) in self.schools.clone() {
                self.run(Command::SetSchool { school });
                if self.ask(Query::Tables(TablesQuery::default())) != View::Withheld {
                    self.read_pages(&mut solver, &pupils, exact);
                }
            }
            self.run(Command::SetSchool { school: String::new() });
        }
        solver.solve();
        solver
    }

    fn relations(&self, solver: &mut Solver) {
        let whole = |pupils: &Pupils, of: &Pupils| {
            of.iter().filter(|pupil| pupils.contains(pupil)).copied().collect::<Vec<_>>()
        };
        let mut places = vec![self.all.clone()];
        if self.schools.len() > 1 {
            places.extend(self.schools.iter().map(|(_, pupils)| pupils.clone()));
            partition(solver, &self.all, &places[1..]);
        }
        for place in &places {
            for (_, groups) in &self.groupings {
                let parts = groups.iter().map(|(_, pupils)| whole(pupils, place)).collect::<Vec<_>>();
                partition(solver, place, &parts);
                parts.iter().for_each(|part| nested_marks(solver, part));
            }
            nested_marks(solver, place);
        }
        if self.year_six != self.all {
            let rest =
                |of: &Pupils| of.iter().filter(|pupil| !self.year_six.contains(pupil)).copied().collect::<Vec<_>>();
            partition(solver, &self.all, &[self.year_six.clone(), rest(&self.all)]);
            nested_marks(solver, &self.year_six);
            for (_, groups) in &self.groupings {
                let parts = groups.iter().map(|(_, pupils)| whole(pupils, &self.year_six)).collect::<Vec<_>>();
                partition(solver, &self.year_six, &parts);
                for (part, (_, group)) in parts.iter().zip(groups) {
                    partition(solver, group, &[part.clone(), rest(group)]);
                    nested_marks(solver, part);
                }
            }
        }
        // Of each group the part of every school; an extended code lies within its main one.
        for (_, pupils) in self.groupings.iter().flat_map(|(_, groups)| groups) {
            if self.schools.len() > 1 {
                let parts = places[1..].iter().map(|school| whole(pupils, school)).collect::<Vec<_>>();
                partition(solver, pupils, &parts);
            }
        }
        let of = |name: &str| self.groupings.iter().find(|(grouping, _)| grouping == name).map(|(_, groups)| groups);
        for (_, code) in of("extended").into_iter().flatten() {
            let main = of("ethnicity")
                .into_iter()
                .flatten()
                .find(|(_, main)| code.len() < main.len() && code.iter().all(|pupil| main.contains(pupil)));
            if let Some((_, main)) = main {
                let rest = main.iter().filter(|pupil| !code.contains(pupil)).copied().collect::<Vec<_>>();
                partition(solver, main, &[code.clone(), rest]);
            }
        }
    }

    /// The authority's targets for children in care.
    fn read_care(&mut self, solver: &mut Solver, exact: bool) {
        let in_care = self.in_care.clone();
        let group = self.groupings.iter().filter(|(name, _)| name == "care").flat_map(|(_, groups)| groups);
        let group = group
            .map(|(_, group)| group)
            .find(|group| !in_care.is_empty() && in_care.iter().all(|child| group.contains(child)));
        if let Some(group) = group {
            let rest = group.iter().filter(|pupil| !in_care.contains(pupil)).copied().collect::<Vec<_>>();
            partition(solver, group, &[in_care.clone(), rest]);
        }
        nested_marks(solver, &in_care);
        let page = self.tables(TablesQuery { about: TablesAbout::Care, ..TablesQuery::default() });
        // Sum of their targets first, results last; English, then maths.
        for (row, of) in page.tables.iter().take(1).flat_map(TableView::rows).zip([1, 2]) {
            for (cell, first) in [(&row.cells[3], 0), (&row.cells[0], MEASURES.len())] {
                if let Some(shown) = part(cell) {
                    self.show_mark(solver, &in_care, first + of, shown, exact);
                }
            }
        }
    }

    /// Stages of need and ethnic groups, which other pages show too, and hide with other measures.
    fn read_needs_and_return(&mut self, solver: &mut Solver, exact: bool) {
        for (about, grouping, basis) in
            [(TablesAbout::Needs, "sen", Basis::Moderated), (TablesAbout::Return, "ethnicity", Basis::Moderated)]
        {
            let page = self.tables(TablesQuery { about, ..TablesQuery::default() });
            let groups = self.groupings.iter().find(|(name, _)| name == grouping).map(|(_, groups)| groups.clone());
            let groups = groups.unwrap_or_default();
            for table in &page.tables {
                for row in table.rows() {
                    let Some((_, pupils)) = groups.iter().find(|(title, _)| *title == row.name()) else { continue };
                    // The return is of the year group that a row is about.
                    let is_counted = |pupil: &&u32| about == TablesAbout::Needs || self.year_six.contains(pupil);
                    let pupils = &pupils.iter().filter(is_counted).copied().collect::<Vec<_>>();
                    for (mark, measure, _) in marks().filter(|(.., of)| *of == basis) {
                        let edition = guidance().editions.iter().find(|edition| edition.id == "2009").unwrap();
                        let short = &edition.measure(measure).unwrap().short;
                        let column = table
                            .columns
                            .iter()
                            .position(|column| [short.clone(), format!("KS2 {short}")].contains(&column.title));
                        let shown = column.and_then(|column| part(&row.cells[column]));
                        if let Some(shown) = shown {
                            self.show_mark(solver, pupils, mark, shown, exact);
                        }
                    }
                }
            }
        }
    }

    /// Every page on groups, of a school or of all.
    fn read_pages(&mut self, solver: &mut Solver, place: &Pupils, exact: bool) {
        let groupings = self.groupings.clone();
        for (mark, measure, basis) in marks() {
            let query = |by: &str, measure: &str| TablesQuery {
                by: by.into(),
                measure: measure.into(),
                basis: basis.name().into(),
                ..TablesQuery::default()
            };
            for (name, groups) in &groupings {
                // What the lowest fifth is depends on the pupils who count.
                let of_file =
                    *place == self.all || ["sex", "ethnicity", "fsm", "sen", "class"].contains(&name.as_str());
                let page = self.tables(query(name, measure));
                let table = page.tables.first().filter(|_| of_file).cloned().unwrap_or_default();
                self.read_table(solver, &table, mark, place, groups, exact);
                let page = self.tables(query(name, "every"));
                let table = page.tables.first().filter(|_| of_file).cloned().unwrap_or_default();
                self.read_matrix(solver, &table, &basis, place, groups, exact);
            }
        }
    }

    fn read_table(
        &self,
        solver: &mut Solver,
        table: &TableView,
        mark: usize,
        place: &Pupils,
        groups: &[(String, Pupils)],
        exact: bool,
    ) {
        for (pupils, row) in rows(table, place, groups) {
            if let CellValue::Count(size) = row.cells[0].value {
                self.show(solver, Count::Size(pupils.clone()), size, exact);
            }
            if let Some([reached, of]) = part(&row.cells[1]) {
                self.show_mark(solver, &pupils, mark, [reached, of], exact);
            }
        }
    }

    fn read_matrix(
        &self,
        solver: &mut Solver,
        table: &TableView,
        basis: &Basis,
        place: &Pupils,
        groups: &[(String, Pupils)],
        exact: bool,
    ) {
        for (pupils, row) in rows(table, place, groups) {
            let CellValue::Count(size) = row.cells[0].value else { continue };
            self.show(solver, Count::Size(pupils.clone()), size, exact);
            for (mark, measure, _) in marks().filter(|(.., of)| of == basis) {
                let edition = guidance().editions.iter().find(|edition| edition.id == "2009").unwrap();
                let short = &edition.measure(measure).unwrap().short;
                let column = table.columns.iter().position(|column| column.title == *short).unwrap();
                if let CellValue::Percent(tenths) = row.cells[column].value {
                    let of = self.reachable(size).find(|reached| size > 0 && percent(*reached, size) == tenths);
                    if let Some(reached) = of {
                        self.show_mark(solver, &pupils, mark, [reached, size], exact);
                    }
                }
            }
        }
    }

    fn read_schools(&mut self, solver: &mut Solver, exact: bool) {
        let page = self.tables(TablesQuery { about: TablesAbout::Schools, ..TablesQuery::default() });
        let rows = page.tables[0].rows().cloned().collect::<Vec<_>>();
        let hides =
            rows.iter().flat_map(|row| &row.cells[..row.cells.len() - 1]).any(|cell| cell.value == CellValue::Hidden);
        for row in rows {
            let name = row.name();
            let pupils = self.schools.iter().find(|(code, _)| name.starts_with(code.as_str()));
            let pupils = pupils.map_or(&self.all, |(_, pupils)| pupils);
            assert!(!hides || row.cells[0].value.is_empty(), "a rank beside hidden schools: {row:?}");
            if let CellValue::Count(size) = row.cells[1].value {
                self.show(solver, Count::Size(pupils.clone()), size, exact);
                if let CellValue::Percent(tenths) = row.cells[2].value {
                    let of = self.reachable(size).find(|reached| size > 0 && percent(*reached, size) == tenths);
                    let both = marks()
                        .find(|(_, measure, basis)| *measure == "ks2.both4" && *basis == Basis::Moderated)
                        .unwrap()
                        .0;
                    if let Some(reached) = of {
                        self.show_mark(solver, pupils, both, [reached, size], exact);
                    }
                }
            }
        }
    }

    fn show(&self, solver: &mut Solver, count: Count, shown: u64, exact: bool) {
        let Count::Size(pupils) = &count else { panic!() };
        let truth = i64::try_from(pupils.len()).unwrap();
        let (least, most) = self.between(shown);
        assert!((least..=most).contains(&truth), "{truth} is shown as {shown}");
        let number = solver.number(count.clone());
        solver.shown[number] = true;
        if exact { solver.is_between(count, truth, truth) } else { solver.is_between(count, least, most) }
    }

    fn show_mark(&self, solver: &mut Solver, pupils: &Pupils, mark: usize, [reached, of]: [u64; 2], exact: bool) {
        self.show(solver, Count::Size(pupils.clone()), of, exact);
        let figure = (self.figures)(pupils, mark);
        let truth = i64::try_from(figure.achieved.unwrap()).unwrap();
        let (least, most) = self.between(reached);
        assert!((least..=most).contains(&truth), "{truth} is shown as {reached}");
        let [reached_by, short] = [Count::Reached(pupils.clone(), mark), Count::Short(pupils.clone(), mark)];
        for count in [&reached_by, &short] {
            let number = solver.number(count.clone());
            solver.shown[number] = true;
        }
        if exact {
            return solver.is_between(reached_by, truth, truth);
        }
        solver.is_between(reached_by, least, most);
        // Those who do not are none, or too many to be hidden.
        let hidden_below = i64::try_from(self.disclosure.hidden_below()).unwrap();
        if reached == of {
            solver.is_between(short, 0, 0)
        } else {
            solver.is_between(short, hidden_below, i64::MAX / 4)
        }
    }

    /// What a number shown can be.
    fn between(&self, shown: u64) -> (i64, i64) {
        let [shown, by, hidden_below] = [shown, self.disclosure.rounded_to() / 2, self.disclosure.hidden_below()]
            .map(|number| i64::try_from(number).unwrap());
        if shown == 0 { (0, 0) } else { ((shown - by).max(hidden_below), shown + by) }
    }

    /// What a rounded number up to a size can be.
    fn reachable(&self, size: u64) -> impl Iterator<Item = u64> + use<> {
        (0..=size).step_by(usize::try_from(self.disclosure.rounded_to()).unwrap())
    }

    /// The small counts that are not shown and can be one number only.
    fn recovered(&self, solver: &Solver) -> Vec<String> {
        let mut found = Vec::new();
        for ((count, range), shown) in solver.counts.iter().zip(&solver.ranges).zip(&solver.shown) {
            let truth = match count {
                Count::Size(pupils) => pupils.len() as u64,
                Count::Reached(pupils, mark) => (self.figures)(pupils, *mark).achieved.unwrap(),
                Count::Short(pupils, mark) => pupils.len() as u64 - (self.figures)(pupils, *mark).achieved.unwrap(),
            };
            let within = range.0 <= truth as i64 && truth as i64 <= range.1;
            assert!(within, "the solver is wrong: {truth} is not within {range:?} of {count:?}");
            if !shown && range.0 == range.1 && (1..self.disclosure.fewer_than()).contains(&truth) {
                found.push(format!("{truth}: {count:?}"));
            }
        }
        found
    }
}

fn percent(reached: u64, of: u64) -> u64 {
    (2000 * reached + of) / (2 * of)
}

fn partition(solver: &mut Solver, whole: &Pupils, parts: &[Pupils]) {
    let parts = parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>();
    if parts.len() < 2 {
        return;
    }
    solver.adds_up(Count::Size(whole.clone()), &parts.iter().cloned().map(Count::Size).collect::<Vec<_>>());
    for (mark, ..) in marks() {
        let of =
            |count: fn(Pupils, usize) -> Count| parts.iter().map(|part| count(part.clone(), mark)).collect::<Vec<_>>();
        solver.adds_up(Count::Reached(whole.clone(), mark), &of(Count::Reached));
        solver.adds_up(Count::Short(whole.clone(), mark), &of(Count::Short));
    }
}

/// Whoever reaches the mark in both reaches it in each.
fn nested_marks(solver: &mut Solver, pupils: &Pupils) {
    for first in (0..MEASURES.len() * BASES.len()).step_by(MEASURES.len()) {
        for one in [first + 1, first + 2] {
            solver.within(Count::Reached(pupils.clone(), first), Count::Reached(pupils.clone(), one));
            solver.within(Count::Short(pupils.clone(), one), Count::Short(pupils.clone(), first));
        }
        // Whoever misses both misses one of them.
        let limit = [
            (1, Count::Short(pupils.clone(), first)),
            (-1, Count::Short(pupils.clone(), first + 1)),
            (-1, Count::Short(pupils.clone(), first + 2)),
        ];
        let limit = limit.into_iter().map(|(sign, count)| (sign, solver.number(count))).collect();
        solver.limits.push(limit);
    }
}

/// The rows of a table with their pupils, those of a place.
fn rows(table: &TableView, place: &Pupils, groups: &[(String, Pupils)]) -> Vec<(Pupils, TableRow)> {
    let mut found = Vec::new();
    for (section, row) in table.sections.iter().flat_map(|section| section.rows.iter().map(move |row| (section, row))) {
        if row.total {
            found.push((place.clone(), row.clone()));
        } else if let Some((_, pupils)) =
            groups.iter().find(|(title, _)| *title == row.name()).filter(|_| !section.title.is_empty())
        {
            found.push((pupils.iter().filter(|pupil| place.contains(pupil)).copied().collect(), row.clone()));
        }
    }
    found
}

/// "40 of 60".
fn part(cell: &TableCell) -> Option<[u64; 2]> {
    let small = cell.small.to_string();
    let (reached, of) = small.split_once(" of ")?;
    Some([reached, of].map(|number| number.replace(',', "").parse().unwrap()))
}

/// How many invented files are looked at for each number that may be chosen.
const SEEDS: u64 = 40;

#[test]
fn no_hidden_count_follows_from_all_pages_of_a_school() {
    for (seed, disclosure) in (0..SEEDS).flat_map(|seed| disclosures().into_iter().map(move |chosen| (seed, chosen))) {
        let mut file = SharedFile::open(&generated(seed, &[30]), disclosure);
        let solver = file.solver(false);
        assert_eq!(file.recovered(&solver), [""; 0], "seed {seed}, {disclosure:?}");
    }
}

#[test]
fn no_hidden_count_follows_from_all_pages_of_an_authority() {
    for (seed, disclosure) in (0..SEEDS).flat_map(|seed| disclosures().into_iter().map(move |chosen| (seed, chosen))) {
        // A school of so few that it is hidden, whatever is chosen.
        let small = 2 + seed % 4;
        let mut file = SharedFile::open(&generated(seed, &[25 + seed % 9, 31, 28, small]), disclosure);
        let solver = file.solver(false);
        assert_eq!(file.recovered(&solver), [""; 0], "seed {seed}, {disclosure:?}");
    }
}

#[test]
fn no_hidden_count_follows_from_all_pages_of_the_fixtures() {
    for (name, text) in FIXTURES {
        for disclosure in disclosures() {
            let mut file = SharedFile::open(text, disclosure);
            let solver = file.solver(false);
            assert_eq!(file.recovered(&solver), [""; 0], "{name}, {disclosure:?}");
        }
    }
}

/// The control: the same cells without rounding give hidden counts away, whatever is chosen.
#[test]
fn the_solver_finds_what_exact_counts_give_away() {
    for disclosure in disclosures() {
        let found = FIXTURES.map(|(name, text)| {
            let mut file = SharedFile::open(text, disclosure);
            let solver = file.solver(true);
            (name, file.recovered(&solver).len())
        });
        for name in ["nested ethnicity", "nested measures"] {
            assert!(found.iter().any(|(of, found)| *of == name && *found > 0), "{disclosure:?}: {found:?}");
        }
    }
}
