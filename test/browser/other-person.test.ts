/** The other person: what is shown of them, and said, as it changes on their side. */
import type { Page } from 'playwright-core';
import t from 'tap';
import { accessibilityProblems } from '../helpers/assertions/accessibility.js';
import { until } from '../helpers/assertions/until.js';
import { launchBrowser, PAGE_KINDS } from '../helpers/browser/browsers.js';
import { installFakeScreens, waitForRed } from '../helpers/browser/fake-screen.js';
import { button, meet, onCall, openCallPage } from '../helpers/call/call-page.js';
import { waitForState } from '../helpers/call/two-browsers.js';
import { serve } from '../helpers/server/serve.js';

const { origin } = await serve();

type Saying = Window & { said: string[] };

/** Notes what the live region with the marks says: text that is added, as a screen reader hears it. */
async function noteSaid(page: Page): Promise<void> {
  await onCall(page, (call) => {
    const said: string[] = [];
    Object.assign(window, { said });
    const region = call.renderRoot.querySelector('[aria-live="polite"]');
    if (!region) throw new Error('there is no live region');
    new MutationObserver((changes) => {
      for (const { type, addedNodes, target } of changes) {
        // A busy machine has a mark of its own.
        const place = target instanceof Element ? target : target.parentElement;
        if (place?.closest('.quality')) continue;
        const texts = type === 'characterData' ? [target] : [...addedNodes];
        for (const { textContent } of texts) if (textContent?.trim()) said.push(textContent.trim());
      }
    }).observe(region, { childList: true, subtree: true, characterData: true });
  });
}

const said = (page: Page) => page.evaluate(() => (window as unknown as Saying).said);

const toggle = (page: Page, what: 'toggleMicrophone' | 'toggleCamera') =>
  onCall(page, (call, name) => call[name](), what);

/** Whether the ring around the person is there now. */
const waitForRing = (page: Page, there: boolean) =>
  page
    .locator(`.person${there ? '[data-speaking]' : ':not([data-speaking])'}`)
    .waitFor({ state: 'attached' });

for (const kind of PAGE_KINDS) {
  t.test(kind, async (t) => {
    const browser = await launchBrowser(kind);
    t.teardown(() => browser.close());
    const [one, two] = [await openCallPage(t, browser), await openCallPage(t, browser)];
    await installFakeScreens(two);
    await meet([one, two], origin, `person ${kind}`);
    await noteSaid(one);
    await onCall(two, (call) => {
      call.displayName = 'Ana Souza';
    });
    await one.getByText('Ana Souza').waitFor();

    await waitForRing(one, true);
    await toggle(two, 'toggleMicrophone');
    await one.getByText('Microphone muted').waitFor();
    await waitForRing(one, false);

    await toggle(two, 'toggleCamera');
    await one.getByText('Camera off').waitFor();
    t.equal((await one.locator('.person').textContent())?.trim(), 'AS');
    if (kind === 'chromium') t.strictSame(await accessibilityProblems(one), []);
    await toggle(two, 'toggleMicrophone');
    await one.getByText('Microphone muted').waitFor({ state: 'detached' });
    await waitForRing(one, true);
    await toggle(two, 'toggleCamera');
    await one.getByText('Camera off').waitFor({ state: 'detached' });
    t.equal((await one.locator('.person').textContent())?.trim(), '');

    await button(two, 'Share screen').click();
    await waitForRed(one);
    await one.getByText('Sharing their screen').waitFor();
    await button(two, 'Share screen').click();
    await one.getByText('Sharing their screen').waitFor({ state: 'detached' });

    t.strictSame(await said(one), [
      'Ana Souza',
      'Microphone muted',
      'Camera off',
      'Microphone on again',
      'Camera on again',
      'Sharing their screen',
      'Screen no longer shared',
    ]);

    await two.goto('about:blank');
    await waitForState(one, 'reconnecting');
    await one.getByText('Away', { exact: true }).waitFor();
    await until('that they are away is said', async () => (await said(one)).at(-1) === 'Away');
    await two.goBack();
    await waitForState(one, 'connected');
    await one.getByText('Away', { exact: true }).waitFor({ state: 'detached' });
    t.equal((await said(one)).at(-1), 'Here again');
  });
}
