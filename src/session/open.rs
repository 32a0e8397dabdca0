//! The open file and the work on it.

use super::command::{Command, PupilsQuery, Query};
use super::log::Log;
use super::view::View;
use super::views;
use crate::ambition::Expectation;
use crate::cohort::Cohort;
use crate::guidance::{Edition, Guidance};
use crate::intake::Opened;
use crate::intake::matching::{Question, questions};
use crate::intake::reading::Account;
use crate::measures::bases::{Moderated, Priors};
use crate::measures::{Bases, Basis, Exact, Figure, classify};
use crate::report;

/// Schools whose figures are saved by group.
const SCHOOLS_BY_GROUP: usize = 500;

/// An open file.
#[derive(Debug)]
pub(super) struct Open {
    pub name: String,
    pub cohort: Cohort,
    pub account: Account,
    pub moderated: Moderated,
    pub log: Log,
    /// Columns that may serve a field.
    pub questions: Vec<Question>,
    priors: Priors,
    /// Figures that no change of a target touches.
    fixed: Vec<Fixed>,
    /// The list of pupils shown last, kept while its targets are edited.
    pub listed: Option<Listed>,
}

/// A list of pupils, with the query it answers (its page aside).
#[derive(Debug)]
pub(super) struct Listed {
    pub query: PupilsQuery,
    pub pupils: Vec<u32>,
    /// Targets were changed since the list was made.
    pub edited: bool,
}

/// The figures of one measure on the bases that stay as they are.
#[derive(Debug, Default)]
pub(super) struct Fixed {
    pub measure: String,
    pub on_basis: Vec<(Basis, Figure)>,
    pub expected: Option<(Figure, Exact)>,
}

impl Open {
    pub fn new(opened: Opened, name: &str, guidance: &Guidance, edition: &Edition) -> Self {
        let mut open = Self {
            name: name.to_owned(),
            questions: questions(
                &opened.account.headings,
                &opened.account.first_rows,
                opened.account.heading_row,
                guidance,
            ),
            cohort: opened.cohort,
            account: opened.account,
            moderated: Moderated::new(),
            log: Log::default(),
            priors: Priors::default(),
            fixed: Vec::new(),
            listed: None,
        };
        open.work_out_again(guidance, edition);
        open
    }

    /// After a change to what cells mean: everything that targets do not touch.
    pub fn work_out_again(&mut self, guidance: &Guidance, edition: &Edition) {
        self.priors = Priors::new(&self.cohort, guidance, edition);
        let bases = self.bases(guidance);
        self.fixed = edition.measures.iter().map(|measure| fixed(measure, &bases)).collect();
        self.listed = None;
    }

    pub fn bases<'a>(&'a self, guidance: &'a Guidance) -> Bases<'a> {
        Bases::new(&self.cohort, guidance, &self.moderated, &self.priors)
    }

    /// The figures of a measure that no change of a target touches.
    pub fn fixed(&self, measure: &str) -> Option<&Fixed> {
        self.fixed.iter().find(|fixed| fixed.measure == measure)
    }

    /// Carries out a command.
    pub fn command(&mut self, command: &Command, guidance: &Guidance, edition: &Edition) -> Result<(), String> {
        match command {
            Command::Undo => self.undo(guidance, edition),
            Command::Redo => self.redo(guidance, edition),
            change => self.change(change, guidance, edition),
        }
    }

    /// The figures as CSV, by group too; for a file of very many schools without the groups, which would be millions of
    /// rows that no spreadsheet opens.
    fn figures(&self, guidance: &Guidance, edition: &Edition) -> View {
        let by_group = crate::report::figures::parts(&self.cohort, guidance).len() <= SCHOOLS_BY_GROUP;
        let name = format!("figures-{}{}.csv", edition.id, if by_group { "" } else { "-without-groups" });
        View::Text { name, text: crate::report::figures::csv(edition, &self.bases(guidance), by_group) }
    }

    /// A view of it.
    pub fn view(&mut self, query: &Query, guidance: &Guidance, edition: &Edition) -> View {
        match query {
            Query::Summary => View::Summary(views::summary::summary(self, guidance, edition)),
            Query::Check => View::Check(Box::new(views::check::check(self, guidance, edition))),
            Query::Ambition => View::Ambition(views::ambition::ambition(self, guidance, edition)),
            Query::Pupils(query) => View::Pupils(views::pupils::pupils(self, query, guidance, edition)),
            Query::Method => View::Method(views::method::method(guidance, edition)),
            Query::FiguresCsv => self.figures(guidance, edition),
            Query::ColumnsFile => View::Text { name: "columns.json".into(), text: self.account.read_as.columns_text() },
            Query::ProblemsCsv => {
                View::Text { name: "problems.csv".into(), text: report::problems::csv(&self.account) }
            }
        }
    }
}

fn fixed(measure: &crate::guidance::Measure, bases: &Bases) -> Fixed {
    let unmoved = Basis::all(bases.guidance()).into_iter().filter(|basis| *basis != Basis::moderated());
    let figure = |basis: Basis| {
        let figure = Figure::share(&classify(measure, &basis, bases)?.count());
        Some((basis, figure))
    };
    let expected = Expectation::from_prior(measure, bases).map(|expectation| {
        let histogram = expectation.classified.count();
        (expectation.figure(&histogram), expectation.pupils(&histogram))
    });
    Fixed { measure: measure.id.clone(), on_basis: unmoved.filter_map(figure).collect(), expected }
}
