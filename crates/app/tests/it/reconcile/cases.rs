//! Every way in which journal and gateway can stand beside each other, and what has to be told of it.

use keyin_app::{DifferenceKind, NotRepaired, Repair};
use keyin_domain::decline::{Decline, DeclineForm, Verdict, classify};
use keyin_domain::jiff::Timestamp;
use keyin_domain::{ChargeMethod, Decision, Evidence, UnknownCause};

use super::books::{Books, DAY, PRICE, dollars, given_back, later, of_amount};
use crate::stage::{intent, won};

/// What a run has to say of a merchant_uid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    Nothing,
    Unsettled,
    InReview,
    /// This kind, and this comes of a repair.
    Differs(DifferenceKind, Repair),
}

use Expected::{Differs, InReview, Nothing, Unsettled};

const LEARNT: Repair = Repair::Done;
const REVIEW: Repair = Repair::PutToReview;
const NO_CHARGE: Repair = Repair::NotDone(NotRepaired::NoCharge);
const NOTHING: Repair = Repair::NotDone(NotRepaired::NothingToLearn);

/// One way to stand beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    Same,
    SameAndCancelledInPart,
    SameAndCancelledInFullAfterThePeriod,
    DeclinedAndNoPayment,
    PaidOutsideThePeriodAndUnknownHere,
    NoChargeHere,
    NoChargeHereAndCancelledAfterThePeriod,
    DeclinedHereAndPaidThere,
    IntendedHereAndPaidThere,
    UnknownHereAndPaidThere,
    InFlightHereAndPaidThere,
    InFlightSinceLongAgoAndPaidThere,
    TwiceThereAndNoneHere,
    TwiceInThePeriod,
    TheOtherBeforeThePeriod,
    TheSecondAfterThePeriod,
    TheSecondCancelledInFull,
    AnotherPaymentThere,
    PaidOverAnotherSum,
    PaidOverAnotherSumAndNotKnown,
    PaidInAnotherCurrency,
    CancelledElsewhereInPart,
    CancelledElsewhereInFullAfterThePeriod,
    CancelledElsewhereInThePeriodPaidBefore,
    CancelledFurtherElsewhere,
    CancelledAfterThePeriodPaidBefore,
    MoreCancelledHere,
    MoreCancelledHereJustNow,
    NotThere,
    NotThereAndJustPaid,
    NotCapturedThere,
    InReviewHere,
    AdoptedOverAnotherSum,
    TheSecondDismissed,
    TheSecondDismissedAndTheFirstNotThere,
}

use Case::*;
use DifferenceKind::{AmountDiffers, CancelDiffers, MissingThere, PaidTwice, UnknownHere};

impl Case {
    pub(crate) const ALL: [(Self, Expected); 35] = [
        (Same, Nothing),
        (SameAndCancelledInPart, Nothing),
        (SameAndCancelledInFullAfterThePeriod, Nothing),
        (DeclinedAndNoPayment, Nothing),
        (PaidOutsideThePeriodAndUnknownHere, Nothing),
        (NoChargeHere, Differs(UnknownHere, NO_CHARGE)),
        (NoChargeHereAndCancelledAfterThePeriod, Differs(UnknownHere, NO_CHARGE)),
        (DeclinedHereAndPaidThere, Differs(UnknownHere, LEARNT)),
        (IntendedHereAndPaidThere, Differs(UnknownHere, LEARNT)),
        (UnknownHereAndPaidThere, Differs(UnknownHere, LEARNT)),
        (InFlightHereAndPaidThere, Unsettled),
        (InFlightSinceLongAgoAndPaidThere, Differs(UnknownHere, LEARNT)),
        (TwiceThereAndNoneHere, Differs(PaidTwice, NO_CHARGE)),
        (TwiceInThePeriod, Differs(PaidTwice, REVIEW)),
        (TheOtherBeforeThePeriod, Differs(PaidTwice, REVIEW)),
        (TheSecondAfterThePeriod, Differs(PaidTwice, REVIEW)),
        (TheSecondCancelledInFull, Differs(PaidTwice, REVIEW)),
        (AnotherPaymentThere, Differs(PaidTwice, REVIEW)),
        (PaidOverAnotherSum, Differs(AmountDiffers, REVIEW)),
        (PaidOverAnotherSumAndNotKnown, Differs(AmountDiffers, REVIEW)),
        (PaidInAnotherCurrency, Differs(AmountDiffers, REVIEW)),
        (CancelledElsewhereInPart, Differs(CancelDiffers, LEARNT)),
        (CancelledElsewhereInFullAfterThePeriod, Differs(CancelDiffers, LEARNT)),
        (CancelledElsewhereInThePeriodPaidBefore, Differs(CancelDiffers, LEARNT)),
        (CancelledFurtherElsewhere, Differs(CancelDiffers, LEARNT)),
        (CancelledAfterThePeriodPaidBefore, Nothing),
        (MoreCancelledHere, Differs(CancelDiffers, LEARNT)),
        (MoreCancelledHereJustNow, Unsettled),
        (NotThere, Differs(MissingThere, NOTHING)),
        (NotThereAndJustPaid, Unsettled),
        (NotCapturedThere, Differs(MissingThere, NOTHING)),
        (InReviewHere, InReview),
        (AdoptedOverAnotherSum, Nothing),
        (TheSecondDismissed, Nothing),
        (TheSecondDismissedAndTheFirstNotThere, Differs(MissingThere, NOTHING)),
    ];

