//! Web archives: a page and what belongs to it as parts of one mail message.

/// The parts that are web pages, decoded.
pub fn html_parts(bytes: &[u8]) -> Vec<Vec<u8>> {
    let text = bytes.iter().map(|byte| char::from(*byte)).collect::<String>();
    let (head, body) = split_head(&text);
    let boundary = field(head, "content-type").and_then(|kind| parameter(&kind, "boundary"));
    let Some(boundary) = boundary else { return html_part(&text).into_iter().collect() };
    body.split(&format!("--{boundary}")).filter_map(html_part).collect()
}

/// The content of a part that is a web page.
fn html_part(part: &str) -> Option<Vec<u8>> {
    let (head, body) = split_head(part.trim_start_matches(['\r', '\n']));
    if !field(head, "content-type")?.to_ascii_lowercase().contains("text/html") {
        return None;
    }
    // One letter is one byte here.
    let bytes = body.chars().map(|letter| letter as u32 as u8);
    Some(match field(head, "content-transfer-encoding").unwrap_or_default().to_ascii_lowercase().trim() {
        "quoted-printable" => quoted_printable(body),
        "base64" => base64(bytes),
        _ => bytes.collect(),
    })
}

/// The fields before the first empty line, and what follows it.
fn split_head(part: &str) -> (&str, &str) {
    let split = part.split_once("\r\n\r\n").or_else(|| part.split_once("\n\n"));
    split.unwrap_or((part, ""))
}

/// A field of a head; its lines are continued by space.
fn field(head: &str, name: &str) -> Option<String> {
    let mut lines = head.lines().skip_while(|line| {
        let field = line.split_once(':').map_or("", |(field, _)| field);
        !field.trim().eq_ignore_ascii_case(name)
    });
    let (_, first) = lines.next()?.split_once(':')?;
    let more = lines.take_while(|line| line.starts_with([' ', '\t']));
    Some(std::iter::once(first).chain(more).map(str::trim).collect::<Vec<_>>().join(" "))
}

fn parameter(field: &str, name: &str) -> Option<String> {
    let parameters = field.split(';').filter_map(|parameter| parameter.split_once('='));
    let mut named = parameters.filter(|(known, _)| known.trim().eq_ignore_ascii_case(name));
    named.next().map(|(_, value)| value.trim().trim_matches('"').to_owned()).filter(|value| !value.is_empty())
}

fn quoted_printable(body: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = body;
    while let Some((before, after)) = rest.split_once('=') {
        bytes.extend(before.chars().map(|letter| letter as u32 as u8));
        let ended = after.strip_prefix("\r\n").or_else(|| after.strip_prefix('\n'));
        let code = after.get(..2).and_then(|code| u8::from_str_radix(code, 16).ok());
        rest = match (ended, code) {
            (Some(next_line), _) => next_line,
            (None, Some(code)) => {
                bytes.push(code);
                after.get(2..).unwrap_or_default()
            }
            (None, None) => {
                bytes.push(b'=');
                after
            }
        };
    }
    bytes.extend(rest.chars().map(|letter| letter as u32 as u8));
    bytes
}

/// The bytes that a text stands for.
pub fn base64(body: impl Iterator<Item = u8>) -> Vec<u8> {
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0);
    for letter in body {
        let six = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        bits = bits << 6 | u32::from(six);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_an_archive() {
        let archive = "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n boundary=\"--=x\"\r\n\r\n----=x\r\n\
                       Content-Type: text/html; charset=\"utf-8\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
                       <td x=3D\"1\">S=C3=A9agh=\r\ndha</td>\r\n----=x\r\nContent-Type: image/png\r\n\r\nx\r\n----=x\r\n\
                       Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPHRkPlVQ\r\nTg==\r\n----=x--";
        let pages = html_parts(archive.as_bytes());
        let texts = pages.into_iter().map(|page| String::from_utf8(page).unwrap()).collect::<Vec<_>>();
        assert_eq!(texts, ["<td x=\"1\">Séaghdha</td>\r\n", "<td>UPN"]);
        assert!(html_parts(b"MIME-Version: 1.0\r\n\r\n<td>").is_empty());
    }
}
