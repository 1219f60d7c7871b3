import { css } from 'lit';

/** The ground of every state, what all share, and how it bends to what a person asks of a browser. */
export const styles = css`
  :host {
    display: block;
    position: relative;
    container: video-room / size;
    min-block-size: 20rem;
    block-size: 100%;
    overflow: hidden;
    isolation: isolate;
    color-scheme: light dark;
    background: var(--vr-background);
    color: var(--vr-text);
    font-family: var(--vr-font);
    font-size: 1rem;
    line-height: 1.45;
    -webkit-text-size-adjust: 100%;
    text-size-adjust: 100%;
  }

  :host([hidden]),
  [hidden] {
    display: none !important;
  }

  :host([theme='light']) {
    color-scheme: light;
  }

  :host([theme='dark']) {
    color-scheme: dark;
  }

  * {
    box-sizing: border-box;
  }

  .stage {
    --gap: 0.75rem;
    --inset-top: max(var(--gap), env(safe-area-inset-top));
    --inset-bottom: max(var(--gap), env(safe-area-inset-bottom));
    --inset-left: max(var(--gap), env(safe-area-inset-left));
    --inset-right: max(var(--gap), env(safe-area-inset-right));
    position: absolute;
    inset: 0;
    display: grid;
    grid-template: minmax(0, 1fr) auto / minmax(0, 1fr) auto;
    background: var(--vr-background);
  }

  /* A call is watched on black, whatever the theme. */
  .stage[data-in-call] {
    background: #0b0d12;
  }

  .icon {
    inline-size: 1.375rem;
    block-size: 1.375rem;
    flex: none;
    fill: none;
    stroke: currentcolor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .said {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::after {
      animation-duration: 0.01ms !important;
      transition: none !important;
    }

    /* Standing still it would look like a ring without meaning. */
    .spinner {
      border-style: dotted;
    }
  }

  @media (forced-colors: active) {
    .round,
    .button,
    .panel {
      border: 1px solid ButtonText;
    }

    .round[aria-pressed='true'] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
`;
