//! Who does what by when (RULES 9.1).

use super::field;
use crate::guidance::sheets::Line;
use crate::guidance::{Edition, Guidance};
use crate::session::entries::{day, written};
use crate::session::open::Open;
use crate::session::view::{Chip, Field, Sheet, SheetCell, SheetPart, Tone};
use crate::text::phrases::thousands;

pub(super) fn sheet(open: &Open, today: &str, guidance: &Guidance, edition: &Edition) -> Sheet {
    let mut roles: Vec<&str> = Vec::new();
    for action in &edition.timetable {
        if !roles.contains(&action.under.as_str()) {
            roles.push(&action.under);
        }
    }
    let done = edition.timetable.iter().filter(|action| open.settings.is_done(&action.id)).count() as u64;
    let all = edition.timetable.len() as u64;
    let chip = super::remark(&format!("{} of {} done", thousands(done), thousands(all)));
    Sheet {
        title: "Timetable".into(),
        lead: format!("{}: who does what by when. What is done is kept with your work.", edition.name),
        chips: vec![Chip { tone: if done == all { Tone::Good } else { Tone::Plain }, ..chip }],
        prints: true,
        saves: "Save as a calendar (iCalendar)".into(),
        parts: roles.into_iter().map(|role| part(open, role, day(today), guidance, edition)).collect(),
        ..Sheet::default()
    }
}

fn part(open: &Open, role: &str, today: Option<u64>, guidance: &Guidance, edition: &Edition) -> SheetPart {
    let actions = edition.timetable.iter().filter(|action| action.under == role);
    SheetPart {
        title: role.to_owned(),
        headings: ["What", "By", "Done"].map(String::from).into(),
        rows: actions.map(|action| row(open, action, today, guidance)).collect(),
        ..SheetPart::default()
    }
}

fn row(open: &Open, action: &Line, today: Option<u64>, guidance: &Guidance) -> Vec<SheetCell> {
    let what = SheetCell {
        text: action.title.clone(),
        more: action.words.clone(),
        paragraph: guidance.cite(&action.source),
        ..SheetCell::default()
    };
    let done = open.settings.is_done(&action.id);
    let passed = today.is_some_and(|today| today > action.by) && !done;
    let by = SheetCell {
        text: written(action.by),
        more: if passed { "passed".into() } else { String::new() },
        ..SheetCell::default()
    };
    let label = format!("{}: {}", action.under, action.title);
    let field = Field { quiet: true, ..field(open, &format!("done/{}", action.id), &label, "") };
    vec![what, by, SheetCell { fields: vec![field], ..SheetCell::default() }]
}
