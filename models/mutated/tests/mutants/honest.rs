//! With a defence off, honest members still agree.

use pleach_models::term::Term;
use pleach_spec::mutation::switch_on;

use crate::table::{Protocol, mutants};

/// Whose edits keep honest members from agreeing, which is what they are for.
const BREAKS_HONEST_RUNS: [&str; 0] = [];

#[test]
fn honest_members_agree_without_any_one_defence() {
    let mut lives = 0;
    for mutant in mutants() {
        if mutant.edit.is_empty() || BREAKS_HONEST_RUNS.contains(&&*mutant.id) {
            continue;
        }
        switch_on(&[&mutant.id]).unwrap();
        println!("{}", mutant.id);
        match mutant.protocol {
            Protocol::Art => assert_eq!(crate::art_life::scenario::<Term>().len(), 30),
            _ => assert_eq!(crate::life::scenario::<Term>().0.len(), 16),
        }
        lives += 1;
    }
    assert_eq!(lives, 3);
}
