//! Bytes that are hexadecimal in JSON.

use std::fmt;
use std::ops::Deref;

use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};
use serde::ser::{Serialize, Serializer};

/// Bytes, written in JSON as a string of hexadecimal digits. Either case is read, lower case is written.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Hex(pub Vec<u8>);

impl Deref for Hex {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Hex, D::Error> {
        deserializer.deserialize_str(HexVisitor)
    }
}

impl Serialize for Hex {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex::encode(&self.0))
    }
}

struct HexVisitor;

impl Visitor<'_> for HexVisitor {
    type Value = Hex;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string of hexadecimal digits")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Hex, E> {
        match hex::decode(text) {
            Ok(bytes) => Ok(Hex(bytes)),
            Err(hex::FromHexError::OddLength) => Err(E::custom("an odd number of hexadecimal digits")),
            Err(hex::FromHexError::InvalidHexCharacter { c, index }) => {
                Err(E::custom(format!("{c:?} at position {index} is no hexadecimal digit")))
            }
            Err(_) => Err(E::invalid_value(Unexpected::Str(text), &self)),
        }
    }
}
