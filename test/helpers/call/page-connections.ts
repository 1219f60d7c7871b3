/** The peer connections of a page, so that a test can break one as a browser's fault would. */
import type { Page } from 'playwright-core';

/** A page that keeps its connections. */
type Connected = Window & {
  connections: RTCPeerConnection[];
  /** Those of which nothing is heard. */
  silenced: Set<RTCPeerConnection>;
  /** The page refuses each answer to an offer of its own that it made up itself. */
  refusesExchanges: boolean;
  /** What the statistics say of the share of packets that the peer has lost; `null`: the truth. */
  claimedLoss: number | null;
};

/** From its next document on the page keeps every connection, in the order in which they are made. */
export async function keepConnections(page: Page, refusesExchanges = false): Promise<void> {
  await page.addInitScript((refuses) => {
    const connected = window as unknown as Connected;
    connected.connections = [];
    connected.silenced = new Set();
    connected.refusesExchanges = refuses;
    connected.claimedLoss = null;
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        connected.connections.push(this);
      }

      override setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
        const isKnown = /a=ice-ufrag:\S+/.exec(this.currentRemoteDescription?.sdp ?? '')?.[0];
        const isMadeUp = description.type === 'answer' && isKnown !== undefined;
        if (connected.refusesExchanges && isMadeUp && description.sdp?.includes(isKnown)) {
          return Promise.reject(new DOMException('as if it were a fault', 'OperationError'));
        }
        return super.setRemoteDescription(description);
      }

      override async getStats(): Promise<RTCStatsReport> {
        const { claimedLoss, silenced } = connected;
        const report = silenced.has(this) ? new Map() : await super.getStats();
        if (claimedLoss === null) return report;
        const entries = [...report.entries()].map(([id, stats]) => {
          const isLoss = stats.type === 'remote-inbound-rtp';
          return [id, isLoss ? { ...stats, fractionLost: claimedLoss } : stats] as const;
        });
        return new Map(entries) as unknown as RTCStatsReport;
      }
    };
  }, refusesExchanges);
}

/** What the sender of a kind sends is gone, and nothing of the page knows of it. */
export const loseSentTrack = (page: Page, kind: 'audio' | 'video'): Promise<void> =>
  page.evaluate(async (kind) => {
    const { connections } = window as unknown as Connected;
    const sender = connections
      .at(-1)
      ?.getSenders()
      .find(({ track }) => track?.kind === kind);
    await sender?.replaceTrack(null);
  }, kind);

/** An own offer that is taken back at once, behind the back of the page. */
export const rollBack = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const connection = (window as unknown as Connected).connections.at(-1);
    await connection?.setLocalDescription();
    await connection?.setLocalDescription({ type: 'rollback' });
  });

/** Has the statistics say that the peer has lost this share of the packets; `null`: the truth again. */
export const claimLoss = (page: Page, share: number | null): Promise<void> =>
  page.evaluate((share) => {
    (window as unknown as Connected).claimedLoss = share;
  }, share);

/** From now on nothing is heard of the connections that there are, as if their path had died. */
export const silence = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const connected = window as unknown as Connected;
    connected.silenced = new Set(connected.connections);
  });

/** The description of the peer, as the connection in use holds it; empty until there is one. */
export const remoteDescription = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { connections } = window as unknown as Connected;
    const used = connections.findLast((each) => each.connectionState === 'connected');
    return used?.currentRemoteDescription?.sdp ?? '';
  });

/** How many connections the page has made so far. */
export const connectionCount = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as Connected).connections.length);
