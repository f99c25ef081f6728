//! `keyin reconcile`: the journal held against the gateway, over the real binary and the sandbox.

mod books;
mod broken;
mod repairing;
mod ten_thousand;
mod walking;
