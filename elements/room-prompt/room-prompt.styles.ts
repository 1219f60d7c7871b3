import { css } from 'lit';

/** Nothing here relies on the colour of the page below: what has no ground of its own inherits. */
export const styles = css`
  :host {
    display: block;
    max-inline-size: 26rem;
    font-family: var(--vr-font);
    font-size: 1rem;
    line-height: 1.4;
  }

  :host([hidden]) {
    display: none;
  }

  * {
    box-sizing: border-box;
  }

  form {
    display: grid;
    gap: 0.5rem;
  }

  label {
    font-weight: 600;
  }

  p {
    margin: 0;
    font-size: 0.875rem;
    overflow-wrap: anywhere;
  }

  [role='alert'] {
    padding: 0.5rem 0.75rem;
    border: 1px solid transparent;
    border-radius: calc(var(--vr-radius) * 0.6);
    background: var(--vr-danger);
    color: var(--vr-danger-text);
  }

  input,
  button {
    min-block-size: 44px;
    border: 1px solid var(--vr-border);
    border-radius: calc(var(--vr-radius) * 0.6);
    background: var(--vr-surface);
    color: var(--vr-text);
    font: inherit;
  }

  input {
    inline-size: 100%;
    min-inline-size: 0;
    padding: 0.5rem 0.75rem;
  }

  input::placeholder {
    color: var(--vr-muted);
    opacity: 1;
  }

  input[aria-invalid='true'] {
    border-color: var(--vr-danger);
    box-shadow: inset 0 0 0 1px var(--vr-danger);
  }

  /* In a low box the hint is the first to go. */
  @container (max-height: 30rem) {
    #hint {
      display: none;
    }
  }

  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    margin-block-start: 0.25rem;
  }

  button {
    flex: 1 1 7rem;
    padding: 0.5rem 1rem;
    font-weight: 600;
    cursor: pointer;
    overflow-wrap: anywhere;
  }

  button[type='submit'] {
    border-color: transparent;
    background: var(--vr-accent);
    color: var(--vr-accent-text);
  }

  .suggestion {
    justify-self: start;
    padding-inline: 0.75rem;
    font-size: 0.875rem;
    font-weight: 400;
  }

  :is(input, button):focus-visible {
    outline: 3px solid var(--vr-accent);
    outline-offset: 2px;
  }

  :is(input, button):disabled {
    opacity: 0.6;
    cursor: not-allowed;
  }
`;
