//! Data files as text. Whatever is wrong in one of them is said with its file, line and column.

use std::fmt::{self, Display};
use std::ops::Range;
use std::path::Path;
use std::{fs, io};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A data file.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct SourceFile {
    /// What errors call it, such as its path.
    pub name: String,
    /// TOML.
    pub text: String,
}

/// What is wrong in a data file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataError {
    file: String,
    /// Line and column, both from 1.
    place: Option<(usize, usize)>,
    message: String,
}

impl Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place(), self.message)
    }
}

impl std::error::Error for DataError {}

impl DataError {
    /// Where it is: the file, with line and column where they are known.
    pub fn place(&self) -> String {
        match self.place {
            Some((line, column)) => format!("{}:{line}:{column}", self.file),
            None => self.file.clone(),
        }
    }

    /// It is in this file.
    pub(crate) fn is_in(&self, file: &SourceFile) -> bool {
        self.file == file.name
    }

    /// The same with other words.
    pub(crate) fn with_message(self, message: String) -> Self {
        Self { message, ..self }
    }

    /// What is wrong.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl SourceFile {
    /// A file with this content.
    pub fn new(name: &str, text: &str) -> Self {
        Self { name: name.into(), text: text.into() }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// When it cannot be read, or is not in UTF-8.
    pub fn read(path: &Path) -> io::Result<Self> {
        let text = fs::read_to_string(path)
            .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
        Ok(Self { name: path.display().to_string(), text })
    }

    /// Its content as a type.
    ///
    /// # Errors
    /// When it is not TOML, or has a key that the type does not know or lacks one that it needs.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, DataError> {
        toml::from_str(&self.text).map_err(|error| self.error(error.span(), error.message()))
    }

    /// An error at some bytes of it; `None`: in no particular place.
    pub(crate) fn error(&self, span: Option<Range<usize>>, message: &str) -> DataError {
        let place = |span: Range<usize>| {
            let before = self.text.get(..span.start).unwrap_or(&self.text);
            let line = before.rsplit('\n').next().unwrap_or_default();
            (before.matches('\n').count() + 1, line.chars().count() + 1)
        };
        DataError { file: self.name.clone(), place: span.map(place), message: message.into() }
    }

    /// Where it first mentions a name, as a text or else as a key.
    pub(crate) fn mention(&self, name: &str) -> Option<Range<usize>> {
        let at = self.text.find(&format!("\"{name}\"")).or_else(|| self.text.find(name))?;
        Some(at..at + name.len())
    }
}

/// Several files whose contents are merged. Every byte of them has a number, so that a span says which file it is in.
#[derive(Debug)]
pub(crate) struct MergedSources<'s>(Vec<(usize, &'s SourceFile)>);

impl<'s> MergedSources<'s> {
    pub(crate) fn new(files: &'s [SourceFile]) -> Self {
        let mut start = 0;
        let numbered = files.iter().map(|file| {
            let from = start;
            // The end of one file is not the start of the next.
            start += file.text.len() + 1;
            (from, file)
        });
        Self(numbered.collect())
    }

    /// The content of every file, with spans by the numbers of its bytes.
    pub(crate) fn parse(&self) -> Result<Vec<Spanned<DeTable<'s>>>, DataError> {
        let parse = |(start, file): &(usize, &'s SourceFile)| {
            let table = DeTable::parse(&file.text).map_err(|error| file.error(error.span(), error.message()))?;
            let span = shifted(table.span(), *start);
            Ok(Spanned::new(span, shifted_table(table.into_inner(), *start)))
        };
        self.0.iter().map(parse).collect()
    }

    /// An error at a span of what was parsed.
    pub(crate) fn error(&self, span: Option<Range<usize>>, message: &str) -> DataError {
        let found = span.and_then(|span| {
            let (start, file) = self.0.iter().rev().find(|(start, _)| *start <= span.start)?;
            Some(file.error(Some(span.start - start..span.end.saturating_sub(*start)), message))
        });
        found.unwrap_or_else(|| DataError { file: "editions".into(), place: None, message: message.into() })
    }

    /// Where one of the files first mentions a name, this one before all others.
    pub(crate) fn mention(&self, first: usize, name: &str) -> Option<Range<usize>> {
        let own = self.0.iter().skip(first).take(1);
        own.chain(&self.0).find_map(|(start, file)| Some(shifted(file.mention(name)?, *start)))
    }
}

fn shifted(span: Range<usize>, by: usize) -> Range<usize> {
    span.start + by..span.end + by
}

fn shifted_table(table: DeTable<'_>, by: usize) -> DeTable<'_> {
    let entries = table.into_iter().map(|(key, value)| {
        let span = shifted(key.span(), by);
        (Spanned::new(span, key.into_inner()), shifted_value(value, by))
    });
    entries.collect()
}

fn shifted_value(value: Spanned<DeValue<'_>>, by: usize) -> Spanned<DeValue<'_>> {
    let span = shifted(value.span(), by);
    let value = match value.into_inner() {
        DeValue::Array(items) => DeValue::Array(items.into_iter().map(|item| shifted_value(item, by)).collect()),
        DeValue::Table(table) => DeValue::Table(shifted_table(table, by)),
        other => other,
    };
    Spanned::new(span, value)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct TestLines {
        #[serde(default, rename = "line")]
        lines: Vec<TestLine>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct TestLine {
        percent: u16,
    }

    fn refusal(text: &str) -> String {
        SourceFile::new("a.toml", text).parse::<TestLines>().unwrap_err().to_string()
    }

    #[test]
    fn an_unknown_key_is_refused_where_it_is() {
        let lines = SourceFile::new("a.toml", "[[line]]\npercent = 65\n").parse::<TestLines>().unwrap().lines;
        assert_eq!(lines.first().map(|line| line.percent), Some(65));
        let message = "unknown field `percnt`, expected `percent`";
        assert_eq!(refusal("# ¶\n[[line]]\n percnt = 65\n"), format!("a.toml:3:2: {message}"));
    }

    #[test]
    fn what_is_missing_or_of_another_kind_is_refused_where_it_is() {
        assert_eq!(refusal("\n[[line]]\n"), "a.toml:2:1: missing field `percent`");
        let wrong = refusal("[[line]]\npercent = \"65\"\n");
        assert_eq!(wrong, "a.toml:2:11: invalid type: string \"65\", expected u16");
        assert!(refusal("[[line]\n").starts_with("a.toml:1:"));
    }

    #[test]
    fn spans_tell_which_of_several_files() {
        let files = [SourceFile::new("a.toml", "x = 1\n"), SourceFile::new("b.toml", "\ny = 2\n")];
        let sources = MergedSources::new(&files);
        let tables = sources.parse().unwrap();
        let span = |table: usize, key: &str| tables[table].get_ref().get(key).map(Spanned::span);
        assert_eq!(sources.error(span(0, "x"), "here").to_string(), "a.toml:1:5: here");
        assert_eq!(sources.error(span(1, "y"), "here").to_string(), "b.toml:2:5: here");
    }
}
