/** English: the tools of a call. Its type is the type of the others. */
export const en = {
  close: 'Close',
  fullScreen: 'Full screen',
};

/** The words of the tools. `pt-br.ts` and `es.ts` must satisfy it. */
export type ToolTexts = typeof en;
