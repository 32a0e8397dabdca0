//! The table of pupils, with targets that are edited in place.

use std::rc::Rc;

use ambition::session::command::{Command, PupilsQuery};
use ambition::session::view::{Cell, Column, PupilRow, PupilsPage};
use web_sys::Element;
use yew::prelude::*;

use super::exception_field::ExceptionField;
use super::reason_field::ReasonField;
use super::target_input::{Act, TargetInput};
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
    /// The columns that are not shown, by id.
    pub hidden: Rc<Vec<String>>,
}

/// Cells of one column that are picked: the one picked first, and the last one, by pupil.
#[derive(Clone, Debug, PartialEq)]
struct Picked {
    result: String,
    from: u32,
    to: u32,
}

impl Picked {
    /// The pupils of the page from the topmost cell to the lowest.
    fn pupils<'a>(&self, page: &'a PupilsPage) -> &'a [PupilRow] {
        let place = |pupil: u32| page.rows.iter().position(|row| row.pupil == pupil).unwrap_or_default();
        let (one, other) = (place(self.from), place(self.to));
        page.rows.get(one.min(other)..=one.max(other)).unwrap_or_default()
    }
}

/// What can be done in a cell, and what is picked.
#[derive(Clone)]
struct Hand {
    picked: UseStateHandle<Option<Picked>>,
    act: Callback<(Place, Act)>,
}

#[hook]
fn use_hand(desk: &Desk, page: &Rc<PupilsPage>) -> Hand {
    let picked = use_state_eq(|| None::<Picked>);
    let act = {
        let (desk, page, picked) = (desk.clone(), page.clone(), picked.clone());
        Callback::from(move |(place, act): (Place, Act)| match act {
            Act::Paste(text) => paste(&desk, &page, &place, &text),
            Act::Pick(down) => picked.set(extend(&picked, &page, &place, down)),
            Act::Unpick => picked.set(None),
            Act::FillDown => fill_down(&desk, &page, &place, picked.as_ref()),
            Act::Reason => drop(browser::focus(&reason_id(&place))),
        })
    };
    Hand { picked, act }
}

/// A line for each pupil from here on, whether they are on this page or behind it; of a line with several cells the first.
fn paste(desk: &Desk, page: &PupilsPage, place: &Place, text: &str) {
    let lines = text.trim_end_matches(['\r', '\n']).lines();
    let values = lines.map(|line| line.split('\t').next().unwrap_or_default().trim().to_owned());
    let pupils = page.order.iter().copied().skip_while(|pupil| *pupil != place.pupil);
    give(desk, place, pupils.zip(values).collect());
}

fn give(desk: &Desk, place: &Place, targets: Vec<(u32, String)>) {
    if !targets.is_empty() {
        desk.wish(Wish::Do(Command::SetTargets { result: place.result.clone(), targets }));
    }
}

/// One cell more is picked.
fn extend(picked: &Option<Picked>, page: &PupilsPage, place: &Place, down: bool) -> Option<Picked> {
    let at = page.rows.iter().position(|row| row.pupil == place.pupil)?;
    let next = if down { at.saturating_add(1) } else { at.saturating_sub(1) };
    let to = page.rows.get(next).map_or(place.pupil, |row| row.pupil);
    let from = picked.as_ref().filter(|picked| picked.result == place.result).map_or(place.pupil, |picked| picked.from);
    Some(Picked { result: place.result.clone(), from, to })
}

/// The topmost value goes to all cells picked; where none are, the value above comes to this one.
fn fill_down(desk: &Desk, page: &PupilsPage, place: &Place, picked: Option<&Picked>) {
    let above = page.rows.iter().take_while(|row| row.pupil != place.pupil).last();
    let this =
        Picked { result: place.result.clone(), from: above.map_or(place.pupil, |row| row.pupil), to: place.pupil };
    let cells = picked.filter(|picked| picked.result == place.result).unwrap_or(&this);
    let Some((first, below)) = cells.pupils(page).split_first() else { return };
    let value = browser::value_of(&Place { pupil: first.pupil, result: place.result.clone() }.id());
    give(desk, place, below.iter().map(|row| (row.pupil, value.clone())).collect());
}

