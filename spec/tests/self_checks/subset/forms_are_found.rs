//! That the checker finds what it is there to find, and nothing else.

use super::checker::check;
use super::form::Form;

fn forms(snippet: &str) -> Vec<Form> {
    let violations = check(snippet).expect("the snippet is Rust");
    violations.iter().map(|found| found.form).collect()
}

/// Snippets that hold this form once, and no other.
#[rustfmt::skip]
fn snippets(form: Form) -> Vec<String> {
    let snippets: &[&str] = match form {
        Form::Unsafe => &[
            "fn f(x: &u8) -> u8 { unsafe { g(x) } }",
            "unsafe fn f() {}",
            "unsafe impl From<u8> for T {}",
            "unsafe trait Bytes {}",
        ],
        Form::Dyn => &["fn f(x: &dyn Bytes) {}", "struct S { x: Box<dyn Bytes> }"],
        Form::Async => &["async fn f() {}", "fn f() { async {}; }"],
        Form::Closure => &["fn f() { g(|x| x) }", "const F: fn(u8) -> u8 = |x| x;"],
        Form::IteratorMethod => &[
            "fn f(v: &[u8]) { v.iter(); }",
            "fn f(v: Vec<u8>) { v.into_iter(); }",
            "fn f(v: Option<u8>) { v.map(g); }",
            "fn f(v: Option<u8>) { Option::map(v, g); }",
            "fn f(v: Vec<u8>) -> Option<u8> { core::iter::Iterator::next(v) }",
            "fn f(v: Vec<u8>) -> bool { matches!(v.iter(), x) }",
        ],
        Form::InteriorMutability => &[
            "struct S { x: RefCell<u8> }",
            "fn f(x: &core::sync::atomic::AtomicU8) {}",
            "fn f() { let x = Mutex::new(0); }",
        ],
        Form::MutableReference => &[
            "fn f(x: &mut u8) {}",
            "impl S { fn f(&mut self) {} }",
            "fn f() { let mut x = 0; g(&mut x); }",
            "fn f(x: Option<u8>) { match x { Some(ref mut y) => {} None => {} } }",
            "fn f(v: Vec<u8>) { v.get_mut(0); }",
            "fn f(x: u8) { &raw const x; }",
        ],
        Form::TraitDefinition => &["trait Suite {}", "pub trait Codec<B: Bytes> { fn f(); }"],
        Form::AssociatedType => &[
            "trait Bytes { type Key; }",
            "trait Bytes { const LENGTH: usize; }",
            "impl From<u8> for T { type Key = u8; }",
        ],
        Form::DefaultMethod => &["trait Crypto { fn f() {} }"],
        Form::TraitImplementation => &[
            "impl Default for S { fn default() -> S { S {} } }",
            "impl core::ops::Add<S> for S { fn add(self, other: S) -> S { self } }",
        ],
        Form::SlicePattern => &["fn f(v: &[u8]) { match v { [x, ..] => {} _ => {} } }"],
        Form::AtPattern => &["fn f(x: u8) { match x { y @ 1..=5 => {} _ => {} } }"],
        Form::LetChain => &[
            "fn f(x: Option<u8>) { if let Some(y) = x && y > 0 {} }",
            "fn f(x: Option<u8>) { if true && let Some(y) = x {} }",
        ],
        Form::Loop => &["fn f() { loop {} }", "fn f() { while true {} }", "fn f() { while let Some(x) = g() {} }"],
        Form::ForOverNonRange => &[
            "fn f(v: Vec<u8>) { for x in v {} }",
            "fn f(v: &[u8]) { for x in &v {} }",
            "fn f() { for x in 0.. {} }",
        ],
        Form::LoopExit => &[
            "fn f() { for i in 0..9 { return; } }",
            "fn f() { for i in 0..9 { if i == 2 { break; } } }",
            "fn f() { for i in 0..9 { match i { 0 => continue, _ => {} } } }",
            "fn f() -> Option<u8> { for i in 0..9 { g(i)?; } None }",
            "fn f() -> Option<u8> { for i in 0..9 { for j in 0..g(i)? {} } None }",
        ],
        Form::Macro => &["fn f() { println!(\"x\") }", "wire! { struct S; }", "fn f() { vec![1 => 2] }"],
        Form::MacroDefinition => &["macro_rules! m { () => {}; }"],
        Form::Index => &["fn f(v: &[u8]) -> u8 { v[0] }", "fn f(v: &[u8]) -> &[u8] { &v[1..] }", "fn f(v: &[u8]) { vec![v[0]; 4] }"],
        Form::PanickingCall => &[
            "fn f(x: Option<u8>) { x.unwrap(); }",
            "fn f(x: Option<u8>) { x.expect(\"some\"); }",
            "fn f(x: Option<u8>) { Option::unwrap(x); }",
            "fn f(v: Vec<u8>) { v.remove(0); }",
            "fn f() { panic!() }",
            "fn f() { core::unreachable!() }",
            "fn f() { todo!() }",
            "fn f(x: u8) { assert_eq!(x, 0); }",
        ],
        Form::TupleStruct => &["struct S(u8, u8);"],
        Form::Cfg => &[
            "#[cfg(feature = \"std\")] fn f() {}",
            "#[cfg_attr(feature = \"serde\", derive(Serialize))] struct S {}",
            "#[cfg(all(test, target_os = \"linux\"))] fn f() {}",
        ],
        Form::Item => &["static S: u8 = 0;", "extern crate std;", "union U { x: u8 }"],
        Form::Parameters => &["fn f(a: A, b: B, c: C, d: D, e: E, g: G, h: H) {}"],
        Form::FunctionLength => {
            let arms = "A => 0,\n".repeat(40);
            return vec![
                format!("fn f() {{\n{}}}", "g();\n".repeat(39)),
                format!("fn f() {{\n{}match x {{\n{arms}}}\n}}", "g();\n".repeat(9)),
                format!("fn f() {{\nmatch x {{\nA => {{\n{}}}\n}}\n}}", "g();\n".repeat(39)),
            ];
        }
        Form::FileLength => return vec!["\n".repeat(301)],
    };
    snippets.iter().map(ToString::to_string).collect()
}

