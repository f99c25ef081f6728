use super::*;
use crate::decline::{DeclineForm, Verdict, classify};
use crate::{
    ChargeState, Epoch, Mismatch, NotObserved, NotSentCause, Refusal, RefusalKind, ReviewReason, UnknownCause,
};

const FIRST: Epoch = Epoch::BEFORE_FIRST;

fn declined(text: &str) -> Evidence {
    match classify(text, DeclineForm::Message) {
        Verdict::Declined(decline) => Evidence::Declined { decline, record: None },
        other => panic!("{text} is {other:?}"),
    }
}

fn unknown(method: ChargeMethod) -> Charge {
    let charge = in_flight(method);
    charge.observe(charge.epoch(), Evidence::NoAnswer(UnknownCause::TimedOut), at(60)).unwrap()
}

#[test]
fn the_default_window_is_about_27_minutes() {
    assert_eq!(window().total().as_secs(), 5 + 60 + 60 + 25 * 60);
}

#[test]
fn a_good_reply_succeeds_and_is_not_claimed_again() {
    let charge = in_flight(ChargeMethod::Card);
    let charge = charge.observe(charge.epoch(), Evidence::Paid(Box::new(paid(1))), at(1)).unwrap();
    assert_eq!(charge.state(), ChargeState::Succeeded);
    assert_eq!(charge.imp_uid(), Some(paid(1).imp_uid()));
    assert!(charge.claim(window().deadlines(at(9_999))).is_err());
}

#[test]
fn the_kind_of_a_decline_decides() {
    let after = |text| {
        let charge = in_flight(ChargeMethod::Card);
        charge.observe(charge.epoch(), declined(text), at(1)).unwrap().state()
    };
    assert_eq!(after("카드정보 인증에 실패하였습니다. [CA50]정지카드"), ChargeState::Declined);
    assert_eq!(after("오류: 결제에 실패하였습니다. [CA31]한도초과"), ChargeState::Declined);
    assert_eq!(after("오류: 결제에 실패하였습니다. [CA42]금액 오류"), ChargeState::Refused);
    assert_eq!(after("오류: 결제에 실패하였습니다. [CA60]가맹점 미등록"), ChargeState::Refused);
}

#[test]
fn what_certainly_charged_nothing_may_be_claimed_again() {
    let refusal = Refusal::new(RefusalKind::UnknownCustomer, "등록되지 않은 구매자입니다.");
    for evidence in [Evidence::NotSent(NotSentCause::Unreachable), Evidence::Refused(refusal)] {
        let charge = in_flight(billing_key());
        let charge = charge.observe(charge.epoch(), evidence, at(1)).unwrap();
        assert_eq!(charge.claim(window().deadlines(at(2))).unwrap().epoch().get(), 2);
    }
}

#[test]
fn an_absence_is_believed_only_after_the_window_and_only_twice() {
    let end = window().total().as_secs() as i64;
    let see = |charge: &Charge, second| {
        charge.observe(charge.epoch(), looked_up(vec![], second), at(second)).unwrap()
    };

    let charge = see(&see(&unknown(billing_key()), 100), end - 1);
    assert_eq!(charge.state(), ChargeState::Unknown, "two answers, both too early");
    assert_eq!(
        see(&charge, end).state(),
        ChargeState::NotCharged,
        "the second answer is from after the window"
    );

    let once = see(&unknown(billing_key()), end);
    assert_eq!(once.state(), ChargeState::Unknown, "one answer is not enough");
    assert_eq!(see(&once, end + 1).state(), ChargeState::NotCharged);
    let card = see(&see(&unknown(ChargeMethod::Card), end), end + 1);
    assert_eq!(card.state(), ChargeState::NeedsCard, "a card has to be asked for again");
}

#[test]
fn answers_that_disagree_start_over() {
    let end = window().total().as_secs() as i64;
    let charge = unknown(billing_key());
    let see = |charge: &Charge, records, second| {
        charge.observe(charge.epoch(), looked_up(records, second), at(second)).unwrap()
    };
    let failed = || vec![record(1, PaymentStatus::Failed, 3_000)];
    let ready = || vec![record(2, PaymentStatus::Ready, 3_000)];

    let charge = see(&charge, vec![], end);
    let charge = see(&charge, failed(), end + 1);
    assert_eq!(charge.state(), ChargeState::Unknown);
    let charge = see(&charge, ready(), end + 2);
    let charge = see(&charge, failed(), end + 3);
    assert_eq!(charge.state(), ChargeState::Unknown, "what is begun resets what was seen");
    let charge = see(&charge, failed(), end + 4);
    assert_eq!(charge.state(), ChargeState::Declined);
    assert_eq!(charge.imp_uid().unwrap().as_str(), "imps_000000000001");
}

#[test]
fn a_failed_record_settles_only_one_send() {
    let end = window().total().as_secs() as i64;
    let mut failed = record(1, PaymentStatus::Failed, 3_000).details().clone();
    failed.fail_reason = Some("[CA42]1000원 미만".into());
    let failed = Payment::new(failed).unwrap();
    let charge = unknown(billing_key());
    let see = |charge: &Charge, second| {
        charge.observe(charge.epoch(), looked_up(vec![failed.clone()], second), at(second)).unwrap()
    };
    let refused = see(&see(&charge, end), end + 1);
    assert_eq!(refused.state(), ChargeState::Refused);

    let again = refused.claim(window().deadlines(at(5_000))).unwrap();
    let again = again.observe(again.epoch(), Evidence::NoAnswer(UnknownCause::TimedOut), at(5_060)).unwrap();
    let again = see(&see(&again, 5_000 + end), 5_000 + end + 1);
    assert_eq!(again.state(), ChargeState::NotCharged, "the old record says nothing of the second send");
}

