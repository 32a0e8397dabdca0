//! What tables show, in their address.

use ambition_engine::screens::Query;

use crate::screens::address::{column, page_number, without_empty, yes_if};

/// The parameters of tables.
pub fn write(query: &Query) -> Vec<(String, String)> {
    let Query::Tables(query) = query else { return Vec::new() };
    without_empty([
        ("measure", query.measure.clone()),
        ("basis", query.basis.clone()),
        ("by", query.by.clone()),
        ("groups", query.groups.to_string()),
        ("sort", query.sort.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("descending", yes_if(query.descending)),
        ("page", page_number(query.page)),
    ])
}

/// Reads what [`write()`] wrote.
pub fn read(query: Query, pairs: Vec<(String, String)>) -> Option<Query> {
    let Query::Tables(mut query) = query else { return None };
    for (key, value) in pairs {
        match key.as_str() {
            "measure" => query.measure = value,
            "basis" => query.basis = value,
            "by" => query.by = value,
            "groups" => query.groups = value.into(),
            "sort" => query.sort = column(&value),
            "descending" => query.descending = value == "yes",
            "page" => query.page = value.parse().unwrap_or_default(),
            _ => return None,
        }
    }
    Some(Query::Tables(query))
}
