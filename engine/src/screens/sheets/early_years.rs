//! The Foundation Stage Profile: both targets by group, what each does to the other, and the children nearest to a good
//! level (RULES 3.3; S0 ¶49–59).

use super::groups::{ByGroup, EARLY_YEARS_GROUP};
use super::{begin, field, more, remark, way_part};
use crate::ambition::trajectory::steps;
use crate::guidance::Measure;
use crate::measures::{Exact, Figure, figure::percentage};
use crate::report::value::CellValue;
use crate::screens::ambition::numbers::percent;
use crate::screens::chart::{ChartRow, rows};
use crate::screens::scene::Scene;
use crate::screens::{Chip, SheetPage, SheetPart, TableCell, TableRow, TableView};
use crate::session::command::{EarlyYearsPupils, EntryId, Filter, SheetPupils};
use crate::session::lists::early_years::ProfileChildren;
use crate::session::lists::groups::groupings;
use crate::session::lists::{EARLY_YEARS, sheet_list};
use crate::text::phrases::{count, list, thousands};

pub(super) fn sheet(scene: &Scene) -> SheetPage {
    let by_group = ByGroup::new(scene, EARLY_YEARS_GROUP, EARLY_YEARS, scene.bases.clone());
    let children = ProfileChildren::new(scene.edition, &scene.bases);
    let mut parts = vec![groups(scene, &by_group, children.as_ref())];
    if let Some(children) = &children {
        parts.extend(scales(scene, children));
        parts.push(tandem(scene, children));
        parts.extend(ways(scene, &by_group));
        parts.push(near(scene, children));
    }
    SheetPage {
        title: "Early years".into(),
        lead: "A good level of development for more children, and a smaller gap to the lowest fifth.".into(),
        parts,
        notice: super::PERSONAL.into(),
        ..SheetPage::default()
    }
}

fn children_list(who: EarlyYearsPupils, title: String) -> Filter {
    sheet_list(SheetPupils::EarlyYears(who), title)
}

fn groups(scene: &Scene, by_group: &ByGroup, children: Option<&ProfileChildren>) -> SheetPart {
    let measures = scene.edition.figures().filter(|measure| measure.stage == EARLY_YEARS);
    let mut part = SheetPart {
        words: measures.map(|measure| format!("{}: {}", measure.title, measure.definition)).collect(),
        table: TableView::new(by_group.headings(), by_group.rows(&groupings(&scene.bases, scene.guidance))),
        ..begin(scene, "early-groups")
    };
    if let Some(children) = children {
        part.after.extend(spread_words(children));
        let lowest = children.lowest().len() as u64;
        let pupils = children_list(EarlyYearsPupils::Lowest(None), "The children with the lowest totals".into());
        let chip = Chip { count: count(lowest, "pupil"), pupils: Some(pupils), ..remark("The lowest fifth:") };
        part.chips.extend((lowest > 0).then_some(chip));
    }
    part
}

/// "Median 78.0 points, mean of the lowest 45.2: 32.8 points, 42.1% of the median."
fn spread_words(children: &ProfileChildren) -> Option<String> {
    let spread = ProfileChildren::spread(&children.totals, children.lowest_percent)?;
    let (gap, _) = spread.median.distance(spread.lowest);
    let [median, lowest, gap] = [spread.median, spread.lowest, gap].map(|points| points.decimals(1));
    let of = percent(spread.gap());
    Some(format!(
        "The median is {median} points, the mean of the lowest fifth {lowest}: a gap of {gap} points, {of} of the median."
    ))
}

