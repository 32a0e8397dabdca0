//! A target that is edited in place.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{ClipboardEvent, HtmlInputElement};
use yew::prelude::*;

use crate::app::actions::TargetCell;
use crate::dom;

/// A target and its neighbours.
#[derive(PartialEq, Properties)]
pub struct TargetInputProps {
    /// The cell.
    pub place: TargetCell,
    /// The current target.
    pub value: AttrValue,
    /// "English target of Amara Okafor".
    pub label: AttrValue,
    /// For a changed target: what the file has.
    #[prop_or_default]
    pub was: Option<AttrValue>,
    /// The value typed here was refused.
    #[prop_or_default]
    pub refused: bool,
    /// The number of the last answer about this cell; 0 where that was about another one.
    #[prop_or_default]
    pub settled: u32,
    /// The id of the cell above.
    #[prop_or_default]
    pub above: Option<AttrValue>,
    /// The id of the cell below.
    #[prop_or_default]
    pub below: Option<AttrValue>,
    /// The ids of the cells to the left and to the right.
    #[prop_or_default]
    pub neighbours: (Option<AttrValue>, Option<AttrValue>),
    /// The cell is one of those picked with Shift and an arrow.
    #[prop_or_default]
    pub picked: bool,
    /// What else is done at this cell.
    #[prop_or_default]
    pub onact: Callback<(TargetCell, InputAction)>,
    /// The user settles on a value.
    pub oncommit: Callback<(TargetCell, String)>,
    /// The user takes a refused value back.
    pub onforget: Callback<TargetCell>,
}

/// What is done with several cells at once, as in a spreadsheet.
#[derive(Clone, Debug, PartialEq)]
pub enum InputAction {
    /// A column of values was pasted.
    Paste(String),
    /// The cells from here to the next one, down or up, are picked.
    Pick(bool),
    /// Nothing is picked any more.
    Unpick,
    /// The topmost value is given to the cells below it.
    FillDown,
    /// Why this target was changed is to be said; `true`: it is changed just now, and the engine has yet to take it.
    Reason(bool),
    /// That was said.
    Explained,
    /// The pupil's card is opened.
    Card,
    /// A key is pressed, whatever comes of it.
    KeyDown,
    /// The keyboard goes on to the element of this id; `true`: from a target that is changed just now.
    GoTo(AttrValue, bool),
}

/// What happens to the input.
pub enum InputMessage {
    /// Another character.
    Typed(String),
    /// The value is committed.
    Commit,
    /// The value that was is wanted back.
    Restore,
}

/// An input that keeps what is typed until it is committed.
pub struct TargetInput {
    /// What is typed and not yet taken by the engine.
    draft: Option<String>,
    /// What the engine was asked to take: it is not asked twice, even where it refused.
    asked: Option<String>,
}

impl Component for TargetInput {
    type Message = InputMessage;
    type Properties = TargetInputProps;

    fn create(_: &Context<Self>) -> TargetInput {
        TargetInput { draft: None, asked: None }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: InputMessage) -> bool {
        match msg {
            InputMessage::Typed(text) => self.draft = Some(text),
            InputMessage::Commit => self.commit(ctx.props()),
            InputMessage::Restore => self.restore(ctx.props()),
        }
        true
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &TargetInputProps) -> bool {
        let props = ctx.props();
        let answered = props.settled != 0 && props.settled != old.settled;
        if answered && !props.refused {
            // What was typed since then stays.
            let taken = self.asked.take();
            self.draft = self.draft.take().filter(|draft| taken.as_ref() != Some(draft));
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let link = ctx.link();
        let state = if self.draft.is_some() { "typing" } else { "clean" };
        let changed = props.was.as_ref().map(|_| "changed");
        html! {
            <input
                id={props.place.id()}
                class={classes!("target-input", state, changed, props.picked.then_some("picked"))}
                type="text" inputmode="text" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="8"
                aria-label={input_label(props)}
                aria-invalid={props.refused.then_some("true")}
                aria-describedby={props.refused.then(|| props.place.reason_id())}
                value={self.draft.clone().map_or_else(|| props.value.clone(), AttrValue::from)}
                oninput={link.batch_callback(|event: InputEvent| {
                    dom::input_of(&event).map(|input| InputMessage::Typed(input.value()))
                })}
                onfocus={select_all}
                onblur={link.callback(|_| InputMessage::Commit)}
                onkeydown={on_key(ctx)}
                onpaste={on_paste(ctx)}
            />
        }
    }
}

impl TargetInput {
    fn commit(&mut self, props: &TargetInputProps) {
        let Some(draft) = self.draft.clone() else {
            return;
        };
        if draft.trim() == &*props.value {
            self.restore(props);
        } else if self.asked.as_ref() != Some(&draft) {
            self.asked = Some(draft.clone());
            props.oncommit.emit((props.place.clone(), draft));
        }
    }

    fn restore(&mut self, props: &TargetInputProps) {
        self.draft = None;
        self.asked = None;
        if props.refused {
            props.onforget.emit(props.place.clone());
        }
    }
}

fn input_label(props: &TargetInputProps) -> String {
    match &props.was {
        Some(was) => format!("{}, changed, was {was}", props.label),
        None => props.label.to_string(),
    }
}

fn select_all(event: FocusEvent) {
    if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
        input.select();
    }
}

/// Several lines are a column for the cells from here on; one line is text as ever.
fn on_paste(ctx: &Context<TargetInput>) -> Callback<Event> {
    let (place, act) = (ctx.props().place.clone(), ctx.props().onact.clone());
    Callback::from(move |event: Event| {
        let event: &ClipboardEvent = event.unchecked_ref();
        let text = event.clipboard_data().and_then(|data| data.get_data("text/plain").ok()).unwrap_or_default();
        if text.trim_end().contains('\n') {
            event.prevent_default();
            act.emit((place.clone(), InputAction::Paste(text)));
        }
    })
}

