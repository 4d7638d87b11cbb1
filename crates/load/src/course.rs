//! How a load goes on: when calls begin, what is counted, and what comes of it.

use std::{io, time::Duration};

use stdx::Instant;

use crate::{
    Target, account, clock,
    ends::Traffic,
    exchange::{Exchange, Manner},
    figures::{figure, spread},
    spread::Spread,
};

/// What happens in a load; see the commands.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Course {
    Rate { rate: f64, settle: Duration, seconds: Duration, talk: Duration, ring: Duration },
    Hold { calls: usize, seconds: Duration },
    Turns { calls: usize, seconds: Duration, talk: Duration },
}

/// The accounts of server and generator at a moment.
struct Account {
    at: Instant,
    server: Duration,
    own: Duration,
    traffic: Traffic,
}

/// Runs a load and prints its figures.
pub(crate) fn run(target: &Target, course: &Course) -> io::Result<()> {
    let manner = match *course {
        Course::Rate { talk, ring, .. } => Manner { ring, talk: Some(talk), turns: false },
        Course::Hold { .. } => Manner { ring: Duration::ZERO, talk: None, turns: false },
        Course::Turns { talk, .. } => {
            Manner { ring: Duration::from_millis(50), talk: Some(talk), turns: true }
        }
    };
    let mut exchange = Exchange::new(target.server, &target.workflow, manner)?;
    let empty = account::memory(target.process)?;
    exchange.register(target.agents)?;
    let registered = account::memory(target.process)?;
    figure("memory of the server at the start, bytes", empty as f64);
    if target.agents > 0 {
        let each = registered.saturating_sub(empty) / target.agents as u64;
        figure("memory of a registered telephone, bytes", each as f64);
    }
    match *course {
        Course::Rate { rate, settle, seconds, .. } => {
            self::rate(&mut exchange, target, rate, (settle, seconds))?;
        }
        Course::Hold { calls, seconds } => hold(&mut exchange, target, calls, seconds)?,
        Course::Turns { calls, seconds, .. } => turns(&mut exchange, target, calls, seconds)?,
    }
    common(&mut exchange);
    Ok(())
}

fn rate(
    exchange: &mut Exchange,
    target: &Target,
    rate: f64,
    (settle, seconds): (Duration, Duration),
) -> io::Result<()> {
    let start = clock::now().after(LEAD);
    let count = ((settle + seconds).as_secs_f64() * rate).round() as u32;
    for call in 0..count {
        exchange.begin_at(start.after(Duration::from_secs_f64(f64::from(call) / rate)));
    }
    let from = start.after(settle);
    exchange.run_until(from)?;
    let before = Account::of(target.process, exchange)?;
    let until = from.after(seconds);
    exchange.run_until(until)?;
    let after = Account::of(target.process, exchange)?;
    figure("memory of the server, bytes", account::memory(target.process)? as f64);
    let last = until.after(ENDING);
    exchange.run_while(last, |exchange| {
        exchange.calls.len() < count as usize || exchange.calls.iter().any(|call| !call.is_over())
    })?;
    let counted = exchange.calls.iter().filter(|call| call.due >= from).count();
    figure("calls", exchange.calls.len() as f64);
    figure("calls counted", counted as f64);
    between(&before, &after);
    let spent = after.server - before.server;
    figure("CPU of the server, ms a call", spent.as_secs_f64() * 1_000.0 / counted as f64);
    let traffic = |number: fn(&Traffic) -> u64| {
        (number(&after.traffic) - number(&before.traffic)) as f64 / counted as f64
    };
    figure("messages a call", traffic(|traffic| traffic.messages.iter().sum()));
    figure("bytes of messages a call", traffic(|traffic| traffic.message_bytes));
    figure("packets of voice a call", traffic(|traffic| traffic.packets.iter().sum()));
    setup_times(exchange, from);
    Ok(())
}

fn hold(exchange: &mut Exchange, target: &Target, calls: usize, seconds: Duration) -> io::Result<()> {
    // What a start prepares belongs to no call.
    exchange.run_until(clock::now().after(IDLE))?;
    let empty = account::memory(target.process)?;
    let idle = Account::of(target.process, exchange)?;
    exchange.run_until(clock::now().after(IDLE))?;
    let idle_cpu = Account::of(target.process, exchange)?.server.saturating_sub(idle.server);
    figure("CPU of the idle server, % of a core", idle_cpu.as_secs_f64() / IDLE.as_secs_f64() * 100.0);
    let start = clock::now().after(LEAD);
    for call in 0..calls {
        exchange.begin_at(start.after(HOLD_APART * call as u32));
    }
    let patience = start.after(HOLD_APART * calls as u32).after(ENDING);
    let bridged = target.agents > 0;
    exchange.run_while(patience, |exchange| {
        let there = exchange.calls.iter().filter(|call| match bridged {
            true => call.bridged.is_some(),
            false => call.answered.is_some(),
        });
        there.count() < calls
    })?;
    exchange.run_until(clock::now().after(SETTLING))?;
    let before = Account::of(target.process, exchange)?;
    let music = |exchange: &Exchange| exchange.calls.iter().map(|call| u64::from(call.music)).sum::<u64>();
    let music_before = music(exchange);
    exchange.run_until(clock::now().after(seconds))?;
    let after = Account::of(target.process, exchange)?;
    let held = account::memory(target.process)?;
    figure("calls", exchange.calls.len() as f64);
    between(&before, &after);
    let took = after.at.since(before.at).as_secs_f64();
    let spent = (after.server - before.server).as_secs_f64() / took;
    figure("CPU of the server, % of a core for 100 calls", spent * 100.0 * 100.0 / calls as f64);
    figure("memory of a call, bytes", held.saturating_sub(empty) as f64 / calls as f64);
    let heard = (music(exchange) - music_before) as f64 / took / calls as f64;
    figure("packets of music that a caller hears, a second", heard);
    let silent = exchange.calls.iter().filter(|call| !bridged && call.music == 0).count();
    figure("callers without music", silent as f64);
    let answered = exchange.calls.iter().filter(|call| call.answered.is_some()).count();
    figure("calls answered", answered as f64);
    setup_times(exchange, Instant::START);
    exchange.hang_up();
    exchange.run_while(clock::now().after(ENDING), |exchange| {
        exchange.calls.iter().any(|call| !call.is_over())
    })?;
    Ok(())
}

