//! In which order messages reach a client that was offline, and which of them it has read.

use std::fmt;

/// What becomes of the messages that waited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Arrival {
    /// They come as they were sent.
    InOrder,
    /// The first of them comes after the others.
    FirstLate,
    /// The first of them never comes.
    FirstLost,
}

impl Arrival {
    /// All of them.
    pub const ALL: [Arrival; 3] = [Arrival::InOrder, Arrival::FirstLate, Arrival::FirstLost];

    /// The messages that come, in their order. `None` if there are too few for this, or none.
    pub fn order<T>(self, waiting: Vec<T>) -> Option<Vec<T>> {
        let mut waiting = waiting;
        match (self, waiting.len()) {
            (_, 0) | (Arrival::FirstLate, 1) => return None,
            (Arrival::InOrder, _) => {}
            (Arrival::FirstLate, _) => waiting.rotate_left(1),
            (Arrival::FirstLost, _) => drop(waiting.remove(0)),
        }
        Some(waiting)
    }

    /// What is written after "comes online,".
    pub fn parse(words: &[&str]) -> Option<Arrival> {
        let written = format!(", {}", words.join(" "));
        Arrival::ALL.into_iter().find(|arrival| arrival.to_string() == written)
    }
}

impl fmt::Display for Arrival {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Arrival::InOrder => "",
            Arrival::FirstLate => ", and the first message comes last",
            Arrival::FirstLost => ", and the first message is lost",
        })
    }
}

/// Which messages of each member, by its leaf, a member has read.
#[derive(Clone, Debug)]
pub struct Read {
    /// Of each leaf, the generation after the last one that was read.
    pub next: Vec<u32>,
    /// The leaves and generations of earlier ones that did not come.
    pub skipped: Vec<(u32, u32)>,
}

impl Read {
    /// Nothing, of so many leaves.
    pub fn nothing(leaves: usize) -> Read {
        Read { next: vec![0; leaves], skipped: Vec::new() }
    }

    /// A message is read: those before it that did not come are skipped.
    pub fn read(&mut self, leaf: u32, generation: u32) {
        let Some(next) = self.next.get_mut(leaf as usize) else {
            return;
        };
        self.skipped.extend((*next..generation).map(|skipped| (leaf, skipped)));
        *next = (*next).max(generation + 1);
        self.skipped.retain(|skipped| *skipped != (leaf, generation));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_message_comes_last_or_never() {
        assert_eq!(Arrival::InOrder.order(vec![1, 2, 3]), Some(vec![1, 2, 3]));
        assert_eq!(Arrival::FirstLate.order(vec![1, 2, 3]), Some(vec![2, 3, 1]));
        assert_eq!(Arrival::FirstLost.order(vec![1, 2, 3]), Some(vec![2, 3]));
        assert_eq!(Arrival::FirstLost.order(vec![1]), Some(vec![]));
        assert_eq!(Arrival::FirstLate.order(vec![1]), None);
        assert_eq!(Arrival::InOrder.order(Vec::<u8>::new()), None);
    }

    #[test]
    fn what_is_skipped_is_unread_until_it_comes() {
        let mut read = Read::nothing(2);
        read.read(1, 2);
        assert_eq!((read.next.as_slice(), read.skipped.as_slice()), ([0, 3].as_slice(), [(1, 0), (1, 1)].as_slice()));
        read.read(1, 0);
        assert_eq!((read.next.as_slice(), read.skipped.as_slice()), ([0, 3].as_slice(), [(1, 1)].as_slice()));
        read.read(0, 0);
        assert_eq!((read.next.as_slice(), read.skipped.as_slice()), ([1, 3].as_slice(), [(1, 1)].as_slice()));
    }
}
