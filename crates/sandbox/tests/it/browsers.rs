//! A browser that also has other sites open: none of them may use the controls.

use keyin_sandbox::{ControlToken, SandboxOptions};
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Shop, answer};

const TOKEN: &str = "a-token-of-thirty-two-characters";

/// Calls a control with these headers; the status and the error's code.
async fn told(shop: &Shop, method: Method, headers: &[(&str, &str)]) -> (u16, Value) {
    let path = if method == Method::POST { "/_sandbox/reset" } else { "/_sandbox/ledger" };
    let request =
        headers.iter().fold(shop.bare(method, path), |request, (name, value)| request.header(*name, *value));
    let told = answer(request).await;
    (told.status, told.body["error"]["code"].clone())
}

fn refused() -> (u16, Value) {
    (403, json!("sandbox.other_site"))
}

const DONE: (u16, Value) = (200, Value::Null);

#[tokio::test]
async fn the_pages_of_other_sites_are_refused() {
    let shop = Shop::open().await;
    let port = shop.sandbox.local_addr().port();
    let own = format!("http://127.0.0.1:{port}");
    for method in [Method::GET, Method::POST] {
        assert_eq!(told(&shop, method.clone(), &[]).await, DONE);
        assert_eq!(told(&shop, method.clone(), &[("Origin", &own)]).await, DONE);
        for other in [
            "http://example.com".to_owned(),
            "null".to_owned(),
            String::new(),
            format!("https://127.0.0.1:{port}"),
            format!("http://127.0.0.1:{}", port ^ 1),
            format!("http://127.0.0.1:{port}.example.com"),
            format!("http://localhost:{port}"),
        ] {
            assert_eq!(told(&shop, method.clone(), &[("Origin", &other)]).await, refused(), "{other}");
        }
        assert_eq!(
            told(&shop, method, &[("Origin", &own), ("Origin", "http://example.com")]).await,
            refused()
        );
    }
    let unknown = shop.bare(Method::POST, "/_sandbox/nope").header("Origin", "http://example.com");
    assert_eq!(answer(unknown).await.status, 403);
}

#[tokio::test]
async fn the_page_is_its_own_site_under_whatever_local_name_it_was_opened() {
    let shop = Shop::open().await;
    let port = shop.sandbox.local_addr().port();
    for host in ["127.0.0.1", "localhost", "LOCALHOST", "shop.localhost", "[::1]", "localhost.", "192.0.2.1"]
    {
        let (host, own) = (format!("{host}:{port}"), format!("http://{host}:{port}").to_lowercase());
        assert_eq!(told(&shop, Method::POST, &[("Host", &host), ("Origin", &own)]).await, DONE, "{host}");
        assert_eq!(told(&shop, Method::GET, &[("Host", &host)]).await, DONE, "{host}");
    }
}

/// A name that somebody makes lead to this machine is not one of this machine.
#[tokio::test]
async fn a_name_of_somebody_else_that_leads_here_is_refused() {
    let options = SandboxOptions { control_token: ControlToken::new(TOKEN), ..SandboxOptions::default() };
    let shop = Shop::start(options).await;
    for host in [
        "example.com",
        "example.com:8585",
        "localhost.example.com",
        "notlocalhost",
        "127.0.0.1.example.com",
        "",
    ] {
        let own = format!("http://{host}");
        assert_eq!(told(&shop, Method::GET, &[("Host", host)]).await, refused(), "{host}");
        assert_eq!(told(&shop, Method::POST, &[("Host", host), ("Origin", &own)]).await, refused(), "{host}");
    }
    // Whoever has the token was let in by somebody, and may call the machine what he likes.
    let bearer = format!("Bearer {TOKEN}");
    let with_token = [("Host", "sandbox.example.com"), ("Authorization", &*bearer)];
    assert_eq!(told(&shop, Method::GET, &with_token).await, DONE);
    let own = [with_token.as_slice(), &[("Origin", "http://sandbox.example.com")]].concat();
    assert_eq!(told(&shop, Method::POST, &own).await, DONE);
    let other = [with_token.as_slice(), &[("Origin", "http://example.com")]].concat();
    assert_eq!(told(&shop, Method::POST, &other).await, refused());
}
