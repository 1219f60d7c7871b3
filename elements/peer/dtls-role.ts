const SETUP = /a=setup:(\w+)/g;

const setupOf = (description: RTCSessionDescription | null): string | undefined =>
  description?.sdp.match(SETUP)?.[0];

/**
 * The answer to a later offer with the DTLS role that the peer has had from the first exchange on (RFC
 * 8842, 5.5). Firefox 153 answers every ICE restart as the client, though it goes on in the role it
 * has; Chromium refuses such an answer ("Failed to set SSL role"), and the connection with it.
 */
export function keepRole(
  answer: string,
  local: RTCSessionDescription | null,
  remote: RTCSessionDescription | null,
): string {
  const answered = remote?.type === 'answer';
  const isClient = setupOf(answered ? remote : local) === 'a=setup:active';
  const role = isClient === answered ? 'active' : 'passive';
  return remote ? answer.replace(SETUP, `a=setup:${role}`) : answer;
}
