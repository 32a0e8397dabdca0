//! Conversion tables from a file: a row for each prior level and outcome, or a matrix of both (RULES 6.3).
//!
//! A matrix has prior levels in its first column and outcomes as headings; DfE's published transition matrices are such
//! ones, with a subject in each row and `num_` before each outcome.

use std::collections::BTreeMap;

use super::{ConversionTable, progress_measures};
use crate::cohort::NumberColumn;
use crate::guidance::codes::Outcome;
use crate::guidance::fields::{FieldKind, NumberKind};
use crate::guidance::prior::PriorBy;
use crate::guidance::{CodeList, Edition, Guidance, Measure, PriorRule};
use crate::intake::csv::{CsvRecord, Tokenizer};
use crate::text::cell;

/// What columns are called, without spaces and signs.
const PRIOR: [&str; 4] = ["prior", "priorlevel", "priorattainment", "from"];
const OUTCOME: [&str; 5] = ["outcome", "result", "level", "grade", "to"];
const VALUE: [&str; 9] = ["pupils", "count", "number", "n", "percent", "percentage", "%", "share", "chance"];
const SUBJECT: [&str; 2] = ["subject", "for"];
const BREAKDOWN: &str = "breakdown";
/// Columns and rows of sums.
const SUMS: [&str; 6] = ["total", "all", "allgrades", "n", "pupils", "sum"];
/// Prefixes of the outcomes in DfE's matrices: pupils; and percentages, which repeat them.
const PUPILS_OF: &str = "num_";
const SHARE_OF: &str = "perc_";
/// Cells without a number.
const NOTHING: [&str; 4] = ["", "-", "z", "\u{2013}"];
/// Delimiters looked for.
const SEPARATORS: [u8; 3] = *b",;\t";
/// Numbers are kept in thousandths: percentages have decimals.
const THOUSANDTH: u64 = crate::cohort::number_column::ONE / 1_000;

/// A row of the file, with its number as a spreadsheet counts.
pub(crate) type ImportRow = (u32, Vec<String>);

/// The tables of a text, by the result that they lead to. `result` is meant where no column says so.
///
/// # Errors
/// Says in which row what is not understood, and what to do; nothing is read then.
pub fn read(
    text: &str,
    result: &str,
    stage: &str,
    guidance: &Guidance,
    edition: &Edition,
) -> Result<Vec<(String, ConversionTable)>, String> {
    let lines = split_rows(text);
    let (headings, rows) = lines.split_first().ok_or("The file is empty. Choose one with a table.")?;
    let columns = ImportColumns::new(&headings.1);
    let mut tables = BTreeMap::new();
    for (number, cells) in rows.iter().filter(|line| columns.is_pupil_row(line)) {
        let wrong = |what: String| format!("Row {number}: {what}");
        let subject = columns.subject.and_then(|column| cells.get(column)).map_or(result, String::as_str);
        let target =
            ImportTarget::new(subject, stage, columns.prior_name(&headings.1), guidance, edition).map_err(wrong)?;
        let (_, table) =
            tables.entry(target.result.to_owned()).or_insert_with(|| (0, ConversionTable::new(target.rule.clone())));
        columns.add_row(&headings.1, cells, &target, guidance, table).map_err(wrong)?;
    }
    let tables =
        tables.into_iter().map(|(result, (_, table))| (result, table)).collect::<Vec<(String, ConversionTable)>>();
    let some = tables.iter().any(|(_, table)| table.priors().next().is_some());
    if some {
        Ok(tables)
    } else {
        Err("No row of the file has a prior level and a number. Its first column should hold prior levels such as 2b, its headings outcomes such as 4.".into())
    }
}

/// The rows of a text that are not blank, each with its number; the delimiter is the one that its first line has most of.
pub(crate) fn split_rows(text: &str) -> Vec<ImportRow> {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    let separator = SEPARATORS.into_iter().max_by_key(|separator| {
        // The comma if none of them occurs.
        (first.bytes().filter(|byte| byte == separator).count(), *separator == SEPARATORS[0])
    });
    let mut lines = Vec::new();
    Tokenizer::new(separator.unwrap_or(SEPARATORS[0])).push(text.as_bytes(), true, &mut |row: CsvRecord| {
        if row.fault.is_none() && !row.is_blank(cell::is_empty) {
            let cells = (0..row.len()).map(|index| cell::clean_text(&row.field(index)).into_owned()).collect();
            lines.push((row.number, cells));
        }
    });
    lines
}

