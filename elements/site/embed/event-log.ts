/** More would only be scrolled past. */
const MAX_ENTRIES = 100;

/** Writes each event of the call into `[data-events]`, which names them; the newest stands first. */
export function logEvents(page: Document): void {
  const list = page.querySelector<HTMLElement>('[data-events]');
  for (const name of list?.dataset.events?.split(' ') ?? []) {
    if (!name) continue;
    page.addEventListener(name, (event) => {
      list?.prepend(entry(name, (event as CustomEvent<unknown>).detail));
      list?.children[MAX_ENTRIES]?.remove();
    });
  }
}

function entry(name: string, detail: unknown): HTMLLIElement {
  const item = document.createElement('li');
  const time = document.createElement('time');
  const type = document.createElement('code');
  const data = document.createElement('code');
  time.textContent = new Date().toLocaleTimeString(document.documentElement.lang);
  type.textContent = name;
  data.textContent = JSON.stringify(detail);
  data.className = 'detail';
  item.append(time, ' ', type, ' ', data);
  return item;
}
