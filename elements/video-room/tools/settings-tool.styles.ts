import { css } from 'lit';

/** The look of the settings, and of the meter on the picture. */
export const settingsStyles = css`
  .metered {
    padding-inline-end: 0.875rem;
  }

  .metered video-room-meter {
    --sound-meter-color: #5fd38d;
    inline-size: 5rem;
  }

  /* It scrolls by itself, so that the way out of the panel stays in sight. */
  .settings {
    display: grid;
    gap: 0.875rem;
    min-block-size: 0;
    margin: -0.5rem;
    padding: 0.5rem;
    overflow: auto;
  }

  .settings .field {
    display: grid;
    gap: 0.25rem;
  }

  .settings label {
    font-weight: 600;
  }

  .settings small {
    color: var(--vr-muted);
  }

  .settings input[type='text'],
  .settings select {
    inline-size: 100%;
    min-inline-size: 0;
    min-block-size: 2.75rem;
    padding: 0.5rem 0.75rem;
    border: 1px solid var(--vr-border);
    border-radius: calc(var(--vr-radius) * 0.6);
    background: var(--vr-surface);
    color: var(--vr-text);
    font: inherit;
    text-overflow: ellipsis;
  }

  .settings :is(input, select):focus-visible {
    outline: 3px solid var(--vr-accent);
    outline-offset: 2px;
  }

  .settings .row {
    display: flex;
    flex-wrap: wrap;
    gap: 0.625rem;
  }

  .settings fieldset {
    min-inline-size: 0;
    margin: 0.25rem 0 0;
    padding: 0;
    border: 0;
  }

  .settings legend {
    padding: 0;
    font-weight: 600;
  }

  .settings .switch {
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
`;
