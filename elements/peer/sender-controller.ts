/**
 * The only writer of sender parameters: what the encoders may use, which codec, and when a key frame is
 * due. One write at a time for each sender, since a second `getParameters` makes the first one's
 * transaction void (webrtc-pc, 5.2).
 */

/** What one sender is told. */
export interface SenderTarget {
  readonly encoding: RTCRtpEncodingParameters;
  /** `null`: the browser's own choice. */
  readonly codec: RTCRtpCodec | null;
  /** For video: what gives way where not all of it fits. */
  readonly degradationPreference: RTCDegradationPreference | null;
}

/** Chooses what a sender is told, from the codecs that were agreed on. */
export type ChooseTarget = (
  sender: RTCRtpSender,
  codecs: readonly RTCRtpCodecParameters[],
) => SenderTarget | null;

type Encoding = RTCRtpEncodingParameters & { codec?: RTCRtpCodec };

/** A sender as webrtc-extensions have it; one that does not know the options ignores them. */
type KeyFrameSender = RTCRtpSender & {
  setParameters(
    parameters: RTCRtpSendParameters,
    options: { readonly encodingOptions: readonly { readonly keyFrame: boolean }[] },
  ): Promise<void>;
};

/** One per call. */
export class SenderController {
  readonly #transceivers: () => readonly RTCRtpTransceiver[];
  /** What each sender was told last. */
  readonly #applied = new WeakMap<RTCRtpSender, string>();
  /** The write under way of each sender. */
  readonly #writes = new WeakMap<RTCRtpSender, Promise<void>>();

  /** `transceivers`: those of the current connection. */
  constructor(transceivers: () => readonly RTCRtpTransceiver[]) {
    this.#transceivers = transceivers;
  }

  /** Those of the current connection. */
  get senders(): readonly RTCRtpSender[] {
    return this.#transceivers().map(({ sender }) => sender);
  }

  /** Tells each sender its target, where that has changed. Resolves when all of them have answered. */
  async apply(choose: ChooseTarget): Promise<void> {
    await Promise.all(this.senders.map((sender) => this.#apply(sender, choose)));
  }

  /**
   * Sends a key frame next: after a silence the peer has nothing that the frames build on. Browser bug
   * `late-key-frame-request`.
   */
  requestKeyFrame(): void {
    const ofVideo = this.#transceivers().filter(({ receiver }) => receiver.track.kind === 'video');
    const { sender } = ofVideo.find(({ mid }) => mid !== null) ?? ofVideo[0] ?? {};
    if (!sender) return;
    void this.#write(sender, (parameters) => {
      const encodingOptions = parameters.encodings.map(() => ({ keyFrame: true }));
      return (sender as KeyFrameSender).setParameters(parameters, { encodingOptions });
    });
  }

  async #apply(sender: RTCRtpSender, choose: ChooseTarget): Promise<void> {
    await this.#write(sender, async (parameters) => {
      const [encoding] = parameters.encodings as [Encoding?];
      const target = choose(sender, parameters.codecs);
      // Without an encoding it is not negotiated yet.
      if (!encoding || !target) return;
      const description = JSON.stringify(target);
      if (this.#applied.get(sender) === description) return;
      this.#applied.delete(sender);
      const { codec, degradationPreference } = target;
      const { codec: _old, ...rest } = encoding;
      if (degradationPreference) parameters.degradationPreference = degradationPreference;
      parameters.encodings = [{ ...rest, ...target.encoding, ...(codec && { codec }) } as Encoding];
      await sender.setParameters(parameters);
      this.#applied.set(sender, description);
    });
  }

  /** After the write before it. A refused one is tried again with the next target. */
  #write(
    sender: RTCRtpSender,
    write: (parameters: RTCRtpSendParameters) => Promise<void>,
  ): Promise<void> {
    const before = this.#writes.get(sender) ?? Promise.resolve();
    const written = before
      .then(() => write(sender.getParameters()))
      // Closed meanwhile, or overtaken by a negotiation.
      .catch(() => undefined);
    this.#writes.set(sender, written);
    return written;
  }
}
