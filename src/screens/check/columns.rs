//! Which column is what: asked, read, looked for and not read.

use ambition_engine::screens::{CheckPage, ColumnQuestion, ColumnRead, Query};
use ambition_engine::session::command::{Command, ReadSetting};
use yew::prelude::*;

use super::{CheckedFile, samples, section, select, table};
use crate::app::actions::{Action, Dispatcher};
use crate::dom;

/// Reads a column as a field; the empty one: as none.
fn read_as(column: &ColumnRead, field: &str) -> Command {
    Command::ReadColumn { heading: column.heading.clone(), nth: column.nth, field: field.to_owned() }
}

fn name(column: &ColumnRead) -> String {
    format!(
        "Column {}, {}",
        column.place,
        if column.heading.is_empty() { "without a heading" } else { &column.heading }
    )
}

pub(super) fn questions(file: &CheckedFile, check: &CheckPage) -> Html {
    let question = |question: &ColumnQuestion| {
        let column = &question.column;
        let offered = question.offered.iter().map(|(field, title, why)| {
            html! {
                <button type="button" class="button" title={why.clone()} onclick={file.callback(read_as(column, field))}>
                    { title }
                </button>
            }
        });
        html! {
            <li key={format!("{}{}", column.place, column.heading)}>
                <q>{ &column.heading }</q>
                <span>{ "column " }{ &column.place }{ ", such as " }{ samples(&column.samples) }</span>
                <span class="buttons" role="group" aria-label={format!("{} is", name(column))}>
                    { for offered }
                    <button type="button" class="link" onclick={file.callback(read_as(column, ""))}>{ "None of these" }</button>
                </span>
            </li>
        }
    };
    let body = html! {
        <>
            if let Some(all) = &check.accept_columns {
                <p>
                    <button type="button" class="button" onclick={file.callback(all.clone())}>
                        { &check.accept_columns_words }<span class="vh">{ " of the columns" }</span>
                    </button>
                </p>
            }
            <ul class="spellings">{ for check.column_questions.iter().map(question) }</ul>
        </>
    };
    let why = "We think we know these columns. Please confirm them: they are not read until you do.";
    section(file, "questions", "Which columns are these?", why, &check.column_questions, body)
}

pub(super) fn absent(file: &CheckedFile, check: &CheckPage) -> Html {
    let entry = |(field, title, loss): &(String, String, String)| {
        html! {
            <div key={field.clone()}>
                <dt>{ title }</dt>
                <dd>{ "needed for " }{ loss }{ given(file, check, field, title) }</dd>
            </div>
        }
    };
    let list = |absent: &[(String, String, String)]| html! { <dl class="pairs">{ for absent.iter().map(entry) }</dl> };
    let others = html! {
        if !check.complete_without.is_empty() {
            <details class="card">
                <summary>{ "Columns that the file may also have" }</summary>
                { list(&check.complete_without) }
            </details>
        }
    };
    let why = "We did not find these. Choose the column if you have it.";
    let found = section(file, "absent", "Columns we did not find", why, &check.absent, list(&check.absent));
    html! { <>{ found }{ others }</> }
}

/// The columns that are not read, one of which may be given to a field.
fn given(file: &CheckedFile, check: &CheckPage, field: &str, title: &str) -> Html {
    if check.unread.is_empty() {
        return Html::default();
    }
    let none = (String::new(), "no column of this file".to_owned());
    let columns = check.unread.iter().map(|column| (column.place.clone(), name(column)));
    let options = std::iter::once(none).chain(columns).collect::<Vec<_>>();
    let (file, field, unread) = (file.clone(), field.to_owned(), check.unread.clone());
    let chosen = Callback::from(move |place: String| {
        if let Some(column) = unread.iter().find(|column| column.place == place) {
            file.run(read_as(column, &field));
        }
    });
    select(format!("{title} is in"), "", &options, chosen)
}

