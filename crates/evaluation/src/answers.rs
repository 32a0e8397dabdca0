//! Answers to the reader's questions that are given before it asks, for a file that comes in the same form every term.

use std::fmt;
use std::str::FromStr;

use ambition_engine::intake::decisions::ReadingChoice;
use ambition_engine::intake::{Account, ReadAs, ReadFile};

/// An answer: the code of a question, and which of its answers it is, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenAnswer {
    code: String,
    number: usize,
}

impl FromStr for GivenAnswer {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = |number: &str| number.parse::<usize>().ok().filter(|number| *number > 0);
        let parts = text.split_once('=').and_then(|(code, answer)| Some((code, number(answer)?)));
        let (code, number) = parts.ok_or("an answer is the code of a question and a number, such as rows-differ=1")?;
        Ok(Self { code: code.to_owned(), number })
    }
}

impl fmt::Display for GivenAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.code, self.number)
    }
}

/// Answers, and what became of them.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// Those that nothing has asked for yet, in order.
    waiting: Vec<GivenAnswer>,
    /// Those that were given, with the words of the answer.
    given: Vec<(GivenAnswer, String)>,
}

impl Answers {
    /// None is given yet.
    pub fn new(waiting: Vec<GivenAnswer>) -> Self {
        Self { waiting, given: Vec::new() }
    }

    /// Those that were given, with the words of the answer.
    pub fn given(&self) -> &[(GivenAnswer, String)] {
        &self.given
    }

    /// Those that nothing asked for.
    pub fn waiting(&self) -> &[GivenAnswer] {
        &self.waiting
    }

    /// Reads files, and reads them again with the answer to what they ask, until they ask nothing that is answered.
    /// Of several answers with one code, each is to the next question with it.
    pub(crate) fn read<T>(
        &mut self,
        mut read_as: ReadAs,
        read: impl Fn(ReadAs) -> Result<(ReadFile, T), String>,
    ) -> Result<(ReadFile, T), String> {
        loop {
            let (file, more) = read(read_as.clone()).map_err(|error| self.blamed(error))?;
            let asked = self
                .waiting
                .iter()
                .enumerate()
                .find_map(|(index, answer)| choices(&file.account, &answer.code).map(|choices| (index, choices)));
            let Some((index, choices)) = asked else { return Ok((file, more)) };
            let answer = self.waiting.remove(index);
            let Some(choice) = choices.get(answer.number - 1) else {
                return Err(format!(
                    "--answer {answer}: there is no such answer; {} has {}",
                    answer.code,
                    choices.len()
                ));
            };
            read_as.answer(choice.answer.clone());
            self.given.push((answer, choice.label.clone()));
        }
    }
}

impl Answers {
    /// An error over files that could be read before an answer was given.
    fn blamed(&self, error: String) -> String {
        match self.given.last() {
            Some((answer, _)) => format!("{error} It was read as --answer {answer} says; leave that out."),
            None => error,
        }
    }
}

/// The answers to the first question with this code, or what takes a decision with it back.
fn choices<'a>(account: &'a Account, code: &str) -> Option<&'a [ReadingChoice]> {
    let question = account.questions.iter().find(|question| question.code == code);
    let decision = || account.decisions.iter().find(|decision| decision.code == code && decision.instead.is_some());
    question
        .map(|question| question.choices.as_slice())
        .or_else(|| decision()?.instead.as_ref().map(std::slice::from_ref))
}
