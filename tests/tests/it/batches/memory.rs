//! Memory does not grow with the number of rows.

use std::fmt::Write;

use keyin_tests::{Keyin, Run};

/// The peak of resident memory while a file of so many rows is checked, in kilobytes, as the system counts it.
async fn peak_of(rows: usize) -> u64 {
    let keyin = Keyin::bare();
    let mut text = String::from("customer_uid,merchant_uid,amount,name\n");
    for number in 0..rows {
        writeln!(text, "customer-{number},order-{number:010},1000,월간 이용권 {number}").unwrap();
    }
    keyin.write("orders.csv", text);
    let mut running = keyin.start(&["pay", "file", "orders.csv", "--dry-run", "--json"], b"").await;
    let status = format!("/proc/{}/status", running.id().unwrap());
    let mut peak = 0;
    while running.try_wait().unwrap().is_none() {
        let told = std::fs::read_to_string(&status).unwrap_or_default();
        let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes =
            line.and_then(|line| line.trim().strip_suffix(" kB")).and_then(|text| text.parse().ok());
        peak = kilobytes.unwrap_or(peak);
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    }
    let told = Run::end_of(running).await.ended(0).document();
    assert_eq!(told["dry_run"]["rows"], rows);
    peak
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_ten_times_as_long_takes_as_much_memory_to_check() {
    let (short, long) = (peak_of(10_000).await, peak_of(100_000).await);
    assert!(short > 1_000, "nothing was measured: {short} kB");
    assert!(long < short + 2_048, "{short} kB for 10,000 rows, {long} kB for 100,000");
}
