/**
 * Lets each `[data-property]` set its custom property on the call in the preview, and shows the style
 * sheet that comes of it.
 */
export function followLook(page: Document): void {
  const chosen = new Map<string, string>();
  const show = (): void => {
    const call = page.getElementById('preview');
    for (const [property, value] of chosen) call?.style.setProperty(property, value);
    const sheet = page.getElementById('look-snippet');
    if (sheet) sheet.textContent = `video-room {\n${[...chosen].map(declaration).join('')}}`;
  };
  page.addEventListener('input', ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    const { property, unit = '' } = target.dataset;
    if (!property) return;
    chosen.set(property, target.value + unit);
    show();
  });
  // htmx gives the call the attributes that the server wrote, and `style` is none of them.
  page.addEventListener('htmx:after:settle', show);
}

function declaration([property, value]: readonly [string, string]): string {
  return `  ${property}: ${value};\n`;
}
