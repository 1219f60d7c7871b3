/** The options of the builder on /embed and of /embed/{room}, with the same names and values. */
import type { Attribute } from '../fragments/attributes.js';
import type { RefusalReason } from '../i18n/refusal-reason.js';

/** The boolean attributes, in the order of the form. */
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

/** The values of `theme`. The first is the default. */
export const EMBED_THEMES = ['auto', 'light', 'dark'] as const;

/** One of `EMBED_THEMES`. */
export type EmbedTheme = (typeof EMBED_THEMES)[number];

/** Larger corners would cut into the content of the cards. */
export const MAX_RADIUS_PX = 40;

/** The options of an embedded call. Every value is valid; empty values are left out. */
export interface EmbedOptions {
  /** In its normal form. */
  readonly room: string;
  readonly displayName: string;
  /** One of the available locales. */
  readonly lang: string;
  readonly theme: EmbedTheme;
  readonly flags: readonly EmbedFlag[];
  /** `#rrggbb`. */
  readonly accent: string;
  /** Pixels. */
  readonly radius: string;
  /** Whether the script address contains its version, with an integrity hash. */
  readonly isPinned: boolean;
}

/** The fields that can be invalid. */
export type CheckedField = 'room' | 'displayName' | 'accent' | 'radius';

/** Why the value of a field is invalid. */
export type EmbedProblem = RefusalReason | 'name-too-long' | 'color' | 'radius';

/** The builder as a visitor filled it in. */
export interface EmbedForm {
  /** The values as typed, valid or not. */
  readonly typed: Readonly<Record<CheckedField, string>>;
  readonly problems: Readonly<Partial<Record<CheckedField, EmbedProblem>>>;
  /** The valid values. */
  readonly options: EmbedOptions;
}

/** Returns the attributes of `<video-room>` for these options. */
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

/**
 * Returns the path of the page with only this call, for a frame. `room` is the fallback for the
 * room.
 */
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

/** Returns the CSS declarations for these options, without semicolons. */
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

/**
 * Returns the address of the style sheet for these options, or an empty string. The pages of this
 * site allow no inline style.
 */
export function stylesheetPath({ accent, radius }: EmbedOptions): string {
  const query = new URLSearchParams({ ...(accent && { accent }), ...(radius && { radius }) });
  return query.size > 0 ? `/site/look.css?${query}` : '';
}

/**
 * Returns black or white, whichever has more contrast with the color (WCAG 2, relative luminance).
 */
function contrastingTextColor(color: string): '#000000' | '#ffffff' {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const share = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05) ? '#000000' : '#ffffff';
}