#[test]
fn every_forbidden_form_is_found_once() {
    for form in Form::ALL {
        for snippet in snippets(*form) {
            assert_eq!(forms(&snippet), [*form], "{form}: {snippet}");
        }
    }
}

#[test]
fn the_line_and_the_item_are_told() {
    let text = "//! Doc.\n\nimpl S {\n    fn f(v: &[u8]) -> u8 {\n        v[0]\n    }\n}\n";
    let found = check(text).expect("the snippet is Rust");
    assert_eq!((found[0].line, found[0].item.as_str()), (5, "S::f"));
}

#[test]
fn the_subset_is_accepted() {
    let arms = "A => 0,\n".repeat(200);
    let long_match = format!("fn f(x: X) -> u8 {{\nmatch x {{\n{arms}}}\n}}");
    let accepted = [
        "fn f<B: Bytes>(x: &B, g: fn(&B) -> Option<u8>) -> Option<u8> { let y = g(x)?; Some(y) }",
        "fn f(n: usize) -> u8 { let mut v = Vec::new(); for i in 0..n { v.push(i); } return 0; }",
        "fn f(n: usize) { for i in (0..=n) { g(i); } }",
        "fn f() -> Option<()> { for i in 0..g()? {} None }",
        "fn f(v: &[u8]) -> u8 { match v.get(0) { Some(x) => *x, None => 0 } }",
        "fn f(tree: Tree) -> Tree { let mut tree = tree; tree.n = 1; tree }",
        "fn f(x: Option<u8>) -> Option<u8> { let Some(y) = x else { return None }; Some(y) }",
        "fn f(x: Option<u8>) -> u8 { if let Some(y) = x { y } else { x.unwrap_or(0) } }",
        "fn f(x: u8) -> bool { matches!(x, 1 | 2 if x > 0) && vec![0u8; 4] == vec![1, 2] }",
        "impl fmt::Debug for S { fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, \"{}\", 1) } }",
        "trait Crypto: Bytes { fn f(&self) -> Self; }",
        "fn f(tree: Tree) -> Tree { add_remove::remove(tree) }",
        "#[derive(Clone, Default)] struct S(u8);",
        "enum E { A(u8, u8), B { x: u8 } }",
        "#[cfg(hax)] fn f() {}",
        "#[cfg_attr(not(hax), allow(dead_code))] fn f() {}",
        "#[hax_lib::ensures(|x| x.0 < n)] fn f(n: u8) -> S { S(n) }",
        "#[cfg(test)] mod tests { fn f(v: Vec<u8>) { v.iter().map(|x| x[0].unwrap()); } }",
        &long_match,
    ];
    for snippet in accepted {
        assert_eq!(forms(snippet), [], "{snippet}");
    }
}
