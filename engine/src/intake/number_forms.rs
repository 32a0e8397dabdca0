//! NumberColumn and dates whose form the column decides: the order of day and month, and what a comma is.
//!
//! Cells in the forms of RULES 10.1 are read at once; all others are kept as spellings, and understood here, once the
//! whole file is known. In a clean file there are none.

use super::account::Account;
use super::date_forms::{self, DateForm};
use super::decisions::{ReadingAnswer, ReadingChoice, ReadingQuestion};
use super::diagnostic::{Diagnostic, Severity};
use crate::cohort::number_column::{NumericDate, ONE, number_text};
use crate::cohort::{NumberCell, NumberColumn, RowNumbers, UnknownSpelling};
use crate::guidance::fields::NumberKind;
use crate::guidance::{FieldId, Guidance};

/// A column of numbers or dates and its field.
type NumbersOfField<'a> = (FieldId, &'a mut NumberColumn);

/// Understands what columns of numbers and dates hold in other forms. `rows` are those of their cells.
pub(super) fn settle(columns: Vec<NumbersOfField>, rows: &RowNumbers, account: &mut Account, guidance: &Guidance) {
    if columns.iter().all(|(_, column)| column.unknown().is_empty()) {
        return;
    }
    let (dates, numbers): (Vec<_>, Vec<_>) =
        columns.into_iter().partition(|(_, column)| column.kind == NumberKind::Date);
    settle_dates(dates, rows, account, guidance);
    for (id, column) in numbers.into_iter().filter(|(_, column)| !column.unknown().is_empty()) {
        let comma = comma_of_column(id, column, account, guidance);
        let whole = column.kind == NumberKind::Whole;
        let meaning = |unknown: &UnknownSpelling| {
            comma?.parse(&unknown.spelling).filter(|number| !whole || number.is_multiple_of(ONE))
        };
        let meanings = column.unknown().iter().map(meaning).collect::<Vec<_>>();
        column.settle(&meanings, NumericDate::day_first, rows);
    }
}

/// The order of day and month in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DateOrder {
    DayFirst,
    MonthFirst,
    /// Some dates can only be the one, some only the other. The user may have said what the others are.
    Contradictory {
        /// Month/day/year.
        month_first: Option<bool>,
    },
}

/// Which orders the dates of a column rule out.
#[derive(Clone, Copy, Debug, Default)]
struct OrderEvidence {
    day_first: bool,
    month_first: bool,
}

impl OrderEvidence {
    fn add(&mut self, date: NumericDate) {
        let (day_first, month_first) = (date.day_first().is_some(), date.month_first().is_some());
        self.day_first |= day_first && !month_first;
        self.month_first |= month_first && !day_first;
    }

    fn of_column(column: &NumberColumn, forms: &[Option<DateForm>]) -> Self {
        let mut evidence = Self::default();
        column.day_first_dates().for_each(|date| evidence.add(date));
        for form in forms {
            if let Some(DateForm::Numeric(date)) = form {
                evidence.add(*date);
            }
        }
        evidence
    }

    /// The order of the column itself; else that of the file; else the usual English one.
    fn order(self, of_file: Self, said: Option<bool>) -> DateOrder {
        match (self.day_first, self.month_first) {
            (true, true) => DateOrder::Contradictory { month_first: said },
            (false, true) => DateOrder::MonthFirst,
            (false, false) if of_file.month_first && !of_file.day_first => DateOrder::MonthFirst,
            _ => DateOrder::DayFirst,
        }
    }
}

impl DateOrder {
    fn date(self, date: NumericDate) -> Option<u64> {
        match (self, date.day_first(), date.month_first()) {
            (Self::DayFirst, date, _) | (Self::MonthFirst, _, date) => date,
            // What can be only one is that one.
            (Self::Contradictory { month_first: said }, Some(day_first), Some(month_first)) => match said {
                Some(true) => Some(month_first),
                Some(false) => Some(day_first),
                None => (day_first == month_first).then_some(day_first),
            },
            (Self::Contradictory { .. }, day_first, month_first) => day_first.or(month_first),
        }
    }
}

