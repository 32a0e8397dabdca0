//! CSV text to pupils: RULES 2.3 (set aside, no row, first of two headings) and 10.1 (headings).

use std::collections::HashMap;

use super::scales::Scales;
use super::{attendance, dates, early_years, scales};

/// RULES 10.1: the columns that figures are made of.
const COLUMNS: [&str; 16] = [
    "UPN",
    "NCYear",
    "Class",
    "School",
    "Sex",
    "Ethnicity",
    "EthnicityExt",
    "FSM",
    "EAL",
    "SEN",
    "InCare",
    "CareSince",
    "GiftedTalented",
    "KS1_Reading",
    "KS1_Writing",
    "KS1_Maths",
];

/// RULES 10.1: the columns that `Target_` and `FFTA_` … `FFTD_` may stand before.
const OUTCOMES: [&str; 10] = [
    "KS2_English",
    "KS2_Maths",
    "KS2_Science",
    "KS3_English",
    "KS3_Maths",
    "KS3_Science",
    "KS4_English",
    "KS4_Maths",
    "KS4_AtoC",
    "KS4_Points",
];
const PREFIXES: [&str; 6] = ["", "Target_", "FFTA_", "FFTB_", "FFTC_", "FFTD_"];

/// One row that is a pupil: heading of RULES 10.1 to trimmed cell.
pub struct ReferencePupil {
    cells: HashMap<String, String>,
}

impl ReferencePupil {
    /// The trimmed cell under a heading of RULES 10.1. A column absent from the file is blank, and so are a short
    /// row's missing cells (RULES 2.3).
    pub fn cell(&self, heading: &str) -> &str {
        self.cells.get(heading).map_or("", String::as_str)
    }

    /// Writes the cell in another way.
    pub fn write(&mut self, heading: &str, text: String) {
        self.cells.insert(heading.to_string(), text);
    }

    /// The cell is understood no more: it is neither blank nor a code.
    pub fn doubt(&mut self, heading: &str) {
        if let Some(cell) = self.cells.get_mut(heading) {
            cell.insert(0, '?');
        }
    }
}

/// A file's headings and its pupils.
pub struct ReferenceCohort {
    headings: Vec<String>,
    pub pupils: Vec<ReferencePupil>,
}

impl ReferenceCohort {
    pub fn has(&self, heading: &str) -> bool {
        self.headings.iter().any(|known| known == heading)
    }

    pub fn has_all(&self, headings: &[String]) -> bool {
        headings.iter().all(|heading| self.has(heading))
    }

    /// Cells whose codes are in doubt are understood no more (RULES 1.1).
    pub fn settled(mut self, scales: Scales) -> ReferenceCohort {
        scales::settle(&self.headings, &mut self.pupils, scales);
        self
    }
}

/// RULES 10.1: any case, spaces, `_`, `-` and `.` ignored.
fn plain(heading: &str) -> String {
    heading.trim().to_lowercase().replace([' ', '_', '-', '.'], "")
}

/// The heading that a file's heading means; one that means none is kept as it is.
fn meaning(heading: &str, known: &[String]) -> String {
    let known = known.iter().find(|column| plain(column) == plain(heading));
    known.cloned().unwrap_or(heading.to_string())
}

/// The headings of RULES 10.1.
fn known_headings() -> Vec<String> {
    let outcomes = (PREFIXES.iter()).flat_map(|prefix| OUTCOMES.map(|outcome| format!("{prefix}{outcome}")));
    let others =
        COLUMNS.iter().chain(&early_years::SCALES).chain(&attendance::COLUMNS).map(|column| column.to_string());
    outcomes.chain(others).collect()
}

/// Headings in the first row, pupils below.
pub fn read(text: &str) -> ReferenceCohort {
    let mut cohort = read_in(text, &known_headings(), scales::SCALES);
    let chances = scales::chance_columns(&cohort.headings, &cohort.pupils);
    cohort.headings.retain(|heading| !chances.contains(heading));
    cohort.settled(scales::SCALES)
}

/// The same with these headings and scales; the codes that are in doubt are not settled yet.
pub fn read_in(text: &str, known: &[String], scales: Scales) -> ReferenceCohort {
    let mut rows = rows_of(text).into_iter();
    let first_row = rows.next().unwrap_or_default();
    let mut headings: Vec<String> = first_row.iter().map(|cell| meaning(cell, known)).collect();
    while headings.last().is_some_and(String::is_empty) {
        headings.pop(); // so that the last heading is one with a name
    }
    let mut rows: Vec<Row> = (rows.filter(|row| row.iter().any(|cell| !cell.is_empty()))) // RULES 2.3: no row
        .map(|row| Row {
            pupil: ReferencePupil { cells: cells_of(&headings, &row) },
            too_long: row.iter().skip(headings.len()).any(|cell| !cell.is_empty()),
        })
        .collect();
    let shown = codes_shown(&rows);
    let mut read: Vec<&mut ReferencePupil> =
        rows.iter_mut().filter(|row| !row.too_long).map(|row| &mut row.pupil).collect();
    scales::settle_flags(&headings, &mut read, scales);
    dates::settle("CareSince", &mut read);
    let mut pupils = without_repetitions(rows, scales);
    for pupil in &mut pupils {
        let code = shown[&school_key(pupil.cell("School"))].clone();
        pupil.cells.entry("School".to_string()).and_modify(|cell| *cell = code);
    }
    ReferenceCohort { headings, pupils }
}

