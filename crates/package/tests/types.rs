//! The declarations for TypeScript are those of the Rust types. `EXPECTED=write cargo test --package ambition-package`
//! writes them anew.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use ambition_engine::screens::{Query, View};
use ambition_engine::session::Command;
use ambition_package::values::{FigureRow, FindingRow, OpenOptions, OpenedFile, Problem, ScreenTable};
use ts_rs::{Config, TS, TypeVisitor};

const HEAD: &str =
    "// What crosses the edge, declared from the Rust types by `crates/package/tests/types.rs`. Not edited by hand.\n";

/// Declarations by the name of their type.
struct DeclaredTypes {
    config: Config,
    /// Everything that was visited.
    visited: BTreeSet<&'static str>,
    by_name: BTreeMap<String, String>,
}

impl TypeVisitor for DeclaredTypes {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.visited.insert(std::any::type_name::<T>()) {
            return;
        }
        // Others are written where they are used: numbers, lists.
        if T::output_path().is_some() {
            let declaration = format!("{}export {}\n", T::docs().unwrap_or_default(), T::decl(&self.config));
            self.by_name.insert(T::ident(&self.config), declaration);
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

#[test]
fn the_declarations_are_those_of_the_types() {
    // Every count is far below 2^53.
    let config = Config::new().with_large_int("number");
    let mut types = DeclaredTypes { config, visited: BTreeSet::new(), by_name: BTreeMap::new() };
    types.visit::<Command>();
    types.visit::<Query>();
    types.visit::<View>();
    types.visit::<OpenOptions>();
    types.visit::<OpenedFile>();
    types.visit::<FigureRow>();
    types.visit::<FindingRow>();
    types.visit::<ScreenTable>();
    types.visit::<Problem>();
    let declared = types.by_name.values().fold(HEAD.to_owned(), |text, declaration| text + "\n" + declaration);
    let declared = declared.lines().map(|line| line.trim_end().to_owned() + "\n").collect::<String>();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("js/types.d.ts");
    if std::env::var_os("EXPECTED").is_some_and(|expected| expected == "write") {
        fs::write(&path, &declared).unwrap();
    }
    let kept = fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    assert!(kept == declared, "js/types.d.ts is out of date: EXPECTED=write cargo test --package ambition-package");
}
