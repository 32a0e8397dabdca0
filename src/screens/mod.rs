//! The screens, one a file, and the table of them: [`SCREENS`] gives each its address, its name, its place in the
//! navigation, what the engine is asked for it, and what shows the answer.

pub mod address;
pub mod ambition;
pub mod challenge;
pub mod check;
pub mod estimates;
pub mod method;
pub mod open;
pub mod pupils;
pub mod sheet;
pub mod tables;
pub mod trajectory;
pub mod what_if;

use std::rc::Rc;

use ambition_engine::screens::{Query, Summary, TablesAbout, WhatIfQuery};
use ambition_engine::session::command::{PupilsQuery, SheetTopic};
use yew::prelude::*;

use crate::app::ReadingState;
use crate::app::refusals::RefusedTargets;
use crate::app::view_cache::ViewCache;
use crate::router::Route;
use address::AddressParameters;

/// A screen.
pub struct ScreenEntry {
    /// Its address is `#/` and this.
    pub path: &'static str,
    /// Its name, for the navigation and the window's title.
    pub name: &'static str,
    /// The heading in the navigation that it comes under.
    pub group: &'static str,
    /// The screen as it is shown at first.
    pub route: fn() -> Route,
    /// What lays it out.
    pub view: ScreenView,
}

/// What lays a screen out, and how its parameters are written in its address.
#[derive(Clone, Copy)]
pub struct ScreenView {
    /// Shows it.
    pub render: fn(&ScreenContext) -> Html,
    /// Its parameters; `None`: it has none.
    pub parameters: Option<AddressParameters>,
}

impl ScreenView {
    const fn new(render: fn(&ScreenContext) -> Html) -> Self {
        Self { render, parameters: None }
    }

    const fn with_parameters(
        self,
        write: fn(&Query) -> Vec<(String, String)>,
        read: fn(Query, Vec<(String, String)>) -> Option<Query>,
    ) -> Self {
        Self { parameters: Some(AddressParameters { write, read }), ..self }
    }
}

/// What a screen may show.
pub struct ScreenContext<'a> {
    /// What is asked of the screen.
    pub route: &'a Route,
    /// What the engine has answered.
    pub views: &'a ViewCache,
    /// How far the reading of a file is.
    pub reading: &'a ReadingState,
    /// How far the reading of the second file is.
    pub reading_current: &'a ReadingState,
    /// The targets that were not accepted.
    pub refusals: &'a RefusedTargets,
    /// What the tab kept before it was loaded again.
    pub tab_work: Option<&'a String>,
    /// What is open came with a passphrase, or was saved with one.
    pub locked: bool,
}

impl ScreenContext<'_> {
    /// The answer to the screen's own query.
    pub fn view<T: 'static>(&self) -> Option<Rc<T>> {
        self.views.get(&self.route.query()?)
    }

    /// What is open.
    pub fn summary(&self) -> Option<Rc<Summary>> {
        self.views.summary()
    }
}

const THE_FILE: &str = "The file";
const TARGETS: &str = "Targets";
const SETTING_TARGETS: &str = "Setting targets";
const GROUPS: &str = "Groups";
const LOCAL_AUTHORITY: &str = "Local authority";
const EARLY_YEARS: &str = "Early years and attendance";
const TO_DISCUSS: &str = "To discuss";
const PLAN: &str = "Plan";
const THE_RULES: &str = "The rules";

/// Every screen, in the order of the navigation.
pub const SCREENS: &[ScreenEntry] = &[
    screen("file", "File", THE_FILE, || Route::Open, open::VIEW),
    screen("check", "Check", THE_FILE, || Route::CHECK, check::VIEW),
    screen("ambition", "Ambition", TARGETS, || Route::AMBITION, ambition::VIEW),
    screen("pupils", "Pupils", TARGETS, || Route::pupils(PupilsQuery::default()), pupils::VIEW),
    screen("progress", "Progress", TARGETS, || Route::sheet(SheetTopic::Progress), sheet::VIEW),
    screen("trajectory", "Trajectory", TARGETS, || Route::Screen(Query::Trajectories), trajectory::VIEW),
    screen("estimates", "Estimates", SETTING_TARGETS, || Route::Screen(Query::Estimates), estimates::VIEW),
    screen("what-if", "What if", SETTING_TARGETS, || Route::what_if(WhatIfQuery::default()), what_if::VIEW),
    screen("groups", "Groups", GROUPS, || Route::tables_about(TablesAbout::Groups), tables::VIEW),
    screen("care", "Children in care", GROUPS, || Route::tables_about(TablesAbout::Care), tables::VIEW),
    screen("needs", "Special needs", GROUPS, || Route::tables_about(TablesAbout::Needs), tables::VIEW),
    screen("schools", "Schools", LOCAL_AUTHORITY, || Route::tables_about(TablesAbout::Schools), tables::VIEW),
    screen("return", "Return", LOCAL_AUTHORITY, || Route::tables_about(TablesAbout::Return), tables::VIEW),
    screen("early-years", "Early years", EARLY_YEARS, || Route::sheet(SheetTopic::EarlyYears), sheet::VIEW),
    screen("attendance", "Attendance", EARLY_YEARS, || Route::sheet(SheetTopic::Attendance), sheet::VIEW),
    screen("challenge", "Challenge", TO_DISCUSS, || Route::Screen(Query::Challenge), challenge::VIEW),
    screen("timetable", "Timetable", PLAN, || Route::sheet(SheetTopic::Timetable), sheet::VIEW),
    screen("partnership", "Partnership", PLAN, || Route::sheet(SheetTopic::Partnership), sheet::VIEW),
    screen("questions", "Questions", PLAN, || Route::sheet(SheetTopic::Questions), sheet::VIEW),
    screen("item-analysis", "Item analysis", PLAN, || Route::sheet(SheetTopic::Items), sheet::VIEW),
    screen("method", "Method", THE_RULES, || Route::METHOD, method::VIEW),
];

const fn screen(
    path: &'static str,
    name: &'static str,
    group: &'static str,
    route: fn() -> Route,
    view: ScreenView,
) -> ScreenEntry {
    ScreenEntry { path, name, group, route, view }
}

/// Shown until the engine has answered.
pub fn waiting() -> Html {
    html! { <p class="waiting" aria-busy="true">{ "One moment…" }</p> }
}