/// Enter and the arrows commit the value and go on to the next cell, Escape restores it; Shift picks cells.
fn on_key(ctx: &Context<TargetInput>) -> Callback<KeyboardEvent> {
    let props = ctx.props();
    let (above, below, (left, right)) = (props.above.clone(), props.below.clone(), props.neighbours.clone());
    let (place, act, value) = (props.place.clone(), props.onact.clone(), props.value.clone());
    let link = ctx.link().clone();
    Callback::from(move |event: KeyboardEvent| {
        let pressed = dom::focused();
        act.emit((place.clone(), InputAction::KeyDown));
        // Where a move that waited is made by this, the key is meant for the cell that has the keyboard now.
        let moved = dom::focused().filter(|cell| pressed.as_ref() != Some(cell));
        let changes = dom::input_of(&event).is_some_and(|input| input.value().trim() != &*value);
        // Within a text that is being typed, the arrows move its caret.
        let clean = dom::focused().is_some_and(|cell| cell.class_list().contains("clean"));
        let held = event.ctrl_key() || event.meta_key();
        let (msg, next, done) = match (event.key().as_str(), event.shift_key()) {
            ("ArrowUp", true) => (InputMessage::Commit, &above, InputAction::Pick(false)),
            ("ArrowDown", true) => (InputMessage::Commit, &below, InputAction::Pick(true)),
            ("Enter", true) | ("ArrowUp", _) => (InputMessage::Commit, &above, InputAction::Unpick),
            ("Enter", false) | ("ArrowDown", _) => (InputMessage::Commit, &below, InputAction::Unpick),
            ("ArrowLeft", false) if clean && !held => (InputMessage::Commit, &left, InputAction::Unpick),
            ("ArrowRight", false) if clean && !held => (InputMessage::Commit, &right, InputAction::Unpick),
            ("Escape", _) => (InputMessage::Restore, &None, InputAction::Unpick),
            ("d", false) if held => (InputMessage::Commit, &None, InputAction::FillDown),
            ("F2", true) => (InputMessage::Commit, &None, InputAction::Reason(changes)),
            ("F2", false) => (InputMessage::Commit, &None, InputAction::Card),
            _ => return,
        };
        event.prevent_default();
        if let Some(cell) = moved {
            event.stop_propagation();
            let same = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", event.unchecked_ref());
            spawn_local(async move { drop(same.and_then(|event| cell.dispatch_event(&event))) });
            return;
        }
        link.send_message(msg);
        act.emit((place.clone(), done));
        if let Some(id) = next.clone() {
            act.emit((place.clone(), InputAction::GoTo(id, changes)));
        }
    })
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::rc::Rc;

    use gloo::utils::document;
    use wasm_bindgen_test::wasm_bindgen_test;
    use web_sys::{Event, FocusEvent, KeyboardEventInit};
    use yew::platform::time::sleep;

    use super::*;

    type CommittedTexts = Rc<RefCell<Vec<String>>>;

    /// Mounts one input that holds "3" and returns it with the list of what it commits.
    async fn mount() -> (HtmlInputElement, CommittedTexts) {
        let root = document().create_element("div").unwrap();
        document().body().unwrap().append_child(&root).unwrap();
        let committed = CommittedTexts::default();
        let list = committed.clone();
        let props = TargetInputProps {
            place: TargetCell { pupil: 7, result: "KS2_English".into() },
            value: "3".into(),
            label: "English target of Amara Okafor".into(),
            was: None,
            refused: false,
            settled: 0,
            above: None,
            below: None,
            neighbours: (None, None),
            picked: false,
            onact: Callback::noop(),
            oncommit: Callback::from(move |(_, value)| list.borrow_mut().push(value)),
            onforget: Callback::noop(),
        };
        yew::Renderer::<TargetInput>::with_root_and_props(root.clone(), props).render();
        settle().await;
        let input = root.query_selector("input").unwrap().unwrap().unchecked_into();
        (input, committed)
    }

    async fn settle() {
        sleep(std::time::Duration::from_millis(20)).await;
    }

    async fn type_in(input: &HtmlInputElement, text: &str) {
        input.set_value(text);
        let event = Event::new("input").unwrap();
        event.init_event_with_bubbles("input", true);
        input.dispatch_event(&event).unwrap();
        settle().await;
    }

    async fn press(input: &HtmlInputElement, key: &str) {
        let init = KeyboardEventInit::new();
        init.set_bubbles(true);
        init.set_key(key);
        let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
        input.dispatch_event(&event).unwrap();
        settle().await;
    }

    #[wasm_bindgen_test]
    async fn enter_commits_once() {
        let (input, committed) = mount().await;
        type_in(&input, "4").await;
        press(&input, "Enter").await;
        assert_eq!(*committed.borrow(), ["4"]);
        input.dispatch_event(&FocusEvent::new("blur").unwrap()).unwrap();
        settle().await;
        assert_eq!(*committed.borrow(), ["4"]);
    }

    #[wasm_bindgen_test]
    async fn escape_restores() {
        let (input, committed) = mount().await;
        type_in(&input, "9z").await;
        press(&input, "Escape").await;
        assert_eq!(input.value(), "3");
        assert!(committed.borrow().is_empty());
    }

    #[wasm_bindgen_test]
    async fn an_unchanged_value_is_not_committed() {
        let (input, committed) = mount().await;
        type_in(&input, " 3 ").await;
        press(&input, "ArrowDown").await;
        assert!(committed.borrow().is_empty());
        assert_eq!(input.value(), "3");
    }
}
