/** The custom-elements manifest (schema 1 and 2), as far as the reference on /embed shows it. */
import type { ElementReference, ReferenceItem } from '../../views/embed/element-reference.js';

interface Described {
  readonly name?: string;
  readonly description?: string;
  readonly type?: { readonly text: string };
}

interface Member extends Described {
  readonly kind: string;
  readonly privacy?: string;
  readonly static?: boolean;
  readonly attribute?: string;
  readonly inheritedFrom?: unknown;
  readonly parameters?: readonly (Described & { readonly optional?: boolean })[];
  readonly return?: { readonly type?: { readonly text: string } };
}

interface Declaration extends Described {
  readonly tagName?: string;
  readonly members?: readonly Member[];
  readonly attributes?: readonly Described[];
  readonly events?: readonly Described[];
  readonly slots?: readonly Described[];
  readonly cssParts?: readonly Described[];
  readonly cssProperties?: readonly Described[];
}

/** The parts of `custom-elements.json` that are read. */
export interface Manifest {
  readonly modules: readonly { readonly declarations?: readonly Declaration[] }[];
}

/** The elements of these names, in this order; those that the manifest does not have are left out. */
export function describeElements(
  manifest: Manifest | null,
  tags: readonly string[],
): ElementReference[] {
  const declared = manifest?.modules.flatMap(({ declarations = [] }) => declarations) ?? [];
  return tags.flatMap((tag) => {
    const declaration = declared.find(({ tagName }) => tagName === tag);
    return declaration ? describe(tag, declaration) : [];
  });
}

function describe(tag: string, declaration: Declaration): ElementReference {
  const members = (declaration.members ?? []).filter(isPublic);
  const fields = members.filter(({ kind }) => kind === 'field');
  return {
    tag,
    description: oneLine(declaration.description),
    items: {
      attributes: items(declaration.attributes, typeOf),
      // What is an attribute too stands there.
      properties: items(
        fields.filter(({ attribute }) => attribute === undefined),
        typeOf,
      ),
      methods: items(
        members.filter(({ kind }) => kind === 'method'),
        signature,
      ),
      events: items(declaration.events, detailOf),
      slots: items(declaration.slots, () => ''),
      parts: items(declaration.cssParts, () => ''),
      cssProperties: items(declaration.cssProperties, () => ''),
    },
  };
}

/** Without what the class shares with every Lit element, and what the browser calls. */
function isPublic(member: Member): boolean {
  const isOwn = member.inheritedFrom === undefined && !member.static;
  const isOpen = member.privacy === undefined || member.privacy === 'public';
  return isOwn && isOpen && !member.name?.endsWith('Callback') && !member.name?.startsWith('#');
}

function items<T extends Described>(
  list: readonly T[] | undefined,
  code: (item: T) => string,
): ReferenceItem[] {
  return (list ?? []).flatMap((item) =>
    item.name ? { name: item.name, description: oneLine(item.description), code: code(item) } : [],
  );
}

function typeOf({ type }: Described): string {
  return oneLine(type?.text);
}

/** All of them are `CustomEvent<…>`: what differs is their detail. */
function detailOf(event: Described): string {
  return typeOf(event).replace(/^CustomEvent<(.*)>$/, '$1');
}

function signature({ parameters = [], return: returned }: Member): string {
  const list = parameters.map(
    ({ name, optional, type }) => `${name}${optional ? '?' : ''}: ${oneLine(type?.text)}`,
  );
  return `(${list.join(', ')}): ${oneLine(returned?.type?.text) || 'void'}`;
}

function oneLine(text = ''): string {
  return text.replace(/\s+/g, ' ').trim();
}
