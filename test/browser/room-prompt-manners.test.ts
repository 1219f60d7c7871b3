/** `<room-prompt>` in forms of all kinds does what an `<input required>` in its place would do. */
import type { Browser, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import type { RoomPrompt } from '../../elements/room-prompt/room-prompt.js';
import { until } from '../helpers/assertions/until.js';
import { launchBrowser, PAGE_KINDS } from '../helpers/browser/browsers.js';
import { openPage } from '../helpers/browser/open-page.js';
import { serveHostPage } from '../helpers/host/host-page.js';

const SCRIPT = '<script type="module" src="/elements/room-prompt.js"></script>';
const EVENTS = ['input', 'change', 'invalid', 'room-submit', 'submit'];

type Listening = Window & { heard: string[] };

/** A page with this body, on which nothing is submitted for real and these events are noted. */
async function openForm(t: Test, browser: Browser, body: string): Promise<Page> {
  const page = await openPage(t, browser, { locale: 'en-GB' });
  await page.addInitScript((types) => {
    const listening = window as unknown as Listening;
    listening.heard = [];
    for (const type of types) {
      addEventListener(
        type,
        ({ target }) => {
          listening.heard.push(`${type} ${(target as Element).localName}`);
        },
        true,
      );
    }
    addEventListener('submit', (event) => event.preventDefault());
  }, EVENTS);
  await page.goto(await serveHostPage(t, SCRIPT + body));
  await field(page).waitFor();
  return page;
}

const field = (page: Page) => page.getByRole('textbox', { name: 'Room name' });
const hasFocus = (page: Page) => field(page).evaluate((input) => input.matches(':focus'));
const onPrompt = <R>(page: Page, act: (prompt: RoomPrompt) => R) =>
  page.locator('room-prompt').evaluate(act);
/** What was heard since the last look. */
const heard = (page: Page) => page.evaluate(() => (window as unknown as Listening).heard.splice(0));
const submit = (page: Page) => page.evaluate(() => document.forms[0]?.requestSubmit());
const formValues = (page: Page) =>
  page.evaluate(() => [...new FormData(document.forms[0])].map(String));

for (const kind of PAGE_KINDS) {
  t.test(kind, async (t) => {
    // A page that is kept whole would have kept its text whatever the element does.
    const prefs = { 'browser.sessionhistory.max_total_viewers': 0 };
    const browser = await launchBrowser(kind, { prefs });
    t.teardown(() => browser.close());

    t.test('a form that it is not in is its form by `form`', async (t) => {
      const page = await openForm(
        t,
        browser,
        '<form id="far"></form><room-prompt name="room" form="far" value="tea"></room-prompt>',
      );
      t.strictSame(await formValues(page), ['room,tea']);
      await field(page).press('Enter');
      t.strictSame(await heard(page), ['room-submit room-prompt', 'submit form']);
    });

    t.test('a label around it leads to the field, and leaves its buttons alone', async (t) => {
      const page = await openForm(
        t,
        browser,
        '<form><label><b>Where to?</b><room-prompt suggestion="tea"></room-prompt></label></form>',
      );
      await page.locator('b').click();
      await until('focus in the field', () => hasFocus(page));
      await page.getByRole('button', { name: 'Use “tea”' }).click();
      await page.getByRole('button', { name: 'Join', exact: true }).click();
      t.strictSame(await heard(page), ['room-submit room-prompt', 'submit form']);
    });

    t.test('an invalid one holds a form back, until it is mended', async (t) => {
      const page = await openForm(
        t,
        browser,
        '<form><input name="who" value="me"><room-prompt name="room"></room-prompt></form>',
      );
      await submit(page);
      t.strictSame(await heard(page), ['invalid room-prompt']);
      t.ok(await hasFocus(page), 'the first that is wrong has the focus');
      t.ok(await page.evaluate(() => document.forms[0]?.matches(':invalid')));

      await onPrompt(page, (prompt) => {
        prompt.value = 'tea';
        prompt.setCustomValidity('Taken today');
      });
      const taken = await onPrompt(page, (prompt) => ({
        message: prompt.validationMessage,
        custom: prompt.validity.customError,
        others: prompt.validity.valueMissing,
      }));
      t.strictSame(taken, { message: 'Taken today', custom: true, others: false });
      await field(page).press('Enter');
      t.strictSame(await heard(page), ['room-submit room-prompt', 'invalid room-prompt']);

      await onPrompt(page, (prompt) => prompt.setCustomValidity(''));
      await submit(page);
      t.strictSame(await heard(page), ['submit form']);
      t.ok(await onPrompt(page, (prompt) => prompt.matches(':valid')));
    });

    t.test('disabled, it is out of the form, and comes back', async (t) => {
      const page = await openForm(
        t,
        browser,
        '<form><fieldset><room-prompt name="room"></room-prompt></fieldset></form>',
      );
      const fieldset = page.locator('fieldset');
      await onPrompt(page, (prompt) => {
        prompt.disabled = true;
      });
      t.ok(await onPrompt(page, (prompt) => prompt.matches(':disabled[disabled]')));
      await until('a disabled field', () => field(page).isDisabled());
      await submit(page);
      t.strictSame(await heard(page), ['submit form'], 'nothing is missing');
      t.strictSame(await formValues(page), []);

      await fieldset.evaluate((element: HTMLFieldSetElement) => {
        element.disabled = true;
      });
      await onPrompt(page, (prompt) => prompt.removeAttribute('disabled'));
      t.equal(await onPrompt(page, (prompt) => prompt.disabled), false, 'not itself');
      t.ok(await onPrompt(page, (prompt) => prompt.matches(':disabled')));
      await fieldset.evaluate((element: HTMLFieldSetElement) => {
        element.disabled = false;
      });
      await until('a field to type in', () => field(page).isEnabled());
      t.strictSame(await formValues(page), ['room,']);
    });

    t.test('input, change and the selection are told and steered from outside', async (t) => {
      const page = await openForm(
        t,
        browser,
        '<form><room-prompt name="room" autofocus></room-prompt></form>',
      );
      await until('autofocus', () => hasFocus(page));
      await page.keyboard.type('te');
      t.strictSame(await heard(page), ['input room-prompt', 'input room-prompt']);
      await onPrompt(page, (prompt) => prompt.select());
      await page.keyboard.type('x');
      t.equal(await onPrompt(page, (prompt) => prompt.value), 'x', 'what was selected is replaced');
      await field(page).press('Enter');
      t.strictSame(await heard(page), [
        'input room-prompt',
        'change room-prompt',
        'room-submit room-prompt',
        'submit form',
      ]);
    });

    t.test('back in the history, what was typed is there again', async (t) => {
      const page = await openForm(
        t,
        browser,
        '<form><room-prompt name="room"></room-prompt></form>',
      );
      await field(page).fill('  half a na');
      await page.goto(`${page.url()}elsewhere`);
      await page.goBack();
      await field(page).waitFor();
      await until('the text', async () => (await field(page).inputValue()) === '  half a na');
      t.strictSame(await formValues(page), ['room,half a na']);
    });
  });
}
