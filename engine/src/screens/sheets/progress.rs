//! From prior attainment to outcome: the chart of figures and the matrix (S0 ¶23).

use super::begin;
use super::on_track::{on_track, pairs};
use crate::guidance::measure::{Measure, MeasureStanding};
use crate::measures::progress::ProgressOutcome;
use crate::measures::{Basis, Class, figure::percentage};
use crate::screens::ambition::numbers::{figure, percent};
use crate::screens::scene::Scene;
use crate::screens::{Chip, PeopleFigure, PeopleRow, SheetPage, SheetPart, TableCell, TableRow, TableView, Tone};
use crate::session::command::{FigurePart, Filter, ProgressPupils};
use crate::session::lists::progress::{AlikePupils, NOT_MADE, ProgressMatrix};
use crate::text::phrases::{capitalise, count, thousands};

/// Figures of a chart in which each is a part of the cohort; below it, one figure is one pupil (S0 ¶23).
const WHOLE: u64 = 100;

pub(super) fn sheet(scene: &Scene) -> SheetPage {
    let measures = measures(scene, &scene.document.settings.stage);
    let ways = measures.flat_map(|measure| bases_shown().map(move |basis| (measure, basis)));
    let parts = ways
        .filter_map(|(measure, basis)| Some(matrix_part(scene, &ProgressMatrix::new(measure, &basis, &scene.bases)?)));
    let parts = parts.chain(on_track(scene)).chain(pairs(scene)).collect::<Vec<_>>();
    let lead = if parts.is_empty() {
        "Nothing to show: progress needs prior results, and targets or results, of this key stage."
    } else {
        "Where pupils start and where their targets take them. Click any figure or number to see the pupils."
    };
    SheetPage { title: "Progress".into(), lead: lead.into(), parts, ..SheetPage::default() }
}

/// How many pupils moved how far by target, or else by result: words, count, and who they are.
pub(super) fn steps(scene: &Scene) -> Vec<Chip> {
    let of = |measure: &Measure| {
        let ways = bases_shown().find_map(|basis| ProgressMatrix::new(measure, &basis, &scene.bases))?;
        let steps = steps_of(&ways, &ways.alike());
        let chip = |step: u8| {
            let title = ways.step_title(step);
            let number = pupils_of(&steps, step);
            let pupils = Some(ways.list(ProgressPupils::Step(step), &title)).filter(|_| number > 0);
            let words = format!("{}, {}, {title}:", measure.short, ways.by());
            Chip { tone: Tone::Plain, words, count: count(number, "pupil"), pupils, paragraph: None }
        };
        Some((0..=ways.levels() + 1).map(chip).collect::<Vec<_>>())
    };
    measures(scene, &scene.document.settings.stage).filter_map(of).flatten().collect()
}

/// The measures of progress of a key stage, one for each subject.
fn measures<'a>(scene: &'a Scene<'a>, stage: &'a str) -> impl Iterator<Item = &'a Measure> {
    let of_stage = scene.edition.measures.iter().filter(move |measure| measure.stage == stage);
    of_stage.filter(|measure| measure.kind.is_progress() && measure.standing != MeasureStanding::Figure)
}

fn bases_shown() -> impl Iterator<Item = Basis> {
    [Basis::Moderated, Basis::Actual].into_iter()
}

/// Pupils and their levels of progress; those who are in no figure are left out.
fn steps_of(ways: &ProgressMatrix, alike: &[AlikePupils]) -> Vec<(u8, AlikePupils)> {
    alike.iter().filter_map(|alike| Some((ways.step(alike.first)?, *alike))).collect()
}

/// How many make this progress.
fn pupils_of(steps: &[(u8, AlikePupils)], step: u8) -> u64 {
    number_of(steps.iter().filter(|(of, _)| *of == step).map(|(_, alike)| alike))
}

