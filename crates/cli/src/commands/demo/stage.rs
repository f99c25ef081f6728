//! What the demonstration plays on: a sandbox, a fresh store, the ports between them.

use std::time::Duration;

use keyin_app::{Charging, Explain};
use keyin_domain::{
    Card, CardNumber, ChargeAmount, ChargeIntent, ChargeMethod, CustomerUid, Expiry, HolderId, InvalidValue,
    MerchantUid, Money, OrderName, Pg,
};
use keyin_ports::Journal;
use keyin_sandbox::{SameMerchantUid, Sandbox, SandboxOptions, SettingsPatch};
use std::sync::Arc;
use zeroize::Zeroizing;

use crate::commands::Context;
use crate::output::Output;
use crate::problem::Problem;
use crate::settings::{Credentials, Rate, Settings, Store};
use crate::wiring::{self, Gateway};

/// How long a step looks for an outcome that is not known.
pub(super) const WAIT: Duration = Duration::from_secs(20);

pub(super) struct Stage {
    pub(super) sandbox: Sandbox,
    pub(super) gateway: Gateway,
    pub(super) journal: Arc<dyn Journal>,
    pub(super) charging: Charging,
    pub(super) output: Output,
    /// Removed with everything in it when the demonstration ends.
    _folder: tempfile::TempDir,
}

impl Stage {
    /// The sandbox charges every request, also a repeated one: only keyin's own rules stand between a lost
    /// reply and a double charge.
    pub(super) async fn set(context: &Context) -> Result<Self, Problem> {
        let output = context.output;
        let failed = |what: String| {
            let text = output.pick("the demonstration could not be set up", "시연을 준비하지 못했습니다");
            Problem::unavailable("demo.setup", format!("{text}: {what}"))
        };
        let sandbox = Sandbox::start(SandboxOptions::default()).map_err(|error| failed(error.to_string()))?;
        let patch = SettingsPatch {
            channels: Some(Vec::new()),
            same_merchant_uid: Some(SameMerchantUid::ChargeAgain),
            ..SettingsPatch::default()
        };
        let sandboxed = sandbox.update_settings(patch).map_err(|error| failed(error.to_string()))?;
        let folder = tempfile::tempdir().map_err(|error| failed(error.to_string()))?;
        let settings = Settings {
            language: output.language,
            log: None,
            iamport_url: sandbox.url(),
            credentials: Some(Credentials {
                key: Zeroizing::new(sandboxed.api_key),
                secret: Zeroizing::new(sandboxed.api_secret),
            }),
            pg: None,
            standalone_billing_key: false,
            store: Store::SqliteFile(folder.path().join("keyin.db")),
            window: keyin_domain::AbsenceWindow::default(),
            rate: Rate::default(),
            sandbox_control_token: None,
        };
        let gateway = wiring::gateway(&settings, context.decorators)?;
        let store = wiring::store(&settings, context.decorators).await?;
        let charging = wiring::charging(&settings, &gateway, &store);
        Ok(Self { sandbox, gateway, journal: store.journal, charging, output, _folder: folder })
    }

    /// Settlebank.
    pub(super) fn pg(&self) -> Result<Pg, Problem> {
        self.valid(Pg::parse("settle"))
    }

    /// The card of the guide: it fails Luhn, its expiry has passed, and its birth date is the dummy.
    pub(super) fn guide_card(&self) -> Result<Card, Problem> {
        self.card("1234-1234-1234-1234")
    }

    pub(super) fn card(&self, number: &str) -> Result<Card, Problem> {
        let number = self.valid(CardNumber::parse(number))?;
        let expiry = self.valid(Expiry::parse("2019-01"))?;
        Ok(Card::new(number, expiry).with_holder_id(HolderId::not_required()))
    }

    pub(super) fn customer(&self) -> Result<CustomerUid, Problem> {
        self.valid(CustomerUid::parse("gildong_0001_1234"))
    }

    pub(super) fn intent(&self, uid: &str, won: u64, method: ChargeMethod) -> Result<ChargeIntent, Problem> {
        let amount = self.valid(Money::won(won).and_then(ChargeAmount::new))?;
        let name = self.valid(OrderName::parse(self.output.pick("Monthly pass", "월간 이용권")))?;
        let uid = self.valid(MerchantUid::parse(uid))?;
        Ok(ChargeIntent::new(uid, method, amount, name).with_pg(self.pg()?))
    }

    pub(super) fn valid<T>(&self, value: Result<T, InvalidValue>) -> Result<T, Problem> {
        value.map_err(|error| Problem::invalid(&error, self.output.language))
    }

    pub(super) fn went<T, E: Explain>(&self, result: Result<T, E>) -> Result<T, Problem> {
        result.map_err(|problem| Problem::of(&problem, self.output.language))
    }

    /// How often the sandbox captured a payment under that merchant_uid.
    pub(super) fn captures(&self, uid: &str) -> usize {
        let ledger = self.sandbox.ledger();
        ledger
            .iter()
            .filter(|entry| entry.merchant_uid == uid && entry.kind == keyin_sandbox::LedgerKind::Charge)
            .count()
    }
}
