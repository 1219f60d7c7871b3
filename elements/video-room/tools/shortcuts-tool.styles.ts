import { css } from 'lit';

/** The look of the list of shortcuts. */
export const shortcutsStyles = css`
  .switch {
    display: flex;
    align-items: center;
    gap: 0.75rem;
    min-block-size: 2.75rem;
    cursor: pointer;
  }

  .keys {
    display: grid;
    gap: 0.5rem;
    margin: 0.5rem 0 0;
    padding: 0;
    list-style: none;
  }

  .keys li {
    display: grid;
    grid-template-columns: 5rem 1fr;
    align-items: center;
  }

  kbd {
    justify-self: start;
    min-inline-size: 2rem;
    padding: 0.125rem 0.5rem;
    border: 1px solid var(--vr-border);
    border-block-end-width: 2px;
    border-radius: 0.375rem;
    font: inherit;
    font-size: 0.875rem;
    text-align: center;
  }
`;