/// How many they are together.
fn number_of<'a>(alike: impl Iterator<Item = &'a AlikePupils>) -> u64 {
    alike.map(|alike| alike.count).sum()
}

fn matrix_part(scene: &Scene, ways: &ProgressMatrix) -> SheetPart {
    let alike = ways.alike();
    let steps = steps_of(ways, &alike);
    let all = number_of(steps.iter().map(|(_, alike)| alike));
    let one =
        if all < WHOLE { "Each figure is one pupil," } else { "Each figure is one pupil in a hundred (rounded)," };
    SheetPart {
        title: format!("{}, {}", ways.measure.title, ways.by()),
        words: vec![format!("{one} with the level it reaches.")],
        chips: chips(ways, &alike),
        people: people(ways, &steps, all),
        table: matrix(ways, &alike),
        after: vec![
            "\u{2713} the expected progress or more. Click a number to see the pupils; \u{b7} means none.".into(),
        ],
        ..begin(scene, "progress")
    }
}

fn chips(ways: &ProgressMatrix, alike: &[AlikePupils]) -> Vec<Chip> {
    let chip = |class: Class, part: FigurePart, words: &str| {
        let number = number_of(alike.iter().filter(|alike| ways.class(alike.first) == class));
        let pupils = Some(figure(ways.measure, ways.basis.name(), part));
        let count = count(number, "pupil");
        (number > 0).then(|| Chip { tone: Tone::Plain, words: words.into(), count, pupils, paragraph: None })
    };
    let missing = chip(Class::Missing, FigurePart::Missing, "No target, so not shown:");
    let left_out = chip(Class::LeftOut, FigurePart::LeftOut, "No prior level or no outcome, so left out:");
    missing.into_iter().chain(left_out).collect()
}

/// The rows of figures, from the least progress to the most.
fn people(ways: &ProgressMatrix, steps: &[(u8, AlikePupils)], all: u64) -> Vec<PeopleRow> {
    let cells = chart_cells(ways, steps);
    let last = ways.levels() + 1;
    let of_step = |step: u8| pupils_of(steps, step);
    // The hundred are shared out to the rows first, so that each has as many as its percentage says (S0 ¶23).
    let row_shares = hundredths((0..=last).map(of_step).collect(), all);
    let cell_shares = |(step, share): (u8, u64)| {
        let sizes = cells.iter().filter(|(of, ..)| *of == step).map(|(_, _, cell)| cell.count);
        share_out(&sizes.collect::<Vec<_>>(), share)
    };
    let shares = (0..=last).zip(row_shares).flat_map(cell_shares).collect::<Vec<_>>();
    let row = |step: u8| {
        let of_step = of_step(step);
        let title = ways.step_title(step);
        let pupils = ways.list(ProgressPupils::Step(step), &title);
        let cells = cells.iter().zip(&shares).filter(|((of, ..), _)| *of == step);
        let people = cells.flat_map(|((step, rank, cell), share)| {
            if all < WHOLE { persons(ways, *step, *rank) } else { hundredths_of(ways, *cell, *share, &pupils) }
        });
        PeopleRow {
            title: capitalise(&title),
            count: format!("{} of {} \u{b7} {}", thousands(of_step), thousands(all), percent(percentage(of_step, all))),
            step,
            people: people.collect(),
            pupils: pupils.clone(),
        }
    };
    (0..=last).map(row).collect()
}

/// Pupils by progress and outcome, the highest outcome first: the levels of progress, the rank of the outcome, and who.
fn chart_cells(ways: &ProgressMatrix, steps: &[(u8, AlikePupils)]) -> Vec<(u8, u8, AlikePupils)> {
    let met = present(steps.iter().map(|(_, alike)| rank(ways, alike.first)));
    let mut cells = Vec::new();
    for step in 0..=ways.levels() + 1 {
        for of_rank in met.iter().rev() {
            let here = steps.iter().filter(|(of, alike)| *of == step && rank(ways, alike.first) == *of_rank);
            let here = here.map(|(_, alike)| *alike);
            // The first of the first: the file's order is kept.
            let all = here.reduce(|one, other| AlikePupils { count: one.count + other.count, ..one });
            cells.extend(all.map(|alike| (step, *of_rank, alike)));
        }
    }
    cells
}

