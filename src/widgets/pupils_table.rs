//! The table of pupils, with targets that are edited in place.

use std::rc::Rc;

use ambition_engine::screens::{PupilColumn, PupilRow, PupilsPage};
use ambition_engine::session::command::{Command, PupilsColumn, PupilsQuery};
use web_sys::Element;
use yew::prelude::*;

use super::next_cell::use_next_cell;
use super::paper_rows::{PaperRows, PrintedPages};
use super::pupils_row::{PupilsRow, label, name_id, offers_exceptions, reason_id};
use super::target_input::InputAction;
use crate::app::actions::{Action, Dispatcher, TargetCell, use_dispatcher};
use crate::app::refusals::RefusedTargets;
use crate::dom;
use crate::router::Route;

/// One page of the table.
#[derive(PartialEq, Properties)]
pub struct PupilsTableProps {
    /// The page.
    pub page: Rc<PupilsPage>,
    /// What was asked for.
    pub query: PupilsQuery,
    /// What was not taken.
    pub refusals: RefusedTargets,
    /// The columns that are not shown, by id.
    pub hidden: Rc<Vec<PupilsColumn>>,
    /// The pupils of the other pages, for paper.
    pub printed: PrintedPages,
    /// Opens a pupil's card; the keyboard comes back to the element of that id.
    pub onopen: Callback<(u32, String)>,
}

/// Cells of one column that are picked: the one picked first, and the last one, by pupil.
#[derive(Clone, Debug, PartialEq)]
struct PickedCells {
    result: String,
    from: u32,
    to: u32,
}

impl PickedCells {
    /// The pupils of the page from the topmost cell to the lowest.
    fn pupils<'a>(&self, page: &'a PupilsPage) -> &'a [PupilRow] {
        let place = |pupil: u32| page.rows.iter().position(|row| row.pupil == pupil).unwrap_or_default();
        let (one, other) = (place(self.from), place(self.to));
        page.rows.get(one.min(other)..=one.max(other)).unwrap_or_default()
    }
}

/// What is picked, and what can be done in a cell: callbacks that stay the same, so that a row is laid out again only
/// when something in it has changed.
struct TableCallbacks {
    picked: Option<PickedCells>,
    /// The cell whose target is changed just now and is to be explained.
    explained: Option<TargetCell>,
    act: Callback<(TargetCell, InputAction)>,
    commit: Callback<(TargetCell, String)>,
    forget: Callback<TargetCell>,
}

#[hook]
fn use_table_callbacks(dispatcher: &Dispatcher, props: &PupilsTableProps) -> TableCallbacks {
    let PupilsTableProps { page, refusals, onopen, .. } = props;
    let picked = use_state_eq(|| None::<PickedCells>);
    // What an act is about is what is shown when it happens.
    let shown = use_mut_ref(|| (page.clone(), None));
    *shown.borrow_mut() = (page.clone(), (*picked).clone());
    let setter = picked.setter();
    let (explained, explain) = use_explained(refusals);
    let next = use_next_cell(page, refusals);
    let act = use_callback(
        (dispatcher.clone(), onopen.clone()),
        move |(place, act): (TargetCell, InputAction), (dispatcher, onopen)| {
            let (page, picked) = shown.borrow().clone();
            match act {
                InputAction::Paste(text) => paste(dispatcher, &page, &place, &text),
                InputAction::Pick(down) => setter.set(extend(&picked, &page, &place, down)),
                InputAction::Unpick => setter.set(None),
                InputAction::FillDown => fill_down(dispatcher, &page, &place, picked.as_ref()),
                // A target that is changed just now has a field for it at once: what is typed next goes there.
                InputAction::Reason(changes) if !dom::focus(&reason_id(&place)) && changes => explain.emit(Some(place)),
                InputAction::Reason(_) => (),
                InputAction::Explained => explain.emit(None),
                InputAction::KeyDown => next.finish(),
                InputAction::GoTo(id, changes) => next.go(place.id(), id, changes),
                InputAction::Card if place.result.is_empty() => onopen.emit((place.pupil, name_id(place.pupil))),
                InputAction::Card => onopen.emit((place.pupil, place.id())),
            }
        },
    );
    let commit = use_callback(dispatcher.clone(), |(place, value): (TargetCell, String), dispatcher| {
        dispatcher.run(Command::SetTarget { pupil: place.pupil, result: place.result, value });
    });
    let forget =
        use_callback(dispatcher.clone(), |place, dispatcher| dispatcher.dispatch(Action::ForgetRefusal(place)));
    TableCallbacks { picked: (*picked).clone(), explained, act, commit, forget }
}

