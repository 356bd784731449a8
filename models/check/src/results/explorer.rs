//! What the explorer found.

/// The section.
pub(super) fn explorer() -> String {
    "## The explorer\n\nNot run: it is no part of this page yet.\n".to_owned()
}
