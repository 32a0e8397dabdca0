//! An edition of one's own: a file of an authority or a trust that extends an edition of the guidance by measures, goals
//! and findings of its own. It is written, merged and checked as the editions that ship are.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use crate::benchmark::BenchmarkLine;
use crate::files::GuidanceFiles;
use crate::source::{DataError, MergedSources, SourceFile};
use crate::{Edition, GuidanceData, Measure, plain_words};

/// The guidance with an edition of one's own besides those that ship.
#[derive(Clone, Debug)]
pub struct OwnEdition {
    /// All data, this edition last.
    pub data: GuidanceData,
    /// Its id.
    pub id: String,
    /// The id of the edition that it extends.
    pub extends: String,
    file: SourceFile,
    /// Where it says what it extends.
    extends_at: Range<usize>,
}

/// The longest way to a goal that can be laid out, in years.
const LONGEST_WAY: u16 = 30;

/// The kind of the lines of one's own, which no finding looks for.
const OWN_LINE: &str = "goal";

/// A text that the file has to give, and where it is.
struct GivenText {
    text: String,
    span: Range<usize>,
}

impl OwnEdition {
    /// Reads the file of an edition of one's own.
    ///
    /// # Errors
    /// When it does not have the form of an edition, extends none that ships, has the id of one, or names something that
    /// does not exist.
    pub fn read(mut shipped: GuidanceFiles, own: SourceFile) -> Result<Self, DataError> {
        let file = std::slice::from_ref(&own);
        let sources = MergedSources::new(file);
        let in_plain_words = |error: DataError| {
            let message = plain_words::plain(error.message());
            error.with_message(message)
        };
        let tables = sources.parse().map_err(in_plain_words)?;
        let Some(table) = tables.first().map(Spanned::get_ref) else { return Err(own.error(None, "it is empty")) };
        let ids = edition_ids(&shipped)?;
        let extends = find_extended(table, &own, &ids)?;
        let Some(id) = given(table, "id").filter(|id| is_id(&id.text)) else {
            let span = table.get("id").map(Spanned::span);
            let message = "it has to have an id of its own, of letters, digits, \"-\" and \".\": id = \"2027-anytown\"";
            return Err(own.error(span.or(Some(0..0)), message));
        };
        if ids.contains(&id.text) {
            return Err(own.error(Some(id.span), &format!("the id {:?} is that of an edition that ships", id.text)));
        }
        if let Some(default) = table.get_key_value("default") {
            return Err(own.error(Some(default.0.span()), "only an edition that ships can be the default"));
        }
        if let Some(family) = table.get_key_value("family") {
            return Err(own.error(Some(family.0.span()), "it is of the family of the edition that it extends"));
        }
        check_ids(table, &own)?;
        shipped.editions.push(own.clone());
        let in_own_file = |error: DataError| match error.is_in(&own) {
            true => in_words(error, table, &own, &extends.text),
            // The edition that is extended is sound: what is wrong comes of how this one changes it.
            false => {
                own.error(Some(extends.span.clone()), &format!("as it changes what it extends: {}", error.message()))
            }
        };
        let data = shipped.parse().map_err(in_own_file)?;
        let mut read = Self { data, id: id.text, extends: extends.text, file: own.clone(), extends_at: extends.span };
        read.inherit_lines(table)?;
        read.check_years()?;
        read.check_texts()?;
        read.check_outcomes()?;
        Ok(read)
    }

    fn edition(&self) -> Option<&Edition> {
        self.data.editions.iter().find(|edition| edition.id == self.id)
    }

    /// Puts the lines that it gives to a measure of the guidance behind those that the measure has, so that none of the
    /// guidance's is lost.
    fn inherit_lines(&mut self, table: &DeTable<'_>) -> Result<(), DataError> {
        let parent = self.data.editions.iter().find(|edition| edition.id == self.extends);
        let Some(parent) = parent.cloned() else { return Ok(()) };
        let given = measures_with_lines(table);
        let editions = self.data.editions.iter_mut().filter(|edition| edition.id == self.id);
        for measure in editions.flat_map(|edition| &mut edition.measures).filter(|measure| given.contains(&measure.id))
        {
            let inherited = parent.measure(&measure.id).map(|measure| measure.lines.clone()).unwrap_or_default();
            measure.lines.splice(..0, inherited);
        }
        self.check_lines(&parent)
    }