fn settle_dates(columns: Vec<NumbersOfField>, rows: &RowNumbers, account: &mut Account, guidance: &Guidance) {
    let form = |unknown: &UnknownSpelling| date_forms::parse(&unknown.spelling, &guidance.exports.dates);
    let columns = columns.into_iter().map(|(id, column)| {
        let forms = column.unknown().iter().map(form).collect::<Vec<_>>();
        let evidence = OrderEvidence::of_column(column, &forms);
        (id, column, forms, evidence)
    });
    let columns = columns.collect::<Vec<_>>();
    let of_file = columns.iter().fold(OrderEvidence::default(), |all, (.., of)| OrderEvidence {
        day_first: all.day_first || of.day_first,
        month_first: all.month_first || of.month_first,
    });
    for (id, column, forms, evidence) in columns {
        let heading = guidance.fields.get(id).map_or("", |field| field.heading.as_str());
        let said = account.read_as.answers.iter().rev().find_map(|answer| match answer {
            ReadingAnswer::MonthIsFirst { field, month_first } if field == heading => Some(*month_first),
            _ => None,
        });
        let order = evidence.order(of_file, said);
        let meanings = forms.iter().map(|form| match form {
            Some(DateForm::Certain(date) | DateForm::Serial(date)) => Some(*date),
            Some(DateForm::Numeric(date)) => order.date(*date),
            None => None,
        });
        let meanings = meanings.collect::<Vec<_>>();
        let Some(title) = guidance.fields.get(id).map(|field| field.title.as_str()) else { continue };
        let place = account.headings.column(id);
        let only_month_first =
            |form: &Option<DateForm>| matches!(form, Some(DateForm::Numeric(date)) if date.day_first().is_none());
        let example = |wanted: &dyn Fn(&Option<DateForm>) -> bool| {
            column.unknown().iter().zip(&forms).find(|(_, form)| wanted(form)).map(|(unknown, _)| unknown)
        };
        let has_order = column.day_first_dates().next().is_some()
            || forms.iter().any(|form| matches!(form, Some(DateForm::Numeric(_))));
        if order == (DateOrder::Contradictory { month_first: None }) {
            account.questions.push(question_about_order(heading, title, example(&only_month_first)));
        }
        let month_first =
            (has_order && order == DateOrder::MonthFirst).then(|| note_month_first(title, example(&only_month_first)));
        let serial =
            example(&|form| matches!(form, Some(DateForm::Serial(_)))).map(|unknown| note_serial(title, unknown));
        for note in month_first.into_iter().chain(serial) {
            account.note(Diagnostic { column: place, ..note });
        }
        column.settle(&meanings, |date| order.date(date), rows);
    }
}

/// ": 11/20/1998 can be nothing else"; `example`: the first date that can only be month/day/year.
fn because(example: Option<&UnknownSpelling>) -> String {
    let other = || ", as other dates of the file are".to_owned();
    example.map_or_else(other, |unknown| format!(": {} can be nothing else", unknown.spelling))
}

fn note_month_first(title: &str, example: Option<&UnknownSpelling>) -> Diagnostic {
    Diagnostic {
        code: "month-first",
        severity: Severity::Remark,
        row: example.map_or(0, |unknown| unknown.first_row),
        column: None,
        what: format!("{title} is read as month/day/year{}.", because(example)),
        remedy: "Look at one of the dates. Dates such as 2008-09-30 can be read in one way only.".into(),
    }
}

/// Asks what dates are that can be both, where others of the column can be only the one and only the other.
fn question_about_order(field: &str, title: &str, example: Option<&UnknownSpelling>) -> ReadingQuestion {
    let answer = |month_first| ReadingAnswer::MonthIsFirst { field: field.to_owned(), month_first };
    ReadingQuestion {
        code: "dates-contradict",
        what: format!(
            "{title} holds dates that can only be day/month/year and others that can only be month/day/year{}. What \
             are those that can be both? Until you answer, they are not read.",
            because(example)
        ),
        rows: Vec::new(),
        choices: vec![
            ReadingChoice::new("Read them as day/month/year", answer(false)),
            ReadingChoice::new("Read them as month/day/year", answer(true)),
        ],
    }
}

fn note_serial(title: &str, unknown: &UnknownSpelling) -> Diagnostic {
    Diagnostic {
        code: "serial-dates",
        severity: Severity::Remark,
        row: unknown.first_row,
        column: None,
        what: format!(
            "{title} holds numbers such as {}: they are dates as a spreadsheet counts days.",
            unknown.spelling
        ),
        remedy: "They were read as dates. Look at one of them.".into(),
    }
}

/// What a comma is in a column of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comma {
    /// 1,024.
    Thousands,
    /// 412,5.
    Decimal,
}

