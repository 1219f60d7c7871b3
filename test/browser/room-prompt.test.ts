/** `<room-prompt>` alone on pages with a strict CSP; `openPage` fails a test on any violation. */
import type { Browser, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import type { RoomPrompt } from '../../elements/room-prompt/room-prompt.js';
import { accessibilityProblems } from '../helpers/assertions/accessibility.js';
import { until } from '../helpers/assertions/until.js';
import { launchBrowser, PAGE_KINDS } from '../helpers/browser/browsers.js';
import { openPage } from '../helpers/browser/open-page.js';
import { serveHostPage } from '../helpers/host/host-page.js';

const SCRIPT = '<script type="module" src="/elements/room-prompt.js"></script>';
const IN_FORM = `${SCRIPT}<form action="/submitted"><fieldset>
  <label for="prompt">Where to?</label>
  <room-prompt id="prompt" name="room" suggestion="blue heron"></room-prompt>
  </fieldset><button type="reset">Reset</button></form>`;
const ALONE = `${SCRIPT}<room-prompt></room-prompt>`;

/** A name for every reason, and the words that tell it. */
const REFUSED = [
  ['', 'empty', 'cannot be empty', 'valueMissing'],
  ['  \u3000 ', 'empty', 'cannot be empty', 'valueMissing'],
  ['x'.repeat(65), 'too-long', 'at most 64 characters', 'tooLong'],
  ['..', 'characters', 'cannot be used', 'patternMismatch'],
  ['a\u202Eb', 'characters', 'cannot be used', 'patternMismatch'],
] as const;

type Heard = [type: string, detail: unknown];
type Listening = Window & { heard: Heard[] };

/** A page with the element, which notes the events that reach the document. */
async function openPrompt(t: Test, browser: Browser, body: string): Promise<Page> {
  const page = await openPage(t, browser, {
    locale: 'en-GB',
    viewport: { width: 280, height: 600 },
  });
  await page.goto(await serveHostPage(t, body));
  await field(page).waitFor();
  await page.evaluate(() => {
    const listening = window as unknown as Listening;
    listening.heard = [];
    for (const type of ['room-submit', 'room-invalid', 'room-dismiss', 'submit']) {
      document.addEventListener(type, (event) =>
        listening.heard.push([type, event instanceof CustomEvent ? event.detail : null]),
      );
    }
  });
  return page;
}

const field = (page: Page) => page.getByRole('textbox', { name: 'Room name' });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const alert = (page: Page) => page.getByRole('alert');
const heard = (page: Page) => page.evaluate(() => (window as unknown as Listening).heard);
const onPrompt = <R>(page: Page, read: (prompt: RoomPrompt) => R) =>
  page.locator('room-prompt').evaluate(read);
const hasFlag = (prompt: RoomPrompt, flag: (typeof REFUSED)[number][3]) => prompt.validity[flag];
const formValue = (page: Page) => page.evaluate(() => new FormData(document.forms[0]).get('room'));

for (const kind of PAGE_KINDS) {
  t.test(kind, async (t) => {
    const browser = await launchBrowser(kind);
    t.teardown(() => browser.close());

    t.test('Join fires room-submit and then submits the form', async (t) => {
      const page = await openPrompt(t, browser, IN_FORM);
      await field(page).fill('  Straße \u3000 9 ');
      await button(page, 'Join').click();
      await page.waitForURL('**/submitted?*');
      t.equal(new URL(page.url()).searchParams.get('room'), 'Straße 9');
    });

    t.test('a cancelled room-submit submits no form, in this order', async (t) => {
      const page = await openPrompt(t, browser, IN_FORM);
      await page.evaluate(() => {
        document.addEventListener('submit', (event) => event.preventDefault());
        document.addEventListener('room-submit', (event) => {
          if ((event as CustomEvent<{ room: string }>).detail.room === 'no') event.preventDefault();
        });
      });
      await field(page).fill('no');
      await field(page).press('Enter');
      t.strictSame(await heard(page), [['room-submit', { room: 'no' }]]);
      await field(page).fill('yes');
      await field(page).press('Enter');
      t.strictSame((await heard(page)).slice(1), [
        ['room-submit', { room: 'yes' }],
        ['submit', null],
      ]);
    });

    t.test('outside a form it is only an event', async (t) => {
      const page = await openPrompt(t, browser, ALONE);
      await field(page).fill('tea');
      await button(page, 'Join').click();
      t.strictSame(await heard(page), [['room-submit', { room: 'tea' }]]);
      t.equal(await onPrompt(page, (prompt) => prompt.form), null);
      t.match(page.url(), /:\d+\/$/);
    });

    t.test('every refusal is said, and said again', async (t) => {
      const page = await openPrompt(t, browser, ALONE);
      for (const [name, reason, words, flag] of REFUSED) {
        await field(page).fill(name);
        await button(page, 'Join').click();
        await alert(page).filter({ hasText: words }).waitFor();
        t.match(await alert(page).textContent(), 'valid room name', reason);
        t.strictSame((await heard(page)).at(-1), ['room-invalid', { reason }]);
        t.equal(await field(page).getAttribute('aria-invalid'), 'true');
        t.ok(await field(page).evaluate((input) => input.matches(':focus')), 'the field has focus');
        t.ok(await onPrompt(page, (prompt) => prompt.matches(':invalid')), ':invalid');
        t.ok(await page.locator('room-prompt').evaluate(hasFlag, flag), flag);
        const before = await alert(page).elementHandle();
        await field(page).press('Enter');
        await until('another alert', () => before?.evaluate((node) => !node.isConnected));
        await alert(page).filter({ hasText: words }).waitFor();
      }
      await field(page).fill('tea');
      await alert(page).waitFor({ state: 'detached' });
      t.equal(await field(page).getAttribute('aria-invalid'), 'false');
    });

    t.test('a host can make it show a problem, again and again', async (t) => {
      const page = await openPrompt(t, browser, ALONE);
      const show = () =>
        onPrompt(page, (prompt) => {
          prompt.problem = 'empty';
        });
      await show();
      await alert(page).filter({ hasText: 'valid room name' }).waitFor();
      const before = await alert(page).elementHandle();
      await show();
      await until('another alert', () => before?.evaluate((node) => !node.isConnected));
      t.equal(await alert(page).count(), 1);
      t.strictSame(await heard(page), []);
    });

    t.test('Escape is Cancel', async (t) => {
      const page = await openPrompt(t, browser, IN_FORM);
      await field(page).press('Escape');
      await button(page, 'Cancel').click();
      t.strictSame(await heard(page), [
        ['room-dismiss', {}],
        ['room-dismiss', {}],
      ]);
    });

    t.test('the form value follows the typing, and reset empties it', async (t) => {
      const page = await openPrompt(t, browser, IN_FORM);
      t.equal(await formValue(page), '');
      await field(page).pressSequentially('  a  b');
      t.equal(await formValue(page), 'a b', 'the normal form of a valid name');
      await field(page).fill('..');
      t.equal(await formValue(page), '..', 'else as it was typed');
      await button(page, 'Join').click();
      await alert(page).waitFor();
      await button(page, 'Reset').click();
      await alert(page).waitFor({ state: 'detached' });
      t.equal(await field(page).inputValue(), '');
      t.equal(await formValue(page), '');
      t.equal(await onPrompt(page, (prompt) => prompt.value), '');
    });

    t.test('its attributes and properties are as those of native inputs', async (t) => {
      const page = await openPrompt(t, browser, IN_FORM);
      const members = () =>
        onPrompt(page, (prompt) => ({
          form: prompt.form === document.forms[0],
          label: prompt.labels[0]?.textContent,
          name: prompt.name,
          type: prompt.type,
          willValidate: prompt.willValidate,
          valid: [
            prompt.validity.valid,
            prompt.checkValidity(),
            document.forms[0]?.checkValidity(),
          ],
          message: prompt.validationMessage !== '',
          listed: Array.from(document.forms[0]?.elements ?? []).includes(prompt),
        }));
      const always = { form: true, label: 'Where to?', name: 'room', type: 'text', listed: true };
      const required = {
        ...always,
        willValidate: true,
        valid: [false, false, false],
        message: true,
      };
      t.strictSame(await members(), required, 'required by nature');
      t.equal(await onPrompt(page, (prompt) => prompt.reportValidity()), false);
      t.equal(await onPrompt(page, () => document.activeElement?.localName), 'room-prompt');

      await onPrompt(page, (prompt) => prompt.setAttribute('value', 'tea'));
      t.equal(await formValue(page), 'tea', 'at once');
      const valid = { ...always, willValidate: true, valid: [true, true, true], message: false };
      t.strictSame(await members(), valid);
      t.equal(await field(page).inputValue(), 'tea');
      await onPrompt(page, (prompt) => {
        prompt.name = 'other';
      });
      await until('the name is an attribute', () =>
        onPrompt(page, (prompt) => prompt.getAttribute('name') === 'other'),
      );

      await page.locator('fieldset').evaluate((fieldset) => fieldset.setAttribute('disabled', ''));
      await until('the field is disabled', () => field(page).isDisabled());
      t.ok(await button(page, 'Join').isDisabled());
      t.equal(await onPrompt(page, (prompt) => prompt.willValidate), false);
    });

    t.test('a suggestion counts only once it is taken', async (t) => {
      const page = await openPrompt(t, browser, IN_FORM);
      t.equal(await field(page).getAttribute('placeholder'), 'blue heron');
      await button(page, 'Join').click();
      await alert(page).waitFor();
      t.strictSame(await heard(page), [['room-invalid', { reason: 'empty' }]]);
      await button(page, 'Use “blue heron”').click();
      await alert(page).waitFor({ state: 'detached' });
      t.equal(await field(page).inputValue(), 'blue heron');
      t.equal(await formValue(page), 'blue heron');
      t.ok(await field(page).evaluate((input) => input.matches(':focus')), 'the field has focus');
      t.equal(await button(page, 'Use “blue heron”').count(), 0);
    });

    t.test('focus goes to the field', async (t) => {
      const page = await openPrompt(t, browser, IN_FORM);
      await onPrompt(page, (prompt) => prompt.focus());
      t.ok(await field(page).evaluate((input) => input.matches(':focus')), 'by focus()');
      await button(page, 'Reset').focus();
      await page.getByText('Where to?').click();
      t.ok(await field(page).evaluate((input) => input.matches(':focus')), 'by its label');
    });

    t.test('it speaks the language of the element, or of the page', async (t) => {
      const page = await openPrompt(t, browser, ALONE);
      const label = () =>
        onPrompt(page, (prompt) => prompt.shadowRoot?.querySelector('label')?.textContent);
      const becomes = (word: RegExp) =>
        until(String(word), async () => word.test((await label()) ?? ''));
      await onPrompt(page, () => {
        document.documentElement.lang = 'pt-BR';
      });
      await becomes(/sala/i);
      const portuguese = await label();
      await onPrompt(page, (prompt) => {
        prompt.lang = 'es';
      });
      await until('Spanish', async () => ![portuguese, 'Room name'].includes(await label()));
      t.equal(await onPrompt(page, (prompt) => prompt.getAttribute('lang')), 'es');
      await until('a Spanish message', () =>
        onPrompt(page, (prompt) => !/room name/.test(prompt.validationMessage)),
      );
      await onPrompt(page, (prompt) => prompt.setAttribute('lang', 'en'));
      await becomes(/Room name/);
    });

    t.test('everyone can use it, on a narrow screen, in the light and in the dark', async (t) => {
      const page = await openPrompt(t, browser, IN_FORM);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        t.strictSame(await accessibilityProblems(page), [], `${colorScheme}, asking`);
        await button(page, 'Join').click();
        await alert(page).waitFor();
        t.strictSame(await accessibilityProblems(page), [], `${colorScheme}, with an alert`);
      }
      const small = await onPrompt(page, (prompt) =>
        Array.from(prompt.shadowRoot?.querySelectorAll('input, button') ?? [])
          .map((target) => target.getBoundingClientRect())
          .filter(({ width, height }) => width < 44 || height < 44),
      );
      t.strictSame(small, [], 'targets of 44 px');
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      t.ok(overflow <= 0, 'nothing sticks out at 280 px');
    });
  });
}
