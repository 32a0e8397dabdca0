//! The app: it keeps the client of the engine, the address, and the views last answered.
//!
//! `answers` takes in what the engine answers, `events` what happens otherwise: the engine's own news, the user's
//! wishes, and the address.

mod answers;
pub mod desk;
mod events;
mod listeners;
pub mod refusals;
pub mod view_cache;

use ambition_engine::screens::Answer;
use ambition_engine::session::command::{Command, Exchange, Query};
use gloo::events::EventListener;
use yew::prelude::*;

use self::desk::{Desk, Wish};
use self::listeners::Happened;
use self::refusals::{FieldAnswers, Refusals};
use self::view_cache::ViewCache;
use crate::client::work_file;
use crate::client::{ClientEvent, EngineClient};
use crate::dom;
use crate::router::Route;
use crate::screens::{ScreenContext, waiting};
use crate::widgets::frame;
use crate::widgets::kept::UNLOCK;

/// Mounts the page on `#app`, or on the body where there is no such element.
pub fn mount() {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    match document.get_element_by_id("app") {
        Some(root) => yew::Renderer::<App>::with_root(root).render(),
        None => yew::Renderer::<App>::new().render(),
    };
}

/// Where the reading of a file stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Reading {
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

/// Something for the app to deal with.
pub enum Msg {
    /// The engine says something of its own accord.
    Client(ClientEvent),
    /// The engine answers the exchange with this number.
    Answered(u32, Exchange, Answer),
    /// The user wishes something.
    Wish(Wish),
    /// Something happened to the page as a whole.
    Happened(Happened),
}

/// The whole page.
pub struct App {
    client: EngineClient,
    desk: Desk,
    route: Route,
    views: ViewCache,
    reading: Reading,
    /// What the tab kept before it was loaded again.
    kept: Option<String>,
    /// Where the reading of the second file stands.
    reading_current: Reading,
    refusals: Refusals,
    answers: FieldAnswers,
    /// Remarks of the engine on itself.
    remarks: Vec<String>,
    /// What happened to the engine last.
    notice: Option<String>,
    /// What was done last, for the screen reader.
    said: String,
    /// How many exchanges were sent.
    serial: u32,
    /// The exchange before whose answer all views are out of date.
    renewing: u32,
    /// A file was opened and its first view is still to be chosen.
    landing: bool,
    /// What is remembered of the columns of the file was asked for.
    recalled: bool,
    /// The heading gets the keyboard once it is there.
    focus_heading: bool,
    /// So does the field for a passphrase.
    focus_unlock: bool,
    leaving: Option<EventListener>,
    _listeners: Vec<EventListener>,
}

impl Component for App {
    type Message = Msg;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> App {
        let mut app = App {
            client: EngineClient::start(ctx.link().callback(Msg::Client)),
            desk: Desk::new(ctx.link().callback(Msg::Wish)),
            route: Route::from_hash(&dom::hash()),
            views: ViewCache::default(),
            reading: Reading::Idle,
            kept: work_file::describe_tab_work(),
            reading_current: Reading::Idle,
            refusals: Refusals::default(),
            answers: FieldAnswers::default(),
            remarks: Vec::new(),
            notice: None,
            said: String::new(),
            serial: 0,
            renewing: 0,
            landing: false,
            recalled: false,
            focus_heading: false,
            focus_unlock: false,
            leaving: None,
            _listeners: listeners::listen(&ctx.link().callback(Msg::Happened)),
        };
        app.ask(ctx, None);
        app
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Client(event) => self.hear(ctx, event),
            Msg::Answered(serial, exchange, answer) => self.take(ctx, serial, &exchange, answer),
            Msg::Wish(wish) => {
                // What is only sent changes nothing on the screen before it is answered.
                let sent = matches!(wish, Wish::Do(_) | Wish::Ask(_) | Wish::Save(_) | Wish::Keep { .. });
                self.fulfil(ctx, wish);
                return !sent;
            }
            Msg::Happened(what) => self.happened(ctx, what),
        }
        true
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        let of = self.views.summary().map(|summary| format!(" – {}", summary.title)).unwrap_or_default();
        dom::set_title(&format!("{}{of} – Ambition", self.seen().name()));
        if self.focus_heading && dom::focus_heading() {
            self.focus_heading = false;
        }
        if self.focus_unlock && dom::focus(UNLOCK) {
            self.focus_unlock = false;
        }
    }

    fn view(&self, _: &Context<Self>) -> Html {
        let (route, summary) = (self.seen(), self.views.summary());
        let view = html! {
            <>
                { frame::notice(&self.desk, self.notice.as_ref()) }
                { self.screen(&route) }
                { frame::remarks(&self.remarks) }
            </>
        };
        html! {
            <ContextProvider<Desk> context={self.desk.clone()}>
                <ContextProvider<FieldAnswers> context={self.answers.clone()}>
                    { frame::frame(&route, summary.as_ref(), view) }
                    <p class="vh" role="status">{ &self.said }</p>
                </ContextProvider<FieldAnswers>>
            </ContextProvider<Desk>>
        }
    }
}

impl App {
    /// The view on the screen: while nothing is open there is the first one and the rules.
    fn seen(&self) -> Route {
        match (&self.route, self.views.summary()) {
            (route, _) if *route == Route::METHOD => Route::METHOD,
            (_, None) | (Route::Open, _) => Route::Open,
            (Route::Home, Some(_)) => Route::AMBITION,
            (route, Some(_)) => route.clone(),
        }
    }

    fn screen(&self, route: &Route) -> Html {
        let context = ScreenContext {
            route,
            views: &self.views,
            reading: &self.reading,
            reading_current: &self.reading_current,
            refusals: &self.refusals,
            tab_work: self.kept.as_ref(),
        };
        route.entry().map_or_else(waiting, |entry| (entry.render)(&context))
    }

    /// Sends a change, if any, and asks for what is on the screen.
    fn ask(&mut self, ctx: &Context<Self>, command: Option<Command>) {
        let queries = [Some(Query::Summary), self.route.query()].into_iter().flatten().collect();
        self.send(ctx, Exchange { command, queries });
    }

    /// After opening: both views that may come first are asked for at once, which saves a turn.
    fn ask_for_landing(&mut self, ctx: &Context<Self>, command: Option<Command>) {
        let first = [Some(Query::Summary), Some(Query::Check), Some(Query::Ambition), self.route.query()];
        let mut queries: Vec<Query> = first.into_iter().flatten().collect();
        queries.dedup();
        self.send(ctx, Exchange { command, queries });
    }

    fn send(&mut self, ctx: &Context<Self>, exchange: Exchange) {
        self.serial += 1;
        let (serial, sent) = (self.serial, exchange.clone());
        let answered = ctx.link().callback(move |answer| Msg::Answered(serial, sent.clone(), answer));
        self.client.ask(exchange, answered);
    }
}
