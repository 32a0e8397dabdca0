//! An invented cohort of any size as CSV, for the benchmark and for trying the page out:
//!
//! ```text
//! cargo run --example generate -- 600000 > england.csv
//! ```
//!
//! The same number of rows is always the same file. Spread as a year 6 might be: most pupils at level 2 in Key Stage 1,
//! targets mostly two levels above, one cell in a hundred blank, some names quoted because of a comma in them.
#![allow(clippy::print_stdout, reason = "a command prints")]

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use ambition_engine::guidance::Guidance;

const HEADINGS: &str = "UPN,Surname,Forename,Sex,NCYear,Class,School,Ethnicity,FSM,EAL,SEN,InCare,GiftedTalented,\
                        KS1_Reading,KS1_Writing,KS1_Maths,KS2_English,KS2_Maths,Target_KS2_English,Target_KS2_Maths,\
                        FFTD_KS2_English,FFTD_KS2_Maths";

/// Pupils of one school's year 6.
const SCHOOL: u64 = 30;

/// No authority has these numbers, from here to the last one of seven digits.
const UNUSED_SCHOOLS: u64 = 9_900_000;
const NUMBERS_OF_SCHOOLS: u64 = 100_000;

/// Some are quoted in the file, some are not in ASCII.
const SURNAMES: [&str; 16] = [
    "Ashdown",
    "\"Birch, née Elm\"",
    "Chaudhry-Vale",
    "Dovecote",
    "Evergreen",
    "Fernhollow",
    "Greycastle",
    "Hollowell",
    "Ironbridge",
    "\"Juniper, Jr\"",
    "Kestrel",
    "Łarkowski",
    "Marrowby",
    "O'Nightjar",
    "Pennywhistle",
    "Quillfeather",
];
const FORENAMES: [&str; 16] = [
    "Ada", "Ben", "Chloë", "Dai", "Eve", "Finn", "Gail", "Hugh", "Ida", "Joe", "Kwame", "Libby", "Ming", "Noor",
    "Oliver", "Siân",
];

/// Words, and how many of a hundred get each.
type ResultSpread = &'static [(&'static str, u64)];

const ETHNICITY: ResultSpread =
    &[("WBRI", 75), ("APKN", 5), ("AIND", 4), ("BAFR", 4), ("BCRB", 3), ("MWBC", 3), ("WOTH", 4), ("NOBT", 2)];
const SEN: ResultSpread = &[("N", 80), ("A", 12), ("P", 6), ("S", 2)];
const KS1: ResultSpread = &[("W", 3), ("1", 13), ("2c", 14), ("2b", 25), ("2a", 25), ("3", 20)];
const KS2: ResultSpread = &[("B", 3), ("N", 2), ("3", 14), ("4", 50), ("5", 30), ("A", 1)];
const TARGET: ResultSpread = &[("2", 2), ("3", 14), ("4", 55), ("4b", 4), ("5", 24), ("6", 1)];
const FFT: ResultSpread = &[("3.4", 6), ("3.8", 12), ("4.2", 28), ("4.5", 26), ("4.9", 14), ("5.2", 14)];

/// Numbers that look random and are the same each time (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }

    fn name(&mut self, names: &[&'static str]) -> &'static str {
        let at = self.roll(names.len() as u64) as usize;
        names.get(at).copied().unwrap_or_default()
    }

    /// One of the words, or, once in a hundred times, nothing.
    fn cell(&mut self, spread: ResultSpread) -> &'static str {
        if self.roll(100) == 0 { "" } else { self.word(spread) }
    }

    fn word(&mut self, spread: ResultSpread) -> &'static str {
        let mut left = self.roll(100);
        for (word, share) in spread {
            match left.checked_sub(*share) {
                Some(rest) => left = rest,
                None => return word,
            }
        }
        ""
    }

    /// Y for this many of a hundred.
    fn yes(&mut self, share: u64) -> &'static str {
        match self.roll(100) {
            0 => "",
            roll if roll <= share => "Y",
            _ => "N",
        }
    }
}

fn main() -> ExitCode {
    let rows = std::env::args().nth(1).and_then(|rows| rows.parse().ok());
    let Some(rows) = rows else {
        eprintln!("usage: generate ROWS > cohort.csv");
        return ExitCode::from(2);
    };
    match write(rows, &mut BufWriter::new(io::stdout().lock())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn write(rows: u64, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{HEADINGS}\r")?;
    let mut dice = Dice(2009);
    let guidance = Guidance::shipped().map_err(io::Error::other)?;
    for row in 0..rows {
        pupil(row, &guidance.exports.upn.letters, &mut dice, out)?;
    }
    out.flush()
}

/// A unique pupil number of a school that does not exist, with the check letter for the remainder of its weighted sum.
/// Beyond 3 million rows there are no further schools, so each has another year of pupils.
fn upn(row: u64, letters: &str) -> String {
    let (school, pupil) = (row / SCHOOL, row % SCHOOL);
    let serial = school / NUMBERS_OF_SCHOOLS * SCHOOL + pupil;
    let digits = format!("{:07}15{serial:03}", UNUSED_SCHOOLS + school % NUMBERS_OF_SCHOOLS);
    let sum = (2..).zip(digits.bytes()).map(|(weight, digit)| weight * usize::from(digit - b'0')).sum::<usize>();
    let letter = letters.as_bytes().get(sum % letters.len().max(1)).copied().unwrap_or_default();
    format!("{}{digits}", char::from(letter))
}

fn pupil(row: u64, letters: &str, dice: &mut Dice, out: &mut impl Write) -> io::Result<()> {
    let school = 1000 + row / SCHOOL % 9000;
    write!(out, "{},{},{},", upn(row, letters), dice.name(&SURNAMES), dice.name(&FORENAMES))?;
    let class = if row.is_multiple_of(2) { "6R" } else { "6W" };
    write!(out, "{},6,{class},{school},", if dice.roll(2) == 0 { "F" } else { "M" })?;
    write!(out, "{},{},{},{},", dice.cell(ETHNICITY), dice.yes(16), dice.yes(13), dice.cell(SEN))?;
    write!(out, "{},{}", dice.yes(1), dice.yes(8))?;
    for spread in [KS1, KS1, KS1, KS2, KS2, TARGET, TARGET, FFT, FFT] {
        write!(out, ",{}", dice.cell(spread))?;
    }
    writeln!(out, "\r")
}
