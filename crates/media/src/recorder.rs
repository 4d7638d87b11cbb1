//! What a leg heard, sample by sample: for the ear of a test call.

use std::time::Duration;

use crate::{clock::samples, g711::Codec, sequence::Place};

/// The samples by which a packet's timestamp may stray from when it came: 400 ms.
const STRAY_MAX: i64 = 3200;

/// Writes what comes to where it belongs: by its timestamps, and where those leap by the time of its arrival.
#[derive(Debug)]
pub(crate) struct Recorder {
    heard: Vec<i16>,
    /// The samples up to the last one that was heard.
    length: usize,
    began: Option<Duration>,
    /// The stream, and what is added to its timestamps.
    shift: Option<(u32, u32)>,
}

impl Recorder {
    /// Room for some time; what comes after it is not recorded.
    pub(crate) fn new(limit: Duration) -> Self {
        Self { heard: vec![0; samples(limit) as usize], length: 0, began: None, shift: None }
    }

    /// The moment of the first sample.
    pub(crate) const fn begin(&mut self, now: Duration) {
        self.began = Some(now);
    }

    pub(crate) fn hear(&mut self, place: Place, timestamp: u32, audio: (Codec, &[u8]), now: Duration) {
        let Some(began) = self.began else { return };
        let here = samples(now.saturating_sub(began));
        let anew = (place.stream, here.wrapping_sub(timestamp));
        let shift = match self.shift {
            Some((stream, shift)) if stream == place.stream => {
                let astray = timestamp.wrapping_add(shift).wrapping_sub(here) as i32;
                if i64::from(astray).abs() > STRAY_MAX { anew } else { (stream, shift) }
            }
            _ => anew,
        };
        self.shift = Some(shift);
        let at = timestamp.wrapping_add(shift.1);
        // Below zero, as a packet that was under way when the recording began.
        if at > i32::MAX as u32 {
            return;
        }
        let at = at as usize;
        let (law, payload) = audio;
        let room = self.heard.iter_mut().skip(at);
        for (sample, byte) in room.zip(payload) {
            *sample = law.decode(*byte);
        }
        self.length = self.length.max((at + payload.len()).min(self.heard.len()));
    }

    /// What was heard up to now, while the recording goes on.
    pub(crate) fn so_far(&self) -> Vec<i16> {
        self.heard[..self.length].to_vec()
    }

    /// What was heard up to now; the time after the last packet is not part of it.
    pub(crate) fn finish(mut self) -> Vec<i16> {
        self.heard.truncate(self.length);
        self.heard
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Packets of 160 samples: when one came in ms, its stream, its timestamp, its level.
    fn record(packets: &[(u64, u32, u32, u8)]) -> String {
        let mut recorder = Recorder::new(Duration::from_millis(200));
        recorder.begin(Duration::from_millis(1000));
        for (now, stream, timestamp, level) in packets {
            let payload = [Codec::Mulaw.encode(i16::from(*level) * 1000); 160];
            let place = Place { stream: *stream, extended: 0 };
            let now = Duration::from_millis(1000 + now);
            recorder.hear(place, *timestamp, (Codec::Mulaw, &payload), now);
        }
        let heard = recorder.finish();
        heard
            .chunks(160)
            .map(|frame| char::from(b'0' + (f32::from(frame[80]) / 1000.0).round() as u8))
            .collect()
    }

    #[test]
    fn packets_are_written_where_they_belong() {
        assert_eq!(record(&[(0, 0, 5000, 1), (25, 0, 5160, 2), (39, 0, 5320, 3)]), "123");
        assert_eq!(record(&[(40, 0, 5000, 1), (60, 0, 5160, 2)]), "0012");
        assert_eq!(record(&[(0, 0, 5000, 1), (61, 0, 5480, 4), (62, 0, 5320, 3)]), "1034");
        assert_eq!(record(&[(0, 0, u32::MAX - 159, 1), (20, 0, 0, 2)]), "12");
    }

    #[test]
    fn another_stream_and_a_leap_go_by_the_time_of_arrival() {
        assert_eq!(record(&[(0, 0, 5000, 1), (40, 1, 90, 3), (60, 1, 250, 4)]), "1034");
        assert_eq!(record(&[(0, 0, 5000, 1), (40, 0, 900_000, 3), (60, 0, 900_160, 4)]), "1034");
    }

    #[test]
    fn what_lies_outside_the_limit_is_not_recorded() {
        assert_eq!(record(&[(180, 0, 5000, 1), (200, 0, 5160, 2), (220, 0, 5320, 3)]), "0000000001");
        assert_eq!(record(&[(0, 0, 5000, 1), (20, 0, 4840, 2)]), "1");
        assert_eq!(record(&[]), "");
    }
}
