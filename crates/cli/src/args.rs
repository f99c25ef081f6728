//! The command line as it is typed. Values stay texts here: the domain checks them, so that every message
//! names the field and the rule in the user's language and never repeats what was refused.

mod korean;
mod pay;
mod reconcile;
#[cfg(test)]
mod reference;
mod refusal;
mod schedule;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

pub(crate) use korean::in_korean;
pub(crate) use pay::{
    BillingKeyPay, Buyer, CancelPay, CardPay, CardSource, DecidePay, FilePay, ListPay, OrderFields, Pay,
    ShowPay,
};
pub(crate) use reconcile::Reconcile;
pub(crate) use refusal::explain_refusal;
pub(crate) use schedule::{
    AddSchedule, CancelSchedule, ListSchedules, MoveSchedule, RetrySchedule, Schedule,
};

/// Key-in card payments and billing-key payments through I'mport (PortOne V1).
#[derive(Debug, Parser)]
#[command(name = "keyin", version, disable_help_subcommand = true, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Settings that every command takes. Secrets have no flag.
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "Settings")]
pub(crate) struct Global {
    /// One JSON document on standard output
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Settings file
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Language: ko or en
    #[arg(long, global = true, value_name = "LANG")]
    pub(crate) lang: Option<String>,
    /// Log filter
    #[arg(long, global = true, value_name = "FILTER")]
    pub(crate) log: Option<String>,
    /// Gateway URL
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) iamport_url: Option<String>,
    /// Store: sqlite:PATH, sqlite::memory: or postgres://…
    #[arg(long, global = true, value_name = "STORE")]
    pub(crate) store: Option<String>,
    /// Most charges sent a second, or unlimited
    #[arg(long, global = true, value_name = "N")]
    pub(crate) rate: Option<String>,
    /// Time allowed from the claim to the send
    #[arg(long, global = true, value_name = "DURATION", hide = true)]
    pub(crate) send_deadline: Option<String>,
    /// Time to wait for an answer of the gateway
    #[arg(long, global = true, value_name = "DURATION", hide = true)]
    pub(crate) gateway_timeout: Option<String>,
    /// Longest stop of this process that is reckoned with
    #[arg(long, global = true, value_name = "DURATION", hide = true)]
    pub(crate) stall: Option<String>,
    /// Assumed processing and read lag at the gateway
    #[arg(long, global = true, value_name = "DURATION", hide = true)]
    pub(crate) gateway_lag: Option<String>,
}

#[derive(Debug, Subcommand)]
#[allow(clippy::large_enum_variant, reason = "one of these exists in a process")]
pub(crate) enum Command {
    /// Go through the guide, end to end, with nothing to set up
    Demo,
    /// Start the offline I'mport server
    Sandbox(SandboxArgs),
    /// Take, show and cancel payments
    #[command(subcommand)]
    Pay(Pay),
    /// Show, list, issue and revoke billing keys
    #[command(subcommand)]
    BillingKey(BillingKey),
    /// Payments that the gateway makes by itself at their time
    #[command(subcommand)]
    Schedule(Schedule),
    /// Settle payments whose outcome is unknown
    Resolve(Resolve),
    /// Compare the journal with the gateway's records of a period
    Reconcile(Reconcile),
    /// The merchant's PG channels
    #[command(subcommand)]
    Pg(Pg),
    /// Check settings, credentials, clock, store and channels
    Doctor,
    /// Print shell completions
    Completions {
        /// bash, elvish, fish, powershell or zsh
        #[arg(value_name = "SHELL")]
        shell: clap_complete::Shell,
    },
    /// Print the manual page of a command, or write all of them to a folder
    Man {
        /// Folder to write every page to
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
}

#[derive(Args, Debug)]
pub(crate) struct SandboxArgs {
    /// Address to listen on; port 0 picks a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8585")]
    pub(crate) listen: String,
    /// Seed for ids and faults, to get the same ones again
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<String>,
    /// File in which payments, keys, schedules and settings outlive the process; without it memory only
    #[arg(long, value_name = "FILE")]
    pub(crate) data: Option<PathBuf>,
    /// Host that webhooks may be sent to beside this machine; may be given more than once
    #[arg(long = "allow-webhook-host", value_name = "HOST")]
    pub(crate) webhook_hosts: Vec<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum BillingKey {
    /// Show a billing key
    Show {
        /// The key's customer_uid
        #[arg(value_name = "CUSTOMER_UID")]
        customer_uid: String,
    },
    /// List the billing keys that the journal has seen, and how they stand at the gateway
    List,
    /// Issue a billing key without a payment, where the PG offers it
    Issue(Issue),
    /// Revoke a billing key for good
    Revoke {
        /// The key's customer_uid
        #[arg(value_name = "CUSTOMER_UID")]
        customer_uid: String,
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
        /// Cancel every schedule of the key first; without it a key with open schedules is not revoked
        #[arg(long)]
        unschedule: bool,
    },
}

#[derive(Args, Debug)]
pub(crate) struct Issue {
    /// The key's customer_uid
    #[arg(value_name = "CUSTOMER_UID")]
    pub(crate) customer_uid: String,
    /// PG, as settle or settle.MID
    #[arg(long, value_name = "PG")]
    pub(crate) pg: Option<String>,
    /// Replace a key that stands under the customer_uid; the old one is not revoked at the PG
    #[arg(long)]
    pub(crate) replace: bool,
    #[command(flatten)]
    pub(crate) card: CardSource,
    #[command(flatten)]
    pub(crate) buyer: Buyer,
}

#[derive(Args, Debug)]
pub(crate) struct Resolve {
    /// Go on until none is left
    #[arg(long)]
    pub(crate) wait: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Pg {
    /// List the channels as the gateway tells them
    List,
}
