//! Lists for people: newest first, by one of two times.

use keyin_domain::jiff::Timestamp;
use keyin_domain::{Charge, ChargeIntent, ChargeMethod, ChargeState, CustomerUid, Evidence, UnknownCause};
use keyin_ports::{ChargeFilter, Journal, ListPosition, ListedBy};

use super::JournalFixture;
use super::rows::{
    at, card_intent, claimed, intended_at, intent, learned, moment, paid, paid_then, standing, uid,
};
use crate::case::{Stopped, Verdict, equal, must};

/// A charge of the scene: its name, whose it is, when it was written down, and when it was paid.
type Entry = (&'static str, Option<&'static str>, (i64, i32), Option<(i64, i32)>);

/// Several of one moment, some a nanosecond apart, none in the order of its name; the later ones are paid
/// first.
const SCENE: [Entry; 9] = [
    ("m", Some("customer-1"), (10, 0), Some((90, 0))),
    ("a", Some("customer-2"), (10, 1), None),
    ("Z", None, (10, 0), Some((80, 999_999_999))),
    ("b", Some("customer-1"), (10, 999_999_999), Some((80, 999_999_998))),
    ("_", Some("Customer-1"), (11, 0), None),
    ("c", Some("customer-1"), (10, 0), Some((80, 999_999_999))),
    ("9", None, (9, 999_999_999), Some((70, 5))),
    ("-", Some("customer-2"), (10, 0), None),
    ("x", Some("customer-1"), (-4_000_000_000, 1), None),
];

fn entry_intent(name: &str, customer: Option<&str>) -> Result<ChargeIntent, Stopped> {
    let Some(customer) = customer else { return card_intent(name, 1_000) };
    let plain = card_intent(name, 1_000)?;
    let method = ChargeMethod::BillingKey(CustomerUid::parse(customer)?);
    Ok(ChargeIntent::new(uid(name)?, method, *plain.amount(), plain.name().clone()))
}

/// Writes the scene down, whole; the rows as they then stand.
async fn scene(journal: &dyn Journal) -> Result<Vec<Charge>, Stopped> {
    let mut rows = Vec::new();
    for (name, customer, (second, nanosecond), paid) in SCENE {
        let intent = entry_intent(name, customer)?;
        let row = intended_at(journal, intent.clone(), moment(second, nanosecond)).await?;
        equal(row.created_at(), moment(second, nanosecond), "when it was written down, to the nanosecond")?;
        let Some((second, nanosecond)) = paid else {
            rows.push(row);
            continue;
        };
        let sent = claimed(journal, &row, 20).await?;
        let payment = paid_then(&intent, &format!("imps_{second}_{nanosecond}"), moment(second, nanosecond))?;
        rows.push(learned(journal, &sent, sent.epoch(), payment, 100).await?);
    }
    Ok(rows)
}

/// All that the filter takes, page by page.
pub(super) async fn walk(
    journal: &dyn Journal,
    filter: &ChargeFilter,
    limit: u32,
) -> Result<Vec<Charge>, Stopped> {
    let (mut found, mut after) = (Vec::new(), None::<ListPosition>);
    loop {
        let page = journal.list(filter, after.clone(), limit).await?;
        must(page.len() <= limit as usize, "a page holds no more than asked for")?;
        let Some(last) = page.last() else { return Ok(found) };
        let position = filter.by.position_of(last);
        must(position.is_some(), "a listed charge has the time that the list goes by")?;
        must(
            after.is_none() || position < after,
            "a page lies behind the place it is asked to begin behind",
        )?;
        after = position;
        found.extend(page);
    }
}

fn names(rows: &[Charge]) -> Vec<&str> {
    rows.iter().map(|charge| charge.intent().merchant_uid().as_str()).collect()
}

/// The newest first; of one moment, the last uid first; whatever the size of the pages.
pub(super) async fn charges_are_listed_newest_first_in_pages(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let filter = ChargeFilter::default();
    equal(walk(&*journal, &filter, 5).await?, Vec::new(), "the list of an empty journal")?;
    scene(&*journal).await?;
    for limit in [1, 2, 3, 4, 9, 100] {
        let found = walk(&*journal, &filter, limit).await?;
        equal(names(&found), vec!["_", "b", "a", "m", "c", "Z", "-", "9", "x"], "the list by creation")?;
    }
    equal(journal.list(&filter, None, 0).await?, Vec::new(), "a page of nothing")?;
    let between = ListPosition { at: moment(10, 0), merchant_uid: uid("d")? };
    let behind = journal.list(&filter, Some(between), 2).await?;
    equal(names(&behind), vec!["c", "Z"], "what lies behind a place where no charge is")
}

