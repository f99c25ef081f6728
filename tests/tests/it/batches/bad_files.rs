//! Files that are not right: every error with its line and column, nothing of what was refused, nothing sent.

use keyin_tests::{Till, csv_of, each};
use serde_json::{Value, json};

const HEADING: &str = "customer_uid,merchant_uid,amount,name\n";
const SECRET: &str = "4000000000000002";

/// A file, and where and what is wrong with it: line, column, field, code.
type Case = (&'static str, Vec<u8>, Vec<(Value, Value, Value, &'static str)>);

fn csv(rows: &str) -> Vec<u8> {
    format!("{HEADING}{rows}").into_bytes()
}

fn case(name: &'static str, content: Vec<u8>, wrong: &[(i64, i64, &str, &'static str)]) -> Case {
    let number = |number: i64| if number == 0 { Value::Null } else { json!(number) };
    let field = |field: &str| if field.is_empty() { Value::Null } else { json!(field) };
    let wrong =
        wrong.iter().map(|&(line, column, name, code)| (number(line), number(column), field(name), code));
    (name, content, wrong.collect())
}

fn values() -> Vec<Case> {
    let good = "customer-1,order-0,1000,a\n";
    vec![
        case("a.csv", csv("customer-1,order-1,\"1,000\",a\n"), &[(2, 3, "amount", "invalid.amount.not_a_number")]),
        case("a.csv", csv("customer-1,order-1,1,000,a\n"), &[(2, 0, "", "file.ragged")]),
        case("a.csv", csv("customer-1,order-1,1000\n"), &[(2, 0, "", "file.ragged")]),
        case("a.csv", csv(&format!("{good}customer-1,order 1 {SECRET},0,\n")), &[
            (3, 2, "merchant_uid", "invalid.merchant_uid.character"),
            (3, 3, "amount", "invalid.amount.out_of_range"),
            (3, 4, "name", "invalid.name.empty"),
        ]),
        case("a.csv", csv(&format!("{good}\n\n,order-1,1000,a\n")), &[(5, 1, "customer_uid", "invalid.customer_uid.empty")]),
        case("a.csv", csv("customer-1,order-1,1000,a\ncustomer-1,order-2,1000,b\ncustomer-2,order-1,500,c\n"), &[
            (4, 0, "merchant_uid", "file.duplicate_merchant_uid"),
        ]),
        case("a.csv", csv("customer-1,order-1,1000,\"never closed\ncustomer-1,order-2,1000,b\n"), &[(2, 4, "", "file.quote")]),
        case("a.csv", csv("customer-1,order-1,1000,half\"quoted\n"), &[(2, 4, "", "file.quote")]),
        case("a.csv", csv(&format!("customer-1,order-1,1000,{}\n", "x".repeat(100_000))), &[(2, 0, "", "file.line_too_long")]),
        case("a.csv", csv(&format!("customer-1,order-1,1000,{}\n", "x".repeat(41))), &[(2, 4, "name", "invalid.name.too_long")]),
        case("a.csv", [csv("customer-1,order-1,1000,"), vec![0xff, 0xff, b'\n']].concat(), &[(2, 4, "name", "file.encoding")]),
        case("a.csv", "customer_uid,merchant_uid,amount,name,installments,currency\nc,o-1,1000,a,3,KRW\nc,o-2,10.5,a,,USDX\n".into(), &[
            (2, 5, "installments", "invalid.card_quota.installments_need_more"),
            (3, 6, "currency", "invalid.currency.format"),
        ]),
    ]
}

