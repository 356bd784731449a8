//! A few published test vectors of each primitive. The working group's vectors of MLS go through the
//! specification, elsewhere; these tell which primitive is at fault.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use pleach_spec::algebra::{Bytes, Crypto};
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec_concrete::Octets;
use support::{hex, text};

const X25519: CipherSuite = CipherSuite::X25519Aes128GcmSha256Ed25519;
const P256: CipherSuite = CipherSuite::P256Aes128GcmSha256P256;
const CHACHA: CipherSuite = CipherSuite::X25519ChaCha20Poly1305Sha256Ed25519;
const X448: CipherSuite = CipherSuite::X448Aes256GcmSha512Ed448;
const P521: CipherSuite = CipherSuite::P521Aes256GcmSha512P521;
const P384: CipherSuite = CipherSuite::P384Aes256GcmSha384P384;

/// FIPS 180-4, the example "abc".
#[test]
fn sha2() {
    let cases = [
        (X25519, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            P384,
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed
             8086072ba1e7cc2358baeca134c825a7",
        ),
        (
            X448,
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a
             2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        ),
    ];
    for (suite, digest) in cases {
        assert_eq!(Octets::hash(suite, &text("abc")), hex(digest));
    }
}

/// RFC 4231, Section 4.3.
#[test]
fn hmac() {
    let cases = [
        (X25519, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        (
            P384,
            "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e
             8e2240ca5e69e2c78b3239ecfab21649",
        ),
        (
            X448,
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554
             9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
        ),
    ];
    for (suite, tag) in cases {
        let data = text("what do ya want for nothing?");
        assert_eq!(Octets::mac(suite, &text("Jefe"), &data), hex(tag));
    }
}

/// RFC 5869, Appendix A.1 and Appendix A.3.
#[test]
fn hkdf() {
    let cases = [
        (
            "000102030405060708090a0b0c",
            "f0f1f2f3f4f5f6f7f8f9",
            "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        ),
        (
            "",
            "",
            "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
        ),
    ];
    for (salt, info, prk, okm) in cases {
        let ikm = Octets::from([0x0b; 22]);
        assert_eq!(Octets::kdf_extract(X25519, &hex(salt), &ikm), hex(prk));
        assert_eq!(Octets::kdf_expand(X25519, &hex(prk), &hex(info), 42), hex(okm));
    }
}

/// `HKDF-Expand` with the PRKs of odd lengths is HMAC with them: RFC 5869, Section 2.3, `T(1)`.
#[test]
fn expand_uses_the_whole_prk() {
    for suite in [X25519, P384, X448] {
        for length in [1, suite.kdf_nh() - 1, suite.kdf_nh() + 1, 200] {
            let prk = Octets::from(vec![0x0b; length]);
            let first_block = Octets::mac(suite, &prk, &hex("aa01"));
            let okm = Octets::kdf_expand(suite, &prk, &hex("aa"), suite.kdf_nh());
            assert_eq!(okm, first_block);
        }
    }
}

fn check_aead(suite: CipherSuite, [key, nonce, aad, plaintext, ciphertext, tag]: [&str; 6]) {
    let (key, nonce, aad, plaintext) = (hex(key), hex(nonce), hex(aad), hex(plaintext));
    let sealed = hex(ciphertext).concat(&hex(tag));
    let made = Octets::aead_seal(suite, &key, &nonce, &aad, &plaintext);
    assert_eq!(made.as_ref(), Some(&sealed));
    let opened = Octets::aead_open(suite, &key, &nonce, &aad, &sealed);
    assert_eq!(opened, Some(plaintext));
}

/// The test cases 4 and 16 of the submission of GCM to NIST.
#[test]
fn aes_gcm() {
    let nonce = "cafebabefacedbaddecaf888";
    let aad = "feedfacedeadbeeffeedfacedeadbeefabaddad2";
    let plaintext = "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
                     1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39";
    let key = "feffe9928665731c6d6a8f9467308308";
    let ciphertext = "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e
                      21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091";
    let tag = "5bc94fbc3221a5db94fae95ae7121a47";
    check_aead(P256, [key, nonce, aad, plaintext, ciphertext, tag]);

    let key = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308";
    let ciphertext = "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
                      8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662";
    let tag = "76fc6ece0f4e1768cddf8853bb2d551b";
    check_aead(P521, [key, nonce, aad, plaintext, ciphertext, tag]);
}

/// RFC 8439, Section 2.8.2.
#[test]
fn chacha20_poly1305() {
    let key = "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f";
    let nonce = "070000004041424344454647";
    let aad = "50515253c0c1c2c3c4c5c6c7";
    let plaintext = "4c616469657320616e642047656e746c656d656e206f662074686520636c6173
                     73206f66202739393a204966204920636f756c64206f6666657220796f75206f
                     6e6c79206f6e652074697020666f7220746865206675747572652c2073756e73
                     637265656e20776f756c642062652069742e";
    let ciphertext = "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d6
                      3dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b36
                      92ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc
                      3ff4def08e4b7a9de576d26586cec64b6116";
    let tag = "1ae10b594f09e26a7e902ecbd0600691";
    check_aead(CHACHA, [key, nonce, aad, plaintext, ciphertext, tag]);
}

/// The base setup of an appendix of RFC 9180. The encapsulated key is the ephemeral public key.
struct Dhkem {
    suite: CipherSuite,
    ikm_e: &'static str,
    sk_em: &'static str,
    enc: &'static str,
    ikm_r: &'static str,
    sk_rm: &'static str,
    pk_rm: &'static str,
    shared_secret: &'static str,
}

const DHKEM: [Dhkem; 3] = [
    // RFC 9180, Appendix A.1.1.
    Dhkem {
        suite: X25519,
        ikm_e: "7268600d403fce431561aef583ee1613527cff655c1343f29812e66706df3234",
        sk_em: "52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736",
        enc: "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431",
        ikm_r: "6db9df30aa07dd42ee5e8181afdb977e538f5e1fec8a06223f33f7013e525037",
        sk_rm: "4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8",
        pk_rm: "3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d",
        shared_secret: "fe0e18c9f024ce43799ae393c7e8fe8fce9d218875e8227b0187c04e7d2ea1fc",
    },
    // RFC 9180, Appendix A.3.1.
    Dhkem {
        suite: P256,
        ikm_e: "4270e54ffd08d79d5928020af4686d8f6b7d35dbe470265f1f5aa22816ce860e",
        sk_em: "4995788ef4b9d6132b249ce59a77281493eb39af373d236a1fe415cb0c2d7beb",
        enc: "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac9
              8536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4",
        ikm_r: "668b37171f1072f3cf12ea8a236a45df23fc13b82af3609ad1e354f6ef817550",
        sk_rm: "f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2",
        pk_rm: "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a82
                6a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0",
        shared_secret: "c0d26aeab536609a572b07695d933b589dcf363ff9d93c93adea537aeabb8cb8",
    },
    // RFC 9180, Appendix A.6.1.
    Dhkem {
        suite: P521,
        ikm_e: "7f06ab8215105fc46aceeb2e3dc5028b44364f960426eb0d8e4026c2f8b5d7e7
                a986688f1591abf5ab753c357a5d6f0440414b4ed4ede71317772ac98d9239f70904",
        sk_em: "014784c692da35df6ecde98ee43ac425dbdd0969c0c72b42f2e708ab9d535415
                a8569bdacfcc0a114c85b8e3f26acf4d68115f8c91a66178cdbd03b7bcc5291e374b",
        enc: "040138b385ca16bb0d5fa0c0665fbbd7e69e3ee29f63991d3e9b5fa740aab8900a
              aeed46ed73a49055758425a0ce36507c54b29cc5b85a5cee6bae0cf1c21f2731ec
              e2013dc3fb7c8d21654bb161b463962ca19e8c654ff24c94dd2898de12051f1ed06
              92237fb02b2f8d1dc1c73e9b366b529eb436e98a996ee522aef863dd5739d2f29b0",
        ikm_r: "2ad954bbe39b7122529f7dde780bff626cd97f850d0784a432784e69d86eccaa
                de43b6c10a8ffdb94bf943c6da479db137914ec835a7e715e36e45e29b587bab3bf1",
        sk_rm: "01462680369ae375e4b3791070a7458ed527842f6a98a79ff5e0d4cbde83c271
                96a3916956655523a6a2556a7af62c5cadabe2ef9da3760bb21e005202f7b2462847",
        pk_rm: "0401b45498c1714e2dce167d3caf162e45e0642afc7ed435df7902ccae0e84ba0f
                7d373f646b7738bbbdca11ed91bdeae3cdcba3301f2457be452f271fa6837580e6
                61012af49583a62e48d44bed350c7118c0d8dc861c238c72a2bda17f64704f464b
                57338e7f40b60959480c0e58e6559b190d81663ed816e523b6b6a418f66d2451ec64",
        shared_secret: "776ab421302f6eff7d7cb5cb1adaea0cd50872c71c2d63c30c4f1d5e43653336
                        fef33b103c67e7a98add2d3b66e2fda95b5b2a667aa9dac7e59cc1d46d30e818",
    },
];

#[test]
fn dhkem() {
    for case in DHKEM {
        let suite = case.suite;
        for (ikm, private_key, public_key) in [(case.ikm_e, case.sk_em, case.enc), (case.ikm_r, case.sk_rm, case.pk_rm)]
        {
            let derived = Octets::kem_derive_private_key(suite, &hex(ikm));
            assert_eq!(derived, hex(private_key));
            assert_eq!(Octets::kem_public_key(suite, &derived), Some(hex(public_key)));
        }
        let (shared_secret, enc) = (hex(case.shared_secret), hex(case.enc));
        let decapsulated = Octets::kem_decap(suite, &enc, &hex(case.sk_rm));
        assert_eq!(decapsulated.as_ref(), Some(&shared_secret));
        let encapsulated = Octets::kem_encap(suite, &hex(case.pk_rm), &hex(case.ikm_e));
        assert_eq!(encapsulated, Some((shared_secret, enc)));
    }
}

/// One signature. With empty randomness, ECDSA is that of RFC 6979.
struct Signing {
    suite: CipherSuite,
    private_key: &'static str,
    public_key: &'static str,
    message: &'static str,
    signature: &'static str,
}

const SIGNING: [Signing; 7] = [
    // RFC 8032, Section 7.1, tests 1 and 2.
    Signing {
        suite: X25519,
        private_key: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        public_key: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        message: "",
        signature: "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155
                    5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    },
    Signing {
        suite: X25519,
        private_key: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        public_key: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        message: "72",
        signature: "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da
                    085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    },
    // RFC 8032, Section 7.4, "Blank" and "1 octet".
    Signing {
        suite: X448,
        private_key: "6c82a562cb808d10d632be89c8513ebf6c929f34ddfa8c9f63c9960ef6e348a3
                      528c8a3fcc2f044e39a3fc5b94492f8f032e7549a20098f95b",
        public_key: "5fd7449b59b461fd2ce787ec616ad46a1da1342485a70e1f8a0ea75d80e96778
                     edf124769b46c7061bd6783df1e50f6cd1fa1abeafe8256180",
        message: "",
        signature: "533a37f6bbe457251f023c0d88f976ae2dfb504a843e34d2074fd823d41a591f
                    2b233f034f628281f2fd7a22ddd47d7828c59bd0a21bfd3980ff0d2028d4b18a
                    9df63e006c5d1c2d345b925d8dc00b4104852db99ac5c7cdda8530a113a0f4db
                    b61149f05a7363268c71d95808ff2e652600",
    },
    Signing {
        suite: X448,
        private_key: "c4eab05d357007c632f3dbb48489924d552b08fe0c353a0d4a1f00acda2c463a
                      fbea67c5e8d2877c5e3bc397a659949ef8021e954e0a12274e",
        public_key: "43ba28f430cdff456ae531545f7ecd0ac834a55d9358c0372bfa0c6c6798c086
                     6aea01eb00742802b8438ea4cb82169c235160627b4c3a9480",
        message: "03",
        signature: "26b8f91727bd62897af15e41eb43c377efb9c610d48f2335cb0bd0087810f435
                    2541b143c4b981b7e18f62de8ccdf633fc1bf037ab7cd779805e0dbcc0aae1cb
                    cee1afb2e027df36bc04dcecbf154336c19f0af7e0a6472905e799f1953d2a0f
                    f3348ab21aa4adafd1d234441cf807c03a00",
    },
    // RFC 6979, Appendix A.2.5, Appendix A.2.6 and Appendix A.2.7: the message "sample", with the hash of the suite.
    Signing {
        suite: P256,
        private_key: "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721",
        public_key: "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6
                     7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299",
        message: "73616d706c65",
        signature: "3046
            022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716
            022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
    },
    Signing {
        suite: P384,
        private_key: "6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d8
                      96d5724e4c70a825f872c9ea60d2edf5",
        public_key: "04ec3a4e415b4e19a4568618029f427fa5da9a8bc4ae92e02e06aae5286b300c64
                     def8f0ea9055866064a254515480bc13
                     8015d9b72d7d57244ea8ef9ac0c621896708a59367f9dfb9f54ca84b3f1c9db1
                     288b231c3ae0d4fe7344fd2533264720",
        message: "73616d706c65",
        signature: "3066
            02310094edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c
                  81a648152e44acf96e36dd1e80fabe46
            02310099ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94f
                  a329c145786e679e7b82c71a38628ac8",
    },
    Signing {
        suite: P521,
        private_key: "00fad06daa62ba3b25d2fb40133da757205de67f5bb0018fee8c86e1b68c7e75ca
                      a896eb32f1f47c70855836a6d16fcc1466f6d8fbec67db89ec0c08b0e996b83538",
        public_key: "0401894550d0785932e00eaa23b694f213f8c3121f86dc97a04e5a7167db4e5bcd3
                     71123d46e45db6b5d5370a7f20fb633155d38ffa16d2bd761dcac474b9a2f5023a4
                     00493101c962cd4d2fddf782285e64584139c2f91b47f87ff82354d6630f746a28
                     a0db25741b5b34a828008b22acc23f924faafbd4d33f81ea66956dfeaa2bfdfcf5",
        message: "73616d706c65",
        signature: "308187
            024200c328fafcbd79dd77850370c46325d987cb525569fb63c5d3bc53950e6d4c5f17
                  4e25a1ee9017b5d450606add152b534931d7d4e8455cc91f9b15bf05ec36e377fa
            0241617cce7cf5064806c467f678d3b4080d6f1cc50af26ca209417308281b68af2826
                  23eaa63e5b5c0723d8b8c37ff0777b1a20f8ccb1dccc43997f1ee0e44da4a67a",
    },
];

#[test]
fn signatures() {
    for case in SIGNING {
        let (private_key, public_key) = (hex(case.private_key), hex(case.public_key));
        let (message, signature) = (hex(case.message), hex(case.signature));
        let suite = case.suite;
        let derived = Octets::signature_public_key(suite, &private_key);
        assert_eq!(derived.as_ref(), Some(&public_key));
        assert!(Octets::signature_is_public_key(suite, &public_key));
        let made = Octets::signature_sign(suite, &private_key, &message, &hex(""));
        assert_eq!(made.as_ref(), Some(&signature));
        assert!(Octets::signature_verify(suite, &public_key, &message, &signature));
    }
}
