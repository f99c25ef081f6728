//! The names the gateway gives: imp_uids, tokens, approval numbers, and the counts of transactions.
//!
//! All are drawn from one seeded generator, so that the same calls in the same order get the same names.

use fastrand::Rng;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The twelve digits after `imps_`, the mark of a payment made through the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ImpUid(u64);

impl ImpUid {
    const PREFIX: &str = "imps_";
    const DIGITS: usize = 12;

    /// Reads `imps_` and twelve digits; everything else names no payment of this gateway.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix(Self::PREFIX)?;
        let well_formed = digits.len() == Self::DIGITS && digits.bytes().all(|b| b.is_ascii_digit());
        well_formed.then(|| digits.parse().ok().map(Self)).flatten()
    }
}

impl std::fmt::Display for ImpUid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{:012}", Self::PREFIX, self.0)
    }
}

/// Written as it is shown.
impl Serialize for ImpUid {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ImpUid {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("no imp_uid"))
    }
}

/// Where a source of names stands, so that another can go on from there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct IdsState {
    random: u64,
    transactions: u32,
}

/// A seeded source of names.
#[derive(Debug)]
pub(crate) struct Ids {
    random: Rng,
    transactions: u32,
}

impl Ids {
    pub(crate) fn seeded(seed: u64) -> Self {
        Self { random: Rng::with_seed(seed), transactions: 0 }
    }

    pub(crate) fn state(&self) -> IdsState {
        IdsState { random: self.random.get_seed(), transactions: self.transactions }
    }

    pub(crate) fn go_on_from(&mut self, state: IdsState) {
        *self = Self { random: Rng::with_seed(state.random), transactions: state.transactions };
    }

    /// A fresh draw; the store draws again when the number is taken.
    pub(crate) fn imp_uid(&mut self) -> ImpUid {
        ImpUid(self.random.u64(100_000_000_000..1_000_000_000_000))
    }

    /// Forty lower-case hexadecimal digits.
    pub(crate) fn token(&mut self) -> String {
        (0..40).filter_map(|_| char::from_digit(self.random.u32(0..16), 16)).collect()
    }

    /// The card company's approval number, eight digits.
    pub(crate) fn approval(&mut self) -> u32 {
        self.random.u32(30_000_000..40_000_000)
    }

    /// Twenty upper-case letters and digits.
    pub(crate) fn cancellation(&mut self) -> String {
        const ALPHABET: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        (0..20).map(|_| char::from(ALPHABET[self.random.usize(0..ALPHABET.len())])).collect()
    }

    /// The count of a transaction at a PG, six digits.
    pub(crate) fn transaction(&mut self) -> u32 {
        self.transactions = self.transactions.wrapping_add(1);
        self.transactions % 1_000_000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_the_documented_forms_and_follow_the_seed() {
        let (mut one, mut two, mut other) = (Ids::seeded(7), Ids::seeded(7), Ids::seeded(8));
        let uid = one.imp_uid();
        assert_eq!(ImpUid::parse(&uid.to_string()), Some(uid));
        assert_eq!(uid, two.imp_uid());
        assert_ne!(uid, other.imp_uid());
        let token = one.token();
        assert_eq!(token.len(), 40);
        assert!(token.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)));
        assert_eq!(token, two.token());
        let cancellation = one.cancellation();
        assert_eq!(cancellation.len(), 20);
        assert!(cancellation.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()));
    }

    #[test]
    fn only_the_exact_form_is_an_imp_uid() {
        for text in ["", "imps_", "imp_100000000001", "imps_1", "imps_1000000000012", "imps_+00000000001"] {
            assert_eq!(ImpUid::parse(text), None, "{text:?}");
        }
    }
}
