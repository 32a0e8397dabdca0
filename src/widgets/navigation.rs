//! The way to every view: in groups beside the page, behind one button on a narrow screen.

use ambition_engine::session::command::{PupilsQuery, TablesAbout, Topic, WhatIfQuery};
use yew::prelude::*;

use crate::router::Route;

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
    pub topics: Vec<Topic>,
}

/// The views in the order of the work, each group under its heading.
fn groups(several_schools: bool) -> Vec<(&'static str, Vec<Route>)> {
    let tables = |all: &[TablesAbout]| all.iter().copied().map(Route::tables).collect::<Vec<_>>();
    let sheets = |all: &[Topic]| all.iter().copied().map(Route::Sheet).collect::<Vec<_>>();
    let authority = if several_schools { tables(&[TablesAbout::Schools, TablesAbout::Return]) } else { Vec::new() };
    let pupils = Route::Pupils(PupilsQuery::default());
    vec![
        ("The file", vec![Route::Open, Route::Check]),
        ("Targets", vec![Route::Ambition, pupils, Route::Sheet(Topic::Progress), Route::Trajectory]),
        ("Setting targets", vec![Route::Estimates, Route::WhatIf(WhatIfQuery::default())]),
        ("Groups", tables(&[TablesAbout::Groups, TablesAbout::Care, TablesAbout::Needs])),
        ("Local authority", authority),
        ("Early years and attendance", sheets(&[Topic::EarlyYears, Topic::Attendance])),
        ("To discuss", vec![Route::Challenge]),
        ("Plan", sheets(&[Topic::Timetable, Topic::Partnership, Topic::Questions, Topic::Items])),
        ("The rules", vec![Route::Method]),
    ]
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
                { for groups(props.several_schools).iter().filter(|(_, views)| !views.is_empty()).map(|(title, views)| group(title, views, props)) }
            </div>
        </nav>
    }
}

fn group(title: &str, views: &[Route], props: &NavigationProps) -> Html {
    let offered = |to: &&Route| !matches!(to, Route::Sheet(topic) if !props.topics.contains(topic));
    let views = views.iter().filter(offered).collect::<Vec<_>>();
    if views.is_empty() {
        return Html::default();
    }
    html! {
        <div class="views-group">
            <p class="views-title">{ title }</p>
            <ul>{ for views.into_iter().map(|to| entry(to, props)) }</ul>
        </div>
    }
}

fn entry(to: &Route, props: &NavigationProps) -> Html {
    let current = props.route.same_view(to).then_some("page");
    let waiting = if *to == Route::Check { props.to_check } else { 0 };
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
