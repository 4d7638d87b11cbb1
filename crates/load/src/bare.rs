//! What datagrams cost where nothing is done with them: a socket that sends back what it takes.

use std::{
    fs, io,
    net::{Ipv4Addr, UdpSocket},
    thread,
    time::Duration,
};

use crate::figures::figure;

/// Measures both sizes: a message of SIP, and a packet of voice.
pub(crate) fn run() -> io::Result<()> {
    figure("a message taken and sent, us", micros(echoed(MESSAGE_BYTES)?));
    figure("a packet of voice taken and sent, us", micros(echoed(PACKET_BYTES)?));
    Ok(())
}

/// The time of the processor for one datagram taken and sent.
fn echoed(bytes: usize) -> io::Result<Duration> {
    let echo = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
    let peer = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
    echo.set_read_timeout(Some(PATIENCE))?;
    peer.set_read_timeout(Some(PATIENCE))?;
    let (to, from) = (echo.local_addr()?, peer.local_addr()?);
    let work = thread::spawn(move || -> io::Result<Duration> {
        let mut buffer = [0; 2_048];
        let before = run_time()?;
        for _ in 0..DATAGRAMS {
            let (length, from) = echo.recv_from(&mut buffer)?;
            echo.send_to(&buffer[..length], from)?;
        }
        Ok(run_time()?.saturating_sub(before))
    });
    let datagram = vec![0; bytes];
    let mut buffer = [0; 2_048];
    // A few are always under way, so that the echo need not sleep for each.
    for sent in 0..DATAGRAMS + AT_ONCE {
        if sent < DATAGRAMS {
            peer.send_to(&datagram, to)?;
        }
        if sent >= AT_ONCE {
            let (_, back) = peer.recv_from(&mut buffer)?;
            debug_assert_ne!(back, from, "what comes back is the echo's");
        }
    }
    let spent = work.join().map_err(|_| io::Error::other("the echo failed"))??;
    Ok(spent / DATAGRAMS)
}

/// How long this thread has run, to the nanosecond.
fn run_time() -> io::Result<Duration> {
    let line = fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds = line.split(' ').next().and_then(|word| word.parse().ok());
    nanoseconds.map(Duration::from_nanos).ok_or_else(|| io::Error::other("the kernel counts no run time"))
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

const DATAGRAMS: u32 = 100_000;
const AT_ONCE: u32 = 16;
const MESSAGE_BYTES: usize = 700;
const PACKET_BYTES: usize = 172;
const PATIENCE: Duration = Duration::from_secs(5);
