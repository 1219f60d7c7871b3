import { html } from 'ghtml';

/** An attribute with its value; `null`: one that only stands there. */
export type Attribute = readonly [name: string, value: string | null];

/** Attributes as they stand in a tag, a space before each. */
export function renderAttributes(list: readonly Attribute[]): string {
  return list
    .map(([name, value]) => (value === null ? html` ${name}` : html` ${name}="${value}"`))
    .join('');
}
