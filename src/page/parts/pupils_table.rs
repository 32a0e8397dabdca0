//! The table of pupils, with targets that are edited in place.

use std::rc::Rc;

use ambition::session::command::{Command, PupilsQuery};
use ambition::session::view::{Cell, Column, PupilRow, PupilsPage};
use web_sys::Element;
use yew::prelude::*;

use super::exception_field::ExceptionField;
use super::target_input::TargetInput;
use super::tone;
use crate::page::browser;
use crate::page::desk::{Desk, Place, Wish, use_desk};
use crate::page::refusals::Refusals;
use crate::page::route::Route;

/// One page of the table.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// The page.
    pub page: Rc<PupilsPage>,
    /// What was asked for.
    pub query: PupilsQuery,
    /// What was not taken.
    pub refusals: Refusals,
}

/// The table.
#[component]
pub fn PupilsTable(props: &Props) -> Html {
    let desk = use_desk();
    let keep = use_kept_focus(&props.page);
    let Props { page, query, .. } = props;
    html! {
        <div class="table-scroll" role="region" aria-label="Table of pupils" tabindex="0">
            <table class="pupils" onkeydown={keep.keyed} onmousedown={keep.pointed} onfocusin={show_whole}>
                <caption class="vh">{ format!("{}: {}", page.title, page.range) }</caption>
                <thead>
                    <tr>
                        { heading(query, page, &name()) }
                        <th scope="col" class="context"><span>{ "Context" }</span></th>
                        { for page.columns.iter().map(|column| {
                            heading(query, page, column)
                        }) }
                        if offers_exceptions(page) {
                            <th scope="col" class="exception"><span>{ "Exception" }</span></th>
                        }
                    </tr>
                </thead>
                <tbody>{ for neighbours(&page.rows).map(|near| row(&desk, props, &near)) }</tbody>
            </table>
        </div>
    }
}

/// Keeps the keyboard in the table when the row it is in moves or goes.
struct KeptFocus {
    keyed: Callback<KeyboardEvent>,
    pointed: Callback<MouseEvent>,
}

/// A changed target can change the order of the rows or end a pupil's place in the list, and an element that is moved
/// loses the keyboard. Whoever goes by keys gets it back: to the same cell, or to the heading where that is gone.
#[hook]
fn use_kept_focus(page: &Rc<PupilsPage>) -> KeptFocus {
    let last = use_mut_ref(|| None::<String>);
    let restored = last.clone();
    use_effect_with(page.clone(), move |_| {
        let id = restored.borrow().clone().filter(|_| browser::nothing_focused());
        if id.is_some_and(|id| !browser::focus(&id)) {
            browser::focus("heading");
        }
    });
    let forgotten = last.clone();
    KeptFocus {
        keyed: Callback::from(move |_| *last.borrow_mut() = browser::focused_id()),
        pointed: Callback::from(move |_| *forgotten.borrow_mut() = None),
    }
}

/// What gets the keyboard comes into sight whole: the browser is content with a part of it, which may be its edge.
fn show_whole(event: FocusEvent) {
    if let Some(element) = event.target_dyn_into::<Element>() {
        browser::show_whole(&element);
    }
}

/// A row, the pupil above it and the pupil below it.
struct Near<'a> {
    row: &'a PupilRow,
    above: Option<u32>,
    below: Option<u32>,
}

fn neighbours(rows: &[PupilRow]) -> impl Iterator<Item = Near<'_>> {
    let pupils = || rows.iter().map(|row| Some(row.pupil));
    let above = std::iter::once(None).chain(pupils());
    let below = pupils().skip(1).chain(std::iter::once(None));
    rows.iter().zip(above).zip(below).map(|((row, above), below)| Near { row, above, below })
}

/// The first column, which the engine sorts by this name.
fn name() -> Column {
    Column { id: "name".to_owned(), title: "Pupil".to_owned(), long: "Pupil".to_owned(), ..Column::default() }
}

