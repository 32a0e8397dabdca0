//! Data flows one way: no module of the engine imports one that comes after it, and no files of the session or the
//! screens import each other in a circle.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::iter::Peekable;
use std::path::{Path, PathBuf};

/// The modules of the engine; each may import those before it. Reading makes a cohort, so `cohort` is before `intake`.
const ORDER: [&str; 10] =
    ["text", "guidance", "cohort", "intake", "measures", "ambition", "report", "session", "screens", "client"];

/// Modules whose files must not import each other in a circle.
const NO_CIRCLES: [&str; 2] = ["session", "screens"];

/// A module's path from the root of the crate: `["screens", "pupils", "row"]`.
type ModulePath = Vec<String>;

/// The code of every file by its module, without its unit tests.
fn sources() -> BTreeMap<ModulePath, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    add_files(&root, &mut files);
    let source = |path: &PathBuf| {
        let name = path.strip_prefix(&root).unwrap().with_extension("");
        let mut module = name.iter().map(|name| name.to_string_lossy().into_owned()).collect::<Vec<_>>();
        module.pop_if(|name| name == "mod" || name == "lib");
        let code = fs::read_to_string(path).unwrap();
        (module, code.split("#[cfg(test)]").next().unwrap().to_owned())
    };
    files.iter().map(source).collect()
}

fn add_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() && !path.ends_with("tests") {
            add_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// A code without its comments and without what is between quotation marks.
fn bare(code: &str) -> String {
    let mut bare = String::new();
    let mut rest = code;
    while let Some(letter) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("'\"'") {
            3
        } else if letter == '"' {
            text_length(rest)
        } else {
            bare.push(letter);
            letter.len_utf8()
        };
        rest = &rest[skipped..];
    }
    bare
}

/// The length of the text between quotation marks that a code begins with.
fn text_length(code: &str) -> usize {
    let mut escaped = false;
    let end = code.char_indices().skip(1).find(|(_, letter)| {
        let ends = *letter == '"' && !escaped;
        escaped = *letter == '\\' && !escaped;
        ends
    });
    end.map_or(code.len(), |(end, _)| end + 1)
}

/// Words and signs of a code.
fn tokens(code: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut before = ' ';
    for letter in bare(code).chars() {
        let in_word = |letter: char| letter.is_alphanumeric() || letter == '_';
        match tokens.last_mut() {
            Some(last) if in_word(letter) && in_word(before) => last.push(letter),
            Some(last) if letter == ':' && before == ':' && last == ":" => last.push(letter),
            _ if letter.is_whitespace() => (),
            _ => tokens.push(letter.to_string()),
        }
        before = letter;
    }
    tokens
}

/// Everything that a module's code names by a path from the root of the crate or from a module above it.
fn named(code: &str, module: &[String]) -> Vec<ModulePath> {
    let mut found = Vec::new();
    let mut tokens = tokens(code).into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token.as_str() {
            "crate" => add_paths(&mut tokens, Vec::new(), &mut found),
            "super" => add_paths(&mut tokens, above(module), &mut found),
            _ => (),
        }
    }
    found
}

fn above(module: &[String]) -> ModulePath {
    module.split_last().map(|(_, above)| above.to_vec()).unwrap_or_default()
}

/// Adds the paths that go on from `path`: one, or every branch of `{…}`.
fn add_paths(tokens: &mut Peekable<impl Iterator<Item = String>>, mut path: ModulePath, found: &mut Vec<ModulePath>) {
    while tokens.next_if(|token| token == "::").is_some() {
        match tokens.next().unwrap_or_default().as_str() {
            "super" => path = above(&path),
            "{" => {
                while let Some(token) = tokens.next().filter(|token| token != "}") {
                    if token != "," {
                        let branch = path.iter().cloned().chain([token]).collect();
                        add_paths(tokens, branch, found);
                    }
                }
                return;
            }
            name => path.push(name.to_owned()),
        }
    }
    found.push(path);
}

/// The modules that each module names, itself aside.
fn arrows(sources: &BTreeMap<ModulePath, String>) -> BTreeMap<&ModulePath, BTreeSet<&ModulePath>> {
    let file_of = |path: &ModulePath| {
        let prefixes = (1..=path.len()).rev().map(|length| path[..length].to_vec());
        prefixes.filter_map(|prefix| sources.get_key_value(&prefix)).map(|(module, _)| module).next()
    };
    let arrows = sources.iter().map(|(module, code)| {
        let named = named(code, module).iter().filter_map(file_of).collect::<BTreeSet<_>>();
        (module, named.into_iter().filter(|other| *other != module).collect())
    });
    arrows.collect()
}

