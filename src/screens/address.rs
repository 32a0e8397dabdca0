//! How the parameters of a query are written in the address of its screen: `of=changed&page=2`. What is as usual is left
//! out.

use std::str::FromStr;

use ambition_engine::screens::Query;

/// How a screen's parameters are written and read again.
#[derive(Clone, Copy)]
pub struct AddressParameters {
    /// Those of a query, as keys and values; what is as usual is left out.
    pub write: fn(&Query) -> Vec<(String, String)>,
    /// Reads what `write` wrote into the query of the screen as it is shown at first; `None` where it is something else.
    pub read: fn(Query, Vec<(String, String)>) -> Option<Query>,
}

/// The pairs that have a value.
pub fn without_empty<const N: usize>(pairs: [(&str, String); N]) -> Vec<(String, String)> {
    let pairs = pairs.into_iter().filter(|(_, value)| !value.is_empty());
    pairs.map(|(key, value)| (key.to_owned(), value)).collect()
}

/// A switch that is usually off.
pub fn yes_if(yes: bool) -> String {
    if yes { "yes".to_owned() } else { String::new() }
}

/// A page, counted from 0.
pub fn page_number(page: u32) -> String {
    if page > 0 { page.to_string() } else { String::new() }
}

/// The column of an address; empty: as usual.
pub fn column<T: FromStr>(text: &str) -> Option<T> {
    if text.is_empty() { None } else { text.parse().ok() }
}
