//! The default music on hold suits a telephone, and is music.
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "measures of samples")]

use std::collections::BTreeSet;
use std::f64::consts::TAU;

use domain::ContentHash;
use speech::music::compose;
use stdx::g711::Codec;

const RATE: f64 = 8_000.0;

fn decibels(power: f64) -> f64 {
    10.0 * (power / f64::from(i16::MAX).powi(2)).log10()
}

fn power(samples: &[i16]) -> f64 {
    samples.iter().map(|sample| f64::from(*sample).powi(2)).sum::<f64>() / samples.len() as f64
}

/// The power at each multiple of `RATE / samples.len()` up to half the rate, through a window.
fn spectrum(samples: &[i16]) -> Vec<f64> {
    let length = samples.len() as f64;
    let windowed: Vec<f64> = samples
        .iter()
        .enumerate()
        .map(|(at, sample)| f64::from(*sample) * (0.5 - 0.5 * (at as f64 / length * TAU).cos()))
        .collect();
    (0..samples.len() / 2)
        .map(|bin| {
            let (sine, cosine) = (bin as f64 / length * TAU).sin_cos();
            let (mut real, mut imaginary, mut x, mut y) = (0.0, 0.0, 1.0, 0.0);
            for sample in &windowed {
                real += sample * x;
                imaginary += sample * y;
                (x, y) = (x * cosine - y * sine, x * sine + y * cosine);
            }
            real * real + imaginary * imaginary
        })
        .collect()
}

#[test]
fn it_is_long_enough_and_as_loud_as_hold_music_should_be() {
    let music = compose();
    assert!(music.len() >= 60 * 8_000, "{} seconds", music.len() / 8_000);
    let level = decibels(power(&music));
    assert!((level + 20.0).abs() < 0.1, "{level} dB");
    let peak = music.iter().map(|sample| sample.unsigned_abs()).max().unwrap();
    assert!((10_000..26_000).contains(&peak), "the peak is {peak}");
    let mean = music.iter().map(|sample| f64::from(*sample)).sum::<f64>() / music.len() as f64;
    assert!(mean.abs() < 0.5, "it stands {mean} above the middle");
}

#[test]
fn it_is_never_silent_nor_alike_in_level() {
    let music = compose();
    let levels: Vec<f64> = music.chunks(4_000).map(|part| decibels(power(part))).collect();
    let (least, most) = levels
        .iter()
        .fold((0.0_f64, -99.0_f64), |(least, most), level| (least.min(*level), most.max(*level)));
    assert!(least > -32.0, "{least} dB for half a second");
    assert!(most < -14.0, "{most} dB for half a second");
    assert!(most - least > 4.0, "it has no dynamics");
}

#[test]
fn it_loops_without_a_click() {
    let music = compose();
    let bend = |a: i16, b: i16, c: i16| (i32::from(a) - 2 * i32::from(b) + i32::from(c)).abs();
    let mut bends: Vec<i32> = music.windows(3).map(|three| bend(three[0], three[1], three[2])).collect();
    bends.sort_unstable();
    let usual = bends[bends.len() * 99 / 100];
    let end = music.len();
    assert!(bend(music[end - 2], music[end - 1], music[0]) <= usual);
    assert!(bend(music[end - 1], music[0], music[1]) <= usual);
}

#[test]
fn a_telephone_takes_nothing_away() {
    let music = compose();
    let (mut inside, mut outside, mut low) = (0.0, 0.0, 0.0);
    for part in music.chunks_exact(2_048).step_by(7) {
        for (bin, power) in spectrum(part).into_iter().enumerate() {
            match bin as f64 * RATE / 2_048.0 {
                hertz if hertz < 200.0 => low += power,
                hertz if !(290.0..=3_400.0).contains(&hertz) => outside += power,
                _ => inside += power,
            }
        }
    }
    assert!(outside < inside / 1_000.0, "{} dB outside of the band", 10.0 * (outside / inside).log10());
    assert!(low < inside / 100_000.0, "{} dB of rumble", 10.0 * (low / inside).log10());
}

