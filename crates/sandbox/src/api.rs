//! The endpoints of the I'mport API. Each is a plain function from a call to an answer: nothing in them waits, so
//! that an effect, once begun, is always finished.

mod again;
mod balance;
mod by_status;
mod cancel;
mod channels;
mod charge;
mod codes;
mod customers;
mod elsewhere;
mod find;
mod get_token;
mod issue;
mod onetime;
mod order;
mod paging;
mod prepare;
mod schedule;
mod several;
mod table;
pub(crate) mod views;

use std::sync::Arc;

use crate::faults::Plan;
use crate::ids::ImpUid;
use crate::params::Params;

pub(crate) use schedule::execute;
pub(crate) use table::{ENDPOINTS, Endpoint};

/// One call of an endpoint.
#[derive(Debug)]
pub(crate) struct Call {
    /// The parameters in the path, by name.
    pub(crate) path: Vec<(String, String)>,
    /// The parameters of the body.
    pub(crate) params: Params,
    /// The parameters behind the question mark.
    pub(crate) query: Params,
    /// The caller's own `User-Agent`.
    pub(crate) user_agent: Option<Arc<str>>,
    /// When the call arrived, Unix seconds.
    pub(crate) started_at: i64,
    /// The payment shown as `ready` while the call waits.
    pub(crate) waiting: Option<ImpUid>,
    /// What faults make of it.
    pub(crate) plan: Plan,
}

impl Call {
    /// A path parameter; the router has seen to it that it is there.
    pub(crate) fn in_path(&self, name: &str) -> &str {
        self.path.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// Every customer_uid or merchant_uid the call is about, for faults that mean only one.
    pub(crate) fn named(&self, name: &str) -> Vec<String> {
        let in_path = self.path.iter().filter(|(known, _)| known == name).map(|(_, value)| value.to_string());
        let schedules = self.params.list("schedules");
        let parts = [&self.params, &self.query].into_iter().chain(&schedules);
        in_path.chain(parts.flat_map(|part| part.texts(name))).collect()
    }
}

#[cfg(test)]
mod tests;
