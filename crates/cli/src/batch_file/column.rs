//! The columns of a file of payments, and the names they go by.

use keyin_domain::{Field, Language};

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    CustomerUid,
    MerchantUid,
    Amount,
    Name,
    TaxFree,
    VatAmount,
    Currency,
    Installments,
    Pg,
    CustomData,
    BuyerName,
    BuyerEmail,
    BuyerTel,
    BuyerAddr,
    BuyerPostcode,
}

impl Column {
    /// How many there are.
    pub(super) const COUNT: usize = 15;

    /// Every column, in the order of their numbers.
    pub(super) const ALL: [Self; Self::COUNT] = [
        Self::CustomerUid,
        Self::MerchantUid,
        Self::Amount,
        Self::Name,
        Self::TaxFree,
        Self::VatAmount,
        Self::Currency,
        Self::Installments,
        Self::Pg,
        Self::CustomData,
        Self::BuyerName,
        Self::BuyerEmail,
        Self::BuyerTel,
        Self::BuyerAddr,
        Self::BuyerPostcode,
    ];

    /// Those that a file must have.
    pub(super) const REQUIRED: [Self; 4] = [Self::CustomerUid, Self::MerchantUid, Self::Amount, Self::Name];

    /// Its place in [`ALL`](Self::ALL).
    pub(super) fn number(self) -> usize {
        self as usize
    }

    /// Its name.
    pub(crate) fn as_str(self) -> &'static str {
        self.names()[0]
    }

    /// The name for people.
    pub(super) fn label(self, language: Language) -> String {
        match language {
            Language::English => self.as_str().to_owned(),
            Language::Korean => format!("{}({})", self.names()[1], self.as_str()),
        }
    }

    /// The column of a heading: small and capital letters, spaces, `_` and `-` make no difference.
    pub(super) fn of_heading(heading: &str) -> Option<Self> {
        let plain = |text: &str| -> String {
            let kept = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-'));
            kept.flat_map(char::to_lowercase).collect()
        };
        let heading = plain(heading);
        Self::ALL.into_iter().find(|column| column.names().iter().any(|name| plain(name) == heading))
    }

    /// The column that a value's error is about.
    pub(super) fn of_field(field: Field) -> Option<Self> {
        match field {
            Field::CustomerUid => Some(Self::CustomerUid),
            Field::MerchantUid => Some(Self::MerchantUid),
            Field::Amount => Some(Self::Amount),
            Field::Name => Some(Self::Name),
            Field::TaxFree => Some(Self::TaxFree),
            Field::VatAmount => Some(Self::VatAmount),
            Field::Currency => Some(Self::Currency),
            Field::CardQuota => Some(Self::Installments),
            Field::Pg | Field::Mid => Some(Self::Pg),
            Field::CustomData => Some(Self::CustomData),
            Field::BuyerName => Some(Self::BuyerName),
            Field::BuyerEmail => Some(Self::BuyerEmail),
            Field::BuyerTel => Some(Self::BuyerTel),
            Field::BuyerAddr => Some(Self::BuyerAddr),
            Field::BuyerPostcode => Some(Self::BuyerPostcode),
            Field::CardNumber
            | Field::Expiry
            | Field::Birth
            | Field::Pwd2Digit
            | Field::Cvc
            | Field::ImpUid
            | Field::Reference
            | Field::Checksum
            | Field::ScheduleAt
            | Field::Reason => None,
        }
    }

    /// The name of the column, then its Korean name, then whatever else it goes by.
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::CustomerUid => {
                &["customer_uid", "고객번호", "고객 UID", "고객 ID", "고객 아이디", "빌링키", "빌링키 번호"]
            }
            Self::MerchantUid => &["merchant_uid", "주문번호", "주문 UID", "주문 ID", "가맹점 주문번호"],
            Self::Amount => &["amount", "금액", "결제금액", "청구금액"],
            Self::Name => &["name", "상품명", "주문명", "품명"],
            Self::TaxFree => &["tax_free", "면세금액", "면세", "비과세금액"],
            Self::VatAmount => &["vat_amount", "부가세", "부가가치세"],
            Self::Currency => &["currency", "통화"],
            Self::Installments => &["installments", "할부", "할부개월", "할부개월수", "card_quota"],
            Self::Pg => &["pg", "PG사"],
            Self::CustomData => &["custom_data", "추가정보"],
            Self::BuyerName => &["buyer_name", "구매자명", "구매자 이름", "구매자", "고객명"],
            Self::BuyerEmail => &["buyer_email", "이메일", "구매자 이메일"],
            Self::BuyerTel => &[
                "buyer_tel",
                "전화번호",
                "연락처",
                "휴대폰",
                "휴대폰번호",
                "구매자 전화번호",
                "구매자 연락처",
            ],
            Self::BuyerAddr => &["buyer_addr", "주소", "구매자 주소"],
            Self::BuyerPostcode => &["buyer_postcode", "우편번호", "구매자 우편번호"],
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_name_leads_to_its_column_and_to_no_other() {
        let mut seen = BTreeSet::new();
        for column in Column::ALL {
            assert_eq!(Column::ALL[column.number()], column);
            for name in column.names() {
                assert_eq!(Column::of_heading(name), Some(column), "{name}");
                assert!(seen.insert(*name), "{name} stands twice");
            }
        }
    }

    #[test]
    fn writing_makes_no_difference() {
        for heading in [" Merchant_UID ", "merchantUid", "MERCHANT-UID", "주문 번호", "주문_번호"] {
            assert_eq!(Column::of_heading(heading), Some(Column::MerchantUid), "{heading}");
        }
        for heading in ["", "card_number", "카드번호", "memo"] {
            assert_eq!(Column::of_heading(heading), None, "{heading}");
        }
    }
}
