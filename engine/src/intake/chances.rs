//! Estimates that are chances of reaching a mark, no levels (RULES 1.1, 6.3). A column of them is asked about as a whole,
//! and is in no figure until the user has said what it is.

use super::account::Account;
use super::decisions::{ReadingAnswer, ReadingChoice, ReadingQuestion};
use crate::cohort::number_column::{ONE, number_text};
use crate::cohort::{CodedCell, CodedColumn, Cohort, NumberColumn};
use crate::guidance::codes::{BLANK, CodeList, UNKNOWN};
use crate::guidance::fields::NumberKind;
use crate::guidance::{FieldId, Guidance, KnownField};

/// Takes columns of chances from the columns of levels. Those of which the user has said that they are chances become
/// columns of numbers from 0 to 1; the others are asked about, or left out.
pub(super) fn settle(cohort: &mut Cohort, account: &mut Account, guidance: &Guidance) {
    let form = |(id, column): (&FieldId, &CodedColumn)| {
        guidance.fields.get(*id)?.chances_of.as_ref()?;
        Some((*id, ChanceForm::of_column(column, guidance.codes.list(column.code_list)?)?))
    };
    let found = cohort.coded.iter().filter_map(form).collect::<Vec<_>>();
    for (id, form) in found {
        let Some((column, field)) = cohort.coded.remove(&id).zip(guidance.fields.get(id)) else { continue };
        let said = account.read_as.answers.iter().rev().find_map(|answer| match answer {
            ReadingAnswer::AreChances { field: heading, chances } if *heading == field.heading => Some(*chances),
            _ => None,
        });
        match said {
            Some(true) => {
                cohort.numbers.insert(id, form.numbers(&column, cohort, guidance));
            }
            Some(false) => (),
            None => account.questions.push(question(field, &column)),
        }
    }
}

/// How the chances of a column are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ChanceForm {
    /// "85%"; among them also "85".
    Percent,
    /// "0.85".
    Fraction,
}

impl ChanceForm {
    /// The form of a column in which everything filled is a chance, or no level; `None`: it holds something else, too.
    fn of_column(column: &CodedColumn, list: &CodeList) -> Option<Self> {
        let met = || column.unknown.iter().filter(|unknown| unknown.cells > 0).map(|unknown| &*unknown.spelling);
        let form = if met().any(|spelling| spelling.ends_with('%')) { Self::Percent } else { Self::Fraction };
        let is_part = |chance: u64| 0 < chance && chance < ONE;
        let is_fraction = |spelling: &str| Self::Fraction.parse(spelling, list).is_some_and(is_part);
        let shows_it = |spelling: &str| form == Self::Percent && spelling.ends_with('%') || is_fraction(spelling);
        met().any(|spelling| shows_it(spelling) && form.parse(spelling, list).is_some()).then_some(())?;
        // A word that is no number says nothing; a number that is no chance says that the others are none. 0.9 among
        // percentages is a chance, and which one is asked.
        let is_number = |spelling: &str| spelling.starts_with(|letter: char| letter.is_ascii_digit() || letter == '.');
        let fits =
            |spelling: &str| form.parse(spelling, list).is_some() || is_fraction(spelling) || !is_number(spelling);
        let mut known = column.codes.iter().filter(|code| **code != BLANK && **code < UNKNOWN);
        let fits_code = |code: &u8| {
            list.rank(*code).is_none() || list.entry(*code).is_some_and(|entry| form.parse(&entry.code, list).is_some())
        };
        (met().all(fits) && known.all(fits_code)).then_some(form)
    }

    /// The chance, in units of [`ONE`]; `None` for what could be something else in this form: "0.9" or a level among
    /// "85%".
    fn parse(self, spelling: &str, list: &CodeList) -> Option<u64> {
        let signed = spelling.strip_suffix('%').map(str::trim_end);
        let text = signed.unwrap_or(spelling);
        let text = if text.starts_with('.') { format!("0{text}") } else { text.to_owned() };
        let number = NumberColumn::new(NumberKind::Number).parse(text.as_bytes())?;
        match self {
            Self::Fraction => (signed.is_none() && number <= ONE).then_some(number),
            Self::Percent => {
                let is_level = || list.parse(text.as_bytes()).is_some();
                let is_chance = signed.is_some() || number == 0 || number > ONE && !is_level();
                (is_chance && number <= PERCENT * ONE).then_some(number / PERCENT)
            }
        }
    }

