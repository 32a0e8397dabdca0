//! The page of Ambition and the worker that its engine runs in. One WebAssembly is both: it starts as the engine inside
//! a worker and as the page everywhere else.
//!
//! [`app`] owns the page's state; [`screens`] are its views, made of [`widgets`]; [`router`] gives each its address;
//! [`client`] talks to the engine, which runs in [`worker`]; [`dom`] is all that the page asks of the browser itself.
//! The page shows what the engine answers and sends it what the user does. It does no arithmetic.

#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
mod client;
#[cfg(target_arch = "wasm32")]
mod dom;
#[cfg(target_arch = "wasm32")]
mod router;
#[cfg(target_arch = "wasm32")]
mod screens;
#[cfg(target_arch = "wasm32")]
mod widgets;
#[cfg(target_arch = "wasm32")]
mod worker;

#[cfg(all(test, target_arch = "wasm32"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

#[cfg(target_arch = "wasm32")]
fn main() {
    match worker::scope() {
        Some(scope) => worker::serve(&scope),
        None => app::mount(),
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("Ambition is a page: `cargo xtask serve` builds and serves it.");
}
