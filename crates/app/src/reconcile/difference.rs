//! One difference between the journal and the gateway.

use keyin_domain::{Charge, ImpUid, Money};
use keyin_ports::Recorded;

/// What kind of difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DifferenceKind {
    /// The gateway captured a payment, and the journal holds no such charge or none that is paid.
    UnknownHere,
    /// More than one payment was captured under one merchant_uid.
    PaidTwice,
    /// The amount or the currency is another one.
    AmountDiffers,
    /// What was given back is another sum: it was cancelled elsewhere.
    CancelDiffers,
    /// The journal holds a payment that the gateway does not.
    MissingThere,
}

impl DifferenceKind {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::UnknownHere, Self::PaidTwice, Self::AmountDiffers, Self::CancelDiffers, Self::MissingThere];

    /// The word in summaries.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UnknownHere => "unknown_here",
            Self::PaidTwice => "paid_twice",
            Self::AmountDiffers => "amount_differs",
            Self::CancelDiffers => "cancel_differs",
            Self::MissingThere => "missing_there",
        }
    }

    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::UnknownHere => "difference.unknown_here",
            Self::PaidTwice => "difference.paid_twice",
            Self::AmountDiffers => "difference.amount_differs",
            Self::CancelDiffers => "difference.cancel_differs",
            Self::MissingThere => "difference.missing_there",
        }
    }
}

/// What a repair came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repair {
    /// None was asked for.
    NotAsked,
    /// The journal has learnt it and agrees with the gateway now.
    Done,
    /// The journal has learnt it, and the answers contradict each other: a person decides.
    PutToReview,
    /// It is left as it was.
    NotDone(NotRepaired),
}

/// Why a difference was not repaired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotRepaired {
    /// The journal holds no such charge, and none is invented.
    NoCharge,
    /// The gateway has nothing that the journal could learn.
    NothingToLearn,
    /// The journal has learnt what there is, and differs still.
    StillDiffers,
}

/// One difference. The amounts are as they were found; a repair has not changed them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What kind.
    pub kind: DifferenceKind,
    /// The merchant's number. Of payments that something else made it can be any text.
    pub merchant_uid: String,
    /// The journal's charge, as it stood when it was compared; none if it holds none.
    pub here: Option<Box<Charge>>,
    /// The gateway's captured payments under this merchant_uid.
    pub there: Vec<Recorded>,
    /// What was done about it.
    pub repair: Repair,
    /// The journal's charge after it has learnt something in a repair.
    pub learnt: Option<Box<Charge>>,
}

impl Difference {
    /// Every payment that it is about, the gateway's first.
    pub fn imp_uids(&self) -> Vec<&ImpUid> {
        let mut all: Vec<&ImpUid> = self.there.iter().map(Recorded::imp_uid).collect();
        let here = self.here.as_ref().and_then(|charge| charge.payment()).map(|payment| payment.imp_uid());
        all.extend(here.filter(|here| self.there.iter().all(|there| there.imp_uid() != *here)));
        all
    }

    /// What the journal holds as paid, or as asked for if it knows of no payment.
    pub fn amount_here(&self) -> Option<Money> {
        let charge = self.here.as_ref()?;
        Some(charge.payment().map_or(charge.intent().amount().total(), |payment| payment.amount()))
    }

    /// What the journal knows to be given back.
    pub fn cancelled_here(&self) -> Option<Money> {
        let nothing = Money::zero(self.amount_here()?.currency());
        Some(self.here.as_ref()?.payment().map_or(nothing, |payment| payment.cancelled()))
    }

    /// What the gateway captured in all; none if nothing, or if the currencies differ.
    pub fn amount_there(&self) -> Option<Money> {
        sum(self.there.iter().map(Recorded::amount))
    }

    /// What the gateway gave back in all; none if it captured nothing, or if the currencies differ.
    pub fn cancelled_there(&self) -> Option<Money> {
        sum(self.there.iter().map(Recorded::cancelled))
    }

    /// Whether it is still there after this run.
    pub fn is_open(&self) -> bool {
        self.repair != Repair::Done
    }
}

fn sum(mut amounts: impl Iterator<Item = Money>) -> Option<Money> {
    let first = amounts.next()?;
    amounts.try_fold(first, Money::checked_add)
}
