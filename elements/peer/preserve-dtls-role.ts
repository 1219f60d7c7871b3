const SETUP = /a=setup:(\w+)/g;

const setupOf = (description: RTCSessionDescription | null): string | undefined =>
  description?.sdp.match(SETUP)?.[0];

/**
 * Gives an answer to a later offer the DTLS role that the peer has had since the first exchange (RFC
 * 8842, 5.5). Browser bug `dtls-role-change`.
 */
export function preserveDtlsRole(
  answer: string,
  local: RTCSessionDescription | null,
  remote: RTCSessionDescription | null,
): string {
  const answered = remote?.type === 'answer';
  const isClient = setupOf(answered ? remote : local) === 'a=setup:active';
  const role = isClient === answered ? 'active' : 'passive';
  return remote ? answer.replace(SETUP, `a=setup:${role}`) : answer;
}
