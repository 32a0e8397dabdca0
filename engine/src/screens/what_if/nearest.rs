//! The table of the pupils nearest to a mark (RULES 7.4).

use crate::ambition::nearest::{MarkDistance, NearestPupils};
use crate::guidance::Measure;
use crate::measures::Basis;
use crate::report::value::CellValue;
use crate::screens::ambition::numbers::figure;
use crate::screens::scene::Scene;
use crate::screens::{TableCell, TableRow, TableView, Tone};
use crate::session::command::{FigurePart, Filter};
use crate::text::phrases::thousands;

/// Pupils named as nearest, beyond those needed.
const NAMED: usize = 12;

/// The table of them; the first `needed` make a target tried up.
pub fn nearest_table(scene: &Scene, nearest: &NearestPupils, measure: &Measure, needed: u64) -> TableView {
    let named = usize::try_from(needed).unwrap_or_default().clamp(NAMED, 2 * NAMED);
    let rows = nearest.pupils.iter().take(named).zip(0..);
    let mut rows = rows.map(|(of, index)| nearest_row(scene, nearest, of, index < needed)).collect::<Vec<_>>();
    let more = nearest.pupils.len().saturating_sub(named);
    if more > 0 {
        let all = figure(measure, Basis::Moderated.name(), FigurePart::Short);
        let text = format!("and {} more", thousands(more as u64));
        rows.push(TableRow::new(TableCell::opening(text, all), Vec::new()));
    }
    let columns = ["Pupil", "Target", "Points to go", "Why", "The target tried"];
    TableView::new(columns, rows)
}

fn nearest_row(scene: &Scene, nearest: &NearestPupils, of: &(u32, MarkDistance), needed: bool) -> TableRow {
    let (pupil, distance) = of;
    let name = scene.document.file.pupil_name(scene.document.in_file(*pupil) as usize);
    let of_row = Filter::Row { row: scene.document.cohort().row(*pupil as usize).to_string() };
    let upn = scene.document.cohort().people().upn(*pupil as usize).into_owned();
    let own = if upn.is_empty() { name.clone() } else { upn };
    let targets = nearest.subjects.iter().map(|subject| {
        let text = subject.target.text(*pupil as usize, &scene.guidance.codes);
        format!("{} {}", subject.name, if text.is_empty() { "none" } else { &text })
    });
    let cells = vec![
        TableCell::new(targets.collect::<Vec<_>>().join(", ")),
        TableCell::new(CellValue::Number(distance.points.to_string())),
        TableCell::new(distance.why.join("; ")),
        TableCell {
            value: if needed { "would reach the target" } else { "" }.into(),
            tone: if needed { Tone::Good } else { Tone::Plain },
            ..TableCell::default()
        },
    ];
    TableRow::new(TableCell { small: own.into(), ..TableCell::opening(name, of_row) }, cells)
}
