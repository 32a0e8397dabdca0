//! NumberColumn and dates whose form the column decides: the order of day and month, and what a comma is.
//!
//! Cells in the forms of RULES 10.1 are read at once; all others are kept as spellings, and understood here, once the
//! whole file is known. In a clean file there are none.

use super::account::Account;
use super::date_forms::{self, DateForm};
use super::diagnostic::{Diagnostic, Severity};
use crate::cohort::number_column::{NumericDate, ONE};
use crate::cohort::{NumberColumn, RowNumbers, UnknownSpelling};
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
    for (_, column) in numbers.into_iter().filter(|(_, column)| !column.unknown().is_empty()) {
        let comma = Comma::of_column(column.unknown());
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
    /// Some dates can only be the one, some only the other.
    Contradictory,
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
    fn order(self, of_file: Self) -> DateOrder {
        match (self.day_first, self.month_first) {
            (true, true) => DateOrder::Contradictory,
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
            (Self::Contradictory, Some(day_first), Some(month_first)) => {
                (day_first == month_first).then_some(day_first)
            }
            (Self::Contradictory, day_first, month_first) => day_first.or(month_first),
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
        let order = evidence.order(of_file);
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
        let month_first =
            (has_order && order != DateOrder::DayFirst).then(|| note_order(order, title, example(&only_month_first)));
        let serial =
            example(&|form| matches!(form, Some(DateForm::Serial(_)))).map(|unknown| note_serial(title, unknown));
        for note in month_first.into_iter().chain(serial) {
            account.note(Diagnostic { column: place, ..note });
        }
        column.settle(&meanings, |date| order.date(date), rows);
    }
}

/// How dates were read that are not day/month/year. `example`: the first that can be nothing else.
fn note_order(order: DateOrder, title: &str, example: Option<&UnknownSpelling>) -> Diagnostic {
    let because = example.map_or_else(
        || ", as other dates of the file are".to_owned(),
        |unknown| format!(": {} can be nothing else", unknown.spelling),
    );
    let row = example.map_or(0, |unknown| unknown.first_row);
    if order == DateOrder::MonthFirst {
        return Diagnostic {
            code: "month-first",
            severity: Severity::Remark,
            row,
            column: None,
            what: format!("{title} is read as month/day/year{because}."),
            remedy: "Look at one of the dates. Dates such as 2008-09-30 can be read in one way only.".into(),
        };
    }
    Diagnostic {
        code: "dates-contradict",
        severity: Severity::Warning,
        row,
        column: None,
        what: format!(
            "{title} holds dates that can only be day/month/year and others that can only be month/day/year{because}."
        ),
        remedy: "Dates that could be either were not read. Write all of them in one order, or as 2008-09-30.".into(),
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

impl Comma {
    /// By the spellings with commas that can be only one of the two; where all can be both, the English one. `None`: they
    /// contradict each other.
    fn of_column(unknown: &[UnknownSpelling]) -> Option<Self> {
        let commas = unknown.iter().map(|unknown| unknown.spelling.as_str()).filter(|spelling| spelling.contains(','));
        let (mut thousands, mut decimal) = (false, false);
        for spelling in commas {
            match (Self::Thousands.parse(spelling), Self::Decimal.parse(spelling)) {
                (Some(_), None) => thousands = true,
                (None, Some(_)) => decimal = true,
                _ => (),
            }
        }
        match (thousands, decimal) {
            (true, true) => None,
            (_, true) => Some(Self::Decimal),
            _ => Some(Self::Thousands),
        }
    }

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
    use crate::intake::{CohortReader, ReadFile};

    fn read(heading: &str, cells: &[&str]) -> (Vec<String>, Vec<&'static str>) {
        let text =
            format!("Surname,{heading}\n{}", cells.iter().map(|cell| format!("x,\"{cell}\"\n")).collect::<String>());
        let ReadFile { cohort, account } =
            CohortReader::read_all(Arc::new(Guidance::shipped().unwrap()), text.as_bytes()).unwrap();
        let (_, column) = cohort.number_columns().next().unwrap();
        let shown = |pupil: usize| match column.cell(pupil) {
            crate::cohort::NumberCell::Unknown => format!("?{}", column.text(pupil)),
            _ => column.text(pupil),
        };
        let notes = account.diagnostics.iter().map(|note| note.code);
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
    }

    #[test]
    fn sessions_are_whole() {
        let read = |cells: &[&str]| read("Sessions_Possible", cells).0;
        assert_eq!(read(&["380.0", "1,024", "379.5"]), ["380", "1024", "?379.5"]);
        assert_eq!(read(&["380,0", "12,5"]), ["380", "?12,5"]);
    }
}
