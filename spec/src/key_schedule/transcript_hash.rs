//! RFC 9420, Section 8.2: transcript hashes.
//!
//! Choice: this section has both be the empty string in epoch 0. RFC 9420, Section 11 has the creator compute the
//! interim one from the empty confirmed one and a confirmation tag, as whoever joins in epoch 0 also does with
//! the tag of the GroupInfo. The latter is what is done.

use crate::algebra::Crypto;
use crate::cipher_suite::CipherSuite;
use crate::codec::encode_opaque;
use crate::framing::content::{FramedContent, encode_framed_content};
use crate::framing::{WireFormat, encode_wire_format};

/// The hash of all Commits up to the signature of this one.
///
/// ```text
/// struct {
///     WireFormat wire_format;
///     FramedContent content; /* with content_type == commit */
///     opaque signature<V>;
/// } ConfirmedTranscriptHashInput;
///
/// confirmed_transcript_hash_[epoch] =
///     Hash(interim_transcript_hash_[epoch - 1] || ConfirmedTranscriptHashInput_[epoch])
/// ```
///
/// Vectors: `transcript-hashes`, field `confirmed_transcript_hash_after`.
pub fn confirmed_transcript_hash<B: Crypto>(
    suite: CipherSuite,
    interim_transcript_hash: &B,
    wire_format: WireFormat,
    content: &FramedContent<B>,
    signature: &B,
) -> B {
    let input =
        encode_wire_format::<B>(wire_format).concat(&encode_framed_content(content)).concat(&encode_opaque(signature));
    B::hash(suite, &interim_transcript_hash.concat(&input))
}

/// The hash of all Commits up to the confirmation tag of the last one.
///
/// ```text
/// struct {
///     MAC confirmation_tag;
/// } InterimTranscriptHashInput;
///
/// interim_transcript_hash_[epoch] =
///     Hash(confirmed_transcript_hash_[epoch] || InterimTranscriptHashInput_[epoch])
/// ```
///
/// Vectors: `transcript-hashes`, field `interim_transcript_hash_after`.
pub fn interim_transcript_hash<B: Crypto>(
    suite: CipherSuite,
    confirmed_transcript_hash: &B,
    confirmation_tag: &B,
) -> B {
    let input = encode_opaque(confirmation_tag);
    B::hash(suite, &confirmed_transcript_hash.concat(&input))
}
