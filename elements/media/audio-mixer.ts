/** The microphone and the audio of a shared screen in one track: a call sends one of each kind. */
export class AudioMixer {
  readonly #context = new AudioContext();
  readonly #output = this.#context.createMediaStreamDestination();
  #microphone: MediaStreamTrack | null = null;
  #source: AudioNode | null = null;

  /** `changed`: what `track` gives is another. */
  constructor(shared: MediaStreamTrack, changed: () => void) {
    this.#connectMicrophone(shared);
    this.#context.onstatechange = changed;
  }

  /**
   * The mix with this microphone, which may be muted or another than before. `null` while the browser
   * does not let the page work on sound: then the microphone is better sent as it is.
   */
  track(microphone: MediaStreamTrack | null): MediaStreamTrack | null {
    if (microphone !== this.#microphone) {
      this.#source?.disconnect();
      this.#microphone = microphone;
      this.#source = microphone && this.#connectMicrophone(microphone);
    }
    const running = this.#context.state === 'running';
    return (running && this.#output.stream.getAudioTracks()[0]) || null;
  }

  close(): void {
    this.#context.onstatechange = null;
    void this.#context.close();
  }

  #connectMicrophone(track: MediaStreamTrack): AudioNode {
    const source = this.#context.createMediaStreamSource(new MediaStream([track]));
    source.connect(this.#output);
    return source;
  }
}
