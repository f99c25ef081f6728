//! The part of a page that a program writes.

const BEGIN: &str = "<!-- What follows is written by `cargo xtask bench --peers`. -->\n";
const END: &str = "<!-- End of what is written by `cargo xtask bench --peers`. -->\n";

/// The page has no place for the part: one of its two markers is missing, or they stand the wrong way round.
#[derive(Debug, PartialEq, Eq)]
pub struct NoMarkers;

/// The page with the part between its markers, in the place of what stood there.
///
/// # Errors
///
/// [`NoMarkers`] if there is no such place.
pub fn with_part(page: &str, part: &str) -> Result<String, NoMarkers> {
    let (before, rest) = page.split_once(BEGIN).ok_or(NoMarkers)?;
    let (_, after) = rest.split_once(END).ok_or(NoMarkers)?;
    Ok(format!("{before}{BEGIN}\n{}\n\n{END}{after}", part.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_between_the_markers_changes() {
        let page = format!("before\n{BEGIN}old\n{END}after\n");
        let once = with_part(&page, "new\n").unwrap();
        assert_eq!(once, format!("before\n{BEGIN}\nnew\n\n{END}after\n"));
        assert_eq!(with_part(&once, "new\n"), Ok(once));
    }

    #[test]
    fn a_page_without_a_place_is_refused() {
        assert_eq!(with_part("nothing", "new"), Err(NoMarkers));
        assert_eq!(with_part(&format!("{END}{BEGIN}"), "new"), Err(NoMarkers));
    }

    #[test]
    fn the_pages_of_the_benchmarks_have_the_place() {
        with_part(include_str!("../../../docs/benchmarks.md"), "new").unwrap();
        with_part(include_str!("../../../docs/benchmarks.ko.md"), "new").unwrap();
    }
}