/// The rank of a pupil's outcome; 0 of one that has none.
fn rank(ways: &ProgressMatrix, pupil: usize) -> u8 {
    if let ProgressOutcome::Rank(rank) = ways.outcome_of(pupil) { rank } else { 0 }
}

/// The numbers met, each once, ascending.
fn present(numbers: impl Iterator<Item = u8>) -> Vec<u8> {
    let mut met = [false; 256];
    numbers.for_each(|number| met.get_mut(usize::from(number)).into_iter().for_each(|met| *met = true));
    (0..=u8::MAX).filter(|number| met.get(usize::from(*number)).copied().unwrap_or_default()).collect()
}

/// Every pupil with this progress and an outcome of this rank, one by one.
fn persons(ways: &ProgressMatrix, step: u8, of_rank: u8) -> Vec<PeopleFigure> {
    let pupils = (0..ways.from.len()).filter(|pupil| ways.step(*pupil) == Some(step) && rank(ways, *pupil) == of_rank);
    let one = |pupil: usize| {
        let way = format!("{} \u{2192} {}", ways.prior_title(ways.prior(pupil)), ways.name(ways.column(pupil)));
        let who = ProgressPupils::Pupil(u32::try_from(pupil).unwrap_or(u32::MAX));
        let pupils = ways.list(who, &way);
        PeopleFigure { mark: mark(ways, pupil), hint: way, pupils }
    };
    pupils.map(one).collect()
}

/// The figures that stand for the pupils of one outcome within a row.
fn hundredths_of(ways: &ProgressMatrix, cell: AlikePupils, share: u64, row: &Filter) -> Vec<PeopleFigure> {
    let hint = format!("outcome {}", ways.name(ways.column(cell.first)));
    let one = PeopleFigure { mark: mark(ways, cell.first), hint, pupils: row.clone() };
    vec![one; usize::try_from(share).unwrap_or(usize::MAX)]
}

/// What stands on a pupil's figure: the outcome.
fn mark(ways: &ProgressMatrix, pupil: usize) -> String {
    let column = ways.column(pupil);
    if column == NOT_MADE { "\u{2013}".into() } else { ways.name(column) }
}

/// The figures of each part: its pupils where there are fewer than a hundred in all, else its hundredths.
fn hundredths(parts: Vec<u64>, all: u64) -> Vec<u64> {
    if all < WHOLE { parts } else { share_out(&parts, WHOLE) }
}

/// Shares a number out in proportion to the parts, by the largest remainder.
fn share_out(parts: &[u64], number: u64) -> Vec<u64> {
    let all = parts.iter().sum::<u64>().max(1);
    let number = if parts.iter().any(|part| *part > 0) { number } else { 0 };
    let mut shares = parts.iter().map(|part| part * number / all).collect::<Vec<_>>();
    let mut rests = parts.iter().map(|part| part * number % all).collect::<Vec<_>>();
    for _ in shares.iter().sum()..number {
        let most = rests.iter().copied().max().unwrap_or_default();
        let place = rests.iter().position(|rest| *rest == most).unwrap_or_default();
        shares.get_mut(place).into_iter().for_each(|share| *share += 1);
        rests.get_mut(place).into_iter().for_each(|rest| *rest = 0);
    }
    shares
}

