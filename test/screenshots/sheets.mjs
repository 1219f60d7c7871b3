/** Lays the pictures of all states out on one sheet for each size and look, small enough for a repository. */
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** How wide a picture of each size is on its sheet, in pixels, and how many stand in a row. */
const LAYOUTS = {
  phone: { width: 220, columns: 9 },
  tablet: { width: 280, columns: 7 },
  laptop: { width: 480, columns: 4 },
};
const GAP = 8;

/** `from` holds `<state>-<size>-<look>.png`, `to` gets `states-<size>-<look>.jpg`. */
export async function makeSheets(browser, from, to, looks) {
  const page = await browser.newPage();
  const names = (await readdir(from)).filter((name) => name.endsWith('.png')).sort();
  for (const [size, { width, columns }] of Object.entries(LAYOUTS)) {
    for (const look of looks) {
      const ending = `-${size}-${look}.png`;
      const figures = names
        .filter((name) => name.endsWith(ending))
        .map((name) => {
          const state = name.slice(0, -ending.length);
          return `<figure><figcaption>${state}</figcaption><img src="${name}"></figure>`;
        });
      const sheet = join(from, 'sheet.html');
      await writeFile(
        sheet,
        `<!doctype html><style>
          body { display: grid; grid-template-columns: repeat(${columns}, ${width}px); gap: ${GAP}px; margin: ${GAP}px; font: 13px system-ui }
          figure { margin: 0 }
          img { display: block; width: 100% }
        </style>${figures.join('')}`,
      );
      await page.setViewportSize({ width: columns * (width + GAP) + GAP, height: 600 });
      await page.goto(pathToFileURL(sheet).href);
      const path = join(to, `states-${size}-${look}.jpg`);
      await page.screenshot({ path, type: 'jpeg', quality: 60, fullPage: true });
    }
  }
  await page.close();
}
