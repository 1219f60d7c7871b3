/** A document as tests read it: by headings, tables and `code`. */

/** What stands under a heading, up to the next one of its rank or above. */
export function sectionOf(markdown: string, heading: string): string {
  const lines = markdown.split('\n');
  const start = lines.findIndex((line) => line.replace(/^#+ /, '') === heading);
  const rank = lines[start]?.match(/^#+ /)?.[0].length;
  if (!rank) throw new Error(`no heading ${heading}`);
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => (line.match(/^#+ /)?.[0].length ?? rank + 1) <= rank);
  return rest.slice(0, end < 0 ? rest.length : end).join('\n');
}

/** The `code` in a text, in order; blocks of code are none. */
export function codeOf(text: string): string[] {
  const prose = text.replace(/^```.*?^```$/gms, '');
  return [...prose.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

/** The rows of the first table, without its head: what is named in the first column, and all of it. */
export function rowsOf(text: string): { readonly names: string[]; readonly row: string }[] {
  const rows = text.split('\n').filter((line) => line.startsWith('| '));
  return rows.slice(1).map((row) => ({ names: codeOf(row.split(' | ')[0] ?? ''), row }));
}
