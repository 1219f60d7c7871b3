import { css } from 'lit';

/** The mark of a call that is not good, and the panel with its figures. */
export const qualityStyles = css`
  .quality {
    display: contents;
  }

  .mark[data-level='poor'] {
    background: #8c1d18;
  }

  .verdict {
    margin: 0 0 0.75rem;
    padding: 0.625rem 0.75rem;
    border-inline-start: 4px solid #1e8e3e;
    border-radius: calc(var(--vr-radius) / 3);
    background: color-mix(in srgb, var(--vr-border) 14%, transparent);
  }

  .verdict[data-level='fair'] {
    border-color: #e8a200;
  }

  .verdict:is([data-level='poor'], [data-level='lost']) {
    border-color: var(--vr-danger);
  }

  .figures {
    margin: 0;
  }

  .figures > div {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 30%;
    align-items: center;
    column-gap: 0.75rem;
    padding-block: 0.4rem;
    border-block-start: 1px solid var(--vr-hairline);
  }

  .figures dt {
    grid-column: 1;
    color: var(--vr-muted);
    font-size: 0.8125rem;
  }

  .figures dd {
    grid-column: 1;
    margin: 0;
    font-size: 0.875rem;
    font-variant-numeric: tabular-nums;
    white-space: pre-wrap;
  }

  .figures > div:not(:has(svg)) > * {
    grid-column: 1 / -1;
  }

  .plot {
    grid-area: 1 / 2 / 3;
    inline-size: 100%;
    block-size: 2rem;
    border-block-end: 1px solid var(--vr-hairline);
  }

  .plot polyline {
    fill: none;
    stroke: var(--vr-accent);
    stroke-width: 1.5;
    vector-effect: non-scaling-stroke;
  }

  .plot polyline + polyline {
    stroke: var(--vr-muted);
    stroke-dasharray: 3 2;
  }
`;
