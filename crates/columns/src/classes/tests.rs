//! Each vectorised loop against the obvious one.

use super::code_table::{self, CodeTable, ShuffleTable};
use super::conditions::{self, RangeCondition};
use super::count::{self, CLASSES, LEVELS, NUMBERS};
use super::progress;

/// Pseudo-random numbers, the same for the same seed.
fn numbers(count: u32, seed: u32) -> Vec<u8> {
    let number = |place: u32| (place.wrapping_add(seed).wrapping_mul(2_654_435_761) >> 21) as u8;
    (0..count).map(number).collect()
}

/// Lengths around the SIMD width and around block boundaries.
fn lengths() -> impl Iterator<Item = u32> {
    (0..100).chain([4079, 4080, 4081, 4095, 4096, 4097, 10_000])
}

/// Tables with no deviating group, with a few, and with nothing else.
fn tables() -> [CodeTable; 5] {
    let number = |code: usize| u8::try_from(code).unwrap();
    [
        [7; 256],
        std::array::from_fn(|code| u8::from(code == 255)),
        std::array::from_fn(|code| if (14..40).contains(&code) { number(code) } else { 3 }),
        std::array::from_fn(|code| if code < 16 { 0 } else { number(code % 3) }),
        std::array::from_fn(|code| number(code) ^ 0x5a),
    ]
}

#[test]
fn everyone_is_counted_once() {
    for pupils in lengths() {
        let classes = numbers(pupils, 0).iter().map(|number| number >> 5).collect::<Vec<_>>();
        let everyone = (0..pupils).collect::<Vec<_>>();
        let mut expected = [0; CLASSES];
        classes.iter().for_each(|class| expected[usize::from(*class)] += 1);
        assert_eq!(count::count_classes(&classes), expected, "{pupils}");
        assert_eq!(count::count_among(&classes, &everyone), expected, "{pupils}");
        let mut by_group = [[0; CLASSES]; 2];
        let groups = numbers(pupils, 9).iter().map(|number| u16::from(number % 3)).collect::<Vec<_>>();
        count::count_by_group(&classes, &groups, &mut by_group);
        for (group, counts) in (0..).zip(by_group) {
            let mut expected = [0; CLASSES];
            let of_group = classes.iter().zip(&groups).filter(|(_, of)| **of == group);
            of_group.for_each(|(class, _)| expected[usize::from(*class)] += 1);
            assert_eq!(counts, expected, "{pupils}");
        }
        let others = groups.iter().map(|group| u8::try_from(*group).unwrap()).collect::<Vec<_>>();
        let mut of_all_three = [[0; CLASSES]; 3];
        count::count_by_group(&classes, &groups, &mut of_all_three);
        assert_eq!(count::count_by_class(&classes, &others)[..3], of_all_three, "{pupils}");
        let mut sizes = [0; 2];
        count::count_groups(&groups, &mut sizes);
        assert_eq!(sizes, by_group.map(|counts| counts.iter().sum::<u32>()), "{pupils}");
    }
}

#[test]
fn shuffled_or_one_by_one() {
    for table in tables() {
        let lookup = ShuffleTable::new(&table);
        for pupils in lengths() {
            let codes = if pupils == 99 { (0..=u8::MAX).collect() } else { numbers(pupils, 1) };
            let expected = codes.iter().map(|code| table[usize::from(*code)]).collect::<Vec<_>>();
            let [mut at_once, mut one_by_one] = [vec![0; codes.len()], vec![0; codes.len()]];
            lookup.by_shuffle(&codes, &mut at_once);
            code_table::one_by_one(&table, &codes, &mut one_by_one);
            assert_eq!(at_once, expected, "{pupils}");
            assert_eq!(one_by_one, expected, "{pupils}");
            assert_eq!(code_table::look_up(&codes, &table), expected, "{pupils}");
            let before = numbers(codes.len().try_into().unwrap(), 2);
            let [mut lowered, mut raised] = [before.clone(), before.clone()];
            code_table::lower(&mut lowered, &codes, &table);
            code_table::raise(&mut raised, &codes, &table);
            let each = |of: fn(u8, u8) -> u8| before.iter().zip(&expected).map(move |(one, other)| of(*one, *other));
            assert!(each(std::cmp::min).eq(lowered), "{pupils}");
            assert!(each(std::cmp::max).eq(raised), "{pupils}");
        }
    }
}

#[test]
fn groups_and_sums() {
    let table: [u16; 256] = std::array::from_fn(|code| u16::try_from(code * 7 % 300).unwrap());
    for pupils in lengths() {
        let codes = numbers(pupils, 3);
        let expected = codes.iter().map(|code| table[usize::from(*code)]).collect::<Vec<_>>();
        assert_eq!(code_table::look_up_groups(&codes, &table), expected, "{pupils}");
        let before = numbers(pupils, 4).iter().map(|number| u16::from(number % 2)).collect::<Vec<_>>();
        let [mut filled, mut sums] = [before.clone(), before.clone()];
        code_table::fill_groups(&mut filled, &codes, &table);
        let either = before.iter().zip(&expected).map(|(before, of)| if *before == 0 { *of } else { *before });
        assert!(either.eq(filled), "{pupils}");
        code_table::add_up(&mut sums, &codes, &table);
        assert!(before.iter().zip(&expected).map(|(before, of)| before + of).eq(sums.iter().copied()), "{pupils}");
        let levels = numbers(200, 5);
        let level = |sum: &u16| levels.get(usize::from(*sum)).copied().unwrap_or(77);
        assert_eq!(code_table::look_up_sums(&sums, &levels, 77), sums.iter().map(level).collect::<Vec<_>>());
    }
}

