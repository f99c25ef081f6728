use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

/// Sorted by the first, with a time of its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Told(u32, i64);

impl Entry for Told {
    fn when(&self) -> i64 {
        self.1
    }
}

/// What is done to the entries: put in at the end, in the middle, or taken out by rank.
#[derive(Clone, Debug)]
enum Step {
    Append(u16, i64),
    Insert(u32, i64),
    Remove(prop::sample::Index),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (1_u16..400, -50_i64..50).prop_map(|(count, when)| Step::Append(count, when)),
        6 => (0_u32..20_000, -50_i64..50).prop_map(|(key, when)| Step::Insert(key, when)),
        3 => any::<prop::sample::Index>().prop_map(Step::Remove),
    ]
}

fn done(steps: &[Step]) -> (Ranks<Told>, Vec<Told>) {
    let (mut ranks, mut plain) = (Ranks::default(), BTreeSet::new());
    let add = |plain: &mut BTreeSet<Told>, ranks: &mut Ranks<Told>, told: Told| {
        if plain.insert(told.clone()) {
            ranks.insert(told);
        }
    };
    for step in steps {
        match step {
            Step::Append(count, when) => {
                let last = plain.last().map_or(0, |told: &Told| told.0);
                for more in 1..=u32::from(*count) {
                    add(&mut plain, &mut ranks, Told(last + more, when + i64::from(more) / 100));
                }
            }
            Step::Insert(key, when) => add(&mut plain, &mut ranks, Told(*key, *when)),
            Step::Remove(index) => {
                // A run of neighbours, so that blocks empty.
                let from = if plain.is_empty() { 0 } else { index.index(plain.len()) };
                let gone: Vec<Told> = plain.iter().skip(from).take(150).cloned().collect();
                for told in &gone {
                    plain.remove(told);
                    ranks.remove(told);
                }
            }
        }
    }
    (ranks, plain.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn they_are_what_a_sorted_list_is(
        steps in prop::collection::vec(step(), 0..60),
        first in -60_i64..60,
        length in 0_i64..120,
        rank in 0_usize..4_000,
        bound in 0_u32..20_000,
    ) {
        let (ranks, plain) = done(&steps);
        let period = first..=first + length;
        let meant: Vec<&Told> = plain.iter().filter(|told| period.contains(&told.when())).collect();
        prop_assert_eq!(ranks.count(&period), meant.len());
        prop_assert_eq!(ranks.nth(&period, rank), meant.get(rank).copied());
        let behind: Vec<&Told> = ranks.ascending(&period, rank).collect();
        prop_assert_eq!(&behind[..], meant.get(rank..).unwrap_or_default());
        let rank = rank.min(meant.len());
        let mut before: Vec<&Told> = ranks.descending(&period, rank).collect();
        before.reverse();
        prop_assert_eq!(&before[..], &meant[..rank]);
        let smaller = meant.iter().filter(|told| told.0 < bound).count();
        prop_assert_eq!(ranks.count_while(&period, |told| told.0 < bound), smaller);
    }
}

#[test]
fn many_are_counted_by_a_few_looks() {
    let mut ranks = Ranks::default();
    let many = 100_000;
    for number in 0..many {
        ranks.insert(Told(number, i64::from(number)));
    }
    let period = 10_i64..=i64::from(many) - 10;
    assert_eq!(ranks.count(&period), many as usize - 19);
    assert_eq!(ranks.nth(&period, 70_000), Some(&Told(70_010, 70_010)));
    for number in (0..many).rev() {
        ranks.remove(&Told(number, i64::from(number)));
    }
    assert_eq!(ranks.count(&(i64::MIN..=i64::MAX)), 0);
    ranks.insert(Told(1, 1));
    assert_eq!(ranks.nth(&(0..=1), 0), Some(&Told(1, 1)));
}
