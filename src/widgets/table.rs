//! Tables of figures: one layout for all of them.

use ambition_engine::screens::{
    CellInput, Choice, GroupDots, TableCell, TableColumn, TableRow, TableSection, TableView, TablesAbout, TablesQuery,
    Tone,
};
use ambition_engine::session::command::{Command, SchoolsColumn};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::entry_field::EntryField;
use super::typed_field::TypedField;
use super::{figure_chart, paragraph, pupils_link, tone};
use crate::app::actions::Dispatcher;
use crate::dom;
use crate::router::Route;

/// A table in a card with its heading and what is said of it; `query` is what it answers.
pub fn card(dispatcher: &Dispatcher, table: &TableView, query: &TablesQuery) -> Html {
    let head = html! {
        <>
            { &table.title }
            if let Some(source) = &table.paragraph {
                { " " }{ paragraph::short(source) }
            }
        </>
    };
    // What tables of groups show is explained under them, so that its first rows are in sight.
    let explained_below = matches!(query.about, TablesAbout::Groups | TablesAbout::Care | TablesAbout::Needs);
    let body = html! {
        <>
            if !table.words.is_empty() && !explained_below {
                <p class="muted">{ &table.words }</p>
            }
            if !explained_below {
                { figure_chart::figure_chart(&table.chart) }
            }
            if table.has_rows() {
                { region(dispatcher, "figures-table", &table.title, table, Some(query)) }
            }
            { pager(table, query) }
            if !table.words.is_empty() && explained_below {
                <p class="muted table-note">{ &table.words }</p>
            }
            { for table.notes.iter().map(|note| html! { <p class="muted table-note">{ note }</p> }) }
            if explained_below && table.chart.is_drawn() {
                <h3>{ "The same as a picture" }</h3>
                { figure_chart::figure_chart(&table.chart) }
            }
        </>
    };
    if table.folded {
        return html! { <details class="card tables-card"><summary>{ head }</summary>{ body }</details> };
    }
    html! { <section class="card tables-card"><h2>{ head }</h2>{ body }</section> }
}

/// The table alone, in a region that scrolls; `class` is its style, and `query` what it answers if it can be sorted.
pub fn region(
    dispatcher: &Dispatcher,
    class: &'static str,
    title: &str,
    table: &TableView,
    query: Option<&TablesQuery>,
) -> Html {
    html! {
        <div class="table-scroll" role="region" aria-label={format!("Table: {title}")} tabindex="0">
            <table {class}>
                <caption class="vh">{ title.to_owned() }</caption>
                <thead><tr>
                    { for [&table.head].into_iter().chain(&table.columns).map(|column| heading(column, table, query)) }
                </tr></thead>
                { for table.sections.iter().enumerate().map(|(place, section)| {
                    section_rows(dispatcher, section, table, (place == 0).then_some(&table.on_paper))
                }) }
            </table>
        </div>
    }
}

/// A heading: a link that sorts, where the table has pages.
fn heading(column: &TableColumn, table: &TableView, query: Option<&TablesQuery>) -> Html {
    let (title, long) = (&column.title, &column.long);
    let sorts = column.sort.as_ref().zip(query).filter(|_| table.pages > 0);
    let by = sorts.is_some_and(|(by, query)| query.sort.as_ref() == Some(by));
    let descending = query.is_some_and(|query| query.descending);
    let order = by.then_some(if descending { "descending" } else { "ascending" });
    let title = match sorts {
        Some((by, query)) => {
            let descending = if query.sort.as_ref() == Some(by) { !descending } else { *by != SchoolsColumn::Name };
            let to = TablesQuery { sort: Some(by.clone()), descending, page: 0, ..query.clone() };
            html! { <a href={Route::tables(to).hash()} title={long.clone()}>{ title }</a> }
        }
        None if title.is_empty() => html! { <span class="vh">{ long }</span> },
        None if long.is_empty() => html! { { title } },
        None => html! { <span title={long.clone()}>{ title }</span> },
    };
    html! { <th scope="col" aria-sort={order}>{ title }</th> }
}

