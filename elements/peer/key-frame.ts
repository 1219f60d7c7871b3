/** A sender as webrtc-extensions have it; who does not know the options ignores them. */
type KeyFrameSender = RTCRtpSender & {
  setParameters(
    parameters: RTCRtpSendParameters,
    options: { readonly encodingOptions: readonly { readonly keyFrame: boolean }[] },
  ): Promise<void>;
};

/**
 * Sends a key frame next: after a silence the peer has nothing that the frames build on. Browser bug
 * `late-key-frame-request`.
 */
export function sendKeyFrame(transceivers: readonly RTCRtpTransceiver[]): void {
  const ofVideo = transceivers.filter(({ receiver }) => receiver.track.kind === 'video');
  const { sender } = ofVideo.find(({ mid }) => mid !== null) ?? ofVideo[0] ?? {};
  if (!sender) return;
  const parameters = sender.getParameters();
  const encodingOptions = parameters.encodings.map(() => ({ keyFrame: true }));
  (sender as KeyFrameSender).setParameters(parameters, { encodingOptions }).catch(() => {
    // Closed meanwhile, or overtaken by other parameters: the other side asks in the end.
  });
}
