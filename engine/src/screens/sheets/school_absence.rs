//! Absence school by school in an authority's file: what is asked of each, and whether the authority's target covers it
//! (S0 ¶85, RULES_2027 E).

use super::groups::ATTENDANCE_GROUP;
use super::{begin, field, remark};
use crate::ambition::absence_goals::{SchoolGoal, at_goals};
use crate::ambition::{Finding, PossibleFindings};
use crate::cohort::school_slices::{SchoolSlice, school_slices};
use crate::guidance::edition::PagePart;
use crate::guidance::{Measure, MeasureKind};
use crate::measures::groupings::SCHOOL;
use crate::measures::{Basis, Exact, Figure, evaluate};
use crate::report::value::CellValue;
use crate::screens::ambition::numbers::percent;
use crate::screens::scene::Scene;
use crate::screens::summary::present::SCHOOLS;
use crate::screens::summary::school::school_name;
use crate::screens::{Chip, SheetField, SheetPart, TableCell, TableRow, TableView, Tone};
use crate::session::command::{EntryId, Filter, GroupPupils, MeasureClass, MeasurePupils};
use crate::session::lists::sheet_list;
use crate::text::phrases::{count, list};

/// The part; `None`: one school is shown, or the file has no sessions.
pub(super) fn part(scene: &Scene, measure: &Measure) -> Option<SheetPart> {
    let of_authority = scene.document.several_schools() && scene.document.settings.school.is_none();
    let schools = AuthoritySchools::new(scene, measure).filter(|_| of_authority)?;
    let id = if schools.by_medians { "absence-schools" } else { "absence-expectations" };
    let mut part = SheetPart { after: schools.together(), ..begin(scene, id) };
    if schools.schools.len() > SCHOOLS {
        part.words.push("These are too many schools to list: choose one under Schools.".into());
        return Some(part);
    }
    part.table = schools.table();
    part.chips.extend(schools.above());
    Some(part)
}

/// What is raised on the absence of single schools, where all schools of an authority are shown.
pub(crate) fn raised_on_schools(scene: &Scene) -> Vec<(String, Finding)> {
    let of_authority = scene.document.several_schools() && scene.document.settings.school.is_none();
    let measure = scene.edition.measures.iter().find(|measure| measure.kind == MeasureKind::Absence);
    let schools = measure.filter(|_| of_authority).and_then(|measure| AuthoritySchools::new(scene, measure));
    let Some(schools) = schools.filter(|schools| schools.schools.len() <= SCHOOLS) else { return Vec::new() };
    let names = schools.schools.iter().map(|(part, _)| school_name(scene, &part.school));
    names
        .zip(schools.findings())
        .flat_map(|(name, found)| found.into_iter().map(move |of| (name.clone(), of)))
        .collect()
}

/// The bands typed in, to choose from.
pub(super) fn bands(scene: &Scene) -> Vec<(String, String)> {
    let bands = scene.document.settings.medians();
    let bands = bands.map(|(band, median)| (band.to_owned(), format!("{band}: {}", median.percent())));
    [(String::new(), "Not chosen".to_owned())].into_iter().chain(bands).collect()
}

/// The schools of an authority, with what is known of the absence of each.
struct AuthoritySchools<'a> {
    scene: &'a Scene<'a>,
    measure: &'a Measure,
    /// Medians are typed, not improvements.
    by_medians: bool,
    /// Absence is that of last results, not of this file.
    is_current: bool,
    schools: Vec<(SchoolSlice, SchoolGoal)>,
}

impl<'a> AuthoritySchools<'a> {
    fn new(scene: &'a Scene<'a>, measure: &'a Measure) -> Option<Self> {
        let in_file = evaluate(measure, &Basis::Actual, &scene.bases)?;
        let current = &scene.document.current;
        let is_current = current.figure(&measure.id, "").is_some();
        let of_school = |part: SchoolSlice| {
            let last = current.figure(&measure.id, &part.school);
            // A school that the last results have nothing of is in the table without a figure.
            let nothing = Figure { achieved: None, eligible: 0, missing: 0, left_out: 0, value: None };
            let figure = if is_current { last.unwrap_or(nothing) } else { in_file.figure(part.pupils.as_deref()) };
            let goal = SchoolGoal::new(figure, current.absence_of(&measure.id, &part.school));
            (part, goal)
        };
        let parts = school_slices(scene.bases.cohort(), scene.guidance).into_iter();
        let schools = parts.filter(|part| part.pupils.is_some()).map(of_school).collect();
        Some(Self { scene, measure, by_medians: scene.edition.has(PagePart::Medians), is_current, schools })
    }

    fn table(&self) -> TableView {
        let (year, to) = (self.scene.edition.current_year, self.scene.edition.target_year);
        let mut headings = vec!["School".to_owned()];
        headings.push(if self.is_current { format!("Absence in {year}") } else { "Absence in this file".into() });
        if !self.is_current {
            headings.push(format!("Absence in {year}"));
        }
        headings.push(if self.by_medians { "Band".into() } else { "Improvement asked (ABIE)".into() });
        headings.extend([format!("Target for {to}"), "To discuss".into()]);
        let findings = self.findings();
        let row = |((part, goal), found): (&(SchoolSlice, SchoolGoal), &Vec<Finding>)| {
            let name = school_name(self.scene, &part.school);
            let mut cells = vec![self.absence(part, goal, &name)];
            cells.extend(self.fields(&part.school, &name).into_iter().map(|field| TableCell::typed(vec![field])));
            let found = found.iter().map(|finding| finding.found.as_str()).collect::<Vec<_>>().join(" ");
            let tone = if found.is_empty() { Tone::Plain } else { Tone::Warn };
            cells.push(TableCell { tone, ..TableCell::new(found) });
            TableRow::named(name, cells)
        };
        TableView::new(headings, self.schools.iter().zip(&findings).map(row).collect())
    }

