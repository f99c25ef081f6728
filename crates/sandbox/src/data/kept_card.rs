//! What a card does, written by its kind and the PG's code: the texts stand in the table of test cards.

/// [`CardBehaviour`](crate::test_cards::CardBehaviour) as `["record","CA31"]`, `["approve",""]` for the rest.
pub(crate) mod behaviour {
    use serde::de::{Deserialize, Deserializer, Error};
    use serde::ser::{Serialize, Serializer};

    use crate::test_cards::{CardBehaviour, Decline, test_cards};

    pub(crate) fn serialize<S: Serializer>(
        behaviour: &CardBehaviour,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        words(*behaviour).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<CardBehaviour, D::Error> {
        let (kind, code) = <(String, String)>::deserialize(deserializer)?;
        let mut known = test_cards().iter().map(|card| card.behaviour);
        known
            .find(|behaviour| words(*behaviour) == (kind.as_str(), code.as_str()))
            .ok_or_else(|| D::Error::custom("a card that is not known"))
    }

    fn words(behaviour: CardBehaviour) -> (&'static str, &'static str) {
        let of = |kind, decline: Decline| (kind, decline.code);
        match behaviour {
            CardBehaviour::Approve => ("approve", ""),
            CardBehaviour::Record(decline) => of("record", decline),
            CardBehaviour::Message(decline) => of("message", decline),
            CardBehaviour::TroubleCharged(decline) => of("trouble_charged", decline),
            CardBehaviour::TroubleNotCharged(decline) => of("trouble_not_charged", decline),
            CardBehaviour::KeyRecord(decline) => of("key_record", decline),
            CardBehaviour::KeyMessage(decline) => of("key_message", decline),
            CardBehaviour::CancelRefused(decline) => of("cancel_refused", decline),
        }
    }
}

/// Why the PG does not cancel a payment, as its code or null.
pub(crate) mod refusal {
    use serde::de::{Deserialize, Deserializer, Error};
    use serde::ser::{Serialize, Serializer};

    use crate::test_cards::{Decline, test_cards};

    #[allow(clippy::ref_option, reason = "what serde asks for")]
    pub(crate) fn serialize<S: Serializer>(
        refusal: &Option<Box<Decline>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        refusal.as_ref().map(|refusal| refusal.code).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Box<Decline>>, D::Error> {
        let Some(code) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
        let mut known = test_cards().iter().filter_map(|card| card.behaviour.cancel_refusal());
        let found = known.find(|decline| decline.code == code);
        found
            .map(|decline| Some(Box::new(decline)))
            .ok_or_else(|| D::Error::custom("a code that is not known"))
    }
}
