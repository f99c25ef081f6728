//! The `schedule` commands.

use clap::{Args, Subcommand};

use super::OrderFields;

#[derive(Debug, Subcommand)]
#[allow(clippy::large_enum_variant, reason = "one of these exists in a process")]
pub(crate) enum Schedule {
    /// Have the gateway charge a billing key at a time
    Add(AddSchedule),
    /// Show a schedule, and settle what it came to
    Show {
        /// The schedule's merchant_uid
        #[arg(value_name = "MERCHANT_UID")]
        merchant_uid: String,
    },
    /// List the schedules that the gateway holds, earliest first
    List(ListSchedules),
    /// Set a schedule to another time
    Move(MoveSchedule),
    /// Take a schedule back before it is run
    Cancel(CancelSchedule),
    /// Have the gateway run a schedule at once that failed or was cancelled
    Retry(RetrySchedule),
}

#[derive(Args, Debug)]
pub(crate) struct AddSchedule {
    /// The billing key's customer_uid
    #[arg(long, value_name = "UID", allow_hyphen_values = true)]
    pub(crate) customer_uid: String,
    /// When: a moment such as 2026-11-01T09:00:00+09:00, or a day, at its first moment in Korea
    #[arg(long, value_name = "TIME")]
    pub(crate) at: String,
    #[command(flatten)]
    pub(crate) order: OrderFields,
}

#[derive(Args, Debug)]
pub(crate) struct ListSchedules {
    /// Due on this day (Korean time) or later, or from a moment on; without it today
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<String>,
    /// Due up to and with this day (Korean time), or before a moment; without it 89 days from the first
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<String>,
    /// The gateway's word: scheduled, executed or revoked
    #[arg(long, value_name = "STATUS")]
    pub(crate) status: Option<String>,
    /// Schedules of this billing key
    #[arg(long, value_name = "UID", allow_hyphen_values = true)]
    pub(crate) customer_uid: Option<String>,
    /// At most so many
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct MoveSchedule {
    /// The schedule's merchant_uid
    #[arg(value_name = "MERCHANT_UID")]
    pub(crate) merchant_uid: String,
    /// When: a moment such as 2026-11-01T09:00:00+09:00, or a day, at its first moment in Korea
    #[arg(long, value_name = "TIME")]
    pub(crate) at: String,
    /// How long to look for an outcome that is not known
    #[arg(long, value_name = "DURATION", default_value = "20s", allow_hyphen_values = true)]
    pub(crate) wait: String,
}

#[derive(Args, Debug)]
pub(crate) struct CancelSchedule {
    /// The schedule's merchant_uid
    #[arg(value_name = "MERCHANT_UID", required_unless_present = "all_of", conflicts_with = "all_of")]
    pub(crate) merchant_uid: Option<String>,
    /// Cancel every schedule of this billing key instead, whoever made it
    #[arg(long, value_name = "CUSTOMER_UID", allow_hyphen_values = true)]
    pub(crate) all_of: Option<String>,
    /// Do not ask whether to cancel all of them
    #[arg(long, requires = "all_of")]
    pub(crate) yes: bool,
    /// How long to look for an outcome that is not known
    #[arg(long, value_name = "DURATION", default_value = "20s", allow_hyphen_values = true)]
    pub(crate) wait: String,
}

#[derive(Args, Debug)]
pub(crate) struct RetrySchedule {
    /// The schedule's merchant_uid
    #[arg(value_name = "MERCHANT_UID")]
    pub(crate) merchant_uid: String,
    /// How long to look for an outcome that is not known
    #[arg(long, value_name = "DURATION", default_value = "20s", allow_hyphen_values = true)]
    pub(crate) wait: String,
}
