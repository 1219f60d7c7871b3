import type { ToolTexts } from './en.js';

/** Brazilian Portuguese: the tools of a call. */
export const ptBr: ToolTexts = {
  close: 'Fechar',
  fullScreen: 'Tela cheia',
};
