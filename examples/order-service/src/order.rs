//! The body of a request, as what is to be charged.

use keyin_domain::{ChargeAmount, ChargeIntent, ChargeMethod, CustomerUid, InvalidValue, Money, OrderName};
use serde::Deserialize;

use crate::answer::Answer;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    customer_uid: String,
    /// Whole won.
    amount: u64,
    name: String,
}

/// The intent that an order's number and a body make.
///
/// # Errors
///
/// The answer that names what is wrong. It repeats nothing of the body: the parser's own message would.
pub(crate) fn read(id: &str, body: &[u8]) -> Result<ChargeIntent, Answer> {
    let body: Body = serde_json::from_slice(body).map_err(|_| Answer::unreadable())?;
    intent(id, &body).map_err(|invalid| Answer::of_invalid(&invalid))
}

fn intent(id: &str, body: &Body) -> Result<ChargeIntent, InvalidValue> {
    let method = ChargeMethod::BillingKey(CustomerUid::parse(&body.customer_uid)?);
    let amount = ChargeAmount::new(Money::won(body.amount)?)?;
    Ok(ChargeIntent::new(id.parse()?, method, amount, OrderName::parse(&body.name)?))
}
