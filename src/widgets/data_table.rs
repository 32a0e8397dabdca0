//! A table whose cells open the pupils they count.

use ambition_engine::screens::{DataTable, TableCell};
use yew::prelude::*;

use super::entry_field::EntryField;
use super::{paragraph, pupils_link, tone};

/// The table, in a region that scrolls; `class` is its style.
pub fn data_table(class: &'static str, title: &str, table: &DataTable) -> Html {
    html! {
        <div class="table-scroll" role="region" aria-label={format!("Table: {title}")} tabindex="0">
            <table {class}>
                <caption class="vh">{ title.to_owned() }</caption>
                <thead><tr>{ for table.headings.iter().map(|title| html! { <th scope="col">{ title }</th> }) }</tr></thead>
                <tbody>{ for table.rows.iter().map(|cells| table_row(cells)) }</tbody>
            </table>
        </div>
    }
}

fn table_row(cells: &[TableCell]) -> Html {
    let cell = |(place, cell): (usize, &TableCell)| match place {
        0 => html! { <th scope="row">{ inside(cell) }</th> },
        _ => html! { <td class={tone::class(cell.tone)}>{ inside(cell) }</td> },
    };
    html! { <tr>{ for cells.iter().enumerate().map(cell) }</tr> }
}

fn inside(cell: &TableCell) -> Html {
    html! {
        <>
            { pupils_link::words(&cell.value.to_string(), cell.pupils.as_ref()) }
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
            { for cell.fields.iter().map(|field| html! { <EntryField key={field.what.to_string()} field={field.clone()} /> }) }
        </>
    }
}
