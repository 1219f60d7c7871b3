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
`;
