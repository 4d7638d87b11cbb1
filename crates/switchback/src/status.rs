//! `switchback status`: what goes on in a pool, on one screen that refreshes, or once.

mod screen;
mod seen;

use std::{
    io::{self, IsTerminal as _, Write as _},
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;

use crate::{
    cli,
    client::{self, Client},
    clock,
    config::PoolFile,
    failure::Failure,
    output, shell,
    signals::Signals,
};
use screen::{Size, draw};
use seen::Seen;

/// Shows what was asked.
pub(crate) fn status(asked: &cli::Status) -> Result<(), Failure> {
    let client = reach(asked)?;
    if asked.once || !io::stdout().is_terminal() {
        let size = Size { columns: columns().unwrap_or(COLUMNS), rows: None };
        let lines = draw(&Seen::of(&client)?, clock::now(), size);
        return Ok(output::line(lines.join("\n").trim_end())?);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.context("the system gave no threads")?;
    let every = Duration::from_secs(asked.every.into());
    let ended = runtime.block_on(refresh(Arc::new(client), every));
    // A question that is still under way keeps nobody waiting.
    runtime.shutdown_background();
    Ok(ended?)
}

/// The pool that is meant: at an address, of its own file, or of those that the shell knows.
fn reach(asked: &cli::Status) -> Result<Client, Failure> {
    let address = match (&asked.url, &asked.config) {
        (Some(url), _) => url.clone(),
        (None, Some(path)) if PoolFile::is_at(path) => {
            let file = PoolFile::read(path)?;
            if let Some(pool) = &asked.pool {
                let (path, own) = (path.display(), &file.pool);
                return Err(anyhow::anyhow!(
                    "{path} describes {own} alone; leave out {pool}, or name a shell.toml with --config"
                )
                .into());
            }
            client::address(&file)
        }
        (None, named) => return shell::client(named.as_deref(), asked.pool.as_deref(), &asked.access),
    };
    Ok(Client::new(address, &asked.access)?)
}

/// Draws again and again until a signal comes. A pool that stops answering leaves the last picture with a word on it.
async fn refresh(client: Arc<Client>, every: Duration) -> anyhow::Result<()> {
    let mut signals = Signals::listen()?;
    let mut shown: Option<(Seen, Screen)> = None;
    loop {
        let asked = Arc::clone(&client);
        let asked = tokio::task::spawn_blocking(move || Seen::of(&asked));
        let answer = tokio::select! {
            answer = asked => answer.context("the question could not be asked")?,
            _ = signals.next() => return Ok(()),
        };
        match (answer, &mut shown) {
            (Ok(seen), Some((last, _))) => *last = seen,
            (Ok(seen), None) => shown = Some((seen, Screen::open()?)),
            (Err(error), Some((last, _))) => last.fault = Some(format!("{error:#}")),
            (Err(error), None) => return Err(error),
        }
        if let Some((seen, screen)) = &shown {
            let size = Size { columns: columns().unwrap_or(COLUMNS), rows: rows() };
            screen.show(&draw(seen, clock::now(), size))?;
        }
        tokio::select! {
            () = tokio::time::sleep(every) => {}
            _ = signals.next() => return Ok(()),
        }
    }
}

/// The other screen of the terminal. What stood there before comes back when it is dropped, however the program ends.
struct Screen;

impl Screen {
    fn open() -> anyhow::Result<Self> {
        write("\x1b[?1049h\x1b[?25l\x1b[2J").context("cannot write to the terminal")?;
        Ok(Self)
    }

    /// Draws over what is there, so that nothing flickers.
    #[expect(clippy::unused_self, reason = "only an open screen is drawn on")]
    fn show(&self, lines: &[String]) -> anyhow::Result<()> {
        let body = lines.join("\x1b[K\r\n");
        write(&format!("\x1b[H{body}\x1b[K\x1b[J")).context("cannot write to the terminal")
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // A terminal that has gone away needs no order.
        drop(write("\x1b[?25h\x1b[?1049l"));
    }
}

fn write(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

fn columns() -> Option<usize> {
    size().map(|size| usize::from(size.ws_col)).filter(|columns| *columns > 0)
}

fn rows() -> Option<usize> {
    size().map(|size| usize::from(size.ws_row)).filter(|rows| *rows > 0)
}

fn size() -> Option<rustix::termios::Winsize> {
    rustix::termios::tcgetwinsize(io::stdout()).ok()
}

/// Columns where nobody says how many there are.
const COLUMNS: usize = 100;