fn turns(exchange: &mut Exchange, target: &Target, calls: usize, seconds: Duration) -> io::Result<()> {
    let start = clock::now().after(LEAD);
    for call in 0..calls {
        exchange.begin_at(start.after(HOLD_APART * call as u32));
    }
    exchange.run_until(start.after(HOLD_APART * calls as u32).after(SETTLING))?;
    exchange.seen.turns = Spread::default();
    let before = Account::of(target.process, exchange)?;
    exchange.run_until(clock::now().after(seconds))?;
    between(&before, &Account::of(target.process, exchange)?);
    figure("turns", exchange.seen.turns.len() as f64);
    spread("agent free to next ring", &mut exchange.seen.turns);
    exchange.hang_up();
    exchange.run_while(clock::now().after(ENDING), |exchange| {
        exchange.calls.iter().any(|call| !call.is_over())
    })?;
    Ok(())
}

/// What server and generator have spent.
fn between(before: &Account, after: &Account) {
    let took = after.at.since(before.at).as_secs_f64();
    let part = |before: Duration, after: Duration| (after - before).as_secs_f64() / took * 100.0;
    figure("CPU of the server, % of a core", part(before.server, after.server));
    figure("CPU of the generator, % of a core", part(before.own, after.own));
}

/// How soon the calls that began from a moment on were answered and reached a telephone.
fn setup_times(exchange: &Exchange, from: Instant) {
    let (mut answered, mut rang, mut late) = (Spread::default(), Spread::default(), Spread::default());
    for call in exchange.calls.iter().filter(|call| call.due >= from) {
        late.add(call.begun.since(call.due));
        if let Some(at) = call.answered {
            answered.add(at.since(call.begun));
        }
        if let Some(at) = call.rang {
            rang.add(at.since(call.begun));
        }
    }
    spread("INVITE to 200", &mut answered);
    if rang.len() > 0 {
        spread("INVITE to the ringing of an agent", &mut rang);
    }
    spread("lateness of the generator", &mut late);
}

/// What every load says at its end.
fn common(exchange: &mut Exchange) {
    let calls = &exchange.calls;
    let count =
        |holds: fn(&crate::call::Call) -> bool| calls.iter().filter(|call| holds(call)).count() as f64;
    figure("calls that reached an agent", count(crate::call::Call::has_reached));
    figure("calls refused", count(|call| call.refused));
    figure("calls that did not end", count(|call| !call.is_over()));
    figure("calls offered more than once", count(|call| call.offers > 1));
    let said: u32 = calls.iter().map(|call| call.caller.said + call.callee.said).sum();
    let heard: u32 = calls.iter().map(|call| call.caller.heard_of_said + call.callee.heard_of_said).sum();
    figure("packets of voice said in talks", f64::from(said));
    figure("of these not heard", f64::from(said.saturating_sub(heard)));
    figure("packets of voice in the wrong call", exchange.seen.astray as f64);
    figure("offers to an agent with a call", exchange.seen.doubled as f64);
    figure("messages that belong to nothing", exchange.seen.strange as f64);
    figure("datagrams that the system did not take", exchange.ends.traffic.unsent as f64);
    if exchange.seen.voice.len() > 0 {
        spread("voice from one side to the other", &mut exchange.seen.voice);
    }
}

impl Account {
    fn of(process: u32, exchange: &Exchange) -> io::Result<Self> {
        Ok(Self {
            at: clock::now(),
            server: account::cpu(process)?,
            own: account::cpu(std::process::id())?,
            traffic: exchange.ends.traffic,
        })
    }
}

/// From the start to the first call.
const LEAD: Duration = Duration::from_millis(100);
/// How long calls may take to end.
const ENDING: Duration = Duration::from_secs(10);
/// How far apart calls begin that stay.
const HOLD_APART: Duration = Duration::from_millis(10);
/// How long a load stands before it is counted.
const SETTLING: Duration = Duration::from_secs(2);
/// How long the server is watched while nobody calls.
const IDLE: Duration = Duration::from_secs(3);
