/**
 * How the audio encoder packetizes: the length of a packet (`a=ptime`, RFC 8866), and whether audio is sent
 * twice (RED, RFC 2198). No API sets it, but the peer's description does: it is changed and set again
 * locally. Nothing is negotiated, and no media stops.
 */
import { reapplyRemoteDescription } from './reapply-remote-description.js';

/** What is asked for. */
export interface AudioPacketization {
  /** Length of a packet, in ms. */
  readonly ptimeMs: number;
  /** Whether each packet repeats the audio of the one before. */
  readonly red: boolean;
}

/** The default of browsers, in ms. */
export const DEFAULT_PTIME_MS = 20;

const PTIME = /^a=ptime:(\d+)\r\n/m;

/** What a description asks for. */
export function readPacketization(sdp: string): AudioPacketization {
  const section = sections(sdp).find(isAudioSection) ?? '';
  const [red, opus] = formatsOf(section);
  const order = payloads(section);
  return {
    ptimeMs: Number(PTIME.exec(section)?.[1] ?? DEFAULT_PTIME_MS),
    red: red !== undefined && order.indexOf(red) < order.indexOf(opus ?? ''),
  };
}

/** The description with another packetization; one that has no RED stays without. */
export const withPacketization = (sdp: string, packetization: AudioPacketization): string =>
  sections(sdp)
    .map((section) =>
      isAudioSection(section) ? changeAudioSection(section, packetization) : section,
    )
    .join('');

/** For `PeerTransport.runExclusive`: resolves and rejects as `reapplyRemoteDescription` does. */
export async function applyPacketization(
  connection: RTCPeerConnection,
  packetization: AudioPacketization,
): Promise<boolean> {
  const { sdp } = connection.currentRemoteDescription ?? {};
  if (!sdp) return false;
  const changed = withPacketization(sdp, packetization);
  if (isSame(readPacketization(changed), readPacketization(sdp))) return false;
  return reapplyRemoteDescription(connection, changed);
}

function changeAudioSection(section: string, { ptimeMs, red }: AudioPacketization): string {
  const usual = section.replace(PTIME, '');
  const [redType, opus] = formatsOf(section);
  const order = payloads(section).filter((each) => each !== redType);
  const place = order.indexOf(opus ?? '') + (red ? 0 : 1);
  const all = redType ? [...order.slice(0, place), redType, ...order.slice(place)] : order;
  const asked = ptimeMs === DEFAULT_PTIME_MS ? '' : `a=ptime:${ptimeMs}\r\n`;
  return usual.replace(
    /^(m=\S+ \S+ \S+) .*(\r\n(?:[^a].*\r\n)*)/,
    (_line, start, rest) => `${start} ${all.join(' ')}${rest}${asked}`,
  );
}

const sections = (sdp: string): string[] => sdp.split(/^(?=m=)/m);

const isAudioSection = (section: string): boolean => section.startsWith('m=audio ');

/** Payload types in the order of preference. */
const payloads = (section: string): string[] =>
  section.split('\r\n', 1)[0]?.split(' ').slice(3) ?? [];

/** Payload types of RED and of Opus. */
const formatsOf = (section: string): (string | undefined)[] =>
  ['red', 'opus'].map((name) => new RegExp(`^a=rtpmap:(\\d+) ${name}/`, 'm').exec(section)?.[1]);

const isSame = (one: AudioPacketization, other: AudioPacketization): boolean =>
  one.ptimeMs === other.ptimeMs && one.red === other.red;
