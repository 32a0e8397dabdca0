use std::borrow::Cow;

use super::*;
use crate::csv::Tokenizer;

fn add(names: &mut NameInterner, text: &str, columns: &[Option<usize>]) -> Vec<Vec<NameId>> {
    let mut numbers = vec![Vec::new(); columns.len()];
    let mut tokenizer = Tokenizer::new(b',');
    tokenizer.spare_mut(text.len()).copy_from_slice(text.as_bytes());
    tokenizer.tokenize(text.len(), true, &mut |batch| {
        for (column, into) in columns.iter().zip(&mut numbers) {
            names.intern_column(batch, &(0..batch.len()), (*column, |field| Cow::Borrowed(field)), into);
        }
    });
    numbers
}

fn name_of(names: &NameInterner, number: NameId) -> &str {
    std::str::from_utf8(names.get(u32::from_le_bytes(number))).unwrap()
}

fn made_up(length: usize) -> String {
    "abcdefghij".chars().cycle().take(length).collect()
}

#[test]
fn every_length_is_kept() {
    let record = |length: usize| format!("{}, {} ,\"{}\"\"\"\n", made_up(length), made_up(300 - length), made_up(5));
    let text = (0..300).map(record).collect::<String>();
    let mut names = NameInterner::default();
    let numbers = add(&mut names, &(text.clone() + &text), &[Some(0), Some(1), Some(2), Some(3), None]);
    for (length, pupil) in (0..300).chain(0..300).zip(0..) {
        let expected = [made_up(length.min(255)), made_up((300 - length).min(255)), made_up(5) + "\"", "".into()];
        let found = numbers.iter().map(|column| name_of(&names, column[pupil])).collect::<Vec<_>>();
        assert_eq!(found[..4], expected, "{length}");
    }
    assert_eq!((numbers[4].as_slice(), names.len()), ([[0; 4]; 600].as_slice(), 256));
}

#[test]
fn more_names_than_the_cache_holds() {
    let text = (0..9_000).map(|pupil| format!("N{}\n", pupil % 3_000)).collect::<String>();
    let mut names = NameInterner::default();
    let [numbers] = add(&mut names, &text, &[Some(0)]).try_into().unwrap();
    assert_eq!(names.len(), 3_000);
    assert!((0..9_000).all(|pupil| name_of(&names, numbers[pupil]) == format!("N{}", pupil % 3_000)));
    assert_eq!((names.find(b"N7"), names.find(b"N3000")), (Some(8), None));
    names.freeze();
    assert_eq!((names.intern(b"N2999"), names.intern(b"Hart"), names.len()), (3_000, 3_001, 3_001));
}

#[test]
fn names_of_a_shard_are_appended() {
    let [mut here, mut there] = [["Patel", "Hart"], ["Hart", "Okafor"]].map(|known| {
        let mut names = NameInterner::default();
        known.iter().for_each(|name| assert!(names.intern(name.as_bytes()) > 0));
        names
    });
    there.freeze();
    let (text, lengths) = there.into_parts().unwrap();
    let meaning = here.append(&text, &lengths);
    let mut column = vec![[9; 4]];
    append_mapped(&[2, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 7, 0, 0, 0], &meaning, &mut column);
    assert_eq!((here.len(), column), (3, vec![[9; 4], [3, 0, 0, 0], [0; 4], [2, 0, 0, 0], [0; 4]]));
}

#[test]
fn characters_cut_in_two_are_not_utf8() {
    let mut names = NameInterner::default();
    names.intern("Zoë".as_bytes());
    assert!(names.invalid_utf8().is_empty());
    names.intern(b"Zo\xc3");
    names.intern(b"\xab");
    assert_eq!(names.invalid_utf8(), [2, 3]);
}
