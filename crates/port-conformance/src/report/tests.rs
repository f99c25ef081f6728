use super::*;
use crate::case::{Verdict, broken, cases};

struct Fixture;

mod promises {
    use super::*;

    pub(super) async fn kept(_: &Fixture) -> Verdict {
        Ok(())
    }

    pub(super) async fn forgotten(_: &Fixture) -> Verdict {
        Err(broken("it was forgotten"))
    }

    pub(super) async fn out_of_reach(_: &Fixture) -> Verdict {
        Err(Stopped::Unsupported)
    }
}

const GOOD: &[Case<Fixture>] = cases! { promises { kept, out_of_reach } };
const BAD: &[Case<Fixture>] = cases! { promises { kept, forgotten } };

#[tokio::test]
async fn each_case_is_told_under_its_name() {
    let report = run(GOOD, &Fixture, &[]).await.unwrap();
    assert_eq!(report.passed, ["kept"]);
    assert_eq!(report.skipped, ["out_of_reach"]);
    assert_eq!(report.kept_all_but(&["out_of_reach"]), Ok(()));
}

#[tokio::test]
async fn a_broken_promise_is_not_kept_and_says_how() {
    let report = run(BAD, &Fixture, &[]).await.unwrap();
    let report = report.kept_all_but(&[]).unwrap_err();
    assert!(report.to_string().contains("forgotten: it was forgotten"), "{report}");
}

#[tokio::test]
async fn a_case_left_out_is_a_case_skipped() {
    let report = run(BAD, &Fixture, &["forgotten"]).await.unwrap();
    assert_eq!(report.skipped, ["forgotten"]);
    assert_eq!(report.kept_all_but(&["forgotten"]), Ok(()));
}

#[tokio::test]
async fn skipping_more_or_less_than_said_is_told() {
    for wrong in [&[][..], &["kept", "out_of_reach"], &["kept"]] {
        let report = run(GOOD, &Fixture, &[]).await.unwrap();
        assert!(report.kept_all_but(wrong).is_err(), "{wrong:?}");
    }
}

#[tokio::test]
async fn a_suite_in_which_nothing_ran_is_not_kept() {
    let report = run(GOOD, &Fixture, &["kept"]).await.unwrap();
    assert!(report.kept_all_but(&["kept", "out_of_reach"]).is_err());
}

#[tokio::test]
async fn a_name_that_does_not_exist_is_refused() {
    let error = run(GOOD, &Fixture, &["kept", "long_gone"]).await.unwrap_err();
    assert_eq!(error, NoSuchCase(vec!["long_gone".to_owned()]));
}
