//! A payment (`PaymentAnnotation` of the official definitions).

use serde::{Serialize, Serializer};

use crate::ids::ImpUid;
use crate::settings::{Answers, Pg};
use crate::store::{Cancel, Payment, Status, Usage};

/// Always null in payments by card through the API.
type Nothing = Option<&'static str>;

#[derive(Serialize)]
pub(crate) struct PaymentView<'a> {
    amount: i64,
    apply_num: Option<String>,
    bank_code: Nothing,
    bank_name: Nothing,
    buyer_addr: Option<&'a str>,
    buyer_email: Option<&'a str>,
    buyer_name: Option<&'a str>,
    buyer_postcode: Option<&'a str>,
    buyer_tel: Option<&'a str>,
    cancel_amount: i64,
    #[serde(serialize_with = "cancels")]
    cancel_history: &'a [Cancel],
    cancel_reason: Option<&'a str>,
    cancel_receipt_urls: [&'static str; 0],
    cancelled_at: i64,
    card_code: Option<&'static str>,
    card_issuer_code: Option<&'static str>,
    card_issuer_name: Option<&'static str>,
    card_name: Option<&'static str>,
    card_number: Option<&'a str>,
    card_publisher_code: Option<&'static str>,
    card_publisher_name: Option<&'static str>,
    card_quota: u32,
    card_type: Option<u8>,
    cash_receipt_issued: bool,
    channel: &'static str,
    currency: &'static str,
    custom_data: Option<&'a str>,
    customer_uid: Option<&'a str>,
    customer_uid_usage: Option<Usage>,
    deposit_history: [&'static str; 0],
    emb_pg_provider: Nothing,
    escrow: bool,
    fail_reason: Option<&'a str>,
    failed_at: i64,
    imp_uid: ImpUid,
    merchant_uid: &'a str,
    name: Option<&'a str>,
    paid_at: i64,
    pay_method: &'static str,
    pg_id: &'a str,
    pg_provider: &'a str,
    pg_tid: Option<&'a str>,
    promotion: Nothing,
    receipt_url: Option<String>,
    sandbox: bool,
    started_at: i64,
    status: Status,
    user_agent: Option<&'a str>,
    vbank_code: Nothing,
    vbank_date: i64,
    vbank_holder: Nothing,
    vbank_issued_at: i64,
    vbank_name: Nothing,
    vbank_num: Nothing,
}

impl<'a> PaymentView<'a> {
    pub(crate) fn of(payment: &'a Payment, answers: Answers) -> Self {
        let told = answers == Answers::Full;
        let (buyer, card) = (payment.buyer.as_deref(), payment.card.as_ref());
        let issuer = card.map(|card| card.issuer);
        let company = issuer.filter(|_| Pg::of(&payment.account.pg_provider).tells_issuer);
        let pg_tid = payment.pg_tid.as_deref();
        Self {
            amount: payment.amount,
            apply_num: payment.approval.map(|number| format!("{number:08}")),
            bank_code: None,
            bank_name: None,
            buyer_addr: buyer.and_then(|buyer| buyer.addr.as_deref()),
            buyer_email: buyer.and_then(|buyer| buyer.email.as_deref()),
            buyer_name: buyer.and_then(|buyer| buyer.name.as_deref()),
            buyer_postcode: buyer.and_then(|buyer| buyer.postcode.as_deref()),
            buyer_tel: buyer.and_then(|buyer| buyer.tel.as_deref()),
            cancel_amount: payment.cancel_amount,
            cancel_history: &payment.cancels,
            cancel_reason: payment.cancels.last().map(|cancel| &*cancel.reason),
            cancel_receipt_urls: [],
            cancelled_at: payment.cancelled_at(),
            card_code: issuer.map(|issuer| issuer.code),
            card_issuer_code: company.map(|company| company.code),
            card_issuer_name: company.map(|company| company.name),
            card_name: issuer.map(|issuer| issuer.name),
            card_number: card.filter(|_| told).map(|card| &*card.masked),
            card_publisher_code: company.map(|company| company.code),
            card_publisher_name: company.map(|company| company.name),
            card_quota: payment.card_quota,
            card_type: issuer.filter(|_| told && payment.is_charged()).map(|issuer| issuer.card_type),
            cash_receipt_issued: false,
            channel: "api",
            currency: "KRW",
            custom_data: payment.custom_data.as_deref(),
            customer_uid: payment.customer_uid.as_deref(),
            customer_uid_usage: payment.usage,
            deposit_history: [],
            emb_pg_provider: None,
            escrow: false,
            fail_reason: payment.fail_reason.as_deref(),
            failed_at: payment.failed_at,
            imp_uid: payment.imp_uid,
            merchant_uid: &payment.merchant_uid,
            name: payment.name.as_deref(),
            paid_at: payment.paid_at,
            pay_method: "card",
            pg_id: &payment.account.pg_id,
            pg_provider: &payment.account.pg_provider,
            pg_tid,
            promotion: None,
            // The name ends in `.invalid`, which no resolver answers: a sandbox receipt leads nowhere.
            receipt_url: pg_tid
                .filter(|_| told)
                .map(|tid| format!("https://pg.example.invalid/receipt?tid={tid}")),
            sandbox: payment.account.sandbox,
            started_at: payment.started_at,
            status: payment.status,
            user_agent: payment.user_agent.as_deref(),
            vbank_code: None,
            vbank_date: 0,
            vbank_holder: None,
            vbank_issued_at: 0,
            vbank_name: None,
            vbank_num: None,
        }
    }
}

#[derive(Serialize)]
struct CancelView<'a> {
    pg_tid: &'a str,
    amount: i64,
    cancelled_at: i64,
    reason: &'a str,
    cancellation_id: &'a str,
    receipt_url: Nothing,
}

fn cancels<S: Serializer>(cancels: &[Cancel], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(cancels.iter().map(|cancel| CancelView {
        pg_tid: &cancel.pg_tid,
        amount: cancel.amount,
        cancelled_at: cancel.cancelled_at,
        reason: &cancel.reason,
        cancellation_id: &cancel.cancellation_id,
        receipt_url: None,
    }))
}
