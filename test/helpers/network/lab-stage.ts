/** The lab with the server, coturn and a browser in each client's network: what a call needs. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Browser } from 'playwright-core';
import type { Test } from 'tap';
import type { BrowserKind } from '../browser/browsers.js';
import { findChromium, findFirefox } from '../browser/find-browsers.js';
import { launchInLab } from './lab-browser.js';
import { namespaceProblem } from './namespaces.js';
import { NetworkLab, type Side, TURN_ADDRESS } from './network-lab.js';
import { LISTENING, TURN_SECRET, turnServerCommand, turnServerProblem } from './turn-server.js';

/** Why no call can be tried in a lab here, in one line; `false` when it can. */
export function labProblem(): string | false {
  const missing = findChromium() && findFirefox() ? null : 'missing: chromium, firefox-esr';
  return namespaceProblem() ?? turnServerProblem() ?? missing ?? false;
}

/** One per test file. */
export class LabStage {
  readonly lab: NetworkLab;
  readonly browsers: Readonly<Record<Side, Browser>>;
  #turn: ChildProcess;

  constructor(lab: NetworkLab, turn: ChildProcess, browsers: Readonly<Record<Side, Browser>>) {
    this.lab = lab;
    this.#turn = turn;
    this.browsers = browsers;
  }

  /**
   * Sets it up, calms the lab after each test, and clears everything away at the end. `env` is the
   * server's, `args` are the browsers'.
   */
  static async open(
    t: Test,
    kinds: Readonly<Record<Side, BrowserKind>> = { a: 'chromium', b: 'chromium' },
    env: Readonly<Record<string, string>> = {},
    args: readonly string[] = [],
  ): Promise<LabStage> {
    const lab = await NetworkLab.open();
    t.teardown(() => lab.close());
    const turn = await startTurn(lab);
    await lab.startServer({
      STUN_URLS: `stun:${TURN_ADDRESS}:3478`,
      TURN_URLS: `turn:${TURN_ADDRESS}:3478?transport=udp`,
      TURN_SECRET,
      ...env,
    });
    const browsers = {
      a: await launchInLab(t, 'a', kinds.a, args),
      b: await launchInLab(t, 'b', kinds.b, args),
    };
    t.afterEach(() => lab.calm());
    return new LabStage(lab, turn, browsers);
  }

  /** Kills coturn and starts another, which knows nothing of what the first one relayed. */
  async restartTurn(): Promise<void> {
    const ended = once(this.#turn, 'exit');
    this.#turn.kill('SIGKILL');
    await ended;
    this.#turn = await startTurn(this.lab);
  }
}

/** The two relayed ends meet at the relay's own address, which is public for operators and not here. */
const startTurn = (lab: NetworkLab): Promise<ChildProcess> =>
  lab.start(
    'turn',
    turnServerCommand([TURN_ADDRESS], 3478, `--allowed-peer-ip=${TURN_ADDRESS}`),
    LISTENING,
  );
