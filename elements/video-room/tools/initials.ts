const SHOWABLE = /^[\p{L}\p{N}\p{Extended_Pictographic}]/u;

/** One or two characters, as a person sees characters, that stand for a name; empty where none can. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/u).filter((word) => SHOWABLE.test(word));
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  const firsts = ends.map((word = '') => [...segmenter.segment(word)][0]?.segment ?? '');
  return firsts.join('').toLocaleUpperCase();
}
