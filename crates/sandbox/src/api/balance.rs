//! `GET /payments/{imp_uid}/balance`: how a sum is made up, which only PGs with points and coupons tell.

use super::{Call, find};
use crate::http::answer::Answer;
use crate::messages;
use crate::world::World;

pub(super) fn handle(world: &World, call: &Call) -> Answer {
    match find::visible(world, call) {
        Some(_) => Answer::refused(messages::NO_BALANCE),
        None => find::no_payment(),
    }
}
