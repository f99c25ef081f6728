//! Differences, and a comparison that did not come to its end.

use keyin_domain::jiff::Timestamp;
use keyin_domain::jiff::tz::offset;
use keyin_domain::{Language, MerchantUid, Money};

use super::{Consequence, Explain, Words};
use crate::{
    Difference, DifferenceKind, NotRepaired, ReconcileProblem, ReconcileProgress, ReconcileStage, Repair,
};

impl Explain for ReconcileProblem {
    fn code(&self) -> String {
        match self {
            Self::Gateway { source, .. } => source.code(),
            Self::Store { source, .. } => source.code(),
        }
    }

    /// Whatever it was, no money has moved, and what was not compared is not known.
    fn consequence(&self) -> Consequence {
        Consequence::Unavailable
    }

    fn message(&self, language: Language) -> String {
        let (said, reached) = match self {
            Self::Gateway { source, reached } => (source.message(language), reached),
            Self::Store { source, reached } => (source.message(language), reached),
        };
        format!("{said} {}", reached.in_words().to(language))
    }
}

impl ReconcileProgress {
    fn in_words(&self) -> Words {
        let (english, korean) = match self.stage {
            ReconcileStage::Payments => ("payments up to", "결제"),
            ReconcileStage::Cancels => ("all payments, and cancels up to", "모든 결제와 취소"),
            ReconcileStage::Remaining => ("all that the gateway holds up to", "게이트웨이의 모든 기록"),
        };
        let (until, compared, differences) = (korean_time(self.until), self.compared, self.differences);
        Words::new(
            format!(
                "Compared so far: {english} {until}; {compared} payments, {differences} differences. What comes after is \
                 not compared: run it again."
            ),
            format!(
                "지금까지 비교한 범위: {until} 이전의 {korean}. 결제 {compared}건, 차이 {differences}건. 그 뒤는 비교하지 못했으니 다시 \
                 실행하세요."
            ),
        )
    }
}

/// As people in Korea read it.
fn korean_time(at: Timestamp) -> String {
    let local = offset(9).to_datetime(at);
    format!("{} {:02}:{:02}:{:02} KST", local.date(), local.hour(), local.minute(), local.second())
}

fn sum(money: Option<Money>) -> String {
    money.map_or_else(|| "?".to_owned(), |money| money.to_string())
}

impl Difference {
    /// What differs, for people.
    pub fn describe(&self, language: Language) -> String {
        let (here, there) = (sum(self.amount_here()), sum(self.amount_there()));
        match (self.kind, &self.here) {
            (DifferenceKind::UnknownHere, None) => Words::new(
                format!("the gateway captured {there}, and the journal holds no such charge"),
                format!("게이트웨이는 {there}을 승인했지만 저널에는 그런 결제가 없습니다"),
            ),
            (DifferenceKind::UnknownHere, Some(charge)) => Words::new(
                format!(
                    "the gateway captured {there}, and the journal's charge is {} without a payment",
                    charge.state()
                ),
                format!("게이트웨이는 {there}을 승인했지만 저널에는 결제 없이 {} 상태입니다", charge.state()),
            ),
            (DifferenceKind::PaidTwice, _) => {
                let payments = self.imp_uids().len();
                Words::new(
                    format!(
                        "{payments} payments under one merchant_uid; the gateway captured {there} in all"
                    ),
                    format!(
                        "같은 merchant_uid로 {payments}건이 결제되었습니다(게이트웨이 승인 합계 {there})"
                    ),
                )
            }
            (DifferenceKind::AmountDiffers, _) => Words::new(
                format!("the journal holds {here}, the gateway captured {there}"),
                format!("저널 금액은 {here}, 게이트웨이 승인 금액은 {there}입니다"),
            ),
            (DifferenceKind::CancelDiffers, _) => {
                let (here, there) = (sum(self.cancelled_here()), sum(self.cancelled_there()));
                Words::new(
                    format!("the journal knows of {here} given back, the gateway gave back {there}"),
                    format!("저널의 취소 금액은 {here}, 게이트웨이의 취소 금액은 {there}입니다"),
                )
            }
            (DifferenceKind::MissingThere, _) => Words::new(
                format!("the journal holds a payment of {here} that the gateway does not show"),
                format!("저널에는 {here} 결제가 있지만 게이트웨이에는 없습니다"),
            ),
        }
        .to(language)
    }

