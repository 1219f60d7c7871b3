/** A sender as webrtc-extensions have it; who does not know the options ignores them. */
type PictureSender = RTCRtpSender & {
  setParameters(
    parameters: RTCRtpSendParameters,
    options: { readonly encodingOptions: readonly { readonly keyFrame: boolean }[] },
  ): Promise<void>;
};

/**
 * Sends a whole picture next: after a silence the other side has nothing that the frames build on, and
 * a Chromium asks for one no sooner than 3 s after it asked in vain.
 */
export function sendWholePicture(transceivers: readonly RTCRtpTransceiver[]): void {
  const ofVideo = transceivers.filter(({ receiver }) => receiver.track.kind === 'video');
  const { sender } = ofVideo.find(({ mid }) => mid !== null) ?? ofVideo[0] ?? {};
  if (!sender) return;
  const parameters = sender.getParameters();
  const encodingOptions = parameters.encodings.map(() => ({ keyFrame: true }));
  (sender as PictureSender).setParameters(parameters, { encodingOptions }).catch(() => {
    // Closed meanwhile, or overtaken by other parameters: the other side asks in the end.
  });
}
