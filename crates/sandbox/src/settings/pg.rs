//! What the payment gateways behind I'mport differ in (PortOne V1 API, by PG).

/// One PG, by its code.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Pg {
    pub(crate) code: &'static str,
    /// Whether it issues a key without a payment; `None`: a contract of its own decides.
    pub(super) key_alone: Option<bool>,
    /// Whether it keeps the card of a key-in payment.
    pub(super) key_with_payment: bool,
    /// Whether a card that comes with a schedule issues the key even where no key is issued alone.
    pub(crate) key_with_schedule: bool,
    /// Whether the merchant may reckon the VAT himself; a cancel then needs it, too.
    pub(crate) takes_vat: bool,
    /// Whether that VAT may be a tenth of the sum at most.
    pub(crate) limits_vat: bool,
    /// The card company, by its code, whose cards test accounts refuse.
    pub(crate) refused_in_tests: Option<&'static str>,
    /// Whether a billing key pays only under the e-mail address it was issued under.
    pub(crate) holds_to_email: bool,
    /// How often a payment can be cancelled in part.
    pub(crate) partial_cancels: usize,
    /// Whether the cancel of a payment with a tax-free part must say its own.
    pub(crate) needs_tax_free_at_cancel: bool,
    /// Whether the limits and tax kinds of the settings are this PG's, and its order numbers take no Korean.
    pub(crate) is_hecto: bool,
    /// Whether it tells who issued and who publishes a card.
    pub(crate) tells_issuer: bool,
    /// Test accounts, and PGs (with an empty account), that verify all four card fields.
    pub(super) four_fields: &'static [&'static str],
    pub(crate) needs: Needs,
}

/// The parameters a PG insists on beyond those that all do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Needs {
    pub(crate) onetime: &'static [&'static str],
    pub(crate) key: &'static [&'static str],
    pub(crate) again: &'static [&'static str],
    pub(crate) schedule: &'static [&'static str],
    /// With the card that comes with a schedule.
    pub(crate) schedule_card: &'static [&'static str],
}

const NOTHING: Needs = Needs { onetime: &[], key: &[], again: &[], schedule: &[], schedule_card: &[] };

/// A PG that takes what all take and gives what most give.
const PLAIN: Pg = Pg {
    code: "",
    key_alone: Some(true),
    key_with_payment: true,
    key_with_schedule: false,
    takes_vat: false,
    limits_vat: false,
    refused_in_tests: None,
    holds_to_email: false,
    partial_cancels: usize::MAX,
    needs_tax_free_at_cancel: false,
    is_hecto: false,
    tells_issuer: false,
    four_fields: &[],
    needs: NOTHING,
};

/// A code that is not in the table: as much as possible is left to the settings.
static OTHER: Pg = Pg { key_alone: None, ..PLAIN };

static PGS: [Pg; 11] = [
    Pg { code: "settle", key_alone: None, is_hecto: true, four_fields: &["nxca_ks_gu"], ..PLAIN },
    Pg {
        code: "nice",
        takes_vat: true,
        needs_tax_free_at_cancel: true,
        refused_in_tests: Some("381"),
        ..PLAIN
    },
    Pg { code: "nice_v2", takes_vat: true, tells_issuer: true, four_fields: &[""], ..PLAIN },
    Pg { code: "kcp", needs_tax_free_at_cancel: true, ..PLAIN },
    Pg {
        code: "html5_inicis",
        takes_vat: true,
        needs: Needs {
            onetime: &["name", "buyer_name", "buyer_email", "buyer_tel"],
            again: &["name"],
            ..NOTHING
        },
        ..PLAIN
    },
    Pg { code: "inicis", key_alone: Some(false), key_with_schedule: true, ..PLAIN },
    Pg { code: "daou", four_fields: &["CTS16629"], ..PLAIN },
    Pg {
        code: "tosspayments",
        key_with_payment: false,
        tells_issuer: true,
        needs: Needs { key: &["customer_id"], schedule_card: &["customer_id"], ..NOTHING },
        ..PLAIN
    },
    Pg {
        code: "ksnet",
        partial_cancels: 9,
        key_with_payment: false,
        tells_issuer: true,
        needs: Needs {
            onetime: &["product_type", "buyer_name"],
            key: &["birth", "pwd_2digit"],
            again: &["product_type", "buyer_name"],
            schedule: &["product_type", "buyer_name"],
            schedule_card: &["birth", "pwd_2digit"],
        },
        ..PLAIN
    },
    Pg {
        code: "welcome",
        takes_vat: true,
        limits_vat: true,
        tells_issuer: true,
        needs: Needs {
            onetime: &["buyer_name"],
            key: &["customer_name"],
            again: &["buyer_name"],
            schedule: &["buyer_name"],
            schedule_card: &[],
        },
        ..PLAIN
    },
    Pg {
        code: "paymentwall",
        holds_to_email: true,
        key_alone: Some(false),
        key_with_schedule: true,
        needs: Needs {
            onetime: &["cvc", "browser_ip", "buyer_name", "buyer_email"],
            again: &["browser_ip", "buyer_email"],
            schedule_card: &["cvc"],
            ..NOTHING
        },
        ..PLAIN
    },
];

impl Pg {
    /// The codes of the table.
    pub(crate) fn codes() -> impl Iterator<Item = &'static str> {
        PGS.iter().map(|pg| pg.code)
    }

    /// The PG with this code.
    pub(crate) fn of(code: &str) -> &'static Self {
        PGS.iter().find(|pg| pg.code == code).unwrap_or(&OTHER)
    }

    /// Whether it is in the table.
    pub(super) fn is_known(&self) -> bool {
        !self.code.is_empty()
    }

    /// Whether an account with it verifies all four card fields.
    pub(super) fn verifies_four_fields(&self, pg_id: &str) -> bool {
        self.four_fields.iter().any(|account| account.is_empty() || *account == pg_id)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_code_stands_once_and_is_found() {
        let codes: HashSet<_> = PGS.iter().map(|pg| pg.code).collect();
        assert_eq!(codes.len(), PGS.len());
        assert!(PGS.iter().all(|pg| std::ptr::eq(Pg::of(pg.code), pg) && pg.is_known()));
        assert!(!Pg::of("unknown").is_known());
    }
}
