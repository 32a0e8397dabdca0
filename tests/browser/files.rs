//! Files of one's own: good ones, bad ones, and large ones that are read slowly.

use std::fmt::Write;
use std::path::PathBuf;

use super::support::{Browser, Journey, TestFolder};

/// Ten pupils and a repeated row, as a German Excel would save them: seven of the ten are to reach level 4 in both.
pub const SCHOOL: &str =
    "\u{feff}UPN;Surname;Forename;KS1_Reading;KS1_Writing;KS1_Maths;Target_KS2_English;Target_KS2_Maths\r
A1;Ash;Ada;2b;2b;2b;4;4\r
A2;\"Birch; née Elm\";Ben;2b;2b;2b;4;4\r
A3;Cedar;Chloë;2b;2b;2b;4;5\r
A4;Durmast;Dai;3;3;3;5;5\r
A5;Elder;Eve;2b;2b;2b;4;3\r
A6;Fir;Finn;2b;2b;2b;4;4\r
A7;Gorse;Gail;1;1;1;3;4\r
A8;Hazel;Hugh;2b;2b;2b;4;4\r
A9;Ivy;Ida;1;1;1;3;3\r
A10;Juniper;Joe;2a;2a;2a;4;4\r
A10;Juniper;Joe;2a;2a;2a;4;4\r
";

/// The figures of those ten, and a name among them.
pub async fn has_the_figures_of_the_school(browser: &Browser, name: &str) {
    browser.wait_for_text("h1", "How your file was read").await;
    assert_eq!(browser.text(".view-head .lead strong").await, "11 rows read = 10 pupils + 1 not counted");
    browser.go_to("Ambition").await;
    assert_eq!(browser.figure("ks2.both4").await, "70.0% · 7 of 10 pupils");
    // Eve moves one level in maths; all others move two or more.
    assert_eq!(browser.figure("ks2.progress.maths").await, "90.0% · 9 of 10 pupils");
    assert_eq!(browser.figure("ks2.progress.english").await, "100.0% · 10 of 10 pupils");
    browser.go_to("Pupils").await;
    browser.wait_for_text("main tbody", name).await;
}

/// A file that is mended can be chosen again under the same name: the input forgets it, or the browser would take the
/// second choice for no change.
#[tokio::test]
async fn the_same_file_is_chosen_again() {
    let journey = Journey::begin().await;
    let folder = TestFolder::new();
    let path = folder.write("school.csv", "");
    journey.open_path(&path).await;
    journey.wait_for_text(".error-summary", "empty").await;
    assert_eq!(journey.js("return document.getElementById('choose').value", vec![]).await, "");
    folder.write("school.csv", SCHOOL);
    journey.open_path(&path).await;
    journey.wait_for_text("h1", "How your file was read").await;
    journey.go_to("Ambition").await;
    assert_eq!(journey.figure("ks2.both4").await, "70.0% · 7 of 10 pupils");
}

/// A file that nothing can be read of, and the words of what is wrong and of what to do.
struct RefusedFile {
    name: &'static str,
    content: Vec<u8>,
    what: &'static str,
    remedy: &'static str,
}

