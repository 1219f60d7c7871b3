/**
 * A small internet of network namespaces: two clients behind a NAT each, a wide router between them, the
 * built server and a coturn. All its addresses are private and its own; no packet leaves it.
 *
 *     client-a ── nat-a ──┐            ┌── nat-b ── client-b
 *                         ├── wide ──┤
 *     (other-a, a second  │            ├── server
 *      network for a) ────┘            └── turn
 */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import {
  loadRules,
  makeNamespaces,
  namespace,
  nodeCommand,
  removeOwn,
  shell,
  spawnIn,
} from './namespaces.js';

/** One of the two people. */
export type Side = 'a' | 'b';

/** What is wrong with the link between a side's network and the rest. */
export interface Trouble {
  /** Drops everything, or all UDP, without a word to anybody. */
  readonly drop?: 'all' | 'udp';
  /** Of a hundred packets of each direction so many are lost, at random. */
  readonly lossPercent?: number;
}

/** What came of probing a way with UDP packets. */
export interface ProbeResult {
  readonly sent: number;
  readonly received: number;
  readonly roundTripMs: number | null;
  readonly spanMs: number;
}

/** Where the server listens. */
export const SERVER = { address: '10.77.3.2', port: 3000 } as const;
/** Where coturn listens and relays from. */
export const TURN_ADDRESS = '10.77.4.2';
/** What opens the lab's pages. */
export const ORIGIN = `http://${SERVER.address}:${SERVER.port}`;

const PARTS = ['client-a', 'nat-a', 'other-a', 'client-b', 'nat-b', 'wide', 'server', 'turn'];
const SIDES = ['a', 'b'] as const;
/** The subnet of each network's uplink, 10.77.N.0/24, and of its LAN, 192.168.N.0/24. */
const NETWORKS = { 'nat-a': 1, 'nat-b': 2, 'other-a': 5 } as const;
/** By which interfaces of the wide router each side is reached. */
const UPLINKS: Record<Side, string> = { a: '{ "nat-a", "other-a" }', b: '{ "nat-b" }' };
/** All addresses that each side has out there. */
const OUTSIDE: Record<Side, string> = { a: '{ 10.77.1.2, 10.77.5.2 }', b: '10.77.2.2' };

/** Opens a TUN device (TUNSETIFF, IFF_TUN without headers) for the program that it becomes: node cannot. */
const OPEN_TUN = `$^F = 9; open(my $tun, "+<", "/dev/net/tun") or die "no TUN: $!";
  my $request = pack("a16 S x22", "slow", 0x1001);
  ioctl($tun, 0x400454ca, $request) or die "no TUN: $!";
  exec(@ARGV, fileno($tun));`;

/** A cable between two namespaces, with an address at each end where it is routed. */
function cable(one: string, oneName: string, two: string, twoName: string, subnet: string): string {
  const [first, second] = [namespace(one), namespace(two)];
  return `
    ip -n ${first} link add name ${oneName} type veth peer name ${twoName} netns ${second}
    ip -n ${first} address add ${subnet}.1/24 dev ${oneName}
    ip -n ${second} address add ${subnet}.2/24 dev ${twoName}
    ip -n ${first} link set ${oneName} up
    ip -n ${second} link set ${twoName} up`;
}

const defaultRoute = (part: string, gateway: string) =>
  `\nip -n ${namespace(part)} route replace default via ${gateway}`;

const letForward = (part: string) =>
  `\nip netns exec ${namespace(part)} sh -c "echo 1 > /proc/sys/net/ipv4/ip_forward"`;

/** The client's side of a network; `ip link delete` of it takes the cable away. */
const plug = (side: Side, network: keyof typeof NETWORKS) =>
  cable(network, 'lan', `client-${side}`, network, `192.168.${NETWORKS[network]}`) +
  defaultRoute(`client-${side}`, `192.168.${NETWORKS[network]}.1`);

const unplug = (side: Side, network: keyof typeof NETWORKS) =>
  `\nip -n ${namespace(`client-${side}`)} link delete ${network}`;

/** One per test file. */
export class NetworkLab {
  readonly #troubles = new Map<Side, Trouble>();
  #direct = true;
  #network: 'nat-a' | 'other-a' = 'nat-a';
  #slow: ChildProcess | undefined;

