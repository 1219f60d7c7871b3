/** The certificate by which the peer knows this page, over all of its connections. */

/** How long joining waits for a store that may never answer. */
const LOAD_TIMEOUT_MS = 300;

/** Loads the certificate of an earlier page; `null` where there is none. */
export type LoadCertificate = () => Promise<RTCCertificate | null>;

/** What `load` finds; `null` where it takes too long. */
export function loadInTime(load: LoadCertificate): Promise<RTCCertificate | null> {
  const timeout = new Promise<null>((resolve) => {
    setTimeout(resolve, LOAD_TIMEOUT_MS, null);
  });
  return Promise.race([load(), timeout]);
}

/** A new one. */
export function createCertificate(): Promise<RTCCertificate> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  return RTCPeerConnection.generateCertificate(algorithm);
}
