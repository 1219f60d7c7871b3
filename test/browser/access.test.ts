/** By keyboard alone, by whoever sees little, on the smallest screens, from right to left: one call. */
import t from 'tap';
import { en } from '../../elements/i18n/call/en.js';
import { es } from '../../elements/i18n/call/es.js';
import { ptBr } from '../../elements/i18n/call/pt-br.js';
import { accessibilityProblems } from '../helpers/assertions/accessibility.js';
import {
  controlsOf,
  focusedName,
  longestMotion,
  overlaps,
  sidewaysScroll,
} from '../helpers/assertions/layout.js';
import { until } from '../helpers/assertions/until.js';
import { openChromium } from '../helpers/browser/shared-browsers.js';
import {
  button,
  heardDetails,
  onCall,
  openCallPage,
  roomField,
} from '../helpers/call/call-page.js';
import { waitForState } from '../helpers/call/two-browsers.js';
import { serve } from '../helpers/server/serve.js';

type Words = typeof en;

const LANGUAGES: Record<string, Words> = { en, 'pt-BR': ptBr, es };

const COLOURS = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  forced: { colorScheme: 'dark', forcedColors: 'active' },
} as const;

const LARGE = { width: 1280, height: 800 };

/** The second is also what 1280 × 800 leaves at 200 %. */
const SMALL = [
  { width: 320, height: 568 },
  { width: 640, height: 400 },
];

/** The names of the panels, which are those of their buttons. */
const panelsOf = ({ settings, chat, invite, quality, shortcuts }: Words) => [
  settings.title,
  chat.name,
  invite.name,
  quality.details,
  shortcuts.name,
];

const { origin } = await serve();
const chromium = await openChromium();
t.teardown(() => chromium.close());
const page = await openCallPage(t, chromium, { viewport: LARGE });
const friend = await openCallPage(t, chromium);

/** Does something with each panel open, one after the other. */
async function withEachPanel(words: Words, look: (name: string) => Promise<void>): Promise<void> {
  for (const name of panelsOf(words)) {
    // Where a panel covers the toolbar, a pointer would not reach its buttons.
    await button(page, name).focus();
    await page.keyboard.press('Enter');
    const panel = page.getByRole('dialog', { name, exact: true });
    await panel.waitFor();
    await look(name);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
  }
}

const untilFocused = (name: string) =>
  until(`the focus on ${name}`, async () => (await focusedName(page)) === name);

/** Goes on with the Tab key until that control has the focus. */
async function tabTo(name: string): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press('Tab');
    if ((await focusedName(page)) === name) return;
  }
  throw new Error(`The Tab key never came to ${name}`);
}

const isMuted = (expected: boolean) =>
  until(`muted: ${expected}`, async () => {
    const pressed = await button(page, 'Mute microphone').getAttribute('aria-pressed');
    return pressed === String(expected);
  });

/** The width of what is drawn round the call as a whole: nothing, whatever has the focus in it. */
const ring = () =>
  onCall(page, (call) => {
    const { outlineStyle } = getComputedStyle(call);
    return call.matches(':focus-within') ? outlineStyle : 'no focus';
  });

await t.test('by keyboard alone, from arrival to leave', async (t) => {
  await friend.goto(`${origin}/rooms/by%20keyboard`);
  await waitForState(friend, 'waiting');
  await page.goto(origin);
  await roomField(page).waitFor();
  await untilFocused('Room name');
  t.equal(await ring(), 'none', 'no ring round the page');
  await page.keyboard.type('by keyboard');
  await page.keyboard.press('Enter');
  await Promise.all([waitForState(page, 'connected'), waitForState(friend, 'connected')]);
  await untilFocused('Mute microphone');
  t.equal(await ring(), 'none');

  await page.keyboard.press(' ');
  await isMuted(true);
  await friend.getByText('Microphone muted').waitFor();
  await page.keyboard.press(' ');
  await isMuted(false);

  await button(page, 'Chat').waitFor();
  await tabTo('Chat');
  await page.keyboard.press('Enter');
  await untilFocused(en.chat.write);
  await page.keyboard.type('Hello by keyboard');
  await page.keyboard.press('Enter');
  await until('the message', async () =>
    (await heardDetails(friend, 'chat-message')).some(({ text }) => text === 'Hello by keyboard'),
  );
  t.equal(await focusedName(page), en.chat.write, 'ready for the next');
  await page.keyboard.press('Escape');
  await untilFocused('Chat');

  await tabTo('Settings');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Settings' }).waitFor();
  await untilFocused('dialog Settings');
  await tabTo('Close');
  await page.keyboard.press('Enter');
  await untilFocused('Settings');

  await tabTo('Leave call');
  await page.keyboard.press('Enter');
  await waitForState(page, 'left');
  await untilFocused('Rejoin');
  await page.keyboard.press('Enter');
  await waitForState(page, 'connected');
  await untilFocused('Mute microphone');
});

