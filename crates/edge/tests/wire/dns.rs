//! A name server of a test, on the loopback interface.

use std::{
    collections::BTreeMap,
    net::{Ipv4Addr, SocketAddr, UdpSocket},
    thread::JoinHandle,
};

/// What a name server knows: records by name and type.
#[derive(Default)]
pub(crate) struct Zone(BTreeMap<(String, u16), Vec<Vec<u8>>>);

/// Answers what it knows, until this is dropped.
pub(crate) struct NameServer {
    address: SocketAddr,
    thread: Option<JoinHandle<()>>,
}

impl Zone {
    /// A service is at a port of a host.
    pub(crate) fn has_service(&mut self, name: &str, (priority, weight): (u16, u16), host: &str, port: u16) {
        let mut data = Vec::new();
        for number in [priority, weight, port] {
            data.extend(number.to_be_bytes());
        }
        data.extend(labels(host));
        self.put(name, SERVICE, data);
    }

    /// A host has an address.
    pub(crate) fn has_address(&mut self, name: &str, ip: Ipv4Addr) {
        self.put(name, ADDRESS, ip.octets().to_vec());
    }

    fn put(&mut self, name: &str, kind: u16, data: Vec<u8>) {
        self.0.entry((name.to_owned(), kind)).or_default().push(data);
    }

    /// Answers from now on.
    pub(crate) fn serve(self) -> NameServer {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        let address = socket.local_addr().unwrap();
        let work = move || {
            let mut buffer = [0; 1_500];
            while let Ok((length, peer)) = socket.recv_from(&mut buffer)
                && length > 0
            {
                // Who asked may be gone.
                drop(socket.send_to(&self.answer(&buffer[..length]), peer));
            }
        };
        NameServer { address, thread: Some(std::thread::spawn(work)) }
    }

    /// The answer to a question of one name, by RFC 1035 section 4.
    fn answer(&self, question: &[u8]) -> Vec<u8> {
        let (mut name, mut at) = (String::new(), 12);
        while question[at] != 0 {
            let end = at + 1 + usize::from(question[at]);
            name += &String::from_utf8_lossy(&question[at + 1..end]).to_lowercase();
            name.push('.');
            at = end;
        }
        let kind = u16::from_be_bytes([question[at + 1], question[at + 2]]);
        let name = name.trim_end_matches('.').to_owned();
        let exists = self.0.keys().any(|(other, _)| *other == name);
        let records = self.0.get(&(name, kind)).cloned().unwrap_or_default();
        // A response, by one who has authority; the name may not exist.
        let status: u16 = if exists { 0x8580 } else { 0x8583 };
        let mut bytes = question[..2].to_vec();
        for number in [status, 1, records.len() as u16, 0, 0] {
            bytes.extend(number.to_be_bytes());
        }
        bytes.extend(&question[12..at + 5]);
        for data in records {
            bytes.extend([0xC0, 12]);
            bytes.extend(kind.to_be_bytes());
            bytes.extend([0, 1, 0, 0, 0, 60]);
            bytes.extend((data.len() as u16).to_be_bytes());
            bytes.extend(data);
        }
        bytes
    }
}

impl NameServer {
    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for NameServer {
    fn drop(&mut self) {
        // Nothing in a datagram ends it.
        UdpSocket::bind("127.0.0.1:0").unwrap().send_to(&[], self.address).unwrap();
        self.thread.take().unwrap().join().unwrap();
    }
}

fn labels(host: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for label in host.split('.').filter(|label| !label.is_empty()) {
        bytes.push(label.len() as u8);
        bytes.extend(label.as_bytes());
    }
    bytes.push(0);
    bytes
}

const ADDRESS: u16 = 1;
const SERVICE: u16 = 33;
