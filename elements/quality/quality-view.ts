/** How good a call is and whose side that is due to, and how two views of it become one: pure. */

/** From best to worst; `lost`: nothing comes through. */
export const LEVELS = ['good', 'fair', 'poor', 'lost'] as const;

/** One of `LEVELS`. */
export type QualityLevel = (typeof LEVELS)[number];

const CAUSES = ['none', 'network', 'peer-network', 'cpu', 'peer-cpu'] as const;

/** Whose network or device it is; `peer-…` is the other person's. */
export type QualityCause = (typeof CAUSES)[number];

/** The value of the property `quality` and the detail of `quality-change`. */
export interface Quality {
  readonly level: QualityLevel;
  readonly cause: QualityCause;
}

/** Nothing is wrong. */
export const GOOD: Quality = { level: 'good', cause: 'none' };

/** The larger, the worse. */
export const severity = ({ level }: Pick<Quality, 'level'>): number => LEVELS.indexOf(level);

/** What the peer says of its side, as it came. */
export interface PeerReport {
  readonly quality: Quality;
  /** So much longer than at its best the server takes to answer it, in ms. */
  readonly nearMs: number;
  /** The codecs that it decodes in hardware, such as `video/H264`. */
  readonly decodes: readonly string[];
  /** Whether it sends a frame every few seconds only, since its link carries no more. */
  readonly lowFrameRate: boolean;
}

/** A report of the peer; `null` for what is not understood. */
export function readReport(value: unknown): PeerReport | null {
  if (typeof value !== 'object' || value === null) return null;
  const { level, cause, nearMs, decodes, lowFrameRate } = value as Readonly<
    Record<string, unknown>
  >;
  const known = LEVELS.find((each) => each === level);
  const why = CAUSES.find((each) => each === cause);
  if (!known || !why || (known === 'good') !== (why === 'none')) return null;
  const names = Array.isArray(decodes) ? decodes.filter((name) => typeof name === 'string') : [];
  return {
    quality: { level: known, cause: why },
    nearMs: typeof nearMs === 'number' && nearMs >= 0 ? nearMs : 0,
    decodes: names,
    lowFrameRate: lowFrameRate === true,
  };
}

const MIRRORED: Record<QualityCause, QualityCause> = {
  none: 'none',
  network: 'peer-network',
  'peer-network': 'network',
  cpu: 'peer-cpu',
  'peer-cpu': 'cpu',
};

/** The same thing as the other person would say it. */
export const mirrorQuality = ({ level, cause }: Quality): Quality => ({
  level,
  cause: MIRRORED[cause],
});

/**
 * The one view that both are shown: the worse of the two, and of two that are as bad that of the side
 * which sat down first.
 */
export function agreeOnQuality(mine: Quality, theirs: Quality, first: boolean): Quality {
  const difference = severity(mine) - severity(theirs);
  return difference > 0 || (difference === 0 && first) ? mine : mirrorQuality(theirs);
}
