//! What is done to bytes: blindly, and at what a format is made of.

use fastrand::Rng;

/// Numbers that readers are careless with.
const NUMBERS: [&str; 14] = [
    "0",
    "-1",
    "1",
    "255",
    "256",
    "65535",
    "65536",
    "1048577",
    "16385",
    "2147483648",
    "4294967295",
    "18446744073709551616",
    "1e308",
    "NaN",
];
/// Pieces that mean something to a reader of text.
const TEXT: [&[u8]; 22] = [
    b",",
    b";",
    b"\t",
    b"|",
    b"\"",
    b"\"\"",
    b"\n",
    b"\r",
    b"\r\n",
    b"\0",
    b"\xff\xfe",
    b"\xe9",
    b"\xef\xbb\xbf",
    b"Total",
    b"UPN",
    b"KS1_Maths",
    b"Target KS2 English",
    b"  ",
    b"\x1a",
    b"sep=;\n",
    b"\xc2\xa0",
    b"2b",
];
/// Pieces that mean something to a reader of XML, web pages or SYLK.
const MARKUP: [&[u8]; 30] = [
    b"<table>",
    b"</table>",
    b"<tr>",
    b"</tr>",
    b"<td>",
    b"<row r=\"1048577\">",
    b" rowspan=99999 ",
    b" colspan=\"16385\"",
    b"</table:table>",
    b" table:number-columns-repeated=\"1000000\"",
    b" table:number-rows-repeated=\"1048576\"",
    b"<text:s text:c=\"900000\"/>",
    b" ss:Index=\"999999\"",
    b" ss:MergeDown=\"70000\"",
    b";X99999;Y99999",
    b"&#x10ffff;",
    b"&#0;",
    b"&amp;",
    b"&lol;",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"<!DOCTYPE x [<!ENTITY lol \"lol\">]>",
    b"\"",
    b"<",
    b">",
    b"/>",
    b"<si><t>x</t></si>",
    b"\n",
];
/// Bytes with which numbers of 16 and 32 bits begin or end.
const BINARY: [&[u8]; 10] = [
    b"\xff\xff\xff\xff",
    b"\xff\xff",
    b"\0\0",
    b"\0\0\0\0",
    b"\xfe\xff\xff\xff",
    b"\xff\xff\xff\x7f",
    b"\x09\x08\x08\0",
    b"\x0a\0\0\0",
    b"\x3c\0",
    b"\xfc\0",
];

/// What bytes are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grammar {
    /// Rows and fields.
    Text,
    /// Elements.
    Markup,
    /// Numbers of a fixed width.
    Binary,
}

/// Bytes with one to several things done to them; some come from another input.
pub fn mutate(bytes: &[u8], other: &[u8], grammar: Grammar, random: &mut Rng) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=few(random) {
        let at = random.usize(..=bytes.len());
        let end = (at + random.usize(..60)).min(bytes.len());
        match random.u8(..13) {
            0 => flip(&mut bytes, random),
            1 => bytes.splice(at..at, std::iter::repeat_with(|| random.u8(..)).take(3)).for_each(drop),
            2 => drop(bytes.drain(at..end)),
            3 => repeat(&mut bytes, at..end, random.usize(1..5)),
            4 => bytes.truncate(at),
            5 => {
                let from = random.usize(..=other.len());
                let to = (from + random.usize(..300)).min(other.len());
                bytes.splice(at..at, other[from..to].iter().copied());
            }
            6 | 7 => number(&mut bytes, grammar, random),
            8 | 9 => unit(&mut bytes, grammar, random),
            _ => {
                let piece = piece(grammar, random);
                bytes.splice(at..at, piece.iter().copied());
            }
        }
    }
    bytes
}

/// A text with one to several things done to it, which follow from the seed.
pub fn mutate_text(bytes: &[u8], other: &[u8], seed: u64) -> Vec<u8> {
    mutate(bytes, other, Grammar::Text, &mut Rng::with_seed(seed))
}

/// Up to three, but mostly none: what is damaged beyond recognition is merely refused.
fn few(random: &mut Rng) -> usize {
    random.usize(..4).min(random.usize(..4))
}

