//! Randomness that follows from a seed: the specification's own expansion, so the same on every machine.

use core::fmt;
use core::str::FromStr;

use pleach_spec::algebra::{Bytes, Crypto};
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::crypto::{derive_seed, random};
use pleach_spec::secret::Seed;
use pleach_spec_concrete::Octets;
use pleach_vectors::{Hex, Kind};

/// The suite whose KDF expands seeds, whatever suite a case is of: one with SHA-512.
const KDF: CipherSuite = CipherSuite::X448Aes256GcmSha512Ed448;

/// The longest output of one expansion, in bytes, is a multiple of this.
const BLOCK: usize = 8192;

/// What all cases of a set derive from: 1 to 64 bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RootSeed(Vec<u8>);

impl RootSeed {
    /// The most bytes that a seed has.
    pub const MAXIMUM_LENGTH: usize = 64;
}

impl Default for RootSeed {
    /// 32 zero bytes.
    fn default() -> RootSeed {
        RootSeed(vec![0; 32])
    }
}

impl fmt::Display for RootSeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

/// A text that is no seed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoSeed;

impl fmt::Display for NoSeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a seed is 1 to {} bytes, as two hexadecimal digits each", RootSeed::MAXIMUM_LENGTH)
    }
}

impl core::error::Error for NoSeed {}

impl FromStr for RootSeed {
    type Err = NoSeed;

    fn from_str(text: &str) -> Result<RootSeed, NoSeed> {
        match hex::decode(text) {
            Ok(bytes) if (1..=RootSeed::MAXIMUM_LENGTH).contains(&bytes.len()) => Ok(RootSeed(bytes)),
            _ => Err(NoSeed),
        }
    }
}

/// A source of random values. What it gives depends on the seed it starts from and on what was drawn before, and on
/// nothing else.
#[derive(Clone, Debug)]
pub struct Random {
    seed: Seed<Octets>,
    drawn: u32,
}

impl Random {
    /// The randomness of one case, independent of which other cases are made.
    ///
    /// ```text
    /// case_seed = random(random(random(Hash(root), kind, 0), "suite", suite), "case", index)
    /// ```
    ///
    /// `suite` is 0 for a kind without suites.
    pub fn of_case(root: &RootSeed, kind: Kind, suite: Option<CipherSuite>, index: u32) -> Random {
        let root = Seed { bytes: Octets::hash(KDF, &Octets::from(root.0.as_slice())) };
        let of_kind = derive_seed(KDF, &root, kind.name().as_bytes(), 0);
        let of_suite = derive_seed(KDF, &of_kind, b"suite", suite.map_or(0, |suite| suite.value().into()));
        Random { seed: derive_seed(KDF, &of_suite, b"case", index), drawn: 0 }
    }

    /// The next `length` bytes.
    pub fn octets(&mut self, length: usize) -> Octets {
        let mut octets = Octets::literal(&[]);
        for start in (0..length).step_by(BLOCK) {
            octets = octets.concat(&self.draw(b"bytes", BLOCK.min(length - start)));
        }
        octets
    }

    /// The next `length` bytes, as a case has them.
    pub fn hex(&mut self, length: usize) -> Hex {
        Hex(self.octets(length).into())
    }

    /// The next number below `n`; 0 if `n` is 0. The bias is that of a 64-bit number taken modulo `n`.
    pub fn below(&mut self, n: usize) -> usize {
        let drawn = self.draw(b"number", 8);
        let number = drawn.as_slice().iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        let n = u64::try_from(n).unwrap_or(u64::MAX);
        usize::try_from(number.checked_rem(n).unwrap_or(0)).unwrap_or(0)
    }

    /// The next number from `first` to `last`; `first` if that is the greater.
    pub fn from_to(&mut self, first: usize, last: usize) -> usize {
        first.saturating_add(self.below(last.saturating_sub(first).saturating_add(1)))
    }

    /// The next 32-bit number.
    pub fn u32(&mut self) -> u32 {
        let drawn = self.draw(b"number", 4);
        drawn.as_slice().iter().fold(0, |number, byte| number << 8 | u32::from(*byte))
    }

    /// A coin that is tossed.
    pub fn flip(&mut self) -> bool {
        self.below(2) == 1
    }

    /// The next seed for an operation of the specification.
    pub fn seed(&mut self, suite: CipherSuite) -> Seed<Octets> {
        Seed { bytes: self.draw(b"seed", suite.kdf_nh()) }
    }

    /// A source of its own: drawing from either leaves the other as it is.
    pub fn fork(&mut self) -> Random {
        Random { seed: Seed { bytes: self.draw(b"fork", KDF.kdf_nh()) }, drawn: 0 }
    }

    fn draw(&mut self, label: &[u8], length: usize) -> Octets {
        self.drawn = self.drawn.wrapping_add(1);
        random(KDF, &self.seed, label, self.drawn, length)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::{NoSeed, Random, RootSeed};
    use pleach_spec::algebra::Bytes;
    use pleach_spec::cipher_suite::CipherSuite;
    use pleach_vectors::Kind;

    const SUITE: CipherSuite = CipherSuite::X25519Aes128GcmSha256Ed25519;

    fn of(seed: &str, kind: Kind, suite: Option<CipherSuite>, index: u32) -> Vec<u8> {
        Random::of_case(&seed.parse().unwrap(), kind, suite, index).octets(16).into()
    }

    #[test]
    fn seed_kind_suite_and_index_each_make_a_difference() {
        let one = of("00", Kind::Welcome, Some(SUITE), 0);
        assert_eq!(one, of("00", Kind::Welcome, Some(SUITE), 0));
        assert_ne!(one, of("0000", Kind::Welcome, Some(SUITE), 0));
        assert_ne!(one, of("00", Kind::TreeKem, Some(SUITE), 0));
        assert_ne!(one, of("00", Kind::Welcome, None, 0));
        assert_ne!(one, of("00", Kind::Welcome, Some(SUITE), 1));
    }

    #[test]
    fn draws_differ_and_have_the_length_asked_for() {
        let mut random = Random::of_case(&RootSeed::default(), Kind::Welcome, None, 0);
        assert_ne!(random.octets(32), random.octets(32));
        for length in [0, 1, 8192, 8193, 40_000] {
            assert_eq!(random.octets(length).length(), length);
        }
        let mut fork = random.fork();
        assert_ne!(random.octets(32), fork.octets(32));
        assert_eq!(random.seed(SUITE).bytes.length(), 32);
    }

    #[test]
    fn numbers_are_below_their_bound_and_take_every_value() {
        let mut random = Random::of_case(&RootSeed::default(), Kind::Welcome, None, 0);
        let mut seen = [0; 3];
        for _ in 0..100 {
            seen[random.below(3)] += 1;
        }
        assert!(seen.iter().all(|count| *count > 0), "{seen:?}");
        assert_eq!((random.below(1), random.below(0), random.from_to(5, 5), random.from_to(7, 2)), (0, 0, 5, 7));
    }

    #[test]
    fn a_seed_has_1_to_64_bytes() {
        assert_eq!(RootSeed::default().to_string(), "00".repeat(32));
        assert_eq!("00FF".parse::<RootSeed>().unwrap().to_string(), "00ff");
        assert!("ab".repeat(64).parse::<RootSeed>().is_ok());
        for text in ["", "0", "0g", &"00".repeat(65), "0x00"] {
            assert_eq!(text.parse::<RootSeed>(), Err(NoSeed), "{text}");
        }
    }
}
