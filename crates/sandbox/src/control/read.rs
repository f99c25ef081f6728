//! Bodies of controls.

use serde_json::Value;

use crate::control_body::Fields;
use crate::control_error::ControlError;
use crate::faults::Fault;
use crate::time::ClockMode;

/// `{"faults":[…]}`
pub(crate) fn faults(body: &Value) -> Result<Vec<Fault>, ControlError> {
    let fields = Fields::open(body, String::new(), &["faults"])?;
    fields.list("faults", Fault::read)?.ok_or_else(|| ControlError::value("faults", "a list"))
}

/// `{"imp_uid":"imps_…"}`
pub(crate) fn imp_uid(body: &Value) -> Result<String, ControlError> {
    Fields::open(body, String::new(), &["imp_uid"])?.need("imp_uid", "the imp_uid of a failed payment")
}

/// `{"now":UNIX,"mode":"real"|"manual"}`, either of them
pub(crate) fn clock(body: &Value) -> Result<(Option<i64>, Option<ClockMode>), ControlError> {
    let fields = Fields::open(body, String::new(), &["now", "mode"])?;
    Ok((
        fields.get("now", "Unix seconds from 0 to 253402300799")?,
        fields.get("mode", "\"real\" or \"manual\"")?,
    ))
}

/// `{"seconds":N}`
pub(crate) fn seconds(body: &Value) -> Result<u64, ControlError> {
    Fields::open(body, String::new(), &["seconds"])?.need("seconds", "a whole number, not negative")
}
