//! Finding words in lines.

use super::rule::Place;

/// Whether `word` stands in `line` and neither runs on from a name before it nor into one after it. Where the word itself
/// begins or ends with a sign, that side is free.
pub(crate) fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(start, _)| {
        let before = line[..start].chars().next_back();
        let after = line[start + word.len()..].chars().next();
        let runs_on = |inside: Option<char>, outside: Option<char>| {
            inside.is_some_and(is_name) && outside.is_some_and(is_name)
        };
        !runs_on(word.chars().next(), before) && !runs_on(word.chars().next_back(), after)
    })
}

fn is_name(sign: char) -> bool {
    sign.is_alphanumeric() || sign == '_'
}

/// The places in `lines` where one of `words` stands.
pub(crate) fn places<'a>(
    lines: impl IntoIterator<Item = (usize, &'a str)>,
    words: &[&'static str],
) -> Vec<Place> {
    let mut found = Vec::new();
    for (line, text) in lines {
        for word in words {
            if has_word(text, word) {
                found.push(Place { line, what: format!("`{word}`") });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_not_found_inside_a_longer_name() {
        assert!(has_word("rand::random()", "rand::"));
        assert!(has_word("use rand::Rng;", "rand::"));
        assert!(!has_word("operand::new()", "rand::"));
        assert!(!has_word("fastrand::u8(..)", "rand::"));
        assert!(has_word("std::time::Instant::now()", "Instant::now"));
        assert!(!has_word("Instant::nowhere()", "Instant::now"));
    }

    #[test]
    fn a_later_place_in_the_line_counts_too() {
        assert!(has_word("operand::new() + rand::random()", "rand::"));
    }

    #[test]
    fn signs_need_no_gap() {
        assert!(has_word("number.expose(|x| x)", ".expose("));
        assert!(!has_word("number.exposed(", ".expose("));
    }

    #[test]
    fn letters_of_any_script_around_a_word_are_no_trouble() {
        assert!(has_word("\"키인\" rand::random() \"결제\"", "rand::"));
    }
}
