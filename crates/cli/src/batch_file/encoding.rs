//! In which encoding a file is written, found out from all of it.

use std::borrow::Cow;
use std::io::{self, BufRead};

use encoding_rs::EUC_KR;

/// The byte-order mark of UTF-8.
const UTF8_MARK: &[u8] = b"\xef\xbb\xbf";

/// How a file's letters are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8 {
        /// A byte-order mark stands at the beginning.
        marked: bool,
    },
    /// What Korean spreadsheets write, also called windows-949; a superset of EUC-KR.
    Cp949,
}

/// What a file turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Text(Encoding),
    /// Byte-order mark or zero bytes of UTF-16.
    Utf16,
    /// Nothing but a mark or white space.
    Empty,
}

/// Reads the file to its end: it is UTF-8 if all of it is, and CP949 otherwise.
pub(super) fn find_out(mut file: impl BufRead) -> io::Result<Found> {
    let mut is_first = true;
    let mut marked = false;
    let mut is_blank = true;
    let mut is_utf8 = true;
    // The beginning of a letter that a buffer was cut in; at most three bytes.
    let mut begun: Vec<u8> = Vec::new();
    loop {
        let mut bytes = file.fill_buf()?;
        let length = bytes.len();
        if length == 0 {
            break;
        }
        if is_first {
            if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
                return Ok(Found::Utf16);
            }
            marked = bytes.starts_with(UTF8_MARK);
            bytes = bytes.strip_prefix(UTF8_MARK).unwrap_or(bytes);
            is_first = false;
        }
        if bytes.contains(&0) {
            return Ok(Found::Utf16);
        }
        is_blank &= bytes.iter().all(u8::is_ascii_whitespace);
        is_utf8 = is_utf8 && goes_on_as_utf8(&mut begun, bytes);
        file.consume(length);
    }
    if is_blank {
        return Ok(Found::Empty);
    }
    let is_utf8 = is_utf8 && begun.is_empty();
    Ok(Found::Text(if is_utf8 { Encoding::Utf8 { marked } } else { Encoding::Cp949 }))
}

/// Whether the bytes are UTF-8 behind what was begun; what they begin in turn is kept.
fn goes_on_as_utf8(begun: &mut Vec<u8>, bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while !begun.is_empty() && !rest.is_empty() {
        begun.push(rest[0]);
        rest = &rest[1..];
        match std::str::from_utf8(begun) {
            Ok(_) => begun.clear(),
            Err(error) if error.error_len().is_some() => return false,
            Err(_) => {}
        }
    }
    match std::str::from_utf8(rest) {
        Ok(_) => true,
        Err(error) if error.error_len().is_none() => {
            begun.extend_from_slice(&rest[error.valid_up_to()..]);
            true
        }
        Err(_) => false,
    }
}

impl Encoding {
    /// The first line without the mark.
    pub(super) fn strip_mark(self, line: &[u8]) -> &[u8] {
        match self {
            Self::Utf8 { marked: true } => line.strip_prefix(UTF8_MARK).unwrap_or(line),
            Self::Utf8 { marked: false } | Self::Cp949 => line,
        }
    }

    /// The text; none if it is not written so.
    pub(super) fn decode(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        match self {
            Self::Utf8 { .. } => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
            Self::Cp949 => EUC_KR.decode_without_bom_handling_and_without_replacement(bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    fn found(bytes: &[u8]) -> Found {
        // However the buffers cut the letters, the answer is the same.
        let answers =
            [1, 2, 3, 5, 8_192].map(|size| find_out(BufReader::with_capacity(size, bytes)).unwrap());
        let whole = answers[4];
        // A mark is looked for in the first buffer, which is never that small in earnest.
        if !bytes.starts_with(UTF8_MARK) && !bytes.starts_with(b"\xff\xfe") && !bytes.starts_with(b"\xfe\xff")
        {
            assert!(answers.iter().all(|answer| *answer == whole), "{answers:?}");
        }
        whole
    }

    #[test]
    fn all_of_the_file_decides() {
        let cp949 = EUC_KR.encode("고객번호,주문번호\n똠방각하,1\n").0.into_owned();
        assert_eq!(found("고객번호,1\n".as_bytes()), Found::Text(Encoding::Utf8 { marked: false }));
        assert_eq!(found("\u{feff}고객번호".as_bytes()), Found::Text(Encoding::Utf8 { marked: true }));
        assert_eq!(found(&cp949), Found::Text(Encoding::Cp949));
        assert_eq!(found(b"plain,ascii\n"), Found::Text(Encoding::Utf8 { marked: false }));
        let late = [&b"a".repeat(100_000)[..], &cp949].concat();
        assert_eq!(found(&late), Found::Text(Encoding::Cp949));
        let cut = &"가".as_bytes()[..2];
        assert_eq!(found(cut), Found::Text(Encoding::Cp949));
    }

    #[test]
    fn what_is_no_text_is_told() {
        for bytes in [&b"\xff\xfea\0"[..], b"\xfe\xff\0a", b"a\0b\0"] {
            assert_eq!(found(bytes), Found::Utf16);
        }
        for bytes in [&b""[..], UTF8_MARK, b"\r\n \t\n"] {
            assert_eq!(found(bytes), Found::Empty);
        }
    }

    #[test]
    fn each_encoding_is_read() {
        let cp949 = EUC_KR.encode("똠방각하").0.into_owned();
        assert_eq!(Encoding::Cp949.decode(&cp949).as_deref(), Some("똠방각하"));
        assert_eq!(Encoding::Cp949.decode(b"\xff\xff"), None);
        let utf8 = Encoding::Utf8 { marked: true };
        assert_eq!(utf8.decode("가".as_bytes()).as_deref(), Some("가"));
        assert_eq!(utf8.strip_mark("\u{feff}가".as_bytes()), "가".as_bytes());
    }
}
