//! Every kill point of every flow.

use keyin_tests::{Run, each_of};

use crate::flow::Flow;
use crate::judge::agree;
use crate::scene::{Scene, Store, steps_of};

const SIGKILL: i32 = 9;

/// Most of a case's time is waiting for a window to pass.
const AT_ONCE: usize = 16;

/// Kills each flow before and after each of its steps, on these stores; how many points there were.
pub(crate) async fn try_every(stores: &[Store]) -> usize {
    let mut cases = Vec::new();
    for &store in stores {
        for flow in Flow::ALL {
            let steps = steps_of(&whole(store, flow).await);
            println!("{store:?} {flow:?}: {steps} steps");
            cases.extend((1..=steps).map(|step| (store, flow, step)));
        }
    }
    let points = cases.len();
    each_of(AT_ONCE, cases, |(store, flow, step)| async move {
        let scene = Scene::open(store).await;
        flow.prepare(&scene.till).await;
        let killed = scene.crashing(step).run_with_input(&flow.arguments(), &flow.input()).await;
        // The steps of a batch are not always as many; a run that was quicker has come to its end.
        let is_over = matches!(flow, Flow::File | Flow::PacedFile) && killed.exit == Some(0);
        assert!(killed.signal == Some(SIGKILL) || is_over, "{killed:?}");
        flow.converge(&scene.till).await;
        agree(&scene.till, &flow.charges()).await;
    })
    .await;
    points
}

/// The flow, from its beginning to its end.
async fn whole(store: Store, flow: Flow) -> Run {
    let scene = Scene::open(store).await;
    flow.prepare(&scene.till).await;
    let run = scene.crashing(0).run_with_input(&flow.arguments(), &flow.input()).await;
    flow.converge(&scene.till).await;
    agree(&scene.till, &flow.charges()).await;
    run
}
