//! A row becomes what is to be charged.

use keyin_domain::{ChargeIntent, ChargeMethod, CustomerUid, InvalidValue, Pg};

use super::cells::Cells;
use super::column::Column;
use super::complaint::{Complaint, Fault};
use crate::input::order::{self, BuyerTexts, OrderTexts};

/// What the row asks for, or all that is wrong with it.
pub(super) fn intent_of(
    line: u64,
    cells: &Cells<'_>,
    default_pg: Option<&Pg>,
) -> Result<ChargeIntent, Vec<Complaint>> {
    let texts = texts_of(cells);
    let customer_uid = CustomerUid::parse(cells.get(Column::CustomerUid).unwrap_or_default());
    let intent = customer_uid
        .as_ref()
        .map_err(Clone::clone)
        .and_then(|uid| order::intent(&texts, ChargeMethod::BillingKey(uid.clone()), default_pg));
    intent.map_err(|_| {
        let wrong = customer_uid.err().into_iter().chain(order::all_wrong(&texts));
        wrong.map(|value| about(line, cells, value)).collect()
    })
}

fn texts_of<'a>(cells: &'a Cells<'_>) -> OrderTexts<'a> {
    let text = |column| cells.get(column);
    OrderTexts {
        merchant_uid: text(Column::MerchantUid).unwrap_or_default(),
        amount: text(Column::Amount).unwrap_or_default(),
        name: text(Column::Name).unwrap_or_default(),
        currency: text(Column::Currency).unwrap_or("KRW"),
        tax_free: text(Column::TaxFree),
        vat_amount: text(Column::VatAmount),
        installments: text(Column::Installments),
        pg: text(Column::Pg),
        custom_data: text(Column::CustomData),
        buyer: BuyerTexts {
            name: text(Column::BuyerName),
            email: text(Column::BuyerEmail),
            tel: text(Column::BuyerTel),
            addr: text(Column::BuyerAddr),
            postcode: text(Column::BuyerPostcode),
        },
    }
}

fn about(line: u64, cells: &Cells<'_>, value: InvalidValue) -> Complaint {
    let column = Column::of_field(value.field());
    let place = column.and_then(|column| cells.place_of(column));
    Complaint { line: Some(line), place, column, fault: Fault::Value(value) }
}
