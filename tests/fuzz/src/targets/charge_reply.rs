//! The answer to a charge: paid is only what says so of this charge, and a decline only what somebody declined.

use keyin_ports::{ChargeError, PaymentGateway, Reply};
use serde_json::Value;

use crate::exchange::{self, Input};
use crate::orders;
use crate::outcome::{self, Outcome};

/// Takes an answer.
pub(crate) fn run(bytes: &[u8]) {
    let input = Input::read(bytes);
    let request = orders::charge(input.choice % 2 == 1);
    let (reply, seen) = exchange::with(&input, |gateway, clock| async move {
        gateway.charge(request, orders::permit(&*clock)).await
    });
    outcome::check(of_charge(&reply), &input, seen);
    check(&reply, &input);
}

/// What a charge, or a run of a schedule, came to.
pub(super) fn of_charge(reply: &Result<Reply, ChargeError>) -> Outcome {
    match reply {
        Ok(Reply::Paid(_)) => Outcome::Done,
        Ok(Reply::Declined { .. }) | Err(ChargeError::Refused(_)) => Outcome::Refused,
        Err(ChargeError::NotSent(_)) => Outcome::NotSent,
        Err(ChargeError::Unknown(_) | ChargeError::Mismatch(_)) => Outcome::Unknown,
    }
}

/// Holds what is said of the money against another reading of the answer.
pub(super) fn check(reply: &Result<Reply, ChargeError>, input: &Input<'_>) {
    let json = input.json();
    let response = json.as_ref().map(|json| &json["response"]);
    match reply {
        Ok(Reply::Paid(payment)) => {
            assert_eq!(payment.merchant_uid().as_str(), orders::MERCHANT_UID);
            assert_eq!(payment.amount(), orders::price());
            assert!(payment.was_captured());
            if let (Some(response), true) = (response, input.status.is_some()) {
                assert_eq!(response["status"], "paid");
                assert_eq!(response["merchant_uid"], orders::MERCHANT_UID);
            }
        }
        Ok(Reply::Declined { record, .. }) if input.status.is_some() => {
            let response = response.unwrap_or(&Value::Null);
            assert_ne!(response["status"], "paid", "a paid record is taken for a decline");
            if let Some(record) = record {
                assert_eq!(response["imp_uid"], record.as_str());
            }
        }
        Ok(Reply::Declined { .. }) | Err(_) => {}
    }
}
