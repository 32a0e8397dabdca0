//! RULES 10.1: dates, whose order of day and month the column decides.

use super::groups::days_in_month;
use super::table::ReferencePupil;

/// Writes the dates of a column as year-month-day; what is no date, or could be two, is understood no more.
pub fn settle(heading: &str, pupils: &mut [&mut ReferencePupil]) {
    let numeric: Vec<[i128; 3]> = pupils.iter().filter_map(|pupil| numeric(pupil.cell(heading))).collect();
    let fits = |[a, b, year]: [i128; 3]| (is_day(year, b, a), is_day(year, a, b));
    let day_first = numeric.iter().any(|date| fits(*date) == (true, false));
    let month_first = numeric.iter().any(|date| fits(*date) == (false, true));
    for pupil in pupils.iter_mut().filter(|pupil| !pupil.cell(heading).is_empty()) {
        let date = match numeric_or_certain(pupil.cell(heading)) {
            Some(Form::Certain(date)) => Some(date),
            Some(Form::Numeric(date)) => {
                let [a, b, year] = date;
                match fits(date) {
                    (true, true) if a != b && day_first && month_first => None,
                    (true, _) if day_first || !month_first => Some([year, b, a]),
                    (_, true) if month_first => Some([year, a, b]),
                    _ => None,
                }
            }
            None => None,
        };
        match date {
            Some([year, month, day]) => pupil.write(heading, format!("{year:04}-{month:02}-{day:02}")),
            None => pupil.doubt(heading),
        }
    }
}

enum Form {
    Certain([i128; 3]),
    Numeric([i128; 3]),
}

fn is_day(year: i128, month: i128, day: i128) -> bool {
    (1..=days_in_month(year, month)).contains(&day)
}

fn numeric_or_certain(text: &str) -> Option<Form> {
    numeric(text).map(Form::Numeric).or_else(|| certain(text).map(Form::Certain))
}

fn number(text: &str) -> Option<i128> {
    let is_digits = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    is_digits.then(|| text.parse().ok()).flatten()
}

/// Two numbers and a year.
fn numeric(text: &str) -> Option<[i128; 3]> {
    let parts: Vec<&str> = text.split(['/', '.']).collect();
    let [a, b, year] = parts.as_slice() else { return None };
    let fine = a.len() <= 2 && b.len() <= 2 && year.len() == 4;
    fine.then(|| Some([number(a)?, number(b)?, number(year)?])).flatten()
}

/// Year, month and day, however the column is read.
fn certain(text: &str) -> Option<[i128; 3]> {
    let months = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october"];
    let iso = text.strip_suffix("T00:00:00").unwrap_or(text);
    let dashed: Vec<&str> = iso.split('-').collect();
    let spaced: Vec<&str> = text.split(' ').collect();
    let [year, month, day] = match (dashed.as_slice(), spaced.as_slice()) {
        ([year, month, day], _) if year.len() == 4 && month.len() == 2 && day.len() == 2 => {
            [number(year)?, number(month)?, number(day)?]
        }
        (_, [day, month, year]) => {
            let month = months.iter().position(|name| *name == month.to_lowercase())? as i128 + 1;
            [number(year)?, month, number(day)?]
        }
        (_, [serial]) if serial.len() == 5 => return number(serial).map(of_serial),
        _ => return None,
    };
    is_day(year, month, day).then_some([year, month, day])
}

/// Spreadsheets count days from 30 December 1899.
fn of_serial(days: i128) -> [i128; 3] {
    let (mut year, mut month, mut day) = (1899, 12, 30);
    for _ in 0..days {
        day += 1;
        if day > days_in_month(year, month) {
            (month, day) = (month + 1, 1);
        }
        if month > 12 {
            (year, month) = (year + 1, 1);
        }
    }
    [year, month, day]
}
