//! A row of the table of pupils: laid out again only when something in it has changed.

use std::rc::Rc;

use ambition_engine::screens::{PupilCell, PupilColumn, PupilRow, PupilsPage};
use ambition_engine::session::command::PupilsColumn;
use yew::prelude::*;

use super::exception_field::ExceptionField;
use super::reason_field::ReasonField;
use super::target_input::{InputAction, TargetInput};
use super::tone;
use crate::app::actions::TargetCell;
use crate::app::refusals::RefusedTargets;

/// A row.
#[derive(Properties)]
pub struct PupilsRowProps {
    /// The page that it is on.
    pub page: Rc<PupilsPage>,
    /// Which of its rows.
    pub at: usize,
    /// The page's columns: the same ones as long as they say the same.
    pub columns: Rc<Vec<PupilColumn>>,
    /// The columns that are not shown.
    pub hidden: Rc<Vec<PupilsColumn>>,
    /// What was not taken.
    pub refusals: RefusedTargets,
    /// The result whose cell in this row is picked.
    pub picked: Option<String>,
    /// The result whose target in this row is changed just now and is to be explained.
    pub explained: Option<String>,
    /// What else is done at a cell.
    pub onact: Callback<(TargetCell, InputAction)>,
    /// The user settles on a value.
    pub oncommit: Callback<(TargetCell, String)>,
    /// The user takes a refused value back.
    pub onforget: Callback<TargetCell>,
}

impl PartialEq for PupilsRowProps {
    /// The row says the same, whatever has changed in others.
    fn eq(&self, other: &Self) -> bool {
        self.row() == other.row()
            && self.neighbours() == other.neighbours()
            && Rc::ptr_eq(&self.columns, &other.columns)
            && self.hidden == other.hidden
            && self.picked == other.picked
            && self.explained == other.explained
            && offers_exceptions(&self.page) == offers_exceptions(&other.page)
            && self.row().is_none_or(|row| self.refusals.same_for(&other.refusals, row.pupil))
            && (&self.onact, &self.oncommit, &self.onforget) == (&other.onact, &other.oncommit, &other.onforget)
    }
}

impl PupilsRowProps {
    fn row(&self) -> Option<&PupilRow> {
        self.page.rows.get(self.at)
    }

    /// The pupils above and below.
    fn neighbours(&self) -> (Option<u32>, Option<u32>) {
        let pupil = |at: Option<usize>| Some(self.page.rows.get(at?)?.pupil);
        (pupil(self.at.checked_sub(1)), pupil(self.at.checked_add(1)))
    }

    fn shows(&self, column: &PupilColumn) -> bool {
        !self.hidden.contains(&column.id)
    }
}

/// The row.
#[component]
pub fn PupilsRow(props: &PupilsRowProps) -> Html {
    let Some(pupil) = props.row() else { return Html::default() };
    let context = pupil.context.join(" · ");
    let shown = pupil.cells.iter().zip(&*props.columns).filter(|(_, column)| props.shows(column));
    let open = {
        let place = TargetCell { pupil: pupil.pupil, result: String::new() };
        props.onact.reform(move |_: MouseEvent| (place.clone(), InputAction::Card))
    };
    html! {
        <tr>
            <th scope="row" class="name" title={format!("{} · row {} of the file", pupil.upn, pupil.row)}>
                <button type="button" class="link name-button" id={name_id(pupil.pupil)} onclick={open}>{ &pupil.name }</button>
                <span class="context-below">{ &context }</span>
            </th>
            <td class="context">{ &context }</td>
            { for shown.map(|(cell, column)| match &cell.target {
                Some(result) if column.editable => editable(props, pupil, cell, column, result),
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
pub fn offers_exceptions(page: &PupilsPage) -> bool {
    page.rows.iter().any(|row| row.exception.offered)
}

fn plain(cell: &PupilCell) -> Html {
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

fn hint(cell: &PupilCell) -> Option<String> {
    Some(cell.hint.clone()).filter(|hint| !hint.is_empty())
}

fn editable(props: &PupilsRowProps, row: &PupilRow, cell: &PupilCell, column: &PupilColumn, result: &str) -> Html {
    let place = |pupil: u32| TargetCell { pupil, result: result.to_owned() };
    let here = place(row.pupil);
    let id = |pupil: Option<u32>| pupil.map(|pupil| AttrValue::from(place(pupil).id()));
    let (above, below) = props.neighbours();
    let asked = props.explained.as_deref() == Some(result);
    let onleave = {
        let (act, here) = (props.onact.clone(), here.clone());
        Callback::from(move |()| act.emit((here.clone(), InputAction::Explained)))
    };
    html! {
        <td class="editable" title={hint(cell)}>
            <TargetInput
                value={cell.text.clone()}
                label={label(column, row)}
                was={cell.was.clone().map(AttrValue::from)}
                refused={props.refusals.holds(&here)}
                settled={props.refusals.settled(&here)}
                place={here}
                neighbours={neighbour_ids(props, row, result)}
                picked={props.picked.as_deref() == Some(result)}
                onact={props.onact.clone()}
                above={id(above)}
                below={id(below)}
                oncommit={props.oncommit.clone()}
                onforget={props.onforget.clone()}
            />
            if let Some(was) = &cell.was {
                <span class="was" aria-hidden="true">{ format!("was {was}") }</span>
            }
            if cell.was.is_some() || asked {
                <ReasonField id={reason_id(&place(row.pupil))} pupil={row.pupil} result={result.to_owned()}
                    reason={cell.reason.clone()} label={format!("Why: {}", label(column, row))} below={id(below)}
                    {asked} {onleave} />
            }
        </td>
    }
}

/// The targets of the same pupil to the left and to the right.
fn neighbour_ids(props: &PupilsRowProps, row: &PupilRow, result: &str) -> (Option<AttrValue>, Option<AttrValue>) {
    let shown = row.cells.iter().zip(&*props.columns).filter(|(_, column)| props.shows(column));
    let targets = shown.filter_map(|(cell, _)| cell.target.as_deref()).collect::<Vec<_>>();
    let at = targets.iter().position(|target| *target == result).unwrap_or_default();
    let id = |place: Option<usize>| {
        let result = (*targets.get(place?)?).to_owned();
        Some(AttrValue::from(TargetCell { pupil: row.pupil, result }.id()))
    };
    (id(at.checked_sub(1)), id(at.checked_add(1)))
}

/// "English target of Okafor, Amara".
pub fn label(column: &PupilColumn, row: &PupilRow) -> String {
    format!("{} of {}", column.long, row.name)
}

/// The id of a pupil's name, which opens the card.
pub fn name_id(pupil: u32) -> String {
    format!("name-{pupil}")
}

/// The id of the field for a target's reason.
pub fn reason_id(place: &TargetCell) -> String {
    format!("reason-{}-{}", place.pupil, place.result)
}
