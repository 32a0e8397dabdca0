//! Packs the names of a Common Transfer File, written by hand as TOML beside the rest of the guidance, as constants: the
//! module that reads such files carries no parser for them. Limits the memory of that module.

use std::collections::BTreeMap;
use std::{env, error::Error, fs, path::Path};

use ambition_guidance::source::SourceFile;
use serde::Deserialize;

/// The most memory, in bytes, that the page's module may ask for: what needs more stops at once instead of driving the
/// rest of the machine out of memory.
const MEMORY: usize = 512 << 20;
const SOURCE: &str = "../../engine/guidance/ctf.toml";

/// `ctf.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CtfGuide {
    root: String,
    pupil: String,
    date: String,
    around: Vec<String>,
    assessments: AssessmentList,
    header: Vec<CtfColumn>,
    field: Vec<CtfColumn>,
    record: Vec<RepeatedRecord>,
    result: Vec<ResultColumn>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AssessmentList {
    stage: String,
    record: String,
    parts: ResultElements,
    qualifiers: Vec<String>,
    statuses: Vec<String>,
    target_status: String,
    target_prefix: String,
    target_stages: Vec<String>,
    target_methods: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "they are written as they are debugged")]
struct ResultElements {
    year: String,
    subject: String,
    method: String,
    component: String,
    status: String,
    qualifier: String,
    result: String,
    locale: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CtfColumn {
    heading: String,
    elements: Vec<String>,
    /// By code, the spellings that mean it.
    #[serde(default)]
    means: BTreeMap<String, Vec<String>>,
    /// The code that every other code means; empty: they are kept.
    #[serde(default)]
    other_codes: String,
    only_with: Option<OnlyWith>,
}

/// A column that says something only of pupils with this code in another.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OnlyWith {
    heading: String,
    code: String,
}

/// What a pupil has several records of.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RepeatedRecord {
    element: String,
    take: Take,
    by: String,
    #[serde(default)]
    kinds: Vec<String>,
    #[serde(default)]
    until: String,
    /// By heading, the path within the record.
    columns: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Take {
    Latest,
    Preferred,
    Current,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ResultColumn {
    heading: String,
    stage: String,
    subject: String,
    components: Vec<String>,
    methods: Vec<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={SOURCE}");
    if env::var("CARGO_CFG_TARGET_ARCH")? == "wasm32" {
        println!("cargo::rustc-link-arg-cdylib=--max-memory={MEMORY}");
    }
    match SourceFile::read(Path::new(SOURCE))?.parse::<CtfGuide>() {
        Ok(guide) => Ok(fs::write(Path::new(&env::var("OUT_DIR")?).join("ctf_guide.rs"), constant(&guide))?),
        Err(error) => {
            println!("cargo::error={error}");
            std::process::exit(1);
        }
    }
}

/// The guide as Rust.
fn constant(guide: &CtfGuide) -> String {
    let CtfGuide { root, pupil, date, around, assessments, header, field: fields, record: records, result: results } =
        guide;
    let AssessmentList { stage, record, parts, qualifiers, statuses, .. } = assessments;
    let results = results.iter().flat_map(|column| [Some(result(column)), target(column, assessments)]).flatten();
    format!(
        "CtfGuide {{ root: {root:?}, pupil: {pupil:?}, date: {date:?}, around: &{around:?}, stage: {stage:?}, record: \
         {record:?}, qualifiers: &{qualifiers:?}, statuses: &{statuses:?}, parts: {parts:?}, header: {}, fields: {}, \
         records: {}, results: &[{}] }}",
        list(header, field),
        list(fields, field),
        list(records, repeated_record),
        results.collect::<Vec<_>>().join(", ")
    )
}

fn list<T>(items: &[T], item: fn(&T) -> String) -> String {
    format!("&[{}]", items.iter().map(item).collect::<Vec<_>>().join(", "))
}

fn field(CtfColumn { heading, elements, means, other_codes, only_with }: &CtfColumn) -> String {
    let means = means.iter().flat_map(|(code, spellings)| spellings.iter().map(move |spelling| (spelling, code)));
    let means = means.collect::<Vec<_>>();
    let only_with = only_with.as_ref().map(|OnlyWith { heading, code }| (heading, code));
    format!(
        "CtfColumn {{ heading: {heading:?}, elements: &{elements:?}, codes: &{means:?}, other_codes: {other_codes:?}, \
         only_with: {only_with:?} }}"
    )
}

fn repeated_record(RepeatedRecord { element, take, by, kinds, until, columns }: &RepeatedRecord) -> String {
    let columns = columns.iter().collect::<Vec<_>>();
    format!(
        "RepeatedRecord {{ element: {element:?}, take: Take::{take:?}, by: {by:?}, kinds: &{kinds:?}, until: {until:?}, \
         columns: &{columns:?} }}"
    )
}

fn result(ResultColumn { heading, stage, subject, components, methods }: &ResultColumn) -> String {
    format!(
        "ResultColumn {{ heading: {heading:?}, stage: {stage:?}, subject: {subject:?}, components: &{components:?}, \
         methods: &{methods:?}, target_status: \"\" }}"
    )
}

/// The column of targets for a result.
fn target(column: &ResultColumn, assessments: &AssessmentList) -> Option<String> {
    let ResultColumn { heading, stage, subject, components, .. } = column;
    let AssessmentList { target_status, target_prefix, target_stages, target_methods, .. } = assessments;
    let heading = format!("{target_prefix}{heading}");
    target_stages.contains(stage).then(|| {
        format!(
            "ResultColumn {{ heading: {heading:?}, stage: {stage:?}, subject: {subject:?}, components: &{components:?}, \
             methods: &{target_methods:?}, target_status: {target_status:?} }}"
        )
    })
}
