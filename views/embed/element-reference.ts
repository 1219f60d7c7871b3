/** The public API of an element, as the reference shows it. */

/** One row: a name, its meaning, and its type, signature or default as code. */
export interface ReferenceItem {
  readonly name: string;
  readonly description: string;
  readonly code: string;
}

/** The kinds of public parts, in the order of the tables. */
export const REFERENCE_KINDS = [
  'attributes',
  'properties',
  'methods',
  'events',
  'slots',
  'parts',
  'cssProperties',
] as const;

/** One of `REFERENCE_KINDS`. */
export type ReferenceKind = (typeof REFERENCE_KINDS)[number];

/** One element with its public API. */
export interface ElementReference {
  readonly tag: string;
  readonly description: string;
  readonly items: Readonly<Record<ReferenceKind, readonly ReferenceItem[]>>;
}
