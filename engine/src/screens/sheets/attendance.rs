//! Absence: by group and reason, against the median of the school's band, half term by half term, and the pupils near
//! persistent absence (RULES 3.4, 3.6; S0 ¶80–91).

use super::groups::{ATTENDANCE_GROUP, ByGroup};
use super::{begin, field, more, remark, school_absence, way_part};
use crate::ambition::findings;
use crate::ambition::trajectory::steps;
use crate::cohort::register;
use crate::guidance::edition::PagePart;
use crate::guidance::sheets::SheetLine;
use crate::guidance::{Guidance, Measure, MeasureKind};
use crate::measures::attendance::SessionColumns;
use crate::measures::bases::{ModeratedTargets, PriorCache};
use crate::measures::{Bases, Basis, Exact, evaluate, figure::percentage};
use crate::report::value::CellValue;
use crate::screens::ambition::numbers::percent;
use crate::screens::challenge::present::concerned;
use crate::screens::chart::{ChartLine, over_terms};
use crate::screens::check::touched;
use crate::screens::method::present::switch;
use crate::screens::scene::Scene;
use crate::screens::{Chip, FigureChart, SheetField, SheetPage, SheetPart, TableCell, TableRow, TableView, Tone};
use crate::session::command::{AttendancePupils, EntryId, Filter, SheetPupils};
use crate::session::lists::attendance::{NearPersistent, persistent};
use crate::session::lists::groups::groupings;
use crate::session::lists::{ATTENDANCE, sheet_list};
use crate::text::phrases::{count, list};

/// The sheet of all who count; `year_chosen`: a year group is chosen that does not matter here.
pub(super) fn sheet(scene: &Scene, year_chosen: bool) -> SheetPage {
    let by_group = ByGroup::new(scene, ATTENDANCE_GROUP, ATTENDANCE, scene.bases.clone());
    let mut parts = vec![groups(scene, &by_group)];
    parts.extend(absence(scene).map(|measure| target_part(scene, measure, &by_group)));
    parts.extend(absence(scene).and_then(|measure| school_absence::part(scene, measure)));
    parts.extend(absence(scene).map(|measure| half_terms(scene, measure)));
    parts.extend(persistent(scene.edition).and_then(|measure| near(scene, measure)));
    parts.extend(reasons(scene));
    let switches = scene.edition.switches.iter().filter(|switch| switch.stages.iter().any(|stage| stage == ATTENDANCE));
    let mut chips = touched::chips(scene, absence(scene));
    chips.extend(raised(scene));
    if year_chosen {
        chips.push(remark("Absence covers all year groups, whichever is chosen, and so do the lists of pupils."));
    }
    SheetPage {
        title: "Attendance".into(),
        lead: "Sessions missed by all pupils at the school, authorised or not.".into(),
        chips,
        parts,
        notice: super::PERSONAL.into(),
        switches: switches.map(|of| switch(of, &scene.document.settings.switches, scene.guidance)).collect(),
        ..SheetPage::default()
    }
}

fn absence<'a>(scene: &Scene<'a>) -> Option<&'a Measure> {
    scene.edition.measures.iter().find(|measure| measure.kind == MeasureKind::Absence)
}

/// What is known of absence: the target typed in, current absence, and what the file says.
pub(super) fn answers(scene: &Scene) -> Vec<Chip> {
    let (moderated, priors) = (ModeratedTargets::new(), PriorCache::default());
    let bases = Bases::new(&scene.document.file, scene.guidance, &moderated, &priors);
    let measures = scene.edition.figures().filter(|measure| measure.stage == ATTENDANCE);
    let answer = |measure: &Measure| {
        let in_file = evaluate(measure, &Basis::Actual, &bases).and_then(|evaluated| evaluated.figure(None).value);
        let said = |words: &str, value: Option<Exact>| value.map(|value| format!("{words} {}", value.percent()));
        let known = [
            said("target", scene.document.current.typed_target(&measure.id)),
            said("current", scene.document.current.value(&measure.id, "")),
            said("in this file", in_file),
        ];
        let known = known.into_iter().flatten().collect::<Vec<_>>();
        let words = format!("{}: {}", measure.title, list(&known));
        (!known.is_empty()).then(|| Chip { paragraph: Some(scene.guidance.cite(&measure.source)), ..remark(&words) })
    };
    measures.filter_map(answer).collect()
}

