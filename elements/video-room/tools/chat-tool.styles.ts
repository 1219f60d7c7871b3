import { css } from 'lit';

/** The look of the chat. */
export const chatStyles = css`
  .chat {
    flex: 1;
    min-block-size: 4rem;
    overflow: auto;
    overscroll-behavior: contain;
    margin-inline: -0.25rem;
    padding-inline: 0.25rem;
  }

  .chat:focus-visible,
  .compose :focus-visible {
    outline: 3px solid var(--vr-accent);
    outline-offset: 1px;
  }

  .hint,
  .by,
  .fate {
    margin: 0;
    color: var(--vr-muted);
    font-size: 0.875rem;
  }

  .entry {
    display: grid;
    justify-items: start;
    gap: 0.2rem;
    margin-block-end: 0.75rem;
  }

  .entry[data-from='self'] {
    justify-items: end;
  }

  .by {
    display: flex;
    gap: 0.5rem;
    max-inline-size: 100%;
    font-size: 0.8125rem;
  }

  .by span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  /* What a peer writes stays in its own box, whatever marks it piles up. */
  .text {
    overflow: hidden;
    box-sizing: border-box;
    max-inline-size: 92%;
    margin: 0;
    padding: 0.5rem 0.75rem;
    border: 1px solid var(--vr-hairline);
    border-radius: var(--vr-radius);
    background: var(--vr-background);
    color: var(--vr-text);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    unicode-bidi: isolate;
  }

  .entry[data-from='self'] .text {
    border-color: transparent;
    background: color-mix(in srgb, var(--vr-accent) 16%, var(--vr-surface));
  }

  .text a {
    color: inherit;
    text-decoration: underline;
    text-underline-offset: 0.15em;
    unicode-bidi: isolate;
  }

  .entry[data-from='self'] .fate {
    text-align: end;
  }

  /* Mostly it has come before anybody could read that it has not. */
  .waiting {
    animation: late 0s 1.5s both;
  }

  @keyframes late {
    from {
      visibility: hidden;
    }
  }

  .compose {
    display: flex;
    align-items: end;
    gap: 0.5rem;
    margin-block-start: 0.75rem;
  }

  .compose textarea {
    flex: 1;
    box-sizing: border-box;
    min-inline-size: 0;
    min-block-size: 2.75rem;
    max-block-size: 8rem;
    padding: 0.6rem 0.75rem;
    border: 1px solid var(--vr-border);
    border-radius: var(--vr-radius);
    background: var(--vr-surface);
    color: inherit;
    /* Below 16 px phones zoom into a field. */
    font: inherit;
    font-size: 1rem;
    resize: none;
    field-sizing: content;
  }

  .compose textarea::placeholder {
    color: var(--vr-muted);
    opacity: 1;
  }

  .send {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 2.75rem;
    block-size: 2.75rem;
    padding: 0;
    border: 1px solid transparent;
    border-radius: 50%;
    background: var(--vr-accent);
    color: var(--vr-accent-text);
    cursor: pointer;
  }

  .send:disabled {
    opacity: 0.45;
    cursor: default;
  }

  .send:dir(rtl) .icon {
    transform: scaleX(-1);
  }

  .compose + .hint {
    margin-block-start: 0.5rem;
  }
`;
