/** What the encoders are told at each rung: pure. */
import {
  CAMERA_RUNGS,
  LONG_PACKETS_FROM,
  NARROW_FROM,
  SCREEN_RUNGS,
  SCREEN_STILL_RUNG,
  STILL,
  STILL_RUNG,
} from './picture-rungs.js';
import { type QualityState, savesBits } from './quality-policy.js';
import { type SoundWish, USUAL_PACKET_MS } from './sound-wish.js';

/** For both encoders. */
export interface EncoderTargets {
  readonly sound: RTCRtpEncodingParameters;
  readonly picture: RTCRtpEncodingParameters;
  /** What of the picture gives way where not all of it fits. */
  readonly degradationPreference: RTCDegradationPreference;
}

/** Opus is clear at 32 kbit/s, good at 24 and plain to understand at 16. */
const SOUND_BITS = 32_000;
const SCARCE_SOUND_BITS = 24_000;
const POOR_SOUND_BITS = 16_000;

/** So much sound goes into a packet where each one counts, in ms: a third of the headers. */
const LONG_PACKET_MS = 60;

/** What is known of what is sent. */
export interface SourceOfPicture {
  /** Its shorter side in pixels; `null` while that is not known. */
  readonly height: number | null;
  readonly isScreen: boolean;
}

/** How the sound is packed at this moment, in ms on the clock of the figures. */
export function soundWishFor(
  { rung, reason, lossyUntil }: Pick<QualityState, 'rung' | 'reason' | 'lossyUntil'>,
  at: number,
): SoundWish {
  const isLong = rung >= LONG_PACKETS_FROM && reason === 'network';
  return {
    packetMs: isLong ? LONG_PACKET_MS : USUAL_PACKET_MS,
    // On a narrow line packets are lost because there are too many.
    twice: rung < NARROW_FROM && at < lossyUntil,
  };
}

/** What each encoder may use. */
export function targetsFor(
  {
    rung,
    reason,
    narrow,
    weak,
    sinceStill,
  }: Pick<QualityState, 'rung' | 'reason' | 'narrow' | 'weak' | 'sinceStill'>,
  { height, isScreen }: SourceOfPicture,
): EncoderTargets {
  const still = rung >= STILL;
  const rungs = isScreen ? SCREEN_RUNGS : CAMERA_RUNGS;
  const size = rungs[rung] ?? (isScreen ? SCREEN_STILL_RUNG : STILL_RUNG);
  // A weak device has all of its line.
  const { maxKbit } = reason === 'network' ? size : (rungs[0] ?? size);
  return {
    sound: {
      maxBitrate: still
        ? POOR_SOUND_BITS
        : rung >= LONG_PACKETS_FROM
          ? SCARCE_SOUND_BITS
          : SOUND_BITS,
      priority: 'high',
      networkPriority: 'high',
    },
    picture: {
      // Between two stills nothing is sent, nor sent again; each is whole and needs none before it.
      active: !still || sinceStill === 0,
      maxBitrate: maxKbit * 1_000,
      maxFramerate: size.framesPerSecond,
      scaleResolutionDownBy: Math.max(1, (height ?? size.height) / size.height),
    },
    degradationPreference:
      still || isScreen || (rung >= NARROW_FROM && savesBits({ narrow, weak }))
        ? 'maintain-resolution'
        : 'maintain-framerate',
  };
}
