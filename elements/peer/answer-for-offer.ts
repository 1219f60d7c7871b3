/**
 * Turns an earlier description of the peer into an answer to an offer of this side, as text: pure. An
 * answer may name only what its offer names: payload types (RFC 3264, 6.1) and header extensions (RFC
 * 8285, 6). An offer of the peer names more, and Firefox refuses it as an answer.
 */

const sectionsOf = (sdp: string): string[] => sdp.split(/^(?=m=)/m);

const midOf = (section: string): string | undefined => /^a=mid:(\S+)/m.exec(section)?.[1];

/** The payload types of the m-line, in the order of preference. */
const payloadTypesOf = (section: string): string[] =>
  section.split('\r\n', 1)[0]?.split(' ').slice(3) ?? [];

const extensionsOf = (section: string): string[] =>
  [...section.matchAll(/^a=extmap:\S+ (\S+)/gm)].map(([, uri = '']) => uri);

/** The peer's description without what the offer does not name. */
export function answerForOffer(remoteSdp: string, offerSdp: string): string {
  const offered = new Map(sectionsOf(offerSdp).map((section) => [midOf(section), section]));
  const [session = '', ...sections] = sectionsOf(remoteSdp);
  const answered = sections.map((section) => {
    const offer = offered.get(midOf(section));
    return offer && /^m=(audio|video) /.test(section) ? restrict(section, offer) : section;
  });
  return session + answered.join('');
}

function restrict(section: string, offer: string): string {
  const types = payloadTypesOf(section);
  const kept = types.filter((type) => payloadTypesOf(offer).includes(type));
  const extensions = extensionsOf(offer);
  const [mediaLine = '', ...lines] = section.split('\r\n');
  const isKept = (line: string): boolean => {
    const [, uri] = /^a=extmap:\S+ (\S+)/.exec(line) ?? [];
    if (uri !== undefined) return extensions.includes(uri);
    const [, type] = /^a=(?:rtpmap|fmtp|rtcp-fb):(\d+) /.exec(line) ?? [];
    return type === undefined || kept.includes(type);
  };
  const start = mediaLine.split(' ').slice(0, 3);
  return [[...start, ...kept].join(' '), ...lines.filter(isKept)].join('\r\n');
}