    /// Brings it about, with its payment at that second of the period.
    pub(crate) async fn plant(self, books: &Books, name: &str, second: i64) {
        let at = books.at(second);
        let (before, after) = (later(books.at(0), -1 - second), later(books.at(DAY), second / 2));
        let gateway = &books.stage.gateway;
        match self {
            Same => {
                books.both(name, at).await;
            }
            SameAndCancelledInPart | SameAndCancelledInFullAfterThePeriod => {
                let (amount, when) =
                    if self == SameAndCancelledInPart { (1_000, at) } else { (PRICE, after) };
                let cancelled = given_back(&books.payment(name, at), amount, when);
                gateway.put(&cancelled);
                books.paid_here(&cancelled, at).await;
            }
            DeclinedAndNoPayment => declined_here(books, name, at).await,
            PaidOutsideThePeriodAndUnknownHere => {
                gateway.put(&books.payment(name, before));
                gateway.put(&books.payment(name, after));
            }
            NoChargeHere => gateway.put(&books.payment(name, at)),
            NoChargeHereAndCancelledAfterThePeriod => {
                gateway.put(&given_back(&books.payment(name, at), PRICE, after));
            }
            DeclinedHereAndPaidThere => {
                declined_here(books, name, at).await;
                gateway.put(&books.payment(name, at));
            }
            IntendedHereAndPaidThere => {
                let intent = intent(name, ChargeMethod::Card);
                books.stage.journal.intend(intent, at).await.unwrap();
                gateway.put(&books.payment(name, at));
            }
            UnknownHereAndPaidThere => {
                let charge = books.sent(name, at).await;
                books.learn(&charge, Evidence::NoAnswer(UnknownCause::TimedOut), at).await;
                gateway.put(&books.payment(name, at));
            }
            InFlightHereAndPaidThere => {
                books.sent(name, books.now()).await;
                gateway.put(&books.payment(name, at));
            }
            InFlightSinceLongAgoAndPaidThere => {
                books.sent(name, at).await;
                gateway.put(&books.payment(name, at));
            }
            TwiceThereAndNoneHere => {
                gateway.put(&books.payment(name, at));
                gateway.put(&books.payment(name, books.at(DAY - 1 - second)));
            }
            TwiceInThePeriod => {
                books.both(name, at).await;
                gateway.put(&books.payment(name, books.at(DAY - 1 - second)));
            }
            TheOtherBeforeThePeriod => {
                books.both(name, before).await;
                gateway.put(&books.payment(name, at));
            }
            TheSecondAfterThePeriod => {
                books.sent(name, at).await;
                gateway.put(&books.payment(name, at));
                gateway.put(&books.payment(name, after));
            }
            TheSecondCancelledInFull => {
                books.both(name, at).await;
                gateway.put(&given_back(&books.payment(name, at), PRICE, after));
            }
            AnotherPaymentThere => {
                books.paid_here(&books.payment(name, at), at).await;
                gateway.put(&books.payment(name, at));
            }
            PaidOverAnotherSum | PaidInAnotherCurrency => {
                let payment = books.both(name, at).await;
                let sum = if self == PaidOverAnotherSum { won(PRICE + 1) } else { dollars(PRICE) };
                gateway.put(&of_amount(&payment, sum));
            }
            PaidOverAnotherSumAndNotKnown => {
                books.sent(name, at).await;
                gateway.put(&of_amount(&books.payment(name, at), won(PRICE - 1)));
            }
            CancelledElsewhereInPart => {
                let payment = books.both(name, at).await;
                gateway.put(&given_back(&payment, 1, at));
            }
            CancelledElsewhereInFullAfterThePeriod => {
                let payment = books.both(name, at).await;
                gateway.put(&given_back(&payment, PRICE, after));
            }
            CancelledElsewhereInThePeriodPaidBefore => {
                let payment = books.both(name, before).await;
                gateway.put(&given_back(&payment, 500, at));
            }
            CancelledFurtherElsewhere => {
                let payment = given_back(&books.payment(name, at), 500, at);
                books.paid_here(&payment, at).await;
                gateway.put(&given_back(&payment, 700, after));
            }
            CancelledAfterThePeriodPaidBefore => {
                let payment = books.both(name, before).await;
                gateway.put(&given_back(&payment, 500, after));
            }
            MoreCancelledHere | MoreCancelledHereJustNow => {
                let payment = books.payment(name, at);
                gateway.put(&payment);
                let learnt = if self == MoreCancelledHere { at } else { books.now() };
                books.paid_here(&given_back(&payment, 500, at), learnt).await;
            }
            NotThere | NotThereAndJustPaid => {
                let learnt = if self == NotThere { at } else { books.now() };
                books.paid_here(&books.payment(name, at), learnt).await;
            }
            NotCapturedThere => {
                let payment = books.payment(name, at);
                books.paid_here(&payment, at).await;
                gateway.put(&super::books::changed(&payment, |details| {
                    details.status = keyin_domain::PaymentStatus::Failed;
                    details.failed_at = details.paid_at.take();
                }));
            }
            InReviewHere => {
                let payment = books.both(name, at).await;
                let second = books.payment(name, at);
                gateway.put(&second);
                let row = books.stage.row(name).await;
                books.look_up_here(&row, vec![payment, second], at).await;
            }
            AdoptedOverAnotherSum | TheSecondDismissed | TheSecondDismissedAndTheFirstNotThere => {
                decided(self, books, name, at).await;
            }
        }
    }
}

