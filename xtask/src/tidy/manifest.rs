//! A manifest with the lines on which its dependencies stand.

use toml_edit::{Document, Item, TableLike};

pub(super) struct Manifest<'a> {
    document: Document<&'a str>,
}

/// A dependency of a table.
pub(super) struct Dependency {
    /// The package, also where it goes by another name.
    pub(super) name: String,
    /// Counted from one.
    pub(super) line: usize,
    /// Whether it is a path inside the workspace.
    pub(super) is_path: bool,
}

impl<'a> Manifest<'a> {
    pub(super) fn parse(text: &'a str) -> Result<Self, toml_edit::TomlError> {
        Ok(Self { document: Document::parse(text)? })
    }

    /// The dependencies of a section such as `dev-dependencies`, those for one platform among them.
    pub(super) fn dependencies(&self, section: &str) -> Vec<Dependency> {
        let root = self.document.as_table();
        let platforms = root.get("target").and_then(Item::as_table_like);
        let platforms =
            platforms.into_iter().flat_map(TableLike::iter).filter_map(|(_, item)| item.as_table_like());
        let tables = platforms.filter_map(|platform| table(platform, section)).chain(table(root, section));
        tables.flat_map(|table| self.entries(table)).collect()
    }

    /// The dependencies that the workspace offers its members.
    pub(super) fn workspace_dependencies(&self) -> Vec<Dependency> {
        let workspace = table(self.document.as_table(), "workspace");
        let offered = workspace.and_then(|workspace| table(workspace, "dependencies"));
        offered.map(|table| self.entries(table)).unwrap_or_default()
    }

    /// Whether the manifest takes the lints of the workspace.
    pub(super) fn has_workspace_lints(&self) -> bool {
        let lints = table(self.document.as_table(), "lints");
        lints.and_then(|lints| lints.get("workspace")).and_then(Item::as_bool) == Some(true)
    }

    fn entries(&self, table: &dyn TableLike) -> Vec<Dependency> {
        let entry = |(name, item): (&str, &Item)| {
            let detail = |name| item.as_table_like().and_then(|details| details.get(name));
            let start = table.key(name).and_then(|key| key.span()).map_or(0, |span| span.start);
            Dependency {
                name: detail("package").and_then(Item::as_str).unwrap_or(name).to_owned(),
                line: 1 + self.document.raw()[..start].matches('\n').count(),
                is_path: detail("path").is_some(),
            }
        };
        table.iter().map(entry).collect()
    }
}

fn table<'a>(parent: &'a dyn TableLike, name: &str) -> Option<&'a dyn TableLike> {
    parent.get(name).and_then(Item::as_table_like)
}
