import type { Lack } from './call-model.js';

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
}

/** What this browser or page lacks for any call. */
export function lackOfBrowser(): Lack | null {
  if (!isSecureContext) return 'insecure';
  const able = 'RTCPeerConnection' in globalThis && navigator.mediaDevices?.getUserMedia;
  return able ? null : 'unsupported';
}
