//! An edition of one's own, read besides those that ship.

use std::sync::Arc;

use ambition_guidance::own_edition::OwnEdition;
use ambition_guidance::source::{DataError, SourceFile};

use super::fields::FieldKind;
use super::{CodeList, Edition, Guidance, Measure, MeasureKind};

/// What to do about an edition that is wrong.
const REMEDY: &str = "Put it right there and give the file again; docs/own-edition.md says what it may hold.";

/// The guidance that ships, and an edition of one's own.
#[derive(Clone, Debug)]
pub struct ExtendedGuidance {
    /// All of it.
    pub guidance: Arc<Guidance>,
    /// The id of the own edition.
    pub id: String,
    /// The id of the edition that it extends.
    pub extends: String,
}

/// Why an edition of one's own is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongEdition {
    /// `local.toml:12:3`: file, line and column.
    pub place: String,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

impl From<DataError> for WrongEdition {
    fn from(error: DataError) -> Self {
        Self { place: error.place(), what: error.message().to_owned(), remedy: REMEDY.to_owned() }
    }
}

impl ExtendedGuidance {
    /// Reads the text of an edition of one's own; `name` is what errors call its file.
    ///
    /// # Errors
    /// When something in it is wrong.
    pub fn read(name: &str, text: &str) -> Result<Self, WrongEdition> {
        let packed = include_bytes!(concat!(env!("OUT_DIR"), "/sources.bin"));
        let fault = |what: String| WrongEdition { place: name.to_owned(), what, remedy: REMEDY.to_owned() };
        let shipped = postcard::from_bytes(packed).map_err(|error| fault(error.to_string()))?;
        let own = OwnEdition::read(shipped, SourceFile::new(name, text))?;
        let mut guidance = Guidance::new(own.data.clone()).map_err(fault)?;
        guidance.own_editions.insert(own.id.clone(), own.extends.clone());
        let guidance = Arc::new(guidance);
        if let Some(edition) = guidance.edition(&own.id) {
            let found = find_nonsense(edition, &guidance.for_family(&edition.family));
            found.map_or(Ok(()), |nonsense| Err(own.error(nonsense.near(), &nonsense.what)))?;
        }
        Ok(Self { guidance, id: own.id, extends: own.extends })
    }
}

/// Something that has its form and makes no sense.
struct Nonsense {
    /// Names that are near it: its own, and that of the entry it is in.
    near: [String; 2],
    what: String,
}

impl Nonsense {
    fn near(&self) -> [&str; 2] {
        let [name, entry] = &self.near;
        [name, entry]
    }
}

/// What figures would silently be wrong or missing by. Editions that ship have none of it, which a test says.
fn find_nonsense(edition: &Edition, guidance: &Guidance) -> Option<Nonsense> {
    edition.measures.iter().find_map(|measure| nonsense_of(measure, guidance))
}

/// Percent.
const WHOLE: u16 = 100;

fn nonsense_of(measure: &Measure, guidance: &Guidance) -> Option<Nonsense> {
    let of_measure = |name: &str, what: String| {
        Some(Nonsense { near: [name, &measure.id].map(str::to_owned), what: format!("measure {}: {what}", measure.id) })
    };
    let marks = match &measure.kind {
        MeasureKind::Threshold(marks) => measure.outcome.iter().zip(marks).collect(),
        MeasureKind::MeanReached(mark) => measure.outcome.iter().map(|outcome| (outcome, mark)).collect(),
        _ => Vec::new(),
    };
    if let Some((outcome, mark)) = marks.into_iter().find(|(outcome, mark)| !is_mark(outcome, mark, guidance)) {
        return of_measure(mark, format!("{mark} is no result of {outcome}"));
    }
    if let Some(outcome) = measure.outcome.iter().find(|outcome| !is_result(outcome, guidance)) {
        return of_measure(outcome, format!("{outcome} holds no results"));
    }
    let lines = measure.lines.iter().map(|line| (line.percent, &line.label));
    let rates = measure
        .expected
        .iter()
        .flat_map(|expected| expected.rates.iter().map(move |rate| (rate.percent, &expected.subject)));
    if let Some((percent, mentioned)) =
        lines.chain(rates).find(|(percent, _)| measure.kind.is_share() && *percent > WHOLE)
    {
        return of_measure(mentioned, format!("{percent} percent are more than all"));
    }
    None
}