fn piece(grammar: Grammar, random: &mut Rng) -> &'static [u8] {
    let pieces: &[&[u8]] = match grammar {
        Grammar::Text => &TEXT,
        Grammar::Markup => &MARKUP,
        Grammar::Binary => &BINARY,
    };
    pieces[random.usize(..pieces.len())]
}

fn flip(bytes: &mut [u8], random: &mut Rng) {
    if !bytes.is_empty() {
        let at = random.usize(..bytes.len());
        bytes[at] ^= 1 << random.u8(..8);
    }
}

fn repeat(bytes: &mut Vec<u8>, range: std::ops::Range<usize>, times: usize) {
    let piece = bytes[range.clone()].repeat(times);
    bytes.splice(range.start..range.start, piece);
}

/// Puts another number in the place of one.
fn number(bytes: &mut Vec<u8>, grammar: Grammar, random: &mut Rng) {
    let from = random.usize(..=bytes.len());
    if grammar == Grammar::Binary {
        let value = *random.choice(&BINARY[..6]).unwrap_or(&BINARY[0]);
        let end = (from + value.len()).min(bytes.len());
        bytes.splice(from..end, value.iter().copied());
        return;
    }
    let Some(start) = bytes[from..].iter().position(u8::is_ascii_digit).map(|found| from + found) else { return };
    let length = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let value = NUMBERS[random.usize(..NUMBERS.len())];
    bytes.splice(start..start + length, value.bytes());
}

/// Leaves out, doubles or moves a line or an element.
fn unit(bytes: &mut Vec<u8>, grammar: Grammar, random: &mut Rng) {
    let begins = match grammar {
        Grammar::Text => b'\n',
        Grammar::Markup => b'<',
        Grammar::Binary => return flip(bytes, random),
    };
    let find =
        |from: usize, bytes: &[u8]| bytes[from..].iter().position(|byte| *byte == begins).map(|found| from + found);
    let Some(start) = find(random.usize(..=bytes.len()), bytes) else { return };
    let mut end = start;
    for _ in 0..random.usize(1..6) {
        end = find((end + 1).min(bytes.len()), bytes).unwrap_or(bytes.len());
    }
    let piece = bytes[start..end].to_vec();
    match random.u8(..3) {
        0 => drop(bytes.drain(start..end)),
        1 => bytes.splice(start..start, piece.repeat(random.usize(1..20))).for_each(drop),
        _ => {
            bytes.drain(start..end);
            let to = find(random.usize(..=bytes.len()), bytes).unwrap_or(bytes.len());
            bytes.splice(to..to, piece);
        }
    }
}

/// The same for a stream of records as in .xls: two bytes say which record it is, two how long.
pub fn mutate_records(stream: &[u8], random: &mut Rng) -> Vec<u8> {
    let mut records = split_records(stream);
    for _ in 0..=few(random) {
        let count = records.len();
        if count == 0 {
            break;
        }
        let at = random.usize(..count);
        match random.u8(..7) {
            0 => drop(records.remove(at)),
            1 => {
                let copy = records[at].clone();
                records.insert(random.usize(..count), copy);
            }
            2 => records.swap(at, random.usize(..count)),
            3 => records[at].0 = records[random.usize(..count)].0,
            _ => records[at].1 = mutate(&records[at].1.clone(), &[], Grammar::Binary, random),
        }
    }
    let mut bytes = Vec::new();
    for (kind, data) in records {
        let lies = random.u16(..) < 200;
        let length = if lies { random.u16(..) } else { u16::try_from(data.len()).unwrap_or(u16::MAX) };
        bytes.extend(kind.to_le_bytes());
        bytes.extend(length.to_le_bytes());
        bytes.extend(data);
    }
    bytes
}

fn split_records(mut stream: &[u8]) -> Vec<(u16, Vec<u8>)> {
    let mut records = Vec::new();
    while let [a, b, c, d, rest @ ..] = stream {
        let length = usize::from(u16::from_le_bytes([*c, *d])).min(rest.len());
        records.push((u16::from_le_bytes([*a, *b]), rest[..length].to_vec()));
        stream = &rest[length..];
    }
    records
}