fn shapes() -> Vec<Case> {
    let utf16: Vec<u8> = format!("\u{feff}{HEADING}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![
        case("a.csv", Vec::new(), &[(0, 0, "", "file.empty")]),
        case("a.csv", "\u{feff}\r\n \n".into(), &[(0, 0, "", "file.empty")]),
        case("a.csv", HEADING.into(), &[(0, 0, "", "file.no_rows")]),
        case("a.csv", utf16, &[(0, 0, "", "file.utf16")]),
        case("a.csv", "customer_uid,merchant_uid,amount\nc,o-1,1000\n".into(), &[(1, 0, "name", "file.missing_column")]),
        case("a.csv", "customer_uid,merchant_uid,amount,name,주문명\nc,o-1,1000,a,a\n".into(), &[(1, 5, "name", "file.double_column")]),
        case("a.csv", format!("customer_uid,merchant_uid,amount,name,{SECRET}\nc,o-1,1000,a,a\n").into(), &[(1, 5, "", "file.unknown_column")]),
        case("a.csv", "customer-1,order-1,1000,a\n".into(), &[
            (1, 0, "customer_uid", "file.missing_column"),
            (1, 0, "merchant_uid", "file.missing_column"),
            (1, 0, "amount", "file.missing_column"),
            (1, 0, "name", "file.missing_column"),
            (1, 1, "", "file.unknown_column"),
            (1, 2, "", "file.unknown_column"),
            (1, 3, "", "file.unknown_column"),
            (1, 4, "", "file.unknown_column"),
        ]),
        case("a.jsonl", Vec::new(), &[(0, 0, "", "file.empty")]),
        case("a.jsonl", csv("c,o-1,1000,a\n"), &[(1, 1, "", "file.json"), (2, 1, "", "file.json")]),
        case("a.jsonl", format!("{{\"customer_uid\":\"c\",\"merchant_uid\":\"o-1\",\"amount\":1e3,\"name\":\"a\",\"card\":\"{SECRET}\"}}\n").into(), &[
            (1, 73, "", "file.unknown_column"),
        ]),
        case("a.jsonl", "{\"customer_uid\":\"c\",\"merchant_uid\":\"o-1\",\"amount\":1e3,\"name\":7}\n".into(), &[(1, 62, "name", "file.type")]),
        case("a.jsonl", "{\"customer_uid\":\"c\",\"merchant_uid\":\"o-1\",\"amount\":-1000,\"name\":\"a\"}\n{\"merchant_uid\":\"o-1\"}\n".into(), &[
            (1, 51, "amount", "invalid.amount.not_a_number"),
            (2, 0, "customer_uid", "invalid.customer_uid.empty"),
            (2, 0, "amount", "invalid.amount.empty"),
            (2, 0, "name", "invalid.name.empty"),
        ]),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn every_error_is_told_with_its_place_and_nothing_is_sent() {
    let cases: Vec<Case> = values().into_iter().chain(shapes()).collect();
    each(cases, |(name, content, expected)| async move {
        let till = Till::for_batches().await;
        till.keyin.write(name, &content);
        let calls = till.calls().len();
        let run = till.pay_file(name, &[]).await.ended(2);
        let error = &run.document()["error"];
        assert_eq!(
            (&error["code"], &error["count"]),
            (&json!("file.invalid"), &json!(expected.len())),
            "{error}"
        );
        let mut told: Vec<_> = error["errors"].as_array().unwrap().iter().collect();
        told.sort_by_key(|error| (error["line"].as_u64(), error["column"].as_u64()));
        let told: Vec<_> = told
            .into_iter()
            .map(|one| {
                (
                    one["line"].clone(),
                    one["column"].clone(),
                    one["field"].clone(),
                    one["code"].as_str().unwrap(),
                )
            })
            .collect();
        assert_eq!(told, expected, "{error}");
        assert!(!run.stdout.contains(SECRET) && !run.stderr.contains(SECRET), "{run:?}");
        let people = till.keyin.clone().with("KEYIN_LANG", "ko").run(&["pay", "file", name]).await.ended(2);
        assert!(people.stderr.contains("요청을 보내지 않았습니다"), "{people:?}");
        assert!(people.stdout.is_empty() && !people.stderr.contains(SECRET), "{people:?}");
        assert_eq!(till.calls().len(), calls);
        assert!(!till.keyin.journal().exists(), "a refused file has opened the journal");
        assert!(!till.keyin.folder().join(format!("{name}.results.csv")).exists());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn duplicates_name_both_lines_and_many_errors_are_counted() {
    let till = Till::for_batches().await;
    let rows: String = (1..=5_000).map(|number| format!("customer-1,order {number},1000,a\n")).collect();
    till.keyin.write("many.csv", format!("{HEADING}customer-1,ok-1,1000,a\ncustomer-1,ok-1,1000,a\n{rows}"));
    let error = till.pay_file("many.csv", &[]).await.ended(2).document()["error"].clone();
    assert_eq!((error["count"].as_u64(), error["errors"].as_array().map(Vec::len)), (Some(5_001), Some(100)));
    let people = till.keyin.run(&["pay", "file", "many.csv"]).await.ended(2).stderr;
    assert!(people.contains("5001 errors") && people.contains("… and 4901 more"), "{people}");
    till.keyin.write(
        "twice.csv",
        format!("{HEADING}customer-1,ok-1,1000,a\ncustomer-1,ok-2,1000,a\ncustomer-1,ok-1,1000,a\n"),
    );
    let people = till.keyin.run(&["pay", "file", "twice.csv"]).await.ended(2).stderr;
    assert!(people.contains("line 4") && people.contains("the same as in line 2"), "{people}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_or_asked_for_is_refused() {
    let till = Till::for_batches().await;
    till.keyin.write("orders.csv", csv_of(2, "customer-1"));
    till.keyin.write("orders.xlsx", "PK");
    std::fs::create_dir(till.keyin.folder().join("folder.csv")).unwrap();
    for (line, code, field) in [
        (&["nothing.csv"][..], "file.unreadable", Value::Null),
        (&["folder.csv"], "file.unreadable", Value::Null),
        (&["orders.xlsx"], "invalid.format", json!("format")),
        (&["orders.csv", "--format", "xml"], "invalid.format", json!("format")),
        (&["orders.csv", "--concurrency", "0"], "invalid.concurrency", json!("concurrency")),
        (&["orders.csv", "--concurrency", "4097"], "invalid.concurrency", json!("concurrency")),
        (&["orders.csv", "--concurrency", "-1"], "invalid.concurrency", json!("concurrency")),
        (&["orders.csv", "--wait", "soon"], "invalid.wait.format", json!("wait")),
        (&["orders.csv", "--rate", "0"], "settings.invalid", json!("--rate")),
        (&["orders.csv", "--rate", "fast"], "settings.invalid", json!("--rate")),
    ] {
        let told = till.run(&[&["pay", "file"], line].concat()).await.ended(2).document();
        assert_eq!((&told["error"]["code"], &told["error"]["field"]), (&json!(code), &field), "{told}");
    }
    assert_eq!(till.calls_to("/subscribe/payments/again"), 0);
}
