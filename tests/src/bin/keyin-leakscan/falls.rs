//! What `keyin` tells and leaves when it panics with a card in its hands.

use keyin_tests::{Till, sibling};

use crate::Findings;
use crate::cards::CARDS;

pub(crate) async fn search(findings: &mut Findings) {
    // Before and after each step of the journal and the gateway on the way of a card payment.
    for step in 1..=8_u32 {
        let card = CARDS[step as usize % CARDS.len()];
        let till = Till::open().await;
        let keyin = till.keyin.clone().running(sibling("keyin-crashing"));
        let keyin = keyin.with("KEYIN_PANIC_AT", &step.to_string()).with("RUST_BACKTRACE", "full");
        let line = [
            "pay",
            "card",
            "--merchant-uid",
            "order-1",
            "--amount",
            "3000",
            "--name",
            "주문",
            "--card-stdin",
        ];
        let run = keyin.run_with_input(&line, &card.to_json()).await;
        let told = [run.stdout.as_bytes(), run.stderr.as_bytes()].concat();
        findings.look_for(card, &format!("told when it panics at step {step}"), &told);
        findings.look_for(
            card,
            &format!("kept when it panics at step {step}"),
            &till.keyin.everything_kept(),
        );
        let fell = run.stderr.contains("panicked at");
        assert!(fell || step > 6, "it did not panic at step {step}: {run:?}");
    }
}
