//! The journal held against the gateway: every difference is found, and nothing else is one.

mod any_books;
mod books;
mod cases;
mod edges;
mod moving;
mod told;
