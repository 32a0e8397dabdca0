//! Results on the way that tell who is on track, and reading held against writing (RULES 7.2, S1 after ¶25).

use super::begin;
use crate::measures::{Basis, Evaluated, evaluate};
use crate::report::value::CellValue;
use crate::screens::ambition::numbers::figure;
use crate::screens::scene::Scene;
use crate::screens::{SheetPart, TableCell, TableRow, TableView};
use crate::session::command::FigurePart;
use crate::text::phrases::{count, thousands};

/// The yearly indicators of the key stage whose results the file has; `None`: it has none of them.
pub(super) fn on_track(scene: &Scene) -> Option<SheetPart> {
    let rows = scene.guidance.sheets.indicators.iter().filter_map(|indicator| {
        let measure = scene.edition.measure(&indicator.id).filter(|measure| is_shown(scene, &measure.stage))?;
        let results = evaluate(measure, &Basis::Actual, &scene.bases)?.figure(None);
        let reached = results.achieved?;
        let opening = |pupils: u64, part| {
            let filter = Some(figure(measure, Basis::Actual.name(), part)).filter(|_| pupils > 0);
            TableCell::opening(pupils, filter)
        };
        let share = results.value.map(CellValue::percent).unwrap_or_default();
        let cells = vec![
            TableCell { small: share, ..opening(reached, FigurePart::Reached) },
            opening(results.eligible - reached, FigurePart::Short),
            opening(results.missing, FigurePart::Missing),
        ];
        let head = TableCell::cited(measure.title.as_str(), scene.guidance.cite(&indicator.source));
        Some(TableRow::new(TableCell { small: indicator.title.as_str().into(), ..head }, cells))
    });
    let rows = rows.collect::<Vec<_>>();
    (!rows.is_empty()).then(|| SheetPart {
        table: TableView::new(
            ["Result on the way", "On track", "Not on track, or no result", "Of them without a result"],
            rows,
        ),
        ..begin(scene, "on-track")
    })
}

fn is_shown(scene: &Scene, stage: &str) -> bool {
    scene.document.settings.stage == stage
}

/// Two measures that are held against each other, of the pupils shown; `None`: the file has not both on any basis.
pub(super) fn pairs(scene: &Scene) -> Option<SheetPart> {
    let rows = [(Basis::Actual, "Results"), (Basis::Moderated, "Targets")].into_iter().filter_map(|(basis, title)| {
        let both = MeasurePair::new(scene, &basis)?;
        Some(TableRow::named(title, both.cells(None)))
    });
    let rows = rows.collect::<Vec<_>>();
    let headings = MeasurePair::headings(scene)?;
    (!rows.is_empty()).then(|| SheetPart {
        table: TableView::new([""].into_iter().map(String::from).chain(headings), rows),
        ..begin(scene, "pairs")
    })
}

/// Two measures on one basis, the one that is ahead as a rule first.
pub(crate) struct MeasurePair<'a>([Evaluated<'a>; 2]);

impl<'a> MeasurePair<'a> {
    /// Of the key stage shown; `None`: there is no such pair, or the file lacks one of the columns.
    pub fn new(scene: &Scene<'a>, basis: &Basis) -> Option<Self> {
        let pair = scene.guidance.sheets.pairs.first()?;
        let of = |id: &String| {
            let measure = scene.edition.measure(id).filter(|measure| is_shown(scene, &measure.stage))?;
            evaluate(measure, basis, &scene.bases)
        };
        let [one, other] = pair.figures.as_slice() else { return None };
        Some(Self([of(one)?, of(other)?]))
    }

    /// The headings of [`MeasurePair::cells`].
    pub fn headings(scene: &Scene) -> Option<Vec<String>> {
        let pair = scene.guidance.sheets.pairs.first()?;
        let short = |id: &String| Some(scene.edition.measure(id)?.short.clone());
        let both = pair.figures.iter().map(short).collect::<Option<Vec<_>>>()?;
        Some(both.into_iter().chain(["Gap in points".to_owned()]).collect())
    }

    /// Both figures of these pupils, and the gap from the first to the second, in points.
    pub fn cells(&self, pupils: Option<&[u32]>) -> Vec<TableCell> {
        let figures = self.0.each_ref().map(|evaluated| evaluated.figure(pupils));
        let cell = |figure: &crate::measures::Figure| {
            let small =
                figure.achieved.map(|reached| format!("{} of {}", thousands(reached), count(figure.eligible, "pupil")));
            TableCell { small: small.unwrap_or_default().into(), ..TableCell::new(CellValue::share(figure.value)) }
        };
        let [first, second] = figures.each_ref().map(|figure| figure.value);
        let gap = first.zip(second).map(|(first, second)| CellValue::difference(second, first)).unwrap_or_default();
        figures.iter().map(cell).chain([TableCell::new(gap)]).collect()
    }
}