/// The cell whose target is changed just now and is to be explained, and what says so. Where the engine does not take the
/// change, there is nothing to explain: the keyboard goes back to the cell.
#[hook]
fn use_explained(refusals: &RefusedTargets) -> (Option<TargetCell>, Callback<Option<TargetCell>>) {
    let explained = use_state_eq(|| None::<(TargetCell, u32)>);
    let answered = use_mut_ref(RefusedTargets::default);
    *answered.borrow_mut() = refusals.clone();
    let setter = explained.setter();
    let explain = use_callback((), move |place: Option<TargetCell>, ()| {
        let answered = answered.borrow();
        setter.set(place.map(|place| (place.clone(), answered.settled(&place))));
    });
    let is_refused = |(place, before): &&(TargetCell, u32)| refusals.holds(place) && refusals.settled(place) != *before;
    let refused = explained.as_ref().filter(is_refused).map(|(place, _)| place.clone());
    let end = explain.clone();
    use_effect_with(refused.clone(), move |refused| {
        if let Some(place) = refused {
            end.emit(None);
            dom::focus(&place.id());
        }
    });
    let explained = explained.as_ref().map(|(place, _)| place.clone());
    (explained.filter(|place| refused.as_ref() != Some(place)), explain)
}

/// A line for each pupil from here on, whether they are on this page or after it; of a line with several cells the first.
fn paste(dispatcher: &Dispatcher, page: &PupilsPage, place: &TargetCell, text: &str) {
    let lines = text.trim_end_matches(['\r', '\n']).lines();
    let values = lines.map(|line| line.split('\t').next().unwrap_or_default().trim().to_owned());
    let pupils = page.order.iter().copied().skip_while(|pupil| *pupil != place.pupil);
    set_targets(dispatcher, place, pupils.zip(values).collect());
}

fn set_targets(dispatcher: &Dispatcher, place: &TargetCell, targets: Vec<(u32, String)>) {
    if !targets.is_empty() {
        dispatcher.run(Command::SetTargets { result: place.result.clone(), targets });
    }
}

/// One cell more is picked.
fn extend(picked: &Option<PickedCells>, page: &PupilsPage, place: &TargetCell, down: bool) -> Option<PickedCells> {
    let at = page.rows.iter().position(|row| row.pupil == place.pupil)?;
    let next = if down { at.saturating_add(1) } else { at.saturating_sub(1) };
    let to = page.rows.get(next).map_or(place.pupil, |row| row.pupil);
    let from = picked.as_ref().filter(|picked| picked.result == place.result).map_or(place.pupil, |picked| picked.from);
    Some(PickedCells { result: place.result.clone(), from, to })
}

/// The topmost value goes to all cells picked; where none are, the value above comes to this one.
fn fill_down(dispatcher: &Dispatcher, page: &PupilsPage, place: &TargetCell, picked: Option<&PickedCells>) {
    let above = page.rows.iter().take_while(|row| row.pupil != place.pupil).last();
    let this =
        PickedCells { result: place.result.clone(), from: above.map_or(place.pupil, |row| row.pupil), to: place.pupil };
    let cells = picked.filter(|picked| picked.result == place.result).unwrap_or(&this);
    let Some((first, below)) = cells.pupils(page).split_first() else { return };
    let value = dom::value_of(&TargetCell { pupil: first.pupil, result: place.result.clone() }.id());
    set_targets(dispatcher, place, below.iter().map(|row| (row.pupil, value.clone())).collect());
}

