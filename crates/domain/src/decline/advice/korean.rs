use crate::decline::{DeclineReason, DeclineReason as R};

pub(super) const fn to_payer(reason: DeclineReason) -> &'static str {
    match reason {
        R::CardNumber => "카드번호가 올바르지 않습니다. 확인하신 뒤 다시 입력해 주세요.",
        R::Expiry => "유효기간이 올바르지 않거나 지났습니다. 확인하시거나 다른 카드를 이용해 주세요.",
        R::HolderId => "생년월일 또는 사업자번호가 카드 정보와 다릅니다. 확인하신 뒤 다시 입력해 주세요.",
        R::Password => "카드 비밀번호 앞 두 자리가 올바르지 않습니다. 확인하신 뒤 다시 입력해 주세요.",
        R::PasswordTries => "비밀번호 오류 횟수를 초과했습니다. 카드사에 문의해 주세요.",
        R::CardData => "카드 정보가 올바르지 않습니다. 확인하신 뒤 다시 입력해 주세요.",
        R::LimitExceeded => "카드 한도를 초과했습니다. 한도를 확인하시거나 다른 카드를 이용해 주세요.",
        R::InsufficientFunds => "잔액이 부족합니다. 잔액을 확인하시거나 다른 카드를 이용해 주세요.",
        R::TooManyUses => {
            "카드 사용 횟수를 초과했습니다. 나중에 다시 시도하시거나 다른 카드를 이용해 주세요."
        }
        R::Points => "포인트가 부족합니다. 포인트 없이 결제하시거나 다른 카드를 이용해 주세요.",
        R::LostOrStolen => "분실 또는 도난 신고된 카드입니다. 다른 카드를 이용해 주세요.",
        R::Stopped => "정지되었거나 해지된 카드입니다. 다른 카드를 이용해 주세요.",
        R::UnregisteredCard => "카드사에 등록되지 않은 카드입니다. 다른 카드를 이용해 주세요.",
        R::CardNotAccepted => "이 카드는 여기에서 사용할 수 없습니다. 다른 카드를 이용해 주세요.",
        R::TestModeCard => "테스트 모드에서는 이 카드를 사용할 수 없습니다. 다른 카드를 이용해 주세요.",
        R::AskIssuer => "카드사에서 결제를 거절했습니다. 카드사에 전화로 문의해 주세요.",
        R::IdentityCheck => "카드사의 본인 확인이 필요합니다. 카드사에 문의해 주세요.",
        R::Blocked => "결제가 거절되었습니다. 다른 카드를 이용하시거나 판매자에게 문의해 주세요.",
        R::NotAvailable => "이 카드로는 이용할 수 없는 서비스입니다. 다른 카드를 이용해 주세요.",
        R::Installments => "할부를 이용할 수 없습니다. 일시불로 결제해 주세요.",
        R::AmountRange => "카드로 결제할 수 있는 금액을 벗어났습니다. 판매자에게 문의해 주세요.",
        R::Amount => "결제 금액이 올바르지 않습니다. 판매자에게 문의해 주세요.",
        R::MerchantSetup => {
            "아직 이 카드를 받을 수 없는 상점입니다. 다른 카드를 이용하시거나 판매자에게 문의해 주세요."
        }
        R::RequestInvalid => "결제하지 못했습니다. 입력하신 내용을 확인하시거나 판매자에게 문의해 주세요.",
        R::IssuerDown => "지금은 카드사를 이용할 수 없습니다. 잠시 후 다시 시도해 주세요.",
        R::Traffic => "결제 요청이 많습니다. 잠시 후 다시 시도해 주세요.",
        R::CancelDeadline => "취소할 수 있는 기간이 지났습니다. 판매자에게 문의해 주세요.",
        R::PartialCancelImpossible => "이 결제는 부분 취소를 할 수 없습니다. 판매자에게 문의해 주세요.",
        R::CancelLimit => "지금은 환불할 수 없습니다. 나중에 다시 시도해 주세요.",
        R::CancelAmount => "환불 금액이 결제 내역과 맞지 않습니다. 판매자에게 문의해 주세요.",
        R::CancelRefused => "취소할 수 없는 결제입니다. 판매자에게 문의해 주세요.",
        R::Unspecified => "결제가 거절되었습니다. 다른 카드를 이용하시거나 카드사에 문의해 주세요.",
    }
}

