//! Asynchronous Ratcheting Trees: Katriel Cohn-Gordon, Cas Cremers, Luke Garratt, Jon Millican and Kevin Milner, *On
//! Ends-to-Ends Encryption: Asynchronous Group Messaging with Strong Security Guarantees*, ACM CCS 2018 (in full:
//! IACR ePrint 2017/666).
//!
//! A group agrees on keys although its members are never online together. Its creator makes a Diffie-Hellman tree, with
//! a leaf key for each of the others from a key exchange with a prekey that they left; any member then replaces the
//! keys on its own path, which takes a number of public keys logarithmic in the size of the group. TreeKEM, and so
//! MLS, grew out of this. The paper has the key exchange, and leaves encoding, messages and membership open: each
//! `Choice:` below is this specification's.
//!
//! # What does what
//!
//! | operation | function |
//! |---|---|
//! | offer a prekey | [`prekey::create_prekey`] |
//! | create a group | [`setup::create::create_art_group`] |
//! | join it | [`setup::process::join_art_group`] |
//! | update | [`update::create::create_update`], then [`update::create::adopt_update`] once the group has accepted it |
//! | receive an update | [`update::process::process_update`] |
//! | send and receive messages | [`message::send::send_art_message`], [`message::open::open_art_message`] |
//!
//! A state, [`group::ArtGroup`], is a value. Who adopts its own update, and in which order the updates of a stage
//! are processed, is for those who deliver them to decide: the first ends the stage, and the others are refused.
//!
//! # The paper's symbols
//!
//! | symbol | here |
//! |---|---|
//! | `(ik, IK)` | [`member::ArtIdentity`]: `identity_private_key`, and `identity_key` of its [`member::ArtMember`] |
//! | `(ek, EK)` | [`prekey::OwnArtPrekey`]: `private_key`, and `ephemeral_key` of its [`prekey::ArtPrekey`] |
//! | `(suk, SUK)` | [`crate::secret::ArtSetupPrivateKey`], and `setup_key` of [`setup::ArtSetup`] |
//! | `KeyExchange` | [`key_exchange::exchange_as_creator`], [`key_exchange::exchange_as_member`] |
//! | `g^{xy}` | [`key::diffie_hellman`] |
//! | `iota` | [`key::node_private_key`], [`key::leaf_private_key`] |
//! | `lambda_i`, a leaf key | `leaf_private_key` of [`group::ArtGroup`] |
//! | `T`, the tree and its public keys | [`tree`], [`public_tree::ArtTree`] |
//! | path and copath | [`tree::path`], [`tree::copath`] |
//! | `tk`, the tree key | [`path::path_keys`], and [`path::tree_of_leaves`] for the creator |
//! | `IDs`, the identities | `members` of [`context::ArtContext`] |
//! | `sk`, the stage key | [`stage_key::stage_key`] |
//! | the MAC key of updates | [`stage_key::update_mac_key`] |
//!
//! # What this specification chose
//!
//! * Choice: groups. All seven suites of RFC 9420: their KEM's group, KDF, AEAD, MAC and signature scheme. X25519 and
//!   P-256 are what is asked for; the others come with the suites.
//! * Choice: `iota`. `DeriveKeyPair` of what is extracted and expanded from the group element: no element is a key.
//! * Choice: labels. The labelled forms of RFC 9420, with the prefix `"ART 1.0 "`.
//! * Choice: identities. A member is known by an application's identifier, an identity key and a signature key; none
//!   of the three is, as it is encoded, that of another member.
//! * Choice: `KeyExchange`. The KDF of four Diffie-Hellman values, with both members, `SUK` and `EK_i` in its context.
//! * Choice: `sk_{t-1}`. The stage key is not kept, but a chain key that derives from it, which takes its place in the
//!   next one. What that is worth depends on the leaf key: see below.
//! * Choice: context. A stage key binds the hash of version, suite, group, mode, link, stage, members and tree.
//! * Choice: public keys. The setup has the root's, and an update has all from leaf to root: so there is at least one
//!   that every receiver can compute, and it has to be the same. The tree key so has two uses: it is the private key of
//!   a public key that is sent, with which nobody computes a Diffie-Hellman value, and the input of the KDF. Whoever
//!   guesses it can compare it, so no tree key looks random, and that a stage key does rests on the KDF.
//! * Choice: updates are authenticated by a MAC under a key that all members have, in both modes, as in the paper. A
//!   member can make an update for another, who is then locked out.
//! * Choice: updates are not confirmed. Of an update, a receiver computes the keys from where the two paths meet; it
//!   has to believe those below. A member can so split the group: by an update with a bad key that some receivers do
//!   not compute, which they accept and the others refuse, or by different updates for different receivers. Who accepts
//!   is not told: what shows it is that messages of the others are refused.
//! * Choice: an update has another leaf key than the one it replaces, as they are encoded.
//! * Choice: modes. Messages are signed or not, for the whole life of a group. Where not, a member can send one for
//!   another.
//! * Choice: messages. The framing of RFC 9420, Section 6.3; a ratchet for each sender, all of which start with the
//!   stage. Nothing that all of them derive from is in the state, but see below.
//! * Choice: only the current stage is kept. A late message is lost.
//! * Choice: membership. Whoever is added or removed, any member sets up another group, whose link names the stage that
//!   it follows with a value derived from its key; its chain of stage keys starts anew.
//! * Choice: encoding. The presentation language of RFC 9420, Section 2.1; a version that no version of MLS has.
//! * Choice: a receiver's prekeys are a value of the caller, from which joining takes the one that was used. A prekey
//!   that was used is refused as one that never was: its key is deleted.
//!
//! # When past messages are safe
//!
//! A state keeps a leaf key, as ART needs it, and with the public keys of a tree a leaf key gives the tree key. Of the
//! first stage that is all: its chain key is zero. So who finds the state of a member that has not itself updated, and
//! has recorded the setup and the updates, computes the stage keys of all stages, one after the other, and reads every
//! message of them, those read and deleted too. That others have updated does not help, and it takes one such member.
//!
//! After its own update, a member has another leaf key, and its state has none that gives an earlier tree key. That of
//! the stage that the update started it still gives, but not the chain key before it, without which there is no stage
//! key, of this stage or of later ones. Then what was read is safe, in the current stage too, as far as this state
//! goes.
//!
//! # What it costs
//!
//! Measured in suite 1, in a group called `group` of members called `member 0` and on; the lengths are those of the
//! encoded envelopes. DH counts Diffie-Hellman, public keys those computed from a private one, KDF the calls of Extract
//! and Expand but for those inside of DeriveKeyPair, one of Extract and at least one of Expand for each node key that
//! is computed and each fresh key; in both the ratchets are `n` of the KDF's. A creator signs once and verifies a
//! signature for each prekey; a receiver of its setup verifies one.
//!
//! | n | bytes | creator: DH | public keys | KDF | verified | receiver: DH | public keys | KDF |
//! |---|---|---|---|---|---|---|---|---|
//! | 2 | 399 | 5 | 5 | 18 | 1 | 5 | 3 | 15 |
//! | 3 | 573 | 10 | 7 | 25 | 2 | 6 | 4 | 18 |
//! | 8 | 1443 | 35 | 17 | 60 | 7 | 7 | 5 | 25 |
//! | 33 | 5816 | 160 | 67 | 235 | 32 | 10 | 8 | 56 |
//! | 100 | 17541 | 495 | 201 | 704 | 99 | 11 | 9 | 125 |
//! | 1000 | 175945 | 4995 | 2001 | 7004 | 999 | 14 | 12 | 1031 |
//!
//! An update of a member whose leaf is as deep as any; both sides compute one hash and one MAC, and no signature.
//!
//! | n | bytes | keys sent | sender: DH | public keys | KDF | receiver: DH | public keys | KDF |
//! |---|---|---|---|---|---|---|---|---|
//! | 2 | 123 | 2 | 1 | 2 | 12 | 1 | 2 | 11 |
//! | 3 | 156 | 3 | 2 | 3 | 15 | 2 | 3 | 14 |
//! | 8 | 189 | 4 | 3 | 4 | 22 | 3 | 4 | 21 |
//! | 33 | 288 | 7 | 6 | 7 | 53 | 6 | 7 | 52 |
//! | 100 | 321 | 8 | 7 | 8 | 122 | 7 | 8 | 121 |
//! | 1000 | 420 | 11 | 10 | 11 | 1028 | 10 | 11 | 1027 |

pub mod labels;

// Keys and trees
pub mod key;
pub mod path;
pub mod public_tree;
pub mod tree;

// Members and their prekeys
pub mod key_exchange;
pub mod member;
pub mod prekey;

// Stages
pub mod context;
pub mod group;
pub mod stage_key;

// What is sent
pub mod envelope;
pub mod message;
pub mod setup;
pub mod update;