/// The rows of a section, with those of other pages around them on paper; sums come first.
fn section_rows(
    dispatcher: &Dispatcher,
    section: &TableSection,
    table: &TableView,
    others: Option<&[Vec<TableRow>; 2]>,
) -> Html {
    let [before, after] = others.map(|others| others.each_ref().map(Vec::as_slice)).unwrap_or_default();
    let (sums, rows) = section.rows.split_at(section.rows.iter().take_while(|row| row.total).count());
    let row = |row: &TableRow| table_row(dispatcher, row, table, false);
    let on_paper = |row: &TableRow| table_row(dispatcher, row, table, true);
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
            { for sums.iter().map(row) }
            { for before.iter().map(on_paper) }
            { for rows.iter().map(row) }
            { for after.iter().map(on_paper) }
        </tbody>
    }
}

fn table_row(dispatcher: &Dispatcher, row: &TableRow, table: &TableView, on_paper: bool) -> Html {
    let cells = row.cells.iter().zip(&table.columns).map(|(cell, column)| {
        let class = (cell.tone != Tone::Plain).then(|| tone::class(cell.tone));
        let label = || format!("{}: {}", column.title, row.head.value);
        let shown = match (&cell.input, &cell.dots) {
            (Some(CellInput::AuthorityTarget { measure }), _) => typed(dispatcher, measure, cell, row),
            (Some(CellInput::EthnicCode { code, choices }), _) => chosen(dispatcher, code, choices, &label()),
            (None, Some(picture)) => dots(picture),
            (None, None) => value(cell),
        };
        html! { <td class={classes!(class, cell.dots.is_some().then_some("dots-cell"))}>{ shown }{ rest(cell) }</td> }
    });
    let head = match &row.command {
        Some(command) => acting_name(dispatcher, row, command),
        None => value(&row.head),
    };
    html! {
        <tr class={classes!(row.total.then_some("total"), on_paper.then_some("rows-on-paper"))}>
            <th scope="row">{ head }{ rest(&row.head) }</th>
            { for cells }
        </tr>
    }
}

/// The name as a button that does something; after which the figures are shown.
fn acting_name(dispatcher: &Dispatcher, row: &TableRow, command: &Command) -> Html {
    let (dispatcher, command) = (dispatcher.clone(), command.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        dispatcher.run(command.clone());
        dom::go(&Route::AMBITION.hash());
    });
    html! { <button type="button" class="link" {onclick}>{ row.name() }</button> }
}

/// What a cell shows, which opens the pupils that it counts.
fn value(cell: &TableCell) -> Html {
    pupils_link::words(&cell.value.to_string(), cell.pupils.as_ref())
}

/// What follows on what a cell shows: its paragraph, a bar, small letters, the meaning of its tone, and fields.
fn rest(cell: &TableCell) -> Html {
    html! {
        <>
            if let Some(source) = &cell.paragraph {
                { " " }{ paragraph::short(source) }
            }
            if !cell.bar.is_empty() {
                <svg class="chance" viewBox="0 0 100 6" preserveAspectRatio="none" focusable="false" aria-hidden="true">
                    <rect class="track" x="0" y="0" width="100" height="6" />
                    <rect class="part" x="0" y="0" width={cell.bar.clone()} height="6" />
                </svg>
            }
            if !cell.small.is_empty() {
                <small class="beneath">{ cell.small.to_string() }</small>
            }
            if !cell.hint.is_empty() {
                <span class="vh">{ format!(" ({})", cell.hint) }</span>
            }
            { for cell.fields.iter().map(|field| html! { <EntryField key={field.what.to_string()} field={field.clone()} /> }) }
        </>
    }
}

/// The authority's own target.
fn typed(dispatcher: &Dispatcher, measure: &str, cell: &TableCell, row: &TableRow) -> Html {
    let (dispatcher, measure) = (dispatcher.clone(), measure.to_owned());
    let id = format!("la-{measure}");
    let label = format!("The authority\u{2019}s own target in percent: {}", row.head.value);
    let oncommit = Callback::from(move |value| {
        dispatcher.run(Command::SetLaTarget { measure: measure.clone(), value });
    });
    html! {
        <>
            <span class="typed-row"><TypedField {id} {label} value={cell.value.to_string()} {oncommit} /></span>
            if !cell.value.is_empty() {
                <span class="la-printed" aria-hidden="true">{ format!("{}%", cell.value) }</span>
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
