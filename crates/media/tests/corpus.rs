//! Replays the corpus of the readers of datagrams.
#![expect(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

#[path = "../../../fuzz/src/replay.rs"]
mod replay;
#[path = "../../../fuzz/src/rtp_stream.rs"]
mod rtp_stream;

use media::{
    rtcp::{Block, Compound, Sent},
    rtp::Packet,
    telephone_event::Payload,
};

/// A row of datagrams, each after its length.
fn row(datagrams: impl IntoIterator<Item = Vec<u8>>) -> Vec<u8> {
    datagrams.into_iter().flat_map(|datagram| [vec![datagram.len() as u8], datagram].concat()).collect()
}

fn packet(ssrc: u32, sequence: u16, payload_type: u8, payload: &[u8]) -> Vec<u8> {
    let timestamp = u32::from(sequence) * 160;
    let mut datagram = [0; 200];
    let packet = Packet { marker: sequence == 7, payload_type, sequence, timestamp, ssrc, payload };
    let length = packet.write(&mut datagram).unwrap();
    datagram[..length].to_vec()
}

#[test]
fn a_stream_survives_its_corpus_and_mutations_of_it() {
    let voice = row([65_533, 65_535, 65_534, 0, 0, 3, 2].map(|number| packet(1, number, 8, &[0xD5; 160])));
    let sources =
        row([(1, 7), (2, 900), (1, 8), (2, 901), (2, 40_000), (2, 40_001), (2, 902), (1, 9), (1, 10)]
            .map(|(ssrc, number)| packet(ssrc, number, 0, &[])));
    let events = row((7..20).map(|number| {
        let payload = Payload { code: 5, end: number > 12, volume: 10, duration: number * 160 };
        packet(1, number, 101, &payload.to_bytes())
    }));
    let sent = Sent { clock: 1, timestamp: 2, packets: 3, bytes: 4 };
    let report = Compound::report(1, Some(sent), Some(Block::default()), b"0123456789abcdef").goodbye(1);
    let extended =
        [&[0xB1, 8, 0, 7, 0, 0, 0, 0, 0, 0, 0, 1], &[9; 4][..], &[0xBE, 0xDE, 0, 1], &[2; 8]].concat();
    let mixed = row([report.bytes().to_vec(), extended, vec![0x80; 3]]);
    let seeds = [("voice", voice), ("sources", sources), ("events", events), ("mixed", mixed)];
    let seeds = seeds.map(|(name, bytes)| (name.to_owned(), bytes));
    let words = ["\x0C", "\0\x01", "\x7F\x7F", "\0\0\0\x01", "\x10"];
    replay::replay("rtp_stream", &seeds, &words, rtp_stream::rtp_stream);
}
