import { keepRole } from './dtls-role.js';

/**
 * Takes the description of the peer once more, perhaps changed, as the answer to an offer that nobody
 * is sent: nothing is exchanged with the peer, and nothing stops. Resolves with whether such an exchange
 * is due instead: ICE is about to be restarted, or there is a transceiver that the peer does not know.
 */
export async function takeAgain(connection: RTCPeerConnection, sdp?: string): Promise<boolean> {
  const { currentLocalDescription: local, currentRemoteDescription: remote } = connection;
  if (!local || !remote) return false;
  const offer = await connection.createOffer();
  // One transport carries everything.
  const [credentials = ''] = local.sdp.match(/a=ice-ufrag:.*/) ?? [];
  const isKnown = connection.getTransceivers().every(({ mid }) => mid !== null);
  if (!isKnown || !offer.sdp?.includes(credentials)) return true;
  await connection.setLocalDescription(offer);
  try {
    await connection.setRemoteDescription({
      type: 'answer',
      sdp: keepRole(sdp ?? remote.sdp, local, remote),
    });
  } catch (error) {
    await connection.setLocalDescription({ type: 'rollback' });
    throw error;
  }
  return false;
}
