/** Which of the codecs that two browsers have agreed on carries the picture: pure. */

/** On a narrow network compression counts; what is too much for a device, it says. */
const BY_COMPRESSION = ['video/AV1', 'video/VP9'] as const;

/** Codecs that are worth asking about, the better ones first. */
export const CODECS = [...BY_COMPRESSION, 'video/H264', 'video/VP8'] as const;

/** What speaks for a codec. */
export interface CodecWish {
  /** The network is too narrow for the whole picture. */
  readonly narrow: boolean;
  /** What this side encodes in hardware. */
  readonly encodes: readonly string[];
  /** What the peer decodes in hardware. */
  readonly decodes: readonly string[];
}

/** `undefined`: the browser's own choice. No exchange of descriptions is needed for any. */
export function chooseCodec<C extends { readonly mimeType: string }>(
  agreed: readonly C[],
  { narrow, encodes, decodes }: CodecWish,
): C | undefined {
  const names: readonly string[] = narrow
    ? BY_COMPRESSION
    : CODECS.filter((name) => encodes.includes(name) && decodes.includes(name));
  for (const name of names) {
    const codec = agreed.find(({ mimeType }) => mimeType === name);
    if (codec) return codec;
  }
  return undefined;
}
