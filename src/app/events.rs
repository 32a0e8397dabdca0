//! What happens besides answers: the client's events, the user's actions, and the address.

use ambition_engine::guidance::packed_edition::ENDING;
use ambition_engine::intake::CannotRead;
use ambition_engine::screens::{Exchange, Summary};
use ambition_engine::session::command::Command;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;
use yew::Context;

use super::{App, FocusTarget, LandingStep, ReadingState};
use crate::app::actions::Action;
use crate::app::page_events::PageEvent;
use crate::app::refusals::{FieldAnswers, RefusedTargets};
use crate::app::view_cache::ViewCache;
use crate::client::{ClientEvent, CurrentEvent, EngineClient, FileSource, SaveLock};
use crate::dom;
use crate::router::Route;
use crate::widgets::saved_work::{PASSPHRASE, PASSPHRASE_AGAIN};

/// The name of the list of changes that could not be made again.
const NOT_MADE_AGAIN: &str = "changes-not-made-again.txt";

impl App {
    /// Takes in what the client of the engine says of its own accord.
    pub(super) fn on_client_event(&mut self, ctx: &Context<Self>, event: ClientEvent) {
        match event {
            ClientEvent::Remark(remark) => self.remark(remark),
            ClientEvent::Notice(words) => self.restarted(ctx, words),
            ClientEvent::NotMadeAgain { words, list } => {
                self.restarted(ctx, words);
                self.not_made_again = Some(list);
            }
            ClientEvent::Progress { percent, words } => {
                self.reading = ReadingState::Busy { percent: Some(percent), words }
            }
            ClientEvent::Cancelled => self.reading = ReadingState::Idle,
            ClientEvent::Current(event) => self.on_current_event(ctx, event),
            ClientEvent::Failed(error) => self.failed(ctx, error),
            ClientEvent::Locked(wrong) => {
                self.reading = ReadingState::Locked { wrong };
                self.focus = FocusTarget::Unlock;
            }
            ClientEvent::Saved => {
                self.announcement = "Your work was saved.".to_owned();
                self.saved = Some(dom::time());
                [PASSPHRASE, PASSPHRASE_AGAIN].into_iter().for_each(dom::empty_field);
                self.watch_leaving();
                // What was changed while it was saved is asked about once more.
                if let Some(source) = self.asked.take_if(|_| self.client.unsaved_changes() == 0) {
                    self.open_by(|client| client.open(source));
                }
            }
            ClientEvent::Opened => {
                self.opened += 1;
                self.asked = None;
                (self.saved, self.notice) = (None, None);
                self.refusals = RefusedTargets::default();
                self.answers = FieldAnswers::default();
                self.reading_current = ReadingState::Idle;
                self.views = ViewCache::default();
                // The changes of saved work hold what was said about its columns.
                let is_saved_work = self.client.has_changes();
                self.landing = if is_saved_work { LandingStep::ChooseScreen } else { LandingStep::RecallColumns };
                self.tab_work = None;
                // Saved work has the edition that it was done by.
                let edition = self.edition.clone().filter(|_| !is_saved_work);
                self.ask_for_landing(ctx, edition.map(|packed| Command::UseEdition { packed }));
            }
        }
    }

    /// Takes in what became of the second file.
    fn on_current_event(&mut self, ctx: &Context<Self>, event: CurrentEvent) {
        self.reading_current = match event {
            CurrentEvent::Progress(percent, words) => ReadingState::Busy { percent: Some(percent), words },
            CurrentEvent::Failed(what, remedy) => {
                if !matches!(self.seen(), Route::AMBITION | Route::Open) {
                    self.notice = Some(format!("{what} {remedy}"));
                }
                ReadingState::Failed { what, remedy, anyway: false }
            }
            CurrentEvent::Cancelled => ReadingState::Idle,
            CurrentEvent::Opened(file) => {
                self.ask(ctx, Some(Command::SetCurrentFile { file: Some(file) }));
                self.renewing = self.serial;
                ReadingState::Idle
            }
        };
    }

    /// Nothing was read. Whoever looks at another view is told there; and as the file may have been open before the
    /// engine was started again, what is on the screen is asked for once more.
    fn failed(&mut self, ctx: &Context<Self>, error: CannotRead) {
        let CannotRead { what, remedy, anyway } = error;
        if self.seen() != Route::Open {
            self.notice = Some(format!("{what} {remedy}"));
        }
        self.reading = ReadingState::Failed { what, remedy, anyway };
        self.ask(ctx, None);
    }

    /// The engine's numbers are its own again: what is on the screen is asked for once more.
    fn restarted(&mut self, ctx: &Context<Self>, words: String) {
        self.notice = Some(words);
        self.not_made_again = None;
        self.ask(ctx, None);
    }

    fn remark(&mut self, remark: String) {
        if !self.remarks.contains(&remark) {
            self.remarks.push(remark);
        }
    }

