/** An app with Lit elements of its own that bundles the package, on a page that is as strict as can be. */
import { basename, resolve } from 'node:path';
import { build } from 'esbuild';
import t from 'tap';
import { openChromium } from '../helpers/browser/shared-browsers.js';
import { heardDetails, heardStates, nameRoom, openCallPage } from '../helpers/call/call-page.js';
import { waitForMovingPicture, waitForState } from '../helpers/call/two-browsers.js';
import { serveHostPage } from '../helpers/host/host-page.js';
import { serve } from '../helpers/server/serve.js';

t.test('the call runs in it, with all that it loads on demand', async (t) => {
  const chromium = await openChromium();
  t.teardown(() => chromium.close());
  const { origin } = await serve({ EMBED_ORIGINS: '*' });
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import { html, LitElement } from 'lit';
        import { VideoRoom } from '${resolve('dist/package/index.js')}';
        VideoRoom.define();
        customElements.define('my-app', class extends LitElement {
          render() { return html\`<video-room .server=\${'${origin}'} no-chat></video-room>\`; }
        });`,
      resolveDir: '.',
    },
    bundle: true,
    splitting: true,
    format: 'esm',
    outdir: 'app',
    write: false,
  });
  const files = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));

  const csp = `default-src 'none'; script-src 'self'; connect-src ${origin} ${origin.replace('http', 'ws')}`;
  const site = await serveHostPage(
    t,
    '<script type="module" src="/app/stdin.js"></script><my-app></my-app>',
    csp,
  );
  const pages = await Promise.all([openCallPage(t, chromium), openCallPage(t, chromium)]);
  for (const page of pages) {
    await page.route('**/app/*', (route) => {
      const body = files.get(basename(route.request().url())) ?? '';
      return route.fulfill({ body, contentType: 'text/javascript' });
    });
    await page.goto(site);
    await nameRoom(page, 'bundled');
    if (page !== pages.at(-1)) await waitForState(page, 'waiting');
  }
  for (const page of pages) {
    await waitForState(page, 'connected');
    await waitForMovingPicture(page);
    t.match(await heardStates(page), ['requesting', 'naming', 'joining']);
    t.equal((await heardDetails(page, 'call-connected')).length, 1);
    await page.getByRole('button', { name: 'Settings' }).waitFor();
  }
});
