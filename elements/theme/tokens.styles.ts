import { unsafeCSS } from 'lit';
import sheet from './tokens.css';

/** The design tokens, to be the first style sheet of an element. */
export const tokens = unsafeCSS(sheet);
