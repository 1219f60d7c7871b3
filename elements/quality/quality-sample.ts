/** What one sample alone says of this side: how good it is, and whose network or device that is due to. */
import type { CallFigures } from './call-figures.js';
import { STILL } from './picture-rungs.js';
import { badness, GOOD, type Quality, type QualityLevel } from './quality-view.js';

/** What a server that answers slowly takes longer than at its best, in ms. */
const NEAR_SLOW_MS = 60;

/** What the picture is held down to, and what for. */
interface Limit {
  readonly rung: number;
  readonly reason: 'network' | 'cpu' | null;
}

/** What is known besides the figures. */
export interface QualityInput {
  readonly figures: CallFigures;
  /** Whether a picture is sent at all. */
  readonly sending: boolean;
  /**
   * So much longer than at its best the server takes to answer, in ms, here and at the peer: the other
   * side has no part in that.
   */
  readonly nearMs: number;
  readonly peerNearMs: number;
}

/** What this sample alone says of this side. */
export function see({ rung, reason }: Limit, input: QualityInput): Quality {
  const { figures, sending, nearMs, peerNearMs } = input;
  const limited = sending ? reason : null;
  const out = worst(
    grade(figures.lossOut ?? 0, 0.03, 0.1),
    grade(figures.roundTripMs ?? 0, 400, 800),
    limited === 'network' ? grade(rung, 1, STILL - 1) : 'good',
  );
  const come = worst(grade(figures.lossIn, 0.03, 0.1), grade(figures.concealed, 0.05, 0.15));
  const level = worst(out, come);
  if (level !== 'good') {
    const presumed =
      badness({ level: come }) > badness({ level: out }) ? 'peer-network' : 'network';
    return { level, cause: sideOf(nearMs, peerNearMs) ?? presumed };
  }
  return limited === 'cpu' && rung > 1 ? { level: 'fair', cause: 'cpu' } : GOOD;
}

/** Whose network it is, where one of the two ways to the server is slow as well. */
function sideOf(nearMs: number, peerNearMs: number): 'network' | 'peer-network' | null {
  if (Math.max(nearMs, peerNearMs) < NEAR_SLOW_MS) return null;
  if (nearMs >= 2 * peerNearMs) return 'network';
  return peerNearMs >= 2 * nearMs ? 'peer-network' : null;
}

const grade = (value: number, fair: number, poor: number): QualityLevel =>
  value >= poor ? 'poor' : value >= fair ? 'fair' : 'good';

const worst = (...levels: readonly QualityLevel[]): QualityLevel =>
  levels.reduce((one, other) =>
    badness({ level: other }) > badness({ level: one }) ? other : one,
  );
