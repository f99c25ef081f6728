//! The parts of a card: what is shown of them, and what they are judged by.

use super::*;

#[test]
fn each_secret_shows_as_stars() {
    let number = CardNumber::parse("4242-4242-4242-4242").unwrap();
    assert_eq!(format!("{number:?}"), "CardNumber(424242******4242)");
    assert_eq!(format!("{:?}", Expiry::parse("2031-07").unwrap()), "Expiry(****-**)");
    assert_eq!(format!("{:?}", PasswordDigits::parse("37").unwrap()), "PasswordDigits(**)");
    assert_eq!(format!("{:?}", Cvc::parse("951").unwrap()), "Cvc(**)");
    assert_eq!(format!("{:?}", HolderId::parse("880815").unwrap()), "HolderId(Birth)");
    assert_eq!(format!("{:?}", HolderId::parse("2208162517").unwrap()), "HolderId(Business)");
}

#[test]
fn a_card_hands_out_what_was_keyed_in() {
    let plain = || Card::new(CardNumber::parse(GUIDE_CARD).unwrap(), Expiry::parse("01/19").unwrap());
    let card = plain();
    assert_eq!((card.number().expose(), card.expiry().expose().as_str()), ("1234123412341234", "2019-01"));
    assert_eq!(card.holder_id().expose(), "123456", "the dummy");
    assert!(card.password().is_none() && card.cvc().is_none());
    let card = plain()
        .with_holder_id("2208162517".parse().unwrap())
        .with_password("07".parse().unwrap())
        .with_cvc("0123".parse().unwrap());
    assert_eq!(card.holder_id().expose(), "2208162517");
    assert_eq!(card.password().map(PasswordDigits::expose), Some("07"));
    assert_eq!(card.cvc().map(Cvc::expose), Some("0123"));
}

#[test]
fn every_part_of_a_card_is_read_from_text_as_it_is_parsed() {
    assert_eq!(GUIDE_CARD.parse::<CardNumber>().unwrap().expose(), "1234123412341234");
    assert_eq!("12/28".parse::<Expiry>().unwrap().expose().as_str(), "2028-12");
    assert!("1234".parse::<CardNumber>().is_err() && "13/28".parse::<Expiry>().is_err());
    assert!("".parse::<HolderId>().is_err() && "1".parse::<Cvc>().is_err());
}

#[test]
fn short_secrets_name_the_rule_they_break() {
    let rule = |text: &str| Cvc::parse(text).unwrap_err().rule().clone();
    assert_eq!(rule(""), Rule::Empty);
    assert_eq!(
        (rule("01"), rule("01234")),
        (Rule::Length { min: 3, max: 4 }, Rule::Length { min: 3, max: 4 })
    );
    assert_eq!(rule("01a"), Rule::Character { position: 2, allowed: "0-9" });
    assert_eq!(rule("0가2"), Rule::Character { position: 1, allowed: "0-9" });
}

#[test]
fn birth_dates_are_days_of_either_century() {
    for date in ["000101", "991231", "920229", "960229", "700228", "101010"] {
        assert!(HolderId::parse(date).unwrap().is_calendar_date(), "{date}");
    }
    for none in ["010229", "700230", "991301", "990001", "990100", "990132", "123456"] {
        assert!(!HolderId::parse(none).unwrap().is_calendar_date(), "{none}");
    }
    assert!(!HolderId::parse("9901011234").unwrap().is_calendar_date(), "a business number is no date");
}

#[test]
fn the_check_digit_of_a_business_number_goes_by_the_published_weights() {
    // Four that are on public record.
    for genuine in ["1248100998", "2208162517", "1208147521", "1048137225"] {
        let (first, last) = genuine.split_at(9);
        let fits = |digit: &u8| HolderId::parse(&format!("{first}{digit}")).unwrap().passes_checksum();
        let fitting: Vec<u8> = (0..10).filter(fits).collect();
        assert_eq!(fitting, [last.parse::<u8>().unwrap()], "exactly one digit fits {first}");
    }
    assert!(!HolderId::parse("900101").unwrap().passes_checksum(), "a birth date has none");
}

#[test]
fn a_masked_number_comes_out_as_it_went_in() {
    let masked = MaskedCardNumber::try_from("95404900****1569".to_owned()).unwrap();
    assert_eq!((masked.as_str(), masked.to_string().as_str()), ("954049******1569", "954049******1569"));
    assert_eq!(String::from(masked), "954049******1569");
    assert!(MaskedCardNumber::try_from("BC".to_owned()).is_err());
}
