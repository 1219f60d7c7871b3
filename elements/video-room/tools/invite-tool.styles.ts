import { css } from 'lit';

/** The look of the ways to invite. */
export const inviteStyles = css`
  .link {
    padding: 0.625rem 0.875rem;
    border: 1px solid var(--vr-hairline);
    border-radius: calc(var(--vr-radius) * 0.7);
    background: var(--vr-background);
    color: var(--vr-text);
    font-size: 0.875rem;
    user-select: all;
  }

  .ways {
    margin-block-start: 0.625rem;
  }

  .qr {
    display: block;
    /* In a low panel it would shrink to nothing. */
    flex: none;
    inline-size: min(100%, 14rem);
    margin: 0.75rem auto 0;
    border-radius: calc(var(--vr-radius) * 0.7);
    background: #fff;
    fill: #000;
    forced-color-adjust: none;
  }
`;