/// What a comma is in a column of numbers: by the spellings that can be only one of the two, else by the size of the other
/// numbers. Where nothing decides it is asked, and the numbers are not read until then. `None`: not read.
fn comma_of_column(id: FieldId, column: &NumberColumn, account: &mut Account, guidance: &Guidance) -> Option<Comma> {
    let commas = column.unknown().iter().map(|unknown| unknown.spelling.as_str());
    let commas = commas.filter(|spelling| spelling.contains(',')).collect::<Vec<_>>();
    let parse = |comma: Comma| move |spelling: &&str| comma.parse(spelling);
    let is_only = |comma: Comma, other: Comma| {
        commas.iter().any(|spelling| comma.parse(spelling).is_some() && other.parse(spelling).is_none())
    };
    match (is_only(Comma::Thousands, Comma::Decimal), is_only(Comma::Decimal, Comma::Thousands)) {
        (true, true) => return None,
        (false, true) => return Some(Comma::Decimal),
        (true, false) => return Some(Comma::Thousands),
        (false, false) => (),
    }
    let Some(example) = commas.iter().find(|spelling| Comma::Decimal.parse(spelling).is_some()) else {
        return Some(Comma::Thousands);
    };
    if column.kind == NumberKind::Whole {
        return Some(Comma::Thousands);
    }
    let field = guidance.fields.get(id)?;
    let said = account.read_as.answers.iter().rev().find_map(|answer| match answer {
        ReadingAnswer::CommaIsDecimal { field: heading, decimal } if *heading == field.heading => Some(*decimal),
        _ => None,
    });
    if let Some(decimal) = said {
        return Some(if decimal { Comma::Decimal } else { Comma::Thousands });
    }
    let known = (0..column.len()).filter_map(|pupil| match column.cell(pupil) {
        NumberCell::Known(number) => Some(number),
        _ => None,
    });
    let known = known.fold(None, |range: Option<(u64, u64)>, number| {
        let (least, most) = range.unwrap_or((number, number));
        Some((least.min(number), most.max(number)))
    });
    // Numbers of one column differ by less than this factor.
    let suits = |comma: Comma| {
        let (least, most) = known?;
        let mut numbers = commas.iter().filter_map(parse(comma));
        Some(numbers.all(|number| number <= OF_ONE_SIZE * most && OF_ONE_SIZE * number >= least))
    };
    match (suits(Comma::Thousands), suits(Comma::Decimal)) {
        (Some(true), Some(false)) => Some(Comma::Thousands),
        (Some(false), Some(true)) => Some(Comma::Decimal),
        _ => {
            account.questions.push(question_about_commas(&field.heading, &field.title, example));
            None
        }
    }
}

/// Factor by which numbers of one column differ at most.
const OF_ONE_SIZE: u64 = 10;

fn question_about_commas(field: &str, title: &str, example: &str) -> ReadingQuestion {
    let shown = |comma: Comma| comma.parse(example).map(number_text).unwrap_or_default();
    let (decimal, thousands) = (shown(Comma::Decimal), shown(Comma::Thousands));
    let answer = |decimal| ReadingAnswer::CommaIsDecimal { field: field.to_owned(), decimal };
    ReadingQuestion {
        code: "comma-in-numbers",
        what: format!(
            "{title} holds numbers such as {example}, which may be {decimal} or {thousands}. Until you answer, they are \
             not read."
        ),
        rows: Vec::new(),
        choices: vec![
            ReadingChoice::new(format!("{example} is {decimal}"), answer(true)),
            ReadingChoice::new(format!("{example} is {thousands}"), answer(false)),
        ],
    }
}

impl Comma {
    /// The number, in units of [`ONE`].
    fn parse(self, spelling: &str) -> Option<u64> {
        let text = spelling.strip_prefix('+').unwrap_or(spelling).trim();
        let (group, point) = match self {
            Self::Thousands => (',', '.'),
            Self::Decimal => ('.', ','),
        };
        let (whole, decimals) = match text.split_once(point) {
            Some((whole, decimals)) => (whole, Some(decimals)),
            None => (text, None),
        };
        let whole = without_groups(whole, group)?;
        let plain = decimals.map_or_else(|| whole.clone(), |decimals| format!("{whole}.{decimals}"));
        NumberColumn::new(NumberKind::Number).parse(plain.as_bytes())
    }
}

