//! The words of headings: which column a heading that is no alias is, or may be.

use std::collections::BTreeSet;

use fnv::FnvHashMap;

use super::exports::{ExportRules, WordLine};
use super::fields::{FieldId, KnownFields};
use crate::text::cell::plain;

/// Words of a phrase, at most: "key stage 1", "english as an additional language".
const LONGEST_PHRASE: usize = 5;
/// Unknown words in a heading that is still worth a question, at most.
const UNKNOWN_WORDS: usize = 1;
/// What a column's word that the heading lacks weighs against an unknown one, or one that only perhaps means it.
const MISSING: usize = 4;
const UNKNOWN: usize = 2;

/// How a phrase is to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PhraseSense {
    /// It means this word.
    Word(usize),
    /// It may mean this word.
    Perhaps(usize),
    /// It says nothing.
    Noise,
    /// It speaks of somebody else than the pupil.
    Other,
}

/// What the words of a heading say.
#[derive(Debug, Default)]
struct HeadingWords {
    words: BTreeSet<usize>,
    perhaps: bool,
    noise: bool,
    unknown: usize,
}

/// The words of headings.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    phrases: FnvHashMap<String, PhraseSense>,
    /// The words of each field, the last of its heading first: the one it cannot be without.
    fields: Vec<(FieldId, Vec<usize>)>,
    /// Those that no other heading is taken for.
    only_named: BTreeSet<FieldId>,
    /// Words that may be meant instead of others.
    instead: FnvHashMap<usize, usize>,
    /// What headings begin with that may mean a field.
    begins: Vec<BeginsAs>,
}

/// What headings begin with that may mean a field.
#[derive(Clone, Debug)]
struct BeginsAs {
    start: String,
    whole: Vec<String>,
    field: FieldId,
}

impl Vocabulary {
    pub(super) fn new(exports: &ExportRules, fields: &KnownFields) -> Self {
        let is_read = |line: &&WordLine| line.family.as_ref().is_none_or(|family| *family == fields.family);
        let lines = exports.word.iter().filter(is_read).collect::<Vec<_>>();
        let mut phrases = FnvHashMap::default();
        phrases.extend(exports.noise.words.iter().map(|word| (word.clone(), PhraseSense::Noise)));
        let of_family = exports.of_family.get(&fields.family).into_iter().flat_map(|habits| &habits.noise);
        phrases.extend(of_family.map(|word| (word.clone(), PhraseSense::Noise)));
        phrases.extend(exports.others.iter().map(|word| (word.clone(), PhraseSense::Other)));
        for (number, line) in lines.iter().enumerate() {
            phrases.extend(line.perhaps.iter().map(|phrase| (phrase.clone(), PhraseSense::Perhaps(number))));
        }
        for (number, line) in lines.iter().enumerate() {
            phrases
                .extend(line.also.iter().chain([&line.word]).map(|phrase| (phrase.clone(), PhraseSense::Word(number))));
        }
        let word = |name: &str| lines.iter().position(|line| line.word == name);
        let instead = lines.iter().enumerate().filter_map(|(number, line)| Some((number, word(&line.instead)?)));
        let mut vocabulary = Self { phrases, instead: instead.collect(), ..Self::default() };
        let of_family = |heading: &String| fields.iter().find(|(_, field)| field.heading == *heading).map(|(id, _)| id);
        let begins = exports.begins.iter().filter_map(|begins| {
            let whole = begins.whole.iter().map(|heading| plain(heading)).collect();
            Some(BeginsAs { start: plain(&begins.start), whole, field: of_family(&begins.field)? })
        });
        vocabulary.begins = begins.collect();
        vocabulary.only_named = fields.iter().filter(|(_, field)| field.only_named).map(|(id, _)| id).collect();
        vocabulary.fields = fields
            .iter()
            .filter_map(|(id, field)| vocabulary.field_words(id, field.words.as_ref().unwrap_or(&field.heading)))
            .collect();
        vocabulary
    }

    /// The words of a canonical heading; `None` where not all of them are known.
    fn field_words(&self, id: FieldId, heading: &str) -> Option<(FieldId, Vec<usize>)> {
        let words = heading.split('_').map(|word| match self.phrases.get(&word.to_lowercase()) {
            Some(PhraseSense::Word(number)) => Some(vec![*number]),
            _ => {
                let sure =
                    |said: &HeadingWords| said.unknown == 0 && !said.perhaps && !said.noise && !said.words.is_empty();
                Some(self.read_words(word)).filter(sure).map(|said| said.words.into_iter().collect())
            }
        });
        let words = words.collect::<Option<Vec<_>>>()?;
        Some((id, words.into_iter().rev().flatten().collect()))
    }

