//! What is wrong in a file, in words for whoever writes it and is no programmer.

/// A message of the reader of TOML in plain words; any other one as it is.
pub(crate) fn plain(message: &str) -> String {
    let message = message.trim();
    let of_value = ["invalid type: ", "invalid value: "].iter().find_map(|start| message.strip_prefix(start));
    if let Some((found, expected)) = of_value.and_then(|rest| rest.rsplit_once(", expected ")) {
        return format!("{} is expected here, not {}", expectation(expected), finding(found));
    }
    if let Some(rest) = message.strip_prefix("unknown variant ") {
        return format!("it is not known what this is: {}", rest.replace(", expected ", "; there is "));
    }
    if let Some(count) = message.strip_prefix("invalid length ") {
        return format!("a list of another length is expected here: {count}");
    }
    let of_form = match message {
        "string values must be quoted, expected literal string" => "a value is missing here, or a text has no quotes",
        "duplicate key" => "this is there twice; of what there are several, each has its own [[heading]]",
        "wanted string or table" => "a word in quotes or a table of keys is expected here",
        _ => message,
    };
    of_form.to_owned()
}

/// What a value has to be.
fn expectation(expected: &str) -> String {
    let kind = expected.split_whitespace().next().unwrap_or_default();
    let words = match (kind, expected) {
        ("u8", _) => "a whole number from 0 to 255",
        ("u16", _) => "a whole number from 0 to 65535",
        ("u32" | "u64" | "usize", _) => "a whole number, 0 or more",
        ("struct" | "map", _) | (_, "a map" | "struct variant" | "table") => {
            "a table of keys, as in { key = \"value\" },"
        }
        ("tuple", _) | (_, "a sequence" | "array") => "a list, as in [\"a\", \"b\"],",
        ("enum" | "variant", _) => "one of the words that the editions that ship have here",
        (_, "a string" | "a borrowed string" | "string") => "a text in quotes",
        (_, "a boolean") => "true or false",
        _ => expected,
    };
    words.to_owned()
}

/// What a value is.
fn finding(found: &str) -> String {
    let number = ["integer ", "floating point "].iter().find_map(|kind| found.strip_prefix(kind));
    if let Some(number) = number {
        return format!("the number {}", number.trim_matches('`'));
    }
    if let Some(text) = found.strip_prefix("string ") {
        return format!("the text {text}");
    }
    match found {
        "map" => "a table of keys".to_owned(),
        "sequence" => "a list".to_owned(),
        _ => found.strip_prefix("boolean ").unwrap_or(found).trim_matches('`').to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_of_the_program_become_words() {
        for (message, words) in [
            (
                "invalid type: string \"65\", expected u16",
                "a whole number from 0 to 65535 is expected here, not the text \"65\"",
            ),
            (
                "invalid value: integer `-1`, expected u8",
                "a whole number from 0 to 255 is expected here, not the number -1",
            ),
            (
                "invalid type: floating point `5.5`, expected u64",
                "a whole number, 0 or more is expected here, not the number 5.5",
            ),
            ("invalid type: integer `5`, expected a string", "a text in quotes is expected here, not the number 5"),
            (
                "invalid type: string \"a, expected b\", expected struct Measure",
                "a table of keys, as in { key = \"value\" }, is expected here, not the text \"a, expected b\"",
            ),
            (
                "invalid type: map, expected a sequence",
                "a list, as in [\"a\", \"b\"], is expected here, not a table of keys",
            ),
            ("invalid type: boolean `true`, expected a string", "a text in quotes is expected here, not true"),
            ("unknown variant `a`, expected `b` or `c`", "it is not known what this is: `a`; there is `b` or `c`"),
            ("duplicate key", "this is there twice; of what there are several, each has its own [[heading]]"),
            ("missing field `stage`", "missing field `stage`"),
        ] {
            assert_eq!(plain(message), words);
        }
    }
}
