//! The notices that the licences of the page's libraries ask for, each text once.
//!
//! Of licences to choose from one with a short notice is taken. What has no notice, or one that is not known here, is
//! refused: it could not be handed on with the page.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::command::{self, cargo};
use crate::dist::TARGET;
use crate::tools;

/// A licence: its SPDX name, and words that only its text has.
type Licence = (&'static str, &'static str);

/// The licences that are known, those that are taken first when there is a choice first.
const LICENCES: [Licence; 6] = [
    (MIT, "Permission is hereby granted, free of charge, to any person obtaining a copy"),
    ("Zlib", "This software is provided 'as-is', without any express or implied warranty"),
    ("BSD-3-Clause", "Redistribution and use in source and binary forms"),
    ("Unicode-3.0", "UNICODE LICENSE V3"),
    ("BSL-1.0", "Boost Software License"),
    ("Apache-2.0", "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION"),
];
/// The licence that most are under, so that its text is there for those that come without a file.
const MIT: &str = "MIT";

/// A library that is compiled into the page.
struct Library {
    /// "yew 0.23.0".
    name: String,
    /// Its licences as an SPDX expression.
    licences: String,
    /// Whose it is, where its files do not say.
    authors: String,
    /// Its files that are about its licences.
    texts: Vec<String>,
}

/// The notices of everything that is compiled into modules, which are packages of ours.
pub fn notices(modules: &[&str]) -> Result<String> {
    let standard_library = Library {
        name: format!("Rust\u{2019}s standard library {}", tools::wanted_compiler()?),
        licences: "MIT OR Apache-2.0".into(),
        authors: "The Rust Project Contributors and the authors of the libraries in it".into(),
        texts: Vec::new(),
    };
    let mut libraries = libraries(modules)?;
    libraries.push(standard_library);
    written(&libraries)
}

/// The libraries in modules: what is compiled for its target, without macros, which only write code.
fn libraries(modules: &[&str]) -> Result<Vec<Library>> {
    let tree = format!("tree --locked --target {TARGET} --edges normal,no-proc-macro --prefix none --format {{p}}");
    let tree = command::read(cargo(&tree).args(modules.iter().flat_map(|module| ["--package", module])))?;
    let mut wanted = BTreeSet::new();
    for line in tree.lines() {
        let mut words = line.split(' ');
        wanted.extend(words.next().zip(words.next().and_then(|version| version.strip_prefix('v'))));
    }
    let metadata = command::metadata_of_page()?;
    let packages = metadata.get("packages").and_then(Value::as_array).into_iter().flatten();
    let text = |package: &Value, key: &str| package.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    // Our own packages are under the licence of the project.
    let packages = packages.filter(|package| package.get("source").is_some_and(Value::is_string));
    let mut libraries = Vec::new();
    for package in packages {
        let (name, version) = (text(package, "name"), text(package, "version"));
        if wanted.contains(&(name.as_str(), version.as_str())) {
            let authors = package.get("authors").and_then(Value::as_array).into_iter().flatten();
            let authors = authors.filter_map(Value::as_str).map(without_address).collect::<Vec<_>>().join(", ");
            libraries.push(Library {
                licences: text(package, "license"),
                authors: if authors.is_empty() { format!("The authors of {name}") } else { authors },
                texts: licence_files(Path::new(&text(package, "manifest_path")))?,
                name: format!("{name} {version}"),
            });
        }
    }
    libraries.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(libraries)
}

/// "Jane Doe" of "Jane Doe <jane@example.org>".
fn without_address(author: &str) -> &str {
    author.split(" <").next().unwrap_or_default()
}

/// The files of a library that are about its licences, in the order of their names.
fn licence_files(manifest: &Path) -> Result<Vec<String>> {
    let folder = manifest.parent().context("a manifest without a folder")?;
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().to_ascii_lowercase();
        let begins = ["licence", "license", "copying", "copyright", "notice"].iter().any(|word| name.starts_with(word));
        if begins && entry.path().is_file() {
            files.push((name, fs::read_to_string(entry.path())?.replace("\r\n", "\n")));
        }
    }
    files.sort();
    Ok(files.into_iter().map(|(_, text)| text).collect())
}

/// The licences that are taken of an expression, one of each pair to choose from.
fn chosen(expression: &str) -> Result<Vec<Licence>> {
    let plain = expression.replace(['(', ')'], "").replace('/', " OR ");
    let all_of = plain.split(" AND ").map(|choice| {
        let one_of = choice.split(" OR ").map(str::trim).collect::<Vec<_>>();
        let known = LICENCES.into_iter().find(|(name, _)| one_of.contains(name));
        known.with_context(|| format!("none of these licences is known here: {choice}"))
    });
    all_of.collect()
}

