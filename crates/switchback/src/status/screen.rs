//! The picture: lines of a terminal, never more or wider than it has room for.

use std::cmp::Reverse;

use jiff::Timestamp;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::seen::{Agent, Call, Queue, Seen};

/// The room that there is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    pub(super) columns: usize,
    /// None where the picture may be as long as it gets.
    pub(super) rows: Option<usize>,
}

/// A heading with its rows.
struct Section {
    heading: String,
    rows: Vec<String>,
    /// What stands there instead of rows.
    empty: &'static str,
}

/// Draws what was seen.
pub(super) fn draw(seen: &Seen, at: Timestamp, size: Size) -> Vec<String> {
    let mut lines = vec![title(seen, at, size.columns), summary(seen)];
    if let Some(fault) = &seen.fault {
        lines.push(format!("Not refreshed: {fault}"));
    }
    let sections = [queues(seen, size.columns), calls(seen, size.columns), agents(seen, size.columns)];
    let fixed = lines.len() + 2 * sections.len();
    let wanted = [0, 1, 2].map(|at| sections[at].rows.len().max(1));
    let room = match size.rows {
        Some(rows) => share(rows.saturating_sub(fixed), wanted),
        None => wanted,
    };
    for (section, room) in sections.into_iter().zip(room) {
        lines.push(String::new());
        lines.push(section.heading);
        lines.extend(fitted(section.rows, section.empty, room));
    }
    lines.truncate(size.rows.unwrap_or(usize::MAX));
    lines.into_iter().map(|line| cut(&line, size.columns).trim_end().to_owned()).collect()
}

/// Gives every section its part: none gets more than it wants, and what one leaves the others share.
fn share(mut room: usize, wanted: [usize; 3]) -> [usize; 3] {
    let mut given = [0; 3];
    while room > 0 {
        let Some(next) = (0..3).filter(|at| given[*at] < wanted[*at]).min_by_key(|at| given[*at]) else {
            break;
        };
        given[next] += 1;
        room -= 1;
    }
    given
}

/// As many rows as there is room for; the last says how many are not shown.
fn fitted(mut rows: Vec<String>, empty: &str, room: usize) -> Vec<String> {
    if rows.is_empty() {
        rows.push(empty.to_owned());
    }
    let hidden = rows.len().saturating_sub(room);
    if hidden > 0 {
        rows.truncate(room.saturating_sub(1));
        rows.push(format!("... and {} more", hidden + 1));
    }
    rows.truncate(room);
    rows
}

fn title(seen: &Seen, at: Timestamp, columns: usize) -> String {
    let clock = at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string();
    let pool = padded(&seen.pool, columns.saturating_sub(clock.len() + 1));
    format!("{pool} {clock}")
}

fn summary(seen: &Seen) -> String {
    let in_state = |states: &[&str]| seen.calls.iter().filter(|call| states.contains(&&*call.state)).count();
    let (talking, waiting) = (in_state(&["Talking"]), in_state(&["Waiting", "Ringing"]));
    let longest = seen.calls.iter().filter(|call| is_waiting(call)).filter_map(|call| call.waited).max();
    let longest = longest.map_or_else(String::new, |longest| format!(" ({})", clock(longest)));
    let reached = seen.agents.iter().filter(|agent| agent.state != "Unreachable").count();
    let idle = seen.agents.iter().filter(|agent| agent.state == "Idle").count();
    format!(
        "{}: {waiting} waiting{longest}, {talking} talking; {}: {reached} reached, {idle} idle",
        counted(seen.calls.len(), "call"),
        counted(seen.agents.len(), "agent"),
    )
}

fn counted(number: usize, noun: &str) -> String {
    crate::output::count(number, noun)
}

fn is_waiting(call: &Call) -> bool {
    matches!(&*call.state, "Waiting" | "Ringing")
}

/// The queues with the most callers first.
fn queues(seen: &Seen, columns: usize) -> Section {
    let name = columns.saturating_sub(50).clamp(12, 40);
    let mut queues: Vec<&Queue> = seen.queues.iter().collect();
    queues.sort_by_key(|queue| Reverse((queue.waiting, queue.longest_wait, queue.talking)));
    let row = |queue: &Queue| {
        let signed_in = format!("{}/{}", queue.agents_signed_in, queue.agents);
        let longest = if queue.waiting == 0 { String::new() } else { clock(queue.longest_wait) };
        format!(
            "{} {:>7} {longest:>8} {:>7} {:>5} {signed_in:>9}",
            padded(queue.name.as_str(), name),
            queue.waiting,
            queue.talking,
            queue.agents_free,
        )
    };
    Section {
        heading: format!(
            "{} {:>7} {:>8} {:>7} {:>5} {:>9}",
            padded("QUEUES", name),
            "WAITING",
            "LONGEST",
            "TALKING",
            "FREE",
            "SIGNED IN"
        ),
        rows: queues.into_iter().map(row).collect(),
        empty: "none",
    }
}

