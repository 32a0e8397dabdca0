//! Every rule and every section of the reference that is cited anywhere in the tree is a heading of the document, and
//! every file that a document links to or names is there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What a citation begins with, and the document it cites.
const DOCUMENTS: [(&str, &str); 2] = [("RULES ", "docs/rules.md"), ("REFERENCE ", "docs/reference.md")];

/// Files that cite.
const EXTENSIONS: [&str; 4] = ["rs", "toml", "md", "js"];

/// Where the files are that documents name by a path.
const FOLDERS: [&str; 4] = [".", "src", "engine/src", "engine/guidance"];

/// Folders that hold what is built or fetched.
const NOT_OURS: [&str; 3] = ["target", "dist", "node_modules"];

/// The folder with the documents: that of this package or one above it.
fn root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().find(|folder| folder.join("docs/rules.md").is_file()).expect("docs/rules.md is there")
}

fn add_sources(folder: &Path, sources: &mut Vec<PathBuf>) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !name.starts_with('.') && !NOT_OURS.contains(&name.as_str()) {
            add_sources(&path, sources);
        } else if path.extension().is_some_and(|extension| EXTENSIONS.iter().any(|known| extension == *known)) {
            sources.push(path);
        }
    }
}

/// The number that a text begins with, such as `2.3`; empty where it begins with none.
fn number(text: &str) -> &str {
    let end = text.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(text.len());
    text[..end].trim_end_matches('.')
}

/// The numbers after each `prefix` in a line: `2.3`, and `4` and `10.2` of "RULES 4 and 10.2".
fn citations<'a>(line: &'a str, prefix: &str) -> Vec<&'a str> {
    let mut cited = Vec::new();
    for mut rest in line.split(prefix).skip(1) {
        while !number(rest).is_empty() {
            let (first, after) = rest.split_at(number(rest).len());
            cited.push(first);
            rest = [", ", " and ", "; "].iter().find_map(|between| after.strip_prefix(between)).unwrap_or_default();
        }
    }
    cited
}

/// The numbers that a document's headings begin with.
fn headings(document: &str) -> Vec<&str> {
    let titles = document.lines().filter(|line| line.starts_with('#'));
    let numbers = titles.map(|line| number(line.trim_start_matches('#').trim_start()));
    numbers.filter(|number| !number.is_empty()).collect()
}

/// Cited numbers of a text that are none of these, each with its line.
fn unknown(text: &str, prefix: &str, known: &BTreeSet<&str>) -> Vec<String> {
    let lines = (1..).zip(text.lines());
    let cited = lines.flat_map(|(line, text)| citations(text, prefix).into_iter().map(move |cited| (line, cited)));
    cited.filter(|(_, cited)| !known.contains(cited)).map(|(line, cited)| format!("{line}: {prefix}{cited}")).collect()
}

/// Every file that may cite, with its text.
fn texts() -> Vec<(PathBuf, String)> {
    let mut sources = Vec::new();
    add_sources(root(), &mut sources);
    assert!(sources.len() > 300, "only {} files were looked at", sources.len());
    let read = |path: PathBuf| fs::read_to_string(&path).ok().map(|text| (path, text));
    sources.into_iter().filter_map(read).collect()
}

/// Where the links of a Markdown text lead, but for those to websites and to headings of the text itself.
fn links(text: &str) -> Vec<&str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    let files = targets.map(|target| target.split('#').next().unwrap());
    files.filter(|file| !file.is_empty() && !file.contains("://")).collect()
}

#[test]
fn every_citation_is_a_heading() {
    let texts = texts();
    for (prefix, name) in DOCUMENTS {
        let document = fs::read_to_string(root().join(name)).unwrap();
        let known = headings(&document).into_iter().collect();
        let unknown = texts.iter().flat_map(|(path, text)| {
            let path = path.strip_prefix(root()).unwrap().display();
            unknown(text, prefix, &known).into_iter().map(move |place| format!("{path}:{place}"))
        });
        assert_eq!(unknown.collect::<Vec<_>>(), Vec::<String>::new(), "cited, and no heading of {name}");
        let cited = texts.iter().map(|(_, text)| citations(text, prefix).len()).sum::<usize>();
        assert!(cited > 10, "only {cited} citations of {name} were found");
    }
}