/// Digits without what stands between groups of three: "1024" of "1,024" or "1 024"; `None`: it is none of that.
fn without_groups(text: &str, group: char) -> Option<String> {
    let groups = text.split([group, ' ', '\'']).collect::<Vec<_>>();
    let (first, others) = groups.split_first()?;
    let fine = others.iter().all(|group| group.len() == 3) && (others.is_empty() || (1..=3).contains(&first.len()));
    fine.then(|| groups.concat())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::guidance::Guidance;
    use crate::intake::decisions::ReadingAnswer;
    use crate::intake::{CohortReader, ReadAs, ReadFile};

    fn read(heading: &str, cells: &[&str]) -> (Vec<String>, Vec<&'static str>) {
        let rows = ('a'..='z').zip(cells).map(|(name, cell)| format!("{name},\"{cell}\"\n"));
        let text = format!("Surname,{heading}\n{}", rows.collect::<String>());
        let ReadFile { cohort, account } =
            CohortReader::read_all(Arc::new(Guidance::shipped().unwrap()), text.as_bytes()).unwrap();
        let (_, column) = cohort.number_columns().next().unwrap();
        let shown = |pupil: usize| match column.cell(pupil) {
            crate::cohort::NumberCell::Unknown => format!("?{}", column.text(pupil)),
            _ => column.text(pupil),
        };
        let notes = account.diagnostics.iter().map(|note| note.code);
        let notes = notes.chain(account.questions.iter().map(|question| question.code));
        ((0..cells.len()).map(shown).collect(), notes.collect())
    }

    #[test]
    fn the_column_decides_the_order_of_day_and_month() {
        let (dates, notes) = read("CareSince", &["10/4/2008", "11/20/1998", "2008-09-30", "", "4.10.08"]);
        assert_eq!(dates, ["2008-10-04", "1998-11-20", "2008-09-30", "", "2008-04-10"]);
        assert_eq!(notes, ["month-first"]);
        let (dates, notes) = read("CareSince", &["10/4/2008", "20/11/1998", "4.10.08", "x"]);
        assert_eq!(
            (dates, notes),
            (["2008-04-10", "1998-11-20", "2008-10-04", "?x"].map(String::from).to_vec(), vec![])
        );
    }

    #[test]
    fn a_column_that_contradicts_itself_is_not_guessed() {
        let (dates, notes) = read("CareSince", &["10/4/2008", "11/20/1998", "20/11/1998", "5/5/2008", "4 Oct 2008"]);
        assert_eq!(dates, ["?10/4/2008", "1998-11-20", "1998-11-20", "2008-05-05", "2008-10-04"]);
        assert_eq!(notes, ["dates-contradict"]);
    }

    #[test]
    fn the_order_of_another_column_serves_where_both_fit() {
        let text = "Surname,DOB,CareSince\nA,9/3/1998,\nB,11/20/1998,10/4/2008\n";
        let guidance = Arc::new(Guidance::shipped().unwrap());
        let cohort = CohortReader::read_all(guidance.clone(), text.as_bytes()).unwrap().cohort;
        let since = guidance.fields.by_heading("CareSince").unwrap();
        assert_eq!(cohort.number_column(since).unwrap().text(1), "2008-10-04");
    }

    #[test]
    fn serial_dates_are_named() {
        assert_eq!(read("CareSince", &["39359", "39182.0"]).0, ["2007-10-04", "2007-04-10"]);
        assert_eq!(read("CareSince", &["39359"]).1, ["serial-dates"]);
    }

    #[test]
    fn the_column_decides_what_a_comma_is() {
        let read = |cells: &[&str]| read("KS4_Points", cells).0;
        assert_eq!(read(&["1,024", "412.5", "+380", "1,024.5"]), ["1024", "412.5", "380", "1024.5"]);
        assert_eq!(read(&["412,5", "1,024", "380", "1.024,5"]), ["412.5", "1.024", "380", "1024.5"]);
        assert_eq!(read(&["412,5", "1,024.5"]), ["?412,5", "?1,024.5"]);
        assert_eq!(read(&["-5", "12,34,5", "95 %", "(12)"]), ["?-5", "?12,34,5", "?95 %", "?(12)"]);
        assert_eq!(read(&["1 024", "1\u{a0}024,0"]), ["1024", "1024"]);
        // Where both fit, the size of the other numbers decides.
        assert_eq!(read(&["1,024", "415", "290.5"]), ["1024", "415", "290.5"]);
        assert_eq!(read(&["412,500", "415", "290"]), ["412.5", "415", "290"]);
        assert_eq!(read(&["412,500", "380,250"]), ["?412,500", "?380,250"]);
    }

    #[test]
    fn what_a_comma_is_is_asked_where_nothing_decides() {
        assert_eq!(read("KS4_Points", &["412,500"]).1, ["comma-in-numbers"]);
        for (decimal, expected) in [(true, "412.5"), (false, "412500")] {
            let answers = vec![ReadingAnswer::CommaIsDecimal { field: "KS4_Points".into(), decimal }];
            let read_as = ReadAs { answers, ..ReadAs::default() };
            let guidance = Arc::new(Guidance::shipped().unwrap());
            let opened = CohortReader::read_all_as(guidance, b"UPN;KS4_Points\n1;412,500\n", read_as).unwrap();
            assert_eq!(opened.cohort.number_columns().next().unwrap().1.text(0), expected);
            assert!(opened.account.questions.is_empty());
        }
    }

    #[test]
    fn sessions_are_whole() {
        let read = |cells: &[&str]| read("Sessions_Possible", cells).0;
        assert_eq!(read(&["380.0", "1,024", "379.5"]), ["380", "1024", "?379.5"]);
        assert_eq!(read(&["380,0", "12,5"]), ["380", "?12,5"]);
    }
}
