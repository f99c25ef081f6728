//! Licence expressions (SPDX): which licences they name, and whether those that are allowed suffice.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};

/// The expression in today's form; older manifests write `/` for `OR`.
pub(crate) fn modern(expression: &str) -> String {
    expression.split('/').map(str::trim).collect::<Vec<_>>().join(" OR ")
}

/// Whether the licences in `allowed` suffice for `expression`: one side of each `OR`, both of each `AND`.
///
/// # Errors
///
/// Fails when it is no expression.
pub(crate) fn is_allowed(expression: &str, allowed: &BTreeSet<String>) -> Result<bool> {
    let spaced = modern(expression).replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader { words: &words, allowed };
    let verdict = reader.either().with_context(|| format!("`{expression}` is no licence expression"))?;
    match reader.words {
        [] => Ok(verdict),
        [next, ..] => bail!("`{expression}` is no licence expression: `{next}` is one too many"),
    }
}

struct Reader<'a> {
    words: &'a [&'a str],
    allowed: &'a BTreeSet<String>,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Option<&'a str> {
        let (first, rest) = self.words.split_first()?;
        self.words = rest;
        Some(first)
    }

    /// Takes the next word if it is `wanted`.
    fn takes(&mut self, wanted: &str) -> bool {
        let is_next = self.words.first() == Some(&wanted);
        if is_next {
            self.words = &self.words[1..];
        }
        is_next
    }

    fn either(&mut self) -> Result<bool> {
        let mut verdict = self.both()?;
        while self.takes("OR") {
            verdict |= self.both()?;
        }
        Ok(verdict)
    }

    fn both(&mut self) -> Result<bool> {
        let mut verdict = self.one()?;
        while self.takes("AND") {
            verdict &= self.one()?;
        }
        Ok(verdict)
    }

    fn one(&mut self) -> Result<bool> {
        match self.next().context("it ends too early")? {
            "(" => {
                let verdict = self.either()?;
                if !self.takes(")") {
                    bail!("a bracket is not closed");
                }
                Ok(verdict)
            }
            word @ ("AND" | "OR" | "WITH" | ")") => bail!("`{word}` stands where a licence should"),
            license if self.takes("WITH") => {
                let exception = self.next().context("the exception is missing")?;
                Ok(self.allowed.contains(&format!("{license} WITH {exception}")))
            }
            license => Ok(self.allowed.contains(license)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(expression: &str) -> bool {
        let list = ["MIT", "Apache-2.0", "ISC"].map(str::to_owned);
        is_allowed(expression, &BTreeSet::from(list)).unwrap()
    }

    #[test]
    fn one_of_several_and_all_of_several() {
        assert!(allowed("MIT"));
        assert!(allowed("GPL-3.0 OR MIT"));
        assert!(allowed("Unlicense/MIT"));
        assert!(allowed("Apache-2.0 AND ISC"));
        assert!(!allowed("MIT AND OpenSSL"));
        assert!(!allowed("GPL-3.0-only"));
    }

    #[test]
    fn and_binds_closer_than_or_and_brackets_closest() {
        assert!(allowed("MIT OR GPL-3.0 AND OpenSSL"));
        assert!(!allowed("(MIT OR GPL-3.0) AND OpenSSL"));
        assert!(allowed("(MIT OR GPL-3.0) AND (ISC)"));
    }

    #[test]
    fn an_exception_makes_another_licence_of_it() {
        assert!(!allowed("Apache-2.0 WITH LLVM-exception"));
        assert!(allowed("Apache-2.0 WITH LLVM-exception OR MIT"));
    }

    #[test]
    fn what_is_no_expression_is_an_error() {
        for text in ["", "MIT OR", "(MIT", "MIT)", "AND MIT", "MIT ISC", "MIT WITH"] {
            assert!(is_allowed(text, &BTreeSet::new()).is_err(), "{text}");
        }
    }
}
