/** Makes each `[data-copy]` put the text of the element of that id on the clipboard, now and later. */
export function offerCopies(page: Document): void {
  page.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('[data-copy]') : null;
    const source = button && page.getElementById(button.dataset.copy ?? '');
    if (source) void copy(source, button.parentElement?.querySelector('[data-said]') ?? null);
  });
}

/** Where there is no clipboard (http, or denied), the text is selected, to be copied by hand. */
async function copy(source: HTMLElement, said: HTMLElement | null): Promise<void> {
  try {
    await navigator.clipboard.writeText(source.textContent ?? '');
    // Emptied first, so that a second copy is said again.
    if (said) said.textContent = '';
    requestAnimationFrame(() => {
      if (said) said.textContent = said.dataset.said ?? '';
    });
  } catch {
    getSelection()?.selectAllChildren(source);
  }
}
