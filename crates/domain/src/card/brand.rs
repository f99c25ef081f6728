//! Card brands by prefix.

/// The network or scheme of a card, as its first digits tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CardBrand {
    /// 4…
    Visa,
    /// 51–55…, 2221–2720…
    Mastercard,
    /// 34…, 37…
    Amex,
    /// 3528–3589…
    Jcb,
    /// 62…
    UnionPay,
    /// 300–305…, 36…, 38–39…
    Diners,
    /// 6011…, 644–649…, 65…
    Discover,
    /// 50…, 56–58…, 6304, 6759, 6761–6763…
    Maestro,
    /// 9…: cards for use within Korea.
    KoreanLocal,
}

impl CardBrand {
    /// The name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Visa => "Visa",
            Self::Mastercard => "Mastercard",
            Self::Amex => "American Express",
            Self::Jcb => "JCB",
            Self::UnionPay => "UnionPay",
            Self::Diners => "Diners Club",
            Self::Discover => "Discover",
            Self::Maestro => "Maestro",
            Self::KoreanLocal => "국내전용",
        }
    }

    /// `digits` are ASCII digits, at least four.
    pub(super) fn of(digits: &[u8]) -> Option<Self> {
        let prefix = digits.iter().take(4).fold(0u32, |sum, digit| sum * 10 + u32::from(digit - b'0'));
        Some(match prefix {
            4000..=4999 => Self::Visa,
            5100..=5599 | 2221..=2720 => Self::Mastercard,
            3400..=3499 | 3700..=3799 => Self::Amex,
            3528..=3589 => Self::Jcb,
            6200..=6299 => Self::UnionPay,
            3000..=3059 | 3600..=3699 | 3800..=3999 => Self::Diners,
            6011 | 6440..=6599 => Self::Discover,
            5000..=5099 | 5600..=5899 | 6304 | 6759 | 6761..=6763 => Self::Maestro,
            9000..=9999 => Self::KoreanLocal,
            _ => return None,
        })
    }
}

impl std::fmt::Display for CardBrand {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
