//! What each row looked like when the file was checked, kept on disk.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};

/// Writes the signatures of rows down.
pub(super) struct SignatureWriter(BufWriter<File>);

impl SignatureWriter {
    /// Into a file without a name, gone when the process is.
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self(BufWriter::new(tempfile::tempfile()?)))
    }

    pub(super) fn add(&mut self, signature: u64) -> io::Result<()> {
        self.0.write_all(&signature.to_ne_bytes())
    }

    /// To be read from the beginning.
    pub(super) fn into_reader(self) -> io::Result<Signatures> {
        let mut file = self.0.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(Signatures(BufReader::new(file)))
    }
}

/// Reads them again in the same order.
pub(super) struct Signatures(BufReader<File>);

impl Signatures {
    /// The next one; none behind the last.
    pub(super) fn next(&mut self) -> io::Result<Option<u64>> {
        let mut bytes = [0; 8];
        match self.0.read_exact(&mut bytes) {
            Ok(()) => Ok(Some(u64::from_ne_bytes(bytes))),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(error),
        }
    }
}
