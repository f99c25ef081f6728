//! One promise as a test case.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use keyin_domain::{InvalidPayment, InvalidValue};
use keyin_ports::{JournalError, RequestMismatch};

/// A promise that was not kept, and how it showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken(String);

impl Broken {
    /// With a sentence that says what was promised and what came instead.
    pub fn new(how: impl Into<String>) -> Self {
        Self(how.into())
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Broken {}

/// Why a case ended before its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// The promise is not kept.
    Broken(Broken),
    /// The fixture has no means to bring the situation about: the case counts as skipped.
    Unsupported,
}

impl From<Broken> for Stopped {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

impl From<InvalidValue> for Stopped {
    fn from(error: InvalidValue) -> Self {
        broken(format!("a value of the suite itself is refused: {error}"))
    }
}

impl From<InvalidPayment> for Stopped {
    fn from(error: InvalidPayment) -> Self {
        broken(format!("a payment of the suite itself is refused: {error}"))
    }
}

impl From<RequestMismatch> for Stopped {
    fn from(error: RequestMismatch) -> Self {
        broken(format!("a request of the suite itself is refused: {error}"))
    }
}

impl From<JournalError> for Stopped {
    fn from(error: JournalError) -> Self {
        broken(format!("the journal failed where it must not: {error:?}"))
    }
}

/// What a case comes to.
pub type Verdict = Result<(), Stopped>;

/// A case under way.
pub type Running<'a> = Pin<Box<dyn Future<Output = Verdict> + Send + 'a>>;

/// One promise of a port. `F` is the fixture that brings the situations about.
pub struct Case<F: ?Sized> {
    /// The promise, as the name of the function that holds it.
    pub name: &'static str,
    /// Holds an adapter to it.
    pub run: for<'a> fn(&'a F) -> Running<'a>,
}

impl<F: ?Sized> fmt::Debug for Case<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Case").field("name", &self.name).finish_non_exhaustive()
    }
}

/// A catalogue of async functions as cases. `prepare` is called on the fixture before each of them.
macro_rules! cases {
    (prepare $prepare:ident; $($module:ident { $($name:ident),+ $(,)? })+) => {
        &[$($($crate::case::Case {
            name: stringify!($name),
            run: |fixture| Box::pin(async move {
                fixture.$prepare().await;
                $module::$name(fixture).await
            }),
        },)+)+]
    };
    ($($module:ident { $($name:ident),+ $(,)? })+) => {
        &[$($($crate::case::Case {
            name: stringify!($name),
            run: |fixture| Box::pin($module::$name(fixture)),
        },)+)+]
    };
}

pub(crate) use cases;

/// Ends a case as broken.
pub(crate) fn broken(how: impl Into<String>) -> Stopped {
    Stopped::Broken(Broken::new(how))
}

/// Holds only if it is so.
pub(crate) fn must(so: bool, promise: &str) -> Verdict {
    if so { Ok(()) } else { Err(broken(promise)) }
}

/// Holds only if both are equal.
#[allow(clippy::needless_pass_by_value, reason = "what is compared is most often made for the comparison")]
pub(crate) fn equal<T: PartialEq + fmt::Debug>(found: T, expected: T, what: &str) -> Verdict {
    if found == expected {
        Ok(())
    } else {
        Err(broken(format!("{what}: expected {expected:?}, found {found:?}")))
    }
}

/// The end of a case in which something else came than was promised.
pub(crate) fn instead<T: fmt::Debug>(promise: &str, found: &T) -> Stopped {
    broken(format!("{promise}; came: {found:?}"))
}
