//! The secret that lets callers on other machines use the controls.

/// A token that a caller of `/_sandbox` presents as `Authorization: Bearer`. It never shows itself.
#[derive(Clone)]
pub struct ControlToken(String);

impl ControlToken {
    /// A token of 1 to 1,024 visible ASCII characters; `None` when the text is something else.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Option<Self> {
        let text = text.into();
        let usable = (1..=1_024).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
        usable.then_some(Self(text))
    }

    /// Whether this is the one. How long the comparison takes does not tell where the first difference is.
    pub(crate) fn is(&self, presented: &str) -> bool {
        let (own, presented) = (self.0.as_bytes(), presented.as_bytes());
        let differences = own.iter().zip(presented).fold(0, |all, (a, b)| all | (a ^ b));
        own.len() == presented.len() && differences == 0
    }
}

impl std::fmt::Debug for ControlToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ControlToken(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_token_itself_is_it_and_it_shows_nothing() {
        let token = ControlToken::new("s3cret").unwrap();
        assert!(token.is("s3cret"));
        for other in ["", "s3cre", "s3cret ", "s3creT", "s3crets"] {
            assert!(!token.is(other), "{other:?}");
        }
        assert!(!format!("{token:?}").contains("s3cret"));
    }

    #[test]
    fn blanks_and_what_no_header_carries_is_no_token() {
        for text in ["", "a b", "가", "a\n", &"x".repeat(1_025)] {
            assert!(ControlToken::new(text).is_none(), "{text:?}");
        }
    }
}
