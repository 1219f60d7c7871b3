import type { ToolTexts } from './en.js';

/** Brazilian Portuguese: the tools of a call. */
export const ptBr: ToolTexts = {
  close: 'Fechar',
  fullScreen: 'Tela cheia',
  shortcuts: {
    name: 'Atalhos do teclado',
    use: 'Usar atalhos do teclado',
    space: 'Espaço',
    talk: 'Segure para falar com o microfone silenciado',
  },
};