fn pupils_list(who: AttendancePupils, title: String) -> Filter {
    sheet_list(SheetPupils::Attendance(who), title)
}

/// What is raised on attendance, as remarks.
fn raised(scene: &Scene) -> Vec<Chip> {
    let found = findings::findings_at_stage(scene.edition, ATTENDANCE, &scene.bases, scene.document.evidence());
    let chip = |finding: findings::Finding| {
        let title = scene.edition.finding(&finding.code).map_or(finding.code.as_str(), |rule| rule.title.as_str());
        let of = AttendancePupils::Finding { measure: finding.measure.clone(), code: finding.code.clone() };
        Chip {
            tone: Tone::Warn,
            words: finding.message(),
            count: concerned(scene, &finding),
            pupils: Some(pupils_list(of, title.to_owned())).filter(|_| finding.pupils > 0),
            paragraph: Some(scene.guidance.cite(&finding.source)),
        }
    };
    found.into_iter().map(chip).collect()
}

fn groups(scene: &Scene, by_group: &ByGroup) -> SheetPart {
    let fields = persistent(scene.edition).map(|measure| targets(scene, measure)).unwrap_or_default();
    let definitions = scene.edition.figures().filter(|measure| measure.stage == ATTENDANCE);
    SheetPart {
        words: definitions.map(defined).collect(),
        fields,
        table: TableView::new(by_group.headings(), by_group.rows(&groupings(&scene.bases, scene.guidance))),
        ..begin(scene, "absence-groups")
    }
}

/// What a measure is, and what is known of it elsewhere.
fn defined(measure: &Measure) -> String {
    let facts = measure.facts.iter().map(|fact| format!(" {}", fact.words)).collect::<String>();
    format!("{}: {}{facts}", measure.title, measure.definition)
}

/// The target against the median of the band, and a series of annual targets to it.
fn target_part(scene: &Scene, measure: &Measure, by_group: &ByGroup) -> SheetPart {
    let (year, to) = (scene.edition.current_year, scene.edition.target_year);
    let now = scene.document.current.value(&measure.id, "");
    let median = scene.document.settings.median();
    let target = scene.document.current.typed_target(&measure.id);
    let id = if scene.edition.has(PagePart::Medians) { "absence-median" } else { "absence-improvement" };
    let mut part = SheetPart { fields: fields(scene, measure, year, to), ..begin(scene, id) };
    let in_file = by_group.figure(&measure.id).and_then(|figure| figure.value);
    part.after.push(format!("Absence in this file is {}.", percent(in_file)));
    if let (Some(now), Some(median)) = (now, median) {
        let by = scene.edition.findings.iter().find_map(|rule| rule.kind.median_year());
        let series =
            if now.compare(median).is_gt() { steps((year, now), (by.unwrap_or(to), median), 0) } else { Vec::new() };
        part.after.push(match series.is_empty() {
            true => "Absence is at or below the median. The target is expected to keep or improve it.".into(),
            false => "Absence is above the median. The target should be the median or, where that is unrealistic, one \
                      of a series of yearly targets that reach it in equal steps."
                .into(),
        });
        way_part(&mut part, &series, target.map(|target| (to, target)), "To the median", measure);
    }
    part
}

/// Current performance and the target of the local authority's own measure, to be typed in.
fn targets(scene: &Scene, measure: &Measure) -> Vec<SheetField> {
    let (year, to) = (scene.edition.current_year, scene.edition.target_year);
    let now = field(scene, EntryId::Current(measure.id.clone()), &format!("{} in {year}", measure.title), "%");
    let target = field(scene, EntryId::Target(measure.id.clone()), &format!("Target for {to}"), "%");
    vec![now, target]
}