/// Those who wait first, the longest wait at the top.
fn calls(seen: &Seen, columns: usize) -> Section {
    let name = (columns.saturating_sub(48) / 2).clamp(12, 30);
    let mut calls: Vec<&Call> = seen.calls.iter().collect();
    calls.sort_by_key(|call| (!is_waiting(call), Reverse(call.waited.filter(|_| is_waiting(call))), call.id));
    let row = |call: &Call| {
        let queue = call.queue.as_ref().map_or("", |queue| queue.as_str());
        let position = call.position.map_or_else(String::new, |position| position.to_string());
        let waited = call.waited.map_or_else(String::new, clock);
        let caller = call.caller_name.as_deref().or(call.caller.as_deref()).map_or("private", bare);
        let who = match &call.agent {
            Some(agent) => format!("{caller} with {}", bare(agent.as_str())),
            None => caller.to_owned(),
        };
        format!(
            "{} {} {:<11} {position:>3} {waited:>7} {who}",
            padded(call.workflow.as_str(), name),
            padded(queue, name),
            call.state,
        )
    };
    Section {
        heading: format!(
            "{} {} {:<11} {:>3} {:>7} CALLER",
            padded("CALLS", name),
            padded("QUEUE", name),
            "STATE",
            "POS",
            "WAITED"
        ),
        rows: calls.into_iter().map(row).collect(),
        empty: "none",
    }
}

/// Those who have a call first, those who are not reached last.
fn agents(seen: &Seen, columns: usize) -> Section {
    let name = columns.saturating_sub(50).clamp(20, 40);
    let mut agents: Vec<&Agent> = seen.agents.iter().collect();
    agents.sort_by_key(|agent| (rank(&agent.state), agent.uri.key()));
    let row = |agent: &Agent| {
        let groups = agent.groups.iter().filter(|group| group.signed_in).map(|group| group.name.as_str());
        let groups: Vec<&str> = groups.collect();
        let groups = if groups.is_empty() { "signed out".to_owned() } else { groups.join(", ") };
        let workflow = agent.call.and_then(|id| seen.calls.iter().find(|call| call.id == id));
        let at = workflow.map_or_else(String::new, |call| format!(" ({})", call.workflow));
        let presence = agent.presence.map_or_else(String::new, |presence| presence.to_string());
        format!("{} {:<11} {presence:<12} {groups}{at}", padded(bare(agent.uri.as_str()), name), agent.state)
    };
    Section {
        heading: format!("{} {:<11} {:<12} SIGNED IN TO", padded("AGENTS", name), "STATE", "PRESENCE"),
        rows: agents.into_iter().map(row).collect(),
        empty: "none",
    }
}

fn rank(state: &str) -> usize {
    ["Talking", "Ringing", "Ending", "Elsewhere", "Guarded", "Idle"]
        .iter()
        .position(|known| *known == state)
        .unwrap_or(9)
}

/// An address without its scheme.
fn bare(address: &str) -> &str {
    address.strip_prefix("sip:").unwrap_or(address)
}

/// Minutes and seconds, with hours where there are any.
fn clock(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// A text in exactly so many columns.
fn padded(text: &str, columns: usize) -> String {
    let text = cut(text, columns);
    let missing = columns.saturating_sub(text.width());
    text + &" ".repeat(missing)
}

/// A text in at most so many columns, with an ellipsis where it was cut. Nothing of it can move the cursor.
fn cut(text: &str, columns: usize) -> String {
    let text: String = text.chars().map(|sign| if sign.is_control() { ' ' } else { sign }).collect();
    if text.width() <= columns {
        return text;
    }
    let (mut kept, mut width) = (String::new(), 0);
    for sign in text.chars() {
        width += sign.width().unwrap_or(0);
        if width >= columns {
            break;
        }
        kept.push(sign);
    }
    kept + "…"
}

#[cfg(test)]
mod tests;
