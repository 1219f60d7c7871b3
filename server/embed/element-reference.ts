/** Turns the custom-elements manifest (schema 1 and 2) into the reference tables of /embed. */
import type { ElementReference, ReferenceItem } from '../../views/embed/element-reference.js';

interface ManifestItem {
  readonly name?: string;
  readonly description?: string;
  readonly type?: { readonly text: string };
}

interface Member extends ManifestItem {
  readonly kind: string;
  readonly privacy?: string;
  readonly static?: boolean;
  readonly attribute?: string;
  readonly inheritedFrom?: unknown;
  readonly parameters?: readonly (ManifestItem & { readonly optional?: boolean })[];
  readonly return?: { readonly type?: { readonly text: string } };
}

interface Declaration extends ManifestItem {
  readonly tagName?: string;
  readonly members?: readonly Member[];
  readonly attributes?: readonly ManifestItem[];
  readonly events?: readonly ManifestItem[];
  readonly slots?: readonly ManifestItem[];
  readonly cssParts?: readonly ManifestItem[];
  readonly cssProperties?: readonly ManifestItem[];
}

/** The parts of `custom-elements.json` that this file reads. */
export interface Manifest {
  readonly modules: readonly { readonly declarations?: readonly Declaration[] }[];
}

/**
 * Describes the elements with these tags, in this order. Skips tags that the manifest does not
 * contain.
 */
export function describeElements(
  manifest: Manifest | null,
  tags: readonly string[],
): ElementReference[] {
  const declared = manifest?.modules.flatMap(({ declarations = [] }) => declarations) ?? [];
  return tags.flatMap((tag) => {
    const declaration = declared.find(({ tagName }) => tagName === tag);
    return declaration ? describeElement(tag, declaration) : [];
  });
}

function describeElement(tag: string, declaration: Declaration): ElementReference {
  const members = (declaration.members ?? []).filter(isPublic);
  const fields = members.filter(({ kind }) => kind === 'field');
  return {
    tag,
    description: toOneLine(declaration.description),
    items: {
      attributes: toReferenceItems(declaration.attributes, typeText),
      // A property that is also an attribute is listed under the attributes.
      properties: toReferenceItems(
        fields.filter(({ attribute }) => attribute === undefined),
        typeText,
      ),
      methods: toReferenceItems(
        members.filter(({ kind }) => kind === 'method'),
        signatureText,
      ),
      events: toReferenceItems(declaration.events, detailTypeText),
      slots: toReferenceItems(declaration.slots, () => ''),
      parts: toReferenceItems(declaration.cssParts, () => ''),
      cssProperties: toReferenceItems(declaration.cssProperties, () => ''),
    },
  };
}

/** Excludes the members of every Lit element and the callbacks of the browser. */
function isPublic(member: Member): boolean {
  const isOwn = member.inheritedFrom === undefined && !member.static;
  const isOpen = member.privacy === undefined || member.privacy === 'public';
  return isOwn && isOpen && !member.name?.endsWith('Callback') && !member.name?.startsWith('#');
}

function toReferenceItems<T extends ManifestItem>(
  list: readonly T[] | undefined,
  codeOf: (item: T) => string,
): ReferenceItem[] {
  return (list ?? []).flatMap((item) =>
    item.name
      ? { name: item.name, description: toOneLine(item.description), code: codeOf(item) }
      : [],
  );
}

function typeText({ type }: ManifestItem): string {
  return toOneLine(type?.text);
}

/** Every event is a `CustomEvent<…>`, so the table shows only the type of its detail. */
function detailTypeText(event: ManifestItem): string {
  return typeText(event).replace(/^CustomEvent<(.*)>$/, '$1');
}

function signatureText({ parameters = [], return: returned }: Member): string {
  const list = parameters.map(
    ({ name, optional, type }) => `${name}${optional ? '?' : ''}: ${toOneLine(type?.text)}`,
  );
  return `(${list.join(', ')}): ${toOneLine(returned?.type?.text) || 'void'}`;
}

function toOneLine(text = ''): string {
  return text.replace(/\s+/g, ' ').trim();
}
