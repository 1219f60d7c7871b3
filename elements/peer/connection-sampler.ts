/** Reads the statistics of one connection a few times a second, and says what has come in over it. */
import {
  type ExpectedMedia,
  isMediaBroken,
  type MediaCounters,
  startMediaFlow,
  updateMediaFlow,
} from './media-flow.js';
import { SLEPT_AFTER_MS, SUSPECT_AFTER_MS } from './recovery-policy.js';

/** What has come in so far. */
export interface ReceivedSample {
  /** On whichever path; media and heartbeats alike. */
  readonly bytes: number;
  readonly hasMedia: boolean;
  /** Whether a kind of media that is expected does not arrive; `null` where that is not judged. */
  readonly mediaBroken: boolean | null;
}

/** One per `RTCPeerConnection`. */
export class ConnectionSampler {
  readonly #connection: RTCPeerConnection;
  #bytes = 0;
  #receivedAt = 0;
  #sampledAt = 0;
  #flow = startMediaFlow(0);

  constructor(connection: RTCPeerConnection) {
    this.#connection = connection;
  }

  /** `framesShown` as in `MediaCounters`. */
  async sample(expected: ExpectedMedia, framesShown: number | null): Promise<ReceivedSample> {
    let bytes = 0;
    const counters = { audioPackets: 0, videoPackets: 0, framesDecoded: 0 };
    for (const stats of (await this.#connection.getStats()).values()) {
      if (stats.type === 'candidate-pair') bytes += stats.bytesReceived ?? 0;
      if (stats.type !== 'inbound-rtp') continue;
      counters[stats.kind === 'audio' ? 'audioPackets' : 'videoPackets'] +=
        stats.packetsReceived ?? 0;
      counters.framesDecoded += stats.framesDecoded ?? 0;
    }
    return {
      bytes,
      hasMedia: counters.audioPackets + counters.videoPackets > 0,
      mediaBroken: this.#isMediaBroken(bytes, { ...counters, framesShown }, expected),
    };
  }

  /** A kind of media is missing only where other things come in, on a page that is awake. */
  #isMediaBroken(bytes: number, counters: MediaCounters, expected: ExpectedMedia): boolean | null {
    const now = performance.now();
    if (bytes > this.#bytes) this.#receivedAt = now;
    const isUp =
      now - this.#receivedAt < SUSPECT_AFTER_MS && this.#connection.connectionState === 'connected';
    const isAwake = now - this.#sampledAt < SLEPT_AFTER_MS;
    const isJudged = isUp && isAwake && (expected.audio || expected.video);
    const judged = isJudged ? expected : { audio: false, video: false };
    this.#bytes = bytes;
    this.#sampledAt = now;
    this.#flow = updateMediaFlow(this.#flow, counters, judged, now);
    return isJudged ? isMediaBroken(this.#flow, now) : null;
  }
}
