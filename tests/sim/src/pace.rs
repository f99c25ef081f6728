//! A pace that lets some through at once and others a moment later, so that both ways of a charge are gone.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use keyin_ports::Pace;

use crate::clock::SimClock;
use crate::dice::Dice;

pub(crate) struct SimPace {
    pub(crate) dice: Arc<Dice>,
    pub(crate) clock: SimClock,
}

#[async_trait]
impl Pace for SimPace {
    fn admit_now(&self) -> bool {
        self.dice.happens(500)
    }

    async fn admit(&self) {
        self.clock.sleep(self.dice.below(Duration::from_millis(500))).await;
    }
}