    /// Carries out an action.
    pub(super) fn perform(&mut self, ctx: &Context<Self>, action: Action) {
        match action {
            Action::Open(FileSource::Files(files)) => self.open_files(files),
            Action::Open(source) => self.open(source),
            Action::UseEdition(packed) => self.use_edition(ctx, packed),
            Action::AskToOpen(source) => {
                self.asked = Some(source);
                self.focus = FocusTarget::Question;
            }
            Action::OpenUnsaved => {
                if let Some(source) = self.asked.take() {
                    self.open_by(|client| client.open(source));
                }
            }
            Action::SaveThenOpen(name) => self.client.save_work(name, SaveLock::AsBefore),
            Action::OpenAgain(files) => {
                self.asked = None;
                self.open_by(|client| client.open_again(files));
            }
            Action::KeepWork => self.asked = None,
            Action::OpenCurrent(file) => self.open_current(file),
            Action::Cancel if matches!(self.reading, ReadingState::Locked { .. }) => self.reading = ReadingState::Idle,
            Action::Cancel => self.client.cancel(),
            Action::Notice(words) => self.notice = Some(words),
            Action::DismissNotice => (self.notice, self.not_made_again) = (None, None),
            Action::SaveNotMadeAgain => {
                if let Some(list) = &self.not_made_again {
                    dom::save_text(NOT_MADE_AGAIN, list);
                }
            }
            Action::Run(command) => self.ask(ctx, Some(command)),
            Action::ForgetRefusal(place) => self.refusals.forget(&place),
            Action::OpenAnyway => self.open_by(EngineClient::open_anyway),
            Action::OpenTabWork => self.open_by(EngineClient::open_tab_work),
            Action::Unlock(passphrase) => self.open_by(|client| client.unlock(passphrase)),
            Action::ForgetTabWork => {
                dom::forget_tab_work();
                self.tab_work = None;
            }
            Action::Copied(done) => {
                let words = if done { "Copied: paste it into a spreadsheet." } else { "The browser did not allow it." };
                self.said = words.to_owned();
            }
            Action::SaveWork { name, lock } => self.client.save_work(name, lock),
            Action::Show(query) | Action::Export(query) => {
                self.send(ctx, Exchange { command: None, queries: vec![query] })
            }
        }
    }

    /// Opens files of pupils, and takes an edition of one's own that is among them.
    fn open_files(&mut self, files: Vec<File>) {
        let (editions, files) = files.into_iter().partition::<Vec<_>, _>(|file| file.name().ends_with(ENDING));
        if let Some(edition) = editions.last() {
            let dispatcher = self.dispatcher.clone();
            self.dispatcher.read_text(edition, move |text| dispatcher.dispatch(Action::UseEdition(text)));
        }
        if !files.is_empty() {
            self.open(FileSource::Files(files));
        }
    }

    /// Works by an edition of one's own from now on: what is open, unless something else is just being read, and what will
    /// be opened.
    fn use_edition(&mut self, ctx: &Context<Self>, packed: String) {
        self.edition = Some(packed.clone());
        if !matches!(self.reading, ReadingState::Busy { .. }) {
            self.ask(ctx, Some(Command::UseEdition { packed }));
        }
    }

    /// Opens a file, unless changes would be lost with what is open: then the user is asked. The file that they wait for
    /// takes its place again.
    fn open(&mut self, source: FileSource) {
        if self.client.unsaved_changes() == 0 {
            return self.open_by(|client| client.open(source));
        }
        let (client, dispatcher) = (self.client.clone(), self.dispatcher.clone());
        spawn_local(async move {
            let found = match &source {
                FileSource::Files(files) if client.finds_again(files).await => Some(files.clone()),
                _ => None,
            };
            dispatcher.dispatch(found.map_or(Action::AskToOpen(source), Action::OpenAgain));
        });
    }

    fn open_by(&mut self, open: impl FnOnce(&EngineClient)) {
        self.reading = ReadingState::Busy { percent: None, words: String::new() };
        // An edition of one's own is told to the engine first.
        let queries = if self.edition.is_none() { self.landing_queries() } else { Vec::new() };
        self.client.expect_first(queries);
        open(&self.client);
    }

    fn open_current(&mut self, file: File) {
        self.reading_current = ReadingState::Busy { percent: None, words: String::new() };
        self.client.open_current(file);
    }

    /// Deals with what happened to the page as a whole.
    pub(super) fn on_page_event(&mut self, ctx: &Context<Self>, what: PageEvent) {
        let choosing = self.seen() == Route::Open;
        match what {
            PageEvent::Moved => self.moved(ctx),
            PageEvent::Undo if self.can(|summary| summary.undo.is_some()) => self.ask(ctx, Some(Command::Undo)),
            PageEvent::Redo if self.can(|summary| summary.redo.is_some()) => self.ask(ctx, Some(Command::Redo)),
            PageEvent::Pasted(text) if choosing => self.open(FileSource::Pasted(text)),
            PageEvent::Dropped(files) if choosing => self.open_files(files),
            _ => (),
        }
    }

    fn can(&self, step: fn(&Summary) -> bool) -> bool {
        self.views.summary().is_some_and(|summary| step(&summary))
    }

    /// Follows the address.
    fn moved(&mut self, ctx: &Context<Self>) {
        let route = Route::from_hash(&dom::hash());
        if matches!(self.reading, ReadingState::Failed { .. }) {
            self.reading = ReadingState::Idle;
        }
        if route == self.route {
            return;
        }
        // What was typed beside the card and not taken stays.
        if !route.same_but_card(&self.route) {
            self.refusals = RefusedTargets::default();
        }
        self.said.clear();
        if !route.same_screen(&self.route) {
            self.focus = FocusTarget::Heading;
            self.views.leave();
        }
        self.route = route;
        self.ask(ctx, None);
    }
}
