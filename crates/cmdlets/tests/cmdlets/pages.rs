//! The pages of docs/cmdlets, made of the declarations of the cmdlets.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use shell::help::{About, Topic};

use crate::world::with_world;

#[test]
fn the_committed_pages_are_what_the_declarations_say() {
    with_world(|world| {
        let pages = pages(&world.topics());
        if std::env::var_os("SWITCHBACK_WRITE_CMDLET_PAGES").is_some() {
            write_all(&pages);
        }
        let committed = committed();
        let names = pages.keys().chain(committed.keys());
        let mut differing: Vec<_> = names.filter(|name| pages.get(*name) != committed.get(*name)).collect();
        differing.dedup();
        assert!(
            differing.is_empty(),
            "docs/cmdlets is not what the declarations say ({differing:?}); where the change is meant, run \
             `cargo xtask cmdlet-pages`"
        );
    });
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/cmdlets")
}

/// The pages that are there, by the names of their files.
fn committed() -> BTreeMap<String, String> {
    let Ok(entries) = fs::read_dir(folder()) else { return BTreeMap::new() };
    let page = |path: PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, fs::read_to_string(&path).unwrap())
    };
    entries.map(|entry| page(entry.unwrap().path())).collect()
}

/// Writes the pages; those of cmdlets that are gone go, too.
fn write_all(pages: &BTreeMap<String, String>) {
    fs::create_dir_all(folder()).unwrap();
    for gone in committed().keys().filter(|name| !pages.contains_key(*name)) {
        fs::remove_file(folder().join(gone)).unwrap();
    }
    for (name, text) in pages {
        fs::write(folder().join(name), text).unwrap();
    }
}

/// A page for each cmdlet and one that lists them, by the names of their files.
fn pages(topics: &[Topic]) -> BTreeMap<String, String> {
    let mut pages: BTreeMap<String, String> =
        topics.iter().map(|topic| (format!("{}.md", topic.name), page(topic, topics))).collect();
    pages.insert("README.md".to_owned(), index(topics));
    pages
}

fn index(topics: &[Topic]) -> String {
    let mut sorted: Vec<&Topic> = topics.iter().collect();
    sorted.sort_by_key(|topic| (noun(topic), topic.name.as_str()));
    let mut text = "# The cmdlets\n\n\
         What each Response Group cmdlet does and how it is called. `Get-Help NAME -Full` shows the same in the \
         management shell. [guide.md](../guide.md) goes through the tasks that they are for.\n\n\
         | cmdlet | |\n|---|---|\n"
        .to_owned();
    for topic in sorted {
        writeln!(text, "| [{0}]({0}.md) | {1} |", topic.name, cell(&topic.synopsis)).unwrap();
    }
    text
}

fn page(topic: &Topic, all: &[Topic]) -> String {
    let mut text =
        format!("# {}\n\n{}\n\n{}\n", topic.name, prose(&topic.synopsis), prose(&topic.description));
    let syntax: Vec<_> = topic.syntax.iter().map(|line| folded(line)).collect();
    write!(text, "\n```text\n{}\n```\n", syntax.join("\n\n")).unwrap();
    if !topic.parameters.is_empty() {
        text.push_str(
            "\n## Parameters\n\n| | type | required | position | pipeline | |\n|---|---|---|---|---|---|\n",
        );
        topic.parameters.iter().for_each(|about| text.push_str(&parameter(about)));
    }
    text.push_str(
        "\nThe common parameters of PowerShell, such as `-ErrorAction` and `-Verbose`, are taken as well.\n",
    );
    write!(
        text,
        "\n## Input and output\n\nInput: {}\n\nOutput: {}\n",
        prose(&topic.input),
        prose(&topic.output)
    )
    .unwrap();
    text.push_str("\n## Examples\n");
    for sample in &topic.examples {
        write!(text, "\n{}\n\n```powershell\n{}\n```\n", prose(&sample.about), sample.code).unwrap();
    }
    let others = all.iter().filter(|other| noun(other) == noun(topic) && other.name != topic.name);
    let links: Vec<_> = others.map(|other| format!("[{0}]({0}.md)", other.name)).collect();
    text.push_str("\n## See also\n\n");
    writeln!(text, "{}", [links, vec!["[all cmdlets](README.md)".to_owned()]].concat().join(" · ")).unwrap();
    text
}

/// A line of syntax on several lines, broken before a parameter.
fn folded(line: &str) -> String {
    let mut text = String::new();
    let mut length = 0;
    for (at, word) in line.split(' ').enumerate() {
        if at > 0 && length + word.len() >= LINE_MAX && word.starts_with(['[', '-']) {
            text.push_str("\n    ");
            length = 4;
        } else if at > 0 {
            text.push(' ');
            length += 1;
        }
        text.push_str(word);
        length += word.len();
    }
    text
}

/// Columns after which a line of syntax is broken.
const LINE_MAX: usize = 90;

/// A row of the table of parameters.
fn parameter(about: &About) -> String {
    let mut help = cell(&about.help);
    if !about.values.is_empty() {
        write!(help, " Accepted: {}.", about.values).unwrap();
    }
    if !about.aliases.is_empty() {
        let aliases: Vec<_> = about.aliases.iter().map(|alias| format!("`-{alias}`")).collect();
        write!(help, " Also {}.", aliases.join(", ")).unwrap();
    }
    let required = if about.is_mandatory { "yes" } else { "" };
    let position = about.position.map_or_else(String::new, |place| place.to_string());
    format!(
        "| `-{}` | `{}` | {required} | {position} | {} | {help} |\n",
        about.name,
        about.of,
        about.piped.join(", ")
    )
}

fn noun(topic: &Topic) -> &str {
    topic.name.split_once('-').map_or(&topic.name, |(_, noun)| noun)
}

/// Text that Markdown shows as it is.
fn prose(text: &str) -> String {
    text.replace('<', "&lt;").replace('*', "\\*")
}

/// Text in a cell of a table.
fn cell(text: &str) -> String {
    prose(text).replace('|', "\\|").replace('\n', " ")
}