/// The id of the field for a target's reason.
fn reason_id(place: &Place) -> String {
    format!("reason-{}-{}", place.pupil, place.result)
}

/// The table.
#[component]
pub fn PupilsTable(props: &Props) -> Html {
    let desk = use_desk();
    let keep = use_kept_focus(&props.page);
    let hand = use_hand(&desk, &props.page);
    let Props { page, query, .. } = props;
    html! {
        <div class="table-scroll" role="region" aria-label="Table of pupils" tabindex="0">
            <table class="pupils" onkeydown={keep.keyed} onmousedown={keep.pointed} onfocusin={show_whole}>
                <caption class="vh">{ format!("{}: {}", page.title, page.range) }</caption>
                <thead>
                    <tr>
                        { heading(query, page, &name()) }
                        <th scope="col" class="context"><span>{ "Context" }</span></th>
                        { for page.columns.iter().filter(|column| props.shows(column)).map(|column| {
                            heading(query, page, column)
                        }) }
                        if offers_exceptions(page) {
                            <th scope="col" class="exception"><span>{ "Exception" }</span></th>
                        }
                    </tr>
                </thead>
                <tbody>{ for neighbours(&page.rows).map(|near| row(&desk, props, &hand, &near)) }</tbody>
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

impl Props {
    fn shows(&self, column: &Column) -> bool {
        !self.hidden.contains(&column.id)
    }
}

fn row(desk: &Desk, props: &Props, hand: &Hand, near: &Near) -> Html {
    let pupil = near.row;
    let context = pupil.context.join(" · ");
    html! {
        <tr key={pupil.pupil}>
            <th scope="row" class="name" title={format!("{} · row {} of the file", pupil.upn, pupil.row)}>
                { &pupil.name }
                <span class="context-below">{ &context }</span>
            </th>
            <td class="context">{ &context }</td>
            { for pupil.cells.iter().zip(&props.page.columns).filter(|(_, column)| props.shows(column)).map(|(cell, column)| match &cell.target {
                Some(result) if column.editable => editable(desk, props, hand, near, cell, column, result),
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
            if !cell.way.0.is_empty() {
                <svg class="spark" viewBox="0 0 60 20" focusable="false" aria-hidden="true">
                    <polyline class="straight" points={cell.way.0.clone()} />
                    <polyline class="results" points={cell.way.1.clone()} />
                </svg>
            }
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

#[allow(clippy::too_many_arguments, reason = "a cell is all of this")]
fn editable(desk: &Desk, props: &Props, hand: &Hand, near: &Near, cell: &Cell, column: &Column, result: &str) -> Html {
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
                beside={beside(props, near.row, result)}
                picked={is_picked(hand, &props.page, near.row.pupil, result)}
                onact={hand.act.clone()}
                above={id(near.above)}
                below={id(near.below)}
                oncommit={set_target(desk)}
                onforget={forget(desk)}
            />
            if let Some(was) = &cell.was {
                <span class="was" aria-hidden="true">{ format!("was {was}") }</span>
                <ReasonField id={reason_id(&place(near.row.pupil))} pupil={near.row.pupil} result={result.to_owned()}
                    reason={cell.reason.clone()} label={format!("Why: {}", label(column, near.row))} below={id(near.below)} />
            }
        </td>
    }
}

/// The targets of the same pupil to the left and to the right.
fn beside(props: &Props, row: &PupilRow, result: &str) -> (Option<AttrValue>, Option<AttrValue>) {
    let shown = row.cells.iter().zip(&props.page.columns).filter(|(_, column)| props.shows(column));
    let targets = shown.filter_map(|(cell, _)| cell.target.as_deref()).collect::<Vec<_>>();
    let at = targets.iter().position(|target| *target == result).unwrap_or_default();
    let id = |place: Option<usize>| {
        let result = (*targets.get(place?)?).to_owned();
        Some(AttrValue::from(Place { pupil: row.pupil, result }.id()))
    };
    (id(at.checked_sub(1)), id(at.checked_add(1)))
}

fn is_picked(hand: &Hand, page: &PupilsPage, pupil: u32, result: &str) -> bool {
    let picked = hand.picked.as_ref().filter(|picked| picked.result == result);
    picked.is_some_and(|picked| picked.pupils(page).iter().any(|row| row.pupil == pupil))
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
