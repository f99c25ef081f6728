//! The writers, on figures that never change.

use super::{Comparison, ENGLISH, KOREAN, Peer, Stampedes, Turn, Verdict, plot, table};

const FRUGAL: Stampedes = Stampedes { first: 1, ended: 1, failed: 0 };
const STUBBORN: Stampedes = Stampedes { first: 1, ended: 0, failed: 64 };

fn turn(one_by_one: f64, at_once: f64, cpu: f64, stampedes: Stampedes) -> Turn {
    Turn { one_by_one, at_once, cpu, stampedes }
}

fn peer(name: &str, turns: [Turn; 3]) -> Peer {
    let ours = [
        turn(9_000.0, 50_000.0, 20.0, FRUGAL),
        turn(10_000.0, 60_000.0, 16.5, FRUGAL),
        turn(11_000.0, 61_000.0, 16.0, FRUGAL),
    ];
    let rounds = ours.into_iter().zip(turns).collect();
    Peer { name: name.to_owned(), version: "1.2.3, Node 20.0.0".to_owned(), rounds }
}

fn run() -> Comparison {
    let asks = |ended| Stampedes { first: 64, ended, failed: 0 };
    let slow = peer(
        "slow",
        [
            turn(500.0, 800.0, 1_250.0, asks(64)),
            turn(500.0, 750.0, 1_300.0, asks(64)),
            turn(550.0, 800.0, 1_250.0, asks(62)),
        ],
    );
    let frugal = peer(
        "frugal",
        [
            turn(4_500.0, 61_000.0, 16.0, FRUGAL),
            turn(5_000.0, 60_000.0, 16.5, FRUGAL),
            turn(5_000.0, 62_000.0, 17.0, FRUGAL),
        ],
    );
    let stubborn = peer("stubborn", [turn(4_500.0, 30_000.0, 32.0, STUBBORN); 3]);
    Comparison {
        machine: "two cores".to_owned(),
        version: "0.1.0, Rust 1.95.0".to_owned(),
        server_load: 0.512,
        peers: vec![slow, frugal, stubborn],
    }
}

/// How keyin stands in the stampedes against the client that is named by its place, after a change to one of its rounds.
fn after(place: usize, change: impl FnOnce(&mut Stampedes, &mut Stampedes)) -> Verdict {
    let mut run = run();
    let (ours, theirs) = &mut run.peers[place].rounds[0];
    change(&mut ours.stampedes, &mut theirs.stampedes);
    run.peers[place].verdicts()[3]
}

#[test]
fn what_is_not_better_is_missed_unless_both_have_the_best_there_can_be() {
    use Verdict::{Ahead, Level, Missed};
    let verdicts: Vec<[Verdict; 4]> = run().peers.iter().map(Peer::verdicts).collect();
    assert_eq!(verdicts, [[Ahead; 4], [Ahead, Missed, Missed, Level], [Ahead; 4]]);
}

#[test]
fn one_token_too_many_in_one_round_is_not_level() {
    assert_eq!(after(1, |_, _| ()), Verdict::Level);
    assert_eq!(after(1, |ours, _| ours.first = 2), Verdict::Missed);
    assert_eq!(after(1, |ours, _| ours.ended = 2), Verdict::Missed);
    assert_eq!(after(1, |_, theirs| theirs.ended = 2), Verdict::Missed);
}

#[test]
fn a_client_of_which_one_call_fails_in_one_round_has_not_passed() {
    assert_eq!(after(1, |_, theirs| theirs.failed = 1), Verdict::Ahead);
    for place in 0..3 {
        assert_eq!(after(place, |ours, _| ours.failed = 1), Verdict::Missed, "{place}");
    }
}

#[test]
fn calls_that_fail_are_told_with_their_ends() {
    let mut run = run();
    run.peers[2].rounds[0].1.stampedes = Stampedes { first: 2, ended: 1, failed: 60 };
    let told = table(&run, &ENGLISH);
    assert!(told.contains("| 1 (1–2) + 0 (0–1), 64 (60–64) of 64 fail |"), "{told}");
    run.peers[2].rounds[0].1.stampedes = Stampedes { failed: 0, ..STUBBORN };
    assert!(table(&run, &ENGLISH).contains("| 1 + 0, 64 (0–64) of 64 fail |"));
}

