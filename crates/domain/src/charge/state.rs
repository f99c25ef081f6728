//! The states of a charge.

/// Where a charge stands: what is known of the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum ChargeState {
    /// Written down, nothing sent.
    Intent,
    /// Somebody holds the right to send, or has sent and waits.
    InFlight,
    /// The gateway's scheduler holds it and will charge at its time.
    Scheduled,
    /// The gateway captured the payment, and it is the one that was asked for.
    Succeeded,
    /// The issuer or PG refused the card. A new attempt needs a new merchant_uid.
    Declined,
    /// The gateway refused the request. Nothing was charged; mend it and ask again.
    Refused,
    /// Proven that nothing reached the gateway.
    NotSent,
    /// The outcome is unknown: look-ups will settle it. Never send again in this state.
    Unknown,
    /// Look-ups proved that no payment was made; a billing-key charge may be claimed again.
    NotCharged,
    /// Look-ups proved that no payment was made; the card must be asked for again.
    NeedsCard,
    /// The card was lost before anything was sent.
    Abandoned,
    /// The answers contradict each other: a person decides.
    Review,
    /// A payment was found after the charge had been closed without one.
    LatePaid,
}

impl ChargeState {
    /// Every state.
    pub const ALL: [Self; 13] = [
        Self::Intent,
        Self::InFlight,
        Self::Scheduled,
        Self::Succeeded,
        Self::Declined,
        Self::Refused,
        Self::NotSent,
        Self::Unknown,
        Self::NotCharged,
        Self::NeedsCard,
        Self::Abandoned,
        Self::Review,
        Self::LatePaid,
    ];

    /// The word in JSON and in stores.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Intent => "intent",
            Self::InFlight => "in_flight",
            Self::Scheduled => "scheduled",
            Self::Succeeded => "succeeded",
            Self::Declined => "declined",
            Self::Refused => "refused",
            Self::NotSent => "not_sent",
            Self::Unknown => "unknown",
            Self::NotCharged => "not_charged",
            Self::NeedsCard => "needs_card",
            Self::Abandoned => "abandoned",
            Self::Review => "review",
            Self::LatePaid => "late_paid",
        }
    }

    /// The state of that word, if there is one.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Whether the same request may be sent (again) from here: certainly nothing was charged and nobody is
    /// sending. Who sends what is asked of the charge: [`Charge::may_be_sent`](crate::Charge::may_be_sent).
    pub fn may_claim(self) -> bool {
        match self {
            Self::Intent
            | Self::NotSent
            | Self::NotCharged
            | Self::NeedsCard
            | Self::Abandoned
            | Self::Refused => true,
            Self::InFlight
            | Self::Scheduled
            | Self::Succeeded
            | Self::Declined
            | Self::Unknown
            | Self::Review
            | Self::LatePaid => false,
        }
    }

    /// Whether look-ups may settle it now. What the gateway's scheduler holds is looked up at its time
    /// ([`Charge::next_sweep`](crate::Charge::next_sweep)).
    pub fn is_unsettled(self) -> bool {
        matches!(self, Self::Intent | Self::InFlight | Self::Unknown)
    }
}

impl std::fmt::Display for ChargeState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
