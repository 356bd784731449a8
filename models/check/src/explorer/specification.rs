//! The explorer over the specification itself.

use pleach_models as symbolic;

#[path = "over.rs"]
pub(super) mod over;

/// Whether there is a property of this name.
pub(super) fn is_property(name: &str) -> bool {
    symbolic::property::Property::ALL.into_iter().any(|property| property.to_string() == name)
}