    /// The field whose words these are, all of them and no others, in any order.
    pub fn exact_field(&self, heading: &str) -> Option<FieldId> {
        let said = self.read_words(heading);
        if said.perhaps || said.noise || said.unknown > 0 || said.words.is_empty() {
            return None;
        }
        let same = |words: &[usize]| words.iter().copied().collect::<BTreeSet<_>>() == said.words;
        let mut fields = self.fields.iter().filter(|(_, words)| same(words));
        fields.next().map(|(id, _)| *id).filter(|_| fields.next().is_none())
    }

    /// The fields that a heading may mean, the likeliest first, each with how far off it is. A heading fits only where
    /// it holds the last word of the field's own ("English" of `KS2_English`) and no word of another field.
    pub fn likely_fields(&self, heading: &str) -> Vec<(FieldId, usize)> {
        let begun = self.begun_field(heading);
        if let Some(field) = begun {
            return vec![(field, UNKNOWN)];
        }
        let mut said = self.read_words(heading);
        let fields = self.fitting_fields(&said);
        if !fields.is_empty() {
            return fields;
        }
        said.words = said.words.iter().map(|word| *self.instead.get(word).unwrap_or(word)).collect();
        said.perhaps = true;
        self.fitting_fields(&said)
    }

    /// The field that a heading may mean by what it begins with.
    pub fn begun_field(&self, heading: &str) -> Option<FieldId> {
        let said = plain(heading);
        let begins = |begins: &&BeginsAs| said.starts_with(&begins.start) || begins.whole.contains(&said);
        let begun = self.begins.iter().find(begins)?;
        (!self.speaks_of_others(heading)).then_some(begun.field)
    }

    /// True if a heading has a word that speaks of somebody else than the pupil, or of what is not read.
    fn speaks_of_others(&self, heading: &str) -> bool {
        let tokens = split_words(heading);
        (0..tokens.len()).any(|from| {
            let (_, sense) = self.longest_phrase(tokens.get(from..).unwrap_or_default());
            sense == Some(PhraseSense::Other)
        })
    }

    /// True if a heading has no word that is not known.
    pub fn knows_all_words(&self, heading: &str) -> bool {
        self.read_words(heading).unknown == 0
    }

    /// True if a heading is made of words of columns and nothing else: "Target", "FFT D".
    pub fn has_only_words(&self, heading: &str) -> bool {
        let said = self.read_words(heading);
        said.unknown == 0 && !said.words.is_empty()
    }

    /// The words of results, targets and estimates in a text, as they stand there; `but_for`: left out.
    pub fn result_words(&self, text: &str, but_for: impl Fn(&str) -> bool) -> String {
        let tokens = split_words(text);
        let (mut rest, mut found) = (tokens.as_slice(), Vec::new());
        while !rest.is_empty() {
            let (length, sense) = self.longest_phrase(rest);
            let phrase = rest.get(..length).unwrap_or_default().join(" ");
            let of_result = |word: usize| self.fields.iter().any(|(_, words)| words.len() > 1 && words.contains(&word));
            if matches!(sense, Some(PhraseSense::Word(word)) if of_result(word)) && !but_for(&phrase) {
                found.push(phrase);
            }
            rest = rest.get(length..).unwrap_or_default();
        }
        found.join(" ")
    }

    /// True if a heading has a word that all of these fields and no others have: "Target".
    pub fn has_word_of(&self, heading: &str, wanted: impl Fn(FieldId) -> bool) -> bool {
        let said = self.read_words(heading);
        said.words.iter().any(|word| {
            let mut with = self.fields.iter().filter(|(_, words)| words.contains(word)).peekable();
            with.peek().is_some() && with.all(|(field, _)| wanted(*field))
        })
    }

    fn fitting_fields(&self, said: &HeadingWords) -> Vec<(FieldId, usize)> {
        if said.unknown > UNKNOWN_WORDS {
            return Vec::new();
        }
        let off = |words: &[usize]| {
            let fits = words.first().is_some_and(|last| said.words.contains(last))
                && said.words.iter().all(|word| words.contains(word));
            let missing = words.len().saturating_sub(said.words.len());
            // "Y5 English" is no "KS2 English": a word too few and another too many is something else.
            let fits = fits && (missing == 0 || said.unknown == 0);
            fits.then_some(MISSING * missing + UNKNOWN * said.unknown + usize::from(said.perhaps))
        };
        let fields = self.fields.iter().filter(|(id, _)| !self.only_named.contains(id));
        let mut fields = fields.filter_map(|(id, words)| Some((*id, off(words)?))).collect::<Vec<_>>();
        fields.sort_by_key(|(id, off)| (*off, *id));
        fields
    }

    fn read_words(&self, heading: &str) -> HeadingWords {
        let tokens = split_words(heading);
        let mut said = HeadingWords::default();
        let mut rest = tokens.as_slice();
        while !rest.is_empty() {
            let (length, sense) = self.longest_phrase(rest);
            match sense {
                Some(PhraseSense::Word(number)) => drop(said.words.insert(number)),
                Some(PhraseSense::Perhaps(number)) => said.perhaps |= said.words.insert(number),
                Some(PhraseSense::Noise) => said.noise = true,
                Some(PhraseSense::Other) => said.unknown += UNKNOWN_WORDS + 1,
                None if is_year(rest) => said.noise = true,
                None => said.unknown += 1,
            }
            rest = rest.get(length..).unwrap_or_default();
        }
        said
    }

