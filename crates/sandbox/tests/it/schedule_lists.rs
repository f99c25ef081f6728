//! Schedules looked up by period, by customer and by status.

use crate::client::GUIDE_CARD;
use crate::schedules::{DAY, SCHEDULE, START, item, pass, schedule, shop_with};

#[tokio::test]
async fn lists_are_found_by_period_customer_and_status() {
    let shop = shop_with(&[("a", GUIDE_CARD), ("b", GUIDE_CARD)]).await;
    schedule(&shop, "a", &[item("a1", START + 10), item("a3", START + 30), item("a5", START + 50)]).await;
    schedule(&shop, "b", &[item("b2", START + 20), item("b4", START + 40)]).await;
    pass(&shop, 20).await;
    let uids = async |path: &str| {
        let page = shop.get(path).await.ok();
        let list = page["list"].as_array().unwrap().iter();
        let uids: Vec<&str> = list.map(|schedule| schedule["merchant_uid"].as_str().unwrap()).collect();
        (page["total"].as_i64().unwrap(), page["previous"].as_i64(), page["next"].as_i64(), uids.join(" "))
    };
    let all = |total, uids: &str| (total, Some(0), Some(0), uids.to_owned());
    let from_to = format!("schedule_from={START}&schedule_to={}", START + 50);
    assert_eq!(uids(&format!("{SCHEDULE}?{from_to}")).await, all(4, "b4 a3 b2 a1"));
    assert_eq!(uids(&format!("{SCHEDULE}?{from_to}&sorting=scheduled")).await, all(4, "a1 b2 a3 b4"));
    assert_eq!(uids(&format!("{SCHEDULE}?{from_to}&schedule_status=executed")).await, all(2, "b2 a1"));
    assert_eq!(uids(&format!("{SCHEDULE}?from={}&to={}", START + 50, START + 51)).await, all(1, "a5"));
    assert_eq!(
        uids(&format!("{SCHEDULE}/?{from_to}&limit=3&page=2")).await,
        (4, Some(1), Some(0), "a1".to_owned())
    );
    assert_eq!(uids(&format!("{SCHEDULE}?{from_to}&limit=3")).await.2, Some(2));
    for path in [format!("{SCHEDULE}/customers/a"), "/subscribe/customers/a/schedules".to_owned()] {
        for (query, found) in [
            (format!("from={START}&to={}", START + 60), "a5 a3 a1"),
            (format!("schedule_from={START}&schedule_to={}", START + 50), "a3 a1"),
            (format!("from={START}&to={}&schedule-status=scheduled", START + 60), "a5 a3"),
            (format!("from={START}&to={}&schedule_status=executed", START + 60), "a1"),
            (format!("from={START}&to={}&page=9", START + 60), ""),
        ] {
            assert_eq!(uids(&format!("{path}?{query}")).await.3, found, "{path}?{query}");
        }
    }
    let nobody = uids(&format!("{SCHEDULE}/customers/nobody?from=0&to=1")).await;
    assert_eq!(nobody, all(0, ""));
}

#[tokio::test]
async fn bad_questions_about_schedules_are_refused() {
    let shop = shop_with(&[]).await;
    let longest = START + 92 * DAY;
    for (query, message) in [
        ("schedule_to=1".to_owned(), "[\"schedule_from\"] 파라메터는 필수입니다."),
        ("schedule_from=1".to_owned(), "[\"schedule_to\"] 파라메터는 필수입니다."),
        ("schedule_from=x&schedule_to=1".to_owned(), "from, to는 unix timestamp여야 합니다."),
        ("schedule_from=2&schedule_to=1".to_owned(), "유효하지 않은 검색기간입니다."),
        (
            format!("schedule_from={START}&schedule_to={}", longest + 1),
            "최대 3개월(92일)간 검색이 가능합니다.",
        ),
        ("schedule_from=1&schedule_to=2&schedule_status=paid".to_owned(), "지원되지 않는 상태값입니다."),
        ("schedule_from=1&schedule_to=2&sorting=paid".to_owned(), "지원되지 않는 정렬규칙입니다."),
        ("schedule_from=1&schedule_to=2&page=0".to_owned(), "page는 1 이상의 정수여야 합니다."),
    ] {
        shop.get(&format!("{SCHEDULE}?{query}")).await.is_error(400, -1, message);
    }
    shop.get(&format!("{SCHEDULE}?schedule_from={START}&schedule_to={longest}")).await.ok();
    let missing = "[\"from\"] 파라메터는 필수입니다.";
    shop.get("/subscribe/customers/c/schedules").await.is_error(400, -1, missing);
    shop.get(&format!("{SCHEDULE}/none")).await.is_error(404, -1, "존재하지 않는 결제예약입니다.");
}
