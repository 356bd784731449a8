//! Private keys in the length that the format demands.

/// The private key of an elliptic curve with its leading zero bytes, KEM or signature scheme alike.
///
/// The format wants them: a field element as octet string is as long as the field. Published files lack them,
/// for P-521, whose first byte is mostly zero. What is no key of a NIST curve, or is too long, stays as it is.
pub(crate) fn padded_private_key(suite: u16, private_key: &[u8]) -> Vec<u8> {
    let length = match suite {
        2 => 32,
        5 => 66,
        7 => 48,
        _ => 0,
    };
    let mut padded = vec![0; length.max(private_key.len()) - private_key.len()];
    padded.extend_from_slice(private_key);
    padded
}

#[cfg(test)]
mod tests {
    use super::padded_private_key;

    #[test]
    fn keys_of_nist_curves_are_padded_on_the_left() {
        let padded = padded_private_key(5, &[7; 65]);
        assert_eq!((padded.len(), padded[0], padded[1]), (66, 0, 7));
        assert_eq!(padded_private_key(5, &[7; 67]), [7; 67]);
        assert_eq!(padded_private_key(1, &[7; 31]), [7; 31]);
    }
}
