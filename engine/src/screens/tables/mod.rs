//! Tables of groups, children in care, special needs, schools, and the return (RULES 4, 8).

mod care;
mod compared;
mod ethnic;
pub(crate) mod export;
mod groups;
mod matrix;
mod moderation;
mod pace;
mod school_figures;
mod school_lists;
mod schools;
mod special_needs;
mod statutory;
mod suppression;
pub mod view;

use std::ops::Range;

use compared::PresentGroups;
use suppression::too_few;

use crate::ambition::{Finding, findings};
use crate::guidance::Measure;
use crate::measures::bases::{ModeratedTargets, PriorCache};
use crate::measures::{Bases, Basis, Figure, GroupSelection, evaluate};
use crate::report::disclosure::Disclosure;
use crate::report::value::CellValue;
use crate::screens::ambition::numbers::figure_value;
use crate::screens::challenge::present::{concerned, pupils_of};
use crate::screens::scene::Scene;
use crate::screens::{
    Chip, Choice, ChooserPart, SharedForm, TableCell, TableChooser, TableColumn, TablesAbout, TablesPage, TablesQuery,
    Tone,
};
use crate::session::command::{FigurePart, Filter};
use crate::text::phrases::{count, thousands};

/// The placeholder of a hidden number.
const HIDDEN: &str = CellValue::HIDDEN;

/// Rows on a page of a long table.
const PAGE: usize = 25;
/// Rows of a long table on paper, at most.
const ON_PAPER: usize = 600;

/// The tables of a query, a page of those that are long.
pub(crate) fn tables(scene: &Scene, query: &TablesQuery) -> TablesPage {
    tables_page(scene, query, PAGE)
}

/// The list of schools to talk to rests on exact counts; other tables hide small ones.
pub(super) fn shared_form(about: TablesAbout) -> SharedForm {
    match about {
        TablesAbout::Moderation => SharedForm::Withheld,
        _ => SharedForm::Protected,
    }
}

/// The tables of a query with `on_page` rows on a page.
fn tables_page(scene: &Scene, query: &TablesQuery, on_page: usize) -> TablesPage {
    let then = scene.document.current_cohort();
    let (moderated, priors) = (ModeratedTargets::new(), PriorCache::new(scene.edition));
    let context = TablesScene {
        scene,
        query,
        on_page,
        then: then.as_ref().map(|then| {
            let bases = Bases::new(then, scene.guidance, &moderated, &priors);
            bases.with_local(&scene.document.settings.reported, &scene.document.settings.authority)
        }),
        groupings: if query.about == TablesAbout::Groups { compared::groupings(scene) } else { Vec::new() },
    };
    let tables = match query.about {
        TablesAbout::Groups => groups::view(&context),
        TablesAbout::Care => care::view(&context),
        TablesAbout::Needs => special_needs::view(&context),
        TablesAbout::Schools => schools::view(&context),
        TablesAbout::Moderation => moderation::view(&context),
        TablesAbout::Return => statutory::view(&context),
    };
    TablesPage { query: query.clone(), rule: sharing_rule(context.disclosure()), ..tables }
}

/// What tables are made from.
struct TablesScene<'a> {
    scene: &'a Scene<'a>,
    query: &'a TablesQuery,
    /// Rows on a page of a long table.
    on_page: usize,
    /// Those of the file given as current performance.
    then: Option<Bases<'a>>,
    /// Tables of groups: every grouping that the file can be divided by, for the table and for what can be chosen.
    groupings: Vec<PresentGroups<'a>>,
}

