/** The sizes of picture that a line may carry, from the largest to a still now and then. */

/** One size of picture. */
export interface Rung {
  /** The shorter side, in pixels. */
  readonly height: number;
  readonly framesPerSecond: number;
  /** At most so much for the picture, in kbit/s. */
  readonly maxKbit: number;
}

/** With less than this in all, sound and overhead included, each gives way to the next, in kbit/s. */
export const NEED_KBIT: readonly number[] = [700, 450, 300, 180, 120, 70];

/**
 * 720p30 at most: what two people see well and a phone can still encode. The heights are bounds: below
 * them the browser finds the size by what the picture is like, and it does that better. What each may
 * take leaves room on the line that it needs: one that is filled to the brim stutters.
 */
export const CAMERA_RUNGS: readonly Rung[] = [
  { height: 720, framesPerSecond: 30, maxKbit: 1_700 },
  { height: 720, framesPerSecond: 30, maxKbit: 600 },
  { height: 540, framesPerSecond: 30, maxKbit: 330 },
  { height: 480, framesPerSecond: 30, maxKbit: 150 },
  { height: 330, framesPerSecond: 30, maxKbit: 90 },
  { height: 300, framesPerSecond: 30, maxKbit: 55 },
];

/** What is shared is read: its size stays, its movement goes. */
export const SCREEN_RUNGS: readonly Rung[] = [
  { height: 1080, framesPerSecond: 30, maxKbit: 2_500 },
  { height: 1080, framesPerSecond: 10, maxKbit: 600 },
  { height: 1080, framesPerSecond: 5, maxKbit: 330 },
  { height: 1080, framesPerSecond: 5, maxKbit: 150 },
  { height: 1080, framesPerSecond: 3, maxKbit: 90 },
  { height: 720, framesPerSecond: 3, maxKbit: 55 },
];

/** Below the lowest rung the picture is a still now and then, and the voice has the line. */
export const STILL = NEED_KBIT.length;

/** From here on a line is narrow, and a picture so small that most devices encode it in any codec. */
export const NARROW_FROM = 3;

/** From here on the headers of the sound are a part of it all that is worth some delay. */
export const LONG_PACKETS_FROM = 4;

/** So little that it does not stand before the voice in the queue; what is shared has to be read. */
export const STILL_RUNG = { height: 360, framesPerSecond: 1, maxKbit: 20 };
export const SCREEN_STILL_RUNG = { ...STILL_RUNG, height: 720 };

/** The largest picture that so much carries. */
export function fitting(kbit: number): number {
  const fit = NEED_KBIT.findIndex((need) => kbit >= need);
  return fit === -1 ? STILL : fit;
}
