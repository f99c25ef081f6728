//! The `reconcile` command.

use std::path::PathBuf;

use clap::Args;

#[derive(Args, Debug)]
pub(crate) struct Reconcile {
    /// First day (Korean time), or the moment it begins with; without it the day before the last one
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<String>,
    /// Last day (Korean time), or the moment it ends before; without it today
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<String>,
    /// Let the journal learn what the gateway holds, where that is safe; nothing is charged or cancelled
    #[arg(long)]
    pub(crate) repair: bool,
    /// Also write the differences to this CSV file, once all is compared
    #[arg(long, value_name = "FILE")]
    pub(crate) csv: Option<PathBuf>,
}