/// A word without what is ignored in matching.
fn plain(word: &str) -> String {
    word.chars().filter(|letter| letter.is_alphanumeric() || *letter == '%').flat_map(char::to_lowercase).collect()
}

/// Which column is what.
struct ImportColumns {
    prior: usize,
    subject: Option<usize>,
    breakdown: Option<usize>,
    /// Outcome and value, of a file with a row for each.
    tidy: Option<(usize, usize)>,
    /// It is one of DfE's matrices.
    published: bool,
}

impl ImportColumns {
    fn new(headings: &[String]) -> Self {
        let words = headings.iter().map(|heading| plain(heading)).collect::<Vec<_>>();
        let find = |names: &[&str]| words.iter().position(|word| names.contains(&word.as_str()));
        let of_stage = || words.iter().position(|word| stage_of(word).is_some());
        let (outcome, value) = (find(&OUTCOME), find(&VALUE));
        Self {
            prior: find(&PRIOR).or_else(of_stage).unwrap_or_default(),
            subject: find(&SUBJECT),
            breakdown: find(&[BREAKDOWN]),
            tidy: outcome.zip(value),
            published: headings.iter().any(|heading| heading.starts_with(PUPILS_OF)),
        }
    }

    fn prior_name<'a>(&self, headings: &'a [String]) -> &'a str {
        headings.get(self.prior).map_or("", String::as_str)
    }

    /// It is a row of pupils: no sum, and of a published matrix not one of boys, girls, …
    fn is_pupil_row(&self, (_, cells): &ImportRow) -> bool {
        let cell = |column: usize| cells.get(column).map(|cell| plain(cell)).unwrap_or_default();
        let prior = cell(self.prior);
        let whole = self.breakdown.is_none_or(|column| SUMS.contains(&cell(column).as_str()));
        whole && !prior.is_empty() && !SUMS.contains(&prior.as_str())
    }

    fn add_row(
        &self,
        headings: &[String],
        cells: &[String],
        target: &ImportTarget,
        guidance: &Guidance,
        table: &mut ConversionTable,
    ) -> Result<(), String> {
        let cell = |column: usize| cells.get(column).map_or("", String::as_str);
        let prior = target.prior(cell(self.prior), guidance)?;
        if let Some((outcome, value)) = self.tidy {
            let text = cell(outcome);
            let outcome = target.outcome(text).ok_or_else(|| target.no_outcome(text))?;
            table.add(prior, outcome, value_of(cell(value))?);
            return Ok(());
        }
        let others = [Some(self.prior), self.subject, self.breakdown];
        for (column, heading) in headings.iter().enumerate().filter(|(column, _)| !others.contains(&Some(*column))) {
            if self.published != heading.starts_with(PUPILS_OF) || heading.starts_with(SHARE_OF) {
                continue;
            }
            match target.outcome(heading.trim_start_matches(PUPILS_OF)) {
                Some(outcome) => table.add(prior, outcome, value_of(cell(column))?),
                None if self.published || SUMS.contains(&plain(heading).as_str()) || heading.is_empty() => (),
                None => return Err(target.no_outcome(heading)),
            }
        }
        Ok(())
    }
}

/// "2" of "ks2prior": the key stage that a heading names.
fn stage_of(word: &str) -> Option<char> {
    word.strip_prefix("ks")?.chars().next().filter(char::is_ascii_digit)
}

/// What a row leads to.
struct ImportTarget<'a> {
    result: &'a str,
    rule: PriorRule,
    list: &'a CodeList,
}