fn refused() -> Vec<RefusedFile> {
    let file = |name, content: &[u8], what, remedy| RefusedFile { name, content: content.to_vec(), what, remedy };
    vec![
        file("empty.csv", b"", "The file is empty", "Export it again"),
        file("blank.csv", b"\r\n\r\n,,,\r\n", "The file is empty", "Export it again"),
        file("picture.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "picture", "Choose the CSV file"),
        file("letter.csv", b"Dear Sir,\r\nwhat now?\r\n", "Row 1 should hold the headings", "blank template"),
        file("workbook.csv", b"PK\x03\x04\x14\0\x06\0", "workbook", "CSV UTF-8"),
        file("quote.csv", b"\"UPN,KS1_Maths\r\nA1,2b\r\n", "heading row cannot be read", "save it as CSV again"),
    ]
}

#[tokio::test]
async fn what_is_no_cohort_is_refused_in_words() {
    let journey = Journey::begin().await;
    let folder = TestFolder::new();
    for RefusedFile { name, content, what, remedy } in refused() {
        let path = folder.join(name);
        std::fs::write(&path, content).unwrap();
        journey.open_path(&path).await;
        journey.wait_for_text(".error-summary", what).await;
        let words = journey.text(".error-summary").await;
        assert!(words.contains(remedy), "{name}: {words}");
        assert_eq!(journey.js("return document.activeElement.id", vec![]).await, "error-summary", "{name}");
        goes_on(&journey).await;
    }
    journey.open_path(&folder.write("empty.csv", "")).await;
    journey.wait_for_text(".error-summary", "empty").await;
    assert_eq!(journey.accessibility_faults().await, "");
    journey.pictures("refused-file").await;
    assert_eq!(journey.complaints(), [""; 0]);
}

/// The page works as before: the sample opens with its figures. Ends where files are chosen.
async fn goes_on(browser: &Browser) {
    browser.open_sample().await;
    browser.go_to("Ambition").await;
    assert_eq!(browser.figure("ks2.both4").await, "69.4% · 43 of 62 pupils");
    browser.go_to("File").await;
}

/// A file with faults that is read all the same, what is said of it at the top, and words that must stand below.
struct FaultyFile {
    name: &'static str,
    content: String,
    account: &'static str,
    words: &'static [&'static str],
}

fn faulty() -> Vec<FaultyFile> {
    let wide = (0..10_000).fold("UPN,KS1_Maths,Target_KS2_Maths".to_owned(), |mut all, index| {
        write!(all, ",Column {index}").unwrap();
        all
    });
    let file = |name, content: &str, account, words| FaultyFile { name, content: content.to_owned(), account, words };
    vec![
        file("headings.csv", "UPN,KS1_Maths,Target_KS2_Maths\r\n", "0 rows read = 0 pupils", &[]),
        file(
            "unclosed.csv",
            "UPN,Surname,Target_KS2_Maths\r\nA1,Ash,4\r\nA2,\"Birch,4\r\nA3,Cedar,4\r\n",
            "not counted",
            &["row 3", "quotation mark that is never closed"],
        ),
        file(
            "ragged.csv",
            "UPN,KS1_Maths,Target_KS2_Maths\r\nA1,2b,4\r\nA2\r\nA3,2b,4,,,\r\nA4,2b,4,more\r\n",
            "4 rows read = 3 pupils + 1 not counted",
            &["row 5", "beyond"],
        ),
        file(
            "nul.csv",
            "UPN,KS1_Maths,Target_KS2_Maths\r\nA1,2b,4\0\r\nA2,2b,\0\0\r\n",
            "2 rows read = 2 pupils",
            &["NUL"],
        ),
        file(
            "wide.csv",
            &format!("{wide}\r\nA1,2b,4,x\r\n"),
            "1 row read = 1 pupil",
            &["Columns not read", "Column 0"],
        ),
    ]
}

#[tokio::test]
async fn faults_are_told_with_their_place() {
    let journey = Journey::begin().await;
    let folder = TestFolder::new();
    for FaultyFile { name, content, account, words } in faulty() {
        journey.open_path(&folder.write(name, &content)).await;
        journey.wait_for_text(".opened-file", name).await;
        journey.go_to("Check").await;
        journey.wait_for_text(".view-head .lead", account).await;
        let said = journey.text("main").await;
        for word in words {
            assert!(said.to_lowercase().contains(&word.to_lowercase()), "{name}: no {word:?} in {said}");
        }
        assert_eq!(journey.accessibility_faults().await, "", "{name}");
        for view in ["Ambition", "Pupils", "Method", "File"] {
            journey.go_to(view).await;
        }
        goes_on(&journey).await;
    }
    assert_eq!(journey.complaints(), [""; 0]);
}

/// Writes a file piece by piece, because it is large.
fn write_pieces(folder: &TestFolder, name: &str, pieces: impl Iterator<Item = String>) -> PathBuf {
    use std::io::Write;
    let path = folder.join(name);
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
    pieces.for_each(|piece| file.write_all(piece.as_bytes()).unwrap());
    file.flush().unwrap();
    path
}

