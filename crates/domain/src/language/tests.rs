use super::*;

#[test]
fn a_language_is_known_by_its_code_alone() {
    assert_eq!("ko".parse(), Ok(Language::Korean));
    assert_eq!("en".parse(), Ok(Language::English));
    for language in Language::ALL {
        assert_eq!(language.as_str().parse(), Ok(language));
    }
    for text in ["", "KO", "kor", "en-US", "ja"] {
        assert_eq!(text.parse::<Language>(), Err(UnknownLanguage), "{text}");
    }
}
