//! Memory does not grow with the number of rows.

use std::fmt::Write;

use keyin_sandbox::{Fault, FaultKind, Operation};
use keyin_tests::{Till, until};

/// The peak of resident memory up to the first charge of a file of so many rows, when all of it was checked, in
/// kilobytes, as the system counts it.
async fn peak_of(rows: usize) -> u64 {
    let till = Till::for_batches().await;
    let mut text = String::from("customer_uid,merchant_uid,amount,name\n");
    for number in 1..=rows {
        writeln!(text, "customer-{number},order-{number:010},1000,월간 이용권 {number}").unwrap();
    }
    till.keyin.write("orders.csv", text);
    till.fail(vec![Fault::new(Operation::Again, FaultKind::Delay).delay_ms(60_000)]);
    let running = till.keyin.start(&["pay", "file", "orders.csv", "--concurrency", "1"], b"").await;
    until("the first is charged", || till.calls_to("/subscribe/payments/again") > 0).await;
    let told = std::fs::read_to_string(format!("/proc/{}/status", running.id().unwrap())).unwrap();
    let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().strip_suffix(" kB").unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_ten_times_as_long_takes_as_much_memory_to_check() {
    let (short, long) = (peak_of(10_000).await, peak_of(100_000).await);
    assert!(long < short + 2_048, "{short} kB for 10,000 rows, {long} kB for 100,000");
}
