/** The lab proves its own loss, rate, delay and cuts before any call is judged by it. */
import { spawnSync } from 'node:child_process';
import t from 'tap';
import { namespaceProblem } from '../helpers/network/namespaces.js';
import { NetworkLab, SERVER } from '../helpers/network/network-lab.js';

const problem = namespaceProblem();

t.test('the lab does what it says', { skip: problem ?? false }, async (t) => {
  const { pid } = spawnSync('true');
  const stale = `video-room-${pid}-wide`;
  spawnSync('ip', ['netns', 'add', stale]);
  const lab = await NetworkLab.open();
  t.teardown(() => lab.close());
  const { stdout } = spawnSync('ip', ['netns', 'list'], { encoding: 'utf8' });
  t.notOk(stdout.includes(stale), 'what a crashed run has left is gone');

  await lab.echo('server', SERVER.address);
  const ask = (count = 20, gapMs = 5, size = 64) =>
    lab.probe('client-a', SERVER.address, { count, gapMs, size });

  const { received, roundTripMs } = await ask();
  t.equal(received, 20, 'everything arrives');
  const controlMs = Number(roundTripMs);
  t.comment(`without trouble: ${roundTripMs?.toFixed(1)} ms round trip`);

  await t.test('loss', async (t) => {
    lab.trouble('a', { lossPercent: 10 });
    const { sent, received } = await ask(1000, 1);
    const lost = (100 * (sent - received)) / sent;
    t.comment(`${lost.toFixed(1)} % lost on two ways at 10 % each`);
    // 1 - 0.9² = 19 %; of 1,000 packets it is off by 5 % less than once in ten thousand times.
    t.ok(lost > 14 && lost < 24, `about 19 %: ${lost}`);
    lab.trouble('a');
  });

  await t.test('rate', async (t) => {
    await lab.rate('a', 150);
    const { received, spanMs } = await ask(150, 10, 500);
    const kbit = ((received - 1) * (500 + 28 + 14) * 8) / spanMs;
    t.comment(`${kbit.toFixed(0)} kbit/s of 150, ${received} of 150 packets`);
    t.ok(kbit > 120 && kbit < 200, `about 150 kbit/s: ${kbit}`);
    await lab.rate('a', 0);
    t.equal((await ask(150, 10, 500)).received, 150, 'and no longer');
  });

  await t.test('delay', async (t) => {
    await lab.delay(150);
    const { received, roundTripMs } = await ask(20, 25);
    t.equal(received, 20);
    t.comment(`${roundTripMs?.toFixed(0)} ms round trip of 300`);
    t.ok(Number(roundTripMs) >= 295);
    await lab.delay(0);
    const after = Number((await ask()).roundTripMs);
    t.ok(after < controlMs + 150, `and no longer: ${after} ms, ${controlMs} before`);
  });

  await t.test('cuts', async (t) => {
    lab.trouble('a', { drop: 'all' });
    t.equal((await ask()).received, 0, 'nothing');
    lab.trouble('a', { drop: 'udp' });
    t.equal((await ask()).received, 0, 'no UDP');
    lab.trouble('b', { drop: 'all' });
    lab.trouble('a');
    t.equal((await ask()).received, 20, 'the other side is not hit');
    await lab.calm();
  });

  await t.test('another network', async (t) => {
    await lab.changeNetwork();
    t.equal((await ask()).received, 20);
    lab.trouble('a', { drop: 'all' });
    t.equal((await ask()).received, 0);
    await lab.calm();
    t.equal((await ask()).received, 20, 'and back');
  });

  await t.test('the direct path', async (t) => {
    // Nobody is reached behind a NAT; its router is.
    await lab.echo('nat-b', '10.77.2.2');
    const cross = () => lab.probe('client-a', '10.77.2.2', { count: 20, gapMs: 5 });
    t.equal((await cross()).received, 20);
    lab.allowDirect(false);
    t.equal((await cross()).received, 0);
    t.equal((await ask()).received, 20, 'the server is reached all the same');
    await lab.calm();
  });
});
