//! Inputs that are almost right.

use std::env;

/// A generator of pseudorandom numbers (SplitMix64), so that a run can be repeated from its seed.
pub(crate) struct Random(u64);

impl Random {
    /// The seed is that of the environment variable `PLEACH_SEED`, or always the same; it is shown when a test
    /// fails.
    pub(crate) fn new(stream: &str) -> Random {
        let seed = env::var("PLEACH_SEED").map_or(20260701, |seed| seed.parse().unwrap());
        println!("{stream}: PLEACH_SEED={seed}");
        let mut random = Random(seed);
        for byte in stream.bytes() {
            random.0 = random.next() ^ u64::from(byte);
        }
        random
    }

    pub(crate) fn from_seed(seed: u64) -> Random {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number less than `bound`, which is not 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    fn byte(&mut self) -> u8 {
        self.next() as u8
    }

    fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.byte()).collect()
    }
}

/// How many mutations a test makes of each input: the environment variable `PLEACH_MUTATIONS`, or `usual`.
pub(crate) fn mutation_count(usual: usize) -> usize {
    env::var("PLEACH_MUTATIONS").map_or(usual, |count| count.parse().unwrap())
}

/// A random change of an input that is not empty; now and then two. Never the input itself.
pub(crate) fn mutated(random: &mut Random, input: &[u8]) -> Vec<u8> {
    let mut output = mutated_once(random, input);
    if random.below(4) == 0 && !output.is_empty() {
        output = mutated_once(random, &output);
    }
    if output == input {
        return mutated(random, input);
    }
    output
}

fn mutated_once(random: &mut Random, input: &[u8]) -> Vec<u8> {
    let at = random.below(input.len());
    let longest = (input.len() - at).min(1 << random.below(8));
    let end = at + 1 + random.below(longest);
    let (before, range, after) = (&input[..at], &input[at..end], &input[end..]);
    match random.below(7) {
        0 => [before, &[input[at] ^ 1 << random.below(8)], &input[at + 1..]].concat(),
        1 => [before, &random.bytes(range.len()), after].concat(),
        2 => [before, &random.bytes(range.len()), range, after].concat(),
        3 => [before, after].concat(),
        4 => before.to_vec(),
        5 => [before, range, range, after].concat(),
        _ => with_length_edited(random, input),
    }
}

/// With another length at the start of what may be a vector.
fn with_length_edited(random: &mut Random, input: &[u8]) -> Vec<u8> {
    let vectors: Vec<(usize, usize, usize)> = (0..input.len())
        .filter_map(|at| {
            let (width, length) = header(&input[at..])?;
            (at + width + length <= input.len()).then_some((at, width, length))
        })
        .collect();
    if vectors.is_empty() {
        return Vec::new();
    }
    let (at, width, length) = vectors[random.below(vectors.len())];
    let edited = match random.below(6) {
        0 => encoded_header(width, length + 1),
        1 => encoded_header(width, length.saturating_sub(1)),
        2 => encoded_header(width, 0),
        3 => encoded_header((width * 2).min(4), length),
        4 => encoded_header(4, 0x3fff_ffff),
        _ => vec![input[at] | 0xc0],
    };
    [&input[..at], &edited, &input[at + width..]].concat()
}

/// The width and the value of a vector length.
fn header(input: &[u8]) -> Option<(usize, usize)> {
    let width = *[1, 2, 4].get(usize::from(input[0] >> 6))?;
    let mut length = usize::from(input[0] & 0x3f);
    for byte in input.get(1..width)? {
        length = length << 8 | usize::from(*byte);
    }
    Some((width, length))
}

/// A vector length in the form of this width, whether it fits or not.
fn encoded_header(width: usize, length: usize) -> Vec<u8> {
    let prefix = [0, 0x00, 0x40, 0, 0x80][width];
    let mut bytes = (length as u32).to_be_bytes()[4 - width..].to_vec();
    bytes[0] = bytes[0] & 0x3f | prefix;
    bytes
}
