//! What the gateway is asked: amounts that fit together, and the tax parts of what is given back.

use keyin_domain::{Charge, Field, Money, Payment};
use keyin_ports::CancelRequest;

use super::{CancelOrder, CancelProblem};

/// The request of an order. Tax parts that the order does not state are those of the journal's `charge`, where they
/// are certain.
pub(super) fn request_for(
    order: &CancelOrder,
    payment: &Payment,
    charge: Option<&Charge>,
) -> Result<CancelRequest, CancelProblem> {
    let left = payment.balance();
    let amount = order.amount.unwrap_or(left);
    let believed = order.balance.unwrap_or(left);
    let stated = [Some(amount), Some(believed), order.tax_free, order.vat];
    if stated.iter().flatten().any(|money| money.currency() != left.currency()) {
        return Err(CancelProblem::OtherCurrency);
    }
    if believed != left {
        return Err(CancelProblem::BalanceDiffers { believed, left });
    }
    if amount.is_zero() || amount.minor() > left.minor() {
        return Err(CancelProblem::TooMuch { asked: amount, left });
    }
    let known = charge.map_or(TaxParts::default(), |charge| TaxParts::known(charge, payment, amount));
    let parts = TaxParts { tax_free: order.tax_free.or(known.tax_free), vat: order.vat.or(known.vat) };
    parts.must_fit(amount)?;
    Ok(CancelRequest {
        imp_uid: payment.imp_uid().clone(),
        amount,
        tax_free: parts.tax_free,
        vat: parts.vat,
        balance: left,
        reason: order.reason.clone(),
    })
}

/// The tax parts of an amount, as far as they are stated.
#[derive(Clone, Copy, Default)]
struct TaxParts {
    tax_free: Option<Money>,
    vat: Option<Money>,
}

impl TaxParts {
    /// Those parts of `amount` that follow from what the charge asked for. A part that it did not have is left out, and
    /// so is one that an earlier or a later cancel may take.
    fn known(charge: &Charge, payment: &Payment, amount: Money) -> Self {
        let asked = charge.intent().amount();
        let is_its_own = charge.payment().is_some_and(|own| own.imp_uid() == payment.imp_uid());
        if !is_its_own || asked.total() != payment.amount() {
            return Self::default();
        }
        let tax_free = Some(asked.tax_free()).filter(|part| !part.is_zero());
        let share = |part| share_of(part, asked.total(), amount);
        Self { tax_free: tax_free.and_then(share), vat: asked.vat_amount().and_then(share) }
    }

    fn must_fit(self, amount: Money) -> Result<(), CancelProblem> {
        let rest = rest_of(Field::TaxFree, amount, self.tax_free)?;
        rest_of(Field::VatAmount, rest, self.vat).map(|_| ())
    }
}

/// How much of the part goes with `amount` of the whole: all of it or none where nothing else is possible, else it is
/// not known.
fn share_of(part: Money, whole: Money, amount: Money) -> Option<Money> {
    if amount == whole || part.is_zero() {
        Some(part)
    } else if part == whole {
        Some(amount)
    } else {
        None
    }
}

fn rest_of(field: Field, whole: Money, part: Option<Money>) -> Result<Money, CancelProblem> {
    let Some(stated) = part else { return Ok(whole) };
    whole.checked_sub(stated).ok_or(CancelProblem::PartTooLarge { part: field, stated, most: whole })
}
