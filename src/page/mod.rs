//! The page: it shows what the engine answers and sends it what the user wishes. It does no arithmetic.
//!
//! [`app`] owns the state; [`views`] are the pages; [`parts`] are what they are made of; [`route`] is the
//! address of each; [`link`] is the way to the engine.

mod app;
mod browser;
mod desk;
mod keeping;
mod link;
mod listeners;
mod lock;
mod parts;
mod refusals;
mod route;
mod shown;
mod views;

#[cfg(test)]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

/// Mounts the page on `#app`, or on the body where there is no such element.
pub fn start() {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    match document.get_element_by_id("app") {
        Some(root) => yew::Renderer::<app::App>::with_root(root).render(),
        None => yew::Renderer::<app::App>::new().render(),
    };
}
