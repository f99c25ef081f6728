//! The writers, on figures that never change.

use super::{Comparison, ENGLISH, KOREAN, Peer, ROWS, Turn, Verdict, plot, table};

fn turn(one_by_one: f64, at_once: f64, cpu: f64, tokens: f64) -> Turn {
    Turn { one_by_one, at_once, cpu, tokens }
}

fn peer(name: &str, turns: [Turn; 3]) -> Peer {
    let ours = [
        turn(9_000.0, 50_000.0, 20.0, 1.0),
        turn(10_000.0, 60_000.0, 16.5, 1.0),
        turn(11_000.0, 61_000.0, 16.0, 1.0),
    ];
    let rounds = ours.into_iter().zip(turns).collect();
    Peer { name: name.to_owned(), version: "1.2.3, Node 20.0.0".to_owned(), rounds }
}

fn run() -> Comparison {
    let slow = peer(
        "slow",
        [
            turn(500.0, 800.0, 1_250.0, 64.0),
            turn(500.0, 750.0, 1_300.0, 64.0),
            turn(550.0, 800.0, 1_250.0, 63.0),
        ],
    );
    let frugal = peer(
        "frugal",
        [
            turn(4_500.0, 61_000.0, 16.0, 1.0),
            turn(5_000.0, 60_000.0, 16.5, 1.0),
            turn(5_000.0, 62_000.0, 17.0, 1.0),
        ],
    );
    Comparison {
        machine: "two cores".to_owned(),
        version: "0.1.0, Rust 1.95.0".to_owned(),
        server_load: 0.512,
        peers: vec![slow, frugal],
    }
}

#[test]
fn what_is_not_better_is_missed_unless_both_have_the_best_there_can_be() {
    let run = run();
    assert_eq!(ROWS.each_ref().map(|row| run.peers[0].verdict(row)), [Verdict::Ahead; 4]);
    let frugal = ROWS.each_ref().map(|row| run.peers[1].verdict(row));
    assert_eq!(frugal, [Verdict::Ahead, Verdict::Missed, Verdict::Missed, Verdict::Level]);
}

#[test]
fn one_token_too_many_in_one_round_is_not_level() {
    let mut run = run();
    run.peers[1].rounds[0].0.tokens = 2.0;
    assert_eq!(run.peers[1].verdict(&ROWS[3]), Verdict::Missed);
}

#[test]
fn the_table_says_medians_ends_ratios_and_what_was_missed() {
    let expected = "\
Measured by `cargo xtask bench --peers` on two cores, 3 rounds; the server used at most 0.51 of its core.

| client | calls a second, one at a time | calls a second, 64 in flight | CPU time of the client for each of these, µs | token requests of 64 first calls at once |
|---|---|---|---|---|
| `keyin-adapter-iamport` 0.1.0, Rust 1.95.0 | 10,000 (9,000–11,000) | 60,000 (50,000–61,000) | 16.5 (16–20) | 1 |
| `slow` 1.2.3, Node 20.0.0 | 500 (500–550) | 800 (750–800) | 1,250 (1,250–1,300) | 64 (63–64) |
| `frugal` 1.2.3, Node 20.0.0 | 5,000 (4,500–5,000) | 61,000 (60,000–62,000) | 16.5 (16–17) | 1 |

How many times as well keyin does as each of them, from the pairs that were measured in turn:

| keyin against | calls a second, one at a time | calls a second, 64 in flight | CPU time of the client for each of these, µs | token requests of 64 first calls at once |
|---|---|---|---|---|
| `slow` | 20 (18–20) | 76.2 (62.5–80) | 78.1 (62.5–78.8) | 64 (63–64) |
| `frugal` | 2 (2–2.20) | 0.98 (0.82–1), **missed** | 1 (0.80–1.06), **missed** | 1, level |

Goal: ahead of every client in every row. Ahead in 5 of 8, level in 1, where both have the least that there can be, **missed** in 2.
";
    assert_eq!(table(&run(), &ENGLISH), expected);
}

#[test]
fn the_korean_table_has_the_same_figures() {
    let figures = |words| {
        let told = table(&run(), words);
        let rows = told.lines().filter(|line| line.starts_with("| `"));
        let cells = rows
            .flat_map(|row| row.split('|').skip(2))
            .map(|cell| cell.trim_matches(|c: char| !c.is_ascii_digit() && c != ')').to_owned());
        cells.collect::<Vec<_>>()
    };
    assert_eq!(figures(&KOREAN), figures(&ENGLISH));
    let told = table(&run(), &KOREAN);
    assert!(
        told.ends_with(
            "8개 중 5개에서 앞섬, 1개에서 같음(둘 다 더 줄일 수 없는 최솟값), 2개에서 **미달**.\n"
        ),
        "{told}"
    );
    assert!(!told.contains('{'), "{told}");
}

#[test]
fn the_plot_has_a_bar_and_its_number_for_every_client_in_every_row() {
    let svg = plot(&run());
    assert_eq!(svg.matches("<rect").count(), 3 * ROWS.len());
    assert_eq!(svg.matches("class=\"keyin\"").count(), ROWS.len());
    for told in ["60,000", "61,000", "1,250", "frugal", "prefers-color-scheme:dark"] {
        assert!(svg.contains(told), "{told}");
    }
    let bar = "<text x=\"200.0\" y=\"68.5\" text-anchor=\"end\">slow</text>\
               <rect class=\"peer\" x=\"210\" y=\"56.0\" width=\"20.0\" height=\"16\"/>\
               <path class=\"spread\" d=\"M230.0 64.0H232.0\"/><text x=\"240.0\" y=\"68.5\">500</text>";
    assert!(svg.contains(bar), "{svg}");
}

#[test]
fn the_longest_bar_ends_within_the_picture() {
    let svg = plot(&run());
    let ends = svg.split("H").skip(1).filter_map(|rest| rest.split('"').next()?.parse::<f64>().ok());
    assert!(ends.fold(0.0, f64::max) <= 650.0);
    assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 456\""), "{svg}");
}

#[test]
fn the_same_figures_give_the_same_bytes() {
    assert_eq!((table(&run(), &ENGLISH), plot(&run())), (table(&run(), &ENGLISH), plot(&run())));
}
