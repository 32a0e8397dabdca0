//! The pupils behind a figure, and their targets to change.

mod address;

use std::rc::Rc;

use ambition_engine::screens::{PupilColumn, PupilsOnPaper, PupilsPage, Query, RulePreview, Summary};
use ambition_engine::session::command::{Filter, PupilsColumn, PupilsQuery};
use yew::prelude::*;

use crate::app::refusals::{RefusedTarget, RefusedTargets};
use crate::dom;
use crate::router::Route;
use crate::screens::{ScreenContext, ScreenView, waiting};
use crate::widgets::apply_rule::{ApplyRule, COLUMNS, NarrowList, PickColumns, TagList};
use crate::widgets::filter_chips::filter_chips;
use crate::widgets::pager::pager;
use crate::widgets::paper_rows::use_printed_pages;
use crate::widgets::pupil_card::PupilCardView;
use crate::widgets::pupils_link;
use crate::widgets::pupils_table::{self, PupilsTable};
use crate::widgets::search_box::SearchBox;
use crate::widgets::strip::strip;

/// The view.
#[derive(PartialEq, Properties)]
pub struct PupilsProps {
    /// What is open.
    pub summary: Rc<Summary>,
    /// The page of the list.
    pub page: Rc<PupilsPage>,
    /// What was asked for.
    pub query: PupilsQuery,
    /// What was not taken.
    pub refusals: RefusedTargets,
    /// What a rule would change.
    pub preview: Option<Rc<RulePreview>>,
    /// The pupils of the list's other pages, unless something has changed since they were asked for.
    pub on_paper: Option<Rc<PupilsOnPaper>>,
}

/// The screen.
pub const VIEW: ScreenView = ScreenView::new(render).with_parameters(address::write, address::read);

/// Shows the screen.
fn render(context: &ScreenContext) -> Html {
    let (Some(summary), Some(page)) = (context.summary(), context.view()) else { return waiting() };
    let Some(Query::Pupils(query)) = context.route.query() else { return waiting() };
    let preview = context.views.preview();
    let on_paper = context.views.on_paper(&query);
    html! { <PupilsView {summary} {page} {query} refusals={context.refusals.clone()} {preview} {on_paper} /> }
}

/// A list of pupils.
#[component]
pub fn PupilsView(props: &PupilsProps) -> Html {
    let PupilsProps { summary, page, query, refusals, preview, on_paper } = props;
    let printed = use_printed_pages(page, query, on_paper.as_ref());
    let remembered =
        || dom::remembered(COLUMNS).unwrap_or_default().lines().flat_map(str::parse).collect::<Vec<PupilsColumn>>();
    let hidden = use_state(|| Rc::new(remembered()));
    let choose = hidden.setter();
    let onchoose = use_callback((), move |columns, ()| choose.set(Rc::new(columns)));
    let (onopen, onclose) = use_card(query);
    let card = page.card.as_ref().filter(|card| query.card == Some(card.pupil));
    html! {
        <div class="flow full pupils-flow">
            <header class="view-head pupils-head">
                <div>
                    <h1 id="heading" tabindex="-1">{ "Pupils" }</h1>
                    { what(summary, page, query) }
                </div>
                <div class="tools">
                    <NarrowList {page} query={query.clone()} />
                    <SearchBox query={query.clone()} />
                    <CopyTable {page} />
                </div>
            </header>
            <div class="beside-the-table">
                { strip(&page.strip, summary.undo.as_deref()) }
                { refused(page, refusals) }
            </div>
            <div class="list-work">
                { filter_chips(page, query) }
                <ApplyRule {page} query={query.clone()} preview={preview.clone()} />
                <PickColumns {page} hidden={(*hidden).clone()} {onchoose} />
                <TagList {page} query={query.clone()} />
            </div>
            <div class={classes!("list-and-card", card.is_some().then_some("with-card"))}>
            <section class="card table-card" aria-label="Pupils and their targets">
                if page.rows.is_empty() {
                    <p class="nobody">{ "There are no pupils in this list." }</p>
                } else {
                    <PupilsTable {page} query={query.clone()} refusals={refusals.clone()} hidden={(*hidden).clone()}
                        printed={printed.clone()} {onopen} />
                }
                { paper_note(page, printed.current) }
                { pager(query, page) }
                { help(page) }
            </section>
            if let Some(card) = card {
                <PupilCardView card={card.clone()} {onclose} />
            }
            </div>
        </div>
    }
}

/// Where paper has one page of the list only: which, and how to print the others.
fn paper_note(page: &PupilsPage, current: bool) -> Html {
    let remedy = match (page.is_printed_whole, current) {
        (true, true) => return Html::default(),
        (true, false) => "The list was still being made ready: print again to have all of it.",
        (false, _) => "So many pupils are not printed at once: print page by page, or narrow the list.",
    };
    html! {
        if page.pages > 1 {
            <p class="on-paper">{ "On this page: " }{ &page.range }{ ". " }{ remedy }</p>
        }
    }
}

