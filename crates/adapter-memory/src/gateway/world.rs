//! What the gateway holds, and what a request does to it.

use std::collections::BTreeMap;
use std::time::Duration;

use keyin_domain::decline::{DeclineForm, Verdict, classify};
use keyin_domain::jiff::{SignedDuration, Timestamp};
use keyin_domain::{
    BillingKey, CardSummary, Channel, ChannelKind, ChargeIntent, ChargeMethod, CustomerUid, Decline, ImpUid,
    InvalidPayment, InvalidValue, MaskedCardNumber, Money, NotSentCause, Payment, PaymentDetails,
    PaymentStatus, Pg, PgCode, Refusal, RefusalKind, UnknownCause,
};
use keyin_ports::{ChargeError, Reply};

use super::schedules::Scheduled;
use super::{CardScript, LedgerEntry, LedgerKind};

/// What becomes of a charge under a merchant_uid that is paid or cancelled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SameUid {
    /// Refused as a duplicate, as the PortOne V1 API says.
    #[default]
    Refuse,
    /// Captured again: a judge that does not hide double charges.
    ChargeAgain,
}

/// A charge as the gateway sees it.
pub(super) struct Order {
    pub(super) intent: ChargeIntent,
    pub(super) card: Option<MaskedCardNumber>,
}

pub(super) struct World {
    pub(super) payments: Vec<Payment>,
    pub(super) keys: BTreeMap<CustomerUid, BillingKey>,
    pub(super) ledger: Vec<LedgerEntry>,
    pub(super) channels: Vec<Channel>,
    pub(super) same_uid: SameUid,
    pub(super) read_lag: Duration,
    pub(super) most_records: usize,
    pub(super) held: Vec<Order>,
    pub(super) scheduled: Vec<Scheduled>,
    pub(super) schedule_delay: Duration,
    pub(super) schedules_a_page: usize,
    scripts: BTreeMap<String, CardScript>,
    last_number: u64,
}

impl Default for World {
    fn default() -> Self {
        let channel = Channel {
            pg: Pg::new(PgCode::Settle, None),
            kind: ChannelKind::ApiPayment,
            sandbox: true,
            name: None,
            channel_key: None,
        };
        Self {
            payments: Vec::new(),
            keys: BTreeMap::new(),
            ledger: Vec::new(),
            channels: vec![channel],
            same_uid: SameUid::default(),
            read_lag: Duration::ZERO,
            most_records: 1_000,
            held: Vec::new(),
            scheduled: Vec::new(),
            schedule_delay: Duration::ZERO,
            schedules_a_page: 20,
            scripts: BTreeMap::new(),
            last_number: 0,
        }
    }
}

/// The gateway could not make up its answer: nothing was done.
fn not_built<E>(_: E) -> ChargeError {
    ChargeError::NotSent(NotSentCause::RequestNotBuilt)
}

impl World {
    pub(super) fn script_card(&mut self, number: MaskedCardNumber, script: CardScript) {
        self.scripts.insert(number.into(), script);
    }

    pub(super) fn script_of(&self, card: Option<&MaskedCardNumber>) -> CardScript {
        card.and_then(|card| self.scripts.get(card.as_str())).cloned().unwrap_or_default()
    }

    /// Charges an order. Each way out of it is either the whole effect or none.
    pub(super) fn charge(&mut self, order: &Order, now: Timestamp) -> Result<Reply, ChargeError> {
        let (card, pg) = self.card_and_pg(order)?;
        if self.same_uid == SameUid::Refuse && self.is_used_up(&order.intent) {
            return Err(ChargeError::Unknown(UnknownCause::Duplicate));
        }
        match self.script_of(card.as_ref()) {
            CardScript::Approve => self.capture(order, card, pg, now),
            CardScript::FailInWords(text) => {
                let decline = declined(&text, DeclineForm::Message)?;
                Ok(Reply::Declined { decline, record: None })
            }
            CardScript::FailInRecord(text) => {
                let record = self.keep_failure(order, card, pg, &text, now)?;
                let decline = declined(&text, DeclineForm::Record)?;
                Ok(Reply::Declined { decline, record: Some(record) })
            }
        }
    }

    pub(super) fn carry_out_held(&mut self, now: Timestamp) -> usize {
        let held = std::mem::take(&mut self.held);
        for order in &held {
            // Nobody waits for the answer any more; what it did shows in the ledger.
            let _ = self.charge(order, now);
        }
        held.len()
    }

    /// The card that is charged and the PG that carries it.
    fn card_and_pg(&self, order: &Order) -> Result<(Option<MaskedCardNumber>, Option<Pg>), ChargeError> {
        if let ChargeMethod::BillingKey(customer) | ChargeMethod::Scheduled { customer_uid: customer, .. } =
            order.intent.method()
        {
            let key = self
                .keys
                .get(customer)
                .ok_or_else(|| refused(RefusalKind::UnknownCustomer, "등록되지 않은 구매자입니다."))?;
            return Ok((key.card.number.clone(), key.pg.clone()));
        }
        let pg = self
            .channel_for(order.intent.pg())
            .ok_or_else(|| refused(RefusalKind::NoChannel, "비인증결제모듈 사용정보를 찾을 수 없습니다."))?;
        Ok((order.card.clone(), Some(pg)))
    }

