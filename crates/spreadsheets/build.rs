//! Packs the names of a Common Transfer File, written by hand as TOML beside the rest of the guidance, as constants: the
//! module that reads such files carries no parser for them.

use std::collections::BTreeMap;
use std::{env, error::Error, fs, path::Path};

use ambition_guidance::source::SourceFile;
use serde::Deserialize;

const SOURCE: &str = "../../engine/guidance/ctf.toml";

/// `ctf.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CtfGuide {
    root: String,
    pupil: String,
    around: Vec<String>,
    assessments: AssessmentList,
    header: Vec<CtfColumn>,
    field: Vec<CtfColumn>,
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
    let CtfGuide { root, pupil, around, assessments, header, field: fields, result: results } = guide;
    let AssessmentList { stage, record, parts, qualifiers, statuses } = assessments;
    format!(
        "CtfGuide {{ root: {root:?}, pupil: {pupil:?}, around: &{around:?}, stage: {stage:?}, record: {record:?}, \
         qualifiers: &{qualifiers:?}, statuses: &{statuses:?}, parts: {parts:?}, header: {}, fields: {}, results: {} }}",
        list(header, field),
        list(fields, field),
        list(results, result)
    )
}

fn list<T>(items: &[T], item: fn(&T) -> String) -> String {
    format!("&[{}]", items.iter().map(item).collect::<Vec<_>>().join(", "))
}

fn field(CtfColumn { heading, elements, means }: &CtfColumn) -> String {
    let means = means.iter().flat_map(|(code, spellings)| spellings.iter().map(move |spelling| (spelling, code)));
    let means = means.collect::<Vec<_>>();
    format!("CtfColumn {{ heading: {heading:?}, elements: &{elements:?}, codes: &{means:?} }}")
}

fn result(ResultColumn { heading, stage, subject, components, methods }: &ResultColumn) -> String {
    format!(
        "ResultColumn {{ heading: {heading:?}, stage: {stage:?}, subject: {subject:?}, components: &{components:?}, \
         methods: &{methods:?} }}"
    )
}
