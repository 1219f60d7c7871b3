import { cleanDisplayName } from '../../server/protocol/display-name.js';
import { parseRoomName } from '../../server/protocol/room-name.js';
import { preferences } from '../media/preferences.js';
import type { MediaChoice } from '../signaling/seat-storage.js';
import type { RequestedRoom, UnsupportedReason } from './call-model.js';

/** How the element wants its calls; read anew for each start and join. */
export interface CallSettings {
  /** Origin of the server. */
  readonly server: string;
  /** A room as somebody wrote it, or `null`: then the tab's last room, or the prompt. */
  readonly room: string | null;
  readonly displayName: string;
  readonly muted: boolean;
  readonly cameraOff: boolean;
  readonly relayOnly: boolean;
  readonly noScreenShare: boolean;
  readonly noChat: boolean;
}

/** What an element says of its calls; the person has a name of their own where it says none. */
export function readSettings(element: CallSettings): CallSettings {
  const { server, room, muted, cameraOff, relayOnly, noScreenShare, noChat } = element;
  const displayName = cleanDisplayName(element.displayName || preferences.displayName);
  return { server, room, displayName, muted, cameraOff, relayOnly, noScreenShare, noChat };
}

/** What this browser or page lacks for any call. */
export function detectUnsupported(): UnsupportedReason | null {
  if (!isSecureContext) return 'insecure';
  const able = 'RTCPeerConnection' in globalThis && navigator.mediaDevices?.getUserMedia;
  return able ? null : 'unsupported';
}

/** A room as somebody wrote it: its normal form, or why it is none. */
export function readRoomName(written: string | null): RequestedRoom {
  const parsed = written === null ? null : parseRoomName(written);
  return {
    room: parsed?.ok ? { name: parsed.name, key: parsed.key } : null,
    problem: parsed?.ok === false ? parsed.reason : null,
  };
}

/** How the host page wants a call to start. */
export const mediaDefaultsOf = ({
  muted,
  cameraOff,
}: Pick<CallSettings, 'muted' | 'cameraOff'>): MediaChoice => ({
  microphone: !muted,
  camera: !cameraOff,
});