/// Opens a pupil's card and closes it; then the keyboard goes back to what opened it.
#[hook]
fn use_card(query: &PupilsQuery) -> (Callback<(u32, String)>, Callback<()>) {
    let opener = use_mut_ref(String::new);
    let show = |query: &PupilsQuery, card| dom::replace(&Route::pupils(PupilsQuery { card, ..query.clone() }).hash());
    let onopen = {
        let opener = opener.clone();
        use_callback(query.clone(), move |(pupil, id), query| {
            *opener.borrow_mut() = id;
            show(query, Some(pupil));
        })
    };
    let onclose = use_callback(query.clone(), move |(), query| {
        show(query, None);
        if !dom::focus(&opener.borrow()) {
            dom::focus("heading");
        }
    });
    (onopen, onclose)
}

/// Which pupils these are, and the ways to others.
fn what(summary: &Summary, page: &PupilsPage, query: &PupilsQuery) -> Html {
    let narrowed = query.filter != Filter::All || !query.search.is_empty();
    html! {
        <p class="lead">
            { &page.title }{ ": " }<strong>{ &page.count }</strong>
            if narrowed {
                { " " }{ pupils_link::words("show all", Some(&Filter::All)) }
            }
            if summary.changed > 0 && query.filter != Filter::Changed {
                { " · " }{ pupils_link::words("only changed targets", Some(&Filter::Changed)) }
            }
            if summary.excepted > 0 && query.filter != Filter::Excepted {
                { " · " }{ pupils_link::words("only agreed exceptions", Some(&Filter::Excepted)) }
            }
        </p>
    }
}

/// The values that were not taken, each tied to its cell.
fn refused(page: &PupilsPage, refusals: &RefusedTargets) -> Html {
    html! {
        <div role="alert">
            <ul class="refusals">{ for refusals.list().iter().map(|refusal| reason(page, refusal)) }
                { for page.not_taken.iter().map(|words| html! { <li>{ words }</li> }) }
            </ul>
        </div>
    }
}

/// Why a value was not taken, with a way back to its cell.
fn reason(page: &PupilsPage, refusal: &RefusedTarget) -> Html {
    let id = refusal.place.id();
    let back = Callback::from(move |_: MouseEvent| {
        dom::focus(&id);
    });
    html! {
        <li id={refusal.place.reason_id()}>
            if let Some(name) = pupils_table::name_of(page, &refusal.place) {
                <button type="button" class="link" onclick={back}>{ name }</button>{ ": " }
            }
            { &refusal.reason }
        </li>
    }
}

/// What may be typed, and the keys.
fn help(page: &PupilsPage) -> Html {
    let choices = |column: &PupilColumn| {
        html! { <li><strong>{ &column.long }</strong>{ ": " }{ column.choices.join(", ") }</li> }
    };
    html! {
        <details class="help">
            <summary>{ "Keys, and which targets you can type" }</summary>
            <p>
                <kbd>{ "Enter" }</kbd>{ ", " }<kbd>{ "↓" }</kbd>{ " and " }<kbd>{ "↑" }</kbd>
                { " enter a target and go to the next pupil; " }<kbd>{ "Esc" }</kbd>{ " restores it; " }
                <kbd>{ "←" }</kbd>{ " and " }<kbd>{ "→" }</kbd>{ " go to the pupil’s other targets; " }
                <kbd>{ "Ctrl" }</kbd>{ "+" }<kbd>{ "Z" }</kbd>{ " undoes the last change. " }
                <kbd>{ "Shift" }</kbd>{ "+" }<kbd>{ "↓" }</kbd>{ " selects cells, and " }
                <kbd>{ "Ctrl" }</kbd>{ "+" }<kbd>{ "D" }</kbd>{ " fills them with the top value. " }
                { "Paste a column copied from a spreadsheet: it fills downwards from the cell, as one change. " }
                <kbd>{ "F2" }</kbd>{ " or a click on the name opens the pupil’s card, and " }<kbd>{ "Esc" }</kbd>{ " closes it; " }
                <kbd>{ "Shift" }</kbd>{ "+" }<kbd>{ "F2" }</kbd>{ " goes to the reason of a changed target. " }
                { "Empty a cell to remove its target." }
            </p>
            <ul>
                { for page.columns.iter().filter(|column| column.editable && !column.choices.is_empty()).map(choices) }
            </ul>
        </details>
    }
}

/// The page whose table is copied.
#[derive(PartialEq, Properties)]
pub struct CopyTableProps {
    /// The page.
    pub page: Rc<PupilsPage>,
}

/// Copies the table for a spreadsheet, and says whether that worked.
#[component]
pub fn CopyTable(props: &CopyTableProps) -> Html {
    let said = use_state(String::new);
    let onclick = {
        let (said, page) = (said.clone(), props.page.clone());
        Callback::from(move |_: MouseEvent| {
            let said = said.clone();
            dom::copy(page.clipboard_text(), move |done| {
                let words = if done {
                    "Copied: paste it into a spreadsheet."
                } else {
                    "The browser did not allow \
                                                                                       copying."
                };
                said.set(words.to_owned());
            });
        })
    };
    html! {
        <div class="copy">
            <button type="button" class="button" {onclick}>{ "Copy this table" }</button>
            <span class="copied" role="status">{ &*said }</span>
        </div>
    }
}