impl<'a> ImportTarget<'a> {
    fn new(
        subject: &str,
        stage: &str,
        prior: &str,
        guidance: &'a Guidance,
        edition: &'a Edition,
    ) -> Result<Self, String> {
        let of_stage = || progress_measures(edition).filter(|(measure, _)| measure.stage == stage);
        let short = |measure: &Measure| {
            let field = measure.outcome.first().and_then(|result| guidance.fields.get_heading(result));
            field.map(|field| field.short.clone()).unwrap_or_default()
        };
        let meant = |measure: &Measure| {
            let (subject, short) = (plain(subject), plain(&short(measure)));
            let heading = measure.outcome.first().map(|result| plain(result)).unwrap_or_default();
            !subject.is_empty() && (subject == heading || is_same_subject(&subject, &short))
        };
        let names =
            || crate::text::phrases::list_or(&of_stage().map(|(measure, _)| short(measure)).collect::<Vec<_>>());
        let (measure, rule) = of_stage().find(|(measure, _)| meant(measure)).ok_or_else(|| match subject {
            "" => {
                format!("the table does not say which result it leads to. Choose {}, or add a column Subject.", names())
            }
            other => {
                format!("there is no table to \u{201c}{other}\u{201d} at {stage}. Write {} as the subject.", names())
            }
        })?;
        let result = measure.outcome.first().ok_or("there is no such result.")?;
        let list = match guidance.fields.get_heading(result).map(|field| field.kind) {
            Some(FieldKind::Coded(list)) => guidance.codes.list(list),
            _ => None,
        };
        let rule = own_prior(prior, result, rule, guidance).unwrap_or_else(|| rule.clone());
        Ok(Self { result, rule, list: list.ok_or("there is no such result.")? })
    }

    /// The prior level as tables hold it.
    fn prior(&self, text: &str, guidance: &Guidance) -> Result<u8, String> {
        let level = text.strip_prefix("Level ").or_else(|| text.strip_prefix("level ")).unwrap_or(text);
        level_key(level, &self.rule, guidance).ok_or_else(|| {
            format!(
                "\u{201c}{text}\u{201d} is no prior level. Write levels as in the pupils\u{2019} file, such as 2b or 3; \
                 scaled scores cannot be used for pupils with levels."
            )
        })
    }

    /// An outcome; `None`: it is not one.
    fn outcome(&self, text: &str) -> Option<Outcome> {
        let text = text.trim().trim_end_matches('%').trim();
        let text = text.strip_prefix("Level ").unwrap_or(text);
        self.list.outcome(self.list.parse(text.as_bytes())?)
    }

    fn no_outcome(&self, text: &str) -> String {
        format!("\u{201c}{text}\u{201d} is no outcome. {}", self.list.hint)
    }
}

/// A subject by its first letters: "Mathematics" is "maths", "English Language" is "English".
fn is_same_subject(one: &str, other: &str) -> bool {
    one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count() >= 4.min(other.len()).max(1)
}

/// The prior attainment that the file names by its key stage, where that is another than the edition's own.
fn own_prior(heading: &str, result: &str, rule: &PriorRule, guidance: &Guidance) -> Option<PriorRule> {
    let stage = stage_of(&plain(heading))?;
    let (_, subject) = result.split_once('_')?;
    let field = guidance.fields.get_heading(&format!("KS{stage}_{subject}"))?;
    let other = !rule.results.contains(&field.heading);
    other.then(|| PriorRule { results: vec![field.heading.clone()], by: PriorBy::Points, one_is_enough: false })
}

/// A level as the tables of this prior attainment hold it.
pub fn level_key(level: &str, rule: &PriorRule, guidance: &Guidance) -> Option<u8> {
    let list = guidance.codes.levels()?;
    let code = list.parse(level.trim().as_bytes())?;
    match rule.by {
        PriorBy::Points if rule.results.len() == 1 => list.rank(code),
        PriorBy::MeanLevel => list.rank(code),
        by => guidance.codes.average_level(list.points(code)?.into(), 1, by),
    }
}

/// How a level that tables hold is written: "2b".
pub fn level_name(level: u8, rule: &PriorRule, guidance: &Guidance) -> String {
    let Some(list) = guidance.codes.levels() else { return String::new() };
    let is = |code: &str| level_key(code, rule, guidance) == Some(level);
    let whole = list.code_of_rank(level).and_then(|code| list.entry(code)).filter(|entry| is(&entry.code));
    let entry = whole.or_else(|| list.entries().map(|(_, entry)| entry).filter(|entry| is(&entry.code)).last());
    entry.map(|entry| entry.code.clone()).unwrap_or_default()
}

