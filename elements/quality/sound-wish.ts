/**
 * What no API asks of the encoder of the sound, but the description of the peer may: how much goes into
 * a packet (`a=ptime`, RFC 8866), and whether it is sent twice (RED, RFC 2198). The description is taken
 * again with that changed; nothing is exchanged, and nothing stops.
 */
import { reapplyRemoteDescription } from '../peer/reapply-remote-description.js';

/** What is asked for. */
export interface SoundWish {
  /** So much sound in each packet, in ms. */
  readonly packetMs: number;
  /** Whether each packet has the sound of the one before once more. */
  readonly twice: boolean;
}

/** What browsers put into a packet, in ms. */
export const USUAL_PACKET_MS = 20;

const PACKET_TIME = /^a=ptime:(\d+)\r\n/m;

/** What a description asks for. */
export function readWish(sdp: string): SoundWish {
  const sound = sections(sdp).find(isSound) ?? '';
  const [red, opus] = formatsOf(sound);
  const order = payloads(sound);
  return {
    packetMs: Number(PACKET_TIME.exec(sound)?.[1] ?? USUAL_PACKET_MS),
    twice: red !== undefined && order.indexOf(red) < order.indexOf(opus ?? ''),
  };
}

/** The description with another wish; one that has no RED stays without. */
export const withWish = (sdp: string, wish: SoundWish): string =>
  sections(sdp)
    .map((section) => (isSound(section) ? changeSound(section, wish) : section))
    .join('');

/** For `PeerLink.runExclusive`: resolves and rejects as `reapplyRemoteDescription` does. */
export async function wishForSound(
  connection: RTCPeerConnection,
  wish: SoundWish,
): Promise<boolean> {
  const { sdp } = connection.currentRemoteDescription ?? {};
  if (!sdp) return false;
  const wished = withWish(sdp, wish);
  if (isSame(readWish(wished), readWish(sdp))) return false;
  return reapplyRemoteDescription(connection, wished);
}

function changeSound(section: string, { packetMs, twice }: SoundWish): string {
  const usual = section.replace(PACKET_TIME, '');
  const [red, opus] = formatsOf(section);
  const order = payloads(section).filter((each) => each !== red);
  const place = order.indexOf(opus ?? '') + (twice ? 0 : 1);
  const all = red ? [...order.slice(0, place), red, ...order.slice(place)] : order;
  const asked = packetMs === USUAL_PACKET_MS ? '' : `a=ptime:${packetMs}\r\n`;
  return usual.replace(
    /^(m=\S+ \S+ \S+) .*(\r\n(?:[^a].*\r\n)*)/,
    (_line, start, rest) => `${start} ${all.join(' ')}${rest}${asked}`,
  );
}

const sections = (sdp: string): string[] => sdp.split(/^(?=m=)/m);

const isSound = (section: string): boolean => section.startsWith('m=audio ');

/** Payload types in the order in which they are liked. */
const payloads = (section: string): string[] =>
  section.split('\r\n', 1)[0]?.split(' ').slice(3) ?? [];

/** Payload types of RED and of Opus. */
const formatsOf = (section: string): (string | undefined)[] =>
  ['red', 'opus'].map((name) => new RegExp(`^a=rtpmap:(\\d+) ${name}/`, 'm').exec(section)?.[1]);

const isSame = (one: SoundWish, other: SoundWish): boolean =>
  one.packetMs === other.packetMs && one.twice === other.twice;
