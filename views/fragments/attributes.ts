import { html } from 'ghtml';

/** An attribute with its value. `null`: a boolean attribute. */
export type Attribute = readonly [name: string, value: string | null];

/** Writes attributes for a tag, each with a space before it. */
export function renderAttributes(list: readonly Attribute[]): string {
  return list
    .map(([name, value]) => (value === null ? html` ${name}` : html` ${name}="${value}"`))
    .join('');
}