/// The table.
#[component]
pub fn PupilsTable(props: &PupilsTableProps) -> Html {
    let dispatcher = use_dispatcher();
    let keep = use_kept_focus(&props.page);
    let hand = use_table_callbacks(&dispatcher, props);
    let PupilsTableProps { page, query, refusals, hidden, printed, .. } = props;
    let columns = use_memo(page.columns.clone(), Clone::clone);
    let exceptions = offers_exceptions(page);
    let paper_rows = |part: usize| {
        html! {
            <PaperRows rows={printed.rows.clone()} {part} columns={columns.clone()} hidden={hidden.clone()} {exceptions} />
        }
    };
    let row = |(at, row): (usize, &PupilRow)| {
        let picked = hand.picked.as_ref().filter(|picked| picked.pupils(page).contains(row));
        let explained = hand.explained.as_ref().filter(|place| place.pupil == row.pupil);
        html! {
            <PupilsRow key={row.pupil} page={page.clone()} {at} columns={columns.clone()} hidden={hidden.clone()}
                refusals={refusals.clone()} picked={picked.map(|picked| picked.result.clone())}
                explained={explained.map(|place| place.result.clone())}
                onact={hand.act.clone()} oncommit={hand.commit.clone()} onforget={hand.forget.clone()} />
        }
    };
    html! {
        <div class="table-scroll" role="region" aria-label="Table of pupils" tabindex="0">
            <table class={classes!("pupils", (!printed.current).then_some("paper-is-late"))} onkeydown={keep.keyed} onmousedown={keep.pointed} onfocusin={show_whole}>
                <caption class="vh">{ format!("{}: {}", page.title, page.range) }</caption>
                <thead>
                    { bands(page, hidden) }
                    <tr>
                        { heading(query, page, &name()) }
                        <th scope="col" class="context"><span>{ "Context" }</span></th>
                        { for page.columns.iter().filter(|column| !hidden.contains(&column.id)).map(|column| {
                            heading(query, page, column)
                        }) }
                        if exceptions {
                            <th scope="col" class="exception"><span>{ "Exception" }</span></th>
                        }
                    </tr>
                </thead>
                { paper_rows(0) }
                <tbody>{ for page.rows.iter().enumerate().map(row) }</tbody>
                { paper_rows(1) }
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
        let id = restored.borrow().clone().filter(|_| dom::nothing_focused());
        if id.is_some_and(|id| !dom::focus(&id)) {
            dom::focus("heading");
        }
    });
    let forgotten = last.clone();
    KeptFocus {
        keyed: Callback::from(move |_| *last.borrow_mut() = dom::focused_id()),
        pointed: Callback::from(move |_| *forgotten.borrow_mut() = None),
    }
}

/// What gets the keyboard comes into sight whole: the browser is content with a part of it, which may be its edge.
fn show_whole(event: FocusEvent) {
    if let Some(element) = event.target_dyn_into::<Element>() {
        dom::show_whole(&element);
    }
}

/// The subjects over their columns; nothing where the columns are of none.
fn bands(page: &PupilsPage, hidden: &[PupilsColumn]) -> Html {
    let shown = page.columns.iter().filter(|column| !hidden.contains(&column.id)).collect::<Vec<_>>();
    if shown.iter().all(|column| column.band.is_empty()) {
        return Html::default();
    }
    let bands = shown.chunk_by(|one, next| one.band == next.band).map(|columns| {
        let band = columns.first().map(|column| column.band.clone());
        html! { <th scope="colgroup" colspan={columns.len().to_string()}><span>{ band }</span></th> }
    });
    html! {
        <tr class="bands">
            <td class="name"></td>
            <td class="context"></td>
            { for bands }
            if offers_exceptions(page) {
                <td class="exception"></td>
            }
        </tr>
    }
}

/// The first column.
fn name() -> PupilColumn {
    PupilColumn::new(PupilsColumn::Name, "Pupil", "Pupil")
}

/// A heading that sorts by its column, and the other way round when it does already.
fn heading(query: &PupilsQuery, page: &PupilsPage, column: &PupilColumn) -> Html {
    let sorted = page.sort.as_ref() == Some(&column.id);
    let order = sorted.then_some(if page.descending { "descending" } else { "ascending" });
    let sort = Some(column.id.clone());
    let to = Route::pupils(PupilsQuery { sort, descending: sorted && !page.descending, page: 0, ..query.clone() });
    let class = classes!((column.id == PupilsColumn::Name).then_some("name"), column.editable.then_some("editable"));
    html! {
        <th scope="col" {class} aria-sort={order}>
            <a href={to.hash()} title={column.long.clone()}>
                if column.short.is_empty() {
                    { &column.title }
                } else {
                    <span aria-hidden="true">{ &column.short }</span><span class="vh">{ &column.title }</span>
                }
            </a>
        </th>
    }
}

/// What the cell at a place is called, where it is on this page.
pub fn name_of(page: &PupilsPage, place: &TargetCell) -> Option<String> {
    let row = page.rows.iter().find(|row| row.pupil == place.pupil)?;
    let mut cells = row.cells.iter().zip(&page.columns);
    let (_, column) = cells.find(|(cell, _)| cell.target.as_deref() == Some(&*place.result))?;
    Some(label(column, row))
}
