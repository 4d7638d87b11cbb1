//! WAV files as users bring them.
#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "samples of tests")]

use domain::{AUDIO_BYTES_MAX, InvalidAudio};
use proptest::prelude::*;
use speech::wav::read;

/// A file of one second of a tone of 1 kHz at half of full scale.
struct Tone {
    tag: u16,
    bits: u16,
    channels: u16,
    rate: u32,
}

impl Tone {
    fn data(&self) -> Vec<u8> {
        let mut data = Vec::new();
        for at in 0..self.rate {
            let sine = (f64::from(at) / f64::from(self.rate) * 1_000.0 * std::f64::consts::TAU).sin() / 2.0;
            for _ in 0..self.channels {
                let linear = (sine * 32_767.0).round() as i16;
                match (self.tag, self.bits) {
                    (1, 16) => data.extend(linear.to_le_bytes()),
                    (1, 8) => data.push((sine * 127.0 + 128.0).round() as u8),
                    (6, _) => data.push(a_law(linear)),
                    _ => data.push(mu_law(linear)),
                }
            }
        }
        data
    }

    fn format(&self) -> Vec<u8> {
        let block = self.channels * self.bits / 8;
        let mut format = Vec::new();
        format.extend(self.tag.to_le_bytes());
        format.extend(self.channels.to_le_bytes());
        format.extend(self.rate.to_le_bytes());
        format.extend((self.rate * u32::from(block)).to_le_bytes());
        format.extend(block.to_le_bytes());
        format.extend(self.bits.to_le_bytes());
        format
    }

    fn file(&self) -> Vec<u8> {
        riff(&[(b"fmt ", &self.format()), (b"data", &self.data())])
    }
}

fn riff(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut body = b"WAVE".to_vec();
    for (name, content) in chunks {
        body.extend(*name);
        body.extend((content.len() as u32).to_le_bytes());
        body.extend(*content);
        body.extend(vec![0; content.len() % 2]);
    }
    [b"RIFF".as_slice(), &(body.len() as u32).to_le_bytes(), &body].concat()
}

/// ITU-T G.711 from its definition: the code whose value is nearest.
fn a_law(linear: i16) -> u8 {
    let magnitude = (u32::from(linear.unsigned_abs()) >> 4).min(2_047);
    let segment = (0..7).rev().find(|segment| magnitude >= 16 << segment).map_or(0, |segment| segment + 1);
    let mantissa = (magnitude >> 0.max(segment - 1)) & 0x0F;
    let sign = if linear < 0 { 0 } else { 0x80 };
    (sign | (segment as u8) << 4 | mantissa as u8) ^ 0x55
}

fn mu_law(linear: i16) -> u8 {
    let magnitude = (u32::from(linear.unsigned_abs()) + 0x84).min(32_767);
    let segment = (0..8).rev().find(|segment| magnitude >= 0x80 << segment).unwrap_or(0);
    let mantissa = (magnitude >> (segment + 3)) & 0x0F;
    let sign = if linear < 0 { 0x80 } else { 0 };
    !(sign | (segment as u8) << 4 | mantissa as u8)
}

/// The part of a sound that is the tone of 1 kHz at its full length: amplitude of 32,767, and what is left over.
fn tone_and_rest(samples: &[i16]) -> (f64, f64) {
    let middle = &samples[800..samples.len() - 800];
    let angle = |at: usize| (at + 800) as f64 / 8.0 * std::f64::consts::TAU;
    let length = middle.len() as f64;
    let sum = |wave: fn(f64) -> f64| {
        middle.iter().enumerate().map(|(at, s)| f64::from(*s) * wave(angle(at))).sum::<f64>() * 2.0 / length
    };
    let (sine, cosine) = (sum(f64::sin), sum(f64::cos));
    let rest = middle
        .iter()
        .enumerate()
        .map(|(at, s)| (f64::from(*s) - sine * angle(at).sin() - cosine * angle(at).cos()).powi(2));
    ((sine.powi(2) + cosine.powi(2)).sqrt() / 32_767.0, (rest.sum::<f64>() / length).sqrt() / 32_767.0)
}

