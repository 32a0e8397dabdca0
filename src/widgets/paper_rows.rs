//! The rows of a list of pupils that are on paper and not on the screen.

use std::rc::Rc;

use ambition_engine::screens::{PaperRow, PupilColumn, PupilsOnPaper, PupilsPage, Query};
use ambition_engine::session::command::{PupilsColumn, PupilsQuery};
use gloo::timers::callback::Timeout;
use yew::prelude::*;

use crate::app::actions::{Action, use_dispatcher};

/// How long nothing changes before the rows for paper follow, in milliseconds.
const PAUSE: u32 = 400;

/// The pupils of a list's other pages.
#[derive(Clone, PartialEq)]
pub struct PrintedPages {
    /// As they were answered last.
    pub rows: Rc<PupilsOnPaper>,
    /// Whether nothing has changed since: only then are they printed.
    pub current: bool,
}

/// Asks for the pupils of the other pages once the user pauses. `answer` is what the engine said of this list; `None`:
/// nothing, or something has changed since. The rows are kept until others come, so that a change lays out none of them.
#[hook]
pub fn use_printed_pages(
    page: &Rc<PupilsPage>,
    query: &PupilsQuery,
    answer: Option<&Rc<PupilsOnPaper>>,
) -> PrintedPages {
    let dispatcher = use_dispatcher();
    let wanted = page.is_printed_whole && page.pages > 1;
    let asks = wanted && answer.is_none();
    // Another answer starts the pause again, also one that says the same.
    use_effect_with((asks, query.clone(), Rc::as_ptr(page) as usize), move |(asks, query, _)| {
        let query = Query::PupilsOnPaper(query.clone());
        let timer = asks.then(|| Timeout::new(PAUSE, move || dispatcher.dispatch(Action::Show(query))));
        move || drop(timer)
    });
    let last = use_mut_ref(Rc::<PupilsOnPaper>::default);
    if let Some(answer) = answer {
        *last.borrow_mut() = answer.clone();
    }
    let rows = if wanted { last.borrow().clone() } else { Rc::default() };
    PrintedPages { rows, current: !asks }
}

/// Some of the rows.
#[derive(PartialEq, Properties)]
pub struct PaperRowsProps {
    /// All of them.
    pub rows: Rc<PupilsOnPaper>,
    /// 0: those before the page on the screen, 1: those after it.
    pub part: usize,
    /// The columns of the list.
    pub columns: Rc<Vec<PupilColumn>>,
    /// The columns that are not shown.
    pub hidden: Rc<Vec<PupilsColumn>>,
    /// Whether the table has a column for exceptions.
    pub exceptions: bool,
}

/// The rows, as a part of the table.
#[component]
pub fn PaperRows(props: &PaperRowsProps) -> Html {
    let rows = props.rows.rows.get(props.part).map(Vec::as_slice).unwrap_or_default();
    let row = |row: &PaperRow| {
        let shown = row.cells.iter().zip(&*props.columns).filter(|(_, column)| !props.hidden.contains(&column.id));
        html! {
            <tr key={row.pupil}>
                <th scope="row" class="name">{ &row.name }</th>
                <td class="context">{ &row.context }</td>
                { for shown.map(|(cell, _)| html! { <td>{ cell }</td> }) }
                if props.exceptions {
                    <td></td>
                }
            </tr>
        }
    };
    html! {
        if !rows.is_empty() {
            <tbody class="rows-on-paper">{ for rows.iter().map(row) }</tbody>
        }
    }
}
