/**
 * All that is changed in the peer's descriptions before this browser gets them, since no API asks for
 * it: pure. Each change is one function with its reason.
 */
import { type AudioPacketization, withPacketization } from './audio-packetization.js';
import { preserveDtlsRole } from './preserve-dtls-role.js';

/** The descriptions of the last exchange. */
export interface CurrentDescriptions {
  readonly local: RTCSessionDescription | null;
  readonly remote: RTCSessionDescription | null;
}

/** The encoder sends nothing while there is silence (RFC 7587, 6.1): that is half of a talk. */
const withDtx = (sdp: string): string =>
  sdp.replace(/useinbandfec=1(?!;usedtx)/, 'useinbandfec=1;usedtx=1');

/** A description of the peer as it is set here. */
export function adjustRemoteDescription(
  { type, sdp = '' }: RTCSessionDescriptionInit,
  { local, remote }: CurrentDescriptions,
  packetization: AudioPacketization | null,
): RTCSessionDescriptionInit {
  const answer = type === 'answer' ? preserveDtlsRole(sdp, local, remote) : sdp;
  const packed = packetization ? withPacketization(answer, packetization) : answer;
  return { type, sdp: withDtx(packed) };
}
