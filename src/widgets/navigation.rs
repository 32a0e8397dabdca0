//! The six places, with the screens of each as tabs; what is seldom wanted is under More.

use std::rc::Rc;

use ambition_engine::screens::{FileSubject, Query, Summary, TablesAbout};
use ambition_engine::session::command::SheetTopic;
use wasm_bindgen::JsCast;
use web_sys::Node;
use yew::prelude::*;

use crate::router::Route;
use crate::screens::{Place, SCREENS, ScreenEntry};

/// The places in the order of the navigation; More is none of them.
const PLACES: [Place; 8] = [
    Place::Check,
    Place::EarlyYears,
    Place::Attendance,
    Place::Targets,
    Place::Pupils,
    Place::Challenge,
    Place::Groups,
    Place::Schools,
];

/// Where the user is, and what waits elsewhere.
#[derive(PartialEq, Properties)]
pub struct NavigationProps {
    /// The view shown.
    pub route: Route,
    /// What is open.
    pub summary: Rc<Summary>,
}

/// The places, the one shown marked.
#[component]
pub fn Navigation(props: &NavigationProps) -> Html {
    html! {
        <nav class="views" aria-label="Views">
            <ul>
                { for PLACES.iter().filter_map(|place| place_entry(*place, props)) }
                <More route={props.route.clone()} summary={props.summary.clone()} />
            </ul>
        </nav>
    }
}

/// The screens of a place that the file has something for.
fn screens(place: Place, summary: &Summary) -> Vec<&'static ScreenEntry> {
    SCREENS.iter().filter(|screen| place_of(screen, summary) == place && is_offered(screen, summary)).collect()
}

/// Where a screen is found: what the file is about has a place of its own.
fn place_of(screen: &ScreenEntry, summary: &Summary) -> Place {
    match screen.place {
        Place::EarlyYears if summary.about != FileSubject::EarlyYears => Place::More,
        Place::Attendance if summary.about != FileSubject::Attendance => Place::More,
        place => place,
    }
}

/// Whether the file has something for a screen.
fn is_offered(screen: &ScreenEntry, summary: &Summary) -> bool {
    let key_stages = summary.about == FileSubject::KeyStages;
    match (screen.route)() {
        Route::Screen(Query::Sheet(query)) => match query.topic {
            SheetTopic::Progress => key_stages && summary.topics.contains(&SheetTopic::Progress),
            topic => summary.topics.contains(&topic),
        },
        Route::Screen(Query::Tables(query)) => match query.about {
            TablesAbout::Groups => key_stages,
            TablesAbout::Needs => key_stages && summary.has_needs,
            TablesAbout::Care => key_stages && summary.names_children_in_care && summary.has_care,
            TablesAbout::Schools | TablesAbout::Moderation => !summary.schools.is_empty(),
            TablesAbout::Return => !summary.schools.is_empty() && summary.has_return,
        },
        Route::Screen(Query::Ambition | Query::Trajectories | Query::Estimates | Query::WhatIf(_)) => key_stages,
        _ => true,
    }
}

/// The place of the screen shown.
fn place_shown(props: &NavigationProps) -> Option<Place> {
    props.route.entry().map(|screen| place_of(screen, &props.summary))
}

/// A place, which leads to the first of its screens; `None`: the file has nothing for it.
fn place_entry(place: Place, props: &NavigationProps) -> Option<Html> {
    let first = (screens(place, &props.summary).first()?.route)();
    let current = if props.route.same_screen(&first) {
        Some("page")
    } else {
        (place_shown(props) == Some(place)).then_some("true")
    };
    let waiting = if place == Place::Check { props.summary.to_check } else { 0 };
    Some(html! {
        <li key={place.name()}>
            <a href={first.hash()} aria-current={current}>
                { place.name() }
                if waiting > 0 {
                    <span class="badge">{ waiting }<span class="vh">{ " to look at" }</span></span>
                }
            </a>
        </li>
    })
}

/// The screens that are seldom wanted, folded under one button.
#[component]
fn More(props: &NavigationProps) -> Html {
    let open = use_state(|| false);
    let list = use_node_ref();
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let close = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(false))
    };
    let onkeydown = {
        let open = open.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                open.set(false);
            }
        })
    };
    let onfocusout = {
        let (open, list) = (open.clone(), list.clone());
        Callback::from(move |event: FocusEvent| {
            let to = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
            let stays = list.cast::<Node>().is_some_and(|list| list.contains(to.as_ref()));
            // Without a target the window itself lost the keyboard, or the button was pressed by the mouse.
            if to.is_some() && !stays {
                open.set(false);
            }
        })
    };
    let shown = Some(Place::More) == place_shown(props);
    let name = props.route.entry().filter(|_| shown).map(|screen| screen.name);
    html! {
        <li class="more" ref={list} {onkeydown} {onfocusout}>
            <button type="button" class="more-button" aria-expanded={open.to_string()} aria-current={shown.then_some("true")}
                onclick={toggle}>
                { "More" }
                if let Some(name) = name {
                    { ": " }{ name }
                }
            </button>
            <ul class="more-list" hidden={!*open} onclick={close}>
                { for screens(Place::More, &props.summary).into_iter().map(|screen| link(screen, &props.route)) }
            </ul>
        </li>
    }
}

/// The screens of the place that is shown, as tabs; empty: it has one, or is More.
pub fn tabs(route: &Route, summary: &Rc<Summary>) -> Html {
    let place = route.entry().map(|screen| place_of(screen, summary)).filter(|place| *place != Place::More);
    let screens = place.map(|place| screens(place, summary)).unwrap_or_default();
    let Some(place) = place.filter(|_| screens.len() > 1) else { return Html::default() };
    html! {
        <nav class="tabs" aria-label={place.name()}>
            <ul>{ for screens.into_iter().map(|screen| link(screen, route)) }</ul>
        </nav>
    }
}

fn link(screen: &ScreenEntry, shown: &Route) -> Html {
    let to = (screen.route)();
    let current = shown.same_screen(&to).then_some("page");
    html! { <li key={screen.path}><a href={to.hash()} aria-current={current}>{ screen.name }</a></li> }
}
