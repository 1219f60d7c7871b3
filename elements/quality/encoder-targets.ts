/** What the encoders are told at each rung: pure. */
import { CAMERA_RUNGS, type QualityState, SCREEN_RUNGS, STILL } from './quality-policy.js';

/** For both encoders. */
export interface EncoderTargets {
  readonly sound: RTCRtpEncodingParameters;
  readonly picture: RTCRtpEncodingParameters;
}

/** A still is sent every so often, counted in samples. */
export const STILL_EVERY = 4;

/** So little that it does not stand before the voice in the queue. */
const STILL_RUNG = { height: 270, framesPerSecond: 1, maxKbit: 20 };

/** Opus is clear at 32 kbit/s, good at 24 and plain to understand at 12; 30 more are overhead. */
const SOUND_BITS = 32_000;
const SCARCE_SOUND_BITS = 24_000;
const POOR_SOUND_BITS = 12_000;

/** What is known of what is sent. */
export interface SourceOfPicture {
  /** Its shorter side in pixels; `null` while that is not known. */
  readonly height: number | null;
  readonly isScreen: boolean;
}

/** `stillNow`: this is the sample in which the picture of a still is taken. */
export function targetsFor(
  { rung }: Pick<QualityState, 'rung'>,
  { height, isScreen }: SourceOfPicture,
  stillNow: boolean,
): EncoderTargets {
  const still = rung >= STILL;
  const rungs = isScreen ? SCREEN_RUNGS : CAMERA_RUNGS;
  const size = rungs[rung] ?? STILL_RUNG;
  return {
    sound: {
      maxBitrate: still ? POOR_SOUND_BITS : rung === STILL - 1 ? SCARCE_SOUND_BITS : SOUND_BITS,
      priority: 'high',
      networkPriority: 'high',
    },
    picture: {
      // Between two stills nothing is sent, nor sent again; each is whole and needs none before it.
      active: !still || stillNow,
      maxBitrate: size.maxKbit * 1_000,
      maxFramerate: size.framesPerSecond,
      scaleResolutionDownBy: Math.max(1, (height ?? size.height) / size.height),
    },
  };
}