#[test]
fn every_outcome_against_every_rank_wanted() {
    let every = |of: fn(usize) -> usize| (0..1 << 16).map(move |place| u8::try_from(of(place)).unwrap());
    let (mut outcomes, wanted) = (every(|place| place >> 8).collect::<Vec<_>>(), every(|place| place & 255));
    let (before, wanted) = (outcomes.clone(), wanted.collect::<Vec<_>>());
    progress::compare(&mut outcomes, &wanted);
    for ((distance, outcome), wanted) in outcomes.iter().zip(before).zip(wanted) {
        let rank = i16::from(outcome) - i16::from(progress::RANKED);
        let expected = match i16::from(progress::WANTED) + rank - i16::from(wanted) {
            _ if wanted > progress::MOST_WANTED => progress::NONE,
            _ if rank < 0 => outcome,
            above => u8::try_from(above.clamp(progress::LOWEST.into(), progress::HIGHEST.into())).unwrap(),
        };
        assert_eq!(*distance, expected, "{outcome} {wanted}");
    }
}

#[test]
fn pupils_who_meet_all_conditions() {
    for pupils in lengths() {
        let (one, other) = (numbers(pupils, 6), numbers(pupils, 7));
        for (least, most) in [(0, 255), (0, 0), (255, 255), (40, 200)] {
            let all =
                [RangeCondition { column: &one, least, most }, RangeCondition { column: &other, least: 10, most: 150 }];
            let met = |pupil: &u32| {
                let [one, other] = [&one, &other].map(|column| column[*pupil as usize]);
                (least..=most).contains(&one) && (10..=150).contains(&other)
            };
            let expected = (0..pupils).filter(met).collect::<Vec<_>>();
            assert_eq!(conditions::positions_met(&all), expected, "{pupils}");
            assert_eq!(conditions::count_met(&all) as usize, expected.len(), "{pupils}");
            let third = (0..pupils).step_by(3).collect::<Vec<_>>();
            assert_eq!(
                conditions::count_met_among(&all, &third) as usize,
                third.iter().filter(|pupil| met(pupil)).count()
            );
            let mut marks = vec![5; pupils as usize];
            conditions::mark_met(&mut marks, &all);
            assert!((0..pupils).zip(marks).all(|(pupil, mark)| mark == 5 + u8::from(met(&pupil))), "{pupils}");
        }
        assert_eq!((conditions::count_met(&[]), conditions::positions_met(&[])), (0, Vec::new()));
        assert_eq!(conditions::count_met_among(&[], &(0..pupils).collect::<Vec<_>>()), 0);
    }
}

#[test]
fn pupils_by_school_and_level() {
    let of = |seed, below: u8| numbers(1000, seed).into_iter().map(move |number| number % below);
    let (numbers, levels) = (of(1, 32).collect::<Vec<_>>(), of(2, 6).collect::<Vec<_>>());
    let schools = of(3, 9).map(u16::from).collect::<Vec<_>>();
    // Eight schools: pupils of a ninth do not count.
    let mut places = vec![[0; LEVELS]; 8];
    (places[0][0], places[2][3], places[7][4]) = (1, 2, 3);
    for with_schools in [true, false] {
        let mut counts = [[0; NUMBERS]; 4];
        count::count_by_school_and_level(&numbers, with_schools.then_some(&schools), &levels, &places, &mut counts);
        for (place, (school, level)) in [(0, 0), (2, 3), (7, 4)].into_iter().enumerate() {
            let mut expected = [0; NUMBERS];
            for (pupil, number) in numbers.iter().enumerate() {
                let of_school = if with_schools { schools[pupil] } else { 0 };
                expected[usize::from(*number)] += u32::from((of_school, levels[pupil]) == (school, level));
            }
            assert_eq!(counts[place + 1], expected);
        }
    }
}

#[test]
fn the_median_pair() {
    for pupils in lengths() {
        let mut sorted = numbers(pupils, 8).into_iter().map(|number| number % 32).collect::<Vec<_>>();
        let mut counts = [0; NUMBERS];
        sorted.iter().for_each(|number| counts[usize::from(*number)] += 1);
        for least in [0, 3, 31] {
            sorted.retain(|number| *number >= least);
            sorted.sort_unstable();
            let last = sorted.len().checked_sub(1);
            let expected = last.map(|last| [sorted[last / 2], sorted[last.div_ceil(2)]]);
            assert_eq!(count::median_pair(&counts, least), expected, "{pupils}");
        }
    }
}