  /** Makes it all; `close` ends it. */
  static async open(): Promise<NetworkLab> {
    await makeNamespaces(PARTS);
    let lines = letForward('wide');
    for (const [network, n] of Object.entries(NETWORKS)) {
      lines += cable('wide', network, network, 'wan', `10.77.${n}`);
      lines += defaultRoute(network, `10.77.${n}.1`) + letForward(network);
    }
    for (const [part, { address }] of Object.entries({
      server: SERVER,
      turn: { address: TURN_ADDRESS },
    })) {
      const subnet = address.replace(/\.\d+$/, '');
      lines += cable('wide', part, part, 'wan', subnet) + defaultRoute(part, `${subnet}.1`);
    }
    lines += plug('a', 'nat-a') + plug('b', 'nat-b');
    await shell(lines);
    for (const network of Object.keys(NETWORKS)) loadRules(network, natRules());
    return new NetworkLab();
  }

  /** Ends all that runs in it, and removes it. */
  close(): void {
    removeOwn();
  }

  /** Sets what is wrong with a side's link; nothing is, without a word. */
  trouble(side: Side, trouble: Trouble = {}): void {
    this.#troubles.set(side, trouble);
    this.#loadWide();
  }

  /** Whether the two networks reach each other without a relay. */
  allowDirect(allowed: boolean): void {
    this.#direct = allowed;
    this.#loadWide();
  }

  /** Limits a side's link to so many kbit/s each way, with a queue of 400 ms; 0 ends it. */
  async rate(side: Side, kbit: number): Promise<void> {
    const ends = [`${namespace('wide')} dev nat-${side}`, `${namespace(`nat-${side}`)} dev wan`];
    const lines = ends.map((end) => {
      const [name, ...dev] = end.split(' ');
      return kbit > 0
        ? `tc -n ${name} qdisc replace ${dev.join(' ')} root tbf rate ${kbit}kbit burst 4kb latency 400ms`
        : `tc -n ${name} qdisc delete ${dev.join(' ')} root`;
    });
    await shell(lines.join('\n'));
  }

