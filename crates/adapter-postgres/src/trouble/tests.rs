use super::*;

fn refused(code: &str) -> Trouble {
    let says = ServerSays { code: code.to_owned(), message: "no".to_owned() };
    of_server(&SqlState::from_code(code), says).into()
}

/// What is stored is sound: another connection, or the server without the pooler, reads it.
#[test]
fn statements_that_go_astray_are_the_poolers_and_not_a_damage() {
    for code in ["26000", "42P05"] {
        let trouble = refused(code);
        assert!(trouble.may_pass() && !trouble.is_of_one(), "{code}");
        let error = JournalError::from(trouble);
        let JournalError::Unavailable(told) = &error else { panic!("{error:?}") };
        assert_eq!(told.downcast_ref::<StoreTrouble>().unwrap().fault, StoreFault::Pooled);
    }
}