    /// What is raised on the absence of each school.
    fn findings(&self) -> Vec<Vec<Finding>> {
        let (bases, evidence) = (&self.scene.bases, self.scene.document.evidence());
        let possible = PossibleFindings::at_stage(self.scene.edition, &self.measure.stage, bases, evidence);
        let of_school = |(part, _): &(SchoolSlice, SchoolGoal)| {
            let found = possible.findings_in(part, &self.scene.document.current).into_iter();
            found.filter(|finding| finding.measure == self.measure.id).collect()
        };
        self.schools.iter().map(of_school).collect()
    }

    /// The absence of a school, how far it is from its goal, and its pupils.
    fn absence(&self, part: &SchoolSlice, goal: &SchoolGoal, name: &str) -> TableCell {
        let of = MeasurePupils { measure: self.measure.id.clone(), class: MeasureClass::InFigure };
        let group = GroupPupils { of: Some(of), grouping: SCHOOL.to_owned(), group: part.school.clone() };
        let pupils: Filter = sheet_list(ATTENDANCE_GROUP(group), format!("{name}, in the figure"));
        let asked = goal.goal.map(|goal| format!("{} asked", goal.percent()).into()).unwrap_or_default();
        let link = Some(pupils).filter(|_| !self.is_current && goal.figure.value.is_some());
        TableCell { small: asked, ..TableCell::opening(CellValue::share(goal.figure.value), link) }
    }

    /// What is typed of a school: the same as where the school alone is shown.
    fn fields(&self, school: &str, name: &str) -> Vec<SheetField> {
        let (scene, id) = (self.scene, &self.measure.id);
        let quiet = |of: EntryId, label: &str, unit: &str| {
            let what = EntryId::OfSchool { of: Box::new(of), school: school.to_owned() };
            SheetField { quiet: true, ..field(scene, what, &format!("{label}, {name}"), unit) }
        };
        let (year, to) = (scene.edition.current_year, scene.edition.target_year);
        let mut fields = Vec::new();
        if !self.is_current {
            fields.push(quiet(EntryId::Current(id.clone()), &format!("Absence in {year}"), "%"));
        }
        fields.push(if self.by_medians {
            SheetField { choices: bands(scene), ..quiet(EntryId::Band, "Band", "") }
        } else {
            quiet(EntryId::Improvement, "Improvement asked", "points")
        });
        fields.push(quiet(EntryId::Target(id.clone()), &format!("Target for {to}"), "%"));
        fields
    }

    /// Who is above the median.
    fn above(&self) -> Option<Chip> {
        let above = self.schools.iter().filter(|(_, goal)| goal.goal.is_some());
        let names = above.map(|(part, _)| school_name(self.scene, &part.school)).collect::<Vec<_>>();
        let words = format!("Above the median of their band: {}.", list(&names));
        let chip = Chip { tone: Tone::Warn, count: count(names.len() as u64, "school"), ..remark(&words) };
        (self.by_medians && !names.is_empty()).then_some(chip)
    }

    /// What the authority's absence is, what it comes to when each school does what is asked of it, and whether its target
    /// covers that.
    fn together(&self) -> Vec<String> {
        let goals = self.schools.iter().map(|(_, goal)| *goal).collect::<Vec<_>>();
        let plain = goals.iter().map(|goal| SchoolGoal { goal: None, ..*goal }).collect::<Vec<_>>();
        let (Some(now), Some(then)) = (at_goals(&plain), at_goals(&goals)) else { return Vec::new() };
        let mut words = vec![format!("The absence of all schools is {}.", now.percent())];
        if goals.iter().any(|goal| goal.goal.is_some()) {
            let each = if self.by_medians {
                "With each school that is above its median at the median"
            } else {
                "With each school improved by what is asked of it"
            };
            words.push(format!("{each}, it would be {}.", then.percent()));
            words
                .extend(self.scene.document.current.typed_target(&self.measure.id).map(|target| covered(target, then)));
        }
        let lines = self.measure.lines.iter().map(|line| {
            let at = Exact { numerator: line.percent.into(), denominator: 1 };
            let not = if now.compare(at).is_lt() { "" } else { "not " };
            format!("{} Here it is {not}below {}%.", line.words, line.percent)
        });
        words.extend(lines);
        vec![words.join(" ")]
    }
}

/// Whether the authority's target covers what its schools are asked for.
fn covered(target: Exact, then: Exact) -> String {
    let shown = percent(Some(target));
    let (more, below) = then.distance(target);
    if below && more.numerator > 0 {
        return format!(
            "The authority\u{2019}s target of {shown} does not cover this: it is {} points above.",
            more.decimals(1)
        );
    }
    format!("The authority\u{2019}s target of {shown} covers this.")
}
