//! Links to every screen: in groups beside the page, folded under one button on a narrow screen.

use ambition_engine::screens::{Query, TablesAbout};
use ambition_engine::session::command::SheetTopic;
use yew::prelude::*;

use crate::router::Route;
use crate::screens::{SCREENS, ScreenEntry};

/// Where the user is, and what waits elsewhere.
#[derive(PartialEq, Properties)]
pub struct NavigationProps {
    /// The view shown.
    pub route: Route,
    /// The file is a local authority's: it holds several schools.
    pub several_schools: bool,
    /// How many things on the Check view want the user's eye.
    pub to_check: u32,
    /// The sheets that this file has something for.
    pub topics: Vec<SheetTopic>,
}

/// The views, the one shown marked.
#[component]
pub fn Navigation(props: &NavigationProps) -> Html {
    let open = use_state(|| false);
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let close = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(false))
    };
    let shape = (*open).then_some("unfolded");
    html! {
        <nav class={classes!("views", shape)} aria-label="Views">
            <button type="button" class="button views-button" aria-expanded={open.to_string()} onclick={toggle}>
                { "Views" }<span class="views-now">{ props.route.name() }</span>
            </button>
            <div class="views-groups" onclick={close}>
                { for SCREENS.chunk_by(|one, next| one.group == next.group).map(|screens| group(screens, props)) }
            </div>
        </nav>
    }
}

/// Screens under one heading.
fn group(screens: &[ScreenEntry], props: &NavigationProps) -> Html {
    let routes = screens.iter().map(|screen| (screen.route)()).filter(|route| is_offered(route, props));
    let entries = routes.map(|route| entry(&route, props)).collect::<Vec<_>>();
    let title = screens.first().map(|screen| screen.group).filter(|_| !entries.is_empty());
    let Some(title) = title else { return Html::default() };
    html! {
        <div class="views-group">
            <p class="views-title">{ title }</p>
            <ul>{ for entries }</ul>
        </div>
    }
}

/// Whether the file has something for a screen.
fn is_offered(route: &Route, props: &NavigationProps) -> bool {
    match route {
        Route::Screen(Query::Sheet(query)) => props.topics.contains(&query.topic),
        Route::Screen(Query::Tables(query)) => {
            props.several_schools || !matches!(query.about, TablesAbout::Schools | TablesAbout::Return)
        }
        _ => true,
    }
}

fn entry(to: &Route, props: &NavigationProps) -> Html {
    let current = props.route.same_screen(to).then_some("page");
    let waiting = if *to == Route::CHECK { props.to_check } else { 0 };
    html! {
        <li>
            <a href={to.hash()} aria-current={current}>
                { to.name() }
                if waiting > 0 {
                    <span class="badge">{ waiting }<span class="vh">{ " to look at" }</span></span>
                }
            </a>
        </li>
    }
}
