//! The app: it keeps the client of the engine, the address, and the views last answered.
//!
//! `answers` takes in what the engine answers, `events` what happens besides: the client's events, the user's actions,
//! and the address.

pub mod actions;
mod answers;
mod events;
mod page_events;
pub mod refusals;
pub mod view_cache;
mod warm_up;

use ambition_engine::screens::{Answer, Exchange, Query};
use ambition_engine::session::command::Command;
use ambition_engine::session::work;
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use yew::prelude::*;

use self::actions::{Action, Dispatcher};
use self::page_events::PageEvent;
use self::refusals::{FieldAnswers, RefusedTargets};
use self::view_cache::ViewCache;
use crate::client::work_file;
use crate::client::{ClientEvent, EngineClient, FileSource};
use crate::dom;
use crate::router::Route;
use crate::screens::{ScreenContext, check, waiting};
use crate::widgets::export_menu::{ExportMenu, table_titles};
use crate::widgets::frame::{self, WorkSafety};
use crate::widgets::saved_work::{self, KEEP_WORK, UNLOCK};

/// Milliseconds until the page says that a file is being read.
const SAY_READING_AFTER: u32 = 250;

/// Mounts the page on `#app`, or on the body if the page lacks it.
pub fn mount() {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    match document.get_element_by_id("app") {
        Some(root) => yew::Renderer::<App>::with_root(root).render(),
        None => yew::Renderer::<App>::new().render(),
    };
}

/// Milliseconds for which the screen of the file before may stay when another one is open but not answered: a school's is
/// answered before the browser would have painted an empty page.
const KEEP_SCREEN: u32 = 50;

/// How far the reading of a file is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum ReadingState {
    /// No file is being read.
    #[default]
    Idle,
    /// A file is being read: how much of it, and words, once it takes long.
    Busy {
        /// "43%"
        percent: Option<String>,
        /// "254,000 rows of about 600,000"
        words: String,
    },
    /// The file is locked and waits for its passphrase.
    Locked {
        /// The last passphrase did not open it.
        wrong: bool,
    },
    /// Nothing could be read.
    Failed {
        /// What is wrong.
        what: String,
        /// What to do.
        remedy: String,
        /// It can be opened all the same, for the user to say which column is what.
        anyway: bool,
    },
}

/// Whether an action is about the file on the screen, rather than about opening another.
fn is_about_screen(action: &Action) -> bool {
    use Action::{Export, ForgetRefusal, OpenCurrent, OpenUnsaved, Run, SaveThenOpen, SaveWork, Show};
    let changes = matches!(action, Run(_) | OpenCurrent(_) | ForgetRefusal(_));
    changes || matches!(action, Show(_) | Export(_) | SaveWork { .. } | SaveThenOpen(_) | OpenUnsaved)
}

/// What is still to be done about a file that was just opened.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LandingStep {
    /// Nothing: its first screen was chosen.
    Done,
    /// Its columns may be remembered from another day; then its first screen is to be chosen.
    RecallColumns,
    /// Its first screen is to be chosen.
    ChooseScreen,
}

/// What gets the keyboard once it is there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FocusTarget {
    /// Nothing else: it stays where it is.
    Stays,
    /// The heading of the screen.
    Heading,
    /// What is to be answered next on Check, if the button that was pressed is gone.
    NextQuestion,
    /// The field for a passphrase.
    Unlock,
    /// What is asked before changes are lost.
    Question,
}

/// Something for the app to deal with.
pub enum AppMessage {
    /// The client of the engine says something of its own accord.
    Client(ClientEvent),
    /// The engine answers the exchange with this number.
    Answered(u32, Exchange, Answer),
    /// The user does something.
    Action(Action),
    /// Something happened to the page as a whole.
    Page(PageEvent),
    /// The engine answers about a sample that is not kept.
    WarmedUp(Answer),
    /// A file was chosen so long ago that the page says that it is being read.
    StillReading,
    /// A file has been open for so long without an answer that nothing is shown of the one before.
    StillUnanswered,
}

