//! RFC 9420, Section 7.2 and Section 11.1: what a member supports.

use crate::error::{Invalid, Place, Rule, require};
use crate::extension::content::RequiredCapabilities;
use crate::extension::{Extension, is_default_extension_type};
use crate::proposal::is_default_proposal_type;
use crate::tree::nodes::Capabilities;

/// Capabilities do not list default proposal types.
const NO_DEFAULT_PROPOSALS: Rule = Rule::Mls(89);
/// Capabilities do not list default extension types.
const NO_DEFAULT_EXTENSIONS: Rule = Rule::Mls(90);

/// Whether a member supports an extension type.
pub fn supports_extension(capabilities: &Capabilities, extension_type: u16) -> bool {
    is_default_extension_type(extension_type) || capabilities.extensions.contains(&extension_type)
}

/// Whether a member supports a proposal type.
pub fn supports_proposal(capabilities: &Capabilities, proposal_type: u16) -> bool {
    is_default_proposal_type(proposal_type) || capabilities.proposals.contains(&proposal_type)
}

/// Whether a member supports a credential type. There is no default one.
pub fn supports_credential(capabilities: &Capabilities, credential_type: u16) -> bool {
    capabilities.credentials.contains(&credential_type)
}

/// Whether a member supports all that a group requires: RFC 9420, Section 11.1.
pub fn supports_required(capabilities: &Capabilities, required: &RequiredCapabilities) -> bool {
    supports_all(capabilities, &required.extension_types, supports_extension)
        && supports_all(capabilities, &required.proposal_types, supports_proposal)
        && supports_all(capabilities, &required.credential_types, supports_credential)
}

fn supports_all(capabilities: &Capabilities, types: &[u16], supports: fn(&Capabilities, u16) -> bool) -> bool {
    let mut all = true;
    for i in 0..types.len() {
        all = match types.get(i) {
            Some(value) => all && supports(capabilities, *value),
            None => all,
        };
    }
    all
}

/// Whether a member supports the types of all extensions of a list.
pub fn supports_extensions<B>(capabilities: &Capabilities, extensions: &[Extension<B>]) -> bool {
    let mut all = true;
    for i in 0..extensions.len() {
        all = match extensions.get(i) {
            Some(extension) => all && supports_extension(capabilities, extension.extension_type),
            None => all,
        };
    }
    all
}

/// No default types in the capabilities.
///
/// Choice: RFC 9420 leaves open whether only the sender or also a receiver is held to this; here both are.
///
/// # Errors
/// If a default proposal type or a default extension type is listed.
pub fn check_no_defaults(capabilities: &Capabilities, place: Place) -> Result<(), Invalid> {
    require(!contains_such(&capabilities.proposals, is_default_proposal_type), NO_DEFAULT_PROPOSALS, place)?;
    require(!contains_such(&capabilities.extensions, is_default_extension_type), NO_DEFAULT_EXTENSIONS, place)
}

fn contains_such(types: &[u16], is_such: fn(u16) -> bool) -> bool {
    let mut found = false;
    for i in 0..types.len() {
        found = match types.get(i) {
            Some(value) => found || is_such(*value),
            None => found,
        };
    }
    found
}
