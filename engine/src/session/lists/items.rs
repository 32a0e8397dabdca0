//! A test, question by question (RULES 7.3, S1 ¶22): who missed a question, and who should have known it.

use crate::cohort::{CodedCell, CodedColumn};
use crate::guidance::CodeList;
use crate::intake::csv::Tokenizer;
use crate::measures::Basis;
use crate::session::command::{EntryId, ItemPupils};
use crate::session::document::Document;
use crate::text::cell;

/// What the rows that are no pupil's, and the column of levels, begin with.
pub const LEVEL: &str = "Level";

pub const TOPIC: &str = "Topic";

pub const MARKS: &str = "Marks";

/// Who missed a question, or those of them at its level or above.
pub fn pupils(document: &Document, who: ItemPupils) -> Option<Vec<u32>> {
    let ItemPupils { question, should_know } = who;
    let test = ItemTest::read(document, document.settings.entry(&EntryId::TestMarks)).ok()?;
    let missed = test
        .pupils
        .iter()
        .filter(|pupil| test.missed(question, pupil) && (!should_know || test.should_know(question, pupil)));
    let mut pupils = missed.filter_map(|pupil| pupil.place).collect::<Vec<_>>();
    pupils.sort_unstable();
    pupils.dedup();
    Some(pupils)
}

/// More than so many are no number of marks: it is a pupil's number, or a slip.
const MOST_MARKS: u64 = 1_000;

/// A question.
pub struct TestQuestion {
    pub title: String,
    pub topic: String,
    pub level: String,
    pub rank: Option<u8>,
    pub marks: u64,
}

/// A pupil of the test.
pub struct TestPupil {
    /// The position among the pupils who count; `None`: not one of them.
    pub place: Option<u32>,
    /// The whole level.
    pub rank: Option<u8>,
    /// Marks won, question by question; `None`: left out.
    pub marks: Vec<Option<u64>>,
}

/// A test.
pub struct ItemTest {
    pub questions: Vec<TestQuestion>,
    pub pupils: Vec<TestPupil>,
}

impl ItemTest {
    pub fn read(document: &Document, text: &str) -> Result<Self, String> {
        let rows = rows(text);
        let (headings, rows) = rows.split_first().ok_or("There is no row in this file.")?;
        let levels = document.guidance.codes.levels();
        let about =
            |what: &str| rows.iter().find(|row| row.first().is_some_and(|first| first.eq_ignore_ascii_case(what)));
        let marks =
            about(MARKS).ok_or("There is no row that begins with Marks and says how many each question is worth.")?;
        let columns = (1..headings.len())
            .filter(|column| whole(marks, *column).is_some_and(|marks| marks > 0))
            .collect::<Vec<_>>();
        if columns.is_empty() {
            return Err("The row of Marks says of no question how many it is worth.".into());
        }
        let said = |what: &str, column: usize| about(what).and_then(|row| row.get(column)).cloned().unwrap_or_default();
        let question = |column: &usize| {
            let level = said(LEVEL, *column);
            TestQuestion {
                title: headings.get(*column).cloned().unwrap_or_default(),
                topic: said(TOPIC, *column),
                rank: rank(&level, levels),
                level,
                marks: whole(marks, *column).unwrap_or_default(),
            }
        };
        let column_of_levels =
            headings.iter().skip(1).position(|heading| heading.eq_ignore_ascii_case(LEVEL)).map(|place| place + 1);
        let is_about = |row: &&Vec<String>| {
            [LEVEL, TOPIC, MARKS].iter().any(|what| row.first().is_some_and(|first| first.eq_ignore_ascii_case(what)))
        };
        let questions = columns.iter().map(question).collect::<Vec<_>>();
        let of_file = LevelSource::chosen(document);
        let pupil = |row: &Vec<String>| TestPupil {
            place: place(document, row.first()),
            rank: match column_of_levels {
                Some(column) => row.get(column).and_then(|level| rank(level, levels)),
                None => of_file
                    .as_ref()
                    .zip(place(document, row.first()))
                    .and_then(|(levels, pupil)| levels.level_of(pupil)),
            },
            marks: columns
                .iter()
                .zip(&questions)
                .map(|(column, question)| whole(row, *column).filter(|marks| *marks <= question.marks))
                .collect(),
        };
        let pupils = rows.iter().filter(|row| !is_about(row)).map(pupil).collect();
        Ok(Self { questions, pupils })
    }

