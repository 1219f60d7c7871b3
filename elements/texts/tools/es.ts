import type { ToolTexts } from './en.js';

/** Spanish: the tools of a call. */
export const es: ToolTexts = {
  close: 'Cerrar',
  fullScreen: 'Pantalla completa',
  shortcuts: {
    name: 'Atajos de teclado',
    use: 'Usar atajos de teclado',
    space: 'Espacio',
    talk: 'Mantén pulsado para hablar con el micrófono silenciado',
  },
};
