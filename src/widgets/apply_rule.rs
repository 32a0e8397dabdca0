//! Work on the list as a whole: narrow it, choose its columns, apply a rule to it, put it into a programme.

use std::rc::Rc;

use ambition_engine::screens::{FigureLink, PreviewFigure, PupilsPage, Query, RulePreview};
use ambition_engine::session::command::{
    Command, FilterChoice, PupilsColumn, PupilsQuery, RuleApplication, TargetRule,
};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::{paragraph, pupils_link};
use crate::app::actions::{Action, use_dispatcher};
use crate::dom;
use crate::router::Route;

/// The list.
#[derive(Properties)]
pub struct ApplyRuleProps {
    /// The page.
    pub page: Rc<PupilsPage>,
    /// What was asked for.
    pub query: PupilsQuery,
    /// What the rule chosen last would change.
    #[prop_or_default]
    pub preview: Option<Rc<RulePreview>>,
}

impl PartialEq for ApplyRuleProps {
    /// Nothing that is offered has changed, whatever has in the rows.
    fn eq(&self, other: &Self) -> bool {
        let (page, before) = (&self.page, &other.page);
        page.filters == before.filters
            && (&page.results, &page.rules) == (&before.results, &before.rules)
            && (&page.programmes, &page.order) == (&before.programmes, &before.order)
            && (&self.query, &self.preview) == (&other.query, &other.preview)
    }
}

fn chosen(node: &NodeRef) -> String {
    node.cast::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default()
}

/// A select of pairs of values and words.
fn select(node: &NodeRef, id: &'static str, label: &'static str, options: &[(String, String)]) -> Html {
    html! {
        <div class="choice">
            <label for={id}>{ label }</label>
            <select ref={node} {id}>
                { for options.iter().enumerate().map(|(index, (id, words))| html! {
                    <option value={id.clone()} selected={index == 0}>{ words }</option>
                }) }
            </select>
        </div>
    }
}

/// A rule for the targets of the list: what it would change, then to take it.
#[component]
pub fn ApplyRule(props: &ApplyRuleProps) -> Html {
    let dispatcher = use_dispatcher();
    let [result, rule, value, raise] = [use_node_ref(), use_node_ref(), use_node_ref(), use_node_ref()];
    let asked = use_state_eq(|| None::<RuleApplication>);
    let read = {
        let (result, rule, value, raise) = (result.clone(), rule.clone(), value.clone(), raise.clone());
        let query = props.query.clone();
        move || RuleApplication {
            result: chosen(&result),
            pupils: query.filter.clone(),
            by: match chosen(&rule).as_str() {
                "generated" => TargetRule::Generated,
                "progress" => TargetRule::Progress,
                "one-more" => TargetRule::OneMore,
                "value" => {
                    let value = value.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
                    TargetRule::Value { value }
                }
                basis => TargetRule::Estimate { basis: basis.to_owned() },
            },
            raise_only: raise.cast::<HtmlInputElement>().is_some_and(|input| input.checked()),
            search: query.search.clone(),
        }
    };
    let preview = {
        let (dispatcher, asked) = (dispatcher.clone(), asked.clone());
        Callback::from(move |_: MouseEvent| {
            let apply = read();
            asked.set(Some(apply.clone()));
            dispatcher.dispatch(Action::Show(Query::Preview(apply)));
        })
    };
    let accept = {
        let asked = asked.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(apply) = (*asked).clone() {
                dispatcher.run(Command::Apply(apply));
            }
            asked.set(None);
        })
    };
    let shown = props.preview.as_ref().filter(|_| asked.is_some());
    html! {
        <details class="work">
            <summary>{ "Apply a rule to this list" }</summary>
            <div class="work-row">
                { select(&result, "rule-result", "Subject", &props.page.results) }
                { select(&rule, "rule-by", "Rule", &props.page.rules) }
                <div class="choice">
                    <label for="rule-value">{ "Value" }</label>
                    <input ref={value} id="rule-value" class="typed" type="text" maxlength="6" autocomplete="off" />
                </div>
                <label class="check"><input ref={raise} id="rule-raise" type="checkbox" checked={true} />{ "only \
                                                                                                            raise \
                                                                                                            targets" }</label>
                <button type="button" class="button" id="rule-preview" onclick={preview}>{ "Preview" }</button>
            </div>
            <div role="status">
                if let Some(preview) = shown {
                    { figures(preview) }
                    if !preview.figures.is_empty() {
                        <button type="button" class="button primary" id="rule-accept" onclick={accept}>{ "Accept" }</button>
                    }
                }
            </div>
        </details>
    }
}