    /// The pupil has a mark for the question, and not all of them.
    pub fn missed(&self, question: usize, pupil: &TestPupil) -> bool {
        let won = pupil.marks.get(question).copied().flatten();
        won.zip(self.questions.get(question)).is_some_and(|(won, question)| won < question.marks)
    }

    /// The pupil is at the question's level or above.
    pub fn should_know(&self, question: usize, pupil: &TestPupil) -> bool {
        let wanted = self.questions.get(question).and_then(|question| question.rank);
        wanted.zip(pupil.rank).is_some_and(|(wanted, rank)| rank >= wanted)
    }

    /// Marks won and marks to win, by those who have a mark.
    pub fn sum(&self, question: usize) -> (u64, u64) {
        let won = self.pupils.iter().filter_map(|pupil| pupil.marks.get(question).copied().flatten());
        let each = self.questions.get(question).map_or(0, |question| question.marks);
        won.fold((0, 0), |(all, most), won| (all.saturating_add(won), most.saturating_add(each)))
    }
}

/// Where the level of a pupil comes from if the test's file does not say it: a column of the pupil file.
pub struct LevelSource<'a> {
    pub column: &'a CodedColumn,
    pub list: &'a CodeList,
}

impl<'a> LevelSource<'a> {
    pub fn chosen(document: &'a Document) -> Option<Self> {
        let (result, basis) = document.settings.entry(&EntryId::TestLevels).split_once('/')?;
        let column = document.bases().column(result, &Basis::from_name(basis))?;
        Some(Self { column, list: document.guidance.codes.list(column.code_list)? })
    }

    /// The columns of levels there are at this key stage: what to choose, and words.
    pub fn level_columns(document: &Document) -> Vec<(String, String)> {
        let bases = document.bases();
        let levels = document.guidance.codes.find_list("level");
        let mut all = vec![(String::new(), "the test's own file".to_owned())];
        for result in document.edition.shown(&document.settings.stage).flat_map(|measure| &measure.outcome) {
            for (basis, words) in [(Basis::Actual, "result"), (Basis::Moderated, "target")] {
                let held = bases.column(result, &basis).is_some_and(|column| Some(column.code_list) == levels);
                let id = format!("{result}/{}", basis.name());
                let title =
                    document.guidance.fields.get_heading(result).map_or(result.as_str(), |field| field.title.as_str());
                if held && !all.iter().any(|(known, _)| *known == id) {
                    all.push((id, format!("{title}, {words}")));
                }
            }
        }
        all
    }

    pub fn level_of(&self, pupil: u32) -> Option<u8> {
        match self.column.cell(pupil as usize) {
            CodedCell::Known(code) => self.list.rank(code),
            CodedCell::Blank | CodedCell::Unknown => None,
        }
    }
}

/// Rows and cells; the separator is the one of comma, semicolon and tab that the first line has most of.
pub fn rows(text: &str) -> Vec<Vec<String>> {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    let often = |separator: &u8| first.bytes().filter(|byte| byte == separator).count();
    let separator = *b",;\t".iter().rev().max_by_key(|separator| often(separator)).unwrap_or(&b',');
    let mut rows = Vec::new();
    Tokenizer::new(separator).push(text.as_bytes(), true, &mut |row| {
        if !row.is_blank(cell::is_empty) {
            let cell = |place: usize| cell::clean_text(&row.field(place)).into_owned();
            rows.push((0..row.len()).map(cell).collect());
        }
    });
    rows
}

pub fn whole(row: &[String], column: usize) -> Option<u64> {
    row.get(column)?.parse().ok().filter(|marks| *marks <= MOST_MARKS)
}

pub fn rank(level: &str, levels: Option<&CodeList>) -> Option<u8> {
    levels.filter(|_| !level.is_empty())?.rank_of(level)
}

/// The pupil with this UPN.
pub fn place(document: &Document, upn: Option<&String>) -> Option<u32> {
    let upn = upn.filter(|upn| !upn.is_empty())?;
    let place = document.cohort().people().with_upn(upn.as_bytes())?;
    u32::try_from(place).ok()
}