/// The matrix: a row for each prior level, a column for each outcome.
fn matrix(ways: &ProgressMatrix, alike: &[AlikePupils]) -> TableView {
    // Those below the test come first.
    let mut columns = present(alike.iter().map(|alike| ways.column(alike.first)));
    let below = columns.iter().position(|column| *column == NOT_MADE);
    if let Some(columns) = below.and_then(|below| columns.get_mut(..=below)) {
        columns.rotate_right(1);
    }
    let priors = present(alike.iter().map(|alike| ways.prior(alike.first)));
    let rows = priors.into_iter().map(|prior| row(ways, alike, prior, &columns));
    let headings = [format!("From {}", prior_words(ways.measure))].into_iter();
    let headings = headings.chain(columns.iter().map(|column| ways.name(*column))).chain([made_words(ways)]);
    TableView::new(headings, rows.collect())
}

/// "2 levels", above the last column.
fn made_words(ways: &ProgressMatrix) -> String {
    count(u64::from(ways.levels()), "level")
}

/// A row of the matrix: those with one prior level.
fn row(ways: &ProgressMatrix, alike: &[AlikePupils], prior: u8, columns: &[u8]) -> TableRow {
    let of_prior = alike.iter().filter(|alike| ways.prior(alike.first) == prior).collect::<Vec<_>>();
    let cell = |column: &u8| {
        let here = || of_prior.iter().copied().filter(|alike| ways.column(alike.first) == *column);
        let number = number_of(here());
        let is_any = |wanted: Class| here().any(|alike| ways.class(alike.first) == wanted);
        let tone = match (is_any(Class::Reached), is_any(Class::Short)) {
            (true, _) => Tone::Good,
            (false, true) => Tone::Warn,
            // Who is in no figure is neither good nor bad.
            (false, false) => Tone::Plain,
        };
        if number == 0 { TableCell::new("\u{b7}") } else { number_cell(ways, prior, *column, number, tone) }
    };
    let of_classes = |wanted: &dyn Fn(Class) -> bool| {
        number_of(of_prior.iter().copied().filter(|alike| wanted(ways.class(alike.first))))
    };
    let reached = of_classes(&|class| class == Class::Reached);
    let all = of_classes(&|class| !matches!(class, Class::LeftOut | Class::NotAbout));
    let share = if all == 0 { "\u{2013}".into() } else { format!("{} of {}", thousands(reached), thousands(all)) };
    let cells = columns.iter().map(cell).chain([TableCell::new(share)]);
    TableRow::named(ways.prior_title(prior), cells.collect())
}

fn number_cell(ways: &ProgressMatrix, prior: u8, column: u8, number: u64, tone: Tone) -> TableCell {
    let title = format!("from {} to {}", ways.prior_title(prior), ways.name(column));
    let mark = if tone == Tone::Good { " \u{2713}" } else { "" };
    TableCell {
        value: format!("{}{mark}", thousands(number)).into(),
        tone,
        pupils: Some(ways.list(ProgressPupils::Cell { prior, outcome: column }, &title)),
        ..TableCell::default()
    }
}

/// "Key Stage 1", from the headings of the prior results.
fn prior_words(measure: &Measure) -> String {
    let heading = measure.prior.as_ref().and_then(|prior| prior.results.first()).map_or("", String::as_str);
    heading.split('_').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::share_out;

    #[test]
    fn hundredths_add_up_by_the_largest_remainder() {
        // 1/3 each: 33.3 each, the first one gets the figure that is missing.
        assert_eq!(share_out(&[100, 100, 100], 100), [34, 33, 33]);
        // 50.4, 30.3, 19.3 of 1000: the largest remainder is the first's.
        assert_eq!(share_out(&[504, 303, 193], 100), [51, 30, 19]);
        assert_eq!(share_out(&[1, 999], 100), [0, 100]);
        assert_eq!(share_out(&[7, 193], 100).iter().sum::<u64>(), 100);
        // 36 of 292 are 12.3%: twelve figures, however many outcomes they have.
        assert_eq!(share_out(&[36, 256], 100), [12, 88]);
        assert_eq!(share_out(&[6; 6], 12), [2; 6]);
        assert_eq!(share_out(&[0, 0], 0), [0, 0]);
    }
}
