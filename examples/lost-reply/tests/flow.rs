//! The flow is run as a program, and what it tells is compared.

use std::process::Command;

#[test]
fn a_lost_reply_is_settled_by_a_look_up_and_charged_once() {
    let output = Command::new(env!("CARGO_BIN_EXE_keyin-example-lost-reply")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "pass-1: succeeded\n\
         pass-2: unknown\n\
         pass-2: succeeded\n\
         left of pass-2: 7000 KRW\n\
         charged pass-1: 11000 KRW\n\
         charged pass-2: 11000 KRW\n\
         given back pass-2: 4000 KRW\n"
    );
}
