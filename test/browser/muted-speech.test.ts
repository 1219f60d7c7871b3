/** Who speaks into a muted microphone is told so. */
import t from 'tap';
import { launchBrowser } from '../helpers/browser/browsers.js';
import { openChromium } from '../helpers/browser/shared-browsers.js';
import { speechFile } from '../helpers/browser/speech-file.js';
import { button, meet, openCallPage, waitForSilence } from '../helpers/call/call-page.js';
import { waitForSound } from '../helpers/call/two-browsers.js';
import { serve } from '../helpers/server/serve.js';

const { origin } = await serve();
const chromium = await openChromium();
t.teardown(() => chromium.close());

const LARGE = { viewport: { width: 1280, height: 800 } };

t.test('speaking while muted is noticed, and nobody hears it', async (t) => {
  const file = await speechFile(t);
  const args = [`--use-file-for-fake-audio-capture=${file}`];
  const talker = await launchBrowser('chromium', { args });
  t.teardown(() => talker.close());
  const [first, second] = [await openCallPage(t, talker, LARGE), await openCallPage(t, chromium)];
  await meet([first, second], origin, 'muted speech');
  await waitForSound(second);
  const hint = first.getByRole('status').filter({ hasText: 'You are muted' });
  t.equal(await hint.count(), 0, 'not while it is on');
  await button(first, 'Mute microphone').click();
  await hint.waitFor();
  await waitForSilence(second);
  await hint.waitFor({ state: 'detached' });
  t.equal(await hint.count(), 0, 'it goes by itself');
  await button(first, 'Mute microphone').click();
  await waitForSound(second);
});

t.test('beeps and a muted call alone say nothing; the button in the hint unmutes', async (t) => {
  const file = await speechFile(t);
  const talker = await launchBrowser('chromium', {
    args: [`--use-file-for-fake-audio-capture=${file}`],
  });
  t.teardown(() => talker.close());
  const [first, second] = [await openCallPage(t, talker), await openCallPage(t, chromium, LARGE)];
  await meet([first, second], origin, 'beeps');
  await Promise.all([first, second].map((page) => button(page, 'Mute microphone').click()));
  await button(first, 'Unmute').click();
  await waitForSound(second);
  t.equal(await second.getByText('You are muted').count(), 0, 'one beep a second is no speech');
});

t.end();
