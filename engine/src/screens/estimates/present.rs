//! What the conversion tables say of this cohort, at several levels of challenge (RULES 6.3).

use crate::ambition::conversion::outlook::expected_by_tables;
use crate::ambition::conversion::{ConversionTable, ConversionTables, import};
use crate::guidance::Measure;
use crate::guidance::codes::Outcome;
use crate::guidance::fields::FieldKind;
use crate::measures::{Basis, Exact};
use crate::report::value::CellValue;
use crate::screens::ambition::numbers::{CardFigures, figure, figure_value};
use crate::screens::pupils::offers::{results, subject};
use crate::screens::scene::Scene;
use crate::screens::summary::present::conversions;
use crate::screens::{Choice, EstimatesPage, GridTable, TableCell, TableRow, TableView, Tone};
use crate::session::command::{FigurePart, Filter, TriedList};
use crate::session::filter::EXPECTED;
use crate::session::settings::IMPORTED;
use crate::text::phrases::count;

const NO_TABLE: &str = "A conversion table shows the results of earlier pupils who started from the same level. \
                        Import one as CSV, or add last year\u{2019}s results: tables are then built from them.";
const TABLES: &str = "\u{201c}Most likely\u{201d} is the commonest outcome (the higher of two equal ones). The \
                      expected percentage adds up the pupils\u{2019} chances.";
const SHARES: &str = "The percentage each table suggests for this cohort. Where both subjects are needed, we use the \
                      lower of a pupil\u{2019}s two chances (our convention). Pupils whose level is not in the table \
                      are left out.";

pub(crate) fn estimates(scene: &Scene) -> EstimatesPage {
    let tables = titled_tables(scene);
    let mut grids = Vec::new();
    if !tables.is_empty() {
        grids.push(shares(scene, &tables));
    }
    grids.extend(scene.document.chosen.tables().filter_map(|(result, table)| chances(scene, result, table)));
    let levels = results(scene).into_iter();
    let progress = |result: &str| {
        scene.edition.measures.iter().any(|of| of.kind.is_progress() && of.outcome.iter().any(|it| it == result))
    };
    let levels = levels.filter(|(result, _)| progress(result));
    EstimatesPage {
        words: if tables.is_empty() { NO_TABLE } else { TABLES }.into(),
        choices: conversions(scene),
        results: levels.map(|(id, title)| Choice { id, title, ..Choice::default() }).collect(),
        grids,
    }
}

/// A table, with how it is chosen and its title.
struct TitledTable {
    id: String,
    title: String,
    table: ConversionTables,
}

/// Every table there is.
fn titled_tables(scene: &Scene) -> Vec<TitledTable> {
    let built = scene.edition.conversions.iter().map(|rule| (rule.id.as_str(), rule.title.clone()));
    let imported = scene.document.settings.imported.as_ref().map(|imported| (IMPORTED, imported.name.clone()));
    let all = built.chain(imported);
    all.filter_map(|(id, title)| Some(TitledTable { id: id.to_owned(), title, table: scene.document.conversion(id)? }))
        .collect()
}

/// Measures × tables.
fn shares(scene: &Scene, tables: &[TitledTable]) -> GridTable {
    let cited = |source: &str| scene.guidance.cite(source).short;
    let row = |measure: &Measure| {
        let numbers = CardFigures::new(scene, measure);
        let reached = |basis: &str| figure(measure, basis, FigurePart::Reached);
        let expected = numbers.expected.and_then(|(figure, _)| figure.value);
        let target = TableCell {
            pupils: numbers.target.map(|_| reached(Basis::Moderated.name())),
            ..TableCell::new(figure_value(measure, numbers.target.and_then(|target| target.value)))
        };
        let expected = TableCell {
            pupils: expected.map(|_| reached(EXPECTED)),
            small: measure
                .expected
                .first()
                .filter(|_| expected.is_some())
                .map(|of| cited(&of.source).into())
                .unwrap_or_default(),
            ..TableCell::new(figure_value(measure, expected))
        };
        let title = TableCell { small: cited(&measure.source).into(), ..TableCell::new(measure.title.as_str()) };
        let of_tables = tables.iter().map(|table| share_cell(scene, measure, table, &numbers));
        TableRow::new(title, [target, expected].into_iter().chain(of_tables).collect())
    };
    let measures = scene.edition.shown(&scene.document.settings.stage).filter(|measure| measure.kind.is_share());
    let with_table = |row: &TableRow| row.cells.iter().skip(FIRST_TABLE).any(|cell| !cell.small.is_empty());
    let fixed = ["Measure", "Target", "The guidance expects"].map(str::to_owned).into_iter();
    let source = scene.edition.conversions.first().map(|rule| scene.guidance.cite(&rule.source));
    let headings = fixed.chain(tables.iter().map(|table| table.title.clone()));
    let table = TableView {
        title: "Levels of challenge, side by side".into(),
        words: SHARES.into(),
        paragraph: source,
        ..TableView::new(headings, measures.map(row).filter(with_table).collect())
    };
    GridTable { kind: "shares".into(), table }
}

