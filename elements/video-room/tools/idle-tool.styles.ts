import { css } from 'lit';

/** How the toolbar comes and goes. It stays where it is, for the pointer and for the keyboard. */
export const idleStyles = css`
  .toolbar {
    transition: opacity 0.2s;
  }

  /* What waits behind a button is seen. */
  .toolbar[data-idle]:not(:hover, :has(.count)) {
    opacity: 0;
  }
`;