/// A notice: whose it is, its text without those lines, and the words of the licence alone.
fn parts(text: &str, mark: &str) -> (Vec<String>, String, String) {
    let is_owner = |line: &str| ["copyright", "(c)"].iter().any(|word| line.to_ascii_lowercase().starts_with(word));
    let paragraphs = text.split("\n\n").map(|paragraph| paragraph.trim_matches('\n').trim_end());
    let paragraphs = paragraphs.filter(|paragraph| !paragraph.is_empty()).collect::<Vec<_>>();
    let place = paragraphs.iter().position(|paragraph| one_line(paragraph).contains(mark)).unwrap_or_default();
    let (head, licence) = paragraphs.split_at(place);
    let head = head.iter().flat_map(|paragraph| paragraph.lines()).map(|line| line.trim().to_owned());
    let (mut owners, head) = head.partition::<Vec<_>, _>(|line| is_owner(line));
    let mut licence = licence.join("\n\n");
    while let Some((line, rest)) = licence.split_once('\n').filter(|(line, _)| is_owner(line.trim())) {
        owners.push(line.trim().to_owned());
        licence = rest.to_owned();
    }
    let words = licence.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>().to_lowercase();
    (owners, format!("{}\n\n{licence}", head.join("\n")).trim().to_owned(), words)
}

/// A text with the libraries it is the notice of.
struct Notice {
    licence: &'static str,
    text: String,
    libraries: Vec<String>,
}

/// All notices as one text.
fn written(libraries: &[Library]) -> Result<String> {
    let mut notices: BTreeMap<(usize, String), Notice> = BTreeMap::new();
    let mut without_file = Vec::new();
    for library in libraries {
        for (licence, mark) in chosen(&library.licences).with_context(|| library.name.clone())? {
            let Some(text) = library.texts.iter().find(|text| one_line(text).contains(mark)) else {
                if licence != MIT {
                    bail!("{} comes without the text of its licence, {licence}", library.name);
                }
                without_file.push(format!("{}: Copyright (c) {}", library.name, library.authors));
                continue;
            };
            let (owners, text, words) = parts(text, mark);
            let place = LICENCES.iter().position(|(name, _)| *name == licence).unwrap_or_default();
            let notice = notices.entry((place, words)).or_insert(Notice { licence, text, libraries: Vec::new() });
            let colon = if owners.is_empty() { "" } else { ": " };
            notice.libraries.push(format!("{}{colon}{}", library.name, owners.join("; ")));
        }
    }
    // The usual wording of the licence is the one that most have.
    let usual = notices.values_mut().filter(|notice| notice.licence == MIT).max_by_key(|notice| notice.libraries.len());
    match usual {
        Some(usual) => usual.libraries.extend(without_file),
        None if without_file.is_empty() => (),
        None => bail!("no library comes with the text of {MIT}"),
    }
    let mut all = String::new();
    for notice in notices.values_mut() {
        notice.libraries.sort();
        writeln!(all, "{}\n\n{}\n\n{}\n\n", notice.licence, notice.libraries.join("\n"), notice.text)?;
    }
    Ok(all.trim_end().to_owned() + "\n")
}

/// A text whose words are parted by one space each.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn library(name: &str, licences: &str, texts: &[&str]) -> Library {
        let texts = texts.iter().map(|text| (*text).to_owned()).collect();
        Library { name: name.into(), licences: licences.into(), authors: "Jane Doe".into(), texts }
    }

    fn mit(owner: &str) -> String {
        format!("The MIT License\n\n{owner}\n\n{}, to deal\nin it.", LICENCES[0].1)
    }

    #[test]
    fn a_text_is_there_once_with_all_who_own_something() {
        let other = mit("Copyright (c) 2 B").replace("\nin it", " in it").replace("The MIT License\n\n", "");
        let libraries = [
            library("a 1", "MIT", &[&mit("Copyright (c) 1 A")]),
            library("b 2", "Apache-2.0/MIT", &["Apache License", &other]),
            library("c 3", "MIT OR Apache-2.0", &[]),
        ];
        let text = written(&libraries).unwrap();
        assert_eq!(text.matches("Permission is hereby granted").count(), 1, "{text}");
        let owners = "a 1: Copyright (c) 1 A\nb 2: Copyright (c) 2 B\nc 3: Copyright (c) Jane Doe\n";
        assert!(text.contains(owners), "{text}");
    }

    #[test]
    fn both_licences_of_a_library_are_there() {
        let bsd = "Copyright (c) W\n\nRedistribution and use in source and binary forms, with or without";
        let text = written(&[library("a 1", "(Apache-2.0 OR MIT) AND BSD-3-Clause", &[&mit("(c) A"), bsd])]).unwrap();
        assert!(text.contains("MIT\n\na 1: (c) A") && text.contains("BSD-3-Clause\n\na 1: Copyright (c) W"), "{text}");
    }

    #[test]
    fn what_could_not_be_handed_on_is_refused() {
        assert!(written(&[library("a 1", "GPL-3.0", &[])]).is_err());
        assert!(written(&[library("a 1", "Zlib", &[&mit("(c) A")])]).is_err());
    }

    #[test]
    fn every_library_of_page_and_package_has_a_notice() {
        for modules in [["ambition", "ambition-spreadsheets"], ["ambition-package", "ambition-spreadsheets"]] {
            let (text, libraries) = (notices(&modules).unwrap(), libraries(&modules).unwrap());
            assert!(libraries.len() > 50, "{}", libraries.len());
            for library in libraries {
                assert!(text.lines().any(|line| line.split(": ").next() == Some(&library.name)), "{}", library.name);
            }
        }
    }
}
