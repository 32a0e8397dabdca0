//! The schools to talk to about their targets, in an order that is explained, each with whether it is seen and a note.

use std::cmp::Reverse;
use std::rc::Rc;

use super::school_figures::{SchoolFigures, StatutoryMeasure, target_of};
use super::schools::{lines, main_measures};
use super::{TablesScene, column};
use crate::ambition::expected::reached_with_prior;
use crate::ambition::{ExpectedPupils, SimilarValues};
use crate::cohort::school_slices::{SchoolSlice, school_slices};
use crate::measures::{Basis, Evaluated, PupilSet, evaluate};
use crate::screens::ambition::numbers::figure_value;
use crate::screens::scene::Scene;
use crate::screens::sheets::field;
use crate::screens::{SheetField, TableCell, TableRow, TableSection, TableView, TablesPage, Tone};
use crate::session::command::{Command, EntryId};
use crate::text::phrases::count;

/// The action that is ticked for a school once it is talked to.
const SEEN: &str = "moderation";

pub(super) fn view(context: &TablesScene) -> TablesPage {
    let title = "Schools to talk to".into();
    let measures = main_measures(context);
    let lines = lines(context, &measures);
    let queue = Queue::new(context, &measures, lines);
    TablesPage { title, lead: queue.lead(), tables: vec![queue.table()], ..TablesPage::default() }
}

/// What a measure's targets are held against, pupil by pupil.
enum Compared<'a> {
    /// The expectation, and the pupils with a prior result who reach the mark.
    Expected(Rc<ExpectedPupils>, PupilSet<'a>),
    /// Similar pupils nationally.
    Similar(SimilarValues<'a>, Rc<Evaluated<'a>>),
}

impl Compared<'_> {
    /// Target pupils above (or, negative, below) those they are held against, in whole pupils.
    fn against(&self, pupils: &[u32]) -> Option<i64> {
        match self {
            Self::Expected(expected, reached) => {
                let wanted = expected.pupils(&expected.classified.count_of(Some(pupils)));
                let reached = i64::try_from(reached.count(Some(pupils))).ok()?;
                (wanted.numerator > 0).then_some(reached - i64::try_from(wanted.floor()).ok()?)
            }
            Self::Similar(similar, target) => {
                let (pupils, fewer) = similar.compare(target, Some(pupils))?.pupils()?;
                let pupils = i64::try_from(pupils).ok()?;
                Some(if fewer { -pupils } else { pupils })
            }
        }
    }
}

/// A school of the list.
struct QueuedSchool {
    figures: SchoolFigures,
    /// One for each measure.
    against: Vec<Option<i64>>,
    seen: bool,
}

impl QueuedSchool {
    /// Pupils short on the measure where most are.
    fn short(&self) -> i64 {
        self.against.iter().flatten().copied().min().unwrap_or_default().min(0)
    }
}

struct Queue<'a> {
    context: &'a TablesScene<'a>,
    measures: &'a [StatutoryMeasure<'a>],
    schools: Vec<QueuedSchool>,
}