#[test]
fn the_table_says_medians_ends_ratios_and_what_was_missed() {
    let expected = "\
Measured by `cargo xtask bench --peers` on two cores, 3 rounds; the server used at most 0.51 of its core.

| client | calls a second, one at a time | calls a second, 64 in flight | CPU time of the client for each of these, µs | token requests of 64 first calls at once + of 64 at once after the gateway has ended the token |
|---|---|---|---|---|
| `keyin-adapter-iamport` 0.1.0, Rust 1.95.0 | 10,000 (9,000–11,000) | 60,000 (50,000–61,000) | 16.5 (16–20) | 1 + 1 |
| `slow` 1.2.3, Node 20.0.0 | 500 (500–550) | 800 (750–800) | 1,250 (1,250–1,300) | 64 + 64 (62–64) |
| `frugal` 1.2.3, Node 20.0.0 | 5,000 (4,500–5,000) | 61,000 (60,000–62,000) | 16.5 (16–17) | 1 + 1 |
| `stubborn` 1.2.3, Node 20.0.0 | 4,500 | 30,000 | 32 | 1 + 0, 64 of 64 fail |

How many times as well keyin does as each of them, from the pairs that were measured in turn:

| keyin against | calls a second, one at a time | calls a second, 64 in flight | CPU time of the client for each of these, µs | token requests of 64 first calls at once + of 64 at once after the gateway has ended the token |
|---|---|---|---|---|
| `slow` | 20 (18–20) | 76.2 (62.5–80) | 78.1 (62.5–78.8) | 64 (63–64) |
| `frugal` | 2 (2–2.20) | 0.98 (0.82–1), **missed** | 1 (0.80–1.06), **missed** | 1, level |
| `stubborn` | 2.22 (2–2.44) | 2 (1.67–2.03) | 1.94 (1.60–2) | its calls fail |

Goal: ahead of every client in every row. Ahead in 9 of 12, level in 1, where both have the least that there can be, **missed** in 2.
";
    assert_eq!(table(&run(), &ENGLISH), expected);
}

#[test]
fn the_korean_table_has_the_same_figures() {
    let figures = |words| {
        let told = table(&run(), words);
        let rows = told.lines().filter(|line| line.starts_with("| `"));
        let cells = rows.flat_map(|row| row.split('|').skip(2).map(numbers).collect::<Vec<_>>());
        cells.collect::<Vec<_>>()
    };
    assert_eq!(figures(&KOREAN), figures(&ENGLISH));
    let told = table(&run(), &KOREAN);
    for cell in ["| 1 + 0, 64개 중 64개 실패 |\n", "| 그쪽 호출이 실패 |\n"] {
        assert!(told.contains(cell), "{told}");
    }
    assert!(
        told.ends_with(
            "12개 중 9개에서 앞섬, 1개에서 같음(둘 다 더 줄일 수 없는 최솟값), 2개에서 **미달**.\n"
        ),
        "{told}"
    );
    assert!(!told.contains('{'), "{told}");
}

/// The numbers in a text; where it has none nothing is left.
fn numbers(text: &str) -> Vec<String> {
    let pieces = text.split(|c: char| !c.is_ascii_digit() && !",.".contains(c));
    let numbers = pieces.map(|piece| piece.trim_matches([',', '.']).to_owned());
    numbers.filter(|number| !number.is_empty()).collect()
}

#[test]
fn the_plot_has_a_bar_and_its_number_for_every_client_in_every_row() {
    let svg = plot(&run());
    assert_eq!(svg.matches("<rect class=\"keyin\"").count(), 4);
    assert_eq!(svg.matches("<rect class=\"peer\"").count(), 4 * 3);
    for told in ["60,000", "61,000", "1,250", ">64 + 64<", "frugal", "prefers-color-scheme:dark"] {
        assert!(svg.contains(told), "{told}");
    }
    let bar = "<text x=\"200.0\" y=\"68.5\" text-anchor=\"end\">slow</text>\
               <rect class=\"peer\" x=\"210\" y=\"56.0\" width=\"19.5\" height=\"16\"/>\
               <path class=\"spread\" d=\"M229.5 64.0H231.5\"/><text x=\"239.5\" y=\"68.5\">500</text>";
    assert!(svg.contains(bar), "{svg}");
}

#[test]
fn the_plot_has_a_red_bar_for_the_calls_that_fail() {
    let svg = plot(&run());
    assert_eq!(svg.matches("<rect class=\"failed\"").count(), 1);
    let bar = "<rect class=\"failed\" x=\"213.4\" y=\"508.0\" width=\"215.0\" height=\"16\"/>";
    assert!(svg.contains(bar) && svg.contains(">1 + 0, 64 fail<"), "{svg}");
}

#[test]
fn the_longest_bar_ends_within_the_picture() {
    let svg = plot(&run());
    let ends = svg.split("H").skip(1).filter_map(|rest| rest.split('"').next()?.parse::<f64>().ok());
    assert!(ends.fold(0.0, f64::max) <= 640.0);
    assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 544\""), "{svg}");
}

#[test]
fn the_same_figures_give_the_same_bytes() {
    assert_eq!((table(&run(), &ENGLISH), plot(&run())), (table(&run(), &ENGLISH), plot(&run())));
}
