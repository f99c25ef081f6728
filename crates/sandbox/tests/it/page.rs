//! The page for people: that all of it is served, and that nothing else can be loaded into it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use reqwest::Method;

use crate::client::Shop;

/// The text of a file and how it is told to be taken.
async fn file(shop: &Shop, path: &str) -> (String, String) {
    let answer = shop.bare(Method::GET, path).send().await.unwrap();
    assert_eq!(answer.status(), 200, "{path}");
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    assert!(header("content-security-policy").starts_with("default-src 'self';"), "{path}");
    assert_eq!(header("x-content-type-options"), "nosniff");
    let kind = header("content-type");
    (answer.text().await.unwrap(), kind)
}

/// Where a module imports from, as absolute paths.
fn imports(path: &str, text: &str) -> Vec<String> {
    let folder = path.rsplit_once('/').unwrap().0;
    let named = text.lines().filter_map(|line| line.strip_prefix("import ")?.split('\'').nth(1));
    let absolute = |name: &str| match name.strip_prefix("../") {
        Some(name) => format!("{}/{name}", folder.rsplit_once('/').unwrap().0),
        None => format!("{folder}/{}", name.trim_start_matches("./")),
    };
    named.map(absolute).collect()
}

/// The scripts and styles of the page and what they import, by their paths.
pub(crate) async fn files(shop: &Shop) -> BTreeMap<String, String> {
    let (html, kind) = file(shop, "/").await;
    assert_eq!(kind, "text/html; charset=utf-8");
    let named = html.split('"').filter(|part| part.starts_with("/_sandbox/page/"));
    let mut waiting: Vec<String> = named.map(str::to_owned).collect();
    let mut seen = BTreeMap::new();
    while let Some(path) = waiting.pop() {
        let Entry::Vacant(unseen) = seen.entry(path) else { continue };
        let path = unseen.key();
        let (text, kind) = file(shop, path).await;
        let expected = if path.ends_with(".css") { "text/css" } else { "text/javascript" };
        assert_eq!(kind, format!("{expected}; charset=utf-8"), "{path}");
        waiting.extend(imports(path, &text));
        unseen.insert(text);
    }
    seen
}

#[tokio::test]
async fn the_page_and_everything_that_it_imports_are_served() {
    let seen = files(&Shop::open().await).await;
    assert!(seen.len() > 10, "{:?}", seen.keys());
}

#[tokio::test]
async fn looking_at_the_page_is_no_call_of_the_api() {
    let shop = Shop::open().await;
    let before = shop.sandbox.requests().len();
    file(&shop, "/").await;
    assert_eq!(shop.sandbox.requests().len(), before);
    let put = shop.bare(Method::PUT, "/").send().await.unwrap();
    assert_eq!(put.status(), 405);
}
