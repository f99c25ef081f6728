//! Every way in which a file of payments may be written.

use keyin_sandbox::SettingsPatch;
use keyin_tests::{BatchTold, Till};
use serde_json::json;

/// `고객번호,주문번호,결제금액,상품명,할부,구매자명` and two rows, as a Korean spreadsheet writes them in CP949.
fn cp949() -> Vec<u8> {
    let text = "고객번호,주문번호,결제 금액,상품명,구매자명\r\n\
                customer-1,order-1,1000,똠얌 쇼핑백,홍길동\r\n\
                customer-1,order-2,2000,\"사과, 배\",\"펲시\"\r\n";
    let (bytes, _, is_lossy) = encoding_rs::EUC_KR.encode(text);
    assert!(!is_lossy && std::str::from_utf8(&bytes).is_err());
    bytes.into_owned()
}

/// Pays the file and returns the names under which the gateway knows the two orders.
async fn names(name: &str, content: &[u8], more: &[&str]) -> [String; 2] {
    let till = Till::for_batches().await;
    till.keyin.write(name, content);
    let told = BatchTold::of(&till.pay_file(name, more).await.ended(0));
    assert_eq!(told.counts(), [2, 0, 0, 0, 0], "{name}");
    assert_eq!((till.shop.captured("order-1"), till.shop.captured("order-2")), (vec![1000], vec![2000]));
    let lines = [told.row("order-1"), told.row("order-2")].map(|row| row["line"].clone());
    let first = if name.ends_with("csv") || name.ends_with("txt") { 2 } else { 1 };
    assert_eq!(lines, [json!(first), json!(first + 1)], "{name}");
    let mut names = Vec::new();
    for uid in ["order-1", "order-2"] {
        names.push(till.show(uid).await["name"].as_str().unwrap().to_owned());
    }
    names.try_into().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn korean_headings_and_both_korean_encodings_are_read() {
    let korean = ["똠얌 쇼핑백", "사과, 배"];
    assert_eq!(names("cp949.csv", &cp949(), &[]).await, korean);
    let utf8 = encoding_rs::EUC_KR.decode(&cp949()).0.into_owned();
    assert_eq!(names("utf8.csv", utf8.as_bytes(), &[]).await, korean);
    assert_eq!(names("marked.csv", format!("\u{feff}{utf8}").as_bytes(), &[]).await, korean);
    assert_eq!(names("orders.txt", utf8.replace("\r\n", "\n").trim_end().as_bytes(), &[]).await, korean);
}

#[tokio::test(flavor = "multi_thread")]
async fn other_delimiters_are_known_by_the_heading() {
    for delimiter in [';', '\t'] {
        let text =
            "customer_uid,merchant_uid,amount,name\ncustomer-1,order-1,1000,a\ncustomer-1,order-2,2000,b\n";
        let text = text.replace(',', &delimiter.to_string());
        assert_eq!(names("orders.csv", text.as_bytes(), &[]).await, ["a", "b"], "{delimiter:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn json_lines_are_read_by_extension_or_by_word() {
    let text = "{\"customer_uid\":\"customer-1\",\"merchant_uid\":\"order-1\",\"amount\":1000,\"name\":\"사과\"}\n\
                {\"name\":\"배 \\\"2\\\"\",\"amount\":\"2000\",\"주문번호\":\"order-2\",\"고객번호\":\"customer-1\",\"pg\":null}\n";
    assert_eq!(names("orders.jsonl", text.as_bytes(), &[]).await, ["사과", "배 \"2\""]);
    assert_eq!(names("orders.data", text.as_bytes(), &["--format", "jsonl"]).await, ["사과", "배 \"2\""]);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_column_reaches_the_gateway() {
    let till = Till::for_batches().await;
    let patch = SettingsPatch { mixed_tax: Some(true), ..SettingsPatch::default() };
    till.shop.sandbox.update_settings(patch).unwrap();
    let text = "customer_uid,merchant_uid,amount,name,tax_free,vat_amount,currency,installments,pg,custom_data,\
                buyer_name,buyer_email,buyer_tel,buyer_addr,buyer_postcode\n\
                customer-1,order-1,60000,사과,1000,500,KRW,3,settle,\"{\"\"a\"\":1}\",홍길동,a@b.kr,010-1234-5678,\"서울, 중구\",04524\n\
                customer-1,order-2,1000,배,,,,,,,,,,,\n";
    till.keyin.write("orders.csv", text);
    till.pay_file("orders.csv", &["--concurrency", "1"]).await.ended(0);
    let sent: Vec<serde_json::Value> = (till.calls().iter())
        .filter(|call| call.path == "/subscribe/payments/again")
        .map(|call| serde_json::from_str(call.body.as_ref().unwrap().get()).unwrap())
        .collect();
    let text = |row: usize, key: &str| sent[row][key].to_string().trim_matches('"').to_owned();
    for (key, value) in [
        ("merchant_uid", "order-1"),
        ("amount", "60000"),
        ("tax_free", "1000"),
        ("vat_amount", "500"),
        ("card_quota", "3"),
        ("buyer_name", "홍길동"),
        ("buyer_email", "a@b.kr"),
        ("buyer_tel", "010-1234-5678"),
        ("buyer_addr", "서울, 중구"),
        ("buyer_postcode", "04524"),
    ] {
        assert_eq!(text(0, key), value, "{key}: {}", sent[0]);
    }
    assert_eq!(sent[0]["custom_data"], "{\"a\":1}");
    assert!(
        sent[1].get("buyer_name").is_none() && sent[1].get("tax_free").is_none_or(|v| v == 0),
        "{}",
        sent[1]
    );
}
