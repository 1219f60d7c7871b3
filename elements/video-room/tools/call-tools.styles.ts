import { css } from 'lit';

/** The look of marks and notices on the pictures, of the tools, and of the panel that one may open. */
export const toolStyles = css`
  .mark {
    display: inline-flex;
    align-items: center;
    gap: 0.4rem;
    padding: 0.3rem 0.75rem;
    border-radius: 99rem;
    background: rgb(11 13 18 / 72%);
    color: #fff;
    font-size: 0.875rem;
    overflow-wrap: anywhere;
  }

  .mark .icon {
    inline-size: 1rem;
    block-size: 1rem;
  }

  .notice {
    position: absolute;
    z-index: 3;
    inset-block-start: var(--inset-top);
    inset-inline: var(--inset-left) var(--inset-right);
    margin: 0 auto;
    inline-size: fit-content;
    max-inline-size: 26rem;
    padding: 0.625rem 1rem;
    border-radius: var(--vr-radius);
    background: var(--vr-danger);
    color: var(--vr-danger-text);
  }

  .elapsed {
    font-variant-numeric: tabular-nums;
  }

  .tool {
    position: relative;
  }

  .count {
    position: absolute;
    inset-block-start: -0.25rem;
    inset-inline-end: -0.25rem;
    min-inline-size: 1.25rem;
    padding: 0 0.3rem;
    border-radius: 99rem;
    background: var(--vr-accent);
    color: var(--vr-accent-text);
    font-size: 0.75rem;
    font-weight: 700;
    line-height: 1.25rem;
    text-align: center;
  }

  /* Six of them stand side by side on the smallest phone. */
  @container video-room (max-width: 26rem) {
    .toolbar {
      gap: 0.375rem;
    }

    .toolbar .round {
      inline-size: 2.75rem;
      block-size: 2.75rem;
    }

    .toolbar .round.leave {
      inline-size: 3.25rem;
    }
  }

  /* On a low screen they stand at the side where a line ends. */
  @container video-room (max-height: 26rem) and (min-width: 30rem) {
    .toolbar:dir(rtl) {
      padding-inline: 0 var(--inset-left);
    }
  }

  .sheet {
    position: absolute;
    z-index: 4;
    inset-block: var(--inset-top) var(--inset-bottom);
    inset-inline-end: var(--inset-right);
    inline-size: min(22rem, 100% - var(--inset-left) - var(--inset-right));
    display: flex;
    flex-direction: column;
    overflow: auto;
    overflow-wrap: anywhere;
    padding: 1rem;
    border: 1px solid var(--vr-hairline);
    border-radius: calc(var(--vr-radius) * 1.4);
    background: var(--vr-surface);
    color: var(--vr-text);
    box-shadow: var(--vr-shadow);
  }

  .sheet:focus-visible {
    outline: 3px solid var(--vr-accent);
    outline-offset: -3px;
  }

  .sheet header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 0.5rem;
    margin-block-end: 0.75rem;
  }

  .sheet header h2 {
    margin: 0;
    font-size: 1.125rem;
  }

  .hints {
    position: absolute;
    z-index: 3;
    inset-block-end: calc(var(--inset-bottom) + 4.75rem);
    inset-inline: var(--inset-left) var(--inset-right);
    display: grid;
    justify-items: center;
    gap: 0.5rem;
    pointer-events: none;
  }

  .hint {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 0.25rem 0.75rem;
    padding: 0.375rem 0.5rem 0.375rem 1rem;
    border: 1px solid var(--vr-hairline);
    border-radius: var(--vr-radius);
    background: var(--vr-surface);
    color: var(--vr-text);
    box-shadow: var(--vr-shadow);
    pointer-events: auto;
  }

  .tap {
    position: absolute;
    z-index: 2;
    inset: 0;
    display: grid;
    place-content: center;
    pointer-events: none;
  }

  .tap .button {
    pointer-events: auto;
    box-shadow: var(--vr-shadow);
  }

  .close {
    flex: none;
    display: grid;
    place-items: center;
    inline-size: 2.75rem;
    block-size: 2.75rem;
    margin: -0.5rem;
    padding: 0;
    border: 0;
    border-radius: 50%;
    background: none;
    color: inherit;
    cursor: pointer;
  }

  /* On or off, in more than one panel. */
  .sheet .switch {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 1rem;
    min-block-size: 2.75rem;
    font-weight: 400;
    cursor: pointer;
  }

  .switch input {
    flex: none;
    appearance: none;
    inline-size: 2.75rem;
    block-size: 1.5rem;
    margin: 0;
    padding: 0.1875rem;
    border: 1px solid var(--vr-border);
    border-radius: 99rem;
    background: color-mix(in srgb, var(--vr-border) 30%, var(--vr-surface));
    cursor: pointer;
  }

  .switch input::before {
    content: '';
    display: block;
    inline-size: 1rem;
    block-size: 1rem;
    border-radius: 50%;
    background: var(--vr-border);
  }

  @media (prefers-reduced-motion: no-preference) {
    .switch input::before {
      transition: margin 0.15s;
    }
  }

  .switch input:checked {
    border-color: var(--vr-accent);
    background: var(--vr-accent);
  }

  .switch input:checked::before {
    margin-inline-start: 1.25rem;
    background: var(--vr-accent-text);
  }

  @media (forced-colors: active) {
    .switch input {
      appearance: auto;
      inline-size: 1.5rem;
    }

    .switch input::before {
      display: none;
    }
  }

  /* With room for both, the call moves over for the panel. */
  @container video-room (min-width: 44rem) {
    .stage:has(.sheet) {
      inset-inline-end: calc(22rem + var(--gap) + var(--inset-right));
    }

    .sheet {
      inset-inline-end: calc(-22rem - var(--gap));
      inline-size: 22rem;
    }
  }

  /* What is left of a tablet is as narrow as a phone. */
  @container video-room (44rem <= width < 60rem) {
    .stage:has(.sheet) .toolbar {
      gap: 0.375rem;
    }

    .stage:has(.sheet) .round:not(.leave) {
      inline-size: 2.75rem;
      block-size: 2.75rem;
    }
  }

  /* The way on stands out here, too. */
  @media (forced-colors: active) {
    .button.primary {
      forced-color-adjust: none;
      background: ButtonText;
      color: ButtonFace;
    }
  }
`;