impl<'a> TablesScene<'a> {
    fn stage(&self) -> &'a str {
        &self.scene.document.settings.stage
    }

    fn disclosure(&self) -> Disclosure {
        self.scene.document.disclosure()
    }

    /// Counts below this are hidden; 0: none are.
    fn hides(&self) -> u64 {
        self.disclosure().hidden_below()
    }

    /// A figure that is not hidden, as it is shown.
    fn shown(&self, figure: Figure) -> Figure {
        self.disclosure().figure(figure)
    }

    /// A number of pupils as it is shown.
    fn size(&self, pupils: u64) -> TableCell {
        let disclosure = self.disclosure();
        if disclosure.hides(pupils) { hidden() } else { TableCell::new(disclosure.rounded(pupils)) }
    }

    /// "58 pupils", for a sentence.
    fn count(&self, pupils: u64) -> String {
        let disclosure = self.disclosure();
        match disclosure.hides(pupils) {
            true => "few pupils".into(),
            false => count(disclosure.rounded(pupils), "pupil"),
        }
    }

    /// The measures of the key stage that the file has on a basis.
    fn measures(&self, basis: &Basis) -> impl Iterator<Item = &'a Measure> {
        let stage = self.stage();
        let has = |measure: &&Measure| measure.outcome.iter().all(|result| self.scene.bases.has(result, basis));
        self.scene.edition.shown(stage).filter(has)
    }

    /// The basis asked for, else targets, else results: whichever the file has.
    fn basis(&self) -> Basis {
        let has = |basis: &Basis| self.measures(basis).next().is_some();
        let wanted = Some(Basis::from_name(&self.query.basis)).filter(has);
        wanted.unwrap_or_else(|| Some(Basis::Moderated).filter(has).unwrap_or(Basis::Actual))
    }

    fn bases_chooser(&self) -> TableChooser {
        let chosen = self.basis();
        let bases = Basis::all_bases(self.scene.guidance).into_iter().filter(|basis| *basis != Basis::Target);
        let there = bases.filter(|basis| self.measures(basis).next().is_some());
        let choice = |basis: Basis| Choice {
            id: basis.name().to_owned(),
            title: basis_title(&basis),
            chosen: basis == chosen,
            remark: String::new(),
        };
        TableChooser { part: ChooserPart::Basis, label: "By".into(), choices: there.map(choice).collect() }
    }

    /// Findings of the key stage for which `wanted` says yes, as remarks.
    fn finding_chips(&self, wanted: impl Fn(&Finding) -> bool) -> Vec<Chip> {
        if self.hides() > 0 {
            return Vec::new();
        }
        let found = findings::findings_at_stage(
            self.scene.edition,
            self.stage(),
            &self.scene.bases,
            self.scene.document.evidence(),
        );
        let chip = |finding: Finding| Chip {
            tone: Tone::Warn,
            words: self.finding_words(&finding),
            count: concerned(self.scene, &finding),
            pupils: pupils_of(&finding),
            paragraph: Some(self.scene.guidance.cite(&finding.source)),
        };
        found.into_iter().filter(wanted).map(chip).collect()
    }

    /// "Under two levels, 2 levels English:".
    fn finding_words(&self, finding: &Finding) -> String {
        let title = self.scene.edition.finding(&finding.code).map_or(finding.code.as_str(), |rule| rule.title.as_str());
        let of = self.scene.edition.measure(&finding.measure).map_or(String::new(), |of| format!(", {}", of.short));
        format!("{title}{of}:")
    }

    /// The pupils of a group behind one part of a figure; without pupils where names are not to be shown.
    fn pupils(&self, groups: &GroupSelection, measure: &Measure, basis: &Basis, part: FigurePart) -> Option<Filter> {
        let (groups, measure, basis) = (groups.clone(), measure.id.clone(), basis.name().to_owned());
        (self.hides() == 0).then_some(Filter::Group { groups, measure, basis, part })
    }

    /// How many pupils some groups have; opens them where names may be shown.
    fn size_cell(&self, groups: &GroupSelection, pupils: u64) -> TableCell {
        let all = (self.hides() == 0).then(|| Filter::everybody_of(groups.clone()));
        TableCell { pupils: all, ..self.size(pupils) }
    }

    /// The page asked for of a table of this many rows.
    fn page(&self, rows: usize) -> PageOfRows {
        let pages = rows.div_ceil(self.on_page).max(1);
        let first = (self.query.page as usize).min(pages - 1) * self.on_page;
        let end = first.saturating_add(self.on_page).min(rows);
        let [from, to, all] = [(first + 1).min(rows), end, rows].map(|row| thousands(row as u64));
        let range = format!("{from}\u{2013}{to} of {all}");
        let others = if rows > ON_PAPER { [0..0, 0..0] } else { [0..first.min(rows), end..rows] };
        PageOfRows { rows: first..end, others, pages: u32::try_from(pages).unwrap_or(u32::MAX), range }
    }
}

/// The rule by which counts are hidden, in words; empty: none are.
pub(crate) fn sharing_rule(disclosure: Disclosure) -> String {
    if !disclosure.is_on() {
        return String::new();
    }
    format!(
        "Fit to share: no names. Counts are rounded to the nearest {} and percentages are worked out from them. \
         {HIDDEN} means a number is hidden, because it is between 1 and {} or would give such a number away. Counts \
         of 0 are shown.",
        disclosure.rounded_to(),
        disclosure.hidden_below() - 1
    )
}

/// A page of a long table.
struct PageOfRows {
    /// The rows on it.
    rows: Range<usize>,
    /// Those before and after it, where paper has room for them.
    others: [Range<usize>; 2],
    /// How many pages there are.
    pages: u32,
    /// "1\u{2013}25 of 150".
    range: String,
}

fn basis_title(basis: &Basis) -> String {
    match basis {
        Basis::Actual => "Results".into(),
        Basis::Moderated => "Targets".into(),
        Basis::Generated => "Generated targets".into(),
        Basis::Target | Basis::Estimate(_) => basis.label().to_owned(),
    }
}

/// A column that cannot be sorted by.
fn column(title: &str, long: &str) -> TableColumn {
    TableColumn { title: title.into(), long: long.into(), sort: None }
}

/// A cell whose number is hidden.
fn hidden() -> TableCell {
    TableCell { value: CellValue::Hidden, hint: "hidden".into(), ..TableCell::default() }
}

/// A measure's figure on a basis; hidden where it stands for too few, a dash where there is no such basis.
fn measure_entry(context: &TablesScene, measure: &Measure, basis: &Basis) -> TableCell {
    match evaluate(measure, basis, &context.scene.bases).map(|evaluated| evaluated.figure(None)) {
        None => TableCell::new("\u{2013}"),
        Some(figure) if too_few(&figure, context.hides()) => hidden(),
        Some(figure) => {
            let pupils = context.pupils(&GroupSelection::default(), measure, basis, FigurePart::Reached);
            figure_entry(measure, &context.shown(figure), pupils)
        }
    }
}

/// "69.4%", with "43 of 62" beside it, which opens those who reach the mark.
fn figure_entry(measure: &Measure, figure: &Figure, pupils: Option<Filter>) -> TableCell {
    let small = match figure.achieved {
        Some(achieved) if measure.kind.is_share() => {
            format!("{} of {}", thousands(achieved), thousands(figure.eligible))
        }
        _ => String::new(),
    };
    TableCell { small: small.into(), ..TableCell::opening(figure_value(measure, figure.value), pupils) }
}