#[test]
fn it_is_music_and_no_beep() {
    let music = compose();
    let strongest = |part: &[i16]| {
        let spectrum = spectrum(part);
        let (bin, _) = spectrum.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).unwrap();
        (12.0 * (bin as f64 * RATE / part.len() as f64 / 440.0).log2()).round() as i32
    };
    let tones: Vec<i32> = music.chunks_exact(1_600).map(strongest).collect();
    let different: BTreeSet<i32> = tones.iter().copied().collect();
    let changes = tones.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert!(different.len() >= 12, "{different:?}");
    assert!(changes >= tones.len() / 4, "{changes} changes in {} steps", tones.len());
    let halves = music.split_at(music.len() / 2);
    assert_ne!(halves.0, halves.1);
}

#[test]
fn it_stays_in_its_key() {
    const MAJOR: [i32; 7] = [0, 2, 4, 5, 7, 9, 11];
    const D: i32 = 2;
    let (mut inside, mut all) = (0.0, 0.0);
    for part in compose().chunks_exact(3_200).step_by(4) {
        for (bin, power) in spectrum(part).into_iter().enumerate() {
            let hertz = bin as f64 * RATE / part.len() as f64;
            // Above, overtones of seven and more parts fall between the keys of a piano.
            if (300.0..1_500.0).contains(&hertz) {
                let key = (69.0 + 12.0 * (hertz / 440.0).log2()).round() as i32;
                all += power;
                inside += if MAJOR.contains(&(key - D).rem_euclid(12)) { power } else { 0.0 };
            }
        }
    }
    assert!(inside > 0.97 * all, "{} of it is in D", inside / all);
}

#[test]
fn no_bar_is_heard_twice() {
    let music = compose();
    let bars: Vec<Vec<f64>> = music
        .chunks_exact(music.len() / 24)
        .map(|bar| {
            let length = (power(bar) * bar.len() as f64).sqrt();
            bar.iter().map(|sample| f64::from(*sample) / length).collect()
        })
        .collect();
    for (at, bar) in bars.iter().enumerate() {
        for (other_at, other) in bars.iter().enumerate().skip(at + 1) {
            let alike: f64 = bar.iter().zip(other).map(|(one, other)| one * other).sum();
            assert!(alike.abs() < 0.5, "bars {at} and {other_at} are alike: {alike}");
        }
    }
}

#[test]
fn its_loudness_changes_gently() {
    let levels: Vec<f64> = compose().chunks(24_000).map(|part| decibels(power(part))).collect();
    for pair in levels.windows(2) {
        assert!((pair[0] - pair[1]).abs() < 4.0, "from {} dB to {} dB in three seconds", pair[0], pair[1]);
    }
    assert!(levels.iter().all(|level| (-25.0..-17.0).contains(level)), "{levels:?}");
}

#[test]
fn both_laws_of_g711_leave_it_clean() {
    let music = compose();
    for law in [Codec::Alaw, Codec::Mulaw] {
        for (at, packet) in music.chunks_exact(160).enumerate() {
            let noise = packet.iter().map(|sample| {
                let heard = law.decode(law.encode(*sample));
                (f64::from(heard) - f64::from(*sample)).powi(2)
            });
            let ratio = 10.0 * (power(packet) * packet.len() as f64 / noise.sum::<f64>()).log10();
            assert!(ratio > 33.0, "{ratio} dB above the noise of {law:?} in packet {at}");
        }
    }
}

#[test]
fn it_is_the_same_on_every_machine() {
    let bytes: Vec<u8> = compose().iter().flat_map(|sample| sample.to_le_bytes()).collect();
    insta::assert_snapshot!(ContentHash::of(&bytes), @"977dd4ee31bfffdda62c3600f0b9eb314f4ab3da871779de99aa42ad9d50eafc");
}