#[test]
fn the_lease_protects_whoever_is_sending() {
    let charge = in_flight(ChargeMethod::Card);
    let lease = window().lease().as_secs() as i64;
    assert_eq!(
        charge.observe(charge.epoch(), Evidence::LeaseOver, at(lease - 1)),
        Err(NotObserved::LeaseRuns)
    );
    let taken_over = charge.observe(charge.epoch(), Evidence::LeaseOver, at(lease)).unwrap();
    assert_eq!(taken_over.unknown_cause(), Some(UnknownCause::Interrupted));
    let late = taken_over.observe(charge.epoch(), Evidence::Paid(Box::new(paid(1))), at(lease + 1)).unwrap();
    assert_eq!(late.state(), ChargeState::Succeeded, "the owner was only slow");
}

#[test]
fn a_payment_is_believed_from_any_send_and_anything_else_only_from_the_current_one() {
    let first = in_flight(billing_key());
    let not_sent = first.observe(first.epoch(), Evidence::NotSent(NotSentCause::Tls), at(1)).unwrap();
    let second = not_sent.claim(window().deadlines(at(2))).unwrap();
    let stale = second.observe(first.epoch(), Evidence::NoAnswer(UnknownCause::TimedOut), at(3));
    assert_eq!(stale, Err(NotObserved::Stale { of: first.epoch(), current: second.epoch() }));
    let paid_once = second.observe(first.epoch(), Evidence::Paid(Box::new(paid(1))), at(3)).unwrap();
    assert_eq!(paid_once.state(), ChargeState::Succeeded);
    let paid_twice = paid_once.observe(second.epoch(), Evidence::Paid(Box::new(paid(2))), at(4)).unwrap();
    assert_eq!(paid_twice.review_reason(), Some(ReviewReason::PaidTwice));
}

#[test]
fn contradictions_go_to_a_person() {
    let reason = |records| {
        unknown(billing_key()).observe(FIRST, looked_up(records, 100), at(100)).unwrap().review_reason()
    };
    assert_eq!(reason(vec![paid(1), paid(2)]), Some(ReviewReason::PaidTwice));
    let other_amount = record(1, PaymentStatus::Paid, 2_999);
    assert_eq!(reason(vec![other_amount.clone()]), Some(ReviewReason::Mismatch(Mismatch::Amount)));
    let charge = in_flight(billing_key());
    let reviewed = charge.observe(charge.epoch(), Evidence::Paid(Box::new(other_amount)), at(1)).unwrap();
    assert_eq!(reviewed.state(), ChargeState::Review);
}

#[test]
fn a_payment_found_after_the_end_is_late() {
    let charge = in_flight(billing_key());
    let declined = charge
        .observe(charge.epoch(), declined("카드정보 인증에 실패하였습니다. [CA50]정지카드"), at(1))
        .unwrap();
    let late = declined.observe(charge.epoch(), looked_up(vec![paid(1)], 90_000), at(90_000)).unwrap();
    assert_eq!(late.state(), ChargeState::LatePaid);
    assert!(late.claim(window().deadlines(at(99_999))).is_err());
}

#[test]
fn a_cancelled_payment_was_paid_and_a_never_paid_one_was_not() {
    let mut details = paid(1).details().clone();
    details.status = PaymentStatus::Cancelled;
    details.cancelled = Money::won(1_000).unwrap();
    let partly = Payment::new(details.clone()).unwrap();
    assert_eq!(
        (partly.standing(), partly.balance()),
        (crate::Standing::PartlyCancelled, Money::won(2_000).unwrap())
    );
    let found = unknown(billing_key()).observe(FIRST, looked_up(vec![partly], 100), at(100)).unwrap();
    assert_eq!(found.state(), ChargeState::Succeeded);
    assert_eq!(found.payment().unwrap().cancelled(), Money::won(1_000).unwrap());
    details.paid_at = None;
    assert!(!Payment::new(details).unwrap().was_captured());
}

#[test]
fn a_lost_card_abandons_only_what_was_never_sent() {
    let new = Charge::intended(intent(ChargeMethod::Card), at(0));
    let gone = new.observe(FIRST, Evidence::CardLost, at(1)).unwrap();
    assert_eq!(gone.state(), ChargeState::Abandoned);
    assert!(gone.state().may_claim());
    let sent = in_flight(ChargeMethod::Card);
    assert!(sent.observe(sent.epoch(), Evidence::CardLost, at(1)).is_err());
    let by_key = Charge::intended(intent(billing_key()), at(0));
    assert!(by_key.observe(FIRST, Evidence::CardLost, at(1)).is_err());
}

#[test]
fn look_ups_come_soon_then_seldom_then_after_the_window() {
    let mut charge = unknown(billing_key());
    let mut now = at(60);
    let mut times = Vec::new();
    while now < at(1_640) {
        now = charge.next_look_up(now).unwrap();
        times.push(now.as_second() - 60);
        charge = charge.observe(charge.epoch(), looked_up(vec![], now.as_second()), now).unwrap();
        if charge.state() != ChargeState::Unknown {
            break;
        }
    }
    assert_eq!(times, [1, 2, 5, 15, 60, 300, 600, 1200, 1565], "the last is the end of the window");
    assert_eq!(charge.state(), ChargeState::NotCharged);
}

#[test]
fn the_same_request_is_told_from_another() {
    let one = intent(ChargeMethod::Card);
    assert!(one.differences(&intent(ChargeMethod::Card)).is_empty());
    let other = one.clone().with_buyer(crate::Buyer::default().with_name("홍길동").unwrap());
    assert_eq!(one.differences(&other), [crate::Field::BuyerName]);
    assert_eq!(one.differences(&intent(billing_key())), [crate::Field::CustomerUid]);
}