pub(super) const fn to_operator(reason: DeclineReason) -> &'static str {
    match reason {
        R::CardNumber => "고객에게 카드번호를 다시 받으세요.",
        R::Expiry => "고객에게 유효기간을 다시 받거나 다른 카드를 요청하세요.",
        R::HolderId => "생년월일(개인 카드) 또는 사업자번호(법인 카드)를 다시 받으세요.",
        R::Password => "비밀번호 앞 두 자리를 다시 받으세요. 추측해서 시도하지 마세요.",
        R::PasswordTries => "다시 시도하지 마세요. 고객이 카드사에서 비밀번호를 재설정해야 합니다.",
        R::CardData => "카드 정보를 모두 다시 받으세요. 어느 항목이 틀렸는지 PG사가 알려 주지 않습니다.",
        R::LimitExceeded => "나중에 새 merchant_uid로 다시 시도하거나 다른 카드를 요청하세요.",
        R::InsufficientFunds => "잔액이 채워진 뒤 새 merchant_uid로 다시 시도하거나 다른 카드를 요청하세요.",
        R::TooManyUses => "다른 날 새 merchant_uid로 다시 시도하거나 다른 카드를 요청하세요.",
        R::Points => "포인트를 쓰지 않고 새 merchant_uid로 다시 시도하세요.",
        R::LostOrStolen => "다시 시도하지 마세요. 다른 카드를 요청하고 부정 사용인지 확인하세요.",
        R::Stopped => "다시 시도하지 마세요. 다른 카드를 요청하세요.",
        R::UnregisteredCard => "다시 시도하지 마세요. 다른 카드를 요청하세요.",
        R::CardNotAccepted => "다른 카드를 요청하고, 이 종류의 카드를 쓸 수 있는지 PG사에 문의하세요.",
        R::TestModeCard => "테스트에는 다른 카드사의 카드를 쓰거나 실제 채널을 사용하세요.",
        R::AskIssuer => "고객이 카드사에 문의한 뒤 새 merchant_uid로 다시 시도하세요.",
        R::IdentityCheck => "고객이 카드사의 본인 확인을 마친 뒤 다시 시도하세요.",
        R::Blocked => "다시 시도하지 마세요. 어떤 규칙으로 차단되었는지 PG사에 문의하세요.",
        R::NotAvailable => "다른 카드를 요청하고, 이 카드로 서비스를 열 수 있는지 PG사에 문의하세요.",
        R::Installments => "일시불로 새 merchant_uid를 써서 다시 요청하세요.",
        R::AmountRange => "PG사의 최소·최대 결제 금액을 확인하세요.",
        R::Amount => "결제 금액과 면세 금액, 부가세를 확인하세요.",
        R::MerchantSetup => "PG사에 가맹점 등록을 요청하고 PG 채널 설정을 확인하세요.",
        R::RequestInvalid => "요청 항목을 PG사와의 계약 조건에 맞게 확인하세요.",
        R::IssuerDown => "나중에 새 merchant_uid로 다시 시도하세요.",
        R::Traffic => "동시 결제 수를 줄이고 나중에 새 merchant_uid로 다시 시도하세요.",
        R::CancelDeadline => "계좌 이체로 환불하거나 PG사에 문의하세요.",
        R::PartialCancelImpossible => "전액 취소 후 남은 금액을 다시 결제하거나 계좌 이체로 환불하세요.",
        R::CancelLimit => "PG사에 미정산 금액이 쌓인 뒤 다시 취소하거나 PG사에 문의하세요.",
        R::CancelAmount => "결제를 다시 조회해 취소 금액, 면세 금액, 남은 금액을 확인하세요.",
        R::CancelRefused => "결제를 다시 조회하고, 아직 결제 상태라면 PG사에 문의하세요.",
        R::Unspecified => "다른 카드를 요청하세요. PG사의 원문에 더 자세한 사유가 있을 수 있습니다.",
    }
}
