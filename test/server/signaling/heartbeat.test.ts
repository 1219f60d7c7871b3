import t from 'tap';
import {
  HEARTBEAT_INTERVAL_MS,
  Heartbeat,
  type HeartbeatAction,
} from '../../../server/signaling/heartbeat.js';

/** Returns the actions within this time, each with its second. */
function run(heartbeat: Heartbeat, ms: number, isSeated: boolean): string[] {
  const happened: string[] = [];
  for (let at = HEARTBEAT_INTERVAL_MS; at <= ms; at += HEARTBEAT_INTERVAL_MS) {
    const action: HeartbeatAction = heartbeat.nextAction(isSeated);
    if (action !== 'none') happened.push(`${at / 1000} ${action}`);
    if (action === 'drop' || action === 'idle') break;
  }
  return happened;
}

t.test('without a peer: a ping every 20 s, lost after 45 s of silence', async (t) => {
  t.same(run(new Heartbeat(600), 60_000, true), ['20 ping', '40 ping', '45 drop']);
});

t.test('with a peer: a ping at once and every 2.5 s, lost after 5.5 s of silence', async (t) => {
  const heartbeat = new Heartbeat(600);
  run(heartbeat, 19_000, true);
  heartbeat.setPaired(true);
  heartbeat.setPaired(true);
  t.same(run(heartbeat, 60_000, true), ['0.5 ping', '3 ping', '5.5 drop']);
});

t.test('a socket that answers is never lost, and without a peer the pace slows down', async (t) => {
  const heartbeat = new Heartbeat(600);
  heartbeat.setPaired(true);
  for (let beat = 0; beat < 1000; beat += 1) {
    const action = heartbeat.nextAction(true);
    if (action === 'ping') heartbeat.recordInput();
    else if (action !== 'none') t.fail(action);
  }
  heartbeat.setPaired(false);
  t.same(run(heartbeat, 60_000, true), ['0.5 ping', '20.5 ping', '40.5 ping', '45 drop']);
});

t.test('a socket is idle only without a seat, counted from its last message', async (t) => {
  const heartbeat = new Heartbeat(4);
  t.same(run(heartbeat, 10_000, true), []);
  t.same(run(heartbeat, 3000, false), []);
  heartbeat.recordInput();
  heartbeat.recordMessage();
  t.same(run(heartbeat, 10_000, false), ['4 idle']);
});
