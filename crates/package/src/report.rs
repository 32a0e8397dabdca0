//! What the engine answers, as values for JavaScript.

use ambition_engine::intake::ReadFile;
use ambition_engine::intake::decisions::ReadingChoice;
use ambition_engine::intake::diagnostic::column_letters;
use ambition_engine::report::reading;
use ambition_engine::report::value::CellValue;
use ambition_engine::report::workbook::WorkbookSheet;
use serde::de::DeserializeOwned;

use crate::values::{
    ChoiceLine, DecisionLine, DiagnosticLine, OpenedFile, Problem, ProblemCode, QuestionLine, RejectedLine, ScreenTable,
};

/// How a file was read; what it is held against is still to be filled in.
pub fn opened_file(file: &ReadFile) -> OpenedFile {
    let account = &file.account;
    let rejected = account.rejected.iter().map(|row| RejectedLine {
        row: row.row,
        code: reading::code(row.reason).to_owned(),
        what: reading::reason(row.reason),
        remedy: reading::remedy(row.reason).to_owned(),
    });
    let decisions = account.decisions.iter().map(|decision| DecisionLine {
        code: decision.code.to_owned(),
        what: decision.what.clone(),
        instead: decision.instead.as_ref().map(choice),
    });
    let diagnostics = account.diagnostics.iter().map(|note| DiagnosticLine {
        code: note.code.to_owned(),
        severity: note.severity.name().to_owned(),
        row: note.row,
        column: note.column.map(column_letters).unwrap_or_default(),
        what: note.what.clone(),
        remedy: note.remedy.clone(),
    });
    let questions = account.questions.iter().map(|question| QuestionLine {
        code: question.code.to_owned(),
        what: question.what.clone(),
        choices: question.choices.iter().map(choice).collect(),
    });
    OpenedFile {
        edition: String::new(),
        edition_name: String::new(),
        rows: account.rows,
        pupils: u32::try_from(file.cohort.len()).unwrap_or(u32::MAX),
        rejected: rejected.collect(),
        decisions: decisions.collect(),
        diagnostics: diagnostics.collect(),
        questions: questions.collect(),
    }
}

fn choice(choice: &ReadingChoice) -> ChoiceLine {
    ChoiceLine { label: choice.label.clone(), answer: choice.answer.clone() }
}

/// The rows of a CSV that the engine wrote.
///
/// # Errors
/// When they are not of this type, which would be a fault in the engine.
pub fn rows<T: DeserializeOwned>(csv: &str) -> Result<Vec<T>, Problem> {
    let rows = csv::Reader::from_reader(csv.as_bytes()).into_deserialize().collect::<Result<_, _>>();
    rows.map_err(|error| {
        let remedy = "Please report it with the file, or with one like it.";
        Problem::new(ProblemCode::Breakdown, "", error.to_string(), remedy)
    })
}

/// A table of a screen.
pub fn screen_table(sheet: &WorkbookSheet) -> ScreenTable {
    let mut rows = sheet.rows.iter().map(|row| row.iter().map(CellValue::to_string).collect());
    ScreenTable { title: sheet.name.clone(), columns: rows.next().unwrap_or_default(), rows: rows.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::{FigureRow, FindingRow};

    #[test]
    fn a_cell_with_nothing_in_it_is_no_number() {
        let csv = "edition,school,group_by,group,measure,basis,achieved,eligible,missing,left_out,value\n\
                   e,,all,all,m,target,,12,0,3,69.4444\n";
        let row = rows::<FigureRow>(csv).unwrap().remove(0);
        assert_eq!((row.achieved, row.eligible, row.value), (None, Some(12), Some(69.4444)));
        let csv = "edition,school,measure,code,pupils,paragraph,message\ne,,m,c,3,p,\"a, b\"\n";
        let row = rows::<FindingRow>(csv).unwrap().remove(0);
        assert_eq!((row.pupils, row.message.as_str()), (3, "a, b"));
    }

    #[test]
    fn a_row_of_another_kind_is_a_breakdown() {
        assert_eq!(rows::<FindingRow>("a\nb\n").unwrap_err().code, ProblemCode::Breakdown);
    }
}
