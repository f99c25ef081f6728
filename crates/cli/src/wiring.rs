//! The composition root: settings in, ports out.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use keyin_adapter_iamport::{IamportConfig, IamportGateway};
use keyin_adapter_postgres::{PostgresJournal, PostgresSettings};
use keyin_adapter_sqlite::SqliteJournal;
use keyin_adapter_system::{SteadyPace, SystemClock, SystemRandom, Unpaced};
use keyin_app::{Charging, Explain, Stop};
use keyin_domain::Language;
use keyin_domain::jiff::SignedDuration;
use keyin_gateway_layers::{RetryReads, RetrySettings, Traced};
use keyin_ports::{
    BillingKeys, Channels, Clock, Journal, Pace, PaymentGateway, PaymentRecords, Random, Schedules,
};

use crate::problem::Problem;
use crate::settings::{Rate, Settings, Store};

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(10);

/// What tests put around the ports. The default puts nothing.
#[derive(Clone, Copy, Debug)]
pub struct Decorators {
    /// Around the journal.
    pub journal: fn(Arc<dyn Journal>) -> Arc<dyn Journal>,
    /// Around the gateway, outside every layer.
    pub gateway: fn(Arc<dyn PaymentGateway>) -> Arc<dyn PaymentGateway>,
    /// Around the billing keys, outside every layer.
    pub keys: fn(Arc<dyn BillingKeys>) -> Arc<dyn BillingKeys>,
    /// Around the gateway's scheduler, outside every layer.
    pub schedules: fn(Arc<dyn Schedules>) -> Arc<dyn Schedules>,
}

impl Default for Decorators {
    fn default() -> Self {
        Self {
            journal: |journal| journal,
            gateway: |gateway| gateway,
            keys: |keys| keys,
            schedules: |schedules| schedules,
        }
    }
}

/// The gateway's side of the ports.
#[derive(Clone)]
pub(crate) struct Gateway {
    pub(crate) payments: Arc<dyn PaymentGateway>,
    pub(crate) records: Arc<dyn PaymentRecords>,
    pub(crate) keys: Arc<dyn BillingKeys>,
    pub(crate) channels: Arc<dyn Channels>,
    pub(crate) schedules: Arc<dyn Schedules>,
    pub(crate) iamport: IamportGateway,
    pub(crate) clock: Arc<dyn Clock>,
}

/// Builds the gateway: the HTTP adapter, retry for reads, tracing for all.
pub(crate) fn gateway(settings: &Settings, decorators: Decorators) -> Result<Gateway, Problem> {
    let language = settings.language;
    let Some(credentials) = &settings.credentials else { return Err(no_credentials(language)) };
    let clock: Arc<dyn Clock> = Arc::new(machine_clock());
    let config = IamportConfig {
        base_url: settings.iamport_url.clone(),
        api_key: credentials.key.clone(),
        api_secret: credentials.secret.clone(),
        timeout: settings.window.gateway_timeout,
        connect_timeout: CONNECT.min(settings.window.gateway_timeout),
        include_sandbox: true,
    };
    let iamport = IamportGateway::new(config, Arc::clone(&clock)).map_err(|_| {
        let message = match language {
            Language::English => "the gateway's URL or credentials cannot be used",
            Language::Korean => "게이트웨이 URL 또는 인증 정보를 사용할 수 없습니다",
        };
        Problem::usage("settings.gateway", message.into(), Some("KEYIN_IAMPORT_URL".into()))
    })?;
    let random: Arc<dyn Random> = Arc::new(SystemRandom::new());
    let told = Arc::new(Traced::new(Arc::new(iamport.clone()), Arc::clone(&clock)));
    let layered = Arc::new(RetryReads::new(told, Arc::clone(&clock), random, RetrySettings::default()));
    Ok(Gateway {
        payments: (decorators.gateway)(layered.clone()),
        records: layered.clone(),
        keys: (decorators.keys)(layered.clone()),
        schedules: (decorators.schedules)(layered.clone()),
        channels: layered,
        iamport,
        clock,
    })
}

/// The journal, and the clock that goes with it.
#[derive(Clone)]
pub(crate) struct OpenStore {
    pub(crate) journal: Arc<dyn Journal>,
    /// What the times in the journal are compared by: this machine's clock, or that of the database which several
    /// machines share.
    pub(crate) clock: Arc<dyn Clock>,
    /// How far this machine's clock is ahead of the database's; none if there is only one.
    pub(crate) skew: Option<SignedDuration>,
}

/// Opens the store.
pub(crate) async fn store(settings: &Settings, decorators: Decorators) -> Result<OpenStore, Problem> {
    let clock: Arc<dyn Clock> = Arc::new(machine_clock());
    let opened = match &settings.store {
        Store::SqliteFile(path) => SqliteJournal::open(path).await.map(|journal| sqlite(journal, clock)),
        Store::SqliteMemory => SqliteJournal::open_in_memory().await.map(|journal| sqlite(journal, clock)),
        Store::Postgres(url) => {
            let usual = PostgresSettings::default();
            PostgresJournal::open(url, clock, usual).await.map(postgres)
        }
    };
    match opened {
        Ok(store) => Ok(OpenStore { journal: (decorators.journal)(store.journal), ..store }),
        Err(error) => Err(Problem::unavailable(&error.code(), error.message(settings.language))),
    }
}

fn sqlite(journal: SqliteJournal, clock: Arc<dyn Clock>) -> OpenStore {
    OpenStore { journal: Arc::new(journal), clock, skew: None }
}

fn postgres(journal: PostgresJournal) -> OpenStore {
    let clock = journal.clock();
    let skew = Some(clock.skew());
    OpenStore { journal: Arc::new(journal), clock: Arc::new(clock), skew }
}

/// Everything that a charge needs.
pub(crate) fn charging(settings: &Settings, gateway: &Gateway, store: &OpenStore) -> Charging {
    Charging {
        gateway: Arc::clone(&gateway.payments),
        schedules: Some(Arc::clone(&gateway.schedules)),
        journal: Arc::clone(&store.journal),
        clock: Arc::clone(&store.clock),
        pace: pace(settings.rate, Arc::clone(&gateway.clock)),
        window: settings.window,
        stop: Stop::default(),
    }
}

/// This process's clock. There is one, so that its readings can be compared: permits carry them from the journal to
/// the gateway.
fn machine_clock() -> SystemClock {
    static CLOCK: OnceLock<SystemClock> = OnceLock::new();
    *CLOCK.get_or_init(SystemClock::new)
}

fn pace(rate: Rate, clock: Arc<dyn Clock>) -> Arc<dyn Pace> {
    match rate {
        Rate::PerSecond(number) => Arc::new(SteadyPace::new(clock, number)),
        Rate::Unlimited => Arc::new(Unpaced),
    }
}

fn no_credentials(language: Language) -> Problem {
    let message = match language {
        Language::English => {
            "No API key and secret are set. Set KEYIN_IAMPORT_KEY and KEYIN_IAMPORT_SECRET (or …_FILE). Nothing was sent."
        }
        Language::Korean => {
            "API 키와 시크릿이 설정되지 않았습니다. KEYIN_IAMPORT_KEY와 KEYIN_IAMPORT_SECRET(또는 …_FILE)을 설정하세요. 요청을 보내지 \
             않았습니다."
        }
    };
    Problem::usage("settings.credentials", message.into(), Some("KEYIN_IAMPORT_KEY".into()))
}
