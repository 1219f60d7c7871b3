import { css } from 'lit';

/** The small window: the picture fills it, the buttons lie on its foot. */
export const pictureStyles = css`
  body {
    --inset-left: 0.5rem;
    --inset-right: 0.5rem;
    --inset-bottom: 0.25rem;
    display: grid;
    block-size: 100vh;
    margin: 0;
    overflow: hidden;
    background: #0b0d12;
    font-family: var(--vr-font);
  }

  main {
    display: contents;
  }

  .toolbar {
    align-self: end;
  }

  .round {
    inline-size: 2.75rem;
    block-size: 2.75rem;
  }

  .round:last-child {
    border-color: transparent;
    background: #c5221f;
  }
`;