pub(super) fn read(file: &CheckedFile, check: &CheckPage) -> Html {
    let headings = ["Column", "Heading in the file", "Read as", "For example", "Change"];
    let rows = check.columns.iter().map(|column| column_row(file, column, &check.fields)).collect();
    let body = html! {
        <>
            { table(&file.title("Columns, and how they were read"), &headings, rows) }
            if file.last_results.is_none() {
                { files(&file.dispatcher, check) }
            }
        </>
    };
    section(file, "columns", "Columns read", "Your headings, and how each was read.", &check.columns, body)
}

/// The columns given by hand as a small file, to keep or to hand on.
fn files(dispatcher: &Dispatcher, check: &CheckPage) -> Html {
    let by_hand = check.columns.iter().any(|column| column.by_hand);
    let load = {
        let dispatcher = dispatcher.clone();
        Callback::from(move |event: Event| {
            let to = dispatcher.clone();
            if let Some(file) = dom::chosen(&event).first() {
                dispatcher.read_text(file, move |is| to.run(Command::ReadAs { about: ReadSetting::Columns, is }));
            }
        })
    };
    html! {
        <details>
            <summary>{ "Keep these columns for the next file" }</summary>
            <p class="muted">
                { "Your choices of columns are remembered in this browser for files with the same headings. Save them \
                   as a file to pass them on. It has headings only, nothing about pupils." }
            </p>
            if by_hand {
                <p>
                    <button type="button" class="button" onclick={dispatcher.callback(Action::Export(Query::ColumnsFile))}>
                        { "Save as a file" }
                    </button>
                </p>
            }
            <p><label>{ "Use a saved file " }<input type="file" accept=".json" onchange={load} /></label></p>
        </details>
    }
}

pub(super) fn unread(file: &CheckedFile, check: &CheckPage) -> Html {
    let headings = ["Column", "Heading in the file", "Read as", "For example", "Change"];
    let rows = check.unread.iter().map(|column| column_row(file, column, &check.fields)).collect();
    let body = html! {
        <>
            { table(&file.title("Columns that are not read"), &headings, rows) }
            if !check.cut.is_empty() {
                <p class="muted">{ &check.cut }</p>
            }
        </>
    };
    section(
        file,
        "unread",
        "Columns not read",
        "No figure here needs them. They stay in your file.",
        &check.unread,
        body,
    )
}

fn column_row(file: &CheckedFile, column: &ColumnRead, fields: &[(String, String)]) -> Html {
    html! {
        <tr key={format!("{}{}", column.place, column.canonical)}>
            <td class="muted">{ &column.place }</td>
            <th scope="row">{ &column.heading }</th>
            <td>
                if column.field.is_empty() {
                    <span class="muted">{ "nothing" }</span>
                } else {
                    { &column.field }<br /><span class="muted">{ &column.why }</span>
                }
            </td>
            <td>{ samples(&column.samples) }</td>
            <td><ColumnChange file={file.clone()} column={column.clone()} fields={fields.to_vec()} /></td>
        </tr>
    }
}

/// A column that may be given to another field.
#[derive(PartialEq, Properties)]
struct ChangeProps {
    file: CheckedFile,
    column: ColumnRead,
    fields: Vec<(String, String)>,
}

/// A button that becomes the choice of all fields: a hundred choices for each of fifty columns would be a heavy page.
#[component]
fn ColumnChange(props: &ChangeProps) -> Html {
    let open = use_state_eq(|| false);
    let column = &props.column;
    if !*open {
        let onclick = Callback::from(move |_: MouseEvent| open.set(true));
        return html! {
            <button type="button" class="link" {onclick}>
                { "Change" }<span class="vh">{ format!(": {}", name(column)) }</span>
            </button>
        };
    }
    let none = (String::new(), "nothing".to_owned());
    let options = std::iter::once(none).chain(props.fields.iter().cloned()).collect::<Vec<_>>();
    let chosen = {
        let (file, column) = (props.file.clone(), column.clone());
        Callback::from(move |field: String| {
            open.set(false);
            file.run(read_as(&column, &field));
        })
    };
    select(format!("{} is", name(column)), &column.canonical, &options, chosen)
}
