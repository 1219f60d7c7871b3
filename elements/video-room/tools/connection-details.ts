/** The panel with the live figures of a call: one sentence, a list of figures, small plots. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Locale } from '../../../server/protocol/locale.js';
import type { CallStrings } from '../../i18n/call/en.js';
import type { CallStats, VideoStats } from '../../quality/call-stats.js';
import type { Quality } from '../../quality/quality-view.js';

type Words = CallStrings['quality'];

/** One line of figures; with `lines` it has a plot, each line one value a second. */
interface Row {
  readonly name: string;
  readonly value: string;
  readonly lines?: readonly (readonly number[])[];
  /** What fills the plot at least, so that small things stay small. */
  readonly atLeast?: number;
}

const WIDTH = 120;
const HEIGHT = 32;
/** A minute of samples. */
const SAMPLES = 60;

/** What the panel shows; it is drawn anew with each sample. */
export function renderDetails(
  quality: Quality,
  history: readonly CallStats[],
  words: Words,
  locale: Locale,
): TemplateResult {
  const now = history.at(-1);
  return html`<p class="verdict" data-level=${quality.level}>${sentence(quality, words)}</p>
    ${
      now
        ? html`<dl class="figures">
            ${rowsOf(now, history, words, locale).map(
              ({ name, value, lines, atLeast }) => html`<div>
                <dt>${name}</dt>
                <dd>${value}</dd>
                ${lines ? plot(lines, atLeast ?? 1) : nothing}
              </div>`,
            )}
          </dl>`
        : html`<p>${words.none}</p>`
    }`;
}

function sentence({ level, cause }: Quality, words: Words): string {
  if (level === 'good' || cause === 'none') return words.good;
  return level === 'lost' ? words.lost[cause] : words.sentences[cause][level];
}

function rowsOf(
  now: CallStats,
  history: readonly CallStats[],
  words: Words,
  locale: Locale,
): Row[] {
  const round = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const ms = (value: number | null) => (value === null ? '–' : `${round.format(value)} ms`);
  const kbit = (value: number) => `${round.format(value)} kbit/s`;
  const picture = (figures: VideoStats | null) =>
    figures
      ? `${figures.width} × ${figures.height}, ${round.format(figures.framesPerSecond)} fps, ${figures.codec}`
      : '–';
  const over = (pick: (figures: CallStats) => number | null) =>
    history.map((figures) => pick(figures) ?? 0);
  return [
    {
      name: words.bitrate,
      value: `↓ ${kbit(now.receivedKbps)}  ↑ ${kbit(now.sentKbps)}`,
      lines: [over((figures) => figures.receivedKbps), over((figures) => figures.sentKbps)],
      atLeast: 100,
    },
    {
      name: words.loss,
      value: `↓ ${percent.format(now.receivedLoss)}  ↑ ${now.sentLoss === null ? '–' : percent.format(now.sentLoss)}`,
      lines: [over((figures) => figures.receivedLoss), over((figures) => figures.sentLoss)],
      atLeast: 0.1,
    },
    {
      name: words.roundTrip,
      value: ms(now.roundTripMs),
      lines: [over((figures) => figures.roundTripMs)],
      atLeast: 100,
    },
    {
      name: words.jitter,
      value: ms(now.jitterMs),
      lines: [over((figures) => figures.jitterMs)],
      atLeast: 50,
    },
    {
      name: words.pictureIn,
      value: picture(now.receivedVideo),
      lines: [over((figures) => figures.receivedVideo?.framesPerSecond ?? 0)],
      atLeast: 30,
    },
    {
      name: words.pictureOut,
      value: picture(now.sentVideo),
      lines: [over((figures) => figures.sentVideo?.framesPerSecond ?? 0)],
      atLeast: 30,
    },
    { name: words.sound, value: now.audioCodec || '–' },
    { name: words.path, value: now.path ? words.paths[now.path] : '–' },
  ];
}

/** The newest value is at the right; the figures beside it say the same in words. */
function plot(lines: readonly (readonly number[])[], atLeast: number): TemplateResult {
  const top = Math.max(atLeast, ...lines.flat());
  const points = (values: readonly number[]) =>
    values
      .map((value, index) => {
        const x = ((SAMPLES - values.length + index) * WIDTH) / (SAMPLES - 1);
        return `${x.toFixed(1)},${(HEIGHT - 1 - (value / top) * (HEIGHT - 2)).toFixed(1)}`;
      })
      .join(' ');
  return html`<svg
    class="plot"
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    preserveAspectRatio="none"
    aria-hidden="true"
  >
    ${lines.map((values) => svg`<polyline points=${points(values)} />`)}
  </svg>`;
}
