//! The five classes of errors. All are `Copy` and comparable, and hold no strings.

use core::fmt;

/// What can go wrong: one variant for each answer to "whose fault is it?".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// The bytes are no valid encoding.
    Decode(DecodeError),
    /// Well-formed, but breaks a rule.
    Invalid(Invalid),
    /// Legal, but outside what this crate implements.
    Unsupported(Unsupported),
    /// A signature, a MAC or a ciphertext does not verify.
    Crypto(CryptoError),
    /// The caller broke the interface.
    Misuse(Misuse),
}

/// A row of `test-vectors/rules.toml`: a normative statement under its stable number.
///
/// Each rule that is a check is a constant beside the one function that checks it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Of RFC 9420: `R001` and on.
    Mls(u16),
    /// Of ART, as [`crate::art`] specifies it: `A001` and on.
    Art(u16),
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Rule::Mls(number) => write!(f, "R{number:03}"),
            Rule::Art(number) => write!(f, "A{number:03}"),
        }
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Where in a message, a tree or a list a rule is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The message (or the object given) as a whole.
    Message,
    /// The leaf with this leaf index.
    Leaf(u32),
    /// The node with this node index.
    Node(u32),
    /// The entry with this index in the list under check: proposals, PSKs, path nodes, extensions.
    Entry(u32),
}

/// A broken rule, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// Which rule.
    pub rule: Rule,
    /// Where.
    pub place: Place,
}

/// A signature, a MAC or a ciphertext that does not verify. Names the check, and deliberately says no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CryptoError {
    /// The rule that demands the check.
    pub rule: Rule,
}

/// How bytes can fail to be an encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// The input ends inside a value.
    Truncated,
    /// A value that must be public is opaque to this algebra. Never happens on bytes.
    Opaque,
    /// A value is followed by bytes that belong to nothing.
    TrailingBytes,
    /// The presence octet of an `optional<T>` is neither 0 nor 1.
    OptionalPresence,
    /// A vector length is not in its shortest form.
    NonMinimalLength,
    /// A vector length starts with the bits 11.
    LengthPrefix,
    /// A `ProtocolVersion` that is not `mls10` where only that is defined.
    ProtocolVersion,
    /// A `WireFormat` that is reserved or unknown.
    WireFormat,
    /// A `ContentType` that is reserved or unknown.
    ContentType,
    /// A `SenderType` that is reserved or unknown.
    SenderType,
    /// A `LeafNodeSource` that is reserved or unknown.
    LeafNodeSource,
    /// A `NodeType` that is reserved or unknown, or not the one of its position.
    NodeType,
    /// A `PSKType` that is reserved or unknown.
    PskType,
    /// A `ResumptionPSKUsage` that is reserved or unknown.
    ResumptionPskUsage,
    /// A `ProposalOrRefType` that is reserved or unknown.
    ProposalOrRefType,
    /// The `ProposalType` 0, which is reserved.
    ProposalType,
    /// The `CredentialType` 0, which is reserved.
    CredentialType,
    /// The padding of a PrivateMessageContent has a byte that is not zero.
    Padding,
    /// A `ratchet_tree` with an even number of nodes.
    TreeLength,
    /// A `ratchet_tree` that ends in a blank node.
    TrailingBlankNode,
    /// An `ArtVersion` that is not `art10`.
    ArtVersion,
    /// An `ArtWireType` that is reserved or unknown.
    ArtWireType,
    /// An `ArtMode` that is reserved or unknown.
    ArtMode,
}