fn fields(scene: &Scene, measure: &Measure, year: u16, to: u16) -> Vec<SheetField> {
    let mut fields = match scene.edition.has(PagePart::Medians) {
        true => vec![
            field(scene, EntryId::Medians, "Bands and their medians", ""),
            SheetField {
                choices: school_absence::bands(scene),
                ..field(scene, EntryId::Band, "The school\u{2019}s band", "")
            },
        ],
        false => vec![field(scene, EntryId::Improvement, "Improvement asked of the school (ABIE)", "points")],
    };
    if scene.document.current.figure(&measure.id, "").is_none() {
        fields.push(field(scene, EntryId::Current(measure.id.clone()), &format!("Absence in {year}"), "%"));
    }
    fields.push(field(scene, EntryId::Target(measure.id.clone()), &format!("Target for {to}"), "%"));
    fields
}

/// Goals for each half term that follow last year's shape and come to the annual target.
fn half_terms(scene: &Scene, measure: &Measure) -> SheetPart {
    let lines = &scene.guidance.sheets.half_terms;
    let typed = |line: &SheetLine| {
        let rate = scene.document.settings.percent(&EntryId::HalfTermAbsence(line.id.clone()))?;
        Some((rate, scene.document.settings.whole(&EntryId::HalfTermSessions(line.id.clone()))?))
    };
    let shape = lines.iter().map(typed).collect::<Vec<_>>();
    let target = scene.document.current.typed_target(&measure.id);
    let goals = target.map(|target| seasonal(&shape, target)).unwrap_or_default();
    let row = |(place, line): (usize, &SheetLine)| {
        let quiet = |what: EntryId, label: &str, unit: &str| {
            let field = field(scene, what, &format!("{label}, {}", line.title.to_lowercase()), unit);
            TableCell::typed(vec![SheetField { quiet: true, ..field }])
        };
        let (goal, so_far) = goals.get(place).copied().flatten().unzip();
        let cells = vec![
            quiet(EntryId::HalfTermSessions(line.id.clone()), "Possible sessions last year", ""),
            quiet(EntryId::HalfTermAbsence(line.id.clone()), "Absence last year", "%"),
            TableCell::new(CellValue::share(goal)),
            TableCell::new(CellValue::share(so_far)),
        ];
        TableRow::named(line.title.as_str(), cells)
    };
    let chart = term_chart(lines, &shape, &goals);
    let words = match (target, goals.iter().any(Option::is_some)) {
        (None, _) => "Type the annual target above, and last year\u{2019}s sessions and absence here.",
        (_, false) => "Type last year\u{2019}s possible sessions and absence. A half term without both has no goal.",
        _ => {
            "Each goal is last year\u{2019}s absence for that half term, scaled so that the whole year comes to the \
             annual target."
        }
    };
    SheetPart {
        words: vec![words.into()],
        chart,
        table: TableView::new(
            ["Half term", "Possible sessions last year", "Absence last year", "Goal", "Year so far"],
            lines.iter().enumerate().map(row).collect(),
        ),
        ..begin(scene, "half-terms")
    }
}

/// Last year's absence, the goals, and what the year comes to, term by term.
fn term_chart(terms: &[SheetLine], shape: &[Option<(Exact, u64)>], goals: &[Option<(Exact, Exact)>]) -> FigureChart {
    let line = |kind: &'static str, title: &str, values: Vec<Option<Exact>>| ChartLine {
        kind,
        title: title.to_owned(),
        points: (0_u16..).zip(values).filter_map(|(term, value)| Some((term, value?))).collect(),
    };
    let last = line("results", "Last year", shape.iter().map(|half| half.map(|(rate, _)| rate)).collect());
    let goal = line("goal", "Goal", goals.iter().map(|goal| goal.map(|(goal, _)| goal)).collect());
    let so_far = line("floor", "Year so far", goals.iter().map(|goal| goal.map(|(_, so_far)| so_far)).collect());
    let drawn = [last, goal, so_far].into_iter().filter(|line| !line.points.is_empty()).collect::<Vec<_>>();
    let names = terms.iter().map(|term| term.words.as_str()).collect::<Vec<_>>();
    let key = "Green: last year. Blue: the goal. Dotted: the year so far, if each goal is met.";
    FigureChart { key: key.into(), ..over_terms(&drawn, &names, "Absence by half term") }
}

