//! What to raise, as the agenda of the meeting: on the screen to work with, on paper to take along.

use std::rc::Rc;

use ambition_engine::screens::{
    AgendaFigure, AgendaItem, AgendaMatrix, AgendaPupil, AgendaTarget, ChallengePage, FirstPoint, MatrixMark, MatrixRow,
};
use yew::prelude::*;

use crate::dom;
use crate::screens::{ScreenContext, ScreenView, waiting};
use crate::widgets::note_field::NoteField;
use crate::widgets::{paragraph, pupils_link, tone};

/// The view.
#[derive(PartialEq, Properties)]
pub struct ChallengeProps {
    /// What it shows.
    pub challenge: Rc<ChallengePage>,
}

/// The screen.
pub const VIEW: ScreenView = ScreenView::new(render);

/// Shows the screen.
fn render(context: &ScreenContext) -> Html {
    context.view().map_or_else(waiting, |challenge| html! { <ChallengeView {challenge} /> })
}

/// The agenda.
#[component]
pub fn ChallengeView(props: &ChallengeProps) -> Html {
    let challenge = &props.challenge;
    html! {
        <div class="flow challenge">
            { head(challenge) }
            { figures(&challenge.figures, &challenge.held_against) }
            { first(&challenge.first) }
            if !challenge.not_judged.is_empty() {
                <ul class="chips">
                    { for challenge.not_judged.iter().map(|words| html! { <li class="chip warn">{ words }</li> }) }
                </ul>
            }
            { for challenge.by_pupil.iter().map(matrix) }
            { for challenge.targets.iter().map(target_view) }
            <p class="personal">{ &challenge.notice }</p>
        </div>
    }
}

/// The points to talk about first; nothing where there are few.
fn first(points: &[FirstPoint]) -> Html {
    if points.is_empty() {
        return Html::default();
    }
    let point = |point: &FirstPoint| {
        html! {
            <li>
                <strong>{ &point.about }</strong>{ ": " }{ &point.found }{ " " }
                { pupils_link::words(&point.count, point.filter.as_ref()) }{ " " }{ paragraph::short(&point.paragraph) }
            </li>
        }
    };
    html! {
        <section class="card first-points" aria-labelledby="first-points">
            <h2 id="first-points">{ "Talk about these first" }</h2>
            <ol>{ for points.iter().map(point) }</ol>
        </section>
    }
}

fn head(challenge: &ChallengePage) -> Html {
    let parts = [&challenge.cohort, &challenge.edition, &dom::today()].map(String::clone);
    html! {
        <header class="view-head challenge-head">
            <div>
                <h1 id="heading" tabindex="-1">{ "Points to discuss" }</h1>
                <p class="lead screen-only"><strong>{ &challenge.school }</strong>{ " · " }{ parts.join(" · ") }</p>
                <p class="lead">{ &challenge.headline }</p>
            </div>
        </header>
    }
}

fn figures(figures: &[AgendaFigure], held_against: &str) -> Html {
    let headings = ["Target for", "Current", "Target", "Pupils", held_against, "Compared"];
    html! {
        <section class="card" aria-label="Figures">
            <div class="table-scroll" role="region" aria-label="Table of figures" tabindex="0">
                <table>
                    <caption class="vh">{ "The main targets, with last year\u{2019}s results and what they are \
                                           held against" }</caption>
                    <thead><tr>{ for headings.iter().map(|title| html! { <th scope="col">{ *title }</th> }) }</tr></thead>
                    <tbody>{ for figures.iter().map(figure_view) }</tbody>
                </table>
            </div>
        </section>
    }
}

fn figure_view(figure: &AgendaFigure) -> Html {
    html! {
        <tr>
            <th scope="row">{ &figure.title }</th>
            <td>{ &figure.current }</td>
            <td><strong>{ &figure.target }</strong></td>
            <td>{ &figure.of }</td>
            <td>{ &figure.expected }</td>
            <td class={tone::class(figure.tone)}>{ &figure.verdict }</td>
        </tr>
    }
}