    fn numbers(self, column: &CodedColumn, cohort: &Cohort, guidance: &Guidance) -> NumberColumn {
        let list = guidance.codes.list(column.code_list);
        let mut numbers = NumberColumn::new(NumberKind::Number);
        for pupil in 0..column.codes.len() {
            let row = cohort.row(pupil);
            if matches!(column.cell(pupil), CodedCell::Blank) {
                numbers.push(b"", row);
                continue;
            }
            let text = column.text(pupil, &guidance.codes);
            match list.and_then(|list| self.parse(&text, list)) {
                Some(chance) => numbers.push(number_text(chance).as_bytes(), row),
                None => numbers.push_unknown(&text, row),
            }
        }
        numbers
    }
}

/// Percent of one.
const PERCENT: u64 = 100;

fn question(field: &KnownField, column: &CodedColumn) -> ReadingQuestion {
    let mark = field.chances_of.as_deref().unwrap_or_default();
    let example = column.unknown.iter().find(|unknown| unknown.cells > 0);
    let example = example.map_or("", |unknown| unknown.spelling.as_str());
    let answer = |chances| ReadingAnswer::AreChances { field: field.heading.clone(), chances };
    ReadingQuestion {
        code: "chances",
        what: format!(
            "{} holds numbers such as {example}, which are no levels. Are they the pupils\u{2019} chances of {mark} or \
             above? Until you answer, this estimate is in no figure.",
            field.title
        ),
        rows: Vec::new(),
        choices: vec![
            ReadingChoice::new(format!("They are chances of {mark} or above"), answer(true)),
            ReadingChoice::new("They are something else: leave the column out", answer(false)),
        ],
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::cohort::NumberCell;
    use crate::guidance::Guidance;
    use crate::intake::decisions::ReadingAnswer;
    use crate::intake::{CohortReader, ReadAs, ReadFile};

    fn read(cells: &str, said: Option<bool>) -> ReadFile {
        let names = ["Ash", "Bay", "Cedar", "Elm"].into_iter().zip(cells.split(' '));
        let text = names.map(|(name, cell)| format!("{name},{cell}\n"));
        let text = format!("Surname,FFTD_KS2_English\n{}", text.collect::<String>());
        let answers = said.map(|chances| ReadingAnswer::AreChances { field: "FFTD_KS2_English".into(), chances });
        let read_as = ReadAs { answers: answers.into_iter().collect(), ..ReadAs::default() };
        CohortReader::read_all_as(Arc::new(Guidance::shipped().unwrap()), text.as_bytes(), read_as).unwrap()
    }

    fn is_asked(opened: &ReadFile) -> bool {
        opened.account.questions.iter().any(|question| question.code == "chances")
    }

    /// The chances in percent; ? for what is not understood.
    fn chances(cells: &str) -> Vec<String> {
        let opened = read(cells, Some(true));
        let (_, column) = opened.cohort.number_columns().next().unwrap();
        let shown = |cell| match cell {
            NumberCell::Known(chance) => (chance / 10_000_000).to_string(),
            NumberCell::Blank => String::new(),
            NumberCell::Unknown => "?".into(),
        };
        column.cells().map(shown).collect()
    }

    #[test]
    fn a_column_of_chances_is_asked_about_and_read_as_told() {
        let mixed = ["85% 100% 0", "85% 100 N", "85% 0.9"];
        for cells in ["85% 100% 5% A", "0.85 1 0 .5", "1 0.9 N 0.25"].into_iter().chain(mixed) {
            let opened = read(cells, None);
            assert!(is_asked(&opened), "{cells}");
            assert_eq!(opened.cohort.coded_columns().map(|(id, _)| id).next(), None, "{cells}");
            for said in [true, false] {
                let opened = read(cells, Some(said));
                assert!(!is_asked(&opened), "{cells}");
                assert_eq!(opened.cohort.number_columns().next().is_some(), said, "{cells}");
            }
        }
        assert_eq!(chances("85% 100% 5% A"), ["85", "100", "5", "?"]);
        assert_eq!(chances("0.85 1 0 .5"), ["85", "100", "0", "50"]);
        assert_eq!(chances("1 0.9 N 0.25"), ["100", "90", "?", "25"]);
        // What could be something else among percentages is asked about again.
        assert_eq!(chances("85% 100 0 0.9"), ["85", "100", "0", "?"]);
    }

    #[test]
    fn levels_are_no_chances() {
        for cells in ["4 5 0.9 1", "85% 4 0.9", "85% 1", "4.3 5 4", "1 1 1", "N A 4", "120% 85%"] {
            let opened = read(cells, None);
            assert!(!is_asked(&opened), "{cells}");
            assert!(opened.cohort.coded_columns().next().is_some(), "{cells}");
        }
    }
}
