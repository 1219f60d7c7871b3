import { css } from 'lit';

/** The look of the other person where there is no picture, while they speak, and of a shared screen. */
export const peerStyles = css`
  /* Nobody can read half a screen. */
  .remote[data-screen],
  .self[data-screen] video {
    object-fit: contain;
  }

  /* Nor in a mirror. */
  .self[data-screen] video {
    transform: none;
  }

  .person {
    position: absolute;
    inset: 0;
    container-type: size;
    pointer-events: none;
  }

  .person[data-covered] {
    display: grid;
    place-items: center;
    background: #171b23;
    color: #d9deea;
  }

  .person > span {
    display: grid;
    place-items: center;
    inline-size: 44cqmin;
    aspect-ratio: 1;
    border-radius: 50%;
    background: #2b3342;
    font-size: 17cqmin;
    font-weight: 600;
  }

  .person > span .icon {
    inline-size: 1.2em;
    block-size: 1.2em;
    stroke-width: 1.25;
  }

  /* Not of the accent, in which a ring stands for the focus. */
  .person[data-speaking] {
    outline: 4px solid #3ddc84;
    outline-offset: -4px;
  }
`;