fn figures(preview: &RulePreview) -> Html {
    let cell = |link: &FigureLink| html! { <td>{ pupils_link::words(&link.words, link.pupils.as_ref()) }</td> };
    let row = |figure: &PreviewFigure| {
        html! {
            <tr>
                <th scope="row">{ &figure.title }{ " " }{ paragraph::short(&figure.paragraph) }</th>
                { cell(&figure.now) }{ cell(&figure.then) }
            </tr>
        }
    };
    html! {
        <>
            <p class="preview-words">
                { pupils_link::words(&preview.words, preview.pupils.as_ref()) }{ " " }{ paragraph::short(&preview.paragraph) }
            </p>
            if !preview.figures.is_empty() {
                <div class="table-scroll" role="region" aria-label="Figures with the rule" tabindex="0">
                    <table class="preview">
                        <thead><tr><th scope="col">{ "Figure" }</th><th scope="col">{ "Now" }</th><th scope="col">{ "Then" }</th></tr></thead>
                        <tbody>{ for preview.figures.iter().map(row) }</tbody>
                    </table>
                </div>
            }
        </>
    }
}

/// Ways to narrow the list.
#[component]
pub fn NarrowList(props: &ApplyRuleProps) -> Html {
    let (page, query) = (props.page.clone(), props.query.clone());
    let onchange = Callback::from(move |event: Event| {
        let value = event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default();
        let mut offers = page.filters.iter().flat_map(|list| &list.choices);
        let filter = offers.find(|choice| choice.words == value).map(|choice| choice.filter.clone());
        let filter = filter.unwrap_or_default();
        dom::go(&Route::pupils(PupilsQuery { filter, page: 0, ..query.clone() }).hash());
    });
    let now = &props.query.filter;
    let option = |choice: &FilterChoice| {
        html! { <option value={choice.words.clone()} selected={choice.filter == *now}>{ &choice.words }</option> }
    };
    html! {
        <div class="choice narrow">
            <label for="narrow">{ "Only" }</label>
            <select id="narrow" {onchange}>
                <option value="" selected={*now == Default::default()}>{ "all pupils" }</option>
                { for props.page.filters.iter().map(|list| html! {
                    <optgroup label={list.title.clone()}>{ for list.choices.iter().map(option) }</optgroup>
                }) }
            </select>
        </div>
    }
}

/// Puts the pupils of the list into a programme.
#[component]
pub fn TagList(props: &ApplyRuleProps) -> Html {
    let dispatcher = use_dispatcher();
    let node = use_node_ref();
    if props.page.programmes.is_empty() {
        return Html::default();
    }
    let programmes = props.page.programmes.iter().map(|name| (name.clone(), name.clone())).collect::<Vec<_>>();
    let tag = |on: bool| {
        let (dispatcher, node, pupils) = (dispatcher.clone(), node.clone(), props.page.order.clone());
        Callback::from(move |_: MouseEvent| {
            dispatcher.run(Command::Tag { programme: chosen(&node), pupils: pupils.clone(), on });
        })
    };
    html! {
        <details class="work">
            <summary>{ "Programmes" }</summary>
            <div class="work-row">
                { select(&node, "tag-programme", "Pupils in this list, from this page onwards", &programmes) }
                <button type="button" class="button" id="tag-in" onclick={tag(true)}>{ "Add to the programme" }</button>
                <button type="button" class="button" onclick={tag(false)}>{ "Remove from the programme" }</button>
            </div>
        </details>
    }
}

/// What the columns chosen are remembered by.
pub const COLUMNS: &str = "shown-in-pupils";

/// Which columns are shown.
#[derive(Properties)]
pub struct PickColumnsProps {
    /// The page.
    pub page: Rc<PupilsPage>,
    /// The columns that are not shown.
    pub hidden: Rc<Vec<PupilsColumn>>,
    /// Takes what is not shown from now on.
    pub onchoose: Callback<Vec<PupilsColumn>>,
}

impl PartialEq for PickColumnsProps {
    /// The columns are the same.
    fn eq(&self, other: &Self) -> bool {
        self.page.columns == other.page.columns && self.hidden == other.hidden && self.onchoose == other.onchoose
    }
}

/// A tick for each column; it is remembered on this computer.
#[component]
pub fn PickColumns(props: &PickColumnsProps) -> Html {
    let tick = |column: &ambition_engine::screens::PupilColumn| {
        let (id, hidden, choose) = (column.id.clone(), props.hidden.clone(), props.onchoose.clone());
        let checked = !hidden.contains(&id);
        let onchange = Callback::from(move |_: Event| {
            let mut hidden = (*hidden).clone();
            hidden.retain(|other| *other != id);
            if checked {
                hidden.push(id.clone());
            }
            dom::remember(COLUMNS, &hidden.iter().map(PupilsColumn::to_string).collect::<Vec<_>>().join("\n"));
            choose.emit(hidden);
        });
        html! { <li><label class="check"><input type="checkbox" {checked} {onchange} />{ &column.long }</label></li> }
    };
    html! {
        <details class="work">
            <summary>{ "Columns" }</summary>
            <ul class="ticks">{ for props.page.columns.iter().filter(|column| !column.editable).map(tick) }</ul>
        </details>
    }
}