    /// Refuses lines that nothing looks at, and such that contradict each other.
    fn check_lines(&self, parent: &Edition) -> Result<(), DataError> {
        let Some(edition) = self.edition() else { return Ok(()) };
        let inherited = parent.measures.iter().flat_map(|measure| &measure.lines).map(|line| line.kind.as_str());
        let looked_for = edition.findings.iter().filter_map(|rule| Some(rule.kind.line()?.as_str()));
        let kinds = inherited.chain(looked_for).chain([OWN_LINE]).collect::<BTreeSet<_>>();
        for measure in &edition.measures {
            for (number, line) in measure.lines.iter().enumerate() {
                let BenchmarkLine { kind, label, .. } = line;
                if !kinds.contains(kind.as_str()) {
                    let kinds = kinds.iter().map(|kind| format!("{kind:?}")).collect::<Vec<_>>().join(" or ");
                    let message = format!("measure {}: no line is of the kind {kind:?}; there is {kinds}", measure.id);
                    return Err(self.error([kind, label], &message));
                }
                let contradicts =
                    |other: &&BenchmarkLine| other.kind == *kind && (kind != OWN_LINE || other.label == *label);
                if let Some(other) = measure.lines.iter().take(number).find(contradicts) {
                    let message = format!(
                        "measure {}: it has the line {:?} of the kind {kind:?} already; one of your own is of the kind \
                         {OWN_LINE:?}, under a label of its own",
                        measure.id, other.label
                    );
                    return Err(self.error([label, kind], &message));
                }
            }
        }
        Ok(())
    }

    /// Refuses texts with nothing in them.
    fn check_texts(&self) -> Result<(), DataError> {
        let Some(edition) = self.edition() else { return Ok(()) };
        let of_edition = [("name", &edition.name), ("source", &edition.source)].map(|text| (&self.id, text));
        let of_measures = edition.measures.iter().flat_map(|measure| {
            let Measure { id, stage, title, short, source, definition, .. } = measure;
            let own = [("id", id), ("stage", stage), ("title", title), ("short", short), ("source", source)];
            let of_lines = measure.lines.iter().flat_map(|line| {
                [("label", &line.label), ("source", &line.source), ("words", &line.words)].into_iter()
            });
            own.into_iter().chain([("definition", definition)]).chain(of_lines).map(move |text| (id, text))
        });
        let of_checks = edition.checks.iter().flat_map(|check| {
            let texts =
                [("id", &check.id), ("title", &check.title), ("source", &check.source), ("words", &check.words)];
            texts.map(|text| (&check.id, text))
        });
        let of_findings = edition.findings.iter().flat_map(|rule| {
            let texts = [("code", &rule.code), ("title", &rule.title), ("source", &rule.source)];
            texts.map(|text| (&rule.code, text))
        });
        let mut texts = of_edition.into_iter().chain(of_measures).chain(of_checks).chain(of_findings);
        texts.find(|(_, (_, text))| text.trim().is_empty()).map_or(Ok(()), |(id, (key, text))| {
            let message = format!("{key} is empty: write what it is, as the editions that ship do");
            Err(self.error([&format!("{key} = {text:?}"), id], &message))
        })
    }

    /// Refuses outcomes that are targets or estimates: those are found by the column of the result.
    fn check_outcomes(&self) -> Result<(), DataError> {
        let is_result = |heading: &str| self.data.fields.fields.iter().any(|field| field.heading == heading);
        let measures = self.edition().map(|edition| edition.measures.as_slice()).unwrap_or_default();
        let outcomes =
            measures.iter().flat_map(|measure| measure.outcome.iter().map(move |outcome| (measure, outcome)));
        let wrong = outcomes.into_iter().find(|(_, outcome)| !is_result(outcome));
        wrong.map_or(Ok(()), |(measure, outcome)| {
            let message = format!(
                "measure {}: {outcome} is a target or an estimate and no result; name the column of the result, its \
                 targets and estimates come of themselves",
                measure.id
            );
            Err(self.error([outcome, &measure.id], &message))
        })
    }

    /// Refuses years that do not follow each other.
    fn check_years(&self) -> Result<(), DataError> {
        let Some(edition) = self.edition() else { return Ok(()) };
        let years = [edition.current_year, edition.target_year, edition.last_year];
        if years.is_sorted() && edition.last_year - edition.current_year <= LONGEST_WAY {
            return Ok(());
        }
        let message = format!("current_year, target_year and last_year do not follow each other: {years:?}");
        Err(self.error(["last_year", "target_year"], &message))
    }

    /// Something that is wrong in it, at the first of these names that it mentions.
    pub fn error(&self, names: [&str; 2], message: &str) -> DataError {
        let span = names.into_iter().find_map(|name| self.file.mention(name));
        let span = span.unwrap_or_else(|| self.extends_at.clone());
        self.file.error(Some(span), message)
    }
}

