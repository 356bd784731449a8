//! How far an exploration is, for whoever waits.

use std::sync::atomic::{AtomicUsize, Ordering};

/// States between two reports of a thread.
const PAUSE: usize = 32;

/// What is told while an exploration goes on: states and steps since the last time. The answer is whether to go on.
pub type Told<'a> = dyn Fn(usize, usize) -> bool + Sync + 'a;

/// What the threads of an exploration have in common.
pub(crate) struct Progress<'a> {
    told: &'a Told<'a>,
    attacks: AtomicUsize,
    stop_after: usize,
}

impl<'a> Progress<'a> {
    pub(crate) fn new(told: &'a Told<'a>, stop_after: usize) -> Progress<'a> {
        Progress { told, attacks: AtomicUsize::new(0), stop_after }
    }
}

/// What one thread told of.
pub(crate) struct Ticker<'a> {
    progress: &'a Progress<'a>,
    last: [usize; 3],
}

impl<'a> Ticker<'a> {
    pub(crate) fn new(progress: &'a Progress<'a>) -> Ticker<'a> {
        Ticker { progress, last: [0; 3] }
    }

    /// Whether to go on, with so many states, steps and attacks.
    pub(crate) fn goes_on(&mut self, now: [usize; 3]) -> bool {
        let [states, ..] = self.last;
        now[0] < states.saturating_add(PAUSE) || self.tell(now)
    }

    /// The thread has explored all that it will.
    pub(crate) fn end(&mut self, now: [usize; 3]) {
        self.tell(now);
    }

    fn tell(&mut self, now: [usize; 3]) -> bool {
        let [states, steps, attacks] = [0, 1, 2].map(|which: usize| now[which].saturating_sub(self.last[which]));
        self.last = now;
        let before = self.progress.attacks.fetch_add(attacks, Ordering::Relaxed);
        (self.progress.told)(states, steps) && before.saturating_add(attacks) < self.progress.stop_after
    }
}