/// The points pupil by pupil; on paper with a ruled line for what is agreed.
fn matrix(matrix: &AgendaMatrix) -> Html {
    html! {
        <section class="card agenda-matrix" aria-labelledby="by-pupil">
            <h2 id="by-pupil">{ "Pupil by pupil" }<small>{ " " }{ &matrix.caption }</small></h2>
            <div class="table-scroll" role="region" aria-label="Points by pupil" tabindex="0">
                <table>
                    <caption class="vh">{ "Each pupil on a list, with what is raised" }</caption>
                    <thead>
                        <tr>
                            <th scope="col">{ "Pupil" }</th>
                            <th scope="col" class="from-to">
                                { "Earlier results and targets" }<small>{ &matrix.ways }</small>
                            </th>
                            { for matrix.columns.iter().map(|title| html! { <th scope="col" class="kind">{ title }</th> }) }
                            <th scope="col" class="paper-only">{ "Agreed" }</th>
                        </tr>
                    </thead>
                    <tbody>
                        { for matrix.rows.iter().enumerate().map(|(place, row)| matrix_row(row, place < matrix.on_paper)) }
                    </tbody>
                </table>
            </div>
            if !matrix.more.is_empty() {
                <p class="muted screen-only">{ &matrix.more }</p>
            }
            <p class="paper-only">{ &matrix.more_on_paper }</p>
        </section>
    }
}

fn matrix_row(row: &MatrixRow, on_paper: bool) -> Html {
    let AgendaPupil { pupil, name, from_to, context, exception } = &row.pupil;
    let mark = |mark: &MatrixMark| {
        let MatrixMark { sign, words } = mark;
        html! {
            <td class="mark" title={words.clone()}>
                <span aria-hidden="true">{ sign }</span>
                if !words.is_empty() {
                    <span class="vh">{ words }</span>
                }
            </td>
        }
    };
    html! {
        <tr key={*pupil} class={(!on_paper).then_some("screen-only")}>
            <th scope="row">
                { name }
                if !context.is_empty() {
                    <small>{ format!(" {}", context.join(", ")) }</small>
                }
                if !exception.is_empty() {
                    <em class="screen-only">{ format!(" exception: {exception}") }</em>
                }
            </th>
            <td>{ from_to }</td>
            { for row.marks.iter().map(mark) }
            <td class="paper-only">{ exception }</td>
        </tr>
    }
}

fn target_view(target: &AgendaTarget) -> Html {
    html! {
        <section class="card agenda" key={target.title.clone()}>
            <h2>
                { &target.title }{ " " }{ paragraph::short(&target.paragraph) }
                if !target.standing.is_empty() {
                    <small>{ " " }{ &target.standing }</small>
                }
            </h2>
            <ul>{ for target.items.iter().map(|raised| item_view(raised, &target.title)) }</ul>
        </section>
    }
}

fn item_view(item: &AgendaItem, target: &str) -> Html {
    html! {
        <li key={format!("{}/{}", item.measure, item.code)}>
            <h3>
                { &item.title }{ " " }{ paragraph::short(&item.paragraph) }
                <span class="count">{ pupils_link::words(&item.count, item.filter.as_ref()) }</span>
            </h3>
            <p>{ &item.found }{ " " }<span class="follows">{ &item.follows }</span></p>
            if !item.pupils.is_empty() {
                <details>
                    <summary>{ "Names" }</summary>
                    <ul class="named">
                        { for item.pupils.iter().map(pupil_view) }
                        if !item.more.is_empty() {
                            <li>{ &item.more }</li>
                        }
                    </ul>
                </details>
            }
            <NoteField item={item.clone()} target={target.to_owned()} />
        </li>
    }
}

fn pupil_view(pupil: &AgendaPupil) -> Html {
    html! {
        <li key={pupil.pupil}>
            <span class="who">{ &pupil.name }</span>{ " " }<span class="from-to">{ &pupil.from_to }</span>
            if !pupil.context.is_empty() {
                <span class="muted">{ format!(" ({})", pupil.context.join(", ")) }</span>
            }
            if !pupil.exception.is_empty() {
                <em>{ format!(" exception: {}", pupil.exception) }</em>
            }
        </li>
    }
}
