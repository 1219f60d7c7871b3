/** A peer may begin so many connections in a row, and one a second for ever. */
const MAX_PEER_REBUILDS = 5;
const PEER_REBUILD_INTERVAL_MS = 1_000;

/** Each connection costs: a peer that begins ever more of them is not followed. One per call. */
export class PeerRebuildLimit {
  /** When the connections were begun that the peer has begun of late. */
  #rebuildTimes: readonly number[] = [];

  /** Whether the peer may begin one more now; it counts if so. */
  tryRebuild(): boolean {
    const now = performance.now();
    const lately = this.#rebuildTimes.filter(
      (at) => now - at < MAX_PEER_REBUILDS * PEER_REBUILD_INTERVAL_MS,
    );
    const isAllowed = lately.length < MAX_PEER_REBUILDS;
    this.#rebuildTimes = isAllowed ? [...lately, now] : lately;
    return isAllowed;
  }
}
