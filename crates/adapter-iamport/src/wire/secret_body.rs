//! Request bodies that are wiped when they are done with.

use std::io::{self, Write};

use bytes::Bytes;
use serde::Serialize;
use zeroize::Zeroizing;

/// Room for a usual charge.
const USUAL: usize = 512;

/// Bytes that leave no copy behind, also when they need more room.
struct SecretBytes(Zeroizing<Vec<u8>>);

impl Write for SecretBytes {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let needed = self.0.len() + bytes.len();
        if needed > self.0.capacity() {
            let mut roomier = Zeroizing::new(Vec::with_capacity(needed.max(self.0.capacity() * 2)));
            roomier.extend_from_slice(&self.0);
            self.0 = roomier;
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A value as a JSON body. Its bytes are wiped when the last of the HTTP client's handles to them is
/// gone; the client's own write buffer is out of reach here. None if it cannot be written.
pub(super) fn secret_body<T: Serialize>(value: &T) -> Option<Bytes> {
    let mut bytes = SecretBytes(Zeroizing::new(Vec::with_capacity(USUAL)));
    serde_json::to_writer(&mut bytes, value).ok()?;
    Some(Bytes::from_owner(bytes.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_bodies_come_out_whole() {
        let text = "한글과 \"quotes\" ".repeat(500);
        let body = secret_body(&text).unwrap();
        assert_eq!(serde_json::from_slice::<String>(&body).unwrap(), text);
    }
}
