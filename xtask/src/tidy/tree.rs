//! The files of the tree.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

/// Every text file below the root with its path relative to it, in order of the paths. What `.gitignore`
/// names from the root (`/target`) is left out, and so are links and files that are not UTF-8.
pub(super) fn read(root: &Path) -> Result<Vec<(PathBuf, String)>> {
    let ignored = fs::read_to_string(root.join(".gitignore")).unwrap_or_default();
    let ignored = ignored.lines().filter_map(|line| line.trim().strip_prefix('/'));
    let ignored: Vec<_> = ignored.chain([".git"]).map(|path| root.join(path)).collect();
    let mut directories = vec![root.to_owned()];
    let mut files = Vec::new();
    while let Some(directory) = directories.pop() {
        for entry in
            fs::read_dir(&directory).with_context(|| format!("cannot list {}", directory.display()))?
        {
            let entry = entry?;
            let (path, kind) = (entry.path(), entry.file_type()?);
            if ignored.contains(&path) {
                continue;
            } else if kind.is_dir() {
                directories.push(path);
            } else if kind.is_file() {
                let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
                let relative = path.strip_prefix(root)?.to_owned();
                files.extend(String::from_utf8(bytes).ok().map(|text| (relative, text)));
            }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_has_this_file_and_nothing_that_was_built() {
        let paths: Vec<_> = read(crate::root()).unwrap().into_iter().map(|(path, _)| path).collect();
        assert!(paths.contains(&PathBuf::from(file!())), "{} is missing", file!());
        assert!(!paths.iter().any(|path| path.starts_with("target") || path.starts_with(".git/")));
    }
}
