//! The target that is tried, in its address.

use ambition_engine::screens::Query;

use crate::screens::address::without_empty;

/// The parameters of a trial.
pub fn write(query: &Query) -> Vec<(String, String)> {
    let Query::WhatIf(query) = query else { return Vec::new() };
    let without = query.without.iter().map(u32::to_string).collect::<Vec<_>>().join(".");
    let percent = query.percent.map(|percent| percent.to_string()).unwrap_or_default();
    without_empty([("measure", query.measure.clone()), ("percent", percent), ("without", without)])
}

/// Reads what [`write()`] wrote.
pub fn read(query: Query, pairs: Vec<(String, String)>) -> Option<Query> {
    let Query::WhatIf(mut query) = query else { return None };
    for (key, value) in pairs {
        match key.as_str() {
            "measure" => query.measure = value,
            "percent" => query.percent = Some(value.parse().ok()?),
            "without" => query.without = value.split('.').map(str::parse).collect::<Result<_, _>>().ok()?,
            _ => return None,
        }
    }
    Some(Query::WhatIf(query))
}