/// A row that is not blank.
struct Row {
    pupil: ReferencePupil,
    /// RULES 2.3: a cell beyond the last heading.
    too_long: bool,
}

/// The longest spelling of each school's code is shown: spreadsheets take zeros away.
fn codes_shown(rows: &[Row]) -> HashMap<String, String> {
    let mut schools: HashMap<String, String> = HashMap::new();
    for row in rows {
        let code = row.pupil.cell("School");
        let shown = schools.entry(school_key(code)).or_default();
        if shown.len() < code.len() {
            *shown = code.to_string();
        }
    }
    schools
}

fn without_repetitions(rows: Vec<Row>, scales: Scales) -> Vec<ReferencePupil> {
    let mut earlier: Vec<EarlierRow> = Vec::new();
    let mut pupils: Vec<ReferencePupil> = Vec::new();
    for Row { pupil, too_long } in rows {
        let again = earlier.iter().find(|row| !pupil.cell("UPN").is_empty() && row.is_of(&pupil));
        match again.map(|row| row.pupil) {
            Some(Some(index)) if !too_long => put_together(&mut pupils[index], &pupil, scales),
            Some(_) => (),
            None => {
                let index = (!too_long).then_some(pupils.len());
                earlier.push(EarlierRow { cells: pupil.cells.clone(), pupil: index });
                pupils.extend((!too_long).then_some(pupil));
            }
        }
    }
    pupils
}

/// RULES 2.3: zeros before a school's code and signs in it make no difference, nor do the case and spaces of a
/// name (of four letters and more; shorter ones are codes).
pub fn school_key(code: &str) -> String {
    let number = code.replace(['/', '-', ' '], "");
    if !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()) {
        return number.trim_start_matches('0').to_string();
    }
    if code.len() < 4 { code.to_string() } else { code.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase() }
}

/// RULES 2.3: a cell is compared after cleaning. A final `.0` of a whole number is no part of it.
fn clean(cell: &str) -> String {
    let cell = cell.trim().trim_start_matches('\'').trim();
    match cell.split_once('.') {
        Some((whole, "0")) if !whole.is_empty() && whole.chars().all(|c| c.is_ascii_digit()) => whole.to_string(),
        _ => cell.to_string(),
    }
}

fn rows_of(text: &str) -> Vec<Vec<String>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
        .records()
        .map(|record| record.expect("a str is UTF-8"))
        .map(|record| record.iter().map(clean).collect())
        .collect()
}

/// RULES 2.3: of two headings with one meaning the first is read.
fn cells_of(headings: &[String], row: &[String]) -> HashMap<String, String> {
    let mut cells = HashMap::new();
    for (heading, cell) in headings.iter().zip(row) {
        cells.entry(heading.clone()).or_insert(cell.clone());
    }
    cells
}

/// A row that is no repetition; `pupil`: its place among the pupils, if it is one.
struct EarlierRow {
    cells: HashMap<String, String>,
    pupil: Option<usize>,
}

impl EarlierRow {
    /// RULES 2.3: the same UPN and school, and no other name. A blank UPN is no UPN.
    fn is_of(&self, pupil: &ReferencePupil) -> bool {
        let cell = |heading: &str| self.cells.get(heading).map_or("", String::as_str);
        let names = ["Surname", "Forename"];
        let contradicts = |heading: &&str| {
            let (one, other) = (cell(heading).to_lowercase(), pupil.cell(heading).to_lowercase());
            !one.is_empty() && !other.is_empty() && one != other
        };
        let upn = |text: &str| {
            let upn = text.replace(' ', "").to_uppercase();
            let undivided = upn.replace(['-', '/'], "");
            if undivided.len() == 13 { undivided } else { upn }
        };
        upn(cell("UPN")) == upn(pupil.cell("UPN"))
            && school_key(cell("School")) == school_key(pupil.cell("School"))
            && !names.iter().any(contradicts)
    }
}

/// RULES 2.3: rows of one pupil that do not contradict each other are put together.
fn put_together(earlier: &mut ReferencePupil, later: &ReferencePupil, scales: Scales) {
    let contradicts = |(heading, cell): (&String, &String)| {
        let known = earlier.cell(heading);
        !known.is_empty() && !cell.is_empty() && normal(heading, known, scales) != normal(heading, cell, scales)
    };
    if later.cells.iter().any(contradicts) {
        return;
    }
    for (heading, cell) in &later.cells {
        let known = earlier.cells.entry(heading.clone()).or_default();
        if known.is_empty() {
            known.clone_from(cell);
        }
    }
}

/// One form for the ways to write a value.
fn normal(heading: &str, value: &str, scales: Scales) -> String {
    let value = value.to_lowercase();
    match (heading, value.as_str()) {
        ("School", _) => school_key(&value),
        ("NCYear", "year 6" | "06") => "6".into(),
        _ => scales.code(heading, &value).unwrap_or(value),
    }
}
