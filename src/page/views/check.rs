//! How the file was read: what wants the user's eye comes first.

use std::rc::Rc;

use ambition::session::command::Command;
use ambition::session::view::{Check, ColumnRead, Note, SetAside, UnknownValue};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::page::desk::{Desk, Wish, use_desk};
use crate::page::parts::{pupils_link, tone};
use crate::page::route::Route;

/// The view.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// What it shows.
    pub check: Rc<Check>,
}

/// The account of the reading.
#[component]
pub fn CheckView(props: &Props) -> Html {
    let desk = use_desk();
    let check = &props.check;
    html! {
        <div class="flow">
            <header class="view-head">
                <h1 id="heading" tabindex="-1">{ "How your file was read" }</h1>
                <p class="lead"><strong>{ &check.account }</strong>{ ". " }{ &check.how }</p>
                <p><a class="button primary" href={Route::Ambition.hash()}>{ "See the targets" }</a></p>
            </header>
            { unknown(&desk, &check.unknown) }
            { set_aside(&check.set_aside) }
            { notes(&check.notes) }
            { absent(&check.absent) }
            { columns(&check.columns) }
            { unread(&check.unread, &check.cut) }
        </div>
    }
}

/// A section, or nothing where it has nothing to show.
fn section<T>(id: &'static str, title: &'static str, why: &'static str, items: &[T], body: Html) -> Html {
    if items.is_empty() {
        return Html::default();
    }
    html! {
        <section class="card" aria-labelledby={id}>
            <h2 {id}>{ title }</h2>
            <p class="muted">{ why }</p>
            { body }
        </section>
    }
}

/// A table that scrolls by itself where it is too wide.
fn table(caption: &'static str, headings: &[&'static str], rows: Vec<Html>) -> Html {
    html! {
        <div class="table-scroll" role="region" aria-label={format!("Table: {caption}")} tabindex="0">
            <table>
                <caption class="vh">{ caption }</caption>
                <thead><tr>{ for headings.iter().map(|title| html! { <th scope="col">{ *title }</th> }) }</tr></thead>
                <tbody>{ rows }</tbody>
            </table>
        </div>
    }
}

fn unknown(desk: &Desk, values: &[UnknownValue]) -> Html {
    let body = html! { <ul class="spellings">{ for values.iter().map(|value| spelling(desk, value)) }</ul> };
    let why = "Each counts as no result until you say what it means. Nothing is guessed.";
    section("unknown", "What do these mean?", why, values, body)
}

fn spelling(desk: &Desk, value: &UnknownValue) -> Html {
    html! {
        <li key={format!("{}/{}", value.field, value.spelling)}>
            <q>{ &value.spelling }</q>
            <span>{ "in " }{ &value.title }{ ": " }{ pupils_link::words(&value.count, Some(&value.pupils)) }</span>
            { meanings(desk, value) }
        </li>
    }
}

fn meanings(desk: &Desk, value: &UnknownValue) -> Html {
    let chosen = |choice: &str| value.meaning.as_deref() == Some(choice);
    html! {
        <select aria-label={format!("“{}” in {} means", value.spelling, value.title)} onchange={map(desk, value)}>
            <option value="?" selected={value.meaning.is_none()}>{ "not said yet" }</option>
            { for value.choices.iter().map(|(choice, words)| html! {
                <option value={format!("={choice}")} selected={chosen(choice)}>{ words }</option>
            }) }
        </select>
    }
}

/// A meaning may be the empty text, so every one is told from "not said yet" by its first letter.
fn map(desk: &Desk, value: &UnknownValue) -> Callback<Event> {
    let (desk, field, spelling) = (desk.clone(), value.field.clone(), value.spelling.clone());
    Callback::from(move |event: Event| {
        let Some(select) = event.target_dyn_into::<HtmlSelectElement>() else {
            return;
        };
        let meaning = select.value().strip_prefix('=').map(str::to_owned);
        desk.wish(Wish::Do(Command::MapValue { field: field.clone(), spelling: spelling.clone(), meaning }));
    })
}

fn set_aside(reasons: &[SetAside]) -> Html {
    let reason = |aside: &SetAside| {
        html! {
            <li>
                <p><strong>{ &aside.reason }</strong>{ " " }<span class="badge">{ aside.rows }</span></p>
                <p>{ &aside.remedy }</p>
                <p class="muted">{ aside.places.join(" · ") }</p>
            </li>
        }
    };
    let body = html! { <ul class="plain-list">{ for reasons.iter().map(reason) }</ul> };
    let why = "These rows are in no figure. All others are.";
    section("set-aside", "Rows set aside", why, reasons, body)
}

fn notes(notes: &[Note]) -> Html {
    let note = |note: &Note| {
        html! {
            <li class={classes!("note", tone::class(note.tone))}>
                <p>
                    <strong>{ &note.what }</strong>
                    if !note.place.is_empty() {
                        { " " }<span class="place">{ &note.place }</span>
                    }
                </p>
                <p>{ &note.remedy }</p>
            </li>
        }
    };
    let body = html! { <ul class="plain-list">{ for notes.iter().map(note) }</ul> };
    section("notes", "Also noticed", "What reading the file brought up.", notes, body)
}

fn absent(absent: &[(String, String)]) -> Html {
    let entry = |(heading, loss): &(String, String)| {
        html! { <div><dt>{ heading }</dt><dd>{ loss }</dd></div> }
    };
    let body = html! { <dl class="pairs">{ for absent.iter().map(entry) }</dl> };
    let why = "The file has no such column. Add it if you want what it gives.";
    section("absent", "Not in this file", why, absent, body)
}

fn columns(columns: &[ColumnRead]) -> Html {
    let row = |column: &ColumnRead| {
        html! {
            <tr>
                <td class="muted">{ &column.place }</td>
                <th scope="row">{ &column.heading }</th>
                <td>{ &column.field }<br /><span class="muted">{ &column.why }</span></td>
                <td>{ for column.samples.iter().map(|sample| html! { <span class="sample">{ sample }</span> }) }</td>
            </tr>
        }
    };
    let headings = ["Column", "Heading in the file", "Read as", "For example"];
    let body = table("Columns and what they were read as", &headings, columns.iter().map(row).collect());
    section("columns", "Columns read", "Your headings, and what each was taken for.", columns, body)
}

fn unread(headings: &[String], cut: &str) -> Html {
    let body = html! {
        <>
            <ul class="chips">
                { for headings.iter().map(|heading| html! { <li class="chip plain">{ heading }</li> }) }
            </ul>
            if !cut.is_empty() {
                <p class="muted">{ cut }</p>
            }
        </>
    };
    section("unread", "Columns not read", "They serve no figure here. They stay in your file.", headings, body)
}
