/** Which of the codecs that two browsers have agreed on carries the video: pure. */

/** Codecs that are worth asking about, the better ones first. */
export const CODECS = ['video/AV1', 'video/VP9', 'video/H264', 'video/VP8'] as const;

/** Codecs that make most of few bits. */
const EFFICIENT_CODECS: readonly string[] = ['video/AV1', 'video/VP9'];

/** What speaks for a codec. */
export interface CodecCriteria {
  /** What this side encodes in hardware. */
  readonly encodes: readonly string[];
  /** What the peer decodes in hardware. */
  readonly decodes: readonly string[];
  /** Whether a low bitrate matters more than a low CPU load: on a constrained link, with a small video. */
  readonly savesBits: boolean;
}

/** `undefined`: the browser's own choice. No exchange of descriptions is needed for any. */
export function chooseCodec<C extends { readonly mimeType: string }>(
  agreed: readonly C[],
  { encodes, decodes, savesBits }: CodecCriteria,
): C | undefined {
  const both: readonly string[] = savesBits
    ? EFFICIENT_CODECS
    : CODECS.filter((name) => encodes.includes(name) && decodes.includes(name));
  for (const name of both) {
    const codec = agreed.find(({ mimeType }) => mimeType === name);
    if (codec) return codec;
  }
  return undefined;
}
