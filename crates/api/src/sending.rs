//! Large bodies of responses: sent piece by piece, each in a place of its own until its reader has it all.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::body::{Body, Bytes, HttpBody};
use http_body::{Frame, SizeHint};
use tokio::sync::{
    OwnedSemaphorePermit,
    mpsc::{self, error::SendTimeoutError},
};

/// A body that keeps its place until it has been read or given up. A reader that takes nothing for
/// [`TAKEN_WITHIN`] loses it: the rest is not kept for it, and its connection breaks off.
pub(crate) fn body(bytes: Vec<u8>, place: OwnedSemaphorePermit) -> Body {
    body_taken_within(bytes, place, TAKEN_WITHIN)
}

fn body_taken_within(bytes: Vec<u8>, place: OwnedSemaphorePermit, patience: Duration) -> Body {
    let (pieces, arriving) = mpsc::channel(1);
    let body = Sending { arriving, left: bytes.len() };
    tokio::spawn(hand_out(bytes, pieces, place, patience));
    Body::new(body)
}

async fn hand_out(
    bytes: Vec<u8>,
    pieces: mpsc::Sender<Bytes>,
    _place: OwnedSemaphorePermit,
    patience: Duration,
) {
    for piece in bytes.chunks(PIECE_BYTES) {
        match pieces.send_timeout(Bytes::copy_from_slice(piece), patience).await {
            Ok(()) => {}
            Err(SendTimeoutError::Closed(_)) => return,
            Err(SendTimeoutError::Timeout(_)) => {
                tracing::info!(bytes = bytes.len(), "a response was given up: its reader took nothing more");
                return;
            }
        }
    }
    if tokio::time::timeout(patience, pieces.closed()).await.is_err() {
        tracing::info!(bytes = bytes.len(), "a response was given up: its reader left the end of it");
    }
}

/// What has not been sent yet.
struct Sending {
    arriving: mpsc::Receiver<Bytes>,
    left: usize,
}

/// The reader took nothing for too long.
#[derive(Debug, thiserror::Error)]
#[error("the response was given up, because its reader took nothing for too long")]
struct GivenUp;

impl HttpBody for Sending {
    type Data = Bytes;
    type Error = GivenUp;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, GivenUp>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        let Some(piece) = ready!(self.arriving.poll_recv(context)) else {
            self.left = 0;
            return Poll::Ready(Some(Err(GivenUp)));
        };
        self.left -= piece.len();
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left as u64)
    }
}

/// How much of a body is handed to the connection at once.
const PIECE_BYTES: usize = 64 << 10;
/// How long a reader may take for the next piece. Buffers of the system empty in bursts, so a slow reader needs long.
const TAKEN_WITHIN: Duration = Duration::from_secs(120);

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use axum::body::to_bytes;
    use tokio::sync::Semaphore;

    use super::*;

    #[tokio::test]
    async fn bytes_of_any_number_arrive_whole_and_free_their_place() {
        let places = Arc::new(Semaphore::new(1));
        for length in [0, 1, PIECE_BYTES, 3 * PIECE_BYTES + 7] {
            let place = Arc::clone(&places).acquire_owned().await.unwrap();
            let bytes: Vec<u8> = (0..=u8::MAX).cycle().take(length).collect();
            let body = body(bytes.clone(), place);
            assert_eq!(body.size_hint().exact(), Some(length as u64));
            assert!(to_bytes(body, usize::MAX).await.unwrap() == bytes, "{length}");
        }
    }

    #[tokio::test]
    async fn a_reader_that_takes_nothing_loses_its_place_and_hears_of_it() {
        let places = Arc::new(Semaphore::new(1));
        let place = Arc::clone(&places).acquire_owned().await.unwrap();
        let body = body_taken_within(vec![0; 3 * PIECE_BYTES], place, Duration::from_millis(10));
        assert!(places.acquire().await.is_ok(), "the place comes free while the body is unread");
        let error = to_bytes(body, usize::MAX).await.unwrap_err();
        assert!(error.to_string().contains("given up"), "{error}");
    }
}
