import { css } from 'lit';

/** How the toolbar comes and goes. It stays where it is, for the pointer and for the keyboard. */
export const idleStyles = css`
  .toolbar {
    transition: opacity 0.2s;
  }

  .toolbar[data-idle]:not(:hover) {
    opacity: 0;
  }
`;