/// The whole page.
pub struct App {
    client: EngineClient,
    dispatcher: Dispatcher,
    route: Route,
    views: ViewCache,
    reading: ReadingState,
    /// What is to be opened, if the changes that are not saved may be lost.
    asked: Option<FileSource>,
    /// The edition of one's own that files are held against: the text of its file.
    edition: Option<String>,
    /// What the tab kept before it was loaded again.
    tab_work: Option<String>,
    /// How far the reading of the second file is.
    reading_current: ReadingState,
    refusals: RefusedTargets,
    answers: FieldAnswers,
    /// Remarks of the engine on itself.
    remarks: Vec<String>,
    /// What happened to the engine last.
    notice: Option<String>,
    /// The changes that could not be made again, as a list to save.
    not_made_again: Option<String>,
    /// What was done last, for the screen reader.
    announcement: String,
    /// How many exchanges were sent.
    serial: u32,
    /// The exchange before whose answer all views are out of date.
    renewing: u32,
    landing: LandingStep,
    /// How many files were opened. What was typed and unfolded for one is gone with it.
    opened: u32,
    /// Another file is open, but the screen still shows the one before: what is done to that is ignored.
    shows_previous_file: bool,
    focus: FocusTarget,
    /// The name of the window.
    title: String,
    /// What became of copying, until another view is shown.
    said: String,
    /// When a file was saved last of what is open.
    saved: Option<String>,
    leaving: Option<EventListener>,
    _listeners: Vec<EventListener>,
}

impl Component for App {
    type Message = AppMessage;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> App {
        let warmed_up = ctx.link().callback(AppMessage::WarmedUp);
        let client = EngineClient::start(ctx.link().callback(AppMessage::Client), warmed_up);
        let mut listeners = page_events::listen(&ctx.link().callback(AppMessage::Page));
        listeners.extend(page_events::keep_before_leaving(&client));
        let mut app = App {
            client,
            dispatcher: Dispatcher::new(ctx.link().callback(AppMessage::Action)),
            route: Route::from_hash(&dom::hash()),
            views: ViewCache::default(),
            reading: ReadingState::Idle,
            asked: None,
            edition: None,
            tab_work: work_file::describe_tab_work(),
            reading_current: ReadingState::Idle,
            refusals: RefusedTargets::default(),
            answers: FieldAnswers::default(),
            remarks: Vec::new(),
            notice: None,
            not_made_again: None,
            announcement: String::new(),
            serial: 0,
            renewing: 0,
            landing: LandingStep::Done,
            opened: 0,
            shows_previous_file: false,
            focus: FocusTarget::Stays,
            title: String::new(),
            said: String::new(),
            saved: None,
            leaving: None,
            _listeners: listeners,
        };
        app.ask(ctx, None);
        app
    }

    fn update(&mut self, ctx: &Context<Self>, msg: AppMessage) -> bool {
        match msg {
            AppMessage::Client(event) => {
                let is_opened = matches!(event, ClientEvent::Opened);
                self.on_client_event(ctx, event);
                if is_opened {
                    self.keep_screen(ctx);
                }
                return !is_opened;
            }
            AppMessage::Action(action) if self.shows_previous_file && is_about_screen(&action) => (),
            AppMessage::Answered(serial, exchange, answer) => self.on_answer(ctx, serial, &exchange, answer),
            AppMessage::Action(action) => {
                // What is only sent changes nothing on the screen before it is answered.
                let sent =
                    matches!(action, Action::Run(_) | Action::Show(_) | Action::Export(_) | Action::SaveWork { .. });
                let opens = matches!(action, Action::Open(_));
                self.perform(ctx, action);
                return !(sent || opens && self.say_reading_later(ctx));
            }
            AppMessage::Page(what) => self.on_page_event(ctx, what),
            AppMessage::WarmedUp(answer) => {
                if self.reading == ReadingState::Idle && self.views.summary().is_none() {
                    warm_up::lay_out(answer);
                }
                return false;
            }
            AppMessage::StillReading => return matches!(self.reading, ReadingState::Busy { .. }),
            AppMessage::StillUnanswered => return self.shows_previous_file,
        }
        true
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        self.shows_previous_file = false;
        let of = self.views.summary().map(|summary| format!(" – {}", summary.title)).unwrap_or_default();
        let title = format!("{}{of} – Ambition", self.seen().name());
        if title != self.title {
            dom::set_title(title.clone());
            self.title = title;
        }
        let moved = match self.focus {
            FocusTarget::Stays => false,
            FocusTarget::Heading => dom::focus_heading(),
            FocusTarget::NextQuestion => !dom::nothing_focused() || check::focus_next(),
            FocusTarget::Unlock => dom::focus(UNLOCK),
            FocusTarget::Question => dom::focus(KEEP_WORK),
        };
        if moved {
            self.focus = FocusTarget::Stays;
        }
    }

    fn view(&self, _: &Context<Self>) -> Html {
        let (route, summary) = (self.seen(), self.views.summary());
        let view = html! {
            <>
                { frame::notice(&self.dispatcher, self.notice.as_ref(), self.not_made_again.is_some()) }
                { self.question() }
                { frame::sharing_rule(&self.dispatcher, summary.as_deref()) }
                { frame::questions_open(&route, summary.as_deref()) }
                { self.screen(&route) }
                { frame::remarks(&self.remarks) }
            </>
        };
        html! {
            <ContextProvider<Dispatcher> context={self.dispatcher.clone()}>
                <ContextProvider<FieldAnswers> context={self.answers.clone()}>
                    { frame::frame(self.opened, &route, summary.as_ref(), self.safety(), self.exports(&route), view) }
                    <p class="vh" role="status">{ &self.announcement }</p>
                </ContextProvider<FieldAnswers>>
            </ContextProvider<Dispatcher>>
        }
    }
}

