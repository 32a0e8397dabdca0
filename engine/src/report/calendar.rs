//! The timetable as iCalendar (RFC 5545), for any calendar program.

use crate::guidance::Edition;

/// Octets after which a line is folded; it may have 75.
const LINE: usize = 68;

/// The timetable of an edition; `today` is a day such as `2008-01-31`, `done` says which actions are done.
pub fn calendar(edition: &Edition, today: &str, done: impl Fn(&str) -> bool) -> String {
    let stamp: String = today.chars().filter(char::is_ascii_digit).collect();
    let mut text = String::new();
    let mut line = |words: &str| fold(&mut text, words);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Ambition//Target setting timetable//EN");
    for action in &edition.timetable {
        line("BEGIN:VEVENT");
        line(&format!("UID:{}-{}@ambition.invalid", edition.id, action.id));
        line(&format!("DTSTAMP:{stamp}T000000Z"));
        line(&format!("DTSTART;VALUE=DATE:{}", action.by));
        line(&format!("SUMMARY:{}", escaped(&format!("{}: {}", action.under, action.title))));
        line(&format!("DESCRIPTION:{}", escaped(&format!("{} ({})", action.words, action.source))));
        line(&format!("CATEGORIES:{}", escaped(&action.under)));
        line(if done(&action.id) { "X-AMBITION-STATUS:DONE" } else { "X-AMBITION-STATUS:TO-DO" });
        line("TRANSP:TRANSPARENT");
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    text
}

/// A text within a property.
fn escaped(text: &str) -> String {
    let text = text.trim().replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,");
    text.replace('\n', "\\n")
}

/// Adds a line, folded where it is long, never within a letter nor beside a space, which some readers would lose.
fn fold(text: &mut String, words: &str) {
    let (mut octets, mut before) = (0, ' ');
    for letter in words.chars() {
        if octets > LINE && letter != ' ' && before != ' ' {
            text.push_str("\r\n ");
            octets = 1;
        }
        text.push(letter);
        octets += letter.len_utf8();
        before = letter;
    }
    text.push_str("\r\n");
}
