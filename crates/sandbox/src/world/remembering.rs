//! What of a merchant outlives the process.

use std::sync::Arc;

use serde_json::Value;

use super::World;
use crate::control_error::ControlError;
use crate::data::{Change, Notes};
use crate::lock::write;
use crate::settings::{Settings, SettingsPatch};

impl World {
    /// From now on changes are noted, the settings first.
    pub(crate) fn note_in(&mut self, notes: Notes) {
        self.store.lock().note_in(notes.clone());
        self.notes = Some(notes);
        self.note_settings(&self.settings());
    }

    /// Makes a change again that was noted before.
    ///
    /// # Errors
    /// If settings were noted that are none.
    pub(crate) fn make_again(&self, change: Change) -> Result<(), ControlError> {
        match change {
            Change::Settings(value) => {
                let settings = SettingsPatch::read(&value)?.applied_to(&Settings::default())?;
                let mut current = write(&self.settings);
                if !self.shared.keys.exchange(&current.api_key, &settings.api_key) {
                    return Err(ControlError::taken_key());
                }
                *current = Arc::new(settings);
            }
            Change::Clock(setting) => self.time.go_on_as(setting),
            Change::Announced(imp_uid) => self.webhooks.remember_announced(imp_uid),
            change => self.store.lock().make_again(change),
        }
        Ok(())
    }

    /// The merchant is gone.
    pub(crate) fn note_removal(&self) {
        self.note(|| Change::Removed);
    }

    /// Returns when everything that changed before the call is on the disk, where it is to be there.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(crate) async fn flush(&self) -> std::io::Result<()> {
        match &self.notes {
            Some(notes) => notes.flush().await,
            None => Ok(()),
        }
    }

    /// Returns when nothing is left that was to be on the disk and could not be written.
    ///
    /// # Errors
    /// If it still cannot be.
    pub(crate) async fn catch_up(&self) -> std::io::Result<()> {
        match &self.notes {
            Some(notes) => notes.catch_up().await,
            None => Ok(()),
        }
    }

    pub(super) fn note(&self, change: impl FnOnce() -> Change) {
        if let Some(notes) = &self.notes {
            notes.note(&change());
        }
    }

    pub(super) fn note_settings(&self, settings: &Settings) {
        // Settings are plain JSON; without them a reader would go on with those before.
        self.note(|| Change::Settings(serde_json::to_value(settings).unwrap_or(Value::Null)));
    }
}
