//! Access tokens: 30 minutes, the same one until then, five minutes more when asked in the last (PortOne V1 API).

/// How long a token lives, in seconds.
const LIFETIME: i64 = 1_800;
/// Asked for in its last minute, a token is kept …
const LAST_MINUTE: i64 = 60;
/// … and its end moved by five minutes.
const EXTENSION: i64 = 300;

/// A token and its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) value: String,
    /// Unix seconds; from this second on the token is no longer good.
    pub(crate) expired_at: i64,
    api_key: String,
}

/// The tokens in circulation: one for each API key that has asked.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    live: Vec<Token>,
}

impl Tokens {
    /// The key's token; `fresh` makes a value when there is none.
    pub(crate) fn issue(&mut self, api_key: &str, now: i64, fresh: impl FnOnce() -> String) -> Token {
        self.live.retain(|token| now < token.expired_at);
        if let Some(token) = self.live.iter_mut().find(|token| token.api_key == api_key) {
            if token.expired_at - now < LAST_MINUTE {
                token.expired_at += EXTENSION;
            }
            return token.clone();
        }
        let token = Token { value: fresh(), expired_at: now + LIFETIME, api_key: api_key.to_owned() };
        self.live.push(token.clone());
        token
    }

    pub(crate) fn is_good(&self, value: &str, now: i64) -> bool {
        self.live.iter().any(|token| token.value == value && now < token.expired_at)
    }

    /// The token is no longer good, and the next one issued is another.
    pub(crate) fn forget(&mut self, value: &str) {
        self.live.retain(|token| token.value != value);
    }

    /// The same for whatever token the key has.
    pub(crate) fn forget_key(&mut self, api_key: &str) {
        self.live.retain(|token| token.api_key != api_key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_token_until_it_ends() {
        let mut tokens = Tokens::default();
        let first = tokens.issue("key", 1_000, || "a".to_owned());
        assert_eq!(first.expired_at, 2_800);
        assert_eq!(tokens.issue("key", 2_740, || "b".to_owned()), first);
        assert!(tokens.is_good("a", 2_799));
        assert!(!tokens.is_good("a", 2_800));
        assert!(!tokens.is_good("b", 1_000));
        assert_eq!(tokens.issue("key", 2_800, || "b".to_owned()).value, "b");
    }

    #[test]
    fn in_its_last_minute_it_gets_five_more() {
        let mut tokens = Tokens::default();
        tokens.issue("key", 1_000, || "a".to_owned());
        let longer = tokens.issue("key", 2_741, || "b".to_owned());
        assert_eq!((longer.value.as_str(), longer.expired_at), ("a", 3_100));
        assert!(tokens.is_good("a", 3_099));
    }

    #[test]
    fn a_forgotten_token_is_replaced_and_keys_have_tokens_of_their_own() {
        let mut tokens = Tokens::default();
        tokens.issue("one", 0, || "a".to_owned());
        tokens.issue("two", 0, || "b".to_owned());
        tokens.forget("a");
        assert!(!tokens.is_good("a", 1) && tokens.is_good("b", 1));
        assert_eq!(tokens.issue("one", 1, || "c".to_owned()).value, "c");
        tokens.forget_key("two");
        assert!(!tokens.is_good("b", 1));
    }
}
