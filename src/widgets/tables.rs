//! Tables of groups, children, schools and the return: one layout for all of them.

use ambition_engine::screens::{
    CellInput, Choice, GroupDots, TableCell, TableColumn, TableRow, TableSection, TableView,
};
use ambition_engine::session::command::{Command, SchoolsColumn, TablesQuery};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::typed_field::TypedField;
use super::{paragraph, pupils_link, tone};
use crate::app::actions::Dispatcher;
use crate::dom;
use crate::router::Route;

/// A table with its heading and what is said of it; `query` is what it answers.
pub fn card(dispatcher: &Dispatcher, table: &TableView, query: &TablesQuery) -> Html {
    let head = html! {
        <>
            { &table.title }
            if let Some(source) = &table.paragraph {
                { " " }{ paragraph::short(source) }
            }
        </>
    };
    let rows = table.sections.iter().any(|section| !section.rows.is_empty());
    let body = html! {
        <>
            if !table.words.is_empty() {
                <p class="muted">{ &table.words }</p>
            }
            if rows {
                { scrolling(dispatcher, table, query) }
            }
            { pager(table, query) }
            { for table.notes.iter().map(|note| html! { <p class="muted table-note">{ note }</p> }) }
        </>
    };
    if table.folded {
        return html! { <details class="card tables-card"><summary>{ head }</summary>{ body }</details> };
    }
    html! { <section class="card tables-card"><h2>{ head }</h2>{ body }</section> }
}

fn scrolling(dispatcher: &Dispatcher, table: &TableView, query: &TablesQuery) -> Html {
    html! {
        <div class="table-scroll" role="region" aria-label={format!("Table: {}", table.title)} tabindex="0">
            <table class="figures-table">
                <caption class="vh">{ &table.title }</caption>
                <thead><tr>
                    <th scope="col">{ sorted(Some(&SchoolsColumn::Name), &table.of, "", table, query) }</th>
                    { for table.columns.iter().map(|column| heading(column, table, query)) }
                </tr></thead>
                { for table.sections.iter().map(|section| section_rows(dispatcher, section, table)) }
            </table>
        </div>
    }
}

fn heading(column: &TableColumn, table: &TableView, query: &TablesQuery) -> Html {
    let by = column.sort.is_some() && query.sort == column.sort;
    let order = by.then_some(if query.descending { "descending" } else { "ascending" });
    html! {
        <th scope="col" aria-sort={order}>
            if column.title.is_empty() {
                <span class="vh">{ &column.long }</span>
            } else {
                { sorted(column.sort.as_ref(), &column.title, &column.long, table, query) }
            }
        </th>
    }
}

/// The heading as a link that sorts, where the table has pages.
fn sorted(by: Option<&SchoolsColumn>, title: &str, long: &str, table: &TableView, query: &TablesQuery) -> Html {
    let Some(by) = by.filter(|_| table.pages > 0) else {
        return html! { <span title={long.to_owned()}>{ title }</span> };
    };
    let again = query.sort.as_ref() == Some(by);
    let descending = if again { !query.descending } else { *by != SchoolsColumn::Name };
    let to = TablesQuery { sort: Some(by.clone()), descending, page: 0, ..query.clone() };
    html! { <a href={Route::tables(to).hash()} title={long.to_owned()}>{ title }</a> }
}

fn section_rows(dispatcher: &Dispatcher, section: &TableSection, table: &TableView) -> Html {
    let width = (table.columns.len() + 1).to_string();
    html! {
        <tbody>
            if !section.title.is_empty() {
                <tr class="section-row">
                    <th scope="rowgroup" colspan={width}>
                        { &section.title }
                        if let Some(source) = &section.paragraph {
                            { " " }{ paragraph::short(source) }
                        }
                        if !section.words.is_empty() {
                            <span class="section-words">{ " " }{ &section.words }</span>
                        }
                    </th>
                </tr>
            }
            { for section.rows.iter().map(|line| table_row(dispatcher, line, table)) }
        </tbody>
    }
}

fn table_row(dispatcher: &Dispatcher, row: &TableRow, table: &TableView) -> Html {
    let cells = row.cells.iter().zip(&table.columns).map(|(entry, column)| table_cell(dispatcher, entry, row, column));
    html! {
        <tr class={classes!(row.total.then_some("total"))}>
            <th scope="row">
                { name(dispatcher, row) }
                if let Some(source) = &row.paragraph {
                    { " " }{ paragraph::short(source) }
                }
                if !row.small.is_empty() {
                    <span class="small">{ &row.small }</span>
                }
            </th>
            { for cells }
        </tr>
    }
}

