/** A peer may begin so many connections in a row, and one a second for ever. */
const MAX_PEER_BUILDS = 5;
const PEER_BUILD_MS = 1_000;

/** Each connection costs: a peer that begins ever more of them is not followed. One per call. */
export class PeerBuildLimit {
  /** When the connections were begun that the peer has begun of late. */
  #builds: readonly number[] = [];

  /** Whether the peer may begin one more now; it counts if so. */
  takeOne(): boolean {
    const now = performance.now();
    const lately = this.#builds.filter((at) => now - at < MAX_PEER_BUILDS * PEER_BUILD_MS);
    const isAllowed = lately.length < MAX_PEER_BUILDS;
    this.#builds = isAllowed ? [...lately, now] : lately;
    return isAllowed;
  }
}
