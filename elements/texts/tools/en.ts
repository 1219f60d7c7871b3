/** English: the tools of a call. Its type is the type of the others. */
export const en = {
  close: 'Close',
  fullScreen: 'Full screen',
  shortcuts: {
    name: 'Keyboard shortcuts',
    use: 'Use keyboard shortcuts',
    space: 'Space',
    talk: 'Hold to talk while muted',
  },
};

/** The words of the tools. `pt-br.ts` and `es.ts` must satisfy it. */
export type ToolTexts = typeof en;