impl DecodeError {
    /// The rule that a decoder enforces with this error, if the RFC has a statement of its own for it.
    pub const fn rule(self) -> Option<Rule> {
        match self {
            DecodeError::Truncated | DecodeError::Opaque => None,
            DecodeError::OptionalPresence => Some(Rule::Mls(2)),
            DecodeError::NonMinimalLength => Some(Rule::Mls(5)),
            DecodeError::LengthPrefix => Some(Rule::Mls(6)),
            DecodeError::ProtocolVersion => Some(Rule::Mls(45)),
            DecodeError::ContentType => Some(Rule::Mls(46)),
            DecodeError::SenderType => Some(Rule::Mls(47)),
            DecodeError::WireFormat => Some(Rule::Mls(48)),
            DecodeError::TrailingBytes => Some(Rule::Mls(49)),
            DecodeError::Padding => Some(Rule::Mls(74)),
            DecodeError::LeafNodeSource => Some(Rule::Mls(88)),
            DecodeError::PskType | DecodeError::ResumptionPskUsage => Some(Rule::Mls(172)),
            DecodeError::ProposalOrRefType => Some(Rule::Mls(302)),
            DecodeError::TrailingBlankNode => Some(Rule::Mls(402)),
            DecodeError::NodeType => Some(Rule::Mls(404)),
            DecodeError::TreeLength => Some(Rule::Mls(405)),
            DecodeError::ProposalType => Some(Rule::Mls(465)),
            DecodeError::CredentialType => Some(Rule::Mls(467)),
            DecodeError::ArtVersion => Some(Rule::Art(1)),
            DecodeError::ArtWireType => Some(Rule::Art(2)),
            DecodeError::ArtMode => Some(Rule::Art(3)),
        }
    }

    /// The rule that a decoder of ART enforces with this error: of the encoding, ART has the rules of RFC 9420, and two
    /// more of its own.
    pub const fn art_rule(self) -> Option<Rule> {
        match self {
            DecodeError::Truncated | DecodeError::TrailingBytes => Some(Rule::Art(28)),
            DecodeError::Padding => Some(Rule::Art(29)),
            _ => self.rule(),
        }
    }
}

/// What is legal but not implemented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsupported {
    /// A cipher suite that RFC 9420 does not define.
    CipherSuite {
        /// Its wire value.
        value: u16,
    },
}

/// How a caller can break the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misuse {
    /// A private key does not fit its public key, or is none of the suite.
    PrivateKey,
    /// An input is longer than the protocol can carry or derive.
    TooLong,
    /// Application data in a PublicMessage.
    PublicApplicationData,
    /// A message of one kind was given to the function for another.
    WrongMessage,
    /// The message is the caller's own; its effect is the state that creating it returned.
    OwnMessage,
    /// The group was reinitialised or this member removed: its state sends and processes nothing more.
    Inactive,
    /// There are uncommitted proposals: a Commit must come before application data.
    PendingProposals,
    /// An argument names a leaf, a PSK, a KeyPackage or an epoch that does not exist.
    Unknown,
    /// The GroupInfo carries no tree, and none was given.
    NoRatchetTree,
    /// A Commit without a path cannot change the leaf of its sender.
    NewLeafWithoutPath,
    /// The ratchet is at its last generation.
    RatchetExhausted,
}

impl From<DecodeError> for Error {
    fn from(error: DecodeError) -> Error {
        Error::Decode(error)
    }
}

impl From<Invalid> for Error {
    fn from(error: Invalid) -> Error {
        Error::Invalid(error)
    }
}

impl From<Unsupported> for Error {
    fn from(error: Unsupported) -> Error {
        Error::Unsupported(error)
    }
}

impl From<CryptoError> for Error {
    fn from(error: CryptoError) -> Error {
        Error::Crypto(error)
    }
}

impl From<Misuse> for Error {
    fn from(error: Misuse) -> Error {
        Error::Misuse(error)
    }
}

/// `Err` unless `condition`: the one form of a check.
///
/// # Errors
/// [`Invalid`] with the rule and place given.
pub fn require(condition: bool, rule: Rule, place: Place) -> Result<(), Invalid> {
    if condition { Ok(()) } else { Err(Invalid { rule, place }) }
}

/// A result whose broken rule, if it names no place yet, is at `place`.
///
/// # Errors
/// The error of `result`.
pub fn placed(result: Result<(), Error>, place: Place) -> Result<(), Error> {
    match result {
        Err(Error::Invalid(Invalid { rule, place: Place::Message })) => Err(Error::Invalid(Invalid { rule, place })),
        other => other,
    }
}

/// `Err` unless `verified`: the one form of a cryptographic check.
///
/// # Errors
/// [`CryptoError`] with the rule given.
pub fn require_verified(verified: bool, rule: Rule) -> Result<(), CryptoError> {
    if verified { Ok(()) } else { Err(CryptoError { rule }) }
}
