//! Divides a work file into its head and the contents of its files, without ever holding the whole of it.

use memchr::memchr;

/// The key whose text is a content.
const CONTENT: &[u8] = b"content";
/// Bytes of a head: names and changes. More are no file of ours.
const MOST_HEAD: usize = 256 << 20;
/// Open brackets within each other. More are no file of ours.
const MOST_OPEN: usize = 128;

/// The text of a work file without the contents: in place of each is where it stood, as `from-to`, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkHead {
    /// The JSON.
    pub text: String,
    /// The file ended within it; what was open there is closed.
    pub cut_short: bool,
    /// The first byte of the file behind it.
    pub end: u64,
}

/// Takes a work file in, piece by piece.
#[derive(Debug, Default)]
pub struct WorkScanner {
    head: Vec<u8>,
    at: u64,
    place: Place,
    open: Vec<u8>,
    ended: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Between,
    /// In a text that began at this byte of the head; after a backslash or not.
    Text { from: usize, escaped: bool },
    /// After the text `content`, which is a key if a colon follows.
    Key,
    /// After that key and its colon.
    Value,
    /// In a content that began at this byte of the file.
    Content { from: u64 },
}

impl WorkScanner {
    /// The next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while let Some((byte, after)) = rest.split_first().filter(|_| !self.ended) {
            if let Place::Content { .. } = self.place {
                let length = memchr(b'"', rest).unwrap_or(rest.len());
                self.at += length as u64;
                rest = rest.get(length..).unwrap_or_default();
                if let Some((_, after)) = rest.split_first() {
                    self.end_content();
                    rest = after;
                }
                continue;
            }
            if self.head.len() < MOST_HEAD && self.open.len() < MOST_OPEN {
                self.take(*byte);
            }
            self.at += 1;
            rest = after;
        }
    }

    fn take(&mut self, byte: u8) {
        self.head.push(byte);
        self.place = match (self.place, byte) {
            (Place::Text { from, escaped: true }, _) => Place::Text { from, escaped: false },
            (Place::Text { from, .. }, b'\\') => Place::Text { from, escaped: true },
            (Place::Text { from, .. }, b'"') => {
                let text = self.head.get(from..self.head.len() - 1);
                if text == Some(CONTENT) { Place::Key } else { Place::Between }
            }
            (text @ Place::Text { .. }, _) => text,
            (Place::Key, b':') => Place::Value,
            (Place::Value, b'"') => Place::Content { from: self.at + 1 },
            (place, byte) if byte.is_ascii_whitespace() => place,
            (_, b'"') => Place::Text { from: self.head.len(), escaped: false },
            (_, byte) => {
                self.bracket(byte);
                Place::Between
            }
        };
    }

    fn bracket(&mut self, byte: u8) {
        match byte {
            b'{' => self.open.push(b'}'),
            b'[' => self.open.push(b']'),
            b'}' | b']' => {
                self.open.pop();
                self.ended = self.open.is_empty();
            }
            _ => (),
        }
    }

    fn end_content(&mut self) {
        if let Place::Content { from } = self.place {
            self.head.extend_from_slice(format!("{from}-{}\"", self.at).as_bytes());
            self.place = Place::Between;
            self.at += 1;
        }
    }

    /// The head, when there are no more bytes.
    pub fn finish(mut self) -> WorkHead {
        let cut_short = !self.open.is_empty();
        if let Place::Content { from } = self.place {
            self.head.extend_from_slice(format!("{from}-{}\"", self.at).as_bytes());
        } else if cut_short && let Place::Text { .. } = self.place {
            self.head.push(b'"');
        }
        self.head.extend(self.open.iter().rev());
        WorkHead { text: String::from_utf8_lossy(&self.head).into_owned(), cut_short, end: self.at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str =
        r#"{"a":"content","files":[{"name":"x\"content\":\"","content" : "VVBO"},{"content":""}],"b":{"content":1}}"#;
    const HEAD: &str = r#"{"a":"content","files":[{"name":"x\"content\":\"","content" : "63-67"},{"content":"82-82"}],"b":{"content":1}}"#;

    fn scan(text: &str, piece: usize) -> WorkHead {
        let mut scanner = WorkScanner::default();
        text.as_bytes().chunks(piece).for_each(|piece| scanner.push(piece));
        scanner.finish()
    }

    #[test]
    fn contents_give_way_to_where_they_stood_in_pieces_of_any_size() {
        for piece in [1, 2, 3, 7, 1000] {
            let whole = WorkHead { text: HEAD.into(), cut_short: false, end: FILE.len() as u64 };
            assert_eq!(scan(FILE, piece), whole, "{piece}");
            // What is behind it is none of it.
            assert_eq!(scan(&format!("{FILE}{FILE}"), piece), whole, "{piece}");
        }
        assert_eq!(FILE.get(63..67), Some("VVBO"));
    }

    #[test]
    fn what_is_cut_short_is_closed() {
        let cut = &FILE[..65];
        let text = r#"{"a":"content","files":[{"name":"x\"content\":\"","content" : "63-65"}]}"#;
        assert_eq!(scan(cut, 5), WorkHead { text: text.into(), cut_short: true, end: 65 });
        assert_eq!(scan("", 5), WorkHead { text: String::new(), cut_short: false, end: 0 });
    }

    #[test]
    fn no_end_of_brackets_is_remembered() {
        let head = scan(&"[".repeat(1_000_000), 4096);
        assert!(head.text.len() < 1000, "{}", head.text.len());
    }
}
