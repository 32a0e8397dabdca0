//! A test, question by question (RULES 7.3, S1 ¶22): facility, and the questions missed by pupils who should know.

use super::{begin, field, remark};
use crate::measures::figure::percentage;
use crate::report::value::CellValue;
use crate::screens::scene::Scene;
use crate::screens::{Chip, SheetField, SheetPage, SheetPart, TableCell, TableRow, TableView, Tone};
use crate::session::command::{EntryId, ItemPupils, SheetPupils};
use crate::session::lists::items::{ItemTest, LevelSource, TestPupil};
use crate::session::lists::sheet_list;
use crate::text::phrases::count;

pub(super) fn sheet(scene: &Scene) -> SheetPage {
    let text = scene.document.settings.entry(&EntryId::TestMarks);
    let mut parts = vec![begin(scene, "items")];
    let mut chips = Vec::new();
    let file = field(scene, EntryId::TestMarks, "Marks of a test", "");
    if let Some(first) = parts.first_mut() {
        let read = if text.is_empty() { String::new() } else { "read".into() };
        let from = field(scene, EntryId::TestLevels, "Pupils\u{2019} levels from", "");
        first.fields = vec![
            SheetField { value: read, ..file },
            SheetField { choices: LevelSource::level_columns(scene.document), ..from },
        ];
    }
    match ItemTest::read(scene.document, text) {
        Ok(test) => {
            chips.push(remark(&format!(
                "{} and {}",
                count(test.questions.len() as u64, "question"),
                count(test.pupils.len() as u64, "pupil")
            )));
            let strangers = test.pupils.iter().filter(|pupil| pupil.place.is_none()).count() as u64;
            if strangers > 0 {
                let words = format!(
                    "{} in the test but not in the pupil file: counted, but not listed",
                    count(strangers, "pupil")
                );
                chips.push(Chip { tone: Tone::Warn, ..remark(&words) });
            }
            parts.push(questions(scene, &test));
            parts.extend(topics(scene, &test));
        }
        Err(_) if text.is_empty() => (),
        Err(wrong) => chips.push(Chip { tone: Tone::Bad, ..remark(&wrong) }),
    }
    let lead = "Facility: marks gained out of marks possible. Also lists pupils who missed a question at or below their \
         level.";
    SheetPage {
        title: "Item analysis".into(),
        lead: lead.into(),
        chips,
        parts,
        notice: super::PERSONAL.into(),
        ..SheetPage::default()
    }
}

fn questions(scene: &Scene, test: &ItemTest) -> SheetPart {
    let mut order =
        (0..).zip(&test.questions).map(|(place, _)| (facility(test.sum(place as usize)), place)).collect::<Vec<_>>();
    order.sort_unstable();
    let row = |(_, place): &(u64, u32)| {
        let at = *place as usize;
        let question = test.questions.get(at)?;
        let (won, most) = test.sum(at);
        let missed = |should_know: bool, words: &str, who: &dyn Fn(&TestPupil) -> bool| {
            let missed = test.pupils.iter().filter(|pupil| test.missed(at, pupil) && who(pupil)).collect::<Vec<_>>();
            let known = missed.iter().any(|pupil| pupil.place.is_some());
            let filter = sheet_list(
                SheetPupils::Items(ItemPupils { question: at, should_know }),
                format!("{}: {words}", question.title),
            );
            TableCell::opening(missed.len() as u64, Some(filter).filter(|_| known))
        };
        let cells = vec![
            TableCell::new(question.topic.clone()),
            TableCell::new(question.level.clone()),
            TableCell {
                value: CellValue::share(percentage(won, most)),
                small: format!("{won} of {most} marks").into(),
                ..TableCell::default()
            },
            missed(false, "missed it", &|_| true),
            missed(true, "missed it at its level or above", &|pupil| test.should_know(at, pupil)),
        ];
        Some(TableRow::named(question.title.as_str(), cells))
    };
    SheetPart {
        table: TableView::new(
            ["Question", "Topic", "Level", "Facility", "Missed it", "of these, at its level or above"],
            order.iter().filter_map(row).collect(),
        ),
        ..begin(scene, "item-questions")
    }
}

/// A number to sort by: millionths of the marks won.
fn facility((won, most): (u64, u64)) -> u64 {
    won.saturating_mul(1_000_000).checked_div(most).unwrap_or(u64::MAX)
}

fn topics(scene: &Scene, test: &ItemTest) -> Option<SheetPart> {
    let mut names: Vec<&str> = Vec::new();
    for question in test.questions.iter().filter(|question| !question.topic.is_empty()) {
        if !names.contains(&question.topic.as_str()) {
            names.push(&question.topic);
        }
    }
    let sum = |name: &str| {
        let of_topic = test.questions.iter().enumerate().filter(|(_, question)| question.topic == name);
        of_topic.fold((0_u64, 0_u64, 0_u64), |(won, most, number), (place, _)| {
            let (more, of) = test.sum(place);
            (won.saturating_add(more), most.saturating_add(of), number + 1)
        })
    };
    let mut order = (0..).zip(&names).map(|(place, name)| {
        let (won, most, _) = sum(name);
        (facility((won, most)), place)
    });
    let mut order = order.by_ref().collect::<Vec<_>>();
    order.sort_unstable();
    let row = |(_, place): &(u64, u32)| {
        let name = names.get(*place as usize)?;
        let (won, most, number) = sum(name);
        let share = TableCell {
            value: CellValue::share(percentage(won, most)),
            small: format!("{won} of {most} marks").into(),
            ..TableCell::default()
        };
        Some(TableRow::named(*name, vec![TableCell::new(CellValue::Number(number.to_string())), share]))
    };
    let part = SheetPart {
        table: TableView::new(["Topic", "Questions", "Facility"], order.iter().filter_map(row).collect()),
        ..begin(scene, "item-topics")
    };
    part.table.has_rows().then_some(part)
}
