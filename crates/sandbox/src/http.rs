//! HTTP as the sandbox speaks it: connections, the bodies that come and go on them, and what breaks them.

pub(crate) mod accept;
pub(crate) mod answer;
pub(crate) mod body;
pub(crate) mod connections;
pub(crate) mod drip;
pub(crate) mod hang_up;
pub(crate) mod json;
mod unread;
mod wait;
mod watched;
mod wiped;
