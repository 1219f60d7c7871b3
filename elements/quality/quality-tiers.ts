/** The sizes of picture that a line may carry, from the largest to a still now and then. */

/** One size of picture. */
export interface QualityTier {
  /** The shorter side, in pixels. */
  readonly height: number;
  readonly framesPerSecond: number;
  /** At most so much for the picture, in kbit/s. */
  readonly maxKbps: number;
}

/** With less than this in all, sound and overhead included, each gives way to the next, in kbit/s. */
export const TIER_MIN_KBPS: readonly number[] = [700, 450, 300, 180, 120, 70];

/**
 * 720p30 at most: what two people see well and a phone can still encode. The heights are bounds: below
 * them the browser finds the size by what the picture is like, and it does that better. What each may
 * take leaves room on the line that it needs: one that is filled to the brim stutters.
 */
export const CAMERA_TIERS: readonly QualityTier[] = [
  { height: 720, framesPerSecond: 30, maxKbps: 1_700 },
  { height: 720, framesPerSecond: 30, maxKbps: 600 },
  { height: 540, framesPerSecond: 30, maxKbps: 330 },
  { height: 480, framesPerSecond: 30, maxKbps: 150 },
  { height: 330, framesPerSecond: 30, maxKbps: 90 },
  { height: 300, framesPerSecond: 30, maxKbps: 55 },
];

/** What is shared is read: its size stays, its movement goes. */
export const SCREEN_TIERS: readonly QualityTier[] = [
  { height: 1080, framesPerSecond: 30, maxKbps: 2_500 },
  { height: 1080, framesPerSecond: 10, maxKbps: 600 },
  { height: 1080, framesPerSecond: 5, maxKbps: 330 },
  { height: 1080, framesPerSecond: 5, maxKbps: 150 },
  { height: 1080, framesPerSecond: 3, maxKbps: 90 },
  { height: 720, framesPerSecond: 3, maxKbps: 55 },
];

/** Below the lowest rung the picture is a still now and then, and the voice has the line. */
export const LOW_FRAME_RATE_TIER = TIER_MIN_KBPS.length;

/** From here on a line is narrow, and a picture so small that most devices encode it in any codec. */
export const CONSTRAINED_FROM_TIER = 3;

/** From here on the headers of the sound are a part of it all that is worth some delay. */
export const LONG_PACKETS_FROM_TIER = 4;

/** So little that it does not stand before the voice in the queue; what is shared has to be read. */
export const CAMERA_LOW_FRAME_RATE = { height: 360, framesPerSecond: 1, maxKbps: 20 };
export const SCREEN_LOW_FRAME_RATE = { ...CAMERA_LOW_FRAME_RATE, height: 720 };

/** The largest picture that so much carries. */
export function tierForBitrate(kbit: number): number {
  const fit = TIER_MIN_KBPS.findIndex((need) => kbit >= need);
  return fit === -1 ? LOW_FRAME_RATE_TIER : fit;
}
