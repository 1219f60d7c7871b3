/** What the builder of /embed asks about, and what /embed/{room} takes: the same names, the same values. */
import type { Attribute } from '../fragments/attributes.js';
import type { RefusalReason } from '../i18n/refusal-reason.js';

/** The attributes that only stand there, in the order of the form. */
export const EMBED_FLAGS = [
  'muted',
  'camera-off',
  'manual',
  'relay-only',
  'no-chat',
  'no-screen-share',
  'no-shortcuts',
] as const;

/** One of `EMBED_FLAGS`. */
export type EmbedFlag = (typeof EMBED_FLAGS)[number];

/** The values of `theme`, the first being what it is without. */
export const EMBED_THEMES = ['auto', 'light', 'dark'] as const;

/** One of `EMBED_THEMES`. */
export type EmbedTheme = (typeof EMBED_THEMES)[number];

/** Rounder corners than this cut into what stands on the cards. */
export const MAX_RADIUS_PX = 40;

/** How a call is embedded; every value is valid, and empty ones are left out. */
export interface EmbedOptions {
  /** In its normal form. */
  readonly room: string;
  readonly displayName: string;
  /** A language of the catalogues. */
  readonly lang: string;
  readonly theme: EmbedTheme;
  readonly flags: readonly EmbedFlag[];
  /** `#rrggbb`. */
  readonly accent: string;
  /** Pixels. */
  readonly radius: string;
  /** Whether the script is named by its version, and checked. */
  readonly isPinned: boolean;
}

/** The fields in which something can be wrong. */
export type CheckedField = 'room' | 'displayName' | 'accent' | 'radius';

/** What is wrong with the value of a field. */
export type EmbedProblem = RefusalReason | 'name-too-long' | 'color' | 'radius';

/** The builder as somebody filled it in. */
export interface EmbedForm {
  /** As it was typed, whether valid or not. */
  readonly typed: Readonly<Record<CheckedField, string>>;
  readonly problems: Readonly<Partial<Record<CheckedField, EmbedProblem>>>;
  /** What of it is valid. */
  readonly options: EmbedOptions;
}

/** The attributes of `<video-room>` that these options are. */
export function attributesOf(options: EmbedOptions): Attribute[] {
  const { room, displayName, lang, theme, flags } = options;
  const valued: Attribute[] = [
    ['room', room],
    ['display-name', displayName],
    ['lang', lang],
    ['theme', theme === 'auto' ? '' : theme],
  ];
  return [
    ...valued.filter(([, value]) => value !== ''),
    ...flags.map((flag): Attribute => [flag, null]),
  ];
}

/** The path of the page that is only this call, for a frame; `room` where the options name none. */
export function framePath(options: EmbedOptions, room: string): string {
  const { accent, radius } = options;
  const query = new URLSearchParams(
    attributesOf(options)
      .filter(([name]) => name !== 'room')
      .map(([name, value]): [string, string] => [name, value ?? '']),
  );
  if (accent) query.set('accent', accent);
  if (radius) query.set('radius', radius);
  const path = `/embed/${encodeURIComponent(options.room || room)}`;
  return query.size > 0 ? `${path}?${query}` : path;
}

/** The CSS declarations that these options are, without their semicolons. */
export function styleDeclarations({
  accent,
  radius,
}: Pick<EmbedOptions, 'accent' | 'radius'>): string[] {
  return [
    ...(accent
      ? [
          `--video-room-accent: ${accent}`,
          `--video-room-accent-text: ${contrastingTextColor(accent)}`,
        ]
      : []),
    ...(radius ? [`--video-room-radius: ${radius}px`] : []),
  ];
}

/** The address of the style sheet that is this look; empty without one. Our pages allow no inline style. */
export function stylesheetPath({ accent, radius }: EmbedOptions): string {
  const query = new URLSearchParams({ ...(accent && { accent }), ...(radius && { radius }) });
  return query.size > 0 ? `/site/look.css?${query}` : '';
}

/** Black or white, whichever has more contrast on the color (WCAG 2, relative luminance). */
function contrastingTextColor(color: string): '#000000' | '#ffffff' {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const share = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05) ? '#000000' : '#ffffff';
}