/// By the time of the payment, which need not be the order they were written down in.
pub(super) async fn a_list_by_payment_shows_paid_charges_alone(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    scene(&*journal).await?;
    let filter = ChargeFilter { by: ListedBy::Paid, ..ChargeFilter::default() };
    for limit in [1, 2, 3, 100] {
        let found = walk(&*journal, &filter, limit).await?;
        equal(names(&found), vec!["m", "c", "Z", "b", "9"], "the list by payment")?;
    }
    Ok(())
}

fn limits() -> [Option<Timestamp>; 8] {
    let (early, late) = (moment(10, 0), moment(80, 999_999_999));
    let exact = [moment(10, 1), moment(10, 999_999_999), moment(80, 999_999_998)];
    [
        None,
        Some(Timestamp::MIN),
        Some(early),
        Some(exact[0]),
        Some(exact[1]),
        Some(exact[2]),
        Some(late),
        Some(Timestamp::MAX),
    ]
}

fn filters() -> Result<Vec<ChargeFilter>, Stopped> {
    use ChargeState as S;
    let states = [vec![], vec![S::Succeeded], vec![S::Intent, S::Succeeded], vec![S::Review, S::Declined]];
    let customers = [None, Some("customer-1"), Some("Customer-1"), Some("customer-3")];
    let mut filters = Vec::new();
    for by in [ListedBy::Created, ListedBy::Paid] {
        for states in &states {
            for customer in customers {
                let customer_uid = customer.map(CustomerUid::parse).transpose()?;
                filters.push(ChargeFilter { by, from: None, to: None, states: states.clone(), customer_uid });
            }
        }
    }
    Ok(filters)
}

/// From a limit on, up to before another, to the nanosecond; only those states; only that customer.
pub(super) async fn a_list_shows_what_its_filter_takes(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let rows = scene(&*journal).await?;
    let mut tried = 0;
    for from in limits() {
        for to in limits() {
            // Each pair of limits meets some of the other filters, and all pairs together meet all of them.
            for filter in filters()?.into_iter().skip(tried % 5).step_by(5) {
                must_agree(&*journal, &rows, ChargeFilter { from, to, ..filter }).await?;
            }
            tried += 1;
        }
    }
    Ok(())
}

async fn must_agree(journal: &dyn Journal, rows: &[Charge], filter: ChargeFilter) -> Verdict {
    let mut expected: Vec<&Charge> = rows.iter().filter(|row| filter.takes(row)).collect();
    expected.sort_by_key(|row| std::cmp::Reverse(filter.by.position_of(row)));
    let found = walk(journal, &filter, 2).await?;
    let found: Vec<&Charge> = found.iter().collect();
    equal(found, expected, &format!("the list of {filter:?}"))
}

/// A list shows rows as they stand.
pub(super) async fn a_charge_goes_from_list_to_list_as_it_changes(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let intent = intent("order-1", 1_000)?;
    let in_state = |state| ChargeFilter { states: vec![state], ..ChargeFilter::default() };
    let by_payment = ChargeFilter { by: ListedBy::Paid, ..ChargeFilter::default() };
    let row = intended_at(&*journal, intent.clone(), at(0)).await?;
    equal(walk(&*journal, &in_state(ChargeState::Intent), 2).await?, vec![row.clone()], "the intents")?;
    let sent = claimed(&*journal, &row, 1).await?;
    equal(
        walk(&*journal, &in_state(ChargeState::Intent), 2).await?,
        Vec::new(),
        "the intents after a claim",
    )?;
    let doubt = Evidence::NoAnswer(UnknownCause::TimedOut);
    let unknown = learned(&*journal, &sent, sent.epoch(), doubt, 2).await?;
    equal(walk(&*journal, &in_state(ChargeState::Unknown), 2).await?, vec![unknown], "the unknown")?;
    equal(walk(&*journal, &by_payment, 2).await?, Vec::new(), "the paid before the payment")?;
    learned(&*journal, &sent, sent.epoch(), paid(&intent, "imps_1")?, 3).await?;
    let paid = standing(&*journal, &uid("order-1")?).await?;
    equal(walk(&*journal, &by_payment, 2).await?, vec![paid.clone()], "the paid after it")?;
    equal(walk(&*journal, &in_state(ChargeState::Succeeded), 2).await?, vec![paid], "the succeeded")?;
    equal(walk(&*journal, &in_state(ChargeState::Unknown), 2).await?, Vec::new(), "the unknown at the end")
}
