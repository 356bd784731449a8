//! Every citation has the one form, `RFC 9420, Section 7.9.2`, and names a heading that exists.

use std::collections::HashSet;
use std::fs;

use regex::{Captures, Regex};

use crate::source::{files_below, workspace};

/// A lower bound of what the workspace cites, so that finding nothing is a failure.
const FEWEST_CITATIONS: usize = 450;

const PLACE: &str = r"(?:Section [0-9]+(?:\.[0-9]+)*|Appendix [A-Z]\b(?:\.[0-9]+)*)";

/// What a citation looks like that has another form, after those of the one form became `@`.
const OTHER_FORMS: &str = concat!(
    r"\bRFC-?9420|§ ?[0-9]|\b[Ss]ec\. ?[0-9]|\b[Ss]ections? [0-9][0-9.]*",
    r"|\b[Aa]ppendi(?:x|ces) [A-Z]\b|@ ?(?:-|–|to |through )[0-9]",
);

/// How the drafts of the RFC are called; in two parts, so that this file holds none.
const DRAFT: &str = concat!("draft-ietf", "-mls");

struct Grammar {
    citation: Regex,
    place: Regex,
    other_forms: Regex,
    headings: HashSet<String>,
}

/// What one file cites.
#[derive(Default)]
struct Findings {
    citations: usize,
    /// The line, and what is wrong there.
    complaints: Vec<(usize, String)>,
}

impl Grammar {
    fn new() -> Grammar {
        let citation = format!(r"\bRFC ([0-9]+), ({PLACE}(?:(?:,|,? and|,? or| to) {PLACE})*)");
        Grammar {
            citation: Regex::new(&citation).expect("the pattern is valid"),
            place: Regex::new(PLACE).expect("the pattern is valid"),
            other_forms: Regex::new(OTHER_FORMS).expect("the pattern is valid"),
            headings: headings(),
        }
    }

    fn check(&self, text: &str) -> Findings {
        let (flat, starts) = flatten(text);
        let line = |offset: usize| starts.partition_point(|start| *start <= offset);
        let mut findings = Findings::default();
        for found in self.citation.captures_iter(&flat) {
            let (whole, [rfc, places]) = found.extract();
            let offset = whole.as_ptr() as usize - flat.as_ptr() as usize;
            for place in self.place.find_iter(places) {
                findings.citations += usize::from(rfc == "9420");
                if rfc == "9420" && !self.headings.contains(place.as_str()) {
                    let complaint = format!("RFC 9420 has no {}", place.as_str());
                    findings.complaints.push((line(offset), complaint));
                }
            }
        }
        let rest = self.citation.replace_all(&flat, |found: &Captures<'_>| "@".repeat(found[0].len()));
        for found in self.other_forms.find_iter(&rest) {
            let complaint = format!("\"{}\": write RFC N, Section X", found.as_str());
            findings.complaints.push((line(found.start()), complaint));
        }
        for (offset, _) in flat.match_indices(DRAFT) {
            let complaint = "cites a draft of the RFC".to_string();
            findings.complaints.push((line(offset), complaint));
        }
        findings
    }
}

/// The headings as [`PLACE`] has them.
pub(crate) fn headings() -> HashSet<String> {
    let path = workspace().join("test-vectors/rfc9420-sections.txt");
    let list = fs::read_to_string(path).expect("the list of headings can be read");
    let headings: HashSet<String> = list
        .lines()
        .filter_map(|line| line.split('\t').next())
        .map(|heading| match heading.starts_with("Appendix") {
            true => heading.to_string(),
            false => format!("Section {heading}"),
        })
        .collect();
    assert_eq!(headings.len(), 122);
    headings
}

/// The text as one line without the marks of comments, and where each line starts in it.
fn flatten(text: &str) -> (String, Vec<usize>) {
    let mut flat = String::new();
    let mut starts = Vec::new();
    for line in text.lines() {
        starts.push(flat.len());
        flat.push_str(line.trim_start().trim_start_matches(['/', '!', '#', '>']).trim());
        flat.push(' ');
    }
    (flat, starts)
}

#[test]
fn every_citation_has_the_one_form_and_a_heading() {
    let grammar = Grammar::new();
    let files = files_below(&workspace(), &["rs", "md", "toml"]);
    let mut complaints = Vec::new();
    let mut citations = 0;
    for file in files {
        let findings = grammar.check(&file.text);
        citations += findings.citations;
        for (line, complaint) in findings.complaints {
            complaints.push(format!("{}:{line}: {complaint}", file.path));
        }
    }
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
    println!("{citations} citations of RFC 9420");
    assert!(citations >= FEWEST_CITATIONS, "only {citations} citations");
}

/// Snippets are written with `_` for a space and `~` for nothing, so that they are no citations of this file.
fn check(snippet: &str) -> (usize, Vec<usize>) {
    let findings = Grammar::new().check(&snippet.replace('_', " ").replace('~', ""));
    let lines = findings.complaints.iter().map(|(line, _)| *line).collect();
    (findings.citations, lines)
}

#[test]
fn the_one_form_is_accepted() {
    assert_eq!(check("//! RFC_9420, Section_7.9.2."), (1, vec![]));
    assert_eq!(check("/// the tree (RFC_9420, Appendix_C)"), (1, vec![]));
    assert_eq!(check("/// RFC_9420,\n    /// Section_8.1: x"), (1, vec![]));
    assert_eq!(check("RFC_9420, Section_5.1, Section_8 and Section_9.1"), (3, vec![]));
    assert_eq!(check("RFC_9420, Section_5.1 and RFC_9180, Section_99"), (1, vec![]));
    assert_eq!(check("RFC_9420, Section_7.4 to Section_7.9"), (2, vec![]));
    assert_eq!(check("RFC_5869, Appendix_A.1"), (0, vec![]));
    assert_eq!(check("Messaging Layer Security, RFC_9420, in sections"), (0, vec![]));
}

#[test]
fn a_heading_that_does_not_exist_is_found() {
    assert_eq!(check("\n/// RFC_9420, Section_18"), (1, vec![2]));
    assert_eq!(check("RFC_9420, Section_7.9.3"), (1, vec![1]));
    assert_eq!(check("RFC_9420, Appendix_E"), (1, vec![1]));
    assert_eq!(check("RFC_9420, Appendix_C.1"), (1, vec![1]));
    assert_eq!(check("RFC_9420, Section_8.1 and Section_8.8"), (2, vec![1]));
}

#[test]
fn other_forms_are_found() {
    let others = [
        "RFC_9420 Section_5",
        "RFC~9420, Section_5",
        "RFC_9420, section_5",
        "RFC_9420, Sections_5 and 6",
        "RFC_9420, Section_5-6",
        "RFC_9420, Section_5 to 6",
        "RFC_9420 §_5",
        "Section_5.1 of RFC_9420",
        "as Section_7.3 says",
        "see Appendix_C",
    ];
    for other in others {
        let lines = check(&format!("\n// x\n// {other}\n")).1;
        assert!(lines.first() == Some(&3), "{other}: {lines:?}");
    }
}

#[test]
fn drafts_are_found() {
    assert_eq!(check(&format!("# {DRAFT}-protocol-20")), (0, vec![1]));
}
