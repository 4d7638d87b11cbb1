use std::io::{self, IsTerminal as _};

use comfy_table::{ContentArrangement, Table, presets};

/// Rows under headings: fitted to the terminal, or with tabs between the columns for programs.
pub(crate) fn table<const N: usize>(headings: [&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    if !io::stdout().is_terminal() {
        let lines = rows.map(|row| row.join("\t"));
        return std::iter::once(headings.join("\t")).chain(lines).collect::<Vec<_>>().join("\n");
    }
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(headings).add_rows(rows);
    table.trim_fmt()
}