#[test]
fn no_number_has_two_headings() {
    for (_, name) in DOCUMENTS {
        let document = fs::read_to_string(root().join(name)).unwrap();
        let numbers = headings(&document);
        let different: BTreeSet<_> = numbers.iter().collect();
        assert_eq!(numbers.len(), different.len(), "{name}: {numbers:?}");
    }
}

#[test]
fn a_citation_of_no_heading_is_found() {
    // Written in two halves, or this line would itself be a citation.
    let prefix = "RU".to_owned() + "LES ";
    let text = format!("//! Two of three ({prefix}2.3, 4 and 99.1), and\n/// {prefix}98.");
    let known = BTreeSet::from(["2.3", "4"]);
    assert_eq!(unknown(&text, &prefix, &known), [format!("1: {prefix}99.1"), format!("2: {prefix}98")]);
}

/// Paths of files and folders in code spans, such as `engine/src/session/` or `report/csv.rs`.
fn paths(text: &str) -> Vec<&str> {
    let spans = text.split('`').skip(1).step_by(2);
    let names = |span: &&str| EXTENSIONS.iter().any(|extension| span.ends_with(&format!(".{extension}")));
    let paths = spans.filter(|span| span.contains('/') && !span.contains(char::is_whitespace));
    paths
        .filter(|span| !span.starts_with('/') && !span.contains("://") && (span.ends_with('/') || names(span)))
        .collect()
}

/// The Markdown documents, with their texts.
fn documents() -> Vec<(PathBuf, String)> {
    let texts = texts().into_iter();
    texts.filter(|(path, _)| path.extension().is_some_and(|extension| extension == "md")).collect()
}

#[test]
fn every_link_leads_to_a_file() {
    let documents = documents();
    let links = documents.iter().flat_map(|(path, text)| links(text).into_iter().map(move |link| (path, link)));
    let links = links.collect::<Vec<_>>();
    assert!(links.len() > 10, "only {} links were found", links.len());
    let dead: Vec<_> = links.iter().filter(|(path, link)| !path.parent().unwrap().join(link).exists()).collect();
    assert!(dead.is_empty(), "{dead:#?}");
}

#[test]
fn every_path_that_is_named_exists() {
    let documents = documents();
    let paths = documents.iter().flat_map(|(path, text)| paths(text).into_iter().map(move |named| (path, named)));
    let paths = paths.collect::<Vec<_>>();
    assert!(paths.len() > 10, "only {} paths were found", paths.len());
    let exists = |named: &str| FOLDERS.iter().any(|folder| root().join(folder).join(named).exists());
    let wrong: Vec<_> = paths.iter().filter(|(_, named)| !named.starts_with("dist/") && !exists(named)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_path_is_a_code_span_that_names_a_file_or_folder() {
    let text = "`crates/columns/`, `report/csv.rs`, not `cargo run -- a/b.rs`, `a/b`, `/x/y.js` or `b.rs`\n```\na/b.rs c\n```\n";
    assert_eq!(paths(text), ["crates/columns/", "report/csv.rs"]);
}

#[test]
fn a_link_to_a_website_or_a_heading_is_not_followed() {
    let text = "[a](rules.md#23-nobody), [b](#sources), [c](https://example.org/) and [`d`](../src/lib.rs)";
    assert_eq!(links(text), ["rules.md", "../src/lib.rs"]);
}

#[test]
fn a_heading_is_a_line_that_begins_with_a_number_sign() {
    let document = "# Rules\n\n# 2. Who is in a figure\n\n## 2.1 Threshold figures\n\n 7 is no heading, nor is\n8.1\n";
    assert_eq!(headings(document), ["2", "2.1"]);
}
