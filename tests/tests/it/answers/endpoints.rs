//! The endpoints, as the table writes them.

/// A method, in lower case, and a path.
pub(super) type Endpoint = (&'static str, &'static str);

pub(super) const TOKEN: Endpoint = ("post", "/users/getToken");
pub(super) const CHANNELS: Endpoint = ("get", "/users/pg");
pub(super) const ONETIME: Endpoint = ("post", "/subscribe/payments/onetime");
pub(super) const AGAIN: Endpoint = ("post", "/subscribe/payments/again");
pub(super) const SCHEDULE: Endpoint = ("post", "/subscribe/payments/schedule");
pub(super) const SCHEDULES: Endpoint = ("get", "/subscribe/payments/schedule");
pub(super) const ONE_SCHEDULE: Endpoint = ("get", "/subscribe/payments/schedule/{merchant_uid}");
pub(super) const MOVE: Endpoint = ("put", "/subscribe/payments/schedule/{merchant_uid}");
pub(super) const RESCHEDULE: Endpoint = ("post", "/subscribe/payments/schedule/{merchant_uid}/reschedule");
pub(super) const RETRY: Endpoint = ("post", "/subscribe/payments/schedule/{merchant_uid}/retry");
pub(super) const SCHEDULES_BY_CUSTOMER: Endpoint =
    ("get", "/subscribe/payments/schedule/customers/{customer_uid}");
pub(super) const SCHEDULES_OF_CUSTOMER: Endpoint = ("get", "/subscribe/customers/{customer_uid}/schedules");
pub(super) const UNSCHEDULE: Endpoint = ("post", "/subscribe/payments/unschedule");
pub(super) const SEVERAL_PAYMENTS: Endpoint = ("get", "/payments");
pub(super) const PAYMENT: Endpoint = ("get", "/payments/{imp_uid}");
pub(super) const BALANCE: Endpoint = ("get", "/payments/{imp_uid}/balance");
pub(super) const FIND: Endpoint = ("get", "/payments/find/{merchant_uid}/{payment_status}");
pub(super) const FIND_ALL: Endpoint = ("get", "/payments/findAll/{merchant_uid}/{payment_status}");
pub(super) const STATUS: Endpoint = ("get", "/payments/status/{payment_status}");
pub(super) const CANCEL: Endpoint = ("post", "/payments/cancel");
pub(super) const PREPARE: Endpoint = ("post", "/payments/prepare");
pub(super) const PREPARE_ANEW: Endpoint = ("put", "/payments/prepare");
pub(super) const PREPARED: Endpoint = ("get", "/payments/prepare/{merchant_uid}");
pub(super) const SEVERAL_KEYS: Endpoint = ("get", "/subscribe/customers");
pub(super) const SHOW_KEY: Endpoint = ("get", "/subscribe/customers/{customer_uid}");
pub(super) const ISSUE_KEY: Endpoint = ("post", "/subscribe/customers/{customer_uid}");
pub(super) const DELETE_KEY: Endpoint = ("delete", "/subscribe/customers/{customer_uid}");
pub(super) const PAYMENTS_OF_KEY: Endpoint = ("get", "/subscribe/customers/{customer_uid}/payments");
pub(super) const CARDS: Endpoint = ("get", "/cards");
pub(super) const ONE_CARD: Endpoint = ("get", "/cards/{card_standard_code}");
pub(super) const BANKS: Endpoint = ("get", "/banks");
pub(super) const ONE_BANK: Endpoint = ("get", "/banks/{bank_standard_code}");
pub(super) const CERTIFICATION: Endpoint = ("get", "/certifications/{imp_uid}");
pub(super) const FORGET_CERTIFICATION: Endpoint = ("delete", "/certifications/{imp_uid}");
pub(super) const ASK_OTP: Endpoint = ("post", "/certifications/otp/request");
pub(super) const CONFIRM_OTP: Endpoint = ("post", "/certifications/otp/confirm/{imp_uid}");
pub(super) const VBANK: Endpoint = ("post", "/vbanks");
pub(super) const CHANGE_VBANK: Endpoint = ("put", "/vbanks/{imp_uid}");
pub(super) const END_VBANK: Endpoint = ("delete", "/vbanks/{imp_uid}");
pub(super) const RECEIPT: Endpoint = ("get", "/receipts/{imp_uid}");
pub(super) const ISSUE_RECEIPT: Endpoint = ("post", "/receipts/{imp_uid}");
pub(super) const END_RECEIPT: Endpoint = ("delete", "/receipts/{imp_uid}");
pub(super) const OTHER_RECEIPT: Endpoint = ("get", "/receipts/external/{merchant_uid}");
pub(super) const ISSUE_OTHER_RECEIPT: Endpoint = ("post", "/receipts/external/{merchant_uid}");
pub(super) const END_OTHER_RECEIPT: Endpoint = ("delete", "/receipts/external/{merchant_uid}");