/// For each half term its goal, and what the year comes to by its end.
fn seasonal(shape: &[Option<(Exact, u64)>], target: Exact) -> Vec<Option<(Exact, Exact)>> {
    let zero = Exact { numerator: 0, denominator: 1 };
    let absent = |(rate, possible): (Exact, u64)| {
        Exact { numerator: rate.numerator * u128::from(possible), ..rate }.lowest_terms()
    };
    let missed = shape.iter().flatten().fold(zero, |sum, half| sum.plus(absent(*half)).lowest_terms());
    let possible: u64 = shape.iter().flatten().map(|(_, possible)| possible).sum();
    let factor =
        times(target, Exact { numerator: missed.denominator * u128::from(possible), denominator: missed.numerator });
    let (mut goal_sum, mut sessions) = (zero, 0);
    let one = |half: &Option<(Exact, u64)>| {
        let (rate, possible) = (*half)?;
        let goal = times(rate, factor);
        goal_sum = goal_sum.plus(absent((goal, possible))).lowest_terms();
        sessions += possible;
        let so_far = Exact { numerator: goal_sum.numerator, denominator: goal_sum.denominator * u128::from(sessions) };
        (missed.numerator > 0 && sessions > 0).then_some((goal, so_far))
    };
    shape.iter().map(one).collect()
}

fn times(one: Exact, other: Exact) -> Exact {
    let (one, other) = (one.lowest_terms(), other.lowest_terms());
    Exact { numerator: one.numerator * other.numerator, denominator: one.denominator * other.denominator }
        .lowest_terms()
}

fn near(scene: &Scene, measure: &Measure) -> Option<SheetPart> {
    let (NearPersistent(near), sessions) =
        (NearPersistent::new(measure, &scene.bases)?, SessionColumns::new(measure, &Basis::Actual, &scene.bases)?);
    let listed = usize::try_from(scene.guidance.sheets.near("listed")).unwrap_or(usize::MAX);
    let row = |(left, pupil): &(u64, u32)| {
        let (absent, possible) = sessions.sessions_of(*pupil as usize)?;
        let name = scene.bases.cohort().pupil_name(*pupil as usize);
        let link = pupils_list(AttendancePupils::Near(Some(scene.document.in_file(*pupil))), name.clone());
        let share = CellValue::share(percentage(absent, possible));
        let left = CellValue::Number(left.to_string());
        let cells = [absent.into(), possible.into(), share, left].map(TableCell::new).to_vec();
        Some(TableRow::new(TableCell::opening(name, link), cells))
    };
    let within = scene.guidance.sheets.near("sessions");
    let title = format!("Within {} of persistent absence", count(within, "session"));
    let all = pupils_list(AttendancePupils::Near(None), title);
    let chip = Chip {
        count: count(near.len() as u64, "pupil"),
        pupils: Some(all).filter(|_| !near.is_empty()),
        ..remark("Close to it:")
    };
    Some(SheetPart {
        chips: vec![chip],
        table: TableView::new(
            ["Pupil", "Absent", "Possible", "Absence", "Sessions left"],
            near.iter().take(listed).filter_map(row).collect(),
        ),
        after: more(listed, near.len()),
        ..begin(scene, "absence-near")
    })
}

/// How often each mark of a register is met.
struct RegisterMarks {
    /// Sessions and pupils with each mark, in the order of the data.
    tallies: Vec<(u64, u64)>,
    /// Letters that are no mark.
    strange: String,
}

impl RegisterMarks {
    fn count_marks(scene: &Scene) -> Option<Self> {
        let labels = register::register_column(scene.bases.cohort(), scene.guidance)?;
        let mut marks = Self { tallies: vec![(0, 0); scene.guidance.sheets.marks.len()], strange: String::new() };
        (0..scene.bases.cohort().len()).for_each(|pupil| marks.add(labels.label(pupil), scene.guidance));
        Some(marks)
    }