/// The place of a module's first part in the order.
fn place(module: &ModulePath) -> usize {
    let first = module.first().unwrap();
    ORDER.iter().position(|name| name == first).unwrap_or_else(|| panic!("{first} has no place in the order"))
}

/// "session::filter imports screens::pupils", for every import of a module that comes later.
fn upward(sources: &BTreeMap<ModulePath, String>) -> Vec<String> {
    let inside = |module: &&&ModulePath| !module.is_empty();
    let of_module = |(from, to): (&ModulePath, BTreeSet<&ModulePath>)| {
        let later = to.into_iter().filter(|to| place(to) > place(from));
        later.map(|to| format!("{} imports {}", from.join("::"), to.join("::"))).collect::<Vec<_>>()
    };
    let arrows = arrows(sources).into_iter().filter(|(module, _)| inside(&module));
    arrows.flat_map(of_module).collect()
}

/// The files below a module that lead back to themselves. A parent and its parts are two halves of one idea: what is
/// named of a parent is not followed.
fn circles(sources: &BTreeMap<ModulePath, String>, below: &str) -> Vec<String> {
    let arrows = arrows(sources);
    let is_parent =
        |module: &ModulePath| sources.keys().any(|other| other.len() > module.len() && other.starts_with(module));
    let next = |module: &ModulePath| {
        arrows[module].iter().copied().filter(|to| to.first().is_some_and(|first| first == below) && !is_parent(to))
    };
    let leads_back = |start: &&&ModulePath| {
        let mut seen = BTreeSet::new();
        let mut left = next(start).collect::<Vec<_>>();
        while let Some(module) = left.pop() {
            if seen.insert(module) {
                left.extend(next(module));
            }
        }
        seen.contains(**start)
    };
    let files = arrows.keys().filter(|module| module.first().is_some_and(|first| first == below) && !is_parent(module));
    files.filter(leads_back).map(|module| module.join("::")).collect()
}

/// Files made up for the tests of the scanner.
fn made_up(files: &[(&str, &str)]) -> BTreeMap<ModulePath, String> {
    let module = |path: &str| path.split("::").map(String::from).collect();
    files.iter().map(|(path, code)| (module(path), (*code).to_owned())).collect()
}

#[test]
fn every_path_is_found() {
    let module = ["a".to_owned(), "b".to_owned()];
    let code = "use crate::guidance::{Edition, codes::{self, Code}};\n// use crate::report;\n\
                fn f() -> super::c::D { crate::text::g(\"crate::screens // \\\"\", '\"') }\nuse super::super::cohort::Cohort;";
    let found = named(code, &module).iter().map(|path| path.join("::")).collect::<Vec<_>>();
    let expected =
        ["guidance::Edition", "guidance::codes::self", "guidance::codes::Code", "a::c::D", "text::g", "cohort::Cohort"];
    assert_eq!(found, expected);
}

#[test]
fn an_arrow_upward_is_seen() {
    let sources = made_up(&[
        ("text", ""),
        ("session", ""),
        ("session::filter", "use crate::text; use crate::screens::{pupils::row};"),
        ("screens", "use crate::session::filter;"),
        ("screens::pupils", ""),
    ]);
    assert_eq!(upward(&sources), ["session::filter imports screens::pupils"]);
}

#[test]
fn a_circle_is_seen() {
    let sources = made_up(&[
        ("session", ""),
        ("session::a", "use super::b::B;"),
        ("session::b", "use crate::session::c::{C, D};"),
        ("session::c", "use super::a::A;"),
        ("session::d", "use super::a::A; use super::E;"),
    ]);
    assert_eq!(circles(&sources, "session"), ["session::a", "session::b", "session::c"]);
}

#[test]
fn no_module_imports_a_later_one() {
    let sources = sources();
    assert!(sources.len() > 150, "only {} files were looked at", sources.len());
    for name in ORDER {
        let count = arrows(&sources)
            .iter()
            .filter(|(module, to)| module.first().is_some_and(|first| first == name) && !to.is_empty())
            .count();
        assert!(count > 0 || name == "text", "nothing is imported in {name}");
    }
    assert_eq!(upward(&sources), Vec::<String>::new());
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let sources = sources();
    for below in NO_CIRCLES {
        assert_eq!(circles(&sources, below), Vec::<String>::new());
    }
}
