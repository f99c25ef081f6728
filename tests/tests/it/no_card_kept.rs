//! With every log on, nothing that keyin prints, logs or keeps holds a card, in any spelling.

use keyin_sandbox::{Fault, FaultKind, Operation};
use keyin_tests::{Keyin, Run, Till, TypedCard, traces_of};

/// Cards that pay, of digits that nothing else is made of.
const PAYING: [TypedCard; 3] = [
    TypedCard { number: "5412-7534-9821-6006", expiry: "2087-09", birth: "870605", pwd_2digit: "94" },
    TypedCard { number: "9374 1625 8903 7149", expiry: "2086-08", birth: "1298765432", pwd_2digit: "73" },
    TypedCard { number: "3587291460375181", expiry: "2085-07", birth: "651124", pwd_2digit: "58" },
];

/// What a merchant's day has shown and left behind.
struct Day {
    till: Till,
    told: Vec<u8>,
    cards: Vec<TypedCard>,
}

impl Day {
    async fn begin() -> Self {
        let mut till = Till::open().await;
        till.keyin = till.keyin.with("KEYIN_LOG", "trace");
        Self { till, told: Vec::new(), cards: Vec::new() }
    }

    fn keep(&mut self, run: &Run) {
        self.told.extend_from_slice(run.stdout.as_bytes());
        self.told.extend_from_slice(run.stderr.as_bytes());
    }

    /// Pays with the card, once for programs and once for people.
    async fn pay(&mut self, uid: &str, card: TypedCard, more: &[&str], exit: i32) {
        let run = self.till.pay_card(uid, card, more).await.ended(exit);
        self.keep(&run);
        let line =
            ["pay", "card", "--merchant-uid", uid, "--amount", "3000", "--name", "주문", "--card-stdin"];
        let run = self.till.keyin.run_with_input(&[&line, more].concat(), &card.to_json()).await;
        self.keep(&run);
        self.cards.push(card);
    }

