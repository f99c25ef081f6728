//! The same merchant_uid twice in one file, found without holding all of them.
//!
//! Each merchant_uid is written, with its line, to one of many bucket files chosen by its hash; equal ones
//! meet in the same bucket, and a bucket is small enough to be sorted in memory. The files have no name and
//! are gone when the process is.

use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Read, Seek, SeekFrom, Write};

use keyin_domain::MerchantUid;

/// The longest merchant_uid; shorter ones are filled up with zeros, which none has in it.
const UID: usize = 40;
/// A merchant_uid and its line.
const RECORD: usize = UID + 8;
/// Bytes held of each bucket before they are written.
const HELD: usize = 170 * RECORD;

/// Takes the merchant_uids of a file in.
pub(super) struct Duplicates {
    buckets: Vec<Bucket>,
}

#[derive(Default)]
struct Bucket {
    held: Vec<u8>,
    file: Option<File>,
}

/// One merchant_uid on two lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Duplicate {
    /// Where it stands first.
    pub(super) first: u64,
    /// Where it stands again.
    pub(super) line: u64,
}

impl Duplicates {
    /// For a file of that many bytes: a bucket for each of its megabytes, within reason, so that a bucket
    /// holds about as much as any other, however large the file is.
    pub(super) fn of_file(bytes: u64) -> Self {
        let buckets = usize::try_from(bytes >> 20).unwrap_or(usize::MAX).clamp(16, 512);
        Self { buckets: (0..buckets).map(|_| Bucket::default()).collect() }
    }

    pub(super) fn add(&mut self, uid: &MerchantUid, line: u64) -> io::Result<()> {
        let mut hasher = DefaultHasher::new();
        uid.as_str().hash(&mut hasher);
        let number = hasher.finish() % self.buckets.len() as u64;
        self.buckets[number as usize].add(uid.as_str().as_bytes(), line)
    }

    /// Tells each line whose merchant_uid stood on an earlier one.
    pub(super) fn find(self, mut told: impl FnMut(Duplicate)) -> io::Result<()> {
        for bucket in self.buckets {
            let bytes = bucket.into_bytes()?;
            let mut records: Vec<&[u8]> = bytes.chunks_exact(RECORD).collect();
            // Lines are written with the most telling byte first, so that they sort by number.
            records.sort_unstable();
            let mut first: Option<&[u8]> = None;
            for record in records {
                match first {
                    Some(first) if first[..UID] == record[..UID] => {
                        told(Duplicate { first: line_of(first), line: line_of(record) });
                    }
                    _ => first = Some(record),
                }
            }
        }
        Ok(())
    }
}

fn line_of(record: &[u8]) -> u64 {
    record[UID..].iter().fold(0, |line, &byte| line << 8 | u64::from(byte))
}

impl Bucket {
    fn add(&mut self, uid: &[u8], line: u64) -> io::Result<()> {
        if self.held.len() == HELD {
            self.spill()?;
        }
        let start = self.held.len();
        self.held.extend_from_slice(uid);
        self.held.resize(start + UID, 0);
        self.held.extend_from_slice(&line.to_be_bytes());
        Ok(())
    }

    fn spill(&mut self) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile()?),
        };
        file.write_all(&self.held)?;
        self.held.clear();
        Ok(())
    }

    fn into_bytes(mut self) -> io::Result<Vec<u8>> {
        let Some(mut file) = self.file.take() else { return Ok(self.held) };
        let mut bytes = self.held;
        file.seek(SeekFrom::Start(0))?;
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(uids: impl Iterator<Item = String>) -> Vec<(u64, u64)> {
        let mut duplicates = Duplicates::of_file(0);
        for (line, uid) in (2..).zip(uids) {
            duplicates.add(&MerchantUid::parse(&uid).unwrap(), line).unwrap();
        }
        let mut found = Vec::new();
        duplicates.find(|duplicate| found.push((duplicate.line, duplicate.first))).unwrap();
        found.sort_unstable();
        found
    }

    #[test]
    fn each_repeat_names_the_first() {
        let uids = ["a", "b", "a", "a-longer-one", "b", "a"].map(str::to_owned);
        assert_eq!(found(uids.into_iter()), [(4, 2), (6, 3), (7, 2)]);
        assert_eq!(found(std::iter::empty()), []);
    }

    #[test]
    fn they_are_found_across_what_was_written_to_disk() {
        let many = 20_000;
        let uids = (0..many).chain([0, 777, many - 1]).map(|number| format!("order-{number}"));
        assert_eq!(found(uids), [(20_002, 2), (20_003, 779), (20_004, 20_001)]);
    }
}
