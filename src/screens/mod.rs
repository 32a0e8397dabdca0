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
    /// Where it is found.
    pub place: Place,
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
    /// When a file was saved last of what is open.
    pub saved: Option<&'a String>,
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

/// Where a screen is found in the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// How the file was read.
    Check,
    /// The targets, and the way to them.
    Targets,
    /// The pupils, and how their targets are set.
    Pupils,
    /// What to discuss.
    Challenge,
    /// Groups of pupils.
    Groups,
    /// The schools of a local authority.
    Schools,
    /// The Foundation Stage Profile, where the file is about it.
    EarlyYears,
    /// Absence, where the file is about it.
    Attendance,
    /// Everything else.
    More,
}

impl Place {
    /// Its name in the navigation.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Check => "Check",
            Self::Targets => "Targets",
            Self::Pupils => "Pupils",
            Self::Challenge => "Challenge",
            Self::Groups => "Groups",
            Self::Schools => "Schools",
            Self::EarlyYears => "Early years",
            Self::Attendance => "Attendance",
            Self::More => "More",
        }
    }
}

/// Every screen, in the order of the navigation: the first of a place is where the place leads.
pub const SCREENS: &[ScreenEntry] = &[
    screen("check", "Check", Place::Check, || Route::CHECK, check::VIEW),
    screen("ambition", "Targets", Place::Targets, || Route::AMBITION, ambition::VIEW),
    screen("progress", "Progress", Place::Targets, || Route::sheet(SheetTopic::Progress), sheet::VIEW),
    screen("trajectory", "Trajectory", Place::Targets, || Route::Screen(Query::Trajectories), trajectory::VIEW),
    screen("pupils", "Pupils", Place::Pupils, || Route::pupils(PupilsQuery::default()), pupils::VIEW),
    screen("what-if", "What if", Place::Pupils, || Route::what_if(WhatIfQuery::default()), what_if::VIEW),
    screen("estimates", "Estimates", Place::Pupils, || Route::Screen(Query::Estimates), estimates::VIEW),
    screen("challenge", "Challenge", Place::Challenge, || Route::Screen(Query::Challenge), challenge::VIEW),
    screen("questions", "Questions", Place::Challenge, || Route::sheet(SheetTopic::Questions), sheet::VIEW),
    screen("timetable", "Timetable", Place::Challenge, || Route::sheet(SheetTopic::Timetable), sheet::VIEW),
    screen("groups", "Groups", Place::Groups, || Route::tables_about(TablesAbout::Groups), tables::VIEW),
    screen("care", "Children in care", Place::Groups, || Route::tables_about(TablesAbout::Care), tables::VIEW),
    screen("needs", "Special needs", Place::Groups, || Route::tables_about(TablesAbout::Needs), tables::VIEW),
    screen("schools", "Schools", Place::Schools, || Route::tables_about(TablesAbout::Schools), tables::VIEW),
    screen(
        "moderation",
        "Schools to talk to",
        Place::Schools,
        || Route::tables_about(TablesAbout::Moderation),
        tables::VIEW,
    ),
    screen("return", "Return", Place::Schools, || Route::tables_about(TablesAbout::Return), tables::VIEW),
    screen("file", "File", Place::More, || Route::Open, open::VIEW),
    screen("early-years", "Early years", Place::EarlyYears, || Route::sheet(SheetTopic::EarlyYears), sheet::VIEW),
    screen("attendance", "Attendance", Place::Attendance, || Route::sheet(SheetTopic::Attendance), sheet::VIEW),
    screen("partnership", "Partnership", Place::More, || Route::sheet(SheetTopic::Partnership), sheet::VIEW),
    screen("item-analysis", "Item analysis", Place::More, || Route::sheet(SheetTopic::Items), sheet::VIEW),
    screen("method", "Method", Place::More, || Route::METHOD, method::VIEW),
];

const fn screen(
    path: &'static str,
    name: &'static str,
    place: Place,
    route: fn() -> Route,
    view: ScreenView,
) -> ScreenEntry {
    ScreenEntry { path, name, place, route, view }
}

/// Shown until the engine has answered.
pub fn waiting() -> Html {
    html! { <p class="waiting" aria-busy="true">{ "One moment…" }</p> }
}