#[tokio::test]
async fn a_line_of_100_megabytes() {
    let journey = Journey::begin().await;
    let folder = TestFolder::new();
    let pieces = || std::iter::repeat_n("x".repeat(1 << 20), 100);
    let path = write_pieces(&folder, "line.csv", pieces());
    journey.open_path(&path).await;
    journey.wait_for_text(".error-summary", "heading").await;
    goes_on(&journey).await;
    let ends = |text: &str| std::iter::once(text.to_owned());
    let rows = ends("UPN,Surname,Target_KS2_Maths\r\nA1,").chain(pieces()).chain(ends(",4\r\nA2,Ash,4\r\n"));
    let path = write_pieces(&folder, "row.csv", rows);
    journey.open_path(&path).await;
    journey.wait_for_text("h1", "How your file was read").await;
    assert_eq!(journey.text(".view-head .lead strong").await, "2 rows read = 1 pupil + 1 not counted");
    journey.wait_for_text("#set-aside + p + ul", "row 2").await;
    journey.go_to("File").await;
    goes_on(&journey).await;
    assert_eq!(journey.complaints(), [""; 0]);
}

/// The engine's worker reads as from a slow stick: each piece of the file comes a while later.
const SLOWLY: &str = "const Quick = Blob;
    const slow = 'for (const { prototype } of [ReadableStreamDefaultReader, ReadableStreamBYOBReader]) {' +
        'const read = prototype.read; prototype.read = function (...into) {' +
        'return new Promise(done => setTimeout(done, 500)).then(() => read.apply(this, into)); }; }';
    globalThis.Blob = class extends Quick {
        constructor(parts, options) {
            super(options && options.type === 'text/javascript' ? [slow, ...parts] : parts, options);
        }
    };";

/// The page, read slowly, with the sample open, and a file that takes some seconds.
async fn slow_journey() -> (Journey, TestFolder, PathBuf) {
    let journey = Journey::begin().await;
    journey.before_each_page(SLOWLY);
    journey.reload().await;
    journey.open_sample().await;
    let folder = TestFolder::new();
    let heading = "UPN,Surname,KS1_Reading,KS1_Writing,KS1_Maths,Target_KS2_English,Target_KS2_Maths\r\n".to_owned();
    // More than one engine reads alone.
    let rows = (0..300_000).map(|row| format!("A{row},A surname of some length,2b,2b,2b,4,4\r\n"));
    let path = write_pieces(&folder, "large.csv", std::iter::once(heading).chain(rows));
    journey.go_to("File").await;
    (journey, folder, path)
}

#[tokio::test]
async fn a_reading_is_cancelled() {
    let (journey, _folder, path) = slow_journey().await;
    journey.open_path(&path).await;
    journey.wait_for_text(".progress", "rows of about").await;
    assert_eq!(journey.accessibility_faults().await, "");
    journey.pictures("progress").await;
    journey.click(".progress button").await;
    journey.wait_for("#choose").await;
    assert_eq!(journey.js("return document.querySelector('.error-summary')", vec![]).await, serde_json::Value::Null);
    journey.go_to("Ambition").await;
    assert_eq!(journey.figure("ks2.both4").await, "69.4% · 43 of 62 pupils");
    // Nothing of it comes later.
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    assert!(journey.text(".opened-file").await.contains("62 pupils"));
    assert_eq!(journey.complaints(), [""; 0]);
}

#[tokio::test]
async fn a_long_reading_comes_to_its_end() {
    let (journey, _folder, path) = slow_journey().await;
    journey.open_path(&path).await;
    journey.wait_for_text(".progress", "%").await;
    // What is open can be looked at meanwhile, and the reading goes on.
    journey.go_to("Ambition").await;
    assert_eq!(journey.figure("ks2.both4").await, "69.4% · 43 of 62 pupils");
    journey.go_to("File").await;
    journey.wait_for_text(".opened-file", "300,000 pupils").await;
    journey.go_to("Ambition").await;
    assert_eq!(journey.figure("ks2.both4").await, "100.0% · 300,000 of 300,000 pupils");
}