await t.test('every panel, in every language and every colour', async (t) => {
  for (const [lang, words] of Object.entries(LANGUAGES)) {
    await onCall(page, (call, wanted) => call.setAttribute('lang', wanted ?? ''), lang);
    await button(page, words.settings.title).waitFor();
    await withEachPanel(words, async (name) => {
      for (const [colour, media] of Object.entries(COLOURS)) {
        await page.emulateMedia(media);
        t.strictSame(await accessibilityProblems(page), [], `${name}, ${lang}, ${colour}`);
      }
    });
    const [small] = await Promise.all([
      page.context().waitForEvent('page'),
      button(page, words.picture).click(),
    ]);
    await small.getByRole('button').first().waitFor();
    for (const [colour, media] of Object.entries(COLOURS)) {
      await small.emulateMedia(media);
      t.strictSame(await accessibilityProblems(small), [], `small window, ${lang}, ${colour}`);
    }
    await small.close();
  }
  await page.emulateMedia({ colorScheme: null, forcedColors: null });
  await onCall(page, (call) => call.removeAttribute('lang'));
  await button(page, 'Settings').waitFor();
});

await t.test('on small screens all is in reach, and large enough for a thumb', async (t) => {
  for (const viewport of SMALL) {
    const { width, height } = viewport;
    await page.setViewportSize(viewport);
    await withEachPanel(en, async (name) => {
      const controls = await controlsOf(page);
      t.ok(controls.length > 10, `${controls.length} controls, with ${name}, ${width} × ${height}`);
      // Half a pixel is rounding.
      t.strictSame(
        controls.filter(({ box }) => Math.min(box.width, box.height) < 43.5),
        [],
        'large enough',
      );
      t.strictSame(
        controls.filter(
          ({ box: { left, right, top, bottom } }) =>
            Math.min(left, top) < -0.5 || right > width + 0.5 || bottom > height + 0.5,
        ),
        [],
        'in reach',
      );
      t.strictSame(await sidewaysScroll(page), [], 'nothing scrolls sideways');
    });
    t.strictSame(await overlaps(page), [], `nothing lies on another: ${width} × ${height}`);
  }
  await page.setViewportSize(LARGE);
});

await t.test('nothing moves for those who want no motion', async (t) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await withEachPanel(en, async (name) => {
    t.strictSame(await longestMotion(page, 0.01), [], name);
  });
  await page.emulateMedia({ reducedMotion: null });
});

await t.test('from right to left all is mirrored', async (t) => {
  await page.evaluate(() => {
    document.documentElement.dir = 'rtl';
  });
  for (const viewport of [LARGE, ...SMALL]) {
    await page.setViewportSize(viewport);
    await withEachPanel(en, async (name) => {
      const panel = await page.getByRole('dialog').boundingBox();
      const close = await button(page, 'Close').boundingBox();
      t.ok(panel && panel.x < 16, `${name} on the left, ${viewport.width}`, { panel });
      t.ok(close && panel && close.x < panel.x + panel.width / 2, 'its way out on its left');
      if (viewport === LARGE) {
        t.strictSame(await overlaps(page, '.sheet'), [], 'the rest gives way to it');
      }
      t.strictSame(await sidewaysScroll(page), [], name);
    });
    t.strictSame(await overlaps(page), [], `nothing lies on another: ${viewport.width}`);
    const [mute, leave] = [
      await button(page, 'Mute microphone').boundingBox(),
      await button(page, 'Leave call').boundingBox(),
    ];
    t.ok(mute && leave && (leave.x < mute.x || leave.y > mute.y), 'the first is on the right');
  }
});

t.end();