    /// The longest phrase that the words begin with, and what it means.
    fn longest_phrase(&self, words: &[String]) -> (usize, Option<PhraseSense>) {
        let phrase = |length: &usize| words.get(..*length).and_then(|words| self.phrases.get(&words.join(" ")));
        let lengths = (1..=LONGEST_PHRASE.min(words.len())).rev();
        let found = lengths.filter_map(|length| Some((length, *phrase(&length)?))).next();
        found.map_or((1, None), |(length, sense)| (length, Some(sense)))
    }
}

/// "2009"
fn is_year(words: &[String]) -> bool {
    words.first().is_some_and(|word| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The words of a heading in small letters: cut at what is no letter or digit, and before a capital letter that follows
/// a small letter or a digit ("KS2EnglishTarget").
fn split_words(heading: &str) -> Vec<String> {
    let mut tokens = vec![String::new()];
    let mut before = ' ';
    for letter in heading.chars() {
        let cut = !letter.is_alphanumeric() || letter.is_uppercase() && (before.is_lowercase() || before.is_numeric());
        if cut && tokens.last().is_some_and(|token| !token.is_empty()) {
            tokens.push(String::new());
        }
        if let Some(token) = tokens.last_mut().filter(|_| letter.is_alphanumeric()) {
            token.extend(letter.to_lowercase());
        }
        before = letter;
    }
    tokens.retain(|token| !token.is_empty());
    tokens
}

#[cfg(test)]
mod tests {
    use crate::guidance::Guidance;

    fn names(fields: Vec<(super::FieldId, usize)>, guidance: &Guidance) -> Vec<String> {
        fields.iter().map(|(id, _)| guidance.fields.get(*id).unwrap().heading.clone()).collect()
    }

    #[test]
    fn the_same_words_in_any_order() {
        let guidance = Guidance::shipped().unwrap();
        let heading = |text: &str| guidance.recognise(text).map(|id| guidance.fields.get(id).unwrap().heading.as_str());
        for (text, expected) in [
            ("KS2 English Target", "Target_KS2_English"),
            ("Target (KS2) Mathematics", "Target_KS2_Maths"),
            ("KS2MathsTarget", "Target_KS2_Maths"),
            ("Key Stage 1: Reading", "KS1_Reading"),
            ("English FFT D KS2", "FFTD_KS2_English"),
            ("Sex / Gender", "Sex"),
            ("KS1\nReading", "KS1_Reading"),
            ("In-Care", "InCare"),
        ] {
            assert_eq!(heading(text), Some(expected), "{text}");
        }
        for text in
            ["English", "KS2 English TA", "KS2 Maths 2007", "Maths KS1 KS2", "Predicted KS2 English", "Year", ""]
        {
            assert_eq!(heading(text), None, "{text}");
        }
    }

    #[test]
    fn what_a_heading_may_mean() {
        let guidance = Guidance::shipped().unwrap();
        let perhaps = |text: &str| names(guidance.vocabulary.likely_fields(text), &guidance);
        assert_eq!(perhaps("KS2 English TA")[0], "KS2_English");
        assert_eq!(perhaps("Y6 Eng Tgt")[0], "Target_KS2_English");
        assert_eq!(perhaps("Reading"), ["KS1_Reading"]);
        assert_eq!(perhaps("Maths")[..2], ["KS1_Maths", "KS2_Maths"]);
        assert_eq!(perhaps("Year"), ["NCYear"]);
        assert_eq!(perhaps("Pupil Name"), ["Surname"]);
        for text in ["KS2 APS", "Hobby", "English set teacher room", "KS1 KS2 Maths", "Dinner Money"] {
            assert!(perhaps(text).is_empty(), "{text}: {:?}", perhaps(text));
        }
    }

    #[test]
    fn what_a_heading_of_today_may_mean() {
        let guidance = std::sync::Arc::new(Guidance::shipped().unwrap());
        let today = guidance.for_family(&guidance.newest_edition().unwrap().family);
        let heading = |text: &str| today.recognise(text).map(|id| today.fields.get(id).unwrap().heading.as_str());
        assert_eq!(heading("KS2 Maths Target"), Some("Target_KS2_Maths_Score"));
        assert_eq!(heading("GCSE Maths Target"), Some("Target_KS4_Maths_Grade"));
        assert_eq!(heading("KS4 English Language FFT 20"), Some("FFT20_KS4_English_Language"));
        let perhaps = |text: &str| names(today.vocabulary.likely_fields(text), &today);
        assert_eq!(perhaps("English Language Target"), ["Target_KS4_English_Language"]);
        assert!(perhaps("Maths Target").contains(&"Target_KS4_Maths_Grade".to_owned()));
    }
}
