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
  /** What the encoder gives up first where the bitrate is too low. */
  readonly degradationPreference: RTCDegradationPreference;
}

/** Opus is clear at 32 kbit/s, good at 24 and plain to understand at 16. */
const AUDIO_BPS = 32_000;
const LOW_AUDIO_BPS = 24_000;
const MIN_AUDIO_BPS = 16_000;

/** Length of an audio packet on a link where headers count, in ms: a third of the usual headers. */
const LONG_PTIME_MS = 60;

/** What is known of what is sent. */
export interface VideoSource {
  /** Its shorter side in pixels; `null` while that is not known. */
  readonly height: number | null;
  readonly isScreen: boolean;
}

/** How audio is packetized at `at`, in ms on the clock of the statistics. */
export function packetizationFor(
  { tier, reason, lossyUntil }: Pick<QualityState, 'tier' | 'reason' | 'lossyUntil'>,
  at: number,
): AudioPacketization {
  const isLong = tier >= LONG_PACKETS_FROM_TIER && reason === 'network';
  return {
    ptimeMs: isLong ? LONG_PTIME_MS : DEFAULT_PTIME_MS,
    // On a constrained link packets are lost because there are too many.
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
  // A CPU limit does not make the link any slower.
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
      // Between two frames nothing is sent or retransmitted. Each one is a key frame.
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
