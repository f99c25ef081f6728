//! The merchants of one sandbox. Each is an API key with a world of its own: clock, faults, settings and data.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, RwLock};

use tokio::task::AbortHandle;

use crate::control_error::ControlError;
use crate::data::{Entry, Notes};
use crate::lock::{read, write};
use crate::passing::Keeper;
use crate::settings::Settings;
use crate::shared::Shared;
use crate::world::World;

/// How many merchants one sandbox has at most: a call's token is looked for with each of them.
const MOST: usize = 100;

/// All merchants of a sandbox.
pub(crate) struct Merchants {
    seed: u64,
    shared: Arc<Shared>,
    /// Without one no time passes by itself.
    keeper: Option<Keeper>,
    /// The number that the next merchant gets; the first has 0.
    numbers: AtomicU32,
    /// Never empty; the first is meant where none is named, and never goes.
    worlds: RwLock<Vec<Kept>>,
}

/// A merchant and the task that keeps his time.
struct Kept {
    world: Arc<World>,
    keeping: Option<AbortHandle>,
}

impl Drop for Kept {
    fn drop(&mut self) {
        if let Some(keeping) = &self.keeping {
            keeping.abort();
        }
    }
}

impl Merchants {
    /// The merchants that the changes make, the first of them with these settings if they do not say anything of him.
    ///
    /// # Errors
    /// If the changes hold settings that are none.
    pub(crate) fn new(
        seed: u64,
        settings: Settings,
        shared: Shared,
        keeper: Option<Keeper>,
        changes: Vec<Entry>,
    ) -> Result<Self, ControlError> {
        let shared = Arc::new(shared);
        shared.keys.take(&settings.api_key);
        let mut worlds = BTreeMap::from([(0, World::among(Arc::clone(&shared), seed, settings))]);
        for (number, change) in changes {
            let world = worlds.entry(number).or_insert_with(|| {
                let unnamed = Settings { api_key: String::new(), ..Settings::default() };
                World::among(Arc::clone(&shared), seed ^ u64::from(number), unnamed)
            });
            world.make_again(change)?;
        }
        let numbers = worlds.last_key_value().map_or(1, |(last, _)| last + 1);
        let merchants =
            Self { seed, shared, keeper, numbers: AtomicU32::new(numbers), worlds: RwLock::default() };
        let kept = worlds.into_iter().map(|(number, world)| merchants.kept(number, world)).collect();
        *write(&merchants.worlds) = kept;
        Ok(merchants)
    }

    fn kept(&self, number: u32, mut world: World) -> Kept {
        if let Some(data) = &self.shared.data {
            world.note_in(Notes::new(Arc::clone(data), number));
        }
        let world = Arc::new(world);
        let keeping = self.keeper.as_ref().map(|keeper| keeper.keep(&world));
        Kept { world, keeping }
    }

    /// The one that is meant where none is named.
    pub(crate) fn first(&self) -> Arc<World> {
        Arc::clone(&read(&self.worlds)[0].world)
    }

    /// All of them in the order they came.
    pub(crate) fn all(&self) -> Vec<Arc<World>> {
        read(&self.worlds).iter().map(|kept| Arc::clone(&kept.world)).collect()
    }

    pub(crate) fn of_key(&self, api_key: &str) -> Option<Arc<World>> {
        self.find(|world| world.settings().api_key == api_key)
    }

    /// The merchant whose token this is, as long as it is good.
    pub(crate) fn of_token(&self, token: &str) -> Option<Arc<World>> {
        self.find(|world| world.is_good_token(token))
    }

    fn find(&self, wanted: impl Fn(&World) -> bool) -> Option<Arc<World>> {
        read(&self.worlds).iter().map(|kept| &kept.world).find(|world| wanted(world)).map(Arc::clone)
    }

    /// Adds a merchant. What it draws follows from the sandbox's seed and its key, not from who came before it.
    pub(crate) fn add(&self, settings: Settings) -> Result<Arc<World>, ControlError> {
        let mut worlds = write(&self.worlds);
        if worlds.len() == MOST {
            return Err(ControlError::conflict("api_key", "a sandbox has at most 100 merchants"));
        }
        if !self.shared.keys.take(&settings.api_key) {
            return Err(ControlError::taken_key());
        }
        let seed = self.seed ^ spread(&settings.api_key);
        let number = self.numbers.fetch_add(1, Ordering::Relaxed);
        let kept = self.kept(number, World::among(Arc::clone(&self.shared), seed, settings));
        let world = Arc::clone(&kept.world);
        worlds.push(kept);
        Ok(world)
    }

    /// Removes a merchant with all it has. Calls under way come to their end.
    pub(crate) fn remove(&self, api_key: &str) -> Result<(), ControlError> {
        let mut worlds = write(&self.worlds);
        match worlds.iter().position(|kept| kept.world.settings().api_key == api_key) {
            None => Err(ControlError::no_such_merchant()),
            Some(0) => Err(ControlError::conflict("merchant", "the first merchant cannot be removed")),
            Some(place) => {
                worlds.remove(place).world.note_removal();
                self.shared.keys.give_up(api_key);
                Ok(())
            }
        }
    }
}

/// A number from a text, the same in every build (FNV-1a).
fn spread(text: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::SettingsPatch;

    fn merchants() -> Merchants {
        Merchants::new(1, Settings::default(), Shared::default(), None, Vec::new()).unwrap()
    }

    fn named(key: &str) -> Settings {
        Settings { api_key: key.to_owned(), ..Settings::default() }
    }

    #[test]
    fn keys_and_tokens_lead_to_their_merchant() {
        let merchants = merchants();
        let other = merchants.add(named("other")).unwrap();
        let (first, second) = (merchants.first().issue_token("imp_apikey"), other.issue_token("other"));
        assert_ne!(first.value, second.value);
        for (token, key) in [(&first, "imp_apikey"), (&second, "other")] {
            let found = merchants.of_token(&token.value).unwrap();
            assert!(Arc::ptr_eq(&found, &merchants.of_key(key).unwrap()), "{key}");
        }
        merchants.remove("other").unwrap();
        assert!(merchants.of_token(&second.value).is_none() && merchants.of_key("other").is_none());
        assert_eq!(merchants.add(named("other")).unwrap().issue_token("other").value, second.value);
    }

    #[test]
    fn no_two_merchants_have_one_key_and_the_first_stays() {
        let merchants = merchants();
        let other = merchants.add(named("other")).unwrap();
        let rename = |key: &str| SettingsPatch { api_key: Some(key.to_owned()), ..SettingsPatch::default() };
        assert!(merchants.add(named("other")).is_err() && merchants.add(named("imp_apikey")).is_err());
        assert!(other.update_settings(rename("imp_apikey")).is_err());
        other.update_settings(rename("another")).unwrap();
        assert!(merchants.of_key("other").is_none() && merchants.of_key("another").is_some());
        merchants.add(named("other")).unwrap();
        assert!(merchants.remove("imp_apikey").is_err() && merchants.remove("nobody").is_err());
        assert_eq!(merchants.all().len(), 3);
    }

    #[test]
    fn there_are_at_most_a_hundred() {
        let merchants = merchants();
        for number in 1..MOST {
            merchants.add(named(&number.to_string())).unwrap();
        }
        assert!(merchants.add(named("one too many")).is_err());
    }
}
