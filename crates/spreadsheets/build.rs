//! Turns the element names of a Common Transfer File, written by hand as TOML with the rest of the guidance, into
//! constants, so that the module that reads such files carries no TOML parser.

use std::{env, error::Error, fs, path::Path};

use toml::Value;

const SOURCE: &str = "../../engine/guidance/ctf.toml";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={SOURCE}");
    let guide: Value = toml::from_str(&fs::read_to_string(SOURCE)?)?;
    let out = Path::new(&env::var("OUT_DIR")?).join("ctf_guide.rs");
    Ok(fs::write(out, format!("CtfGuide {{ {} }}", members(&guide)?))?)
}

fn members(guide: &Value) -> Result<String, String> {
    let assessments = get(guide, "assessments")?;
    let mut text = String::new();
    for name in ["root", "pupil"] {
        text += &format!("{name}: {:?}, ", string(guide, name)?);
    }
    text += &format!("around: &{:?}, ", strings(guide, "around")?);
    for name in ["stage", "record"] {
        text += &format!("{name}: {:?}, ", string(assessments, name)?);
    }
    for name in ["qualifiers", "statuses"] {
        text += &format!("{name}: &{:?}, ", strings(assessments, name)?);
    }
    text += &format!("parts: {}, ", parts(get(assessments, "parts")?)?);
    text += &format!("header: {}, ", list(guide, "header", field)?);
    text += &format!("fields: {}, ", list(guide, "field", field)?);
    text += &format!("results: {}", list(guide, "result", result)?);
    Ok(text)
}

fn parts(parts: &Value) -> Result<String, String> {
    let names = ["year", "subject", "method", "component", "status", "qualifier", "result", "locale"];
    let names = names.iter().map(|name| Ok(format!("{name}: {:?}", string(parts, name)?)));
    Ok(format!("ResultElements {{ {} }}", names.collect::<Result<Vec<_>, String>>()?.join(", ")))
}

fn field(field: &Value) -> Result<String, String> {
    let (heading, elements) = (string(field, "heading")?, strings(field, "elements")?);
    let mut codes = Vec::new();
    for (code, spellings) in field.get("means").and_then(Value::as_table).into_iter().flatten() {
        let spellings = spellings.as_array().ok_or("means: lists of spellings are wanted")?;
        codes.extend(spellings.iter().filter_map(Value::as_str).map(|spelling| (spelling.to_owned(), code.clone())));
    }
    Ok(format!("CtfColumn {{ heading: {heading:?}, elements: &{elements:?}, codes: &{codes:?} }}"))
}

fn result(result: &Value) -> Result<String, String> {
    let [heading, stage, subject] = ["heading", "stage", "subject"].map(|name| string(result, name));
    let (components, methods) = (strings(result, "components")?, strings(result, "methods")?);
    Ok(format!(
        "ResultColumn {{ heading: {:?}, stage: {:?}, subject: {:?}, components: &{components:?}, methods: &{methods:?} }}",
        heading?, stage?, subject?
    ))
}

fn list(guide: &Value, name: &str, item: fn(&Value) -> Result<String, String>) -> Result<String, String> {
    let items = get(guide, name)?.as_array().ok_or_else(|| format!("{name}: a list is wanted"))?;
    Ok(format!("&[{}]", items.iter().map(item).collect::<Result<Vec<_>, _>>()?.join(", ")))
}

fn get<'a>(value: &'a Value, name: &str) -> Result<&'a Value, String> {
    value.get(name).ok_or_else(|| format!("{SOURCE}: {name} is missing"))
}

fn string(value: &Value, name: &str) -> Result<String, String> {
    Ok(get(value, name)?.as_str().ok_or_else(|| format!("{name}: a text is wanted"))?.to_owned())
}

fn strings(value: &Value, name: &str) -> Result<Vec<String>, String> {
    let texts = get(value, name)?.as_array().ok_or_else(|| format!("{name}: a list is wanted"))?;
    Ok(texts.iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect())
}
