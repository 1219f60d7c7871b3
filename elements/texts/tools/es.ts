import type { ToolTexts } from './en.js';

/** Spanish: the tools of a call. */
export const es: ToolTexts = {
  close: 'Cerrar',
  fullScreen: 'Pantalla completa',
};