    async fn run(&mut self, line: &[&str], exit: i32) {
        let run = self.till.run(line).await.ended(exit);
        self.keep(&run);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_day_leaves_no_card_behind() {
    let mut day = Day::begin().await;
    good_and_bad_cards(&mut day).await;
    lost_replies(&mut day).await;
    billing_keys(&mut day).await;
    refused_input(&mut day).await;
    for line in [["pay", "show", "paid"], ["pay", "cancel", "paid"], ["pay", "show", "nobody"]] {
        let exit = i32::from(line[2] == "nobody");
        day.run(&line, exit).await;
    }
    day.run(&["resolve", "--wait"], 0).await;
    day.run(&["doctor"], 0).await;

    let log = String::from_utf8_lossy(&day.told);
    assert!(log.contains("TRACE") && log.contains("charge"), "the log is not as loud as this story needs it");
    let kept = day.till.keyin.everything_kept();
    assert!(kept.len() > 4096, "the journal is not where this story looks for it");
    for card in &day.cards {
        assert_eq!(traces_of(*card, &day.told), Vec::<String>::new(), "told of {}", card.number);
        assert_eq!(traces_of(*card, &kept), Vec::<String>::new(), "kept of {}", card.number);
    }
    for secret in ["imp_secret", "access_token"] {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
    let requests = format!("{:?}", day.till.shop.sandbox.requests());
    for card in &day.cards {
        assert_eq!(
            traces_of(*card, requests.as_bytes()),
            Vec::<String>::new(),
            "the sandbox kept {}",
            card.number
        );
    }
}

async fn good_and_bad_cards(day: &mut Day) {
    day.pay("paid", PAYING[0], &[], 0).await;
    day.pay("paid-and-registered", PAYING[1], &["--customer-uid", "customer-1"], 0).await;
    day.pay("over-limit", TypedCard::OVER_LIMIT, &[], 3).await;
    day.pay("over-limit-in-words", TypedCard::OVER_LIMIT_IN_WORDS, &[], 3).await;
    day.pay("lost", TypedCard::LOST, &[], 3).await;
    day.pay("unsaid", TypedCard::CHARGED_UNSAID, &[], 0).await;
    day.pay("doubtful", TypedCard::GUIDE, &[], 2).await;
    day.pay("allowed", TypedCard::GUIDE, &["--allow-unverified-card"], 0).await;
    day.pay("another-conflict", PAYING[2], &["--customer-uid", "customer-1"], 2).await;
}

async fn lost_replies(day: &mut Day) {
    let kinds = [FaultKind::DropAfter, FaultKind::Malformed, FaultKind::Truncate, FaultKind::ExpireToken];
    for (place, kind) in kinds.into_iter().enumerate() {
        day.till.fail(vec![Fault::new(Operation::Onetime, kind).times(1)]);
        day.pay(&format!("lost-{place}"), PAYING[place % PAYING.len()], &[], 0).await;
    }
    let redirect = Fault { status: Some(307), ..Fault::new(Operation::Onetime, FaultKind::Status) };
    for (uid, fault) in
        [("redirected", redirect), ("dropped", Fault::new(Operation::Onetime, FaultKind::DropBefore))]
    {
        day.till.fail(vec![fault]);
        day.pay(uid, PAYING[2], &["--wait", "0s"], 5).await;
    }
    let calls = day.till.calls();
    assert!(
        calls.iter().all(|call| call.path != "/redirected-by-fault"),
        "a card was posted to where it was sent on"
    );
    day.till.shop.sandbox.clear_faults();
    let stranger = day.till.keyin.clone().with("KEYIN_IAMPORT_SECRET", "not-the-secret");
    let line = [
        "pay",
        "card",
        "--merchant-uid",
        "stranger",
        "--amount",
        "3000",
        "--name",
        "n",
        "--card-stdin",
        "--json",
    ];
    let run = stranger.run_with_input(&line, &PAYING[0].to_json()).await.ended(4);
    day.keep(&run);
    let nobody = Keyin::new("http://127.0.0.1:9").with("KEYIN_LOG", "trace");
    let run = nobody.run_with_input(&line, &PAYING[0].to_json()).await.ended(4);
    day.keep(&run);
    day.told.extend(nobody.everything_kept());
}

async fn billing_keys(day: &mut Day) {
    let again = [
        "pay",
        "billing-key",
        "--customer-uid",
        "customer-1",
        "--merchant-uid",
        "again",
        "--amount",
        "3000",
        "--name",
        "n",
    ];
    day.run(&again, 0).await;
    let line = ["billing-key", "issue", "customer-2", "--card-stdin"];
    let run = day.till.run_with_input(&line, &PAYING[1].to_json()).await.ended(2);
    day.keep(&run);
    let contracted = day.till.keyin.clone().with("KEYIN_PG_STANDALONE_BILLING_KEY", "true");
    // The sandbox's shop has no such contract, so the gateway refuses what keyin lets through.
    let run = contracted.run_with_input(&line, &PAYING[1].to_json()).await.ended(3);
    day.keep(&run);
    day.run(&["billing-key", "show", "customer-1"], 0).await;
    day.run(&["billing-key", "revoke", "customer-1"], 0).await;
}

async fn refused_input(day: &mut Day) {
    for card in PAYING {
        let mistyped = format!("{{\"card_number\":\"{}x\",\"expiry\":\"{}\"}}", card.number, card.expiry);
        let named = format!("{{\"{}\":\"{}\",\"birth\":\"{}\"}}", card.number, card.expiry, card.birth);
        for input in [mistyped.as_str(), &named, card.number] {
            let run = day.till.run_with_input(
                &[
                    "pay",
                    "card",
                    "--merchant-uid",
                    "refused",
                    "--amount",
                    "3000",
                    "--name",
                    "n",
                    "--card-stdin",
                ],
                input.as_bytes(),
            );
            let run = run.await.ended(2);
            day.keep(&run);
        }
        // Typed where it does not belong.
        day.run(&["billing-key", "shwo", card.number], 2).await;
        day.run(&["pay", "card", "--card-number", card.number], 2).await;
    }
}
