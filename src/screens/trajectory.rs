//! The ways from current performance to the goals, as lines and as a table.

use std::rc::Rc;

use ambition_engine::screens::{TrajectoriesPage, Trajectory, TrajectoryPath};
use ambition_engine::session::command::Command;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::app::actions::use_dispatcher;
use crate::router::Route;
use crate::screens::{ScreenContext, ScreenView, waiting};
use crate::widgets::entry_field::EntryField;
use crate::widgets::typed_field::TypedField;
use crate::widgets::{figure_chart, paragraph, tone};

/// The view.
#[derive(PartialEq, Properties)]
pub struct TrajectoryProps {
    /// What it shows.
    pub trajectories: Rc<TrajectoriesPage>,
}

/// The screen.
pub const VIEW: ScreenView = ScreenView::new(render);

/// Shows the screen.
fn render(context: &ScreenContext) -> Html {
    context.view().map_or_else(waiting, |trajectories| html! { <TrajectoryView {trajectories} /> })
}

/// The ways, target by target.
#[component]
pub fn TrajectoryView(props: &TrajectoryProps) -> Html {
    let view = &props.trajectories;
    let started = view.measures.iter().any(|measure| !measure.ways.is_empty());
    html! {
        <div class="flow">
            <header class="view-head">
                <h1 id="heading" tabindex="-1">{ "Trajectories" }</h1>
                <p class="lead">
                    { &view.words }
                    if !started {
                        { " " }<a href={Route::AMBITION.hash()}>{ "Last year\u{2019}s results are added under the \
                                                                   target cards" }</a>
                        { "." }
                    }
                </p>
            </header>
            { for view.measures.iter().map(trajectory) }
        </div>
    }
}

fn trajectory(trajectory: &Trajectory) -> Html {
    let id = format!("way-{}", trajectory.measure);
    html! {
        <article class="card trajectory" key={trajectory.measure.clone()} aria-labelledby={id.clone()}>
            <h2 {id}>{ &trajectory.title }</h2>
            <p class="muted">{ &trajectory.start }</p>
            if !trajectory.ways.is_empty() {
                <div class="lines-and-table">
                    { figure_chart::figure_chart(&trajectory.chart) }
                    { path_table(trajectory) }
                </div>
            }
            if !trajectory.years.is_empty() {
                <Goal trajectory={trajectory.clone()} />
            }
            <details class="results-by-year">
                <summary>{ "Results of each year" }<span class="vh">{ format!(": {}", trajectory.title) }</span></summary>
                <div class="entries" role="group" aria-label={format!("Results of each year, {}", trajectory.title)}>
                    { for trajectory.results.iter().map(|field| html! {
                        <EntryField key={field.what.to_string()} field={field.clone()} />
                    }) }
                </div>
            </details>
        </article>
    }
}

fn path_table(trajectory: &Trajectory) -> Html {
    let years: Vec<&str> = trajectory.chart.years.iter().map(|(_, year)| year.as_str()).collect();
    html! {
        <div class="table-scroll" role="region" aria-label={format!("Table: {}", trajectory.title)} tabindex="0">
            <table class="ways-table">
                <caption class="vh">{ format!("Trajectory by year: {}", trajectory.title) }</caption>
                <thead><tr>
                    <th scope="col">{ "Way" }</th>
                    { for years.iter().map(|year| html! { <th scope="col">{ *year }</th> }) }
                </tr></thead>
                <tbody>{ for trajectory.ways.iter().map(|way| path_row(way, &years)) }</tbody>
            </table>
        </div>
    }
}

fn path_row(way: &TrajectoryPath, years: &[&str]) -> Html {
    html! {
        <tr>
            <th scope="row">
                { figure_chart::sample(&way.kind) }{ " " }{ &way.title }
                if let Some(source) = &way.paragraph {
                    { " " }{ paragraph::short(source) }
                }
                if !way.against.is_empty() {
                    <p class={classes!("verdict", tone::class(way.tone))}>{ &way.against }</p>
                }
            </th>
            { for years.iter().map(|year| step_cell(way, year)) }
        </tr>
    }
}

fn step_cell(way: &TrajectoryPath, wanted: &str) -> Html {
    match way.steps.iter().find(|(year, ..)| year == wanted) {
        Some((_, percent, pupils)) => html! { <td>{ percent }<br /><span class="muted">{ pupils }</span></td> },
        None => html! { <td></td> },
    }
}

/// The measure a goal is for.
#[derive(PartialEq, Properties)]
pub struct GoalProps {
    /// The measure, with the goal as it stands.
    pub trajectory: Trajectory,
}

/// A goal of one's own: when, and how much.
#[component]
pub fn Goal(props: &GoalProps) -> Html {
    let dispatcher = use_dispatcher();
    let (of_goal, value) = props.trajectory.goal.clone();
    let year = use_state_eq(|| of_goal);
    {
        let year = year.clone();
        use_effect_with(of_goal, move |goal| year.set(*goal));
    }
    let set = {
        let measure = props.trajectory.measure.clone();
        Callback::from(move |(year, value): (u16, String)| {
            dispatcher.run(Command::SetGoal { measure: measure.clone(), year, value });
        })
    };
    let onchange = {
        let (year, value, set) = (year.clone(), value.clone(), set.clone());
        Callback::from(move |event: Event| {
            let chosen = event.target_dyn_into::<HtmlSelectElement>().and_then(|select| select.value().parse().ok());
            let Some(chosen) = chosen else { return };
            year.set(chosen);
            if !value.is_empty() {
                set.emit((chosen, value.clone()));
            }
        })
    };
    let oncommit = {
        let year = *year;
        set.reform(move |value| (year, value))
    };
    goal(&props.trajectory, *year, onchange, value, oncommit)
}

fn goal(of: &Trajectory, year: u16, onchange: Callback<Event>, value: String, oncommit: Callback<String>) -> Html {
    let id = format!("goal-{}", of.measure);
    html! {
        <p class="goal">
            <label for={id.clone()}>{ "Your own goal" }<span class="vh">{ format!(": {}", of.title) }</span></label>
            <span class="typed-row"><TypedField {id} {value} {oncommit} /><span class="unit">{ "%" }</span></span>
            { "by" }
            <select aria-label={format!("Year of the goal: {}", of.title)} {onchange}>
                { for of.years.iter().map(|known| html! {
                    <option value={known.to_string()} selected={*known == year}>{ known }</option>
                }) }
            </select>
        </p>
    }
}
