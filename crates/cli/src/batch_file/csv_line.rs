//! One line of a CSV file into its fields.
//!
//! A field that holds a delimiter or a quote stands in quotes, a quote within them is written twice (RFC
//! 4180). A line break within quotes is not taken, because no value of a payment may hold one: so a row is a
//! line, and a quote that is never closed is found where it stands.

/// Where a line goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BadQuote {
    /// In which field, from 1.
    pub(super) field: u64,
}

/// The fields of a line, without their quotes.
#[derive(Debug, Default)]
pub(super) struct Fields {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Fields {
    /// Takes the line apart; what was held before is forgotten.
    pub(super) fn split(&mut self, line: &[u8], delimiter: u8) -> Result<(), BadQuote> {
        self.bytes.clear();
        self.ends.clear();
        let mut rest = line;
        loop {
            let after = match rest.strip_prefix(b"\"") {
                Some(quoted) => self.take_quoted(quoted),
                None => self.take_plain(rest, delimiter),
            };
            let bad = BadQuote { field: self.ends.len() as u64 + 1 };
            self.ends.push(self.bytes.len());
            match after {
                Some([]) => return Ok(()),
                Some([next, behind @ ..]) if *next == delimiter => rest = behind,
                Some(_) | None => return Err(bad),
            }
        }
    }

    /// What stands behind the field; none if a quote stands in it.
    fn take_plain<'a>(&mut self, rest: &'a [u8], delimiter: u8) -> Option<&'a [u8]> {
        let end = rest.iter().position(|&b| b == delimiter).unwrap_or(rest.len());
        let (field, behind) = rest.split_at(end);
        self.bytes.extend_from_slice(field);
        (!field.contains(&b'"')).then_some(behind)
    }

    /// What stands behind the closing quote; none if there is none.
    fn take_quoted<'a>(&mut self, mut rest: &'a [u8]) -> Option<&'a [u8]> {
        loop {
            let end = rest.iter().position(|&b| b == b'"')?;
            self.bytes.extend_from_slice(&rest[..end]);
            match rest[end + 1..].strip_prefix(b"\"") {
                Some(behind) => {
                    self.bytes.push(b'"');
                    rest = behind;
                }
                None => return Some(&rest[end + 1..]),
            }
        }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The fields in their order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.bytes[start..end])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(line: &str) -> Result<Vec<String>, u64> {
        let mut fields = Fields::default();
        fields.split(line.as_bytes(), b',').map_err(|bad| bad.field)?;
        assert_eq!(fields.len(), fields.iter().count());
        Ok(fields.iter().map(|field| String::from_utf8(field.to_vec()).unwrap()).collect())
    }

    #[test]
    fn fields_are_taken_apart() {
        for (line, expected) in [
            ("a,b,c", &["a", "b", "c"][..]),
            ("", &[""]),
            (",", &["", ""]),
            ("a,,", &["a", "", ""]),
            ("\"a,b\",c", &["a,b", "c"]),
            ("\"say \"\"hi\"\"\",\"\"", &["say \"hi\"", ""]),
            (" a , b", &[" a ", " b"]),
            ("가,\"나,다\"", &["가", "나,다"]),
        ] {
            assert_eq!(split(line).unwrap(), expected, "{line}");
        }
    }

    #[test]
    fn a_quote_out_of_place_is_found_where_it_stands() {
        for (line, field) in [("a,\"b", 2), ("a,b\"c\"", 2), ("\"a\"b,c", 1), ("a,b,\"c\"\"", 3), ("\"", 1)] {
            assert_eq!(split(line), Err(field), "{line}");
        }
    }
}
