//! How the table was found in the file: each part to be changed, with the first rows underneath.

use ambition_engine::screens::{LayoutDecision, LayoutView, PreviewRow};
use ambition_engine::session::command::{Command, ReadSetting};
use yew::prelude::*;

use super::{CheckedFile, select, table};

pub(super) fn layout(file: &CheckedFile, layout: &LayoutView) -> Html {
    // What is to be answered comes first; who changes something here, or may want another sheet, wants to see what it does.
    let sheets = layout.choices.iter().any(|choice| choice.about == ReadSetting::Sheet);
    let open = sheets || layout.choices.iter().any(|choice| !choice.value.is_empty());
    let headings = std::iter::once("Row").chain(layout.letters.iter().map(String::as_str)).collect::<Vec<_>>();
    let summary = if sheets {
        "First rows of your file: sheet and heading row"
    } else {
        "First rows of your file: separator and \
                                                                        heading row"
    };
    html! {
        <details class="card layout" {open}>
            <summary>{ summary }</summary>
            <div class="choices">{ for layout.choices.iter().map(|part| choice(file, part)) }</div>
            { table(&file.title("The first rows of the file"), &headings, layout.rows.iter().map(preview_row).collect()) }
            <p class="muted">{ &layout.cut }</p>
        </details>
    }
}

fn choice(file: &CheckedFile, choice: &LayoutDecision) -> Html {
    let (file, about) = (file.clone(), choice.about);
    let chosen = Callback::from(move |is| file.run(Command::ReadAs { about, is }));
    html! {
        <label>
            <span>{ &choice.label }</span>
            { select(choice.label.clone(), &choice.value, &choice.options, chosen) }
        </label>
    }
}

fn preview_row(row: &PreviewRow) -> Html {
    let class = if row.headings {
        "headings"
    } else if row.above {
        "muted"
    } else {
        ""
    };
    let said = if row.headings {
        " headings"
    } else if row.above {
        " not read"
    } else {
        ""
    };
    html! {
        <tr {class}>
            <th scope="row">{ row.number }<small>{ said }</small></th>
            { for row.cells.iter().map(|cell| html! { <td>{ cell }</td> }) }
        </tr>
    }
}
