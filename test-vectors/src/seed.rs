//! Seeds for the creating half of a check: arbitrary, and the same on every run.

/// The length in bytes of every seed: enough for `KDF.Nh` of each cipher suite.
pub const SEED_LENGTH: usize = 64;

/// Counts through the seeds of one case. Not secret, and not meant to be: what is made with them is
/// checked and thrown away.
pub(crate) struct Seeds {
    state: u64,
}

impl Seeds {
    /// Seeds that depend on the bytes given, which should tell the case from others.
    pub(crate) fn of(case: &[&[u8]]) -> Seeds {
        // FNV-1a, 64 bits.
        let mut state: u64 = 0xcbf2_9ce4_8422_2325;
        for byte in case.iter().copied().flatten() {
            state = (state ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Seeds { state }
    }

    /// The next seed.
    pub(crate) fn next(&mut self) -> [u8; SEED_LENGTH] {
        let mut seed = [0; SEED_LENGTH];
        for chunk in seed.chunks_mut(8) {
            chunk.copy_from_slice(&self.next_word().to_be_bytes());
        }
        seed
    }

    /// SplitMix64.
    fn next_word(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.state;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }
}