#[test]
fn every_coding_rate_and_number_of_channels_keeps_the_tone_and_its_level() {
    for (tag, bits) in [(1, 16), (1, 8), (6, 8), (7, 8)] {
        for channels in [1, 2] {
            for rate in [8_000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000] {
                let samples = read(&Tone { tag, bits, channels, rate }.file()).unwrap();
                assert_eq!(samples.len(), 8_000);
                let (tone, rest) = tone_and_rest(&samples);
                let allowed = if bits == 16 { 0.000_1 } else { 0.015 };
                let case = format!("format {tag}, {bits} bits, {channels} channels, {rate} Hz");
                assert!((tone - 0.5).abs() < 0.01 && rest < allowed, "{case}: {tone} and {rest}");
            }
        }
    }
}

#[test]
fn a_file_that_a_telephone_could_play_is_unchanged() {
    let samples: Vec<i16> = (0..8_000).map(|at: i32| (at * 37 % 65_536 - 32_768) as i16).collect();
    let data: Vec<u8> = samples.iter().flat_map(|sample| sample.to_le_bytes()).collect();
    let format = Tone { tag: 1, bits: 16, channels: 1, rate: 8_000 }.format();
    assert_eq!(read(&riff(&[(b"fmt ", &format), (b"data", &data)])).unwrap(), samples);
}

#[test]
fn the_extensible_form_and_foreign_chunks_are_read() {
    let tone = Tone { tag: 1, bits: 16, channels: 2, rate: 16_000 };
    let mut extensible = tone.format();
    extensible[..2].copy_from_slice(&0xFFFE_u16.to_le_bytes());
    extensible.extend([22, 0, 16, 0, 3, 0, 0, 0, 1, 0]);
    extensible.extend(*b"\x00\x00\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71");
    let data = tone.data();
    let file = riff(&[(b"bext", b"odd"), (b"fmt ", &extensible), (b"LIST", b"more"), (b"data", &data)]);
    assert_eq!(read(&file).unwrap(), read(&tone.file()).unwrap());
}

#[test]
fn loud_sound_is_not_cut_off_by_the_filter() {
    let square: Vec<u8> =
        (0..48_000).flat_map(|at| if at / 48 % 2 == 0 { i16::MAX } else { i16::MIN }.to_le_bytes()).collect();
    let format = Tone { tag: 1, bits: 16, channels: 1, rate: 48_000 }.format();
    let samples = read(&riff(&[(b"fmt ", &format), (b"data", &square)])).unwrap();
    let full = samples.iter().filter(|sample| sample.unsigned_abs() >= 32_767).count();
    assert!(full < 200, "{full} samples are at full scale");
    assert!(samples.iter().map(|sample| sample.unsigned_abs()).max().unwrap() == 32_767);
}

#[test]
fn what_is_refused_is_said_with_what_to_do() {
    let check = |tag, bits, channels, rate, words: &str| {
        let format = Tone { tag, bits, channels, rate }.format();
        let error = read(&riff(&[(b"fmt ", &format), (b"data", &[0; 64])])).unwrap_err();
        assert_eq!(error.to_string(), words);
    };
    check(1, 24, 1, 8_000, "the WAV file has 24 bits a sample; save it with 8 or 16");
    check(3, 32, 1, 8_000, "the WAV file is coded in format 3; save it as linear PCM, A-law or mu-law");
    check(1, 16, 6, 8_000, "the WAV file has 6 channels; save it as mono or stereo");
    check(1, 16, 1, 4_000, "the WAV file has 4000 samples a second; save it with 8000 to 48000");
    check(6, 16, 1, 8_000, "the WAV file is damaged: A-law and mu-law have 8 bits a sample");
    assert_eq!(read(&vec![0; AUDIO_BYTES_MAX + 1]), Err(InvalidAudio::TooLarge(AUDIO_BYTES_MAX + 1)));
}

proptest! {
    #[test]
    fn any_bytes_after_a_header_are_read_or_refused(
        format in proptest::collection::vec(any::<u8>(), 0..48),
        data in proptest::collection::vec(any::<u8>(), 0..600),
        cut in 0_usize..700,
    ) {
        let file = riff(&[(b"fmt ", &format), (b"data", &data)]);
        drop(read(&file[..cut.min(file.len())]));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn any_rate_gives_as_many_seconds(rate in 8_000_u32..=48_000, stereo: bool) {
        let file = Tone { tag: 1, bits: 16, channels: 1 + u16::from(stereo), rate }.file();
        prop_assert_eq!(read(&file).unwrap().len(), 8_000);
    }
}
