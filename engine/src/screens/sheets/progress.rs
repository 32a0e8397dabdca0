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
use crate::session::lists::progress::{NOT_MADE, ProgressMatrix};
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
        let steps = (0..ways.from.len()).filter_map(|pupil| ways.step(pupil)).collect::<Vec<_>>();
        let chip = |step: u8| {
            let title = ways.step_title(step);
            let number = steps.iter().filter(|of| **of == step).count() as u64;
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

fn matrix_part(scene: &Scene, ways: &ProgressMatrix) -> SheetPart {
    let pupils = ways.from.len();
    let steps = (0..pupils).filter_map(|pupil| Some((ways.step(pupil)?, pupil))).collect::<Vec<_>>();
    let all = steps.len() as u64;
    let one =
        if all < WHOLE { "Each figure is one pupil," } else { "Each figure is one pupil in a hundred (rounded)," };
    SheetPart {
        title: format!("{}, {}", ways.measure.title, ways.by()),
        words: vec![format!("{one} with the level it reaches.")],
        chips: chips(ways),
        people: people(ways, &steps, all),
        table: matrix(ways),
        after: vec![
            "\u{2713} the expected progress or more. Click a number to see the pupils; \u{b7} means none.".into(),
        ],
        ..begin(scene, "progress")
    }
}

fn chips(ways: &ProgressMatrix) -> Vec<Chip> {
    let classes = (0..ways.from.len()).map(|pupil| ways.class(pupil)).collect::<Vec<_>>();
    let chip = |class: Class, part: FigurePart, words: &str| {
        let number = classes.iter().filter(|of| **of == class).count() as u64;
        let pupils = Some(figure(ways.measure, ways.basis.name(), part));
        let count = count(number, "pupil");
        (number > 0).then(|| Chip { tone: Tone::Plain, words: words.into(), count, pupils, paragraph: None })
    };
    let missing = chip(Class::Missing, FigurePart::Missing, "No target, so not shown:");
    let left_out = chip(Class::LeftOut, FigurePart::LeftOut, "No prior level or no outcome, so left out:");
    missing.into_iter().chain(left_out).collect()
}

/// The rows of figures, from the least progress to the most.
fn people(ways: &ProgressMatrix, steps: &[(u8, usize)], all: u64) -> Vec<PeopleRow> {
    let cells = chart_cells(ways, steps);
    let last = ways.levels() + 1;
    let of_step = |step: u8| steps.iter().filter(|(of, _)| *of == step).count() as u64;
    // The hundred are shared out to the rows first, so that each has as many as its percentage says (S0 ¶23).
    let row_shares = hundredths((0..=last).map(of_step).collect(), all);
    let cell_shares = |(step, share): (u8, u64)| {
        let sizes = cells.iter().filter(|(of, _)| *of == step).map(|(_, pupils)| pupils.len() as u64);
        share_out(&sizes.collect::<Vec<_>>(), share)
    };
    let shares = (0..=last).zip(row_shares).flat_map(cell_shares).collect::<Vec<_>>();
    let row = |step: u8| {
        let of_step = of_step(step);
        let title = ways.step_title(step);
        let pupils = ways.list(ProgressPupils::Step(step), &title);
        let cells = cells.iter().zip(&shares).filter(|((of, _), _)| *of == step);
        let people = cells.flat_map(|((_, cell), share)| persons(ways, cell, *share, all < WHOLE, &pupils));
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

/// Pupils by progress and outcome, the highest outcome first.
fn chart_cells(ways: &ProgressMatrix, steps: &[(u8, usize)]) -> Vec<(u8, Vec<usize>)> {
    let rank = |pupil: usize| if let ProgressOutcome::Rank(rank) = ways.outcome_of(pupil) { rank } else { 0 };
    let met = present(steps.iter().map(|(_, pupil)| rank(*pupil)));
    let mut cells = Vec::new();
    for step in 0..=ways.levels() + 1 {
        for of_rank in met.iter().rev() {
            let here = steps.iter().filter(|(of, pupil)| *of == step && rank(*pupil) == *of_rank);
            let pupils = here.map(|(_, pupil)| *pupil).collect::<Vec<_>>();
            if !pupils.is_empty() {
                cells.push((step, pupils));
            }
        }
    }
    cells
}

/// The numbers met, each once, ascending.
fn present(numbers: impl Iterator<Item = u8>) -> Vec<u8> {
    let mut met = [false; 256];
    numbers.for_each(|number| met.get_mut(usize::from(number)).into_iter().for_each(|met| *met = true));
    (0..=u8::MAX).filter(|number| met.get(usize::from(*number)).copied().unwrap_or_default()).collect()
}

/// The figures of one outcome within a row.
fn persons(ways: &ProgressMatrix, cell: &[usize], share: u64, single: bool, row: &Filter) -> Vec<PeopleFigure> {
    let one = |pupil: &usize| {
        let from = ways.prior_title(ways.prior(*pupil));
        let column = ways.column(*pupil);
        let to = ways.name(column);
        let mark = if column == NOT_MADE { "\u{2013}".into() } else { to.clone() };
        let way = format!("{from} \u{2192} {to}");
        if single {
            let who = ProgressPupils::Pupil(u32::try_from(*pupil).unwrap_or(u32::MAX));
            let pupils = ways.list(who, &way);
            return PeopleFigure { mark, hint: way, pupils };
        }
        PeopleFigure { mark, hint: format!("outcome {to}"), pupils: row.clone() }
    };
    let shown = usize::try_from(share).unwrap_or(usize::MAX);
    if single {
        cell.iter().map(one).collect()
    } else {
        cell.first().map_or_else(Vec::new, |first| vec![one(first); shown])
    }
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
fn matrix(ways: &ProgressMatrix) -> TableView {
    let pupils = 0..ways.from.len();
    // Those below the test come first.
    let mut columns = present(pupils.clone().map(|pupil| ways.column(pupil)));
    let below = columns.iter().position(|column| *column == NOT_MADE);
    if let Some(columns) = below.and_then(|below| columns.get_mut(..=below)) {
        columns.rotate_right(1);
    }
    let rows = present(pupils.map(|pupil| ways.prior(pupil))).into_iter().map(|prior| row(ways, prior, &columns));
    let headings = [format!("From {}", prior_words(ways.measure))].into_iter();
    let headings = headings.chain(columns.iter().map(|column| ways.name(*column))).chain([made_words(ways)]);
    TableView::new(headings, rows.collect())
}

/// "2 levels", above the last column.
fn made_words(ways: &ProgressMatrix) -> String {
    count(u64::from(ways.levels()), "level")
}

/// A row of the matrix: those with one prior level.
fn row(ways: &ProgressMatrix, prior: u8, columns: &[u8]) -> TableRow {
    let pupils = (0..ways.from.len()).filter(|pupil| ways.prior(*pupil) == prior).collect::<Vec<_>>();
    let classes = pupils.iter().map(|pupil| (ways.column(*pupil), ways.class(*pupil))).collect::<Vec<_>>();
    let cell = |column: &u8| {
        let number = classes.iter().filter(|(of, _)| of == column).count() as u64;
        let is_any = |wanted: Class| classes.iter().any(|(of, class)| of == column && *class == wanted);
        let tone = match (is_any(Class::Reached), is_any(Class::Short)) {
            (true, _) => Tone::Good,
            (false, true) => Tone::Warn,
            // Who is in no figure is neither good nor bad.
            (false, false) => Tone::Plain,
        };
        if number == 0 { TableCell::new("\u{b7}") } else { number_cell(ways, prior, *column, number, tone) }
    };
    let reached = classes.iter().filter(|(_, class)| *class == Class::Reached).count() as u64;
    let all = classes.iter().filter(|(_, class)| !matches!(class, Class::LeftOut | Class::NotAbout)).count() as u64;
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
