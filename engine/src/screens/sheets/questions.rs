//! The questions of School Improvement Partners, governors and heads, each with the figures that answer it (S1 ¶13–14).

use std::borrow::Cow;

use super::{attendance, begin, field, progress, remark};
use crate::ambition::Finding;
use crate::guidance::Measure;
use crate::guidance::sheets::SheetLine;
use crate::measures::evaluated::GroupFigure;
use crate::measures::groupings::{UNRECORDED, group_by_columns};
use crate::measures::{Basis, evaluate};
use crate::screens::ambition::card::{missed_checks, verdict};
use crate::screens::ambition::numbers::{CardFigures, percent, value};
use crate::screens::challenge::present::{concerned, pupils_of};
use crate::screens::scene::Scene;
use crate::screens::{Chip, SheetField, SheetPage, SheetPart, Tone};
use crate::session::command::{EntryId, Filter, SheetPupils};
use crate::session::filter;
use crate::session::lists::sheet_list;
use crate::text::phrases::{count, thousands};

pub(super) fn sheet(scene: &Scene) -> SheetPage {
    let mut roles: Vec<(String, String)> = Vec::new();
    for question in &scene.guidance.sheets.questions {
        if !roles.iter().any(|(role, _)| *role == question.under) {
            roles.push((question.under.clone(), question.under.clone()));
        }
    }
    let chosen = Some(scene.document.settings.entry(&EntryId::QuestionsOf)).filter(|chosen| !chosen.is_empty());
    let chosen = chosen.or(roles.first().map(|(role, _)| role.as_str())).unwrap_or_default().to_owned();
    let answers = AnswerSources { scene, found: scene.document.findings() };
    let mut parts = vec![begin(scene, "questions")];
    let questions = scene.guidance.sheets.questions.iter().filter(|question| question.under == chosen);
    parts.extend(questions.map(|question| answers.part(question)));
    if let Some(first) = parts.first_mut() {
        let whose = field(scene, EntryId::QuestionsOf, "Questions from", "");
        first.fields = vec![SheetField { choices: roles, value: chosen.clone(), ..whose }];
    }
    SheetPage {
        title: "Questions".into(),
        lead: format!(
            "{}, {}: each question with figures that help to answer it.",
            chosen, scene.document.settings.stage
        ),
        parts,
        ..SheetPage::default()
    }
}

/// What questions are answered from.
struct AnswerSources<'a> {
    scene: &'a Scene<'a>,
    found: &'a [Finding],
}

