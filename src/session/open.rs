//! The open file and the work on it.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::command::{Command, PupilsQuery, Query};
use super::log::Log;
use super::settings::Settings;
use super::view::View;
use super::views;
use crate::ambition::{Current, Evidence, Expectation};
use crate::cohort::Cohort;
use crate::guidance::{Edition, Guidance};
use crate::intake::Opened;
use crate::intake::reading::Account;
use crate::measures::bases::{Moderated, Priors};
use crate::measures::{Bases, Basis, Exact, Figure, tally};

/// Schools whose figures are saved by group.
const SCHOOLS_BY_GROUP: usize = 500;

/// An open file.
#[derive(Debug)]
pub(super) struct Open {
    pub name: String,
    /// All pupils of the file.
    pub file: Cohort,
    pub account: Account,
    /// Changed targets, for all pupils of the file.
    pub moderated: Moderated,
    pub settings: Settings,
    /// The edition with its switches.
    pub edition: Rc<Edition>,
    pub log: Log,
    /// The year group that counts, where one is chosen.
    pub picked: Option<Picked>,
    /// Last results, from a file of their own.
    pub current_file: Option<(String, Cohort)>,
    pub current: Current,
    priors: Priors,
    /// Figures of the key stage that no change of a target touches.
    fixed: Vec<Fixed>,
    /// The list of pupils shown last, kept while its targets are edited.
    pub listed: Option<Listed>,
    /// Pupils with an agreed exception, by position in the cohort that counts.
    excepted: BTreeSet<u32>,
}

/// The pupils of one year group.
#[derive(Debug)]
pub(super) struct Picked {
    /// Their positions in the file.
    pub pupils: Vec<u32>,
    pub cohort: Cohort,
    pub moderated: Moderated,
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
    pub fn new(opened: Opened, name: &str, guidance: &Guidance, edition: &Rc<Edition>) -> Self {
        let mut open = Self {
            name: name.to_owned(),
            file: opened.cohort,
            account: opened.account,
            moderated: Moderated::new(),
            settings: Settings { edition: edition.id.clone(), ..Settings::default() },
            edition: edition.clone(),
            log: Log::default(),
            picked: None,
            current_file: None,
            current: Current::default(),
            priors: Priors::default(),
            fixed: Vec::new(),
            listed: None,
            excepted: BTreeSet::new(),
        };
        open.settings.stage = super::stage::likely(&open.file, guidance, edition);
        open.work_out_again(guidance);
        open
    }

    /// The pupils who count.
    pub fn cohort(&self) -> &Cohort {
        self.picked.as_ref().map_or(&self.file, |picked| &picked.cohort)
    }

    /// Their changed targets.
    pub fn moderated(&self) -> &Moderated {
        self.picked.as_ref().map_or(&self.moderated, |picked| &picked.moderated)
    }

    /// The position in the file of a pupil who counts.
    pub fn in_file(&self, pupil: u32) -> u32 {
        let picked = self.picked.as_ref();
        picked.map_or(Some(pupil), |picked| picked.pupils.get(pupil as usize).copied()).unwrap_or(u32::MAX)
    }

    /// The position among those who count of a pupil of the file.
    pub fn position(&self, in_file: u32) -> Option<u32> {
        match &self.picked {
            None => ((in_file as usize) < self.file.len()).then_some(in_file),
            Some(picked) => picked.pupils.binary_search(&in_file).ok().and_then(|place| u32::try_from(place).ok()),
        }
    }

    /// Takes other settings.
    pub fn settle(&mut self, settings: Settings, guidance: &Guidance) {
        self.settings = settings;
        self.work_out_again(guidance);
    }

    /// Takes the results of another file as current performance.
    pub fn set_current(&mut self, opened: Opened, name: &str, guidance: &Guidance) {
        self.current_file = Some((name.to_owned(), opened.cohort));
        self.work_out_again(guidance);
    }

    /// After a change to the settings or to what cells mean: everything that targets do not touch.
    pub fn work_out_again(&mut self, guidance: &Guidance) {
        if let Some(edition) = guidance.edition(&self.settings.edition) {
            self.edition = Rc::new(edition.switched(&self.settings.switches));
        }
        self.picked = self.settings.year.as_deref().map(|year| self.pick(year, guidance));
        self.priors = Priors::new(&self.edition);
        self.current = self.current(guidance);
        let excepted = self.settings.exceptions.keys().filter_map(|pupil| self.position(*pupil));
        self.excepted = excepted.collect();
        let edition = self.edition.clone();
        let of_stage = edition.shown(&self.settings.stage);
        let bases = self.bases(guidance);
        self.fixed = of_stage.map(|measure| fixed(measure, &bases)).collect();
        self.listed = None;
    }

