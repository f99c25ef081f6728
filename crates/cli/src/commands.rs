//! The commands, a file each.

mod billing_key;
mod cancel_payment;
mod completions;
mod decide_payment;
mod demo;
mod doctor;
mod list_payments;
mod man;
mod pay_billing_key;
mod pay_card;
mod pay_file;
mod pg_list;
mod reconcile;
mod resolve;
mod sandbox;
mod schedule;
mod show_payment;

use crate::args::{BillingKey, Command, Pay, Pg};
use crate::exit::Exit;
use crate::output::Output;
use crate::problem::Problem;
use crate::settings::Settings;
use crate::wiring::Decorators;

/// What every command is handed.
pub(crate) struct Context {
    pub(crate) settings: Settings,
    pub(crate) decorators: Decorators,
    pub(crate) output: Output,
}

/// Runs one command.
pub(crate) async fn run(
    command: Command,
    settings: Settings,
    decorators: Decorators,
    output: Output,
) -> Result<Exit, Problem> {
    let context = Context { settings, decorators, output };
    match command {
        Command::Demo => demo::run(&context).await,
        Command::Sandbox(args) => sandbox::run(args, &context).await,
        Command::Pay(Pay::Card(args)) => pay_card::run(args, &context).await,
        Command::Pay(Pay::BillingKey(args)) => pay_billing_key::run(args, &context).await,
        Command::Pay(Pay::File(args)) => pay_file::run(args, &context).await,
        Command::Pay(Pay::Show(args)) => show_payment::run(args, &context).await,
        Command::Pay(Pay::List(args)) => list_payments::run(args, &context).await,
        Command::Pay(Pay::Cancel(args)) => cancel_payment::run(args, &context).await,
        Command::Pay(Pay::Decide(args)) => decide_payment::run(args, &context).await,
        Command::BillingKey(BillingKey::Show { customer_uid }) => {
            billing_key::show(&customer_uid, &context).await
        }
        Command::BillingKey(BillingKey::Issue(args)) => billing_key::issue(args, &context).await,
        Command::BillingKey(BillingKey::List) => billing_key::list(&context).await,
        Command::BillingKey(BillingKey::Revoke { customer_uid, reason, unschedule }) => {
            billing_key::revoke(&customer_uid, reason, unschedule, &context).await
        }
        Command::Schedule(command) => schedule::run(command, &context).await,
        Command::Resolve(args) => resolve::run(args, &context).await,
        Command::Reconcile(args) => reconcile::run(args, &context).await,
        Command::Pg(Pg::List) => pg_list::run(&context).await,
        Command::Doctor => doctor::run(&context).await,
        Command::Completions { shell } => completions::run(shell, &context),
        Command::Man { out } => man::run(out, &context),
    }
}
