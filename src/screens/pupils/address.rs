//! Which pupils are listed, in the address of the list.

use ambition_engine::screens::Query;
use ambition_engine::session::command::Filter;
use serde_json::{Map, Value};

use crate::screens::address::{column, page_number, without_empty, yes_if};

/// The parameters of a list.
pub fn write(query: &Query) -> Vec<(String, String)> {
    let Query::Pupils(query) = query else { return Vec::new() };
    let others = [
        ("search", query.search.clone()),
        ("sort", query.sort.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("descending", yes_if(query.descending)),
        ("page", page_number(query.page)),
        ("rows", if query.rows == 0 { String::new() } else { query.rows.to_string() }),
        ("card", query.card.map(|pupil| pupil.to_string()).unwrap_or_default()),
    ];
    filter_pairs(&query.filter).into_iter().chain(without_empty(others)).collect()
}

/// A filter is written as its kind and its fields: texts, and yes or no.
fn filter_pairs(filter: &Filter) -> Vec<(String, String)> {
    let (kind, fields) = match serde_json::to_value(filter) {
        Ok(Value::String(kind)) => (kind, Value::Null),
        Ok(Value::Object(of)) => of.into_iter().next().unwrap_or_default(),
        _ => return Vec::new(),
    };
    if *filter == Filter::All {
        return Vec::new();
    }
    let text = |value: &Value| match value {
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        value => value.as_str().unwrap_or_default().to_owned(),
    };
    let fields = fields.as_object().into_iter().flatten().map(|(key, value)| (key.clone(), text(value)));
    std::iter::once(("of".to_owned(), kind)).chain(fields).collect()
}

/// Reads what [`filter_pairs`] wrote.
fn read_filter(mut fields: Map<String, Value>) -> Option<Filter> {
    if fields.is_empty() {
        return Some(Filter::All);
    }
    let kind = fields.remove("of")?;
    let filter = match fields.is_empty() {
        true => kind,
        false => Value::Object(Map::from_iter([(kind.as_str()?.to_owned(), Value::Object(fields))])),
    };
    serde_json::from_value(filter).ok()
}

/// Reads what [`write()`] wrote; every key that is not its own belongs to the filter.
pub fn read(query: Query, pairs: Vec<(String, String)>) -> Option<Query> {
    let Query::Pupils(mut query) = query else { return None };
    let mut fields = Map::new();
    for (key, value) in pairs {
        match key.as_str() {
            "search" => query.search = value,
            "sort" => query.sort = column(&value),
            "descending" => query.descending = value == "yes",
            "page" => query.page = value.parse().ok()?,
            "rows" => query.rows = value.parse().ok()?,
            "card" => query.card = Some(value.parse().ok()?),
            "reached" => drop(fields.insert(key, Value::Bool(value == "yes"))),
            _ => drop(fields.insert(key, Value::String(value))),
        }
    }
    query.filter = read_filter(fields)?;
    Some(Query::Pupils(query))
}