/// A code of a column that is worth something.
fn is_mark(heading: &str, mark: &str, guidance: &Guidance) -> bool {
    match kind_of(heading, guidance) {
        Some(FieldKind::Coded(list)) => guidance.codes.list(*list).is_some_and(|list| list.rank_of(mark).is_some()),
        _ => false,
    }
}

/// A column of numbers, or of codes that are worth something.
fn is_result(heading: &str, guidance: &Guidance) -> bool {
    match kind_of(heading, guidance) {
        Some(FieldKind::Number(_)) => true,
        Some(FieldKind::Coded(list)) => guidance.codes.list(*list).is_some_and(CodeList::has_results),
        _ => false,
    }
}

fn kind_of<'g>(heading: &str, guidance: &'g Guidance) -> Option<&'g FieldKind> {
    let field = guidance.fields.by_heading(heading)?;
    Some(&guidance.fields.get(field)?.kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of an edition that extends the newest one by this.
    fn refusal(own: &str) -> Option<String> {
        let shipped = Guidance::shipped().unwrap();
        let extends = &shipped.newest_edition().unwrap().id;
        let text = format!("id = \"own\"\nname = \"Own\"\nextends = \"{extends}\"\n{own}");
        ExtendedGuidance::read("own.toml", &text).err().map(|wrong| format!("{}: {}", wrong.place, wrong.what))
    }

    /// Editions that ship have none of this.
    #[test]
    fn every_edition_that_ships_can_be_extended() {
        let shipped = Guidance::shipped().unwrap();
        for edition in &shipped.editions {
            let text = format!("id = \"own\"\nname = \"Own\"\nextends = \"{}\"\n", edition.id);
            let extended = ExtendedGuidance::read("own.toml", &text).unwrap();
            let own = extended.guidance.edition("own").unwrap();
            assert_eq!((own.measures.len(), &own.family), (edition.measures.len(), &edition.family));
            assert_eq!(extended.guidance.editions.len(), shipped.editions.len() + 1);
        }
    }

    #[test]
    fn what_has_its_form_and_makes_no_sense_is_refused() {
        let measure = |changes: &str| refusal(&format!("[[measure]]\nid = \"ks2.maths\"\n{changes}\n"));
        assert_eq!(measure("title = \"Maths\""), None);
        let told = [
            (
                measure("kind = { threshold = [\"1b5\"] }"),
                "6:23: measure ks2.maths: 1b5 is no result of KS2_Maths_Score",
            ),
            (measure("outcome = [\"SEN\"]"), "5:6: measure ks2.maths: 100 is no result of SEN"),
            (measure("kind = \"average\"\noutcome = [\"SEN\"]"), "7:12: measure ks2.maths: SEN holds no results"),
            (
                measure("line = [{ kind = \"goal\", label = \"Ours\", percent = 700, source = \"S\", words = \"W\" }]"),
                "6:34: measure ks2.maths: 700 percent are more than all",
            ),
            (refusal("last_year = 1"), "4:1: current_year, target_year and last_year do not follow each other"),
            (refusal("family = \"levels\""), "4:1: it is of the family of the edition that it extends"),
            (refusal("stage = []"), "3:11: as it changes what it extends: measure eyfsp.gld: no stage Reception"),
        ];
        for (told, expected) in told {
            let told = told.unwrap_or_default();
            assert!(told.starts_with(&format!("own.toml:{expected}")), "{told}; {expected}");
        }
    }
}
