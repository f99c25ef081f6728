/// The most characters kept of a foreign text.
const MAX_CHARS: usize = 300;

/// This many digits in a run may be a card number (ISO/IEC 7812 account numbers on cards: 13–19).
pub(super) const CARD_DIGITS: usize = 13;

/// The most separators between two digits that still belong to one run, as in `1234 - 5678`.
const MAX_GAP: usize = 3;

/// Makes a text from outside fit to be kept and shown.
///
/// Control and invisible characters are dropped, runs of 13 and more digits (spaces, hyphens and the
/// like between them do not end a run) become stars, and at most 300 characters stay.
/// Sanitising twice is sanitising once.
pub(crate) fn sanitize(text: &str) -> String {
    let mut chars: Vec<char> = text.chars().filter(|c| !is_invisible(*c)).collect();
    mask_long_runs(&mut chars);
    chars.truncate(MAX_CHARS);
    let kept: String = chars.into_iter().collect();
    kept.trim().to_owned()
}

/// Control characters, and the ones without width that could hide a run of digits.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '.' | '_' | '·' | '‐'..='―' | '−' | '－')
}

fn mask_long_runs(chars: &mut [char]) {
    let mut from = 0;
    while from < chars.len() {
        if !chars[from].is_numeric() {
            from += 1;
            continue;
        }
        let (end, digits) = run_from(chars, from);
        if digits >= CARD_DIGITS {
            for c in &mut chars[from..end] {
                if c.is_numeric() {
                    *c = '*';
                }
            }
        }
        from = end;
    }
}

/// The end (after the last digit) of the run of digits that starts at `from`, and its digits.
fn run_from(chars: &[char], from: usize) -> (usize, usize) {
    let (mut end, mut digits, mut gap) = (from, 0, 0);
    for (at, c) in chars.iter().enumerate().skip(from) {
        if c.is_numeric() {
            (end, digits, gap) = (at + 1, digits + 1, 0);
        } else if is_separator(*c) && gap < MAX_GAP {
            gap += 1;
        } else {
            break;
        }
    }
    (end, digits)
}
