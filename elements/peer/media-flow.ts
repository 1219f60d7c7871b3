/**
 * Whether the audio and the video of the peer still arrive over one connection: pure. A connection can
 * be up, and one kind flow, while nothing of the other kind comes in.
 */

/** Without an audio or a video packet for so long, that kind of media is broken. */
export const MEDIA_SILENT_AFTER_MS = 3_000;

/**
 * Packets come in and no frame is decoded: twice the 3 s after which Chromium asks again for a key frame,
 * and time for that key frame to arrive on a lossy link.
 */
export const NOT_DECODED_AFTER_MS = 8_000;

/**
 * A counter that starts anew proves little: Firefox with a broken receiver makes another one every few
 * packets (browser bug `rollback-breaks-audio`). So many packets must follow before it counts as arriving.
 */
export const STEADY_PACKETS = 20;

/** Packets of silence come 400 ms apart: a counter that has grown for so long without a reset counts, too. */
export const STEADY_AFTER_MS = 2_000;

/** What has come in over a connection so far. */
export interface MediaCounters {
  readonly audioPackets: number;
  readonly videoPackets: number;
  readonly framesDecoded: number;
  /** Frames that reached the video element; `null` where that is not known. */
  readonly framesShown: number | null;
}

/** Which kinds the peer says it sends all the time. */
export interface ExpectedMedia {
  readonly audio: boolean;
  readonly video: boolean;
}

/** A counter, and when it last grew, in ms. After a reset growth counts from a value or a time on. */
interface Progress {
  readonly count: number;
  readonly countsFrom: number;
  readonly countsAt: number;
  readonly at: number;
}

/** What is remembered of one connection between two samples. */
export interface MediaFlow {
  readonly audioPackets: Progress;
  readonly videoPackets: Progress;
  readonly framesDecoded: Progress;
  readonly framesShown: Progress | null;
}

/** A connection over which nothing has come in yet. */
export function startMediaFlow(at: number): MediaFlow {
  const none: Progress = { count: 0, countsFrom: 0, countsAt: at, at };
  return { audioPackets: none, videoPackets: none, framesDecoded: none, framesShown: null };
}

/** Takes a sample at `at`, in ms. A kind that is not expected is as good as just received. */
export function updateMediaFlow(
  flow: MediaFlow,
  counters: MediaCounters,
  { audio, video }: ExpectedMedia,
  at: number,
): MediaFlow {
  const step = (before: Progress, count: number, expected: boolean, afterReset = 0): Progress => {
    const isReset = count < before.count;
    const countsFrom = isReset ? afterReset : before.countsFrom;
    const countsAt = isReset ? at + STEADY_AFTER_MS : before.countsAt;
    const grows = count > before.count && (count >= countsFrom || at >= countsAt);
    return { count, countsFrom, countsAt, at: grows || !expected ? at : before.at };
  };
  const { framesShown } = counters;
  return {
    audioPackets: step(flow.audioPackets, counters.audioPackets, audio, STEADY_PACKETS),
    videoPackets: step(flow.videoPackets, counters.videoPackets, video),
    framesDecoded: step(flow.framesDecoded, counters.framesDecoded, video),
    framesShown:
      framesShown === null
        ? null
        : step(
            flow.framesShown ?? { count: framesShown, countsFrom: 0, countsAt: at, at },
            framesShown,
            video,
          ),
  };
}

/** Whether a kind of media that is expected has not arrived for too long, or stands still. */
export function isMediaBroken(flow: MediaFlow, at: number): boolean {
  const { audioPackets, videoPackets, framesDecoded, framesShown } = flow;
  const since = (progress: Progress): number => at - progress.at;
  // Browser bug `rollback-after-answer`: frames are decoded and shown nowhere.
  const isNotShown =
    framesShown !== null &&
    since(framesShown) >= MEDIA_SILENT_AFTER_MS &&
    since(framesDecoded) < MEDIA_SILENT_AFTER_MS;
  return (
    since(audioPackets) >= MEDIA_SILENT_AFTER_MS ||
    since(videoPackets) >= MEDIA_SILENT_AFTER_MS ||
    since(framesDecoded) >= NOT_DECODED_AFTER_MS ||
    isNotShown
  );
}