/// A number of pupils or a percentage, in thousandths.
fn value_of(text: &str) -> Result<u64, String> {
    let text = text.trim_end_matches('%').trim().replace(',', "");
    if NOTHING.contains(&text.to_lowercase().as_str()) {
        return Ok(0);
    }
    let number = NumberColumn::new(NumberKind::Number).parse(text.as_bytes()).map(|number| number / THOUSANDTH);
    number.ok_or_else(|| format!("\u{201c}{text}\u{201d} is no number. Write pupils (12) or percentages (12.5)."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::Exact;

    fn tables(text: &str, result: &str, stage: &str) -> Result<Vec<(String, ConversionTable)>, String> {
        let guidance = Guidance::shipped().unwrap();
        let edition = guidance.edition("2009").unwrap();
        read(text, result, stage, &guidance, edition)
    }

    fn maths(text: &str) -> ConversionTable {
        let mut tables = tables(text, "KS2_Maths", "Key Stage 2").unwrap();
        assert_eq!(tables.len(), 1);
        tables.remove(0).1
    }

    /// 2c: 10 of 40 reach level 5, 20 level 4, 10 level 3; 2b: level 4 and 5 alike, so the higher.
    const MATRIX: &str = "Prior,3,4,5,Total\n2c,10,20,10,40\nLevel 2b,0,50%,50%,100\nTotal,10,70,60,140\n";
    const TIDY: &str = "Subject;Prior;Outcome;Pupils\nMathematics;2c;3;10\nMaths;2c;4;20\nmaths;2c;5;10\n\
                        KS2_Maths;2b;4;1,000\nmaths;2b;5;1000\n";

    #[test]
    fn a_matrix_and_a_row_for_each_say_the_same() {
        for table in [maths(MATRIX), maths(TIDY)] {
            let row = table.row(21).unwrap();
            assert_eq!(row.most_likely(), Some(Outcome::Rank(4)));
            assert_eq!(row.share(4).unwrap().lowest_terms(), Exact { numerator: 3, denominator: 4 });
            assert_eq!(table.row(22).unwrap().most_likely(), Some(Outcome::Rank(5)));
            for (_, row) in table.priors() {
                let nothing = Exact { numerator: 0, denominator: 1 };
                let sum = row.chances().into_iter().fold(nothing, |sum, (_, chance)| sum.plus(chance));
                assert_eq!(sum.numerator, sum.denominator);
            }
        }
    }

    #[test]
    fn the_published_form() {
        let text = "time_period,breakdown_topic,breakdown,ks2_prior_group,subject,num_A,num_C,num_U,num_covid,all_grades,perc_A\n\
                    202324,Total,Total,4,English Language,1,2,1,0,4,25\n202324,Sex,Girls,4,English Language,9,9,9,0,27,33\n\
                    202324,Total,Total,5,Mathematics,3,1,z,0,4,75\n";
        let tables = tables(text, "", "Key Stage 4").unwrap();
        let names = tables.iter().map(|(result, _)| result.as_str()).collect::<Vec<_>>();
        assert_eq!(names, ["KS4_English", "KS4_Maths"]);
        let (_, english) = &tables[0];
        assert_eq!(english.prior.results, ["KS2_English"]);
        assert_eq!(english.row(4).unwrap().most_likely(), Some(Outcome::Rank(40)));
        let scores = text.replace(",4,English", ",Less than 80,English");
        let why = self::tables(&scores, "", "Key Stage 4").unwrap_err();
        assert!(why.starts_with("Row 2: \u{201c}Less than 80\u{201d} is no prior level."), "{why}");
    }

    #[test]
    fn what_is_not_understood_is_named_with_its_row() {
        let why = |text: &str| tables(text, "KS2_Maths", "Key Stage 2").unwrap_err();
        assert!(why("Prior,3,4\n2c,1,2\n7x,1,2\n").starts_with("Row 3: \u{201c}7x\u{201d} is no prior level."));
        assert!(why("Prior,3,four\n2c,1,2\n").starts_with("Row 2: \u{201c}four\u{201d} is no outcome."));
        assert!(why("Prior,3,4\n2c,1,many\n").starts_with("Row 2: \u{201c}many\u{201d} is no number."));
        assert!(why("").contains("empty"));
        assert!(why("Prior,3\n").contains("No row"));
        assert!(tables(MATRIX, "", "Key Stage 2").unwrap_err().contains("Choose English or Maths"));
    }

    #[test]
    fn levels_by_their_names() {
        let guidance = Guidance::shipped().unwrap();
        let rule = maths(MATRIX).prior;
        let names = [0, 12, 21, 22, 23, 32].map(|level| level_name(level, &rule, &guidance));
        assert_eq!(names, ["W", "1b", "2c", "2b", "2a", "3b"]);
    }
}
