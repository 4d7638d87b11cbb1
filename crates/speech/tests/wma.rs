//! Windows Media Audio, made and read by the real ffmpeg. Package: ffmpeg.

use std::process::Command;

use speech::ffmpeg::{Ffmpeg, InvalidWma};

/// A file of a tone of 1 kHz.
fn wma(codec: &str, seconds: u32, channels: &str) -> Vec<u8> {
    let source = format!("sine=frequency=1000:duration={seconds}:sample_rate=44100");
    let output = Command::new("ffmpeg")
        .args(["-hide_banner", "-loglevel", "error", "-f", "lavfi", "-i", &source, "-c:a", codec])
        .args(["-b:a", "32k", "-ac", channels, "-fflags", "+bitexact", "-f", "asf", "pipe:1"])
        .output()
        .expect("ffmpeg is installed: apt-get install ffmpeg");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// Zero crossings a second: twice the frequency of a tone.
fn crossings(samples: &[i16]) -> usize {
    samples.windows(2).filter(|pair| (pair[0] < 0) != (pair[1] < 0)).count() * 8_000 / samples.len()
}

#[test]
fn both_versions_mono_and_stereo_are_decoded() {
    for (codec, channels) in [("wmav1", "1"), ("wmav2", "1"), ("wmav2", "2")] {
        let samples = Ffmpeg::default().decode(&wma(codec, 3, channels)).unwrap();
        assert!((23_000..26_000).contains(&samples.len()), "{codec}: {} samples", samples.len());
        assert!((1_990..2_010).contains(&crossings(&samples[2_000..22_000])), "{codec}");
        let peak = samples.iter().map(|sample| sample.unsigned_abs()).max().unwrap();
        assert!((3_500..5_500).contains(&peak), "{codec}: the tone is at an eighth, and the peak {peak}");
    }
}

#[test]
fn a_file_that_is_cut_off_plays_as_far_as_it_goes() {
    let whole = wma("wmav2", 5, "1");
    let samples = Ffmpeg::default().decode(&whole[..whole.len() / 2]).unwrap();
    assert!(samples.len() > 8_000 && samples.len() < 32_000, "{}", samples.len());
}

#[test]
fn what_is_no_wma_is_refused() {
    let whole = wma("wmav2", 1, "1");
    let mut torn = whole[..600].to_vec();
    torn.extend((0..3_000_u32).map(|at| at.wrapping_mul(2_654_435_761).to_be_bytes()[0]));
    for bytes in [&b""[..], b"no audio at all", &whole[..100], &torn, b"#EXTM3U\nfile:///etc/passwd\n"] {
        assert!(Ffmpeg::default().decode(bytes).is_err());
    }
    let linear = wma("pcm_s16le", 1, "1");
    assert!(Ffmpeg::default().decode(&linear).is_err(), "only the codecs of WMA are run");
}

#[test]
fn a_file_that_plays_too_long_is_refused() {
    let error = Ffmpeg::default().decode(&wma("wmav2", 1_830, "1")).unwrap_err();
    assert!(matches!(error, InvalidWma::TooLong), "{error}");
    assert_eq!(error.to_string(), "the WMA file plays longer than 30 minutes; make it shorter");
}

#[test]
fn where_ffmpeg_is_missing_the_package_is_named() {
    let error = Ffmpeg::at("/nowhere/ffmpeg").decode(b"").unwrap_err();
    assert_eq!(error.to_string(), "/nowhere/ffmpeg is not installed on the pool: install the package ffmpeg");
}