    /// What to do next, for people.
    pub fn next_step(&self, language: Language) -> String {
        let imp_uid = self.imp_uids().first().map(ToString::to_string).unwrap_or_default();
        match (self.repair, self.kind, self.here.is_some()) {
            (Repair::Done, _, _) => Words::new(
                "nothing: the journal has learnt it",
                "할 일이 없습니다. 저널에 반영되었습니다",
            ),
            (Repair::PutToReview, _, _) | (Repair::NotDone(NotRepaired::StillDiffers), _, _) => Words::new(
                format!(
                    "see keyin pay show {imp_uid}; give back what nobody owes with keyin pay cancel, then keyin pay decide"
                ),
                format!("keyin pay show {imp_uid}로 확인하고, 받지 말아야 할 금액은 keyin pay cancel로 취소한 뒤 keyin pay decide로 결정하세요"),
            ),
            (_, DifferenceKind::MissingThere, _) => Words::new(
                format!(
                    "check that the API key is that of the shop that was paid, and ask the gateway about {imp_uid}; do not \
                     charge again before that"
                ),
                format!("API 키가 결제한 상점의 것인지 확인하고 게이트웨이에 {imp_uid}를 문의하세요. 그 전에는 다시 결제하지 마세요"),
            ),
            // Under such a number keyin makes no payment, and finds none.
            (_, _, false) if MerchantUid::parse(&self.merchant_uid).is_err() => Words::new(
                format!(
                    "find out what else charges with this API key; if nobody owes it, give {imp_uid} back in the \
                     gateway's console: keyin knows no payment of such a merchant_uid"
                ),
                format!(
                    "같은 API 키로 결제하는 다른 시스템이 있는지 확인하세요. 받지 말아야 할 결제라면 게이트웨이 관리자 콘솔에서 {imp_uid}를 \
                     취소하세요. keyin은 이런 merchant_uid의 결제를 다루지 않습니다"
                ),
            ),
            (_, _, false) => Words::new(
                format!(
                    "find out what else charges with this API key; if nobody owes it, keyin pay cancel {imp_uid} gives it back"
                ),
                format!(
                    "같은 API 키로 결제하는 다른 시스템이 있는지 확인하세요. 받지 말아야 할 결제라면 keyin pay cancel {imp_uid}로 취소하세요"
                ),
            ),
            (_, DifferenceKind::PaidTwice | DifferenceKind::AmountDiffers, true) => Words::new(
                "keyin reconcile --repair puts it to review; a person decides with keyin pay decide",
                "keyin reconcile --repair를 실행하면 확인 대상(review)이 되고, 담당자가 keyin pay decide로 결정합니다",
            ),
            (_, DifferenceKind::UnknownHere | DifferenceKind::CancelDiffers, true) => Words::new(
                "keyin reconcile --repair lets the journal learn it",
                "keyin reconcile --repair를 실행하면 저널에 반영됩니다",
            ),
        }
        .to(language)
    }
}

impl Repair {
    /// The word in JSON; none if no repair was asked for.
    pub fn word(self) -> Option<&'static str> {
        match self {
            Self::NotAsked => None,
            Self::Done => Some("repaired"),
            Self::PutToReview => Some("review"),
            Self::NotDone(NotRepaired::NoCharge) => Some("no_charge"),
            Self::NotDone(NotRepaired::NothingToLearn) => Some("nothing_to_learn"),
            Self::NotDone(NotRepaired::StillDiffers) => Some("still_differs"),
        }
    }

    /// What was done, or why nothing was, for people; empty if no repair was asked for.
    pub fn describe(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::NotAsked, _) => "",
            (Self::Done, Language::English) => "repaired: the journal has learnt what the gateway holds",
            (Self::Done, Language::Korean) => "복구됨: 게이트웨이의 기록을 저널에 반영했습니다",
            (Self::PutToReview, Language::English) => {
                "put to review: the answers contradict each other, a person decides"
            }
            (Self::PutToReview, Language::Korean) => {
                "확인 대상으로 전환: 기록이 서로 모순되어 담당자가 결정해야 합니다"
            }
            (Self::NotDone(NotRepaired::NoCharge), Language::English) => {
                "not repaired: the journal holds no such charge, and none is invented"
            }
            (Self::NotDone(NotRepaired::NoCharge), Language::Korean) => {
                "복구하지 않음: 저널에 없는 결제를 지어내지 않습니다"
            }
            (Self::NotDone(NotRepaired::NothingToLearn), Language::English) => {
                "not repaired: the gateway has nothing that the journal could learn"
            }
            (Self::NotDone(NotRepaired::NothingToLearn), Language::Korean) => {
                "복구하지 않음: 게이트웨이에 반영할 기록이 없습니다"
            }
            (Self::NotDone(NotRepaired::StillDiffers), Language::English) => {
                "not repaired: the journal has learnt what there is, and differs still"
            }
            (Self::NotDone(NotRepaired::StillDiffers), Language::Korean) => {
                "복구하지 못함: 게이트웨이의 기록을 반영했지만 여전히 다릅니다"
            }
        }
    }
}