impl<'a> Queue<'a> {
    fn new(context: &'a TablesScene<'a>, measures: &'a [StatutoryMeasure<'a>], lines: Vec<SchoolFigures>) -> Self {
        let compared = measures.iter().map(|of| compared(context.scene, of)).collect::<Vec<_>>();
        let slices = school_slices(context.scene.bases.cohort(), context.scene.guidance);
        let school = |figures: SchoolFigures| {
            let slice = slices.iter().find(|slice: &&SchoolSlice| slice.school == figures.name);
            let pupils = slice.and_then(|slice| slice.pupils.as_deref()).unwrap_or_default();
            let against = compared.iter().map(|of| of.as_ref()?.against(pupils)).collect();
            let seen = !context.scene.document.settings.entry(&of_school(seen_entry(), &figures.name)).is_empty();
            QueuedSchool { figures, against, seen }
        };
        let mut schools = lines.into_iter().map(school).collect::<Vec<_>>();
        // Schools come in the order of their names, which stays where nothing else tells them apart.
        schools.sort_by_key(|school| (school.short(), Reverse(school.figures.findings.len())));
        let queue = Self { context, measures, schools };
        if queue.compares_nothing() { queue.by_results() } else { queue }
    }

    /// Only results, which are held against nothing school by school.
    fn compares_nothing(&self) -> bool {
        self.measures.iter().all(|of| of.basis.is_results())
    }

    /// The worst result on the first measure comes first, and last a school without one.
    fn by_results(mut self) -> Self {
        let better_lower = self.measures.first().is_some_and(|of| of.measure.kind.is_better_lower());
        self.schools.sort_by(|one, other| match (target_of(&one.figures, 0), target_of(&other.figures, 0)) {
            (Some(one), Some(other)) if better_lower => other.compare(one),
            (Some(one), Some(other)) => one.compare(other),
            (one, other) => other.is_some().cmp(&one.is_some()),
        });
        self
    }

    fn lead(&self) -> String {
        let seen = self.schools.iter().filter(|school| school.seen).count() as u64;
        if let (true, Some(of)) = (self.compares_nothing(), self.measures.first()) {
            return format!(
                "{seen} of {} seen. There are results and no targets: the schools furthest behind on \u{201c}{}\u{201d} come first.",
                count(self.schools.len() as u64, "school"),
                of.measure.title
            );
        }
        let against = if self.context.scene.edition.has_expectations() {
            "what the guidance expects"
        } else {
            "similar pupils nationally"
        };
        format!(
            "{} of {} seen. First the schools with the most pupils short of {against}, each by the target where most are; \
             then those with the most points to discuss.",
            seen,
            count(self.schools.len() as u64, "school")
        )
    }

    fn table(&self) -> TableView {
        let page = self.context.page(self.schools.len());
        let rows = |places: std::ops::Range<usize>| {
            let first = places.start;
            let shown = self.schools.get(places).unwrap_or_default().iter().enumerate();
            shown.map(|(place, school)| self.row(first + place + 1, school)).collect::<Vec<_>>()
        };
        let of_measures = self.measures.iter().map(|of| {
            let long = format!(
                "{}: pupils short, and the {}",
                of.measure.title,
                if of.basis.is_results() { "result" } else { "target" }
            );
            column(&of.measure.short, &long)
        });
        let first = [column("Place", "Place in this order"), column("Pupils", "Pupils of the school")];
        let last = [
            column("Points", "Points to discuss at this key stage"),
            column("Seen", "The school was talked to"),
            column("Note", "What was agreed"),
        ];
        TableView {
            title: "The schools in the order to talk to them".into(),
            head: "School".into(),
            columns: first.into_iter().chain(of_measures).chain(last).collect(),
            sections: vec![TableSection { rows: rows(page.rows), ..TableSection::default() }],
            on_paper: page.others.map(rows),
            range: page.range,
            pages: page.pages,
            ..TableView::default()
        }
    }

    fn row(&self, place: usize, school: &QueuedSchool) -> TableRow {
        let QueuedSchool { figures, against, .. } = school;
        let of_measures = self.measures.iter().enumerate().map(|(index, of)| {
            let target = figure_value(of.measure, target_of(figures, index));
            let (words, tone) = standing(against.get(index).copied().flatten());
            if of.basis.is_results() {
                return TableCell::new(target);
            }
            TableCell { small: target, tone, ..TableCell::new(words) }
        });
        let first = [TableCell::new(place as u64), TableCell::new(figures.pupils)];
        let points = TableCell::new(figures.findings.len() as u64);
        let [seen, note] = self.fields(figures);
        let cells = first.into_iter().chain(of_measures).chain([points, seen, note]);
        TableRow {
            command: Some(Command::SetSchool { school: figures.name.clone() }),
            ..TableRow::named(figures.title.as_str(), cells.collect())
        }
    }

    /// What is ticked and typed of a school.
    fn fields(&self, figures: &SchoolFigures) -> [TableCell; 2] {
        let entries = [(seen_entry(), "Seen"), (EntryId::SchoolNote, "Note")];
        entries.map(|(of, label)| {
            let what = of_school(of, &figures.name);
            let field = field(self.context.scene, what, &format!("{label}: {}", figures.title), "");
            TableCell::typed(vec![SheetField { quiet: true, ..field }])
        })
    }
}

fn seen_entry() -> EntryId {
    EntryId::Done(SEEN.to_owned())
}

fn of_school(of: EntryId, school: &str) -> EntryId {
    EntryId::OfSchool { of: Box::new(of), school: school.to_owned() }
}

/// What the targets of a measure are held against; `None`: nothing.
fn compared<'a>(scene: &'a Scene<'a>, of: &StatutoryMeasure<'a>) -> Option<Compared<'a>> {
    of.targets()?;
    let target = Rc::new(evaluate(of.measure, &Basis::Moderated, &scene.bases)?);
    if let Some(similar) = SimilarValues::new(of.measure, &scene.bases) {
        return Some(Compared::Similar(similar, target));
    }
    let expected = Rc::new(ExpectedPupils::from_measure(of.measure, &scene.bases)?);
    let reached = reached_with_prior(&expected, &target);
    Some(Compared::Expected(expected, reached))
}

/// "6 short", "met", "2 above"; nothing where nothing is compared.
fn standing(against: Option<i64>) -> (String, Tone) {
    let by = |difference: i64| crate::text::phrases::thousands(difference.unsigned_abs());
    match against {
        None => ("not compared".into(), Tone::Plain),
        Some(short @ ..0) => (format!("{} short", by(short)), Tone::Warn),
        Some(0) => ("met".into(), Tone::Good),
        Some(above) => (format!("{} above", by(above)), Tone::Good),
    }
}