/// The edition that a file says it extends.
fn find_extended(table: &DeTable<'_>, own: &SourceFile, ids: &[String]) -> Result<GivenText, DataError> {
    let possible = one_of(ids);
    let span = table.get("extends").map(Spanned::span);
    let message = match (given(table, "extends"), &span) {
        (Some(extends), _) if ids.contains(&extends.text) => return Ok(extends),
        (Some(extends), _) => format!("there is no edition {:?} to extend: {possible}", extends.text),
        (None, Some(_)) => format!("extends has to be a text in quotes: {possible}"),
        (None, None) => format!("it has to extend an edition: {possible}"),
    };
    Err(own.error(span.or(Some(0..0)), &message))
}

/// Refuses entries without that which tells them from others.
fn check_ids(table: &DeTable<'_>, own: &SourceFile) -> Result<(), DataError> {
    for (list, key) in [("measure", "id"), ("check", "id"), ("finding", "code")] {
        let entries = table.get(list).and_then(|list| list.get_ref().as_array());
        let mut entries = entries.into_iter().flat_map(|entries| entries.iter());
        let without = entries.find(|entry| entry.get_ref().as_table().is_some_and(|entry| entry.get(key).is_none()));
        if let Some(entry) = without {
            return Err(own.error(Some(entry.span()), &format!("missing field `{key}`: each [[{list}]] has one")));
        }
    }
    Ok(())
}

/// The measures that a file gives lines to, by id, but those that it drops before.
fn measures_with_lines(table: &DeTable<'_>) -> BTreeSet<String> {
    let text = |value: &Spanned<DeValue<'_>>| value.get_ref().as_str().map(str::to_owned);
    let dropped = table.get("drop").and_then(|drop| measures(drop.get_ref().as_table()?));
    let dropped = dropped.into_iter().flat_map(|list| list.iter()).filter_map(text).collect::<BTreeSet<_>>();
    let with_lines = |entry: &Spanned<DeValue<'_>>| {
        let measure = entry.get_ref().as_table()?;
        measure.get("line")?;
        text(measure.get("id")?)
    };
    let all = measures(table).into_iter().flat_map(|list| list.iter());
    all.filter_map(with_lines).filter(|id| !dropped.contains(id)).collect()
}

fn measures<'t, 's>(table: &'t DeTable<'s>) -> Option<&'t DeArray<'s>> {
    table.get("measure")?.get_ref().as_array()
}

/// An error of the file in plain words.
fn in_words(error: DataError, table: &DeTable<'_>, own: &SourceFile, extends: &str) -> DataError {
    let message = plain_words::plain(error.message());
    // An entry that lacks something is one that the edition does not have, perhaps by a slip in its id.
    let entries = table.iter().flat_map(|(key, value)| {
        let entries = value.get_ref().as_array().into_iter().flat_map(|list| list.iter());
        entries.map(move |entry| (key.get_ref(), entry))
    });
    let named = |entry: &Spanned<DeValue<'_>>| {
        let entry = entry.get_ref().as_table()?;
        ["id", "code"].iter().find_map(|key| entry.get(*key)?.get_ref().as_str().map(str::to_owned))
    };
    let lacking = message.starts_with("missing field").then_some(entries).into_iter().flatten();
    let found = lacking.filter(|(_, entry)| own.error(Some(entry.span()), "").place() == error.place());
    match found.into_iter().find_map(|(key, entry)| Some((key, named(entry)?))) {
        Some((key, id)) => error.with_message(format!(
            "{message}: edition {extends} has no {key} {id:?}, so that this is a new one and has to give all of it \
             (or the id is misspelt)"
        )),
        None => error.with_message(message),
    }
}

/// A text at the head of a file.
fn given(table: &DeTable<'_>, key: &str) -> Option<GivenText> {
    let value = table.get(key)?;
    let DeValue::String(text) = value.get_ref() else { return None };
    Some(GivenText { text: text.to_string(), span: value.span() })
}

fn edition_ids(files: &GuidanceFiles) -> Result<Vec<String>, DataError> {
    let tables = MergedSources::new(&files.editions).parse()?;
    Ok(tables.iter().filter_map(|table| Some(given(table.get_ref(), "id")?.text)).collect())
}

/// It goes into the names of files, and into addresses.
fn is_id(id: &str) -> bool {
    !id.is_empty() && id.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.'))
}

fn one_of(ids: &[String]) -> String {
    ids.iter().map(|id| format!("extends = {id:?}")).collect::<Vec<_>>().join(" or ")
}