    fn pick(&self, year: &str, guidance: &Guidance) -> Picked {
        let pupils = self.file.in_year(guidance, year);
        let cohort = self.file.only(&pupils);
        let moderated = self.moderated.only(&pupils);
        Picked { pupils: pupils.iter().filter_map(|pupil| u32::try_from(*pupil).ok()).collect(), cohort, moderated }
    }

    /// Current performance, from the other file (its year group, where it has it) and as typed.
    fn current(&self, guidance: &Guidance) -> Current {
        let mut current = match &self.current_file {
            Some((_, cohort)) => Current::of_year(cohort, self.settings.year.as_deref(), guidance, &self.edition),
            None => Current::default(),
        };
        self.settings.current.iter().for_each(|(measure, value)| current.type_in(measure, Some(*value)));
        current
    }

    pub fn bases<'a>(&'a self, guidance: &'a Guidance) -> Bases<'a> {
        Bases::new(self.cohort(), guidance, self.moderated(), &self.priors)
    }

    /// What findings go by besides the cohort.
    pub fn evidence(&self) -> Evidence<'_> {
        Evidence { current: &self.current, excepted: &self.excepted }
    }

    /// Pupils with an agreed exception, by position.
    pub fn excepted(&self) -> &BTreeSet<u32> {
        &self.excepted
    }

    /// The figures of a measure that no change of a target touches.
    pub fn fixed(&self, measure: &str) -> Option<&Fixed> {
        self.fixed.iter().find(|fixed| fixed.measure == measure)
    }

    /// Carries out a command.
    pub fn command(&mut self, command: &Command, guidance: &Guidance) -> Result<(), String> {
        match command {
            Command::Undo => self.undo(guidance),
            Command::Redo => self.redo(guidance),
            change => self.change(change, guidance),
        }
    }

    /// The figures as CSV, by group too; for a file of very many schools without the groups, which would be millions of
    /// rows that no spreadsheet opens.
    fn figures(&self, guidance: &Guidance, edition: &Edition) -> View {
        let by_group = crate::cohort::parts::parts(self.cohort(), guidance).len() <= SCHOOLS_BY_GROUP;
        let name = format!("figures-{}{}.csv", edition.id, if by_group { "" } else { "-without-groups" });
        let priors = Priors::new(edition);
        let file = Bases::new(&self.file, guidance, &self.moderated, &priors);
        View::Text { name, text: crate::report::figures::csv(edition, &self.bases(guidance), &file, by_group) }
    }

    fn findings(&self, guidance: &Guidance, edition: &Edition) -> View {
        let name = format!("findings-{}.csv", edition.id);
        View::Text { name, text: crate::report::findings::csv(edition, &self.bases(guidance), self.evidence()) }
    }

    /// A view of it.
    pub fn view(&mut self, query: &Query, guidance: &Guidance) -> View {
        let edition = self.edition.clone();
        match query {
            Query::Summary => View::Summary(Box::new(views::summary::summary(self, guidance, &edition))),
            Query::Check => View::Check(views::check::check(self, guidance, &edition)),
            Query::Ambition => View::Ambition(views::ambition::ambition(self, guidance, &edition)),
            Query::Pupils(query) => View::Pupils(views::pupils::pupils(self, query, guidance, &edition)),
            Query::Challenge => View::Challenge(views::challenge::challenge(self, guidance, &edition)),
            Query::Trajectories => View::Trajectories(views::trajectories::trajectories(self, guidance, &edition)),
            Query::Method => View::Method(views::method::method(guidance, &edition, &self.settings.switches)),
            Query::FiguresCsv => self.figures(guidance, &edition),
            Query::FindingsCsv => self.findings(guidance, &edition),
        }
    }
}

fn fixed(measure: &crate::guidance::Measure, bases: &Bases) -> Fixed {
    let unmoved = Basis::all(bases.guidance()).into_iter().filter(|basis| *basis != Basis::moderated());
    let figure = |basis: Basis| {
        let figure = tally(measure, &basis, bases)?.figure(None);
        Some((basis, figure))
    };
    let expected = Expectation::from_prior(measure, bases).map(|expectation| {
        let histogram = expectation.classified.count();
        (expectation.figure(&histogram), expectation.pupils(&histogram))
    });
    Fixed { measure: measure.id.clone(), on_basis: unmoved.filter_map(figure).collect(), expected }
}
