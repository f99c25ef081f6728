//! The suites are not blind: each bug that is planted here is found, by the cases that are named.

mod gateways;
mod journals;
mod records;
mod schedulers;
