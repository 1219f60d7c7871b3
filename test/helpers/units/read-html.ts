/** What a parser would read in an attribute or between tags: the numeric references that `ghtml` writes. */
export function unescapeHtml(html: string): string {
  return html.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
}

/** The value of an attribute of the first element of that name; `undefined` when it has none. */
export function attributeOf(html: string, element: string, attribute: string): string | undefined {
  const [tag = ''] = new RegExp(`<${element}[^>]*>`).exec(html) ?? [];
  const value = new RegExp(` ${attribute}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : unescapeHtml(value);
}

/** The text between the tags of the first element of that name. */
export function textOf(html: string, element: string): string | undefined {
  const content = new RegExp(`<${element}[^>]*>(.*?)</${element}>`, 's').exec(html)?.[1];
  return content === undefined ? undefined : unescapeHtml(content.replace(/<[^>]*>/g, ''));
}

/** The names of all tags, sorted, each once: an injected one would stand among them. */
export function tagsOf(html: string): string[] {
  return [...new Set([...html.matchAll(/<([a-z][\w-]*)/gi)].map(([, name = '']) => name))].sort();
}
