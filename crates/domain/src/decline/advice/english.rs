use crate::decline::{DeclineReason, DeclineReason as R};

pub(super) const fn to_payer(reason: DeclineReason) -> &'static str {
    match reason {
        R::CardNumber => "The card number is not right. Please check it and enter it again.",
        R::Expiry => "The expiry date is wrong or has passed. Please check it or use another card.",
        R::HolderId => "The date of birth or business number does not match the card. Please check it.",
        R::Password => "The first two digits of the card password are wrong. Please check them.",
        R::PasswordTries => "The card password was wrong too often. Please contact the card company.",
        R::CardData => "Some of the card details are wrong. Please check them and enter them again.",
        R::LimitExceeded => "The card's limit is exceeded. Please raise it or use another card.",
        R::InsufficientFunds => "The balance is too low. Please top it up or use another card.",
        R::TooManyUses => "The card has been used too often for now. Please try later or use another card.",
        R::Points => "There are not enough points. Please pay without points or with another card.",
        R::LostOrStolen => "This card is reported lost or stolen. Please use another card.",
        R::Stopped => "This card is suspended or closed. Please use another card.",
        R::UnregisteredCard => "The card company does not know this card. Please use another card.",
        R::CardNotAccepted => "This card cannot be used here. Please use another card.",
        R::TestModeCard => "This card cannot be used in test mode. Please use another card.",
        R::AskIssuer => "The card company refused the payment. Please call the card company.",
        R::IdentityCheck => "The card company wants to check who you are first. Please contact it.",
        R::Blocked => "The payment was refused. Please use another card or contact the shop.",
        R::NotAvailable => "This service is not available for this card. Please use another card.",
        R::Installments => "Instalments are not possible here. Please choose a single payment.",
        R::AmountRange => "The amount is outside what can be paid by card. Please contact the shop.",
        R::Amount => "The amount of the payment is not right. Please contact the shop.",
        R::MerchantSetup => {
            "The shop cannot take this card yet. Please use another card or contact the shop."
        }
        R::RequestInvalid => "The payment could not be made. Please check the details or contact the shop.",
        R::IssuerDown => "The card company is not available at the moment. Please try again later.",
        R::Traffic => "There are many payments at the moment. Please try again shortly.",
        R::CancelDeadline => "The time to cancel this payment is over. Please contact the shop.",
        R::PartialCancelImpossible => "This payment cannot be refunded in part. Please contact the shop.",
        R::CancelLimit => "The refund is not possible just now. Please try again later.",
        R::CancelAmount => "The amount of the refund does not fit the payment. Please contact the shop.",
        R::CancelRefused => "This payment cannot be cancelled. Please contact the shop.",
        R::Unspecified => "The payment was declined. Please use another card or call the card company.",
    }
}

pub(super) const fn to_operator(reason: DeclineReason) -> &'static str {
    match reason {
        R::CardNumber => "Ask the payer for the card number again.",
        R::Expiry => "Ask the payer for the expiry date again, or for another card.",
        R::HolderId => {
            "Ask for the holder's birth date (personal card) or business number (company card) again."
        }
        R::Password => "Ask the payer for the first two digits of the password again; do not guess.",
        R::PasswordTries => "Do not try again. The holder has to reset the password at the card company.",
        R::CardData => "Ask the payer for all card details again; the PG does not say which one is wrong.",
        R::LimitExceeded => "Try again later under a new merchant_uid, or ask for another card.",
        R::InsufficientFunds => {
            "Try again after the payer's payday, under a new merchant_uid, or ask for another card."
        }
        R::TooManyUses => "Try again another day under a new merchant_uid, or ask for another card.",
        R::Points => "Try again without points under a new merchant_uid.",
        R::LostOrStolen => "Do not try again. Ask for another card and check the order for fraud.",
        R::Stopped => "Do not try again. Ask the payer for another card.",
        R::UnregisteredCard => "Do not try again. Ask the payer for another card.",
        R::CardNotAccepted => {
            "Ask for another card; ask the PG whether this sort of card can be opened for you."
        }
        R::TestModeCard => "Use a card of another company for tests, or the live channel.",
        R::AskIssuer => "Ask the payer to call the card company, then try again under a new merchant_uid.",
        R::IdentityCheck => "The payer has to pass the card company's identity check before a new try.",
        R::Blocked => "Do not try again. Ask the PG which rule blocked the payment.",
        R::NotAvailable => "Ask for another card; ask the PG whether the service can be opened for this one.",
        R::Installments => "Send the payment again as a single payment under a new merchant_uid.",
        R::AmountRange => "Check the amount against the least and the most the PG takes.",
        R::Amount => "Check the amount, its tax-free part and the VAT.",
        R::MerchantSetup => {
            "Ask the PG to finish the merchant's registration and check the PG channel's settings."
        }
        R::RequestInvalid => {
            "Check the fields of the request against what the contract with the PG asks for."
        }
        R::IssuerDown => "Try again later under a new merchant_uid.",
        R::Traffic => "Send fewer payments at a time and try again later under a new merchant_uid.",
        R::CancelDeadline => "Refund by bank transfer, or ask the PG.",
        R::PartialCancelImpossible => {
            "Cancel the whole payment and take the rest anew, or refund by bank transfer."
        }
        R::CancelLimit => "Cancel again once the PG has settled more sales, or ask the PG.",
        R::CancelAmount => "Read the payment again and check the amount, the tax-free part and what is left.",
        R::CancelRefused => "Read the payment again; if it is still paid, ask the PG.",
        R::Unspecified => "Ask the payer for another card; the PG's text may say more.",
    }
}
