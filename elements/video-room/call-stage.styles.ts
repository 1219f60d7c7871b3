import { css } from 'lit';

/** The look of the two pictures, of the place for marks on them, and of the toolbar. */
export const stageStyles = css`
  /* Pictures. What is not of the frame's shape is shown whole: no face is cut away. */
  video {
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }

  .remote {
    position: absolute;
    inset: 0;
  }

  .remote,
  [data-shape='upright'] {
    object-fit: contain;
  }

  @container video-room (5 / 4 < aspect-ratio < 2) {
    .remote[data-shape='wide'] {
      object-fit: cover;
    }
  }

  @container video-room (aspect-ratio < 5 / 8) {
    [data-shape='upright'] {
      object-fit: cover;
    }
  }

  .covered {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 0.5rem;
    color: #d9deea;
    background: #171b23;
  }

  .self {
    position: absolute;
    z-index: 1;
    overflow: hidden;
    background: #171b23;
    transition:
      inline-size 0.25s,
      block-size 0.25s;
  }

  .self video {
    position: absolute;
    inset: 0;
    transform: scaleX(-1);
  }

  /* Before the call the self view is the mirror that one sets one's hair in. */
  .stage:not([data-in-call]) .self {
    inset: 0;
    z-index: 0;
  }

  .stage:not([data-in-call]) .self::after {
    content: '';
    position: absolute;
    inset: 0;
    background: linear-gradient(rgb(0 0 0 / 8%), rgb(0 0 0 / 45%));
  }

  .stage[data-in-call] .self {
    grid-area: 1 / 1 / 2 / 2;
    inset-block-start: var(--inset-top);
    inset-inline-end: var(--inset-right);
    inline-size: clamp(5.5rem, 22cqi, 15rem);
    aspect-ratio: 3 / 4;
    border-radius: var(--vr-radius);
    box-shadow: var(--vr-shadow);
    outline: 1px solid rgb(255 255 255 / 18%);
    outline-offset: -1px;
  }

  .marks {
    position: absolute;
    z-index: 1;
    inset-block-start: var(--inset-top);
    inset-inline-start: var(--inset-left);
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    max-inline-size: 60%;
  }

  .toolbar {
    position: relative;
    z-index: 2;
    grid-row: 2;
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    align-items: center;
    gap: 0.75rem;
    padding: 0.5rem var(--inset-right) calc(var(--inset-bottom) + 0.25rem) var(--inset-left);
  }

  @container video-room (max-height: 26rem) and (min-width: 30rem) {
    .toolbar {
      grid-row: 1;
      grid-column: 2;
      flex-direction: column;
      padding: var(--inset-top) var(--inset-right) var(--inset-bottom) 0;
    }
  }

  .toolbar .button {
    flex: none;
  }

  .round {
    display: grid;
    place-items: center;
    inline-size: 3.25rem;
    block-size: 3.25rem;
    padding: 0;
    border: 1px solid rgb(255 255 255 / 24%);
    border-radius: 50%;
    background: rgb(28 33 43 / 86%);
    color: #fff;
    cursor: pointer;
    transition: background 0.15s;
  }

  .round[aria-pressed='true'] {
    background: #fff;
    color: #171b24;
  }

  .round.leave {
    inline-size: 4rem;
    border-radius: 99rem;
    border-color: transparent;
    background: #c5221f;
  }

  .round:hover {
    background: rgb(58 65 80 / 92%);
  }

  .round[aria-pressed='true']:hover {
    background: #dfe4ee;
  }

  .round.leave:hover {
    background: #a31b18;
  }

  .button:hover {
    filter: brightness(1.06);
  }

  button:focus-visible {
    outline: 3px solid var(--vr-accent);
    outline-offset: 2px;
    box-shadow: 0 0 0 2px var(--vr-surface);
  }
`;
