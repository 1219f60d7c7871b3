/** What one sample alone says of this side: how good it is, and whose network or device that is due to. */
import type { CallStats } from './call-stats.js';
import { LOW_FRAME_RATE_TIER } from './quality-tiers.js';
import { GOOD, type Quality, type QualityLevel, severity } from './quality-view.js';

/** What a server that answers slowly takes longer than at its best, in ms. */
const SERVER_SLOW_MS = 60;

/** The tier in use, and why it is not the best one. */
interface Limit {
  readonly tier: number;
  readonly reason: 'network' | 'cpu' | null;
}

/** What is known besides the stats. */
export interface QualityInput {
  readonly stats: CallStats;
  /** Whether any video is sent. */
  readonly isSendingVideo: boolean;
  /**
   * So much longer than at its best the server takes to answer, in ms, here and at the peer: the other
   * side has no part in that.
   */
  readonly serverDelayMs: number;
  readonly peerServerDelayMs: number;
}

/** What this sample alone says of this side. */
export function assessSample({ tier, reason }: Limit, input: QualityInput): Quality {
  const { stats, isSendingVideo, serverDelayMs, peerServerDelayMs } = input;
  const limited = isSendingVideo ? reason : null;
  const out = worst(
    grade(stats.sentLoss ?? 0, 0.03, 0.1),
    grade(stats.roundTripMs ?? 0, 400, 800),
    limited === 'network' ? grade(tier, 1, LOW_FRAME_RATE_TIER - 1) : 'good',
  );
  const come = worst(grade(stats.receivedLoss, 0.03, 0.1), grade(stats.concealed, 0.05, 0.15));
  const level = worst(out, come);
  if (level !== 'good') {
    const presumed =
      severity({ level: come }) > severity({ level: out }) ? 'peer-network' : 'network';
    return { level, cause: slowSide(serverDelayMs, peerServerDelayMs) ?? presumed };
  }
  return limited === 'cpu' && tier > 1 ? { level: 'fair', cause: 'cpu' } : GOOD;
}

/** Whose network it is, where one of the two ways to the server is slow as well. */
function slowSide(
  serverDelayMs: number,
  peerServerDelayMs: number,
): 'network' | 'peer-network' | null {
  if (Math.max(serverDelayMs, peerServerDelayMs) < SERVER_SLOW_MS) return null;
  if (serverDelayMs >= 2 * peerServerDelayMs) return 'network';
  return peerServerDelayMs >= 2 * serverDelayMs ? 'peer-network' : null;
}

const grade = (value: number, fair: number, poor: number): QualityLevel =>
  value >= poor ? 'poor' : value >= fair ? 'fair' : 'good';

const worst = (...levels: readonly QualityLevel[]): QualityLevel =>
  levels.reduce((one, other) =>
    severity({ level: other }) > severity({ level: one }) ? other : one,
  );
