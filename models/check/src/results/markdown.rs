//! Tables in Markdown.

/// A table: its head, and its rows. A bar in a cell would end it.
pub(super) fn table<const N: usize>(head: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> String {
    let mut text = line(&head.map(str::to_owned));
    text.push_str(&line(&head.map(|_| "---".to_owned())));
    for row in rows {
        text.push_str(&line(&row.map(|cell| cell.replace('|', "\\|").replace('\n', " "))));
    }
    text
}

fn line(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// A file, and in brackets what is on.
pub(super) fn variant(file: &str, switches: &[String]) -> String {
    let switches: Vec<String> = switches.iter().map(|name| format!("`{name}`")).collect();
    if switches.is_empty() { format!("`{file}`") } else { format!("`{file}` {}", switches.join(" ")) }
}

/// The time of a run.
pub(super) fn seconds(seconds: Option<f64>) -> String {
    seconds.map_or("-".to_owned(), |seconds| format!("{seconds:.2}"))
}
