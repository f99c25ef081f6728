//! What each PG offers, as data. Where the sources disagree a cell says `ByContract`.

use super::Capability::{ByContract, No, Yes};
use super::PgProfile;
use super::profile::RequiredFields;

/// No field beyond the common ones.
const NOTHING_MORE: RequiredFields =
    RequiredFields { onetime: &[], standalone: &[], again: &[], schedule: &[] };

/// Every operation and no option: what the named PGs differ from.
const PLAIN: PgProfile = PgProfile {
    onetime: Yes,
    onetime_registering: Yes,
    standalone_billing_key: Yes,
    again: Yes,
    schedule: Yes,
    schedule_with_card: Yes,
    required: NOTHING_MORE,
    vat_at_payment: false,
    vat_at_cancel: false,
    tax_free_at_cancel_required: false,
    interest_free_by_merchant: false,
    use_card_point: false,
    issuer_codes: false,
    minimum_amount: None,
    maximum_amount: None,
};

/// A PG we know nothing of. The gateway decides on payments, so they are let through; what would leave
/// a billing key behind or needs an agreement is for the merchant to switch on. No option is relied on.
pub(super) static UNKNOWN: PgProfile = PgProfile {
    onetime_registering: ByContract,
    standalone_billing_key: ByContract,
    schedule: ByContract,
    schedule_with_card: ByContract,
    ..PLAIN
};

/// A schedule with card data issues a billing key alone, so both hang on the same contract. The least and
/// the largest amount are those of Hecto's result code CA42.
pub(super) static SETTLE: PgProfile = PgProfile {
    standalone_billing_key: ByContract,
    schedule_with_card: ByContract,
    minimum_amount: Some(1_000),
    maximum_amount: Some(99_999_998),
    ..PLAIN
};

pub(super) static NICE: PgProfile = PgProfile {
    vat_at_payment: true,
    vat_at_cancel: true,
    tax_free_at_cancel_required: true,
    interest_free_by_merchant: true,
    use_card_point: true,
    ..PLAIN
};

/// `birth` and `pwd_2digit` are checked when the key is issued: a recorded refusal, not a published rule.
pub(super) static NICE_V2: PgProfile = PgProfile {
    required: RequiredFields {
        onetime: &["birth", "pwd_2digit"],
        standalone: &["birth", "pwd_2digit"],
        again: &[],
        schedule: &[],
    },
    vat_at_payment: true,
    vat_at_cancel: true,
    interest_free_by_merchant: true,
    use_card_point: true,
    issuer_codes: true,
    ..PLAIN
};

pub(super) static KCP: PgProfile = PgProfile { tax_free_at_cancel_required: true, ..PLAIN };

/// The definitions list it for one-time payments, the table of PGs does not.
pub(super) static HTML5_INICIS: PgProfile = PgProfile {
    onetime: ByContract,
    onetime_registering: ByContract,
    required: RequiredFields {
        onetime: &["name", "buyer_name", "buyer_email", "buyer_tel"],
        standalone: &[],
        again: &["name"],
        schedule: &[],
    },
    vat_at_payment: true,
    vat_at_cancel: true,
    ..PLAIN
};

/// The other way round: the table of PGs names the legacy code, the definitions do not. Its options are
/// not published.
pub(super) static INICIS: PgProfile =
    PgProfile { onetime: ByContract, onetime_registering: ByContract, standalone_billing_key: No, ..PLAIN };

pub(super) static DAOU: PgProfile = PLAIN;

/// The definitions say that `customer_uid` is not heeded at a one-time payment, the guide shows it.
pub(super) static TOSS_PAYMENTS: PgProfile = PgProfile {
    onetime_registering: ByContract,
    required: RequiredFields { standalone: &["customer_id"], ..NOTHING_MORE },
    issuer_codes: true,
    ..PLAIN
};

/// Interest-free instalments are sure for billing keys and by contract for one-time payments. Points are
/// left out: a tag names them, the text does not.
pub(super) static KSNET: PgProfile = PgProfile {
    onetime_registering: No,
    required: RequiredFields {
        onetime: &["product_type", "buyer_name"],
        standalone: &["birth", "pwd_2digit"],
        again: &["product_type", "buyer_name"],
        schedule: &["product_type", "buyer_name"],
    },
    interest_free_by_merchant: true,
    issuer_codes: true,
    ..PLAIN
};

/// VAT and tax-free parts only for shops that set their VAT themselves: at most a tenth of the amount.
pub(super) static WELCOME: PgProfile = PgProfile {
    required: RequiredFields {
        onetime: &["buyer_name"],
        standalone: &["customer_name"],
        again: &["buyer_name"],
        schedule: &["buyer_name"],
    },
    vat_at_payment: true,
    vat_at_cancel: true,
    tax_free_at_cancel_required: true,
    issuer_codes: true,
    ..PLAIN
};

/// The definitions list it for one-time payments, the table of PGs does not; that such a payment may
/// register a key is only not excluded.
pub(super) static PAYMENTWALL: PgProfile = PgProfile {
    onetime: ByContract,
    onetime_registering: ByContract,
    standalone_billing_key: No,
    required: RequiredFields {
        onetime: &["cvc", "browser_ip", "buyer_name", "buyer_email"],
        standalone: &[],
        again: &["buyer_email", "browser_ip"],
        schedule: &[],
    },
    ..PLAIN
};
