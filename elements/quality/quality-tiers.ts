/** The sizes of video that a link may carry, from the largest to low-frame-rate mode. */

/** One size of video. */
export interface QualityTier {
  /** The shorter side, in pixels. */
  readonly height: number;
  readonly framesPerSecond: number;
  /** The most that the video may use, in kbit/s. */
  readonly maxKbps: number;
}

/** What each tier needs at least, audio and overhead included, in kbit/s. Below it the next tier is used. */
export const TIER_MIN_KBPS: readonly number[] = [700, 450, 300, 180, 120, 70];

/**
 * 720p30 at most: what two people see well and a phone can still encode. A height is an upper bound: the
 * browser chooses the size below it by the content of the video. The bitrate leaves room on the link that
 * the tier needs, since a full link stutters.
 */
export const CAMERA_TIERS: readonly QualityTier[] = [
  { height: 720, framesPerSecond: 30, maxKbps: 1_700 },
  { height: 720, framesPerSecond: 30, maxKbps: 600 },
  { height: 540, framesPerSecond: 30, maxKbps: 330 },
  { height: 480, framesPerSecond: 30, maxKbps: 150 },
  { height: 330, framesPerSecond: 30, maxKbps: 90 },
  { height: 300, framesPerSecond: 30, maxKbps: 55 },
];

/** A shared screen is read: it keeps its size and loses frames. */
export const SCREEN_TIERS: readonly QualityTier[] = [
  { height: 1080, framesPerSecond: 30, maxKbps: 2_500 },
  { height: 1080, framesPerSecond: 10, maxKbps: 600 },
  { height: 1080, framesPerSecond: 5, maxKbps: 330 },
  { height: 1080, framesPerSecond: 5, maxKbps: 150 },
  { height: 1080, framesPerSecond: 3, maxKbps: 90 },
  { height: 720, framesPerSecond: 3, maxKbps: 55 },
];

/** Low-frame-rate mode, below the lowest tier: a frame now and then, so that the audio has the link. */
export const LOW_FRAME_RATE_TIER = TIER_MIN_KBPS.length;

/** From this tier on a link is constrained, and most devices can encode the video in any codec. */
export const CONSTRAINED_FROM_TIER = 3;

/** From this tier on the headers of audio packets cost more than the delay of longer packets. */
export const LONG_PACKETS_FROM_TIER = 4;

/** So little that a frame does not delay the audio behind it; a shared screen must stay readable. */
export const CAMERA_LOW_FRAME_RATE = { height: 360, framesPerSecond: 1, maxKbps: 20 };
export const SCREEN_LOW_FRAME_RATE = { ...CAMERA_LOW_FRAME_RATE, height: 720 };

/** The best tier that a bitrate in kbit/s carries. */
export function tierForBitrate(kbit: number): number {
  const fit = TIER_MIN_KBPS.findIndex((need) => kbit >= need);
  return fit === -1 ? LOW_FRAME_RATE_TIER : fit;
}