impl AnswerSources<'_> {
    fn part(&self, question: &SheetLine) -> SheetPart {
        let lines = question
            .figures
            .iter()
            .filter_map(|id| self.scene.guidance.sheets.answers.iter().find(|line| line.id == *id));
        let mut chips = lines.flat_map(|line| self.answer(line)).collect::<Vec<_>>();
        if chips.is_empty() {
            let words = if question.figures.is_empty() {
                "No figure answers this. Write your answer here."
            } else {
                "This file has no figures that answer it."
            };
            chips.push(remark(words));
        }
        SheetPart {
            title: question.title.clone(),
            paragraph: self.scene.guidance.cite(&question.source),
            chips,
            fields: vec![field(self.scene, EntryId::Answer(question.id.clone()), "Answer", "")],
            ..SheetPart::default()
        }
    }

    fn answer(&self, line: &SheetLine) -> Vec<Chip> {
        match line.kind.as_str() {
            "targets" => self.statutory().flat_map(|measure| self.target(measure)).collect(),
            "groups" => line.figures.iter().flat_map(|name| self.groups(name)).collect(),
            "findings" => self.codes(|_| true),
            "codes" => self.codes(|code| line.figures.iter().any(|wanted| wanted == code)),
            "progress" => progress::steps(self.scene),
            "exceptions" => vec![self.number("Agreed exceptions:", Filter::Excepted)],
            "changed" => vec![self.number("Targets changed here:", Filter::Changed)],
            "attendance" => attendance::answers(self.scene),
            "timetable" => {
                let actions = &self.scene.edition.timetable;
                let done =
                    actions.iter().filter(|action| self.scene.document.settings.is_done(&action.id)).count() as u64;
                vec![remark(&format!("Timetable: {} of {} done", thousands(done), thousands(actions.len() as u64)))]
            }
            _ => Vec::new(),
        }
    }

    fn statutory(&self) -> impl Iterator<Item = &Measure> {
        self.scene.edition.shown(&self.scene.document.settings.stage).filter(|measure| measure.is_main())
    }

    fn target(&self, measure: &Measure) -> Option<Chip> {
        let numbers = CardFigures::new(self.scene, measure);
        let target = numbers.target?;
        let current = numbers.current.map(|now| format!("; current {}", value(measure, Some(now)))).unwrap_or_default();
        let missed = missed_checks(self.scene, measure, self.scene.document.findings()).count();
        let said = verdict(measure, &numbers, missed, self.scene.edition.has_expectations());
        let reached = target.achieved.map(|reached| count(reached, "pupil"));
        let words = format!("{}: target {}{current}; {said}.", measure.short, value(measure, target.value));
        let filter = crate::screens::ambition::numbers::figure(
            measure,
            Basis::Moderated.name(),
            crate::session::command::FigurePart::Reached,
        );
        Some(Chip {
            words,
            tone: if numbers.against().is_some_and(|against| against < 0) { Tone::Warn } else { Tone::Plain },
            pupils: reached.is_some().then_some(filter),
            count: reached.unwrap_or_default(),
            paragraph: Some(self.scene.guidance.cite(&measure.source)),
        })
    }

    /// The first statutory target, group by group.
    fn groups(&self, name: &str) -> Vec<Chip> {
        let grouping = self.scene.guidance.fields.groupings.iter().find(|grouping| grouping.name == name);
        let shown = self
            .statutory()
            .find_map(|measure| Some((measure, evaluate(measure, &Basis::Moderated, &self.scene.bases)?)));
        let (Some(grouping), Some((measure, evaluated))) = (grouping, shown) else { return Vec::new() };
        let grouped = group_by_columns(grouping, &self.scene.bases);
        let groups = grouped.groups.names.iter().zip(&grouped.titles);
        let figures = evaluated.by_group(&grouped.groups, None);
        let chip = |((size, figure), (group, title)): (GroupFigure, (&Cow<str>, &String))| {
            let words = format!("{}, {}: {title}, target {} of", measure.short, grouping.title, percent(figure.value));
            let group = SheetPupils::Questions { grouping: name.to_owned(), group: group.clone().into_owned() };
            let pupils = sheet_list(group, format!("{}: {title}", grouping.title));
            let count = count(size, "pupil");
            Chip { words, count, pupils: Some(pupils), ..remark("") }
        };
        let some = figures.into_iter().zip(groups);
        some.filter(|((size, _), (name, _))| *size > 0 && name.as_ref() != UNRECORDED).map(chip).collect()
    }

    fn codes(&self, wanted: impl Fn(&str) -> bool) -> Vec<Chip> {
        let chip = |finding: &Finding| {
            let rule = self.scene.edition.finding(&finding.code)?;
            let on = self.scene.edition.measure(&finding.measure).map_or("", |measure| measure.short.as_str());
            Some(Chip {
                tone: Tone::Warn,
                words: if on.is_empty() {
                    format!("{}:", rule.title)
                } else {
                    format!("{on}, {}:", rule.title.to_lowercase())
                },
                count: concerned(self.scene, finding),
                pupils: pupils_of(finding),
                paragraph: Some(self.scene.guidance.cite(&finding.source)),
            })
        };
        self.found.iter().filter(|finding| wanted(&finding.code)).filter_map(chip).collect()
    }

    fn number(&self, words: &str, filter: Filter) -> Chip {
        let number = filter::pupils(self.scene.document, &filter).len() as u64;
        Chip { count: count(number, "pupil"), pupils: Some(filter).filter(|_| number > 0), ..remark(words) }
    }
}