/// Scale by scale, how many children have the points that a good level asks in some of them.
fn scales(scene: &Scene, children: &ProfileChildren) -> Option<SheetPart> {
    let line = |scale: &String| {
        let (reached, all) = children.reached_in(scale, &scene.bases)?;
        let title = scene.guidance.fields.get_heading(scale).map_or(scale.as_str(), |field| field.short.as_str());
        Some((title.to_owned(), reached, all, percentage(reached, all)?))
    };
    let lines = children.all_scales().iter().filter_map(line).collect::<Vec<_>>();
    let row = |(title, reached, all, share): &(String, u64, u64, Exact)| {
        let small = format!("{} of {}", thousands(*reached), thousands(*all)).into();
        let cell = TableCell { small, ..TableCell::new(CellValue::percent(*share)) };
        TableRow::named(title.as_str(), vec![cell])
    };
    let drawn = |(title, .., share): &(String, u64, u64, Exact)| ChartRow {
        name: title.clone(),
        at: share.decimals(1),
        from: None,
        words: format!("{title}: {}", percent(Some(*share))),
    };
    let part = begin(scene, "early-scales");
    let key = format!("\u{25cf} children with {} points or more", children.rule.each);
    let chart = rows(&lines.iter().map(drawn).collect::<Vec<_>>(), None, &part.title, &key);
    let heading = format!("{} points or more", children.rule.each);
    let table = TableView::new(["Scale".to_owned(), heading], lines.iter().map(row).collect());
    (!lines.is_empty()).then_some(SheetPart { chart, table, ..part })
}

fn tandem(scene: &Scene, children: &ProfileChildren) -> SheetPart {
    let to = scene.edition.target_year;
    let mut part = begin(scene, "early-tandem");
    for measure in [children.good, children.gap] {
        part.fields.push(field(
            scene,
            EntryId::Target(measure.id.clone()),
            &format!("{}: target for {to}", measure.title),
            "%",
        ));
    }
    let target = |measure: &Measure| scene.document.current.typed_target(&measure.id);
    part.after.extend(target(children.gap).and_then(|target| closing_the_gap(children, target)));
    part.after.extend(target(children.good).and_then(|target| raising_the_nearest(children, target)));
    if part.after.is_empty() {
        part.after.push("Type a target to see what it does to the other.".into());
    }
    part
}

/// The gap closed by as many points for each child of the lowest fifth. With them others may be the lowest, so the points
/// are those with which the gap of all totals is closed.
fn closing_the_gap(children: &ProfileChildren, target: Exact) -> Option<String> {
    let spread = ProfileChildren::spread(&children.totals, children.lowest_percent)?;
    let hundred = Exact { numerator: 100, denominator: 1 };
    let (kept, above) = target.distance(hundred);
    let wanted = Exact {
        numerator: spread.median.numerator * kept.numerator,
        denominator: spread.median.denominator * kept.denominator * 100,
    };
    let (short, below) = spread.lowest.distance(wanted);
    let now = percent(spread.gap());
    if !above || !below || short.numerator == 0 {
        return Some(format!("The gap is {now}: not above its target of {}.", percent(Some(target))));
    }
    let lowest = children.lowest();
    let fewest = u64::try_from(short.numerator.div_ceil(short.denominator)).ok()?;
    let highest = children.totals.last().map_or(0, |(total, _)| *total);
    let closes = |points: &u64| {
        let mut raised = children.totals.clone();
        raised.iter_mut().take(lowest.len()).for_each(|(total, _)| *total += points);
        raised.sort_unstable();
        let gap = ProfileChildren::spread(&raised, children.lowest_percent).and_then(|spread| spread.gap());
        gap.is_some_and(|gap| gap.compare(target).is_le())
    };
    let Some(points) = (fewest..=highest.max(fewest)).find(closes) else {
        return Some(format!(
            "The gap is {now}. Extra points for the lowest fifth alone cannot bring it to {}: other children are as \
             low.",
            percent(Some(target))
        ));
    };
    let is_new = |(total, pupil): &&(u64, u32)| {
        !children.has_reached(*pupil) && total + points >= u64::from(children.rule.total)
    };
    let new = lowest.iter().filter(is_new).count() as u64;
    let (before, all) = (children.all_reached() as u64, children.totals.len() as u64);
    Some(format!(
        "To close the gap from {now} to {}, each of the {} in the lowest fifth needs {} more. {} of them would then \
         have {} points in total, so that a good level would be {} at most, from {} now.",
        percent(Some(target)),
        if lowest.len() == 1 { "1 child".into() } else { format!("{} children", lowest.len()) },
        count(points, "point"),
        if new == 0 { "None".into() } else { new.to_string() },
        children.rule.total,
        percent(percentage(before + new, all)),
        percent(percentage(before, all)),
    ))
}

