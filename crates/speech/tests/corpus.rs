//! Replays the corpus of the fuzz target, each file as it is and with seeded mutations.
#![expect(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

#[path = "../../../fuzz/src/replay.rs"]
mod replay;
#[path = "../../../fuzz/src/wav.rs"]
mod wav;

#[test]
fn the_wav_reader_survives_its_corpus_and_mutations_of_it() {
    replay::replay("wav_reader", &seeds(), WORDS, wav::wav_reader);
}

/// A file of each coding, rate and number of channels, and the odd forms that are read as well.
fn seeds() -> Vec<(String, Vec<u8>)> {
    let mut seeds = Vec::new();
    for (name, tag, bits) in [("linear16", 1, 16), ("linear8", 1, 8), ("a-law", 6, 8), ("mu-law", 7, 8)] {
        for (channels, rate) in [(1, 8_000), (2, 11_025), (1, 16_000), (2, 44_100), (1, 47_999)] {
            let parts = [chunk(b"fmt ", &format(tag, channels, rate, bits)), chunk(b"data", &data())];
            seeds.push((format!("{name}-{channels}-{rate}.wav"), riff(&parts)));
        }
    }
    let mono = chunk(b"fmt ", &format(1, 1, 16_000, 16));
    let mut extensible = format(0xFFFE, 1, 16_000, 16);
    extensible.extend(*b"\x16\0\x10\0\x04\0\0\0\x01\0\0\0\0\0\x10\0\x80\0\0\xaa\0\x38\x9b\x71");
    let unfinished = [b"data\0\0\0\0".to_vec(), data()].concat();
    let endless = [b"data\xff\xff\xff\xff".to_vec(), data()].concat();
    let odd = b"note\x03\0\0\0abc".to_vec();
    seeds.extend([
        ("extensible.wav".to_owned(), riff(&[chunk(b"fmt ", &extensible), chunk(b"data", &data())])),
        ("data-first.wav".to_owned(), riff(&[chunk(b"data", &data()), mono.clone()])),
        ("unfinished.wav".to_owned(), riff(&[mono.clone(), unfinished])),
        ("endless.wav".to_owned(), riff(&[mono.clone(), endless])),
        ("unpadded.wav".to_owned(), riff(&[odd, mono.clone(), chunk(b"data", &data())])),
        (
            "24-bits.wav".to_owned(),
            riff(&[chunk(b"fmt ", &format(1, 1, 8_000, 24)), chunk(b"data", &data())]),
        ),
        ("no-sound.wav".to_owned(), riff(&[mono, b"data\0\0\0\0LIST\x02\0\0\0ab".to_vec()])),
    ]);
    seeds
}

fn riff(chunks: &[Vec<u8>]) -> Vec<u8> {
    let body = chunks.concat();
    let size = u32::try_from(body.len() + 4).unwrap().to_le_bytes();
    [b"RIFF".as_slice(), &size, b"WAVE", &body].concat()
}

fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    [name.as_slice(), &u32::try_from(content.len()).unwrap().to_le_bytes(), content].concat()
}

fn format(tag: u16, channels: u16, rate: u32, bits: u16) -> Vec<u8> {
    let block = channels * bits / 8;
    let seconds = (rate * u32::from(block)).to_le_bytes();
    let words = [tag.to_le_bytes(), channels.to_le_bytes()].concat();
    [
        words,
        rate.to_le_bytes().to_vec(),
        seconds.to_vec(),
        block.to_le_bytes().to_vec(),
        bits.to_le_bytes().to_vec(),
    ]
    .concat()
}

fn data() -> Vec<u8> {
    (0..240_u8).map(|at| at.wrapping_mul(37)).collect()
}

const WORDS: &[&str] =
    &["RIFF", "WAVE", "fmt ", "data", "LIST", "fact", "\u{1}\0", "\u{6}\0", "\u{7}\0", "\u{10}\0"];