async fn declined_here(books: &Books, name: &str, at: Timestamp) {
    let charge = books.sent(name, at).await;
    let Verdict::Declined(decline) = classify("[CA31]한도초과", DeclineForm::Message) else { panic!() };
    let decline: Decline = decline;
    books.learn(&charge, Evidence::Declined { decline, record: None }, at).await;
}

/// A person has said which payment is the charge's.
async fn decided(case: Case, books: &Books, name: &str, at: Timestamp) {
    let charge = books.sent(name, at).await;
    let (mut first, second) = (books.payment(name, at), books.payment(name, at));
    let mut records = vec![first.clone()];
    if case == AdoptedOverAnotherSum {
        first = of_amount(&first, won(PRICE + 1));
        records[0] = first.clone();
    } else {
        records.push(given_back(&second, PRICE, at));
    }
    let shown = usize::from(case == TheSecondDismissedAndTheFirstNotThere);
    records[shown..].iter().for_each(|record| books.stage.gateway.put(record));
    let row = books.look_up_here(&charge, records.clone(), at).await;
    let dismissed = records[1..].iter().map(|record| record.imp_uid().clone()).collect();
    let decision = Decision { adopt: Some(Box::new(first)), dismissed };
    assert!(books.learn(&row, Evidence::Decided(decision), at).await.is_decided());
}