/// The cell of the first table.
const FIRST_TABLE: usize = 2;

fn share_cell(scene: &Scene, measure: &Measure, table: &TitledTable, numbers: &CardFigures) -> TableCell {
    let found = expected_by_tables(measure, &table.table, &scene.bases).filter(|(_, of)| *of > 0);
    let Some((pupils, of)) = found else { return TableCell::new("\u{2013}") };
    let percent = Exact { numerator: 100 * pupils.numerator, denominator: pupils.denominator * u128::from(of) };
    let target = numbers.target.and_then(|target| target.value);
    let below = target.is_some_and(|target| target.compare(percent).is_lt());
    TableCell {
        value: figure_value(measure, Some(percent)),
        pupils: Some(Filter::Tried(TriedList::Estimated { measure: measure.id.clone(), table: table.id.clone() })),
        small: format!("{} of {}", pupils.decimals(1), count(of, "pupil")).into(),
        tone: if below { Tone::Warn } else { Tone::Plain },
        ..TableCell::default()
    }
}

/// Prior level × outcome, of the table chosen.
fn chances(scene: &Scene, result: &str, table: &ConversionTable) -> Option<GridTable> {
    let of_stage = |measure: &&Measure| {
        measure.stage == scene.document.settings.stage && measure.outcome.iter().any(|it| it == result)
    };
    let measure = scene.edition.measures.iter().filter(|measure| measure.kind.is_progress()).find(of_stage)?;
    let FieldKind::Coded(number) = scene.guidance.fields.get_heading(result)?.kind else { return None };
    let list = scene.guidance.codes.list(number)?;
    let mut outcomes =
        table.priors().flat_map(|(_, row)| row.chances()).map(|(outcome, _)| outcome).collect::<Vec<_>>();
    outcomes.sort_unstable();
    outcomes.dedup();
    let mut columns = ["Prior level", "Pupils here", "Most likely"].map(str::to_owned).to_vec();
    columns.extend(outcomes.iter().map(|outcome| list.outcome_name(*outcome)));
    let levels = scene.document.chosen_levels(result);
    let row = |(level, row): (u8, &crate::ambition::conversion::OutcomeCounts)| {
        let here = levels.iter().filter(|of| **of == level).count() as u64;
        let name = import::level_name(level, &table.prior, scene.guidance);
        let filter = Filter::Prior { result: result.to_owned(), level: name.clone() };
        let likely = row.most_likely().map(|outcome| list.outcome_name(outcome)).unwrap_or_default();
        let first = [TableCell::opening(here, (here > 0).then_some(filter)), TableCell::new(likely)];
        let chances = row.chances();
        let chance = |outcome: &Outcome| chances.iter().find(|(of, _)| of == outcome).map(|(_, chance)| *chance);
        let chances = outcomes.iter().map(|outcome| chance_cell(chance(outcome)));
        TableRow::named(name, first.into_iter().chain(chances).collect())
    };
    let table = TableView {
        title: format!("Chances in {}", subject(scene, measure)),
        words: "In the table you chose: of pupils starting at each level, the percentage with each outcome. Each row \
                adds up to 100%."
            .into(),
        paragraph: scene.edition.conversions.first().map(|rule| scene.guidance.cite(&rule.source)),
        ..TableView::new(columns, table.priors().map(row).collect())
    };
    Some(GridTable { kind: "chances".into(), table })
}

fn chance_cell(chance: Option<Exact>) -> TableCell {
    let Some(chance) = chance.filter(|chance| chance.numerator > 0) else { return TableCell::new("\u{2013}") };
    let percent = Exact { numerator: 100 * chance.numerator, ..chance };
    TableCell { bar: percent.decimals(0), ..TableCell::new(CellValue::percent(percent)) }
}