/// A heading that sorts by its column, and the other way round when it does already.
fn heading(query: &PupilsQuery, page: &PupilsPage, column: &Column) -> Html {
    let sorted = page.sort == column.id;
    let order = sorted.then_some(if page.descending { "descending" } else { "ascending" });
    let sort = column.id.clone();
    let to = Route::Pupils(PupilsQuery { sort, descending: sorted && !page.descending, page: 0, ..query.clone() });
    let class = classes!((column.id == "name").then_some("name"), column.editable.then_some("editable"));
    html! {
        <th scope="col" {class} aria-sort={order}>
            <a href={to.hash()} title={column.long.clone()}>{ &column.title }</a>
        </th>
    }
}

fn row(desk: &Desk, props: &Props, near: &Near) -> Html {
    let pupil = near.row;
    let context = pupil.context.join(" · ");
    html! {
        <tr key={pupil.pupil}>
            <th scope="row" class="name" title={format!("{} · row {} of the file", pupil.upn, pupil.row)}>
                { &pupil.name }
                <span class="context-below">{ &context }</span>
            </th>
            <td class="context">{ &context }</td>
            { for pupil.cells.iter().zip(&props.page.columns).map(|(cell, column)| match &cell.target {
                Some(result) if column.editable => editable(desk, props, near, cell, column, result),
                _ => plain(cell),
            }) }
            if offers_exceptions(&props.page) {
                <td class="exception">
                    <ExceptionField pupil={pupil.pupil} name={pupil.name.clone()} exception={pupil.exception.clone()} />
                </td>
            }
        </tr>
    }
}

/// Somebody on this page may have an exception.
fn offers_exceptions(page: &PupilsPage) -> bool {
    page.rows.iter().any(|row| row.exception.offered)
}

fn plain(cell: &Cell) -> Html {
    html! {
        <td class={tone::class(cell.tone)} title={hint(cell)}>
            { &cell.text }
            if !cell.hint.is_empty() {
                <span class="vh">{ format!(" ({})", cell.hint) }</span>
            }
        </td>
    }
}

fn hint(cell: &Cell) -> Option<String> {
    Some(cell.hint.clone()).filter(|hint| !hint.is_empty())
}

fn editable(desk: &Desk, props: &Props, near: &Near, cell: &Cell, column: &Column, result: &str) -> Html {
    let place = |pupil: u32| Place { pupil, result: result.to_owned() };
    let here = place(near.row.pupil);
    let id = |pupil: Option<u32>| pupil.map(|pupil| AttrValue::from(place(pupil).id()));
    html! {
        <td class="editable" title={hint(cell)}>
            <TargetInput
                value={cell.text.clone()}
                label={label(column, near.row)}
                was={cell.was.clone().map(AttrValue::from)}
                refused={props.refusals.holds(&here)}
                settled={props.refusals.settled(&here)}
                place={here}
                above={id(near.above)}
                below={id(near.below)}
                oncommit={set_target(desk)}
                onforget={forget(desk)}
            />
            if let Some(was) = &cell.was {
                <span class="was" aria-hidden="true">{ format!("was {was}") }</span>
            }
        </td>
    }
}

/// "English target of Okafor, Amara".
fn label(column: &Column, row: &PupilRow) -> String {
    format!("{} of {}", column.long, row.name)
}

/// What the cell at a place is called, where it is on this page.
pub fn name_of(page: &PupilsPage, place: &Place) -> Option<String> {
    let row = page.rows.iter().find(|row| row.pupil == place.pupil)?;
    let mut cells = row.cells.iter().zip(&page.columns);
    let (_, column) = cells.find(|(cell, _)| cell.target.as_deref() == Some(&*place.result))?;
    Some(label(column, row))
}

fn set_target(desk: &Desk) -> Callback<(Place, String)> {
    let desk = desk.clone();
    Callback::from(move |(place, value): (Place, String)| {
        desk.wish(Wish::Do(Command::SetTarget { pupil: place.pupil, result: place.result, value }));
    })
}

fn forget(desk: &Desk) -> Callback<Place> {
    let desk = desk.clone();
    Callback::from(move |place| desk.wish(Wish::Forget(place)))
}
