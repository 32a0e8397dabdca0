//! What the file leaves open, what the reader decided by itself, and what the user answered.

use super::open_file::OpenFile;
use crate::intake::account::Account;
use crate::intake::decisions::{ReadingAnswer, ReadingChoice, ReadingDecision, ReadingQuestion};
use crate::intake::diagnostic::column_letters;
use crate::intake::table::layout::FirstRow;
use crate::screens::{ChoiceButton, DecisionView, PreviewRow, QuestionView, RowsInView};
use crate::session::command::Command;
use crate::session::words::answer_words;
use crate::text::phrases::{capitalise, number_in_words};

/// Columns shown of a row.
const COLUMNS: usize = 12;

pub(crate) fn questions(file: &OpenFile) -> Vec<QuestionView> {
    let question = |question: &ReadingQuestion| QuestionView {
        code: question.code.to_owned(),
        what: question.what.clone(),
        rows: in_view(&question.rows, file.account),
        choices: question.choices.iter().map(|offered| choice(file, offered)).collect(),
    };
    file.account.questions.iter().map(question).collect()
}

/// Those that one press takes back together come last, with the one button for them.
pub(crate) fn decisions(file: &OpenFile) -> Vec<DecisionView> {
    let is_of_table = |decision: &&ReadingDecision| {
        decision.instead.as_ref().is_some_and(|instead| instead.answer == ReadingAnswer::AsItStands)
    };
    let (of_table, others) = file.account.decisions.iter().partition::<Vec<_>, _>(is_of_table);
    let decision = |decision: &ReadingDecision| DecisionView {
        code: decision.code.to_owned(),
        what: decision.what.clone(),
        rows: in_view(&decision.rows, file.account),
        instead: decision.instead.as_ref().map(|offered| choice(file, offered)),
    };
    let mut views = others.into_iter().chain(of_table.iter().copied()).map(decision).collect::<Vec<_>>();
    if of_table.len() > 1 {
        for (place, view) in views.iter_mut().rev().take(of_table.len()).enumerate() {
            let label = format!("Undo these {}: read the table as it stands", number_in_words(of_table.len()));
            view.instead = view.instead.take().filter(|_| place == 0).map(|instead| ChoiceButton { label, ..instead });
        }
    }
    views
}

/// What was answered in words, each with what takes it back.
pub(crate) fn answers(file: &OpenFile) -> Vec<ChoiceButton> {
    let answer = |answer: &ReadingAnswer| ChoiceButton {
        label: capitalise(&answer_words(answer)),
        command: file.command(Command::WithdrawAnswer { answer: answer.clone() }),
    };
    file.account.read_as.answers.iter().map(answer).collect()
}

fn choice(file: &OpenFile, choice: &ReadingChoice) -> ChoiceButton {
    let command = file.command(Command::Answer { answer: choice.answer.clone() });
    ChoiceButton { label: choice.label.clone(), command }
}

/// The rows with the columns in which one of them has anything.
fn in_view(rows: &[FirstRow], account: &Account) -> RowsInView {
    let cell = |row: &FirstRow, column: usize| row.cells.get(column).cloned().unwrap_or_default();
    let widest = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let filled = (0..widest).filter(|column| rows.iter().any(|row| !cell(row, *column).trim().is_empty()));
    let columns = filled.take(COLUMNS).collect::<Vec<_>>();
    let heading = |column: &usize| {
        let text = account.headings.texts.get(*column).filter(|text| !text.trim().is_empty());
        text.cloned().unwrap_or_else(|| column_letters(*column))
    };
    let row = |row: &FirstRow| PreviewRow {
        number: row.number,
        headings: false,
        above: false,
        cells: columns.iter().map(|column| cell(row, *column)).collect(),
    };
    RowsInView { headings: columns.iter().map(heading).collect(), rows: rows.iter().map(row).collect() }
}
