import t, { type Test } from 'tap';
import {
  describePolicy,
  isAllowedInFrame,
  policyPlace,
} from '../../../elements/media/page-policy.js';

/** A window as three kinds of page see it. */
function beWindow(t: Test, kind: 'top' | 'same-origin frame' | 'frame of another origin'): void {
  const window: Record<string, unknown> = { frameElement: null };
  window.top = kind === 'top' ? window : {};
  if (kind === 'same-origin frame') window.frameElement = {};
  t.intercept(globalThis, 'window' as keyof typeof globalThis, { value: window });
}

t.test('a page has to change its headers', async (t) => {
  for (const kind of ['top', 'same-origin frame'] as const) {
    beWindow(t, kind);
    t.equal(policyPlace(), 'page', kind);
    t.match(describePolicy(), 'Permissions-Policy: camera=(self), microphone=(self)', kind);
    t.equal(isAllowedInFrame(false, 'denied'), undefined, kind);
  }
});

t.test('whoever frames a page of another origin has to allow it', async (t) => {
  beWindow(t, 'frame of another origin');
  t.equal(policyPlace(), 'frame');
  t.match(describePolicy(), '<iframe> around this page');
  t.match(describePolicy(), 'allow="camera; microphone"');
});

t.test('a frame that is shown no device and no question may not use them', async (t) => {
  beWindow(t, 'frame of another origin');
  t.equal(isAllowedInFrame(false, 'denied'), false);
  t.equal(isAllowedInFrame(true, 'denied'), undefined, 'a person said no');
  t.equal(isAllowedInFrame(false, 'prompt'), undefined, 'there is none');
  t.equal(isAllowedInFrame(undefined, undefined), undefined);
});