  /** Holds each packet between side `a` and the rest back for so long, in ms; 0 ends it. */
  async delay(oneWayMs: number): Promise<void> {
    const wide = `ip -n ${namespace('wide')}`;
    if (this.#slow) {
      const ended = once(this.#slow, 'exit');
      this.#slow.kill();
      await ended;
      this.#slow = undefined;
      await shell(['10', '20', '30'].map((n) => `${wide} rule delete pref ${n}`).join('\n'));
    }
    if (oneWayMs === 0) return;
    const program = nodeCommand(new URL('delay-forwarder.ts', import.meta.url), String(oneWayMs));
    this.#slow = await this.start('wide', ['perl', '-e', OPEN_TUN, ...program], /ready/);
    await shell(`
      ${wide} link set slow up
      ${wide} route replace default dev slow table 100
      ${wide} rule add pref 10 iif slow lookup main
      ${wide} rule add pref 20 iif nat-a lookup 100
      ${wide} rule add pref 30 to 10.77.1.2 lookup 100`);
  }

  /** Takes side `a` from one network to another, `offlineMs` without any in between. */
  async changeNetwork(offlineMs = 0): Promise<void> {
    const next = this.#network === 'nat-a' ? 'other-a' : 'nat-a';
    const pause = offlineMs > 0 ? `\nsleep ${offlineMs / 1000}` : '';
    const old = unplug('a', this.#network);
    await shell(pause ? old + pause + plug('a', next) : plug('a', next) + old);
    this.#network = next;
  }

  /** Halts all that runs on a side's machine, as a closed lid does, or lets it go on. */
  async freeze(side: Side, frozen: boolean): Promise<void> {
    const pids = await shell(`ip netns pids ${namespace(`client-${side}`)}`);
    const signal = frozen ? 'SIGSTOP' : 'SIGCONT';
    for (const pid of pids.split('\n').filter(Boolean)) process.kill(Number(pid), signal);
  }

  /** The TCP connections that side `a` has now go silent; new ones do not. */
  async silenceSockets(): Promise<void> {
    const lines = await shell(
      `ip netns exec ${namespace('client-a')} ss -Htn state established dst ${SERVER.address}`,
    );
    const ports = [...lines.matchAll(/:(\d+)\s+\S+:\d+\s*$/gm)].map(([, port]) => port).join(', ');
    loadRules(this.#network, natRules(`tcp sport { ${ports} } drop\ntcp dport { ${ports} } drop`));
  }

  /** All that was wrong is right again. */
  async calm(): Promise<void> {
    this.#troubles.clear();
    this.#direct = true;
    this.#loadWide();
    loadRules(this.#network, natRules());
    await this.delay(0);
    if (this.#network !== 'nat-a') await this.changeNetwork();
  }

  /** Begins to count the UDP packets that leave side `a`: to coturn, and to anybody else. */
  async countUdp(): Promise<() => Promise<{ relay: number; others: number }>> {
    const counting = `ip daddr ${TURN_ADDRESS} meta l4proto udp counter name relay accept
      iifname "lan" meta l4proto udp counter name others`;
    loadRules(this.#network, natRules(counting));
    return async () => {
      const command = `ip netns exec ${namespace(this.#network)} nft list counters`;
      const listed = await shell(command);
      const packets = (name: string) =>
        Number(new RegExp(`counter ${name} \\{\\s+packets (\\d+)`).exec(listed)?.[1]);
      return { relay: packets('relay'), others: packets('others') };
    };
  }

  /** Starts a program in one part, and resolves when it has printed the words. */
  async start(
    part: string,
    command: readonly string[],
    words: RegExp,
    env: Readonly<Record<string, string>> = {},
  ): Promise<ChildProcess> {
    const child = spawnIn(part, command, env);
    const said: string[] = [];
    await new Promise<void>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        if (!stream) continue;
        createInterface({ input: stream }).on('line', (line) => {
          if (said.length < 100) said.push(line);
          if (words.test(line)) resolve();
        });
      }
      child.once('exit', (code) =>
        reject(new Error(`${command[0]} in ${part} ended with ${code}:\n${said.join('\n')}`)),
      );
    });
    return child;
  }

  /** Starts the built server; its pages are at `ORIGIN`. */
  startServer(env: Readonly<Record<string, string>>): Promise<ChildProcess> {
    const command = [process.execPath, 'build/server/main.js'];
    const here = { HOST: SERVER.address, PORT: String(SERVER.port), LOG_LEVEL: 'info' };
    return this.start('server', command, /listening at/, { ...here, ...env });
  }

  /** Sends packets of a size from one part to an `echo` at an address. */
  async probe(
    part: string,
    address: string,
    { count, size = 64, gapMs }: { count: number; size?: number; gapMs: number },
  ): Promise<ProbeResult> {
    const args = ['probe', address, String(count), String(size), String(gapMs)];
    const child = spawnIn(part, nodeCommand(new URL('udp-probe.ts', import.meta.url), ...args));
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += chunk;
    });
    await once(child, 'close');
    return JSON.parse(text);
  }

  /** Starts what answers probes at this address of a part. */
  async echo(part: string, address: string): Promise<void> {
    const program = new URL('udp-probe.ts', import.meta.url);
    await this.start(part, nodeCommand(program, 'echo', address), /ready/);
  }

  #loadWide(): void {
    const rules: string[] = [];
    for (const side of SIDES) {
      const { drop, lossPercent } = this.#troubles.get(side) ?? {};
      for (const way of [`iifname ${UPLINKS[side]}`, `oifname ${UPLINKS[side]}`]) {
        if (drop === 'all') rules.push(`${way} drop`);
        if (drop === 'udp') rules.push(`${way} meta l4proto udp drop`);
        if (lossPercent) rules.push(`${way} numgen random mod 100 < ${lossPercent} drop`);
      }
    }
    if (!this.#direct) {
      rules.push(`ip saddr ${OUTSIDE.a} ip daddr ${OUTSIDE.b} drop`);
      rules.push(`ip saddr ${OUTSIDE.b} ip daddr ${OUTSIDE.a} drop`);
    }
    loadRules('wide', forwardRules(rules.join('\n')));
  }
}

const forwardRules = (rules: string) => `flush ruleset
  table ip lab {
    chain between {
      type filter hook forward priority 0; policy accept;
      ${rules}
    }
  }
`;

/**
 * A router at home: whatever comes from the LAN goes out under the router's own address. What comes
 * unasked is dropped without a trace, but for probes: else it takes the port that the answer needs,
 * and no hole is ever punched.
 */
const natRules = (rules = '') => `flush ruleset
  table ip lab {
    counter relay { }
    counter others { }
    chain between {
      type filter hook forward priority 0; policy accept;
      ${rules}
    }
    chain closed {
      type filter hook input priority 0; policy accept;
      iifname "wan" meta l4proto udp udp dport != 7 drop
    }
    chain masked {
      type nat hook postrouting priority 100; policy accept;
      oifname != "lan" masquerade
    }
  }
`;
