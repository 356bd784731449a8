//! `secret-tree`: some generations of both ratchets of every leaf.

use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::framing::sender_data::{sender_data_key, sender_data_nonce};
use pleach_spec::secret::{EncryptionSecret, SenderDataSecret};
use pleach_spec::secret_tree::{GenerationWindow, RatchetType, SecretTree, key_for, secret_tree};
use pleach_spec::tree::math::{LeafCount, LeafIndex};
use pleach_spec_concrete::Octets;
use pleach_vectors::AnyCase;
use pleach_vectors::secret_tree::{Case, Generation, SenderData};

use crate::support::hex;
use crate::{Random, Refusal};

/// How many leaves the first cases have; later ones have 2 to 64.
const SIZES: [usize; 3] = [1, 8, 32];

/// The last generation that a case has.
const LAST: u32 = 20;

/// Nothing is skipped that cannot be had afterwards.
const WINDOW: GenerationWindow = GenerationWindow { maximum_forward: LAST, maximum_kept: LAST };

/// One tree: of each leaf the generation 0, and a later one.
///
/// # Errors
/// None: the generations are within the window.
pub fn case(suite: CipherSuite, index: u32, random: &mut Random) -> Result<AnyCase, Refusal> {
    let size = SIZES.get(index as usize).copied();
    let n = size.unwrap_or_else(|| 1 << random.from_to(1, 6));
    let n_leaves = LeafCount::new(n).ok_or(Refusal::Missing("tree of this size"))?;
    let sender_data = sender_data(suite, random);
    let bytes = random.octets(suite.kdf_nh());
    let encryption_secret = hex(&bytes);
    let mut tree = secret_tree(EncryptionSecret { bytes }, n_leaves);
    let mut leaves = Vec::new();
    for leaf in (0..).take(n) {
        let mut generations = Vec::new();
        for number in [0, random.from_to(1, LAST as usize) as u32] {
            let (next, generation) = generation(suite, tree, LeafIndex(leaf), number)?;
            tree = next;
            generations.push(generation);
        }
        leaves.push(generations);
    }
    Ok(AnyCase::SecretTree(Box::new(Case { cipher_suite: suite.value(), sender_data, encryption_secret, leaves })))
}

/// A ciphertext that is longer than its sample, or shorter.
fn sender_data(suite: CipherSuite, random: &mut Random) -> SenderData {
    let secret = SenderDataSecret { bytes: random.octets(suite.kdf_nh()) };
    let length = random.from_to(1, 2 * suite.kdf_nh());
    let ciphertext = random.octets(length);
    SenderData {
        sender_data_secret: hex(&secret.bytes),
        key: hex(&sender_data_key(suite, &secret, &ciphertext).bytes),
        nonce: hex(&sender_data_nonce(suite, &secret, &ciphertext).bytes),
        ciphertext: hex(&ciphertext),
    }
}

fn generation(
    suite: CipherSuite,
    tree: SecretTree<Octets>,
    leaf: LeafIndex,
    generation: u32,
) -> Result<(SecretTree<Octets>, Generation), Refusal> {
    let (tree, handshake) = key_for(suite, tree, leaf, RatchetType::Handshake, generation, &WINDOW)?;
    let (tree, application) = key_for(suite, tree, leaf, RatchetType::Application, generation, &WINDOW)?;
    let generation = Generation {
        generation,
        handshake_key: hex(&handshake.key.bytes),
        handshake_nonce: hex(&handshake.nonce.bytes),
        application_key: hex(&application.key.bytes),
        application_nonce: hex(&application.nonce.bytes),
    };
    Ok((tree, generation))
}
