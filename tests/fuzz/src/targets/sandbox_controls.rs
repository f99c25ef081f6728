//! The sandbox's controls: what is taken is shown as it was taken, and what is refused changes nothing.

use serde_json::Value;

use crate::sandbox_call::{self, Caller};

const CONTROLS: [(&str, &str); 4] = [
    ("PUT", "/_sandbox/faults"),
    ("PUT", "/_sandbox/settings"),
    ("PUT", "/_sandbox/clock"),
    ("POST", "/_sandbox/turn-paid"),
];

/// Takes a letter that chooses the control, and its body.
pub(crate) fn run(bytes: &[u8]) {
    let Some((choice, body)) = bytes.split_first() else { return };
    let (method, path) = CONTROLS[usize::from(*choice) % CONTROLS.len()];
    sandbox_call::with(|caller| {
        let settings = shown(caller, "/_sandbox/settings");
        let before = shown(caller, path);
        let answer = caller.json(method, path, body);
        assert!((200..500).contains(&answer.status), "{path} is answered with {}", answer.status);
        let after = shown(caller, path);
        if answer.status >= 400 {
            assert_eq!(before, after, "a control that was refused has changed something");
        } else {
            check_taken(caller, path, &after);
        }
        let again = caller.json("PUT", "/_sandbox/settings", settings.to_string().as_bytes());
        assert_eq!(again.status, 200, "settings are shown that cannot be set");
        assert_eq!(shown(caller, "/_sandbox/settings"), settings);
    });
}

/// What stands there now, set once more, changes nothing.
fn check_taken(caller: &mut Caller, path: &str, after: &Value) {
    if path == "/_sandbox/turn-paid" {
        return;
    }
    let again = caller.json("PUT", path, after.to_string().as_bytes());
    assert_eq!(again.status, 200, "{path} shows what cannot be set: {after}");
    if path != "/_sandbox/clock" {
        assert_eq!(shown(caller, path), *after);
    }
}

/// What a control shows; null if it shows nothing.
fn shown(caller: &mut Caller, path: &str) -> Value {
    let answer = caller.json("GET", path, b"");
    if answer.status == 200 { answer.json() } else { Value::Null }
}