/// As many children as are missing reach a good level, those with the highest totals first.
fn raising_the_nearest(children: &ProfileChildren, target: Exact) -> Option<String> {
    let all = children.totals.len() as u128;
    let wanted = (target.numerator * all).div_ceil(target.denominator * 100);
    let missing = usize::try_from(wanted).ok()?.saturating_sub(children.all_reached());
    let before = ProfileChildren::spread(&children.totals, children.lowest_percent)?.gap();
    if missing == 0 {
        return Some(format!("A good level of development has reached its target of {}.", percent(Some(target))));
    }
    let mut raised = children.totals.clone();
    let others = raised.iter_mut().rev().filter(|(_, pupil)| !children.has_reached(*pupil));
    for (total, _) in others.take(missing) {
        *total = (*total).max(children.rule.total.into());
    }
    raised.sort_unstable();
    let after = ProfileChildren::spread(&raised, children.lowest_percent)?.gap();
    Some(format!(
        "To reach {} of children at a good level, {} more have to reach it. If those with the highest totals reach it, the gap \
         changes to {}, from {} now: {}",
        percent(Some(target)),
        if missing == 1 { "1 child".into() } else { format!("{missing} children") },
        percent(after),
        percent(before),
        match (after, before) {
            (Some(after), Some(before)) if after.compare(before).is_lt() => "both targets come closer.",
            (Some(after), Some(before)) if after.compare(before).is_gt() =>
                "it would widen; the lowest fifth has to improve as well.",
            _ => "it does not close; the lowest fifth has to improve as well.",
        }
    ))
}

/// From current performance, or else the results of this file, to the targets typed in.
fn ways(scene: &Scene, by_group: &ByGroup) -> Vec<SheetPart> {
    let (year, to) = (scene.edition.current_year, scene.edition.target_year);
    let way = |measure: &Measure| {
        let in_file = by_group.figure(&measure.id).and_then(|figure: Figure| figure.value);
        let start = scene.document.current.value(&measure.id, "").or(in_file)?;
        let target = scene.document.current.typed_target(&measure.id)?;
        let mut part = begin(scene, "early-way");
        part.title = format!("{}: {}", part.title, measure.title.to_lowercase());
        part.fields.push(field(
            scene,
            EntryId::Current(measure.id.clone()),
            &format!("Results of {year}, if not in this file"),
            "%",
        ));
        let all = scene.document.cohort().len() as u64;
        way_part(&mut part, &steps((year, start), (to, target), all), Some((to, target)), "Equal steps", measure);
        Some(part)
    };
    scene.edition.figures().filter(|measure| measure.stage == EARLY_YEARS).filter_map(way).collect()
}

fn near(scene: &Scene, children: &ProfileChildren) -> SheetPart {
    let near = children.near(&scene.bases);
    let listed = usize::try_from(scene.guidance.sheets.near("listed")).unwrap_or(usize::MAX);
    let row = |(needed, pupil): &(u64, u32)| {
        let name = scene.bases.cohort().pupil_name(*pupil as usize);
        let pupils = children_list(EarlyYearsPupils::Near(Some(*pupil)), name.clone());
        let total = children.totals.iter().find(|(_, of)| of == pupil).map_or(0, |(total, _)| *total);
        let short = children.short_scales(*pupil, &scene.bases).map(|(short, scale)| {
            let field = scene.guidance.fields.get_heading(scale).map_or(scale.as_str(), |field| field.short.as_str());
            format!("{field} ({short})")
        });
        let cells = vec![
            TableCell::new(CellValue::Number(total.to_string())),
            TableCell::new(CellValue::Number(needed.to_string())),
            TableCell::new(list(&short.collect::<Vec<_>>())),
        ];
        TableRow::new(TableCell::opening(name, pupils), cells)
    };
    let all = children_list(EarlyYearsPupils::Near(None), "Children nearest to a good level".into());
    let chip = Chip { count: count(near.len() as u64, "pupil"), pupils: Some(all), ..remark("Nearest:") };
    SheetPart {
        chips: (!near.is_empty()).then_some(chip).into_iter().collect(),
        table: TableView::new(
            ["Child", "Total", "Points needed", "Short in"],
            near.iter().take(listed).map(row).collect(),
        ),
        after: more(listed, near.len()),
        ..begin(scene, "early-near")
    }
}
