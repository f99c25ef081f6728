//! A journal of one's own: a file of JSON Lines, to which each change is appended.
//!
//! An adapter implements a port of `keyin-ports`. What the port promises is not repeated here: `tests/promises.rs` runs
//! the suite of `keyin-port-conformance`, which holds this journal to every promise, over one file and over several
//! journals on the same file.
//!
//! What makes it durable: a change is a line, written under the file's lock and synced before anybody is told. A line
//! that broke off was told to nobody, so the next writer cuts it away. What makes it slow: a sync for each change, and
//! everything is kept in memory. `keyin-adapter-sqlite` does better; this one is to be read.

#![forbid(unsafe_code)]

mod book;
mod file;
mod journal;

pub use journal::FileJournal;
