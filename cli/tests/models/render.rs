//! `pleach models render`.

use std::process::Command;

use crate::Checkout;

#[test]
fn a_variant_is_what_the_prover_gets() {
    let checkout = Checkout::new("render");
    let text = checkout.ends(0, &mut checkout.command(&["render", "one.pv", "LEAK"]));
    insta::assert_snapshot!(text);
    let path = checkout.path("proverif/one.pv");
    let mut by_path = checkout.command(&["render", path.to_str().unwrap(), "LEAK"]);
    assert_eq!(checkout.ends(0, by_path.current_dir("/")), text);
    let mut here = checkout.command(&["render", "one.pv", "LEAK"]);
    assert_eq!(checkout.ends(0, here.current_dir(checkout.path("proverif"))), text);
}

#[test]
fn what_cannot_be_rendered_is_said() {
    let checkout = Checkout::new("render_errors");
    let refused = |arguments: &[&str]| checkout.ends(2, &mut checkout.command(&[&["render"], arguments].concat()));
    assert_eq!(refused(&["one.pv", "LEEK"]), "error: one.pv: it has no switch LEEK; it has LEAK, NO_PSK\n");
    assert_eq!(refused(&["no.pv"]), "error: there is no file ROOT/models/proverif/no.pv\n");
    let text = refused(&["models/tamarin/two.spthy"]);
    assert_eq!(text, "error: models/tamarin/two.spthy: Tamarin reads switches itself: tamarin-prover -D=SWITCH\n");
}

/// Blanks and blank lines do not count.
fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

#[test]
fn the_preprocessor_of_c_gives_the_same() {
    let checkout = Checkout::new("cpp");
    for switches in [&[][..], &["LEAK"], &["NO_PSK"], &["LEAK", "NO_PSK"]] {
        let mut cpp = Command::new("cpp");
        cpp.args(["-P", "-undef", "-nostdinc"]).args(switches.iter().map(|name| format!("-D{name}")));
        let Ok(output) = cpp.arg(checkout.path("proverif/one.pv")).output() else {
            println!("skipped: there is no cpp");
            return;
        };
        let text = checkout.ends(0, checkout.command(&["render", "one.pv"]).args(switches));
        assert_eq!(words(&text), words(&String::from_utf8(output.stdout).unwrap()), "{switches:?}");
    }
}
