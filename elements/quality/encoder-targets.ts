/** What the encoders are told at each tier: pure. */

import { type AudioPacketization, DEFAULT_PTIME_MS } from '../peer/audio-packetization.js';
import { type QualityState, savesBits } from './quality-policy.js';
import {
  CAMERA_LOW_FRAME_RATE,
  CAMERA_TIERS,
  CONSTRAINED_FROM_TIER,
  LONG_PACKETS_FROM_TIER,
  LOW_FRAME_RATE_TIER,
  SCREEN_LOW_FRAME_RATE,
  SCREEN_TIERS,
} from './quality-tiers.js';

/** For both encoders. */
export interface EncoderTargets {
  readonly audio: RTCRtpEncodingParameters;
  readonly video: RTCRtpEncodingParameters;
  /** What of the picture gives way where not all of it fits. */
  readonly degradationPreference: RTCDegradationPreference;
}

/** Opus is clear at 32 kbit/s, good at 24 and plain to understand at 16. */
const AUDIO_BPS = 32_000;
const LOW_AUDIO_BPS = 24_000;
const MIN_AUDIO_BPS = 16_000;

/** So much sound goes into a packet where each one counts, in ms: a third of the headers. */
const LONG_PTIME_MS = 60;

/** What is known of what is sent. */
export interface VideoSource {
  /** Its shorter side in pixels; `null` while that is not known. */
  readonly height: number | null;
  readonly isScreen: boolean;
}

/** How the sound is packed at this moment, in ms on the clock of the figures. */
export function packetizationFor(
  { tier, reason, lossyUntil }: Pick<QualityState, 'tier' | 'reason' | 'lossyUntil'>,
  at: number,
): AudioPacketization {
  const isLong = tier >= LONG_PACKETS_FROM_TIER && reason === 'network';
  return {
    ptimeMs: isLong ? LONG_PTIME_MS : DEFAULT_PTIME_MS,
    // On a narrow line packets are lost because there are too many.
    red: tier < CONSTRAINED_FROM_TIER && at < lossyUntil,
  };
}

/** What each encoder may use. */
export function targetsFor(
  {
    tier,
    reason,
    isConstrained,
    isCpuLimited,
    samplesSinceFrame,
  }: Pick<QualityState, 'tier' | 'reason' | 'isConstrained' | 'isCpuLimited' | 'samplesSinceFrame'>,
  { height, isScreen }: VideoSource,
): EncoderTargets {
  const still = tier >= LOW_FRAME_RATE_TIER;
  const tiers = isScreen ? SCREEN_TIERS : CAMERA_TIERS;
  const size = tiers[tier] ?? (isScreen ? SCREEN_LOW_FRAME_RATE : CAMERA_LOW_FRAME_RATE);
  // A weak device has all of its line.
  const { maxKbps } = reason === 'network' ? size : (tiers[0] ?? size);
  return {
    audio: {
      maxBitrate: still
        ? MIN_AUDIO_BPS
        : tier >= LONG_PACKETS_FROM_TIER
          ? LOW_AUDIO_BPS
          : AUDIO_BPS,
      priority: 'high',
      networkPriority: 'high',
    },
    video: {
      // Between two stills nothing is sent, nor sent again; each is whole and needs none before it.
      active: !still || samplesSinceFrame === 0,
      maxBitrate: maxKbps * 1_000,
      maxFramerate: size.framesPerSecond,
      scaleResolutionDownBy: Math.max(1, (height ?? size.height) / size.height),
    },
    degradationPreference:
      still ||
      isScreen ||
      (tier >= CONSTRAINED_FROM_TIER && savesBits({ isConstrained, isCpuLimited }))
        ? 'maintain-resolution'
        : 'maintain-framerate',
  };
}
