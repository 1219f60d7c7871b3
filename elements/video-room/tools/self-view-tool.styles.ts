import { css } from 'lit';

/** Which picture is the small one, in which corner it lies, and the look of its controls. */
export const selfViewStyles = css`
  .stage {
    --tile-size: clamp(5.5rem, 22cqi, 15rem);
    --tile-ratio: 3 / 4;
    --tile-block: var(--inset-top) auto;
    --tile-inline: auto var(--inset-right);
  }

  @container video-room (min-width: 40rem) {
    .stage {
      --tile-ratio: 16 / 10;
    }
  }

  .stage:has(.tile:not([data-swapped])):has(.self [data-shape='upright']) {
    --tile-size: clamp(4.5rem, 12cqi, 8.5rem);
    --tile-ratio: 9 / 16;
  }

  .stage.stage:has(.tile[data-small]) {
    --tile-size: 3.25rem;
    --tile-ratio: 1;
  }

  .stage:has(.tile[data-low]) {
    --tile-block: auto var(--gap);
  }

  .stage:has(.tile[data-start]) {
    --tile-inline: var(--inset-left) auto;
  }

  /* The first cell of the grid ends where the toolbar begins; without an end it would not. */
  .stage[data-in-call] .tile,
  .stage[data-in-call]:has(.tile:not([data-swapped])) .self,
  .stage[data-in-call]:has(.tile[data-swapped]) :is(.remote, .person) {
    position: absolute;
    z-index: 1;
    grid-area: 1 / 1 / 2 / 2;
    inset-block: var(--tile-block);
    inset-inline: var(--tile-inline);
    inline-size: var(--tile-size);
    block-size: auto;
    aspect-ratio: var(--tile-ratio);
    border-radius: var(--vr-radius);
    translate: var(--tile-way, 0);
  }

  .stage[data-in-call]:has(.tile[data-swapped]) .remote {
    box-shadow: var(--vr-shadow);
    background: #171b23;
  }

  .stage[data-in-call]:has(.tile[data-swapped]) .self {
    z-index: 0;
    grid-area: auto;
    inset: 0;
    inline-size: auto;
    aspect-ratio: auto;
    border-radius: 0;
    box-shadow: none;
    outline: none;
  }

  .stage:has(.tile[data-swapped]) .self video {
    object-fit: contain;
  }

  /* The name gives way. */
  .stage:has(.tile[data-start]:not([data-low])) .marks {
    inset-inline-start: calc(var(--inset-left) + var(--tile-size) + var(--gap));
    max-inline-size: calc(100% - var(--inset-left) - var(--tile-size) - 2 * var(--gap));
  }

  .stage[data-in-call] .tile {
    z-index: 2;
    cursor: grab;
    touch-action: none;
    -webkit-user-select: none;
    user-select: none;
  }

  .stage[data-in-call] .tile:active {
    cursor: grabbing;
  }

  .tile button {
    position: absolute;
    inset: 0;
    display: flex;
    align-items: end;
    padding: 0.75rem;
    border: 0;
    border-radius: inherit;
    background: none;
    color: #fff;
    cursor: inherit;
  }

  .tile .icon {
    inline-size: 1.25rem;
    block-size: 1.25rem;
    padding: 0.125rem;
    border-radius: 0.3rem;
    background: rgb(11 13 18 / 72%);
  }

  .tile:not([data-small]) .shrink {
    inset: auto 0 0 auto;
    inset-inline: auto 0;
    inline-size: 2.75rem;
    block-size: 2.75rem;
    justify-content: end;
  }

  .tile[data-small] button {
    place-content: center;
    align-items: center;
  }

  /* They would lie on the face. */
  @media (hover: hover) {
    .tile:not(:hover, :focus-within) .icon {
      opacity: 0;
    }
  }
`;
