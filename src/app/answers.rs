//! Takes in what the engine answers.

use ambition_engine::screens::{Answer, Exchange, ExportForm, ExportQuery, FileSubject, Query, Summary, View};
use ambition_engine::session::command::{Command, ReadSetting};

use gloo::timers::callback::Timeout;
use yew::Context;

use super::{App, FocusTarget, LandingStep, ReadingState};
use crate::app::actions::{Action, TargetCell, field_id};
use crate::app::page_events;
use crate::dom;
use crate::router::Route;

const WITHHELD: &str =
    "This is not in views to share. Choose \u{201c}Everything\u{201d} under \u{201c}Show\u{201d} first.";

const EDITION_READY: &str = "This edition is ready. Open a file of pupils: its targets are held against it.";

impl App {
    /// Takes an answer in.
    pub(super) fn on_answer(&mut self, ctx: &Context<Self>, serial: u32, exchange: &Exchange, answer: Answer) {
        if let Some(command) = &exchange.command {
            self.done(serial, command, answer.refused.clone());
        }
        if self.renewing == serial {
            self.views.invalidate(serial);
        }
        let wanted = self.route.query();
        let before = self.views.summary();
        for (query, view) in exchange.queries.iter().zip(answer.views) {
            match view {
                View::Text { text, .. } if is_to_copy(query) => {
                    let dispatcher = self.dispatcher.clone();
                    dom::copy(text, move |done| dispatcher.dispatch(Action::Copied(done)));
                }
                View::Text { name, text } => dom::save_text(&name, &text),
                View::File { name, bytes } => dom::save_bytes(&name, &bytes),
                // A screen says so in its place.
                View::Withheld if query.is_export() => {
                    self.notice = Some(WITHHELD.to_owned());
                }
                view => self.views.put(serial, query, view, wanted.as_ref()),
            }
        }
        if let Some(command) = exchange.command.as_ref().filter(|_| answer.refused.is_none()) {
            self.announce(command, before.as_deref());
            if self.seen() == Route::CHECK {
                self.focus = FocusTarget::NextQuestion;
            }
        }
        if self.landing != LandingStep::Done && exchange.command.is_some() {
            // What was remembered of the columns is remembered the next time, too.
            self.client.mark_saved();
        }
        self.watch_leaving();
        if self.landing == LandingStep::Done { self.remember() } else { self.follow_landing(ctx) }
    }

    /// Keeps which columns of files with these headings the user gave to which fields.
    fn remember(&self) {
        if let Some(memory) = self.views.summary().as_ref().and_then(|summary| summary.memory.as_ref()) {
            dom::remember(&memory.key, &memory.columns);
        }
    }

    /// The columns as the user gave them the last time a file with these headings was open.
    fn recall(&self) -> Option<Command> {
        let summary = self.views.summary()?;
        let memory = summary.memory.as_ref()?;
        let is = dom::remembered(&memory.key)?;
        Some(Command::ReadAs { about: ReadSetting::Columns, is })
    }

    /// Notes what became of a command.
    fn done(&mut self, serial: u32, command: &Command, refused: Option<String>) {
        if let Some(field) = field_id(command) {
            return self.field_done(serial, &field, refused);
        }
        if matches!(command, Command::UseEdition { .. }) {
            match &refused {
                Some(_) => self.edition = None,
                None if self.views.summary().is_none() => self.notice = Some(EDITION_READY.to_owned()),
                None => (),
            }
        }
        match (TargetCell::from_command(command), refused) {
            (Some(place), None) => {
                self.refusals.answered(serial, place, None);
                self.views.invalidate(serial);
            }
            (Some(place), refused) => self.refusals.answered(serial, place, refused),
            (None, Some(reason)) => self.notice = Some(reason),
            (None, None) => self.views.invalidate(serial),
        }
    }

    /// A field says itself why it was refused.
    fn field_done(&mut self, serial: u32, field: &str, refused: Option<String>) {
        if refused.is_none() {
            self.views.invalidate(serial);
        }
        self.answers.answered(serial, field, refused);
    }

    /// Says what was done, in the engine's words for it.
    fn announce(&mut self, command: &Command, before: Option<&Summary>) {
        let now = self.views.summary();
        let words = match command {
            Command::Undo => before.and_then(|summary| summary.undo.as_ref()).map(|words| format!("Undone: {words}")),
            Command::Redo => before.and_then(|summary| summary.redo.as_ref()).map(|words| format!("Redone: {words}")),
            _ => now.and_then(|summary| summary.undo.clone()),
        };
        self.announcement = words.unwrap_or_default();
    }

    /// Asks before leaving while there is anything that no file holds.
    pub(super) fn watch_leaving(&mut self) {
        match (self.client.has_unsaved_changes(), self.leaving.is_some()) {
            (true, false) => self.leaving = page_events::ask_before_leaving(),
            (false, true) => self.leaving = None,
            _ => (),
        }
    }

    /// After opening: to what wants the eye, unless the address named a view already and no question is open.
    fn follow_landing(&mut self, ctx: &Context<Self>) {
        if self.landing == LandingStep::RecallColumns
            && let Some(columns) = self.recall()
        {
            self.landing = LandingStep::ChooseScreen;
            return self.ask_for_landing(ctx, Some(columns));
        }
        self.landing = LandingStep::Done;
        self.reading = ReadingState::Idle;
        let Some(summary) = self.views.summary() else {
            return;
        };
        self.focus = FocusTarget::Heading;
        let saved = self.client.take_saved_view();
        let asks = !summary.questions_open.is_empty();
        let elsewhere = !matches!(self.route, Route::Home | Route::Open);
        if elsewhere && (saved.is_some() || !asks) {
            return;
        }
        let saved = saved.map(|hash| Route::from_hash(&hash)).filter(|route| matches!(route, Route::Screen(_)));
        let first = saved.unwrap_or_else(|| first_screen(&summary));
        // The address changes when the screen is there: changing it takes the browser longer than laying out a card.
        let address = first.hash();
        Timeout::new(0, move || dom::go(&address)).forget();
        self.views.leave();
        self.route = first;
        if !matches!(self.route, Route::CHECK | Route::AMBITION) {
            self.ask(ctx, None);
        }
    }
}

/// Where a file opens: where it asks something, and else on what it is about.
fn first_screen(summary: &Summary) -> Route {
    let key_stages = summary.about == FileSubject::KeyStages;
    let is_worth_a_look = summary.to_check > 0 || summary.is_remarkable;
    if !summary.questions_open.is_empty() || is_worth_a_look && key_stages {
        Route::CHECK
    } else {
        Route::of_subject(summary.about)
    }
}

/// Whether the answer goes to the clipboard, not into a file.
fn is_to_copy(query: &Query) -> bool {
    matches!(query, Query::Export(ExportQuery { form: ExportForm::Clipboard, .. }))
}
