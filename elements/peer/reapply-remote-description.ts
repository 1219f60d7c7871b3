import { answerForOffer } from './answer-for-offer.js';
import { preserveDtlsRole } from './preserve-dtls-role.js';

/**
 * Sets the peer's description once more, perhaps changed (`sdp`), as the answer to an offer that is not
 * sent: the peer takes no part, and no media stops. Resolves with whether a real exchange is due instead,
 * because ICE is about to restart or a transceiver is not negotiated yet. Rejects with what the browser
 * says where it refuses; its offer is rolled back then, which can harm (browser bug
 * `rollback-breaks-audio`), so the caller has to watch the media.
 */
export async function reapplyRemoteDescription(
  connection: RTCPeerConnection,
  sdp?: string,
): Promise<boolean> {
  const { currentLocalDescription: local, currentRemoteDescription: remote } = connection;
  if (!local || !remote) return false;
  const offer = await connection.createOffer();
  const { sdp: offerSdp = '' } = offer;
  // One transport carries everything.
  const [credentials = ''] = local.sdp.match(/a=ice-ufrag:.*/) ?? [];
  const isNegotiated = connection.getTransceivers().every(({ mid }) => mid !== null);
  if (!isNegotiated || !offerSdp.includes(credentials)) return true;
  const answer = preserveDtlsRole(answerForOffer(sdp ?? remote.sdp, offerSdp), local, remote);
  await connection.setLocalDescription(offer);
  try {
    await connection.setRemoteDescription({ type: 'answer', sdp: answer });
  } catch (error) {
    await connection.setLocalDescription({ type: 'rollback' });
    throw error;
  }
  return false;
}