impl App {
    /// Says that a file is being read if it takes a moment: a file of a school is open before the browser would have painted
    /// that. False if no file is being read.
    fn say_reading_later(&self, ctx: &Context<Self>) -> bool {
        let link = ctx.link().clone();
        let is_reading = matches!(self.reading, ReadingState::Busy { .. });
        if is_reading {
            Timeout::new(SAY_READING_AFTER, move || link.send_message(AppMessage::StillReading)).forget();
        }
        is_reading
    }

    /// Leaves what is on the screen until the file that was just opened is answered, unless that takes a moment.
    fn keep_screen(&mut self, ctx: &Context<Self>) {
        let link = ctx.link().clone();
        Timeout::new(KEEP_SCREEN, move || link.send_message(AppMessage::StillUnanswered)).forget();
        self.shows_previous_file = true;
    }

    /// The view on the screen: while nothing is open there is the first one and the rules.
    fn seen(&self) -> Route {
        match (&self.route, self.views.summary()) {
            (route, _) if *route == Route::METHOD => Route::METHOD,
            (_, None) | (Route::Open, _) => Route::Open,
            (Route::Home, Some(summary)) => Route::of_subject(summary.about),
            (route, Some(_)) => route.clone(),
        }
    }

    /// The ways to take away what is shown.
    fn exports(&self, route: &Route) -> Html {
        let Some((screen, summary)) = route.query().zip(self.views.summary()) else { return Html::default() };
        html! {
            <>
                <span class="copied" role="status">{ &self.said }</span>
                <ExportMenu {screen} {summary} tables={table_titles(route, &self.views)} />
            </>
        }
    }

    /// Whether the work is safe, for the header.
    fn safety(&self) -> WorkSafety {
        WorkSafety {
            unsaved: self.client.unsaved_changes(),
            saved: self.saved.clone(),
            locked: self.client.is_locked(),
        }
    }

    /// What is asked before another file takes the place of changes.
    fn question(&self) -> Html {
        let Some(source) = &self.asked else { return Html::default() };
        let files = match source {
            FileSource::Files(files) if self.client.is_missing() => Some(files.clone()),
            _ => None,
        };
        let name = self.views.summary().map(|summary| work::file_name(&summary.title));
        saved_work::replace_question(&self.dispatcher, &self.client.describe_unsaved(), name, files)
    }

    fn screen(&self, route: &Route) -> Html {
        if self.is_withheld(route) {
            return frame::withheld(&self.dispatcher, route.name());
        }
        let context = ScreenContext {
            route,
            views: &self.views,
            reading: &self.reading,
            reading_current: &self.reading_current,
            refusals: &self.refusals,
            tab_work: self.tab_work.as_ref(),
            saved: self.saved.as_ref(),
        };
        route.entry().map_or_else(waiting, |entry| (entry.view.render)(&context))
    }

    /// Whether a screen is not shown while views are made fit to share. What was answered before may still be held.
    fn is_withheld(&self, route: &Route) -> bool {
        self.views.summary().zip(route.query()).is_some_and(|(summary, query)| summary.withholds(&query))
    }

    /// Sends a change, if any, and asks for what is on the screen.
    fn ask(&mut self, ctx: &Context<Self>, command: Option<Command>) {
        let queries = [Some(Query::Summary), self.route.query()].into_iter().flatten().collect();
        self.send(ctx, Exchange { command, queries });
    }

    /// After opening: asks for all views that may come first, which the engine has mostly answered with the opening.
    fn ask_for_landing(&mut self, ctx: &Context<Self>, command: Option<Command>) {
        let queries = self.landing_queries();
        self.send(ctx, Exchange { command, queries });
    }

    /// The views that may be the first of a file: those that it may land on, and the one that the address names.
    fn landing_queries(&self) -> Vec<Query> {
        let mut queries = vec![Query::Summary, Query::Check, Query::Ambition];
        queries.extend(self.route.query().filter(|query| !queries.contains(query)));
        queries
    }

    fn send(&mut self, ctx: &Context<Self>, exchange: Exchange) {
        self.serial += 1;
        let (serial, sent) = (self.serial, exchange.clone());
        let answered = ctx.link().callback(move |answer| AppMessage::Answered(serial, sent.clone(), answer));
        self.client.ask(exchange, answered);
    }
}
