//! The timetable as iCalendar, held against a reader that nobody here wrote.

use super::guidance;
use ambition_engine::report::calendar::calendar;
use ical::parser::ical::component::IcalEvent;

fn events(edition: &str, today: &str) -> Vec<IcalEvent> {
    let text = calendar(guidance().edition(edition).unwrap(), today, |id| id == "school-meeting");
    // RFC 5545 §3.1: lines end in CRLF and are no longer than 75 octets.
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')), "{text}");
    let calendars = ical::IcalParser::new(text.as_bytes()).collect::<Result<Vec<_>, _>>().unwrap();
    assert_eq!(calendars.len(), 1);
    calendars.into_iter().next().unwrap().events
}

fn value(event: &IcalEvent, name: &str) -> String {
    let property = event.properties.iter().find(|property| property.name == name);
    property.unwrap_or_else(|| panic!("{name}: {event:?}")).value.clone().unwrap_or_default()
}

#[test]
fn a_calendar_program_reads_every_action() {
    for edition in &guidance().editions {
        let events = events(&edition.id, "2008-01-31");
        assert_eq!(events.len(), edition.timetable.len());
        for (event, action) in events.iter().zip(&edition.timetable) {
            assert_eq!(value(event, "DTSTART"), action.by.to_string());
            assert_eq!(value(event, "DTSTAMP"), "20080131T000000Z");
            assert!(value(event, "SUMMARY").replace('\\', "").contains(&action.title), "{event:?}");
            let done = if action.id == "school-meeting" { "DONE" } else { "TO-DO" };
            assert_eq!(value(event, "X-AMBITION-STATUS"), done);
        }
    }
}

#[test]
fn statutory_dates_are_the_guidances() {
    let by = |id: &str| guidance().edition("2009").unwrap().timetable.iter().find(|action| action.id == id).unwrap().by;
    assert_eq!((by("governors-agree"), by("school-attendance"), by("la-submit")), (20_071_231, 20_071_231, 20_080_131));
}