    /// The API channel asked for, or the first one.
    pub(super) fn channel_for(&self, asked: Option<&Pg>) -> Option<Pg> {
        let mut channels = self.channels.iter().filter(|channel| channel.kind == ChannelKind::ApiPayment);
        let fits = |pg: &Pg| {
            asked.is_none_or(|asked| {
                asked.code() == pg.code() && asked.mid().is_none_or(|mid| pg.mid() == Some(mid))
            })
        };
        channels.find(|channel| fits(&channel.pg)).map(|channel| channel.pg.clone())
    }

    /// Paid or cancelled; a failed attempt does not count.
    fn is_used_up(&self, intent: &ChargeIntent) -> bool {
        self.payments
            .iter()
            .any(|known| known.merchant_uid() == intent.merchant_uid() && known.was_captured())
    }

    fn capture(
        &mut self,
        order: &Order,
        card: Option<MaskedCardNumber>,
        pg: Option<Pg>,
        now: Timestamp,
    ) -> Result<Reply, ChargeError> {
        let mut details = self.details(order, card.clone(), pg.clone(), now).map_err(not_built)?;
        details.status = PaymentStatus::Paid;
        details.paid_at = Some(now);
        details.approval_number = Some(format!("{:08}", self.last_number));
        let payment = Payment::new(details).map_err(not_built)?;
        if let ChargeMethod::CardRegistering(customer) = order.intent.method() {
            let name = order.intent.buyer().name().map(str::to_owned);
            self.keep_key(customer, card, pg, name, now);
        }
        self.move_money(&payment, LedgerKind::Charge, payment.amount(), now);
        self.payments.push(payment.clone());
        Ok(Reply::Paid(Box::new(payment)))
    }

    fn keep_failure(
        &mut self,
        order: &Order,
        card: Option<MaskedCardNumber>,
        pg: Option<Pg>,
        text: &str,
        now: Timestamp,
    ) -> Result<ImpUid, ChargeError> {
        let mut details = self.details(order, card, pg, now).map_err(not_built)?;
        details.failed_at = Some(now);
        details.fail_reason = Some(text.to_owned());
        let payment: Payment = details.try_into().map_err(|error: InvalidPayment| not_built(error))?;
        let record = payment.imp_uid().clone();
        self.payments.push(payment);
        Ok(record)
    }

    fn details(
        &mut self,
        order: &Order,
        card: Option<MaskedCardNumber>,
        pg: Option<Pg>,
        now: Timestamp,
    ) -> Result<PaymentDetails, InvalidValue> {
        self.last_number += 1;
        let intent = &order.intent;
        let imp_uid = ImpUid::parse(&format!("imps_{:012}", self.last_number))?;
        let (order, total) = (intent.merchant_uid().clone(), intent.amount().total());
        Ok(PaymentDetails {
            customer_uid: intent.method().customer_uid().cloned(),
            name: Some(intent.name().to_string()),
            started_at: Some(now),
            pg,
            pg_tid: Some(format!("memory-{}", self.last_number)),
            card: CardSummary { number: card, code: None, name: None },
            installment_months: intent.installments().months(),
            sandbox: true,
            ..PaymentDetails::new(imp_uid, order, PaymentStatus::Failed, total)
        })
    }

    /// Stores a key, or puts another card under a customer_uid that is known.
    pub(super) fn keep_key(
        &mut self,
        customer: &CustomerUid,
        card: Option<MaskedCardNumber>,
        pg: Option<Pg>,
        customer_name: Option<String>,
        now: Timestamp,
    ) -> BillingKey {
        let registered_at = self.keys.get(customer).map_or(Some(now), |earlier| earlier.registered_at);
        let key = BillingKey {
            customer_uid: customer.clone(),
            pg,
            card: CardSummary { number: card, code: None, name: None },
            customer_name,
            registered_at,
            updated_at: Some(now),
            sandbox: true,
        };
        self.keys.insert(customer.clone(), key.clone());
        key
    }

    pub(super) fn move_money(&mut self, payment: &Payment, kind: LedgerKind, amount: Money, at: Timestamp) {
        self.ledger.push(LedgerEntry {
            kind,
            merchant_uid: payment.merchant_uid().clone(),
            imp_uid: payment.imp_uid().clone(),
            customer_uid: payment.details().customer_uid.clone(),
            amount,
            at,
        });
    }

    /// Whether a look-up already shows a record that began then.
    pub(super) fn is_shown(&self, payment: &Payment, now: Timestamp) -> bool {
        let lag = SignedDuration::try_from(self.read_lag).unwrap_or(SignedDuration::MAX);
        let since = |began: Timestamp| now.duration_since(began);
        payment.details().started_at.is_none_or(|began| since(began) >= lag)
    }
}

/// The decline that a text proves.
fn declined(text: &str, form: DeclineForm) -> Result<Decline, ChargeError> {
    match classify(text, form) {
        Verdict::Declined(decline) => Ok(decline),
        Verdict::Duplicate => Err(ChargeError::Unknown(UnknownCause::Duplicate)),
        Verdict::Ambiguous | Verdict::NotFound => Err(ChargeError::Unknown(UnknownCause::PgFault)),
    }
}

pub(super) fn refused(kind: RefusalKind, words: &str) -> ChargeError {
    ChargeError::Refused(Refusal::new(kind, words))
}