    /// Adds a pupil.
    fn add(&mut self, register: &str, guidance: &Guidance) {
        let mut met = vec![false; self.tallies.len()];
        for mark in register::marks_of(register, &guidance.sheets) {
            let is = |line: &SheetLine| line.id.eq_ignore_ascii_case(mark);
            let place = guidance.sheets.marks.iter().position(is);
            let of_mark = place.and_then(|place| self.tallies.get_mut(place).zip(met.get_mut(place)));
            match of_mark {
                Some(((sessions, pupils), met)) => {
                    *sessions += 1;
                    *pupils += u64::from(!std::mem::replace(met, true));
                }
                None if !self.strange.contains(mark) => self.strange.push_str(mark),
                None => (),
            }
        }
    }

    /// The possible sessions.
    fn possible(&self, scene: &Scene) -> u64 {
        let of_marks = scene.guidance.sheets.marks.iter().zip(&self.tallies);
        of_marks.filter(|(mark, _)| is_possible(scene, mark)).map(|(_, (sessions, _))| sessions).sum()
    }
}

fn meaning<'a>(scene: &'a Scene<'a>, mark: &SheetLine) -> Option<&'a SheetLine> {
    scene.guidance.sheets.meanings.iter().find(|meaning| meaning.id == mark.kind)
}

fn is_possible(scene: &Scene, mark: &SheetLine) -> bool {
    meaning(scene, mark).is_some_and(|meaning| !meaning.figures.is_empty())
}

/// Sessions by reason, from a register.
fn reasons(scene: &Scene) -> Option<SheetPart> {
    let marks = RegisterMarks::count_marks(scene)?;
    let possible = marks.possible(scene);
    let row = |(mark, (sessions, pupils)): (&SheetLine, &(u64, u64))| {
        let link = pupils_list(AttendancePupils::Reason(mark.id.clone()), mark.title.clone());
        let share = is_possible(scene, mark).then(|| percentage(*sessions, possible)).flatten();
        (*sessions > 0).then(|| {
            let cells = vec![
                TableCell::new(meaning(scene, mark).map_or("", |meaning| meaning.title.as_str())),
                TableCell::new(*sessions),
                TableCell::new(CellValue::share(share)),
                TableCell::opening(*pupils, link),
            ];
            TableRow::named(format!("{} {}", mark.id, mark.title), cells)
        })
    };
    let mut part = SheetPart {
        table: TableView::new(
            ["Mark", "Counts as", "Sessions", "% of possible sessions", "Pupils"],
            scene.guidance.sheets.marks.iter().zip(&marks.tallies).filter_map(row).collect(),
        ),
        ..begin(scene, "reasons")
    };
    if !marks.strange.is_empty() {
        let words = format!(
            "Register marks not understood: {}. Pupils with one of these are left out of the absence figures.",
            marks.strange
        );
        part.chips.push(Chip { tone: Tone::Warn, ..remark(&words) });
    }
    Some(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_terms_follow_last_year_and_come_to_the_target() {
        let percent = |tenths: u128| Exact { numerator: tenths, denominator: 10 };
        // 1000 sessions at 5.0% and 500 at 8.0% are 90 of 1500 missed, 6.0%; a target of 4.5% is three quarters of it.
        let goals = seasonal(&[Some((percent(50), 1000)), None, Some((percent(80), 500))], percent(45));
        let shown = goals.iter().map(|goal| goal.map(|(goal, so_far)| (goal.decimals(2), so_far.decimals(2))));
        let expected = [Some(("3.75", "3.75")), None, Some(("6.00", "4.50"))];
        assert_eq!(shown.collect::<Vec<_>>(), expected.map(|pair| pair.map(|(a, b)| (a.to_owned(), b.to_owned()))));
        assert_eq!(seasonal(&[Some((percent(0), 1000))], percent(45)), [None]);
    }
}
