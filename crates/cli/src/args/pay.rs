//! The `pay` commands.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum Pay {
    /// Take a key-in payment; with --customer-uid it also registers the billing key
    Card(CardPay),
    /// Charge a stored billing key
    BillingKey(BillingKeyPay),
    /// Charge the billing keys of a file: CSV or JSON Lines, checked whole before the first is charged
    File(FilePay),
    /// Show a payment
    Show(ShowPay),
    /// List the payments of the journal, newest first
    List(ListPay),
    /// Cancel a payment, in full or in part
    Cancel(CancelPay),
    /// Decide on a payment in review or found late
    Decide(DecidePay),
}

/// What is charged, whatever the method.
#[derive(Args, Debug)]
pub(crate) struct OrderFields {
    /// Your number of this attempt: up to 40 of A-Z a-z 0-9 _ -
    #[arg(long, value_name = "UID")]
    pub(crate) merchant_uid: String,
    /// Amount, whole won
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(crate) amount: String,
    /// Order name, up to 40 characters
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) name: String,
    /// Currency
    #[arg(long, value_name = "CODE", default_value = "KRW")]
    pub(crate) currency: String,
    /// Tax-free part of the amount
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(crate) tax_free: Option<String>,
    /// VAT part of the amount, for PGs that take it
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(crate) vat_amount: Option<String>,
    /// Instalment months, 0 or 2 and more from 50,000 won
    #[arg(long, value_name = "MONTHS", allow_hyphen_values = true)]
    pub(crate) installments: Option<String>,
    /// PG, as settle or settle.MID
    #[arg(long, value_name = "PG")]
    pub(crate) pg: Option<String>,
    /// Your own text, kept with the payment
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) custom_data: Option<String>,
    /// How long to look for an outcome that is not known
    #[arg(long, value_name = "DURATION", default_value = "20s", allow_hyphen_values = true)]
    pub(crate) wait: String,
    #[command(flatten)]
    pub(crate) buyer: Buyer,
}

/// Who buys.
#[derive(Args, Debug)]
pub(crate) struct Buyer {
    /// Buyer's name, up to 16 characters
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) buyer_name: Option<String>,
    /// Buyer's e-mail address
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) buyer_email: Option<String>,
    /// Buyer's telephone number
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) buyer_tel: Option<String>,
    /// Buyer's address
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) buyer_addr: Option<String>,
    /// Buyer's postcode
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) buyer_postcode: Option<String>,
}

/// Where the card comes from: never a flag.
#[derive(Args, Debug)]
pub(crate) struct CardSource {
    /// Read the card as one JSON object from standard input instead of asking for it
    #[arg(long)]
    pub(crate) card_stdin: bool,
    /// Send the card although its number fails the check digit or its expiry has passed
    #[arg(long)]
    pub(crate) allow_unverified_card: bool,
}

#[derive(Args, Debug)]
pub(crate) struct CardPay {
    #[command(flatten)]
    pub(crate) order: OrderFields,
    /// Also register the card as a billing key under this customer_uid
    #[arg(long, value_name = "UID", allow_hyphen_values = true)]
    pub(crate) customer_uid: Option<String>,
    /// Replace a billing key that stands under the customer_uid; the old one is not revoked at the PG
    #[arg(long, requires = "customer_uid")]
    pub(crate) replace_billing_key: bool,
    #[command(flatten)]
    pub(crate) card: CardSource,
}

#[derive(Args, Debug)]
pub(crate) struct BillingKeyPay {
    /// The billing key's customer_uid
    #[arg(long, value_name = "UID", allow_hyphen_values = true)]
    pub(crate) customer_uid: String,
    #[command(flatten)]
    pub(crate) order: OrderFields,
}

#[derive(Args, Debug)]
pub(crate) struct FilePay {
    /// The file: customer_uid, merchant_uid, amount, name and more in each row
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Charges under way at once, up to 4096
    #[arg(long, value_name = "N", default_value = "8", allow_hyphen_values = true)]
    pub(crate) concurrency: String,
    /// Only check the file and tell what it comes to
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Where the outcome of each row is written; without it FILE.results.csv
    #[arg(long, value_name = "FILE")]
    pub(crate) results: Option<PathBuf>,
    /// csv or jsonl; without it by the name of the file
    #[arg(long, value_name = "FORMAT", allow_hyphen_values = true)]
    pub(crate) format: Option<String>,
    /// How long to look for an outcome that is not known
    #[arg(long, value_name = "DURATION", default_value = "20s", allow_hyphen_values = true)]
    pub(crate) wait: String,
}

#[derive(Args, Debug)]
pub(crate) struct ShowPay {
    /// A merchant_uid or an imp_uid
    #[arg(value_name = "REF")]
    pub(crate) reference: String,
    /// Tell everything that happened to it
    #[arg(long)]
    pub(crate) history: bool,
}

#[derive(Args, Debug)]
pub(crate) struct ListPay {
    /// Standing so in keyin's own words, such as unknown; may be given more than once
    #[arg(long = "state", value_name = "STATE")]
    pub(crate) states: Vec<String>,
    /// The gateway's word: ready, paid, cancelled or failed
    #[arg(long, value_name = "STATUS")]
    pub(crate) status: Option<String>,
    /// Written down on this day (Korean time) or later: 2026-11-01, or a moment such as 2026-11-01T09:00:00+09:00
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<String>,
    /// Written down up to and with this day (Korean time), or before a moment
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<String>,
    /// Of this billing key
    #[arg(long, value_name = "UID", allow_hyphen_values = true)]
    pub(crate) customer_uid: Option<String>,
    /// At most so many
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct DecidePay {
    /// A merchant_uid or an imp_uid
    #[arg(value_name = "REF")]
    pub(crate) reference: String,
    #[command(flatten)]
    pub(crate) ruling: RulingFlags,
}

/// One of the two.
#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
pub(crate) struct RulingFlags {
    /// This payment is the order's
    #[arg(long, value_name = "IMP_UID")]
    pub(crate) adopt: Option<String>,
    /// No payment is the order's: the same request may be sent again
    #[arg(long)]
    pub(crate) no_payment: bool,
}

#[derive(Args, Debug)]
pub(crate) struct CancelPay {
    /// A merchant_uid or an imp_uid
    #[arg(value_name = "REF")]
    pub(crate) reference: String,
    /// How much to give back; without it all that is left
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(crate) amount: Option<String>,
    /// Tax-free part of the amount given back, 0 too where the PG wants it said
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(crate) tax_free: Option<String>,
    /// VAT part of the amount given back, where it was stated at payment
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(crate) vat_amount: Option<String>,
    /// What you believe is left to cancel: makes repeating the command harmless
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(crate) checksum: Option<String>,
    /// Currency
    #[arg(long, value_name = "CODE", default_value = "KRW")]
    pub(crate) currency: String,
    /// Why
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) reason: Option<String>,
    /// How long to look for an outcome that is not known
    #[arg(long, value_name = "DURATION", default_value = "20s", allow_hyphen_values = true)]
    pub(crate) wait: String,
}
