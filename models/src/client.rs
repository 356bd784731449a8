//! Clients, and how they are written.

use std::fmt;

/// A client, by its number: A is the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Client(pub usize);

impl fmt::Display for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match u8::try_from(self.0) {
            Ok(number) if number < 26 => write!(f, "{}", char::from(b'A' + number)),
            _ => write!(f, "client{}", self.0),
        }
    }
}

/// Of the clients in each place, the first; but none for the place of the first of all.
pub(crate) fn first_elsewhere<P: PartialEq>(clients: impl Iterator<Item = (Client, P)>) -> Vec<Client> {
    let mut first: Vec<(Client, P)> = Vec::new();
    for (client, place) in clients {
        if first.iter().all(|(_, other)| *other != place) {
            first.push((client, place));
        }
    }
    first.into_iter().skip(1).map(|(client, _)| client).collect()
}

/// The client that is written like this.
pub fn client(word: &str) -> Option<Client> {
    match word.as_bytes() {
        [letter @ b'A'..=b'Z'] => Some(Client(usize::from(letter - b'A'))),
        _ => word.strip_prefix("client")?.parse().ok().map(Client),
    }
}

/// No operation is written like this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownOperation {
    pub(crate) text: String,
}

impl fmt::Display for UnknownOperation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no operation is written `{}`", self.text)
    }
}

impl std::error::Error for UnknownOperation {}
