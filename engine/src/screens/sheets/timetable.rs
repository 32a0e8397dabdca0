//! Who does what by when (RULES 9.1).

use super::field;
use crate::guidance::sheets::SheetLine;
use crate::report::value::CellValue;
use crate::screens::scene::Scene;
use crate::screens::{Chip, SheetField, SheetPage, SheetPart, TableCell, TableRow, TableView, Tone};
use crate::session::command::EntryId;
use crate::text::date::Date;
use crate::text::phrases::thousands;

pub(super) fn sheet(scene: &Scene) -> SheetPage {
    let mut roles: Vec<&str> = Vec::new();
    for action in &scene.edition.timetable {
        if !roles.contains(&action.under.as_str()) {
            roles.push(&action.under);
        }
    }
    let done =
        scene.edition.timetable.iter().filter(|action| scene.document.settings.is_done(&action.id)).count() as u64;
    let all = scene.edition.timetable.len() as u64;
    let chip = super::remark(&format!("{} of {} done", thousands(done), thousands(all)));
    SheetPage {
        title: "Timetable".into(),
        lead: format!("{}: who does what by when. Ticks are kept with your work.", scene.edition.name),
        chips: vec![Chip { tone: if done == all { Tone::Good } else { Tone::Plain }, ..chip }],
        parts: roles.into_iter().map(|role| role_part(scene, role)).collect(),
        ..SheetPage::default()
    }
}

fn role_part(scene: &Scene, role: &str) -> SheetPart {
    let actions = scene.edition.timetable.iter().filter(|action| action.under == role);
    SheetPart {
        title: role.to_owned(),
        table: TableView::new(["What", "By", "Done"], actions.map(|action| action_row(scene, action)).collect()),
        ..SheetPart::default()
    }
}

fn action_row(scene: &Scene, action: &SheetLine) -> TableRow {
    let what = TableCell {
        small: action.words.as_str().into(),
        ..TableCell::cited(action.title.as_str(), scene.guidance.cite(&action.source))
    };
    let done = scene.document.settings.is_done(&action.id);
    let by = Date::from_number(action.by);
    let passed = by.zip(scene.today).is_some_and(|(by, today)| today > by) && !done;
    let by = TableCell {
        value: by.map(CellValue::Date).unwrap_or_default(),
        small: if passed { "passed".into() } else { CellValue::default() },
        ..TableCell::default()
    };
    let label = format!("{}: {}", action.under, action.title);
    let field = SheetField { quiet: true, ..field(scene, EntryId::Done(action.id.clone()), &label, "") };
    TableRow::new(what, vec![by, TableCell::typed(vec![field])])
}