/// The name, as a button where it does something; after which the figures are shown.
fn name(dispatcher: &Dispatcher, row: &TableRow) -> Html {
    let Some(command) = &row.command else { return html! { { &row.name } } };
    let (dispatcher, command) = (dispatcher.clone(), command.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        dispatcher.run(command.clone());
        dom::go(&Route::AMBITION.hash());
    });
    html! { <button type="button" class="link" {onclick}>{ &row.name }</button> }
}

fn table_cell(dispatcher: &Dispatcher, entry: &TableCell, row: &TableRow, column: &TableColumn) -> Html {
    let mark = (entry.tone != ambition_engine::screens::Tone::Plain).then(|| tone::class(entry.tone));
    html! {
        <td class={classes!(mark, entry.dots.is_some().then_some("dots-cell"))}>
            if let Some(CellInput::AuthorityTarget { measure }) = &entry.input {
                { typed(dispatcher, measure, entry, row) }
            } else if let Some(CellInput::EthnicCode { code, choices }) = &entry.input {
                { chosen(dispatcher, code, choices, &format!("{}: {}", column.title, row.name)) }
            } else if let Some(picture) = &entry.dots {
                { dots(picture) }
            } else {
                { pupils_link::words(&entry.value.to_string(), entry.pupils.as_ref()) }
            }
            if !entry.small.is_empty() {
                <span class="small">{ entry.small.to_string() }</span>
            }
            if !entry.hint.is_empty() {
                <span class="vh">{ format!(" ({})", entry.hint) }</span>
            }
        </td>
    }
}

/// The authority's own target.
fn typed(dispatcher: &Dispatcher, measure: &str, entry: &TableCell, row: &TableRow) -> Html {
    let (dispatcher, measure) = (dispatcher.clone(), measure.to_owned());
    let id = format!("la-{measure}");
    let label = format!("The authority\u{2019}s own target in percent: {}", row.name);
    let oncommit = Callback::from(move |value| {
        dispatcher.run(Command::SetLaTarget { measure: measure.clone(), value });
    });
    html! {
        <>
            <span class="typed-row"><TypedField {id} {label} value={entry.value.to_string()} {oncommit} /></span>
            if !entry.value.is_empty() {
                <span class="la-printed" aria-hidden="true">{ format!("{}%", entry.value) }</span>
            }
        </>
    }
}

fn chosen(dispatcher: &Dispatcher, code: &str, choices: &[Choice], label: &str) -> Html {
    let (dispatcher, code) = (dispatcher.clone(), code.to_owned());
    let onchange = Callback::from(move |event: Event| {
        if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
            let (code, reported_as) = (code.clone(), select.value());
            dispatcher.run(Command::SetEthnicCode { code, reported_as });
        }
    });
    html! {
        <select aria-label={label.to_owned()} {onchange}>
            { for choices.iter().map(|choice| html! {
                <option value={choice.id.clone()} selected={choice.chosen}>{ &choice.title }</option>
            }) }
        </select>
    }
}

/// A group against all pupils: the line is all, the filled dot the group, the open one the group in current performance.
fn dots(dots: &GroupDots) -> Html {
    let across = |place: &str| format!("{place}%");
    html! {
        <svg class="dots" role="img" aria-label={dots.words.clone()} focusable="false">
            <title>{ &dots.words }</title>
            <line class="grid" x1="0" x2="100%" y1="50%" y2="50%" />
            <line class="dots-gap" x1={across(&dots.all)} x2={across(&dots.group)} y1="50%" y2="50%" />
            <line class="dots-all" x1={across(&dots.all)} x2={across(&dots.all)} y1="0" y2="100%" />
            if let Some(current) = &dots.current {
                <circle class="dots-current" cx={across(current)} cy="50%" r="4" />
            }
            <circle class="dots-group" cx={across(&dots.group)} cy="50%" r="4.5" />
        </svg>
    }
}

/// From page to page of a long table.
fn pager(table: &TableView, query: &TablesQuery) -> Html {
    if table.pages == 0 {
        return Html::default();
    }
    let page = query.page.min(table.pages.saturating_sub(1));
    let step = |name: &'static str, rel: &'static str, page: Option<u32>| match page {
        Some(page) => {
            let to = Route::tables(TablesQuery { page, ..query.clone() });
            html! { <a class="button" {rel} href={to.hash()}>{ name }<span class="vh">{ " page" }</span></a> }
        }
        None => html! { <span class="button" aria-disabled="true">{ name }</span> },
    };
    html! {
        <nav class="pager" aria-label={format!("Pages: {}", table.title)}>
            <span class="range">{ &table.range }</span>
            if table.pages > 1 {
                { step("Previous", "prev", page.checked_sub(1)) }
                { step("Next", "next", page.checked_add(1).filter(|next| *next < table.pages)) }
            }
        </nav>
    }
}
