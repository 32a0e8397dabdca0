//! The data files of a folder: read, merged and held against each other.

use std::path::Path;
use std::{fs, io};

use serde::{Deserialize, Serialize};
use toml::de::Deserializer;

use crate::consistency::{self, UnknownName};
use crate::source::{DataError, MergedSources, SourceFile};
use crate::{Edition, GuidanceData, SourceDocument, inherit};

/// The data files.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct GuidanceFiles {
    /// `codes.toml`.
    pub codes: SourceFile,
    /// `documents.toml`.
    pub documents: SourceFile,
    /// `fields.toml`.
    pub fields: SourceFile,
    /// `exports.toml`.
    pub exports: SourceFile,
    /// `sheets.toml`.
    pub sheets: SourceFile,
    /// `glossary.toml`.
    pub glossary: SourceFile,
    /// `editions/`, in the order of the file names.
    pub editions: Vec<SourceFile>,
}

/// `documents.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DocumentsFile {
    document: Vec<SourceDocument>,
}

impl GuidanceFiles {
    /// Reads the files of a folder. Every file in its `editions/` is an edition.
    ///
    /// # Errors
    /// When a file is missing or cannot be read.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let file = |name: &str| SourceFile::read(&folder.join(name));
        let editions = fs::read_dir(folder.join("editions"))?;
        let mut editions = editions.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
        editions.sort();
        Ok(Self {
            codes: file("codes.toml")?,
            documents: file("documents.toml")?,
            fields: file("fields.toml")?,
            exports: file("exports.toml")?,
            sheets: file("sheets.toml")?,
            glossary: file("glossary.toml")?,
            editions: editions.iter().map(|path| SourceFile::read(path)).collect::<io::Result<_>>()?,
        })
    }

    /// What they say.
    ///
    /// # Errors
    /// When a file does not have its form, or names something that does not exist: a column, a code list, a measure, an edition.
    pub fn parse(&self) -> Result<GuidanceData, DataError> {
        let data = GuidanceData {
            codes: self.codes.parse()?,
            documents: self.documents.parse::<DocumentsFile>()?.document,
            fields: self.fields.parse()?,
            exports: self.exports.parse()?,
            sheets: self.sheets.parse()?,
            glossary: self.glossary.parse()?,
            editions: parse_editions(&self.editions)?,
        };
        let unknown =
            |file: &SourceFile, unknown: UnknownName| file.error(file.mention(&unknown.name), &unknown.message);
        consistency::check_fields(&data).map_err(|error| unknown(&self.fields, error))?;
        consistency::check_sheets(&data).map_err(|error| unknown(&self.sheets, error))?;
        consistency::check_exports(&data).map_err(|error| unknown(&self.exports, error))?;
        let sources = MergedSources::new(&self.editions);
        for (number, edition) in data.editions.iter().enumerate() {
            let error = |unknown: UnknownName| sources.error(sources.mention(number, &unknown.name), &unknown.message);
            consistency::check_edition(edition, &data).map_err(error)?;
        }
        consistency::check_default(&data.editions).map_err(|message| sources.error(None, &message))?;
        Ok(data)
    }
}

/// The editions with what they inherit.
fn parse_editions(files: &[SourceFile]) -> Result<Vec<Edition>, DataError> {
    let sources = MergedSources::new(files);
    let merged = inherit::resolve(&sources.parse()?);
    let merged = merged.map_err(|conflict| sources.error(Some(conflict.span), &conflict.message))?;
    let editions = merged.into_iter().zip(0..).map(|(table, number)| {
        let edition = Edition::deserialize(Deserializer::from(table));
        let mut edition = edition.map_err(|error| sources.error(error.span(), error.message()))?;
        edition
            .share_benchmarks()
            .map_err(|id| sources.error(sources.mention(number, &id), &format!("benchmark: no measure {id}")))?;
        Ok(edition)
    });
    editions.collect()
}
