//! RFC 9420, Section 9.1: the sender ratchets. ART has the same under its own labels.

use crate::algebra::{Bytes, Crypto};
use crate::cipher_suite::CipherSuite;
use crate::error::{Error, Invalid, Misuse, Place, Rule, require};
use crate::labels::{Protocol, derive_tree_labelled};
use crate::secret::{AeadKey, AeadNonce, RatchetSecret};
use crate::secret_tree::GenerationWindow;

/// A ratchet: what is not consumed of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Ratchet<B> {
    /// Whose labels and rules.
    protocol: Protocol,
    /// `ratchet_secret_[N]_[generation]`.
    secret: RatchetSecret<B>,
    /// The next generation. 2^32 once the last is used: wider than on the wire.
    generation: u64,
    /// Skipped and not used, oldest first.
    kept: Vec<RatchetKey<B>>,
}

/// `ratchet_key_[N]_[generation]` and `ratchet_nonce_[N]_[generation]`: for one message.
#[derive(Clone, Debug, PartialEq)]
pub struct RatchetKey<B> {
    /// The position in the ratchet.
    pub generation: u32,
    /// `AEAD.Nk` bytes.
    pub key: AeadKey<B>,
    /// `AEAD.Nn` bytes, before the reuse guard.
    pub nonce: AeadNonce<B>,
}

/// The key of this generation has not been used. (R194 is the same check. A key that was dropped to keep
/// within the window cannot be told from a used one.)
const GENERATION_USED: Rule = Rule::Mls(187);
/// The same of ART.
const ART_GENERATION_USED: Rule = Rule::Art(21);
/// The generation is not too far ahead.
const GENERATION_TOO_FAR: Rule = Rule::Mls(442);
/// The same of ART.
const ART_GENERATION_TOO_FAR: Rule = Rule::Art(22);

/// The ratchet that starts from `ratchet_secret_[N]_[0]`.
pub fn ratchet<B: Bytes>(protocol: Protocol, secret: RatchetSecret<B>) -> Ratchet<B> {
    Ratchet { protocol, secret, generation: 0, kept: Vec::new() }
}

const fn generation_used(protocol: Protocol) -> Rule {
    match protocol {
        Protocol::Mls10 => GENERATION_USED,
        Protocol::Art10 => ART_GENERATION_USED,
    }
}

const fn generation_too_far(protocol: Protocol) -> Rule {
    match protocol {
        Protocol::Mls10 => GENERATION_TOO_FAR,
        Protocol::Art10 => ART_GENERATION_TOO_FAR,
    }
}

/// The key and nonce of the next generation.
///
/// ```text
/// ratchet_nonce_[N]_[j]    = DeriveTreeSecret(ratchet_secret_[N]_[j], "nonce", j, AEAD.Nn)
/// ratchet_key_[N]_[j]      = DeriveTreeSecret(ratchet_secret_[N]_[j], "key", j, AEAD.Nk)
/// ratchet_secret_[N]_[j+1] = DeriveTreeSecret(ratchet_secret_[N]_[j], "secret", j, KDF.Nh)
/// ```
///
/// # Errors
/// [`Misuse::RatchetExhausted`] after 2^32 generations.
pub fn advance<B: Crypto>(suite: CipherSuite, ratchet: Ratchet<B>) -> Result<(Ratchet<B>, RatchetKey<B>), Misuse> {
    if ratchet.generation > u64::from(u32::MAX) {
        return Err(Misuse::RatchetExhausted);
    }
    let (protocol, secret, j) = (ratchet.protocol, &ratchet.secret.bytes, ratchet.generation as u32);
    let nonce = derive_tree_labelled(suite, protocol, secret, b"nonce", j, suite.aead_nn());
    let key = derive_tree_labelled(suite, protocol, secret, b"key", j, suite.aead_nk());
    let next = derive_tree_labelled(suite, protocol, secret, b"secret", j, suite.kdf_nh());
    let key = RatchetKey { generation: j, key: AeadKey { bytes: key }, nonce: AeadNonce { bytes: nonce } };
    let mut ratchet = ratchet;
    ratchet.secret = RatchetSecret { bytes: next };
    ratchet.generation += 1;
    Ok((ratchet, key))
}

/// The key and nonce of the generation given, which may be an earlier or a later one than the next: RFC 9420,
/// Section 15.3. The keys of generations skipped are kept, as far as the window lets them.
///
/// # Errors
/// A generation whose key is consumed or dropped, or one too far ahead; at `place`.
pub fn take<B: Crypto>(
    suite: CipherSuite,
    ratchet: Ratchet<B>,
    place: Place,
    generation: u32,
    window: &GenerationWindow,
) -> Result<(Ratchet<B>, RatchetKey<B>), Error> {
    if u64::from(generation) < ratchet.generation {
        Ok(take_kept(ratchet, place, generation)?)
    } else {
        let skipped = u64::from(generation) - ratchet.generation;
        let near = skipped <= u64::from(window.maximum_forward);
        require(near, generation_too_far(ratchet.protocol), place)?;
        let ratchet = skip(suite, ratchet, skipped)?;
        let (ratchet, key) = advance(suite, ratchet)?;
        Ok((forget_oldest(ratchet, window), key))
    }
}

fn take_kept<B: Bytes>(
    ratchet: Ratchet<B>,
    place: Place,
    generation: u32,
) -> Result<(Ratchet<B>, RatchetKey<B>), Invalid> {
    let mut taken = Err(Invalid { rule: generation_used(ratchet.protocol), place });
    let mut kept = Vec::new();
    for i in 0..ratchet.kept.len() {
        match ratchet.kept.get(i) {
            Some(key) if key.generation == generation => taken = Ok(key.clone()),
            Some(key) => kept.push(key.clone()),
            None => {}
        }
    }
    let mut ratchet = ratchet;
    ratchet.kept = kept;
    Ok((ratchet, taken?))
}

/// The ratchet `count` generations further.
fn skip<B: Crypto>(suite: CipherSuite, ratchet: Ratchet<B>, count: u64) -> Result<Ratchet<B>, Misuse> {
    let mut state = Ok(ratchet);
    for _ in 0..count {
        state = match state {
            Ok(ratchet) => skip_one(suite, ratchet),
            Err(error) => Err(error),
        };
    }
    state
}

fn skip_one<B: Crypto>(suite: CipherSuite, ratchet: Ratchet<B>) -> Result<Ratchet<B>, Misuse> {
    let (ratchet, key) = advance(suite, ratchet)?;
    let mut ratchet = ratchet;
    ratchet.kept.push(key);
    Ok(ratchet)
}

/// Drops the oldest keys until the window's number is left.
fn forget_oldest<B: Bytes>(ratchet: Ratchet<B>, window: &GenerationWindow) -> Ratchet<B> {
    let count = ratchet.kept.len();
    let mut kept = Vec::new();
    for i in 0..count {
        match ratchet.kept.get(i) {
            Some(key) if count - i <= window.maximum_kept as usize => kept.push(key.clone()),
            _ => {}
        }
    }
    let mut ratchet = ratchet;
    ratchet.kept = kept;
    ratchet
}
