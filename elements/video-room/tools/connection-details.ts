/** The panel with the live figures of a call: one sentence, a list of figures, small plots. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Locale } from '../../../server/protocol/locale.js';
import type { CallFigures, PictureFigures } from '../../quality/call-figures.js';
import type { Quality } from '../../quality/quality-view.js';
import type { ToolTexts } from '../../texts/tools/en.js';

type Words = ToolTexts['quality'];

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
  history: readonly CallFigures[],
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
  now: CallFigures,
  history: readonly CallFigures[],
  words: Words,
  locale: Locale,
): Row[] {
  const round = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const ms = (value: number | null) => (value === null ? '–' : `${round.format(value)} ms`);
  const kbit = (value: number) => `${round.format(value)} kbit/s`;
  const picture = (figures: PictureFigures | null) =>
    figures
      ? `${figures.width} × ${figures.height}, ${round.format(figures.framesPerSecond)} fps, ${figures.codec}`
      : '–';
  const over = (pick: (figures: CallFigures) => number | null) =>
    history.map((figures) => pick(figures) ?? 0);
  return [
    {
      name: words.bitrate,
      value: `↓ ${kbit(now.inKbit)}  ↑ ${kbit(now.outKbit)}`,
      lines: [over((figures) => figures.inKbit), over((figures) => figures.outKbit)],
      atLeast: 100,
    },
    {
      name: words.loss,
      value: `↓ ${percent.format(now.lossIn)}  ↑ ${now.lossOut === null ? '–' : percent.format(now.lossOut)}`,
      lines: [over((figures) => figures.lossIn), over((figures) => figures.lossOut)],
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
      value: picture(now.pictureIn),
      lines: [over((figures) => figures.pictureIn?.framesPerSecond ?? 0)],
      atLeast: 30,
    },
    {
      name: words.pictureOut,
      value: picture(now.pictureOut),
      lines: [over((figures) => figures.pictureOut?.framesPerSecond ?? 0)],
      atLeast: 30,
    },
    { name: words.sound, value: now.soundCodec || '–' },
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
