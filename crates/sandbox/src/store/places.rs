//! Where the payments of one name stand in the store: nearly always a single one, so that takes no memory of its own.

/// Places in the order they were added; never empty.
#[derive(Debug)]
pub(super) enum Places {
    One(usize),
    Several(Vec<usize>),
}

impl Places {
    pub(super) fn add(&mut self, place: usize) {
        match self {
            Self::One(first) => *self = Self::Several(vec![*first, place]),
            Self::Several(places) => places.push(place),
        }
    }

    pub(super) fn as_slice(&self) -> &[usize] {
        match self {
            Self::One(place) => std::slice::from_ref(place),
            Self::Several(places) => places,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn places_stay_in_the_order_they_were_added(all in prop::collection::vec(0_usize..1_000, 1..20)) {
            let mut places = Places::One(all[0]);
            all[1..].iter().for_each(|place| places.add(*place));
            prop_assert_eq!(places.as_slice(), &all[..]);
        }
    }

    #[test]
    fn a_single_place_is_no_larger_than_a_list_is_by_itself() {
        assert_eq!(size_of::<Places>(), size_of::<Vec<usize>>());
    }
}
