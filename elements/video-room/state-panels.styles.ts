import { css } from 'lit';

/** The look of the card that a state shows. */
export const panelStyles = css`
  /* The card. */
  .center {
    position: relative;
    z-index: 2;
    grid-area: 1 / 1;
    display: flex;
    overflow: auto;
    padding: var(--inset-top) var(--inset-right) var(--gap) var(--inset-left);
    pointer-events: none;
  }

  .panel {
    inline-size: min(100%, 27rem);
    margin: auto;
    padding: 1.5rem;
    border: 1px solid var(--vr-hairline);
    border-radius: calc(var(--vr-radius) * 1.4);
    background: var(--vr-surface);
    color: var(--vr-text);
    box-shadow: var(--vr-shadow);
    overflow-wrap: anywhere;
    pointer-events: auto;
    animation: rise 0.25s ease-out;
  }

  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(0.5rem);
    }
  }

  /* The card must not hide a face: neither the other person's nor one's own in the mirror. */
  .stage:is([data-in-call], [data-mirror]) .panel {
    margin-block-end: 0;
  }

  .stage[data-in-call] .panel {
    padding: 1rem 1.25rem;
  }

  .panel .badge {
    display: inline-grid;
    place-items: center;
    inline-size: 3rem;
    block-size: 3rem;
    margin-block-end: 0.75rem;
    border-radius: 50%;
    background: color-mix(in srgb, var(--vr-accent) 16%, transparent);
    color: var(--vr-accent);
  }

  [role='alert'] .badge {
    background: color-mix(in srgb, var(--vr-danger) 16%, transparent);
    color: var(--vr-danger);
  }

  h2 {
    margin: 0 0 0.375rem;
    font-size: 1.375rem;
    line-height: 1.25;
    letter-spacing: -0.01em;
    text-wrap: balance;
  }

  p {
    margin: 0 0 0.5rem;
    color: var(--vr-muted);
    text-wrap: pretty;
  }

  .cause {
    color: var(--vr-text);
    font-weight: 600;
  }

  .copied {
    margin: 0;
    font-size: 0.875rem;
  }

  .asking {
    display: flex;
    align-items: center;
    gap: 0.625rem;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.625rem;
    margin-block-start: 1rem;
  }

  room-prompt {
    margin-block-start: 1rem;
    max-inline-size: none;
  }

  .button {
    display: inline-flex;
    flex: 1 1 auto;
    align-items: center;
    justify-content: center;
    gap: 0.5rem;
    min-block-size: 2.75rem;
    padding: 0.5rem 1.125rem;
    border: 1px solid var(--vr-border);
    border-radius: calc(var(--vr-radius) * 0.8);
    background: var(--vr-surface);
    color: var(--vr-text);
    font: inherit;
    font-weight: 600;
    cursor: pointer;
  }

  .button.primary {
    border-color: transparent;
    background: var(--vr-accent);
    color: var(--vr-accent-text);
  }

  .spinner {
    display: inline-block;
    flex: none;
    inline-size: 1.25rem;
    block-size: 1.25rem;
    margin-block-end: 0.5rem;
    border: 3px solid color-mix(in srgb, var(--vr-accent) 25%, transparent);
    border-block-start-color: var(--vr-accent);
    border-radius: 50%;
    animation: turn 0.9s linear infinite;
  }

  .asking .spinner {
    margin: 0;
  }

  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }

  /* A phone held sideways, a low box: what is to be done comes before what can be read. */
  @container video-room (max-height: 26rem) {
    .panel {
      padding: 0.875rem 1rem;
    }

    .panel > h2,
    .panel > p:not(.cause, .asking, .copied),
    .panel .badge {
      display: none;
    }

    .panel > .actions,
    .panel > room-prompt {
      margin-block-start: 0;
    }
  }

  /* The page of the smallest phone: the last button of a card must be within reach. */
  @container video-room (max-height: 30rem) {
    .panel .badge,
    .panel > p:has(+ room-prompt) {
      display: none;
    }
  }

  @container video-room (max-width: 24rem) {
    .panel {
      padding: 1.125rem;
    }

    h2 {
      font-size: 1.2rem;
    }
  }
`;
