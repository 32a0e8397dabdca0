//! How a session is used: commands in, views out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::scene::Scene;
use super::summary::school::named_for_school;
use super::{Query, View, export, exports, method};
use crate::intake::{CannotRead, ReadFile};
use crate::report::workbook::WorkbookSheet;
use crate::session::command::Command;
use crate::session::document::Document;
use crate::session::{FileRole, Session};
use crate::text::csv::CsvText;

/// One message to the engine: at most one change, then what is to be shown of the result.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Exchange {
    /// The change, where there is one.
    pub command: Option<Command>,
    /// The views wanted after it, answered in this order.
    pub queries: Vec<Query>,
}

/// The answer to an [`Exchange`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Answer {
    /// Why the command was not carried out, in words for the user; nothing was changed then.
    pub refused: Option<String>,
    /// One view for each query, in the order asked.
    pub views: Vec<View>,
}

impl Session {
    /// Carries out a command and shows what is asked for. A refused command changes nothing; the views are shown all
    /// the same.
    pub fn exchange(&mut self, exchange: &Exchange) -> Answer {
        self.finish_replay();
        let refused = exchange.command.as_ref().and_then(|command| self.command(command).err());
        let views = exchange.queries.iter().map(|query| self.view(query)).collect();
        Answer { refused, views }
    }

    /// Carries out a command for which the file was read again (see [`Session::rereading`]), keeping the changes made
    /// before. A reading that failed changes nothing and is a refusal.
    pub fn exchange_reread(&mut self, exchange: &Exchange, outcome: Result<ReadFile, CannotRead>) -> Answer {
        let (document, command) = (self.document.as_mut(), exchange.command.as_ref());
        let refused = match (outcome, document, command) {
            (Ok(opened), Some(document), Some(command)) => {
                match document.rereading(command).map(|rereading| rereading.file) {
                    Some(FileRole::Current(file)) => document.reread_current(file, opened, command),
                    _ => document.reread(opened, command, &self.edition),
                }
                None
            }
            (Err(error), ..) => Some(format!("{} {}", error.what, error.remedy)),
            _ => None,
        };
        let views = exchange.queries.iter().map(|query| self.view(query)).collect();
        Answer { refused, views }
    }

    /// Makes a change again that was made before, by another engine or on another day. What is refused is left out, with
    /// the Undo and Redo of it.
    pub fn replay(&mut self, exchange: &Exchange) -> Answer {
        // What is wrong with it is said where it is refused.
        let _ = exchange.command.as_ref().map(|command| self.learn_edition(command));
        let (Some(document), Some(command)) = (self.document.as_mut(), exchange.command.as_ref()) else {
            return self.exchange(exchange);
        };
        Answer { refused: document.replay(command).err(), views: Vec::new() }
    }

    /// The same for a change for which a file was read again (see [`Session::rereading`]).
    pub fn replay_reread(&mut self, exchange: &Exchange, outcome: Result<ReadFile, CannotRead>) -> Answer {
        let answer = self.exchange_reread(exchange, outcome);
        let redone = matches!(exchange.command, Some(Command::Undo | Command::Redo));
        if let (Some(document), Some(command), true) =
            (self.document.as_mut(), exchange.command.as_ref(), answer.refused.is_some() && !redone)
        {
            document.log.add_refused(command);
        }
        answer
    }

    /// The figures in the exchange format (RULES 10.2), as programs read them; `None`: nothing is open.
    pub fn figures_csv(&mut self, by_group: bool) -> Option<String> {
        let document = self.document.as_mut()?;
        Some(exports::figures_csv(&Scene::new(document), CsvText::new, by_group))
    }

    /// The findings in the exchange format (RULES 10.3), as programs read them; `None`: nothing is open, or they are
    /// withheld.
    pub fn findings_csv(&mut self) -> Option<String> {
        let document = self.document.as_mut().filter(|document| !is_withheld(document, &Query::FindingsCsv))?;
        Some(exports::findings_csv(&Scene::new(document), CsvText::new))
    }

    /// The tables of a screen, all rows of them; none: it has none, they are withheld, or nothing is open.
    pub fn tables(&mut self, screen: &Query) -> Vec<WorkbookSheet> {
        let document = self.document.as_mut().filter(|document| !is_withheld(document, screen));
        document.map(|document| export::sheets_of(document, screen)).unwrap_or_default()
    }

    fn view(&mut self, query: &Query) -> View {
        match &mut self.document {
            Some(document) if is_withheld(document, query) => View::Withheld,
            // A text to be read again by this page, not a table of the school.
            Some(document) if *query == Query::ColumnsFile => query.answer(document),
            Some(document) if query.is_export() => named_for_school(query.answer(document), document),
            Some(document) => query.answer(document),
            None if *query == Query::Method => {
                let page = method::present::method(&self.guidance, &self.edition, &BTreeMap::new());
                View::Method(Box::new(page))
            }
            None => View::Empty,
        }
    }
}

fn is_withheld(document: &Document, query: &Query) -> bool {
    document.disclosure().is_on() && query.shared_form().is_withheld(|| document.is_too_small_to_share())
}
