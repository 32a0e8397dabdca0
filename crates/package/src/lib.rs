//! The engine for JavaScript: what `dist/engine/` is made of, with `js/index.js` around it.
//!
//! [`values`] has everything that crosses the edge besides the commands, queries and views of the engine. The class that
//! JavaScript holds is in `module`; it exists for WebAssembly only. Nothing here throws: what goes wrong is a
//! [`values::Problem`].

pub mod report;
pub mod values;

#[cfg(target_arch = "wasm32")]
mod module;
#[cfg(target_arch = "wasm32")]
mod spreadsheets;
